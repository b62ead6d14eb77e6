// Resource control policies that hit more than they mean.

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
using enum Severity;
using ::iameval_testing::CheckReported;
using ::iameval_testing::CodesOf;
using ::iameval_testing::Document;
using ::testing::IsEmpty;
using ::testing::UnorderedElementsAre;

std::string Rcp(std::string_view condition) {
  return Document(R"({"Effect":"Deny","Principal":"*","Action":"s3:*",)"
                  R"("Resource":"*","Condition":)" +
                  std::string(condition) + "}");
}

constexpr std::string_view kOrg =
    R"("StringNotEqualsIfExists":{"aws:PrincipalOrgID":"o-a1b2c3d4e5"})";
constexpr std::string_view kSource =
    R"("StringNotEqualsIfExists":{"aws:SourceOrgID":"o-a1b2c3d4e5"})";

std::string With(std::string_view test, std::string_view more) {
  return Rcp("{" + std::string(test) + (more.empty() ? "" : ",") +
             std::string(more) + "}");
}

TEST(RcpChecks, Codes) {
  constexpr std::string_view kNoService =
      R"("BoolIfExists":{"aws:PrincipalIsAWSService":"false"})";
  constexpr std::string_view kService =
      R"("Bool":{"aws:PrincipalIsAWSService":"true"})";
  constexpr std::string_view kNull = R"("Null":{"aws:SourceAccount":"false"})";
  constexpr std::string_view kPointer =
      "/Statement/0/Condition/StringNotEqualsIfExists/aws:SourceOrgID";
  CheckReported({
      {"RCP_MISSING_RELATED_PRINCIPAL_CONDITION_KEY", kWarning, kRcp,
       With(kOrg, ""),
       "/Statement/0/Condition/StringNotEqualsIfExists/aws:PrincipalOrgID",
       R"("aws:PrincipalOrgID")", With(kOrg, kNoService)},
      {"RCP_MISSING_RELATED_SERVICE_PRINCIPAL_CONDITION_KEY", kWarning, kRcp,
       With(kSource, ""), kPointer, R"("aws:SourceOrgID")",
       With(kSource, kService)},
      {"RCP_MISSING_SERVICE_CONDITION_KEY_NULL_CHECK", kWarning, kRcp,
       With(kSource, kService), kPointer, R"("aws:SourceOrgID")",
       With(kSource, std::string(kService) + "," + std::string(kNull))},
  });
  EXPECT_THAT(CodesOf(With(kSource, ""), kRcp),
              UnorderedElementsAre(
                  "RCP_MISSING_RELATED_SERVICE_PRINCIPAL_CONDITION_KEY",
                  "RCP_MISSING_SERVICE_CONDITION_KEY_NULL_CHECK"));
}

// Of requests without the key such a test is not true.
TEST(RcpChecks, TestsThatRequireTheirKey) {
  EXPECT_THAT(
      CodesOf(Rcp(R"({"StringEquals":{"aws:PrincipalOrgID":"o-a1b2c3d4e5"}})"),
              kRcp),
      IsEmpty());
  EXPECT_THAT(CodesOf(Rcp(R"({"Null":{"aws:SourceOrgID":"true"}})"), kRcp),
              IsEmpty());
}

TEST(RcpChecks, NotInOtherPolicies) {
  EXPECT_THAT(CodesOf(With(kOrg, ""), kResource), IsEmpty());
}

}  // namespace
}  // namespace iameval
