// Conditions: values that say less than they seem to, operators and qualifiers
// that do not go with their key.

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
using ::iameval_testing::Reported;
using ::iameval_testing::WithCondition;
using ::testing::IsEmpty;

// {"StringLike":{"aws:PrincipalTag/team":"*"}}
std::string Cond(std::string_view op, std::string_view key,
                 std::string_view value) {
  return WithCondition("{\"" + std::string(op) + "\":{\"" + std::string(key) +
                       "\":" + std::string(value) + "}}");
}

TEST(ValueChecks, StarsOnlyAskForPresence) {
  constexpr std::string_view kKey = "s3:delimiter";
  CheckReported({
      {"EQUIVALENT_TO_NULL_FALSE", kSuggestion, kIdentity,
       Cond("StringLike", kKey, R"("*")"),
       "/Statement/0/Condition/StringLike/s3:delimiter", R"("s3:delimiter")",
       Cond("StringLike", kKey, R"("a*")")},
      {"EQUIVALENT_TO_NULL_TRUE", kSuggestion, kIdentity,
       Cond("StringNotLike", kKey, R"(["*"])"),
       "/Statement/0/Condition/StringNotLike/s3:delimiter", R"("s3:delimiter")",
       Cond("StringNotLike", kKey, R"(["a*"])")},
  });
  EXPECT_THAT(CodesOf(Cond("StringNotLikeIfExists", kKey, R"("*")"), kIdentity),
              IsEmpty());
}

// With IfExists or a qualifier, a star asks nothing at all.
TEST(ValueChecks, StarsThatAskNothing) {
  CheckReported({
      {"REDUNDANT_KEY_DUE_TO_WILDCARD_IN_CONDITION", kSuggestion, kIdentity,
       Cond("StringLikeIfExists", "s3:delimiter", R"(["a","*"])"),
       "/Statement/0/Condition/StringLikeIfExists/s3:delimiter",
       R"("s3:delimiter")",
       Cond("StringLikeIfExists", "s3:delimiter", R"(["a","b*"])")},
      {"REDUNDANT_KEY_DUE_TO_WILDCARD_IN_CONDITION", kSuggestion, kIdentity,
       Cond("ForAllValues:StringLike", "aws:TagKeys", R"("*")"),
       "/Statement/0/Condition/ForAllValues:StringLike/aws:TagKeys",
       R"("aws:TagKeys")",
       Cond("ForAnyValue:StringLike", "aws:TagKeys", R"("*")")},
      {"REDUNDANT_STATEMENT_DUE_TO_WILDCARD_IN_CONDITION", kSuggestion,
       kIdentity, Cond("ForAnyValue:StringNotLike", "aws:TagKeys", R"("*")"),
       "/Statement/0/Condition/ForAnyValue:StringNotLike/aws:TagKeys",
       R"("aws:TagKeys")",
       Cond("ForAllValues:StringNotLike", "aws:TagKeys", R"("*")")},
  });
}

TEST(ValueChecks, NumbersAndBooleansAreNoStrings) {
  CheckReported({
      {"TYPE_MISMATCH_STRING", kWarning, kIdentity,
       Cond("StringEquals", "s3:prefix", "12"),
       "/Statement/0/Condition/StringEquals/s3:prefix", "12",
       Cond("StringEquals", "s3:prefix", R"("12")")},
      {"TYPE_MISMATCH_STRING", kWarning, kIdentity,
       Cond("StringLike", "s3:prefix", "[true]"),
       "/Statement/0/Condition/StringLike/s3:prefix/0", "true",
       Cond("StringLike", "s3:prefix", R"(["true"])")},
  });
}

TEST(KeyTypeChecks, GlobalKeys) {
  const auto row = [](std::string_view code, Severity severity,
                      std::string_view op, std::string_view key,
                      std::string_view value, std::string_view pointer,
                      std::string_view at, std::string without) {
    return Reported{code,    severity, kIdentity,         Cond(op, key, value),
                    pointer, at,       std::move(without)};
  };
  CheckReported({
      row("TYPE_MISMATCH", kWarning, "StringEquals", "aws:ViaAWSService",
          R"("true")", "/Statement/0/Condition/StringEquals/aws:ViaAWSService",
          R"("aws:ViaAWSService")",
          Cond("Bool", "aws:ViaAWSService", R"("true")")),
      row("TYPE_MISMATCH", kWarning, "NumericEquals", "aws:RequestTag/a", "1",
          "/Statement/0/Condition/NumericEquals/aws:RequestTag~1a",
          R"("aws:RequestTag/a")", Cond("Null", "aws:RequestTag/a", "true")),
      row("STRING_LIKE_OPERATOR_WITH_ARN_CONDITION_KEYS", kSecurityWarning,
          "StringNotLike", "aws:principalarn", R"("arn:aws:iam::*:role/*")",
          "/Statement/0/Condition/StringNotLike/aws:principalarn",
          R"("aws:principalarn")",
          Cond("ArnNotLike", "aws:principalarn", R"("arn:aws:iam::*:role/*")")),
      row("MISSING_QUALIFIER", kError, "StringEquals", "aws:TagKeys", R"("a")",
          "/Statement/0/Condition/StringEquals/aws:TagKeys", R"("aws:TagKeys")",
          Cond("ForAllValues:StringEquals", "aws:TagKeys", R"("a")")),
      row("FORALLVALUES_WITH_SINGLE_VALUED_KEY", kSecurityWarning,
          "ForAllValues:StringEquals", "aws:PrincipalOrgID",
          R"("o-a1b2c3d4e5")",
          "/Statement/0/Condition/ForAllValues:StringEquals/aws:PrincipalOrgID",
          R"("aws:PrincipalOrgID")",
          Cond("StringEquals", "aws:PrincipalOrgID", R"("o-a1b2c3d4e5")")),
      row("INVALID_GLOBAL_CONDITION_KEY", kError, "StringEquals",
          "aws:PrincipalOrgld", R"("o-a1b2c3d4e5")",
          "/Statement/0/Condition/StringEquals/aws:PrincipalOrgld",
          R"("aws:PrincipalOrgld")",
          Cond("StringEquals", "AWS:principalorgid", R"("o-a1b2c3d4e5")")),
      row("UNSUPPORTED_GLOBAL_CONDITION_KEY", kError, "ArnEquals", "aws:ARN",
          R"("arn:aws:iam::111122223333:role/DemoRole")",
          "/Statement/0/Condition/ArnEquals/aws:ARN", R"("aws:ARN")",
          Cond("ArnEquals", "aws:PrincipalArn",
               R"("arn:aws:iam::111122223333:role/DemoRole")")),
  });
  // No wildcards, nothing that reaches across colons.
  EXPECT_THAT(CodesOf(Cond("StringEquals", "aws:SourceArn",
                           R"("arn:aws:sns:us-east-1:111122223333:topic")"),
                      kIdentity),
              IsEmpty());
  EXPECT_THAT(CodesOf(Cond("NumericLessThan", "aws:EpochTime", "1767225600"),
                      kIdentity),
              IsEmpty());
}

TEST(KeyTypeChecks, AddressesInAVpc) {
  const std::string alone =
      WithCondition(R"({"IpAddress":{"aws:VpcSourceIp":"10.0.0.0/16"}})");
  CheckReported(
      {{"MISSING_PAIRED_CONDITION_KEYS", kSecurityWarning, kIdentity, alone,
        "/Statement/0/Condition/IpAddress/aws:VpcSourceIp",
        R"("aws:VpcSourceIp")",
        WithCondition(R"({"IpAddress":{"aws:VpcSourceIp":"10.0.0.0/16"},)"
                      R"("StringEquals":{"aws:SourceVpc":"vpc-11111111"}})")}});
}

}  // namespace
}  // namespace iameval
