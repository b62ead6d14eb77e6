// Keys of services that do not protect what they seem to.

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

std::string Statement(std::string_view effect, std::string_view action,
                      std::string_view condition) {
  return Document(R"({"Effect":")" + std::string(effect) + R"(","Action":)" +
                  std::string(action) + R"(,"Resource":"*","Condition":{)" +
                  std::string(condition) + "}}");
}

TEST(ServiceKeyChecks, Prefixes) {
  const auto list = [](std::string_view effect, std::string_view op,
                       std::string_view prefix = "private/*") {
    return Statement(effect, R"("s3:ListBucket")",
                     "\"" + std::string(op) + R"(":{"s3:prefix":")" +
                         std::string(prefix) + "\"}");
  };
  CheckReported({
      {"S3_PREFIX_IN_NEGATIVE_CONTEXT", kSecurityWarning, kIdentity,
       list("Deny", "StringLike"),
       "/Statement/0/Condition/StringLike/s3:prefix", R"("s3:prefix")",
       list("Allow", "StringLike")},
      {"S3_PREFIX_IN_NEGATIVE_CONTEXT", kSecurityWarning, kIdentity,
       list("Allow", "StringNotLike"),
       "/Statement/0/Condition/StringNotLike/s3:prefix", R"("s3:prefix")",
       list("Deny", "StringNotLike")},
  });
  // No prefix is shorter.
  EXPECT_THAT(CodesOf(list("Deny", "StringEquals", ""), kIdentity), IsEmpty());
}

TEST(ServiceKeyChecks, Attributes) {
  constexpr std::string_view kAttributes =
      R"("ForAllValues:StringEquals":{"dynamodb:Attributes":["id","name"]})";
  const std::string select =
      std::string(kAttributes) +
      R"(,"StringEqualsIfExists":{"dynamodb:Select":"SPECIFIC_ATTRIBUTES"})";
  CheckReported({
      {"DYNAMODB_ATTRIBUTES_WITHOUT_SELECT", kSecurityWarning, kIdentity,
       Statement("Allow", R"(["dynamodb:Query"])", kAttributes),
       "/Statement/0/Condition/ForAllValues:StringEquals/dynamodb:Attributes",
       R"("dynamodb:Attributes")",
       Statement("Allow", R"(["dynamodb:Query"])", select)},
      {"DYNAMODB_ATTRIBUTES_WITHOUT_SELECT", kSecurityWarning, kIdentity,
       Statement("Allow", R"("dynamodb:*")", kAttributes),
       "/Statement/0/Condition/ForAllValues:StringEquals/dynamodb:Attributes",
       R"("dynamodb:Attributes")",
       Statement("Allow", R"("dynamodb:PutItem")", kAttributes)},
  });
}

}  // namespace
}  // namespace iameval
