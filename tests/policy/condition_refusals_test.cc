// What inside Condition makes a document invalid (S-9.1).

#include <string>
#include <string_view>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "iameval/policy.h"
#include "policy/documents.h"
#include "policy/refusal_rows.h"

namespace iameval {
namespace {

using enum PolicyType;
using ::iameval_testing::CheckRefused;
using ::iameval_testing::RefusalOf;
using ::iameval_testing::WithCondition;
using ::testing::HasSubstr;

TEST(ConditionRefusals, Rules) {
  const auto ip = [](std::string_view value) {
    return WithCondition(R"({"IpAddress":{"aws:SourceIp":)" +
                         std::string(value) + "}}");
  };
  const auto value = [](std::string_view text) {
    return WithCondition(R"({"StringEquals":{"aws:a":)" + std::string(text) +
                         "}}");
  };
  const std::string good = value("\"b\"");
  CheckRefused({
      {"S-5.1", kIdentity, WithCondition("[]"),
       "/Statement/0/Condition: found an empty array, "
       "expected an object of condition operators",
       WithCondition("{}")},
      {"S-5.1", kIdentity, WithCondition("null"),
       "/Statement/0/Condition: found null", good},
      {"S-5.1", kIdentity, WithCondition(R"({"StringEquals":"aws:a"})"),
       "/Statement/0/Condition/StringEquals: found "
       "\"aws:a\", expected an object of condition keys",
       good},
      {"S-5.1", kIdentity, WithCondition(R"({"StringEquals":[]})"),
       "/Statement/0/Condition/StringEquals",
       WithCondition(R"({"StringEquals":{}})")},
      {"S-5.24", kIdentity, WithCondition(R"({"StringMatches":{}})"),
       "/Statement/0/Condition/StringMatches: found "
       "\"StringMatches\", expected a condition operator",
       good},
      {"S-5.24", kIdentity, WithCondition(R"({"IfExistsStringEquals":{}})"),
       "/Statement/0/Condition/IfExistsStringEquals", good},
      {"S-5.24", kIdentity, WithCondition(R"({"ForAllValues:":{"aws:a":"b"}})"),
       "/Statement/0/Condition/ForAllValues:", good},
      {"S-5.24", kIdentity,
       WithCondition(R"({"ForSomeValue:StringEquals":{"aws:a":"b"}})"),
       "/Statement/0/Condition/ForSomeValue:StringEquals", good},
      {"S-5.24", kIdentity,
       WithCondition(
           R"({"ForAllValues:ForAnyValue:StringEquals":{"aws:a":"b"}})"),
       "/Statement/0/Condition/ForAllValues:ForAnyValue:StringEquals", good},
      {"S-5.24", kIdentity, WithCondition(R"({"":{"aws:a":"b"}})"),
       "/Statement/0/Condition/:", good},
      {"S-5.13", kIdentity,
       WithCondition(R"({"NullIfExists":{"aws:a":"true"}})"),
       "/Statement/0/Condition/NullIfExists",
       WithCondition(R"({"Null":{"aws:a":"true"}})")},
      {"S-5.13", kIdentity,
       WithCondition(R"({"nullifexists":{"aws:a":"true"}})"),
       "/Statement/0/Condition/nullifexists",
       WithCondition(R"({"null":{"aws:a":"true"}})")},
      {"S-1.10", kIdentity, value("null"),
       "/Statement/0/Condition/StringEquals/aws:a: found "
       "null, expected a string, a number or a boolean",
       good},
      {"S-1.10", kIdentity, value("{}"),
       "/Statement/0/Condition/StringEquals/aws:a", good},
      {"S-1.10", kIdentity, value(R"([["b"]])"),
       "/Statement/0/Condition/StringEquals/aws:a/0", value(R"(["b"])")},
      {"S-1.10", kIdentity, value(R"(["b",null])"),
       "/Statement/0/Condition/StringEquals/aws:a/1", value(R"(["b"])")},
      {"S-1.4", kIdentity,
       WithCondition(R"({"StringEquals":{"aws:a":"b","aws:a":"c"}})"),
       "/Statement/0/Condition/StringEquals/aws:a: found a "
       "second member \"aws:a\"",
       good},
      {"S-1.4", kIdentity,
       WithCondition(R"({"StringEquals":{"aws:A/b":"b","AWS:a/B":"c"}})"),
       "/Statement/0/Condition/StringEquals/AWS:a~1B: "
       "found the condition key \"AWS:a/B\" a second time, but for the case of "
       "letters, expected each key once under an operator",
       WithCondition(R"({"StringEquals":{"aws:A/b":"b","aws:a/c":"c"}})")},
      {"S-1.4", kIdentity,
       WithCondition(R"({"Bool":{"a:a":"true"},"Bool":{"a:b":"true"}})"),
       "/Statement/0/Condition/Bool: found a second member",
       WithCondition(R"({"Bool":{"a:a":"true","a:b":"true"}})")},
      {"S-5.11", kIdentity, ip(R"("10.0.0.0/33")"),
       "/Statement/0/Condition/IpAddress/aws:SourceIp: "
       "found \"10.0.0.0/33\", expected an IP address or a range in CIDR "
       "notation",
       ip(R"("10.0.0.0/32")")},
      {"S-5.11", kIdentity, ip(R"(["10.0.0.1","10.0.0.*"])"),
       "/Statement/0/Condition/IpAddress/aws:SourceIp/1",
       ip(R"(["10.0.0.1","2001:db8::/32"])")},
      {"S-5.11", kIdentity, ip("10"),
       "/Statement/0/Condition/IpAddress/aws:SourceIp: "
       "found 10",
       ip(R"("0.0.0.0/0")")},
      {"S-5.11", kIdentity, ip(R"("${aws:SourceIp}")"),
       "/Statement/0/Condition/IpAddress/aws:SourceIp", ip(R"("::1")")},
      {"S-5.11", kIdentity,
       WithCondition(R"({"ForAnyValue:NotIpAddressIfExists":{"a:b":"x"}})"),
       "/Statement/0/Condition/ForAnyValue:NotIpAddressIfExists/a:b",
       WithCondition(R"({"ForAnyValue:NotIpAddressIfExists":{"a:b":"::"}})")},
  });
}

TEST(ConditionRefusals, KeysThatDifferInCaseAmongMany) {
  std::string keys;
  for (int i = 0; i < 1'000; ++i) {
    keys += "\"aws:Key" + std::to_string(i) + "\":\"v\",";
  }
  const auto text = [&](std::string_view last) {
    return WithCondition(R"({"StringEquals":{)" + keys + "\"" +
                         std::string(last) + "\":\"v\"}}");
  };
  EXPECT_EQ(RefusalOf(text("aws:key1000"), kIdentity), "");
  EXPECT_THAT(
      RefusalOf(text("aws:key999"), kIdentity),
      HasSubstr("found the condition key \"aws:key999\" a second time"));
}

}  // namespace
}  // namespace iameval
