// What is accepted and reported (S-9.1). The other side of the line, what makes
// a document invalid, is in policy_refusals_test.cc.

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "iameval/issue.h"
#include "iameval/policy.h"
#include "policy/documents.h"

namespace iameval {
namespace {

using enum PolicyType;
using enum Severity;
using ::iameval_testing::CodesOf;
using ::iameval_testing::Document;
using ::iameval_testing::Identity;
using ::iameval_testing::kAllTypes;
using ::iameval_testing::StatementFor;
using ::iameval_testing::WithCondition;
using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::SizeIs;

// One code: where it is reported, and a document like it where it is not.
struct Reported {
  std::string_view code;
  Severity severity;
  PolicyType type;
  std::string text;
  std::string_view pointer;
  std::string_view at;  // the text that offset and length cut out
  std::string without;
};

void CheckAll(std::initializer_list<Reported> rows) {
  for (const Reported& row : rows) {
    SCOPED_TRACE(std::string(row.code) + ", " +
                 std::string(PolicyTypeName(row.type)) + ": " + row.text);
    const auto policy = Policy::Parse(row.text, row.type);
    ASSERT_TRUE(policy.ok()) << policy.status();
    int found = 0;
    for (const Issue& issue : policy->issues()) {
      if (issue.code != row.code) continue;
      ++found;
      EXPECT_EQ(issue.severity, row.severity);
      EXPECT_EQ(issue.pointer, row.pointer);
      EXPECT_EQ(row.text.substr(issue.offset, issue.length), row.at);
      EXPECT_EQ(issue.line, 1);
      EXPECT_EQ(issue.column, static_cast<int>(issue.offset) + 1);
      EXPECT_THAT(issue.message, Not(IsEmpty()));
      EXPECT_NE(issue.message.back(), '.');
    }
    EXPECT_EQ(found, 1);
    const auto without = Policy::Parse(row.without, row.type);
    ASSERT_TRUE(without.ok()) << without.status();
    EXPECT_THAT(CodesOf(row.without, row.type),
                Not(Contains(std::string(row.code))));
  }
}

TEST(PolicyIssues, NoneWhereNothingIsWrong) {
  for (const PolicyType type : kAllTypes) {
    EXPECT_THAT(CodesOf(Document(StatementFor(type)), type), IsEmpty())
        << PolicyTypeName(type);
  }
}

TEST(PolicyIssues, Documents) {
  const auto versionless = [](PolicyType type) {
    return R"({"Statement":)" + StatementFor(type) + "}";
  };
  for (const PolicyType type : kAllTypes) {  // S-1.5, Q-48
    const std::string text = versionless(type);
    CheckAll({{"MISSING_VERSION", kWarning, type, text, "", text,
               R"({"Version":"2012-10-17",)" + text.substr(1)}});
  }
  const auto with_id = [](std::string_view id) {
    return R"({"Version":"2012-10-17",)" + std::string(id) + R"("Statement":)" +
           StatementFor(kIdentity) + "}";
  };
  for (const PolicyType type : {kIdentity, kBoundary}) {  // Q-3
    CheckAll({{"INVALID_POLICY_ELEMENT", kWarning, type,
               with_id(R"("Id":"P",)"), "/Id", R"("Id")", with_id("")}});
  }
  EXPECT_THAT(CodesOf(R"({"Version":"2012-10-17","Id":"P","Statement":)" +
                          StatementFor(kTrust) + "}",
                      kTrust),
              IsEmpty());
}

TEST(PolicyIssues, Sids) {
  const auto two = [](PolicyType type, std::string_view a, std::string_view b) {
    return Document(StatementFor(type, R"(,"Sid":")" + std::string(a) + "\"") +
                    "," +
                    StatementFor(type, R"(,"Sid":")" + std::string(b) + "\""));
  };
  for (const PolicyType type : {kIdentity, kBoundary, kSession, kTrust}) {
    CheckAll({{"UNIQUE_SIDS_REQUIRED", kError, type, two(type, "A", "A"),
               "/Statement/1/Sid", "\"A\"", two(type, "A", "a")}});
  }
  // A resource control policy must not have an Allow beside others.
  for (const PolicyType type : {kResource, kVpcEndpoint, kScp, kRcp}) {
    CheckAll({{"UNIQUE_SIDS_RECOMMENDED", kWarning, type, two(type, "A", "A"),
               "/Statement/1/Sid", "\"A\"", two(type, "A", "B")}});
  }
  for (const PolicyType type : kAllTypes) {
    CheckAll({{"EMPTY_SID_VALUE", kSuggestion, type,
               Document(StatementFor(type, R"(,"Sid":"")")), "/Statement/0/Sid",
               "\"\"", Document(StatementFor(type, R"(,"Sid":"A")"))}});
    // Two empty ones are not one Sid twice.
    EXPECT_THAT(CodesOf(two(type, "", ""), type),
                ElementsAre("EMPTY_SID_VALUE", "EMPTY_SID_VALUE"));
  }
}

TEST(PolicyIssues, EmptyContainers) {  // S-1.11
  const auto identity = [](std::string_view rest) {
    return Document(R"({"Effect":"Allow",)" + std::string(rest) + "}");
  };
  const auto resource = [](std::string_view principal) {
    return Document(R"({"Effect":"Deny","Action":"s3:*","Resource":"*",)" +
                    std::string(principal) + "}");
  };
  CheckAll({
      {"EMPTY_ARRAY_ACTION", kSuggestion, kIdentity,
       identity(R"("Action":[],"Resource":"*")"), "/Statement/0/Action", "[]",
       identity(R"("Action":["*"],"Resource":"*")")},
      {"EMPTY_ARRAY_ACTION", kSuggestion, kIdentity,
       identity(R"("NotAction":[ ],"Resource":"*")"), "/Statement/0/NotAction",
       "[ ]", identity(R"("NotAction":["s3:*"],"Resource":"*")")},
      {"EMPTY_ARRAY_RESOURCE", kSuggestion, kIdentity,
       identity(R"("Action":"*","Resource":[])"), "/Statement/0/Resource", "[]",
       identity(R"("Action":"*","Resource":["*"])")},
      {"EMPTY_ARRAY_RESOURCE", kSuggestion, kIdentity,
       identity(R"("Action":"*","NotResource":[])"), "/Statement/0/NotResource",
       "[]", identity(R"("Action":"*","NotResource":["*"])")},
      {"EMPTY_ARRAY_PRINCIPAL", kSuggestion, kResource,
       resource(R"("Principal":{"AWS":[]})"), "/Statement/0/Principal/AWS",
       "[]", resource(R"("Principal":{"AWS":["*"]})")},
      {"EMPTY_ARRAY_PRINCIPAL", kSuggestion, kResource,
       resource(R"("NotPrincipal":{"Service":[]})"),
       "/Statement/0/NotPrincipal/Service", "[]",
       resource(R"("NotPrincipal":{"Service":["sns.amazonaws.com"]})")},
      {"EMPTY_OBJECT_PRINCIPAL", kSuggestion, kResource,
       resource(R"("Principal":{})"), "/Statement/0/Principal", "{}",
       resource(R"("Principal":{"AWS":[]})")},
      {"EMPTY_OBJECT_CONDITION", kSuggestion, kIdentity, WithCondition("{}"),
       "/Statement/0/Condition", "{}", Identity("")},
      {"EMPTY_OBJECT_CONDITION", kSuggestion, kIdentity,
       WithCondition(R"({"Bool":{}})"), "/Statement/0/Condition/Bool", "{}",
       WithCondition(R"({"Bool":{"aws:SecureTransport":"true"}})")},
  });
}

TEST(PolicyIssues, EmptyConditionValues) {  // S-5.25
  const auto test = [](std::string_view op, std::string_view values) {
    return WithCondition("{\"" + std::string(op) + R"(":{"aws:TagKeys":)" +
                         std::string(values) + "}}");
  };
  const auto row = [&](std::string_view code, std::string_view op,
                       std::string_view pointer) {
    return Reported{code,    kSuggestion, kIdentity,          test(op, "[]"),
                    pointer, "[]",        test(op, "[\"a\"]")};
  };
  CheckAll({
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
              ElementsAre("EMPTY_ARRAY_CONDITION"));
}

TEST(PolicyIssues, ActionsAndResources) {
  const auto identity = [](std::string_view action, std::string_view resource) {
    return Document(R"({"Effect":"Allow","Action":")" + std::string(action) +
                    R"(","Resource":")" + std::string(resource) + "\"}");
  };
  const auto rcp = [](std::string_view action) {
    return Document(
        R"({"Effect":"Deny","Principal":"*","Resource":"*","Action":")" +
        std::string(action) + "\"}");
  };
  CheckAll({
      // S-2.4, S-2.13.
      {"WILDCARD_IN_SERVICE_NAME", kSuggestion, kIdentity,
       identity("s?:Get*", "*"), "/Statement/0/Action", "\"s?:Get*\"",
       identity("s3:Get*", "*")},
      {"WILDCARD_IN_SERVICE_NAME", kSuggestion, kIdentity, identity("*:*", "*"),
       "/Statement/0/Action", "\"*:*\"", identity("*", "*")},
      {"WILDCARD_IN_SERVICE_NAME", kSuggestion, kIdentity,
       identity("*", "arn:aws:*:us-east-1:111122223333:x"),
       "/Statement/0/Resource", "\"arn:aws:*:us-east-1:111122223333:x\"",
       identity("*", "arn:*:sqs:*:*:*")},
      // Q-10.
      {"INVALID_ARN_RESOURCE", kError, kIdentity,
       identity("*", "arn:aws:iam::111122223333:u*/Alice"),
       "/Statement/0/Resource", "\"arn:aws:iam::111122223333:u*/Alice\"",
       identity("*", "arn:aws:iam::111122223333:user/A*")},
      {"INVALID_ARN_RESOURCE", kError, kIdentity,
       identity("*", "arn:aws:iam::*:ro?e/Demo"), "/Statement/0/Resource",
       "\"arn:aws:iam::*:ro?e/Demo\"", identity("*", "arn:aws:iam::*:*")},
      // Q-49.
      {"RCP_SYNTAX_ERROR_ACTION", kError, kRcp, rcp("s3:*Object"),
       "/Statement/0/Action", "\"s3:*Object\"", rcp("s3:Get*")},
      {"RCP_SYNTAX_ERROR_ACTION", kError, kRcp, rcp("s*:Get"),
       "/Statement/0/Action", "\"s*:Get\"", rcp("s3:*")},
      // Q-19.
      {"VARIABLE_UNSUPPORTED_IN_ELEMENT", kError, kIdentity,
       identity("*", "arn:aws:iam::${aws:PrincipalAccount}:role/Demo"),
       "/Statement/0/Resource",
       "\"arn:aws:iam::${aws:PrincipalAccount}:role/Demo\"",
       identity("*", "arn:aws:iam::111122223333:role/${aws:username}")},
      {"VARIABLE_UNSUPPORTED_IN_ELEMENT", kError, kIdentity,
       identity("*", "arn:aws:${*}"), "/Statement/0/Resource",
       "\"arn:aws:${*}\"", identity("*", "arn:aws:s3:::${*}")},
      {"VARIABLE_UNSUPPORTED_IN_ELEMENT", kError, kIdentity,
       identity("s3:${*}", "*"), "/Statement/0/Action", "\"s3:${*}\"",
       identity("s3:$Get", "*")},
  });
  const auto resource_policy = [](std::string_view resource) {
    return Document(
        R"({"Effect":"Allow","Principal":"*","Action":"*","Resource":")" +
        std::string(resource) + "\"}");
  };
  for (const PolicyType type : {kResource, kVpcEndpoint}) {  // S-2.12
    CheckAll({{"MISSING_ARN_FIELD", kError, type,
               resource_policy("arn:aws:sqs"), "/Statement/0/Resource",
               "\"arn:aws:sqs\"", resource_policy("arn:aws:sqs:*:*:*")}});
  }
  for (const PolicyType type : {kIdentity, kBoundary}) {
    EXPECT_THAT(CodesOf(identity("*", "arn:aws:sqs"), type), IsEmpty());
  }
}

TEST(PolicyIssues, Principals) {
  const auto text = [](std::string_view effect, std::string_view principal) {
    return Document(R"({"Effect":")" + std::string(effect) +
                    R"(","Action":"s3:*","Resource":"*",)" +
                    std::string(principal) + "}");
  };
  const auto aws = [&](std::string_view value) {
    return text("Allow",
                R"("Principal":{"AWS":")" + std::string(value) + "\"}");
  };
  const auto trust = [](std::string_view principal) {
    return Document(R"({"Effect":"Allow","Action":"sts:AssumeRole",)"
                    R"("Principal":)" +
                    std::string(principal) + "}");
  };
  constexpr std::string_view kNot =
      R"("NotPrincipal":{"AWS":"arn:aws:iam::111122223333:root"})";
  for (const PolicyType type : {kResource, kVpcEndpoint}) {
    CheckAll({
        {"ALLOW_WITH_NOT_PRINCIPAL", kSecurityWarning, type,  // S-3.16
         text("Allow", kNot), "/Statement/0/NotPrincipal", "\"NotPrincipal\"",
         text("Deny", kNot)},
        {"INVALID_ROLE_REFERENCE", kWarning, type,  // S-3.9
         aws("AROACKCEVSQ6C2EXAMPLE"), "/Statement/0/Principal/AWS",
         "\"AROACKCEVSQ6C2EXAMPLE\"",
         aws("arn:aws:iam::111122223333:role/DemoRole")},
        {"INVALID_USER_REFERENCE", kWarning, type, aws("AIDACKCEVSQ6C2EXAMPLE"),
         "/Statement/0/Principal/AWS", "\"AIDACKCEVSQ6C2EXAMPLE\"",
         aws("arn:aws:iam::111122223333:user/Alice")},
        {"INVALID_PRINCIPAL_FORMAT", kError, type, aws("Alice"),
         "/Statement/0/Principal/AWS", "\"Alice\"", aws("111122223333")},
        {"INVALID_PRINCIPAL_FORMAT", kError, type, aws("arn:aws:s3:::x"),
         "/Statement/0/Principal/AWS", "\"arn:aws:s3:::x\"",
         aws("arn:aws:sts::111122223333:assumed-role/DemoRole/s")},
        {"INVALID_PRINCIPAL_FORMAT", kError, type, aws("11112222333"),
         "/Statement/0/Principal/AWS", "\"11112222333\"", aws("*")},
        {"VARIABLE_UNSUPPORTED_IN_ELEMENT", kError, type,
         aws("arn:aws:iam::111122223333:user/${aws:username}"),
         "/Statement/0/Principal/AWS",
         "\"arn:aws:iam::111122223333:user/${aws:username}\"",
         aws("arn:aws:iam::111122223333:user/Alice")},
        {"FEDERATED_PRINCIPAL_NOT_SUPPORTED", kError, type,  // S-3.11
         text("Deny", R"("Principal":{"Federated":"accounts.google.com"})"),
         "/Statement/0/Principal/Federated", "\"accounts.google.com\"",
         text("Deny", R"("Principal":{"Service":"sns.amazonaws.com"})")},
    });
  }
  CheckAll({
      {"ROLE_TRUST_POLICY_UNSUPPORTED_WILDCARD_IN_PRINCIPAL", kError, kTrust,
       trust("\"*\""), "/Statement/0/Principal", "\"*\"",
       trust(R"({"AWS":"*"})")},
  });
  EXPECT_THAT(CodesOf(trust(R"({"Federated":"accounts.google.com"})"), kTrust),
              IsEmpty());
}

// S-4.15; S-4.3 for the older version.
TEST(PolicyIssues, Variables) {
  const auto text = [](std::string_view version, std::string_view value) {
    return R"({"Version":")" + std::string(version) +
           R"(","Statement":{"Effect":"Allow","Action":"*",)"
           R"("Resource":"arn:aws:s3:::)" +
           std::string(value) + R"(/*"}})";
  };
  const auto now = [&](std::string_view value) {
    return text("2012-10-17", value);
  };
  const std::string good = now("${aws:PrincipalTag/team, 'none'}");
  CheckAll({
      {"MISSING_BRACE_IN_VARIABLE", kError, kIdentity, now("${aws:username"),
       "/Statement/Resource", "\"arn:aws:s3:::${aws:username/*\"", good},
      {"EMPTY_VARIABLE", kError, kIdentity, now("${}"), "/Statement/Resource",
       "\"arn:aws:s3:::${}/*\"", good},
      {"UNSUPPORTED_SPACE_IN_VARIABLE", kError, kIdentity,
       now("${ aws:username}"), "/Statement/Resource",
       "\"arn:aws:s3:::${ aws:username}/*\"", good},
      {"UNSUPPORTED_SPACE_IN_VARIABLE", kError, kIdentity,
       now("${aws:username, 'x' }"), "/Statement/Resource",
       "\"arn:aws:s3:::${aws:username, 'x' }/*\"", good},
      {"MISSING_QUOTE_IN_VARIABLE", kError, kIdentity,
       now("${aws:username, none}"), "/Statement/Resource",
       "\"arn:aws:s3:::${aws:username, none}/*\"", good},
      {"VARIABLE_UNSUPPORTED_IN_VERSION", kError, kIdentity,
       text("2008-10-17", "${aws:username}"), "/Statement/Resource",
       "\"arn:aws:s3:::${aws:username}/*\"", good},
      {"VARIABLE_UNSUPPORTED_IN_VERSION", kError, kIdentity,
       R"({"Statement":{"Effect":"Allow","Action":"*","Resource":"*",)"
       R"("Condition":{"StringLike":{"aws:a":"${aws:b}"}}}})",
       "/Statement/Condition/StringLike/aws:a", "\"${aws:b}\"",
       WithCondition(R"({"StringLike":{"aws:a":"${aws:b}"}})")},
  });
  // Without variables there are no malformed ones.
  EXPECT_THAT(CodesOf(text("2008-10-17", "${aws:username ${}"), kIdentity),
              IsEmpty());
  // Each mistake once in a string.
  EXPECT_THAT(CodesOf(now("${}${}${a, b}${}"), kIdentity),
              ElementsAre("EMPTY_VARIABLE", "MISSING_QUOTE_IN_VARIABLE"));
}

TEST(PolicyIssues, VariablesElsewhere) {
  CheckAll({
      {"VARIABLE_UNSUPPORTED_IN_ELEMENT", kError, kResource,
       Document(StatementFor(kResource, R"(,"Sid":"${aws:username}")")),
       "/Statement/0/Sid", "\"${aws:username}\"",
       Document(StatementFor(kResource, R"(,"Sid":"$ {aws:username}")"))},
      {"VARIABLE_UNSUPPORTED_IN_ELEMENT", kError, kIdentity,
       WithCondition(R"({"StringEquals":{"aws:PrincipalTag/${aws:a}":"b"}})"),
       "/Statement/0/Condition/StringEquals/aws:PrincipalTag~1${aws:a}",
       "\"aws:PrincipalTag/${aws:a}\"",
       WithCondition(R"({"StringEquals":{"aws:PrincipalTag/a":"${aws:a}"}})")},
  });
}

TEST(PolicyIssues, Operators) {
  CheckAll({
      // S-5.24's fallback.
      {"INVALID_CONDITION_OPERATOR", kError, kIdentity,
       WithCondition(R"({"stringequals":{"aws:a":"b"}})"),
       "/Statement/0/Condition/stringequals", "\"stringequals\"",
       WithCondition(R"({"StringEquals":{"aws:a":"b"}})")},
      {"INVALID_CONDITION_OPERATOR", kError, kIdentity,
       WithCondition(R"({"forAnyValue:StringLikeifexists":{"aws:a":"b"}})"),
       "/Statement/0/Condition/forAnyValue:StringLikeifexists",
       "\"forAnyValue:StringLikeifexists\"",
       WithCondition(R"({"ForAnyValue:StringLikeIfExists":{"aws:a":"b"}})")},
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

TEST(PolicyIssues, ConditionKeys) {
  const auto text = [](std::string_view key) {
    return WithCondition(R"({"StringEquals":{")" + std::string(key) +
                         R"(":"b"}})");
  };
  CheckAll({
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

TEST(PolicyIssues, ConditionValues) {
  const auto text = [](std::string_view op, std::string_view value) {
    return WithCondition("{\"" + std::string(op) + R"(":{"aws:a":)" +
                         std::string(value) + "}}");
  };
  const auto row = [&](std::string_view code, Severity severity,
                       std::string_view op, std::string_view value,
                       std::string_view pointer, std::string_view good) {
    return Reported{code,    severity, kIdentity,     text(op, value),
                    pointer, value,    text(op, good)};
  };
  const std::string at = "/Statement/0/Condition/";
  CheckAll({
      // S-1.10.
      row("INVALID_CONDITION_DATA_TYPE", kError, "StringEquals",
          R"(["a",true])", at + "StringEquals/aws:a", R"(["a","true"])"),
      row("INVALID_CONDITION_DATA_TYPE", kError, "NumericEquals", R"([1,"2"])",
          at + "NumericEquals/aws:a", "[1,2]"),
      // S-5.10.
      row("INVALID_CONDITION_DATA_TYPE", kError, "BinaryEquals", R"("QQ")",
          at + "BinaryEquals/aws:a", R"("QQ==")"),
      // S-5.4.
      row("WILDCARD_WITHOUT_LIKE_OPERATOR", kWarning, "StringEquals", R"("a*")",
          at + "StringEquals/aws:a", R"("a")"),
      row("WILDCARD_WITHOUT_LIKE_OPERATOR", kWarning,
          "StringNotEqualsIgnoreCaseIfExists", R"("?")",
          at + "StringNotEqualsIgnoreCaseIfExists/aws:a", R"("${?}")"),
      row("WILDCARD_WITHOUT_LIKE_OPERATOR", kWarning, "StringNotEquals",
          R"("${aws:b}*")", at + "StringNotEquals/aws:a",
          R"("${*}${aws:b, '*'}")"),
      // S-5.7.
      row("TYPE_MISMATCH_NUMBER", kWarning, "NumericLessThan", R"("1e5")",
          at + "NumericLessThan/aws:a", R"("-12.50")"),
      row("TYPE_MISMATCH_NUMBER", kWarning, "NumericLessThan", "1e5",
          at + "NumericLessThan/aws:a", "123456789012345678901234567890"),
      row("TYPE_MISMATCH_NUMBER", kWarning, "NumericEqualsIfExists", "true",
          at + "NumericEqualsIfExists/aws:a", "1"),
      // S-5.8.
      row("TYPE_MISMATCH_DATE", kWarning, "DateLessThan", R"("tomorrow")",
          at + "DateLessThan/aws:a", R"("2024-06-30T23:59:59Z")"),
      row("TYPE_MISMATCH_DATE", kWarning, "DateGreaterThan",
          R"("2024-06-30T23:59:60Z")", at + "DateGreaterThan/aws:a",
          R"("2024")"),
      row("INVALID_DATE_VALUE", kWarning, "DateEquals", "1700000000",
          at + "DateEquals/aws:a", R"("2024-06-30")"),
      // S-5.9, S-5.14.
      row("TYPE_MISMATCH_BOOLEAN", kWarning, "Bool", R"("yes")",
          at + "Bool/aws:a", R"("TRUE")"),
      row("TYPE_MISMATCH_BOOLEAN", kWarning, "Null", R"("1")",
          at + "Null/aws:a", "false"),
      // S-5.11.
      row("IMPROVE_IP_RANGE", kSuggestion, "IpAddress", R"("10.0.0.1/24")",
          at + "IpAddress/aws:a", R"("10.0.0.0/24")"),
      row("IMPROVE_IP_RANGE", kSuggestion, "NotIpAddress",
          R"("2001:db8::1/64")", at + "NotIpAddress/aws:a", R"("2001:db8::1")"),
      // S-5.12, Q-34.
      row("MISSING_ARN_FIELD", kError, "ArnLike", R"("arn:aws:s3")",
          at + "ArnLike/aws:a", R"("arn:aws:s3:::*")"),
      row("EQUIVALENT_TO_NULL_FALSE", kSuggestion, "ArnLike", R"("*")",
          at + "ArnLike/aws:a", R"("arn:*:*:*:*:*")"),
      // S-4.2.
      row("INVALID_VARIABLE_FOR_OPERATOR", kError, "NumericEquals",
          R"("${aws:b}")", at + "NumericEquals/aws:a", R"("1")"),
      row("INVALID_VARIABLE_FOR_OPERATOR", kError, "DateEquals",
          R"("${aws:b}")", at + "DateEquals/aws:a", R"("2024")"),
      row("INVALID_VARIABLE_FOR_OPERATOR", kError, "BinaryEquals",
          R"("${aws:b}")", at + "BinaryEquals/aws:a", R"("")"),
      row("INVALID_VARIABLE_FOR_OPERATOR", kError, "Null", R"("${aws:b}")",
          at + "Null/aws:a", R"("true")"),
      row("INVALID_VARIABLE_FOR_OPERATOR", kError, "Bool", R"("${aws:b}")",
          at + "Bool/aws:a", R"("false")"),
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

TEST(PolicyIssues, Characters) {  // S-1.1
  for (const PolicyType type : {kResource, kVpcEndpoint, kScp, kRcp}) {
    const std::string with =
        Document(StatementFor(type, ",\"Sid\":\"\u00fc \u20ac \u20ac\""));
    CheckAll({{"UNSUPPORTED_CHARACTER", kWarning, type, with, "", "\u20ac",
               Document(StatementFor(type, ",\"Sid\":\"\u00fc\""))}});
  }
}

// S-1.20. `padded` is a document that has exactly so many characters.
struct Quota {
  std::string_view code;
  Severity severity;
  PolicyType type;
  std::size_t characters;
  bool with_white_space;
  std::string_view resource = "*";
};

std::string Padded(const Quota& quota, std::size_t characters) {
  const std::string_view head = quota.type == kTrust
                                    ? R"({"Effect":"Allow","Action":"a:b",)"
                                      R"("Principal":{"AWS":"111122223333"})"
                                    : R"({"Effect":"Deny","Action":"a:b")";
  std::string more;
  if (quota.type != kTrust) {
    more = R"(,"Resource":")" + std::string(quota.resource) + "\"";
  }
  if (quota.type == kResource || quota.type == kVpcEndpoint ||
      quota.type == kRcp) {
    more += R"(,"Principal":"*")";
  }
  const auto document = [&](const std::string& value) {
    return Document(std::string(head) + more +
                    R"(,"Condition":{"StringEquals":{"a:b":")" + value +
                    "\"}}}");
  };
  // Spaces inside a string count (Q-4).
  std::string value(characters - document("").size(), ' ');
  return document(value);
}

TEST(PolicyIssues, Quotas) {
  for (const Quota& quota : {
           Quota{"POLICY_SIZE_EXCEEDS_IDENTITY_POLICY_QUOTA", kWarning,
                 kIdentity, 6'144, false},
           {"POLICY_SIZE_EXCEEDS_IDENTITY_POLICY_QUOTA", kWarning, kBoundary,
            6'144, false},
           {"POLICY_SIZE_EXCEEDS_IDENTITY_POLICY_QUOTA", kWarning, kSession,
            2'048, true},
           {"POLICY_SIZE_EXCEEDS_ROLE_TRUST_POLICY_QUOTA", kWarning, kTrust,
            2'048, false},
           {"POLICY_SIZE_EXCEEDS_RESOURCE_POLICY_QUOTA", kWarning, kVpcEndpoint,
            20'480, true},
           {"POLICY_SIZE_EXCEEDS_RESOURCE_POLICY_QUOTA", kWarning, kResource,
            32'768, true},
           {"POLICY_SIZE_EXCEEDS_RESOURCE_POLICY_QUOTA", kWarning, kResource,
            20'480, true, "arn:aws:s3:::amzn-s3-demo-bucket/*"},
           {"POLICY_SIZE_EXCEEDS_SCP_QUOTA", kError, kScp, 5'120, true},
           {"POLICY_SIZE_EXCEEDS_RCP_QUOTA", kError, kRcp, 5'120, true},
       }) {
    SCOPED_TRACE(quota.code);
    const std::string code(quota.code);
    const std::string full = Padded(quota, quota.characters);
    EXPECT_THAT(CodesOf(full, quota.type), IsEmpty());
    const std::string over = Padded(quota, quota.characters + 1);
    const auto policy = Policy::Parse(over, quota.type);
    ASSERT_TRUE(policy.ok()) << policy.status();
    ASSERT_THAT(policy->issues(), SizeIs(1));
    EXPECT_EQ(policy->issues()[0].code, quota.code);
    EXPECT_EQ(policy->issues()[0].severity, quota.severity);
    EXPECT_EQ(policy->issues()[0].length, over.size());
    EXPECT_THAT(policy->issues()[0].message,
                HasSubstr(std::to_string(quota.characters + 1)));
    // White space between tokens.
    const std::string spaced = "\n" + full + " \t\r\n";
    if (quota.with_white_space) {
      EXPECT_THAT(CodesOf(spaced, quota.type), ElementsAre(code));
    } else {
      EXPECT_THAT(CodesOf(spaced, quota.type), IsEmpty());
    }
    // Characters, not bytes.
    std::string accented = full;
    accented.replace(accented.find("  "), 2, "\u00e9");
    EXPECT_THAT(CodesOf(accented, quota.type), IsEmpty());
    accented.insert(accented.find("\u00e9"), "\u00e9\u00e9");
    EXPECT_THAT(CodesOf(accented, quota.type), ElementsAre(code));
  }
}

TEST(PolicyIssues, StandInTheOrderOfTheText) {
  const std::string text = R"({
  "Statement": [
    {"Resource": [], "Sid": "", "Effect": "Allow", "Action": "*:*"},
    {"Condition": {"bool": {"x": []}}, "Action": [], "Resource": "*",
     "Effect": "Deny"}
  ]
})";
  const auto policy = Policy::Parse(text);
  ASSERT_TRUE(policy.ok()) << policy.status();
  std::vector<std::string> lines;
  for (const Issue& issue : policy->issues()) {
    lines.push_back(issue.code + " " + std::to_string(issue.line) + ":" +
                    std::to_string(issue.column));
  }
  EXPECT_THAT(
      lines,
      ElementsAre("MISSING_VERSION 1:1", "EMPTY_ARRAY_RESOURCE 3:18",
                  "EMPTY_SID_VALUE 3:29", "WILDCARD_IN_SERVICE_NAME 3:62",
                  "INVALID_CONDITION_OPERATOR 4:20",
                  "INVALID_CONDITION_KEY_FORMAT 4:29",
                  "EMPTY_ARRAY_CONDITION 4:34", "EMPTY_ARRAY_ACTION 4:50"));
}

// A document of nothing but mistakes must not become many times its size.
TEST(PolicyIssues, AreLimited) {
  std::string values;
  for (int i = 0; i < 20'000; ++i) values += R"("${}",)";
  const std::string text =
      WithCondition(R"({"StringLike":{"aws:a":[)" + values + R"("x"]}})");
  const auto policy = Policy::Parse(text);
  ASSERT_TRUE(policy.ok()) << policy.status();
  EXPECT_THAT(policy->issues(), SizeIs(10'000));
  EXPECT_THAT(policy->issues().back().message,
              HasSubstr("; 10001 more findings are left out"));
}

TEST(PolicyIssues, SeveritiesHaveNames) {
  EXPECT_EQ(SeverityName(kError), "ERROR");
  EXPECT_EQ(SeverityName(kSecurityWarning), "SECURITY_WARNING");
  EXPECT_EQ(SeverityName(kWarning), "WARNING");
  EXPECT_EQ(SeverityName(kSuggestion), "SUGGESTION");
}

}  // namespace
}  // namespace iameval
