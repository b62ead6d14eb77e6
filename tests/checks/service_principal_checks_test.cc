// Services that are let in for anybody.

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
using ::testing::ElementsAre;

TEST(ServicePrincipalChecks, ForWhomAServiceCalls) {
  const auto topic = [](std::string_view condition) {
    return Document(
        R"({"Effect":"Allow","Principal":{"Service":"s3.amazonaws.com"},)"
        R"("Action":"sns:Publish","Resource":"*")" +
        (condition.empty() ? "" : R"(,"Condition":)" + std::string(condition)) +
        "}");
  };
  const std::string good =
      topic(R"({"StringEquals":{"aws:SourceAccount":"111122223333"}})");
  CheckReported({
      {"RESTRICT_ACCESS_TO_SERVICE_PRINCIPAL", kSecurityWarning, kResource,
       topic(""), "/Statement/0/Principal/Service", R"("s3.amazonaws.com")",
       good},
      {"UNSUPPORTED_CONDITION_KEY_FOR_SERVICE_PRINCIPAL", kError, kResource,
       topic(R"({"StringEquals":{"aws:PrincipalOrgID":"o-a1b2c3d4e5"}})"),
       "/Statement/0/Condition/StringEquals/aws:PrincipalOrgID",
       R"("aws:PrincipalOrgID")", good},
      {"RECOMMENDED_CONDITION_KEY_FOR_SERVICE_PRINCIPAL", kSuggestion,
       kResource, topic(R"({"StringEquals":{"aws:Referer":"111122223333"}})"),
       "/Statement/0/Condition/StringEquals/aws:Referer", R"("aws:Referer")",
       good},
  });
  // One says the other.
  EXPECT_THAT(
      CodesOf(topic(R"({"StringEquals":{"AWS:SourceOwner":"111122223333"}})"),
              kResource),
      ElementsAre("RECOMMENDED_CONDITION_KEY_FOR_SERVICE_PRINCIPAL"));
}

}  // namespace
}  // namespace iameval
