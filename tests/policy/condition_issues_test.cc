// What inside Condition is accepted and reported (S-9.1).

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
using ::testing::ElementsAre;
using ::testing::IsEmpty;

TEST(ConditionIssues, EmptyLists) {  // S-5.25
  const auto test = [](std::string_view op, std::string_view values) {
    return WithCondition("{\"" + std::string(op) + R"(":{"aws:TagKeys":)" +
                         std::string(values) + "}}");
  };
  const auto row = [&](std::string_view code, std::string_view op,
                       std::string_view pointer) {
    return Reported{code,    kSuggestion, kIdentity,          test(op, "[]"),
                    pointer, "[]",        test(op, "[\"a\"]")};
  };
  CheckReported({
      row("EMPTY_ARRAY_CONDITION", "StringEquals",
          "/Statement/0/Condition/StringEquals/aws:TagKeys"),
      row("EMPTY_ARRAY_CONDITION", "StringNotLike",
          "/Statement/0/Condition/StringNotLike/aws:TagKeys"),
      row("EMPTY_ARRAY_CONDITION_FORALLVALUES", "ForAllValues:StringEquals",
          "/Statement/0/Condition/ForAllValues:StringEquals/aws:TagKeys"),
      row("EMPTY_ARRAY_CONDITION_FORANYVALUE", "ForAnyValue:StringLikeIfExists",
          "/Statement/0/Condition/ForAnyValue:StringLikeIfExists/aws:TagKeys"),
      row("EMPTY_ARRAY_CONDITION_IFEXISTS", "StringEqualsIfExists",
          "/Statement/0/Condition/StringEqualsIfExists/aws:TagKeys"),
  });
  EXPECT_THAT(CodesOf(test("IpAddress", "[]"), kIdentity),
              ElementsAre("TYPE_MISMATCH", "MISSING_QUALIFIER",
                          "EMPTY_ARRAY_CONDITION"));
}

TEST(ConditionIssues, Operators) {
  CheckReported({
      // S-5.24's fallback.
      {"INVALID_CONDITION_OPERATOR", kError, kIdentity,
       WithCondition(R"({"stringequals":{"s3:a":"b"}})"),
       "/Statement/0/Condition/stringequals", "\"stringequals\"",
       WithCondition(R"({"StringEquals":{"s3:a":"b"}})")},
      {"INVALID_CONDITION_OPERATOR", kError, kIdentity,
       WithCondition(R"({"forAnyValue:StringLikeifexists":{"s3:a":"b"}})"),
       "/Statement/0/Condition/forAnyValue:StringLikeifexists",
       "\"forAnyValue:StringLikeifexists\"",
       WithCondition(R"({"ForAnyValue:StringLikeIfExists":{"s3:a":"b"}})")},
      // S-5.21.
      {"NULL_WITH_QUALIFIER", kSuggestion, kIdentity,
       WithCondition(R"({"ForAllValues:Null":{"aws:TagKeys":"true"}})"),
       "/Statement/0/Condition/ForAllValues:Null/aws:TagKeys", "\"true\"",
       WithCondition(R"({"Null":{"aws:TagKeys":"true"}})")},
      {"NULL_WITH_QUALIFIER", kSuggestion, kIdentity,
       WithCondition(R"({"ForAnyValue:Null":{"aws:TagKeys":true}})"),
       "/Statement/0/Condition/ForAnyValue:Null/aws:TagKeys", "true",
       WithCondition(R"({"Null":{"aws:TagKeys":true}})")},
      // S-5.9.
      {"INVALID_CONDITION_MULTIPLE_BOOLEAN", kError, kIdentity,
       WithCondition(R"({"Bool":{"aws:ViaAWSService":["true","false"]}})"),
       "/Statement/0/Condition/Bool/aws:ViaAWSService", R"(["true","false"])",
       WithCondition(R"({"Null":{"aws:ViaAWSService":["true","false"]}})")},
  });
}

TEST(ConditionIssues, Keys) {
  const auto text = [](std::string_view key) {
    return WithCondition(R"({"StringEquals":{")" + std::string(key) +
                         R"(":"b"}})");
  };
  CheckReported({
      {"INVALID_CONDITION_KEY_FORMAT", kError, kIdentity, text("username"),
       "/Statement/0/Condition/StringEquals/username", "\"username\"",
       text("aws:username")},
      {"INVALID_CONDITION_KEY_FORMAT", kError, kIdentity, text(":a"),
       "/Statement/0/Condition/StringEquals/:a", "\":a\"",
       text("kms:EncryptionContext:a")},
      {"INVALID_CONDITION_KEY_FORMAT", kError, kIdentity, text("aws:"),
       "/Statement/0/Condition/StringEquals/aws:", "\"aws:\"",
       text("oidc.example.com/id/A:sub")},
      {"MISSING_TAG_KEY_IN_CONDITION", kError, kIdentity,
       text("aws:RequestTag/"),
       "/Statement/0/Condition/StringEquals/aws:RequestTag~1",
       "\"aws:RequestTag/\"", text("aws:RequestTag/a")},
  });
}

TEST(ConditionIssues, Values) {
  const auto text = [](std::string_view op, std::string_view value) {
    return WithCondition("{\"" + std::string(op) + R"(":{"s3:a":)" +
                         std::string(value) + "}}");
  };
  const auto row = [&](std::string_view code, Severity severity,
                       std::string_view op, std::string_view value,
                       std::string_view pointer, std::string_view good) {
    return Reported{code,    severity, kIdentity,     text(op, value),
                    pointer, value,    text(op, good)};
  };
  const std::string at = "/Statement/0/Condition/";
  CheckReported({
      // S-1.10.
      row("INVALID_CONDITION_DATA_TYPE", kError, "StringEquals",
          R"(["a",true])", at + "StringEquals/s3:a", R"(["a","true"])"),
      row("INVALID_CONDITION_DATA_TYPE", kError, "NumericEquals", R"([1,"2"])",
          at + "NumericEquals/s3:a", "[1,2]"),
      // S-5.10.
      row("INVALID_CONDITION_DATA_TYPE", kError, "BinaryEquals", R"("QQ")",
          at + "BinaryEquals/s3:a", R"("QQ==")"),
      // S-5.4.
      row("WILDCARD_WITHOUT_LIKE_OPERATOR", kWarning, "StringEquals", R"("a*")",
          at + "StringEquals/s3:a", R"("a")"),
      row("WILDCARD_WITHOUT_LIKE_OPERATOR", kWarning,
          "StringNotEqualsIgnoreCaseIfExists", R"("?")",
          at + "StringNotEqualsIgnoreCaseIfExists/s3:a", R"("${?}")"),
      row("WILDCARD_WITHOUT_LIKE_OPERATOR", kWarning, "StringNotEquals",
          R"("${aws:b}*")", at + "StringNotEquals/s3:a",
          R"("${*}${aws:b, '*'}")"),
      // S-5.7.
      row("TYPE_MISMATCH_NUMBER", kWarning, "NumericLessThan", R"("1e5")",
          at + "NumericLessThan/s3:a", R"("-12.50")"),
      row("TYPE_MISMATCH_NUMBER", kWarning, "NumericLessThan", "1e5",
          at + "NumericLessThan/s3:a", "123456789012345678901234567890"),
      row("TYPE_MISMATCH_NUMBER", kWarning, "NumericEqualsIfExists", "true",
          at + "NumericEqualsIfExists/s3:a", "1"),
      // S-5.8.
      row("TYPE_MISMATCH_DATE", kWarning, "DateLessThan", R"("tomorrow")",
          at + "DateLessThan/s3:a", R"("2024-06-30T23:59:59Z")"),
      row("TYPE_MISMATCH_DATE", kWarning, "DateGreaterThan",
          R"("2024-06-30T23:59:60Z")", at + "DateGreaterThan/s3:a",
          R"("2024")"),
      row("INVALID_DATE_VALUE", kWarning, "DateEquals", "1700000000",
          at + "DateEquals/s3:a", R"("2024-06-30")"),
      // S-5.9, S-5.14.
      row("TYPE_MISMATCH_BOOLEAN", kWarning, "Bool", R"("yes")",
          at + "Bool/s3:a", R"("TRUE")"),
      row("TYPE_MISMATCH_BOOLEAN", kWarning, "Null", R"("1")", at + "Null/s3:a",
          "false"),
      // S-5.11.
      row("IMPROVE_IP_RANGE", kSuggestion, "IpAddress", R"("10.0.0.1/24")",
          at + "IpAddress/s3:a", R"("10.0.0.0/24")"),
      row("IMPROVE_IP_RANGE", kSuggestion, "NotIpAddress",
          R"("2001:db8::1/64")", at + "NotIpAddress/s3:a", R"("2001:db8::1")"),
      // S-5.12, Q-34.
      row("MISSING_ARN_FIELD", kError, "ArnLike", R"("arn:aws:s3")",
          at + "ArnLike/s3:a", R"("arn:aws:s3:::*")"),
      row("EQUIVALENT_TO_NULL_FALSE", kSuggestion, "ArnLike", R"("*")",
          at + "ArnLike/s3:a", R"("arn:*:*:*:*:*")"),
      // S-4.2.
      row("INVALID_VARIABLE_FOR_OPERATOR", kError, "NumericEquals",
          R"("${aws:b}")", at + "NumericEquals/s3:a", R"("1")"),
      row("INVALID_VARIABLE_FOR_OPERATOR", kError, "DateEquals",
          R"("${aws:b}")", at + "DateEquals/s3:a", R"("2024")"),
      row("INVALID_VARIABLE_FOR_OPERATOR", kError, "BinaryEquals",
          R"("${aws:b}")", at + "BinaryEquals/s3:a", R"("")"),
      row("INVALID_VARIABLE_FOR_OPERATOR", kError, "Null", R"("${aws:b}")",
          at + "Null/s3:a", R"("true")"),
      row("INVALID_VARIABLE_FOR_OPERATOR", kError, "Bool", R"("${aws:b}")",
          at + "Bool/s3:a", R"("false")"),
  });
  // Wildcards and variables are what these are for.
  EXPECT_THAT(
      CodesOf(text("StringLike", R"(["a*","?","${aws:b}"])"), kIdentity),
      IsEmpty());
  EXPECT_THAT(
      CodesOf(text("ArnEquals", R"("arn:*:s3:::${aws:b}*")"), kIdentity),
      IsEmpty());
  // One finding for each value, at its place.
  EXPECT_THAT(CodesOf(text("Bool", R"(["yes","true","no"])"), kIdentity),
              ElementsAre("INVALID_CONDITION_MULTIPLE_BOOLEAN",
                          "TYPE_MISMATCH_BOOLEAN", "TYPE_MISMATCH_BOOLEAN"));
}

TEST(ConditionIssues, NetworkKeys) {
  const auto text = [](std::string_view op, std::string_view key,
                       std::string_view value) {
    return WithCondition("{\"" + std::string(op) + "\":{\"" + std::string(key) +
                         "\":" + std::string(value) + "}}");
  };
  CheckReported({
      {"PRIVATE_IP_ADDRESS", kError, kIdentity,
       text("IpAddress", "aws:SourceIp", R"(["10.1.0.0/16","fd00::/8"])"),
       "/Statement/0/Condition/IpAddress/aws:SourceIp",
       R"(["10.1.0.0/16","fd00::/8"])",
       text("IpAddress", "aws:VpcSourceIp", R"("10.1.0.0/16")")},
      {"PRIVATE_IP_ADDRESS_SUBSET", kSuggestion, kIdentity,
       text("IpAddress", "AWS:sourceip", R"(["192.0.2.0/24","172.31.0.1"])"),
       "/Statement/0/Condition/IpAddress/AWS:sourceip",
       R"(["192.0.2.0/24","172.31.0.1"])",
       text("IpAddress", "aws:SourceIp", R"(["192.0.2.0/24","172.32.0.1"])")},
      {"PRIVATE_NOT_IP_ADDRESS", kError, kIdentity,
       text("NotIpAddressIfExists", "aws:SourceIp", R"("192.168.0.0/16")"),
       "/Statement/0/Condition/NotIpAddressIfExists/aws:SourceIp",
       R"("192.168.0.0/16")",
       text("NotIpAddressIfExists", "aws:SourceIp", R"("192.168.0.0/15")")},
      {"PRIVATE_NOT_IP_ADDRESS_SUBSET", kSuggestion, kIdentity,
       text("NotIpAddress", "aws:SourceIp", R"(["10.0.0.1","192.0.2.0/24"])"),
       "/Statement/0/Condition/NotIpAddress/aws:SourceIp",
       R"(["10.0.0.1","192.0.2.0/24"])",
       text("NotIpAddress", "aws:SourceIp", R"(["10.0.0.1","10.0.0.2"])")},
      {"INVALID_VPC_FORMAT", kError, kIdentity,
       text("StringEquals", "aws:SourceVpc", R"("vpce-1a2b3c4d")"),
       "/Statement/0/Condition/StringEquals/aws:SourceVpc",
       R"("vpce-1a2b3c4d")",
       text("StringEquals", "aws:SourceVpc",
            R"(["vpc-1a2b3c4d","vpc-0123456789abcdef0"])")},
      {"INVALID_VPCE_FORMAT", kError, kIdentity,
       text("StringNotLike", "aws:sourceVpce", R"(["vpce-*","vpce-123"])"),
       "/Statement/0/Condition/StringNotLike/aws:sourceVpce/1", R"("vpce-123")",
       text("StringNotLike", "aws:sourceVpce",
            R"(["vpce-*","${aws:PrincipalTag/v}","vpce-1a2b3c4d"])")},
  });
}

}  // namespace
}  // namespace iameval
