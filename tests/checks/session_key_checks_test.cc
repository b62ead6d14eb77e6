// Conditions of trust policies on what nobody may set.

#include <string>
#include <string_view>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "iameval/issue.h"
#include "iameval/policy.h"
#include "policy/documents.h"
#include "policy/issue_rows.h"

namespace iameval {
namespace {

using enum PolicyType;
using ::iameval_testing::CheckReported;
using ::iameval_testing::CodesOf;
using ::iameval_testing::Document;
using ::testing::IsEmpty;

std::string Statement(std::string_view actions, std::string_view condition) {
  return R"({"Effect":"Allow","Principal":{"AWS":"111122223333"},"Action":)" +
         std::string(actions) + R"(,"Condition":)" + std::string(condition) +
         "}";
}

std::string Trust(std::string_view actions, std::string_view key) {
  return Document(Statement(
      actions, R"({"StringEquals":{")" + std::string(key) + R"(":"a"}})"));
}

TEST(SessionKeyChecks, KeysThatNobodyMaySet) {
  constexpr std::string_view kAssume = R"("sts:AssumeRole")";
  CheckReported({
      {"MISSING_ACTION_FOR_CONDITION_KEY", Severity::kError, kTrust,
       Trust(kAssume, "sts:SourceIdentity"),
       "/Statement/0/Condition/StringEquals/sts:SourceIdentity",
       R"("sts:SourceIdentity")",
       Trust(R"(["sts:AssumeRole","sts:SetSourceIdentity"])",
             "sts:SourceIdentity")},
      {"MISSING_ACTION_FOR_CONDITION_KEY", Severity::kError, kTrust,
       Trust(kAssume, "aws:RequestTag/team"),
       "/Statement/0/Condition/StringEquals/aws:RequestTag~1team",
       R"("aws:RequestTag/team")",
       Trust(R"(["sts:AssumeRole","sts:Tag*"])", "aws:RequestTag/team")},
  });
}

TEST(SessionKeyChecks, AnotherStatementMayAllowIt) {
  EXPECT_THAT(
      CodesOf(
          Document(Statement(R"("sts:AssumeRole")",
                             R"({"StringEquals":{"sts:SourceIdentity":"a"}})") +
                   "," + Statement(R"("sts:SetSourceIdentity")", "{}")),
          kTrust),
      ::testing::ElementsAre("EMPTY_OBJECT_CONDITION"));
}

TEST(SessionKeyChecks, TestsThatAreTrueWithoutTheKey) {
  for (const std::string_view condition :
       {R"({"StringNotEquals":{"sts:SourceIdentity":"a"}})",
        R"({"StringEqualsIfExists":{"sts:SourceIdentity":"a"}})",
        R"({"Null":{"sts:SourceIdentity":"true"}})"}) {
    EXPECT_THAT(
        CodesOf(Document(Statement(R"("sts:AssumeRole")", condition)), kTrust),
        IsEmpty())
        << condition;
  }
}

}  // namespace
}  // namespace iameval
