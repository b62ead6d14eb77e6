// Statements that depend on a resource's tag where there is none.

#include <string>
#include <string_view>

#include "checks/checked_rows.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "iameval/issue.h"
#include "iameval/policy.h"
#include "policy/documents.h"

namespace iameval {
namespace {

using enum PolicyType;
using enum Severity;
using ::iameval_testing::CheckedCodes;
using ::iameval_testing::CheckedIssues;
using ::iameval_testing::CheckRows;
using ::iameval_testing::Document;
using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;

// sagemaker:ListAssociations takes no resource; endpoints have tags.
constexpr std::string_view kNoTags = R"("Action":"sagemaker:ListAssociations")";
constexpr std::string_view kTags = R"("Action":"sagemaker:DescribeEndpoint")";

std::string Statement(std::string_view effect, std::string_view actions,
                      std::string_view op = "StringEquals") {
  return Document(R"({"Effect":")" + std::string(effect) + "\"," +
                  std::string(actions) + R"(,"Resource":"*","Condition":{")" +
                  std::string(op) + R"(":{"aws:ResourceTag/team":"blue"}}})");
}

TEST(ReferenceTagChecks, Codes) {
  constexpr std::string_view kPointer =
      "/Statement/0/Condition/StringEquals/aws:ResourceTag~1team";
  constexpr std::string_view kAt = R"("aws:ResourceTag/team")";
  constexpr std::string_view kNotAction = R"("NotAction":"iam:*")";
  CheckRows({
      {"ALLOW_WITH_UNSUPPORTED_TAG_CONDITION_KEY_FOR_SERVICE", kSuggestion,
       kIdentity, Statement("Allow", kNoTags), kPointer, kAt,
       Statement("Allow", kTags)},
      {"DENY_WITH_UNSUPPORTED_TAG_CONDITION_KEY_FOR_SERVICE", kSecurityWarning,
       kIdentity, Statement("Deny", kNoTags), kPointer, kAt,
       Statement("Deny", kTags)},
      {"ALLOW_NOTACTION_WITH_UNSUPPORTED_TAG_CONDITION_KEY_FOR_SERVICE",
       kSuggestion, kIdentity, Statement("Allow", kNotAction), kPointer, kAt,
       Statement("Allow", kTags)},
      {"DENY_NOTACTION_WITH_UNSUPPORTED_TAG_CONDITION_KEY_FOR_SERVICE",
       kSecurityWarning, kScp, Statement("Deny", kNotAction), kPointer, kAt,
       Statement("Deny", kNotAction, "StringNotEquals")},
  });
}

// Such a statement applies without the tag as well, or asks for that.
TEST(ReferenceTagChecks, TestsThatAreTrueWithoutTheTag) {
  for (const std::string_view op : {"StringNotEquals", "StringEqualsIfExists",
                                    "ForAllValues:StringEquals"}) {
    for (const std::string_view action : {kNoTags, kTags}) {
      EXPECT_THAT(CheckedCodes(Statement("Deny", action, op)), IsEmpty())
          << op << action;
    }
  }
  EXPECT_THAT(CheckedCodes(Document(
                  R"({"Effect":"Allow","Action":"sagemaker:ListAssociations",)"
                  R"("Resource":"*","Condition":)"
                  R"({"Null":{"aws:ResourceTag/team":"false"}}})")),
              IsEmpty());
}

TEST(ReferenceTagChecks, WildcardsAndActionsThatSetTags) {
  for (const std::string_view action :
       {// Some of its actions have tags.
        R"("Action":"sagemaker:*")", R"("Action":"*")",
        // Not in the reference.
        R"("Action":"sagemaker:NoSuch*")",
        // Has aws:RequestTag.
        R"("Action":"wisdom:CreateAssistant")"}) {
    EXPECT_THAT(CheckedCodes(Statement("Allow", action)),
                Not(::testing::Contains(
                    "ALLOW_WITH_UNSUPPORTED_TAG_CONDITION_KEY_FOR_SERVICE")))
        << action;
  }
  EXPECT_THAT(
      CheckedCodes(Statement("Allow", R"("Action":"sagemaker:ListAssoc*")")),
      ::testing::ElementsAre(
          "ALLOW_WITH_UNSUPPORTED_TAG_CONDITION_KEY_FOR_SERVICE"));
}

TEST(ReferenceTagChecks, TheMessageNamesTheActions) {
  const auto issues = CheckedIssues(
      Statement("Allow", R"("Action":["sagemaker:DescribeEndpoint",)"
                         R"("sagemaker:ListAssociations",)"
                         R"("logs:PutResourcePolicy"])"));
  ASSERT_EQ(issues.size(), 1U);
  EXPECT_THAT(
      issues[0].message,
      AllOf(HasSubstr("sagemaker:ListAssociations and logs:PutResourcePolicy"),
            Not(HasSubstr("DescribeEndpoint"))));
}

}  // namespace
}  // namespace iameval
