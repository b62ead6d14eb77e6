// What is accepted and reported (S-9.1); condition_issues_test.cc has what is
// inside Condition. The other side of the line, what makes a document invalid,
// is in policy_refusals_test.cc.

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

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
using ::iameval_testing::Identity;
using ::iameval_testing::kAllTypes;
using ::iameval_testing::StatementFor;
using ::iameval_testing::WithCondition;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::SizeIs;

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
    CheckReported({{"MISSING_VERSION", kWarning, type, text, "", text,
                    R"({"Version":"2012-10-17",)" + text.substr(1)}});
  }
  const auto with_id = [](std::string_view id) {
    return R"({"Version":"2012-10-17",)" + std::string(id) + R"("Statement":)" +
           StatementFor(kIdentity) + "}";
  };
  for (const PolicyType type : {kIdentity, kBoundary}) {  // Q-3
    CheckReported({{"INVALID_POLICY_ELEMENT", kWarning, type,
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
    CheckReported({{"UNIQUE_SIDS_REQUIRED", kError, type, two(type, "A", "A"),
                    "/Statement/1/Sid", "\"A\"", two(type, "A", "a")}});
  }
  // A resource control policy must not have an Allow beside others.
  for (const PolicyType type : {kResource, kVpcEndpoint, kScp, kRcp}) {
    CheckReported(
        {{"UNIQUE_SIDS_RECOMMENDED", kWarning, type, two(type, "A", "A"),
          "/Statement/1/Sid", "\"A\"", two(type, "A", "B")}});
  }
  for (const PolicyType type : kAllTypes) {
    CheckReported(
        {{"EMPTY_SID_VALUE", kSuggestion, type,
          Document(StatementFor(type, R"(,"Sid":"")")), "/Statement/0/Sid",
          "\"\"", Document(StatementFor(type, R"(,"Sid":"A")"))}});
    // Two empty ones are not one Sid twice.
    EXPECT_THAT(CodesOf(two(type, "", ""), type),
                ElementsAre("EMPTY_SID_VALUE", "REDUNDANT_STATEMENT",
                            "EMPTY_SID_VALUE"));
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
  CheckReported({
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
  CheckReported({
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
      {"INVALID_ARN_ACCOUNT", kError, kIdentity,
       identity("*", "arn:aws:sqs:us-east-1:account-id:q"),
       "/Statement/0/Resource", "\"arn:aws:sqs:us-east-1:account-id:q\"",
       identity("*", "arn:aws:sqs:us-east-1:1111222*:q")},
      {"INVALID_ARN_ACCOUNT", kError, kIdentity,
       identity("*", "arn:aws:iam::11112222333:role/DemoRole"),
       "/Statement/0/Resource", "\"arn:aws:iam::11112222333:role/DemoRole\"",
       identity("*", "arn:aws:iam::aws:policy/ReadOnlyAccess")},
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
    CheckReported({{"MISSING_ARN_FIELD", kError, type,
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
    CheckReported({
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
  CheckReported({
      {"ROLE_TRUST_POLICY_UNSUPPORTED_WILDCARD_IN_PRINCIPAL", kError, kTrust,
       trust("\"*\""), "/Statement/0/Principal", "\"*\"",
       trust(R"({"AWS":"*"})")},
  });
  EXPECT_THAT(CodesOf(trust(R"({"Federated":"accounts.google.com"})"), kTrust),
              ElementsAre("MISSING_CONDITION_KEY_FOR_OIDC_PRINCIPAL"));
}

TEST(PolicyIssues, TrustPolicies) {
  const auto trust = [](std::string_view principal, std::string_view actions) {
    return Document(R"({"Effect":"Allow","Principal":{)" +
                    std::string(principal) + R"(},"Action":)" +
                    std::string(actions) + "}");
  };
  constexpr std::string_view kSaml =
      R"("Federated":"arn:aws:iam::111122223333:saml-provider/Example")";
  constexpr std::string_view kOidc =
      R"("Federated":"arn:aws:iam::111122223333:oidc-provider/example.com")";
  constexpr std::string_view kAnywhere =
      R"("Service":"rolesanywhere.amazonaws.com")";
  const std::string incomplete =
      trust(kAnywhere, R"(["sts:AssumeRole","sts:tagsession"])");
  CheckReported({
      {"INVALID_FEDERATED_PRINCIPAL_SYNTAX_IN_ROLE_TRUST_POLICY", kError,
       kTrust, trust(R"("Federated":"google")", R"("sts:AssumeRole")"),
       "/Statement/0/Principal/Federated", "\"google\"",
       trust(R"("Federated":"accounts.google.com")", R"("sts:AssumeRole")")},
      {"INVALID_FEDERATED_PRINCIPAL_SYNTAX_IN_ROLE_TRUST_POLICY", kError,
       kTrust,
       trust(R"("Federated":"arn:aws:iam::111122223333:user/Alice")", "[]"),
       "/Statement/0/Principal/Federated",
       "\"arn:aws:iam::111122223333:user/Alice\"", trust(kSaml, "[]")},
      {"MISMATCHED_ACTION_FOR_PRINCIPAL", kError, kTrust,
       trust(kSaml, R"("sts:AssumeRoleWithWebIdentity")"),
       "/Statement/0/Action", "\"sts:AssumeRoleWithWebIdentity\"",
       trust(kOidc, R"("sts:AssumeRoleWithWebIdentity")")},
      {"MISMATCHED_ACTION_FOR_PRINCIPAL", kError, kTrust,
       trust(kOidc, R"(["sts:TagSession","sts:assumerolewithsaml"])"),
       "/Statement/0/Action/1", "\"sts:assumerolewithsaml\"",
       trust(kSaml, R"(["sts:TagSession","sts:assumerolewithsaml"])")},
      {"MISSING_ACTION_FOR_ROLES_ANYWHERE_TRUST_POLICY", kError, kTrust,
       incomplete, "", incomplete,
       trust(kAnywhere,
             R"(["sts:AssumeRole","sts:TagSession","sts:SetSourceIdentity"])")},
  });
  EXPECT_THAT(CodesOf(trust(kAnywhere, R"("sts:*")"), kTrust), IsEmpty());
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
  CheckReported({
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
  CheckReported({
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

TEST(PolicyIssues, Characters) {  // S-1.1
  for (const PolicyType type : {kResource, kVpcEndpoint, kScp, kRcp}) {
    const std::string with =
        Document(StatementFor(type, ",\"Sid\":\"\u00fc \u20ac \u20ac\""));
    CheckReported({{"UNSUPPORTED_CHARACTER", kWarning, type, with, "", "\u20ac",
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
  std::string_view action = "a:b";
};

std::string Padded(const Quota& quota, std::size_t characters) {
  const std::string head =
      R"({"Effect":")" + std::string(quota.type == kTrust ? "Allow" : "Deny") +
      R"(","Action":")" + std::string(quota.action) + "\"";
  std::string more = quota.type == kTrust
                         ? R"(,"Principal":{"AWS":"111122223333"})"
                         : R"(,"Resource":"*")";
  if (quota.type == kResource || quota.type == kVpcEndpoint ||
      quota.type == kRcp) {
    more += R"(,"Principal":"*")";
  }
  const auto document = [&](const std::string& value) {
    return Document(head + more + R"(,"Condition":{"StringEquals":{"a:b":")" +
                    value + "\"}}}");
  };
  // Spaces inside a string count (Q-4).
  std::string value(characters - document("").size(), ' ');
  return document(value);
}

TEST(PolicyIssues, Quotas) {
  for (const Quota& quota : {
           Quota{"POLICY_SIZE_EXCEEDS_IDENTITY_POLICY_QUOTA", kWarning,
                 kIdentity, 10'240, false},
           {"POLICY_SIZE_EXCEEDS_IDENTITY_POLICY_QUOTA", kWarning, kBoundary,
            6'144, false},
           {"POLICY_SIZE_EXCEEDS_IDENTITY_POLICY_QUOTA", kWarning, kSession,
            2'048, true},
           {"POLICY_SIZE_EXCEEDS_ROLE_TRUST_POLICY_QUOTA", kWarning, kTrust,
            2'048, false},
           {"POLICY_SIZE_EXCEEDS_RESOURCE_POLICY_QUOTA", kWarning, kVpcEndpoint,
            20'480, true},
           {"POLICY_SIZE_EXCEEDS_RESOURCE_POLICY_QUOTA", kWarning, kResource,
            32'768, true, "kms:Decrypt"},
           {"POLICY_SIZE_EXCEEDS_RESOURCE_POLICY_QUOTA", kWarning, kResource,
            20'480, true, "s3:GetObject"},
           {"POLICY_SIZE_EXCEEDS_RESOURCE_POLICY_QUOTA", kWarning, kResource,
            8'192, true, "SQS:SendMessage"},
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

// Of many services it is not known, and of this document not which it is.
TEST(PolicyIssues, QuotasOfOtherServices) {
  for (const std::string_view action : {"a:b", "*"}) {
    const Quota quota{"", kWarning, kResource, 100'000, true, action};
    EXPECT_THAT(CodesOf(Padded(quota, 100'000), kResource), IsEmpty());
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
