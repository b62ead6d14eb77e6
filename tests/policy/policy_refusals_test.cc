// What makes a document invalid (S-9.1); condition_refusals_test.cc has what is
// inside Condition. The other side of the line, what is accepted with an issue,
// is in policy_issues_test.cc.

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
using ::iameval_testing::Document;
using ::iameval_testing::Identity;
using ::iameval_testing::kAllTypes;
using ::iameval_testing::PlacedRefusalOf;
using ::iameval_testing::RefusalOf;
using ::iameval_testing::StatementFor;
using ::testing::HasSubstr;

TEST(PolicyRefusals, NamesPlaceFoundAndExpected) {
  EXPECT_EQ(
      RefusalOf("{\n  \"Statement\": [\n    {\"Effect\": \"Permit\"}]}",
                kIdentity),
      "/Statement/0/Effect: line 3, column 16: found \"Permit\", expected "
      "\"Allow\" or \"Deny\"");
}

TEST(PolicyRefusals, Documents) {
  CheckRefused({
      {"S-1.1", kIdentity, "[]",
       "document: found an empty array, expected a policy "
       "object",
       Identity("")},
      {"S-1.1", kIdentity, "\"" + std::string(100, 'x') + "\"",
       "document: found \"xxx", Identity("")},
      {"S-1.1", kIdentity, Identity("") + "x",
       "document: found \"x\", expected the end of the "
       "text",
       Identity("") + " \n"},
      {"S-1.1", kIdentity, Identity(R"(,"Sid":"A")") + "]", "document: found",
       Identity(R"(,"Sid":"A")")},
      {"S-1.3", kIdentity, R"({"version":"2012-10-17","Statement":[]})",
       "/version: found \"version\", expected Version, Id or "
       "Statement",
       Identity("")},
      {"S-1.4", kIdentity,
       R"({"Version":"2012-10-17","Version":"2012-10-17","Statement":[]})",
       "/Version: found a second member \"Version\", "
       "expected each name once",
       Identity("")},
      {"S-1.4", kIdentity, Identity(R"(,"\u0045ffect":"Deny")"),
       "/Statement/0/Effect: found a second member "
       "\"Effect\"",
       Identity("")},
  });
}

TEST(PolicyRefusals, Versions) {
  const std::string statement =
      R"(,"Statement":{"Effect":"Deny","Action":"s3:*","Resource":"*"}})";
  const std::string rcp =
      R"(,"Statement":{"Effect":"Deny","Principal":"*","Action":"s3:*",)"
      R"("Resource":"*"}})";
  CheckRefused({
      {"S-1.5", kIdentity, R"({"Version":"2012-10-18")" + statement,
       "/Version: found \"2012-10-18\", expected "
       "\"2012-10-17\" or \"2008-10-17\"",
       R"({"Version":"2008-10-17")" + statement},
      {"S-1.5", kIdentity, R"({"Version":2012)" + statement,
       "/Version: found 2012, expected \"2012-10-17\" or",
       R"({"Version":"2012-10-17")" + statement},
      {"S-1.5", kIdentity, R"({"Version":null)" + statement,
       "/Version: found null", R"({"Version":"2012-10-17")" + statement},
      {"S-1.5", kIdentity, R"({"Version":"")" + statement,
       "/Version: found \"\"", R"({"Version":"2012-10-17")" + statement},
      // Q-48 accepts its absence; the older date is not 2012-10-17.
      {"S-1.14", kScp, R"({"Version":"2008-10-17")" + statement,
       "/Version: found \"2008-10-17\", expected "
       "\"2012-10-17\" in a service control policy",
       R"({"Version":"2012-10-17")" + statement},
      {"S-1.14", kRcp, R"({"Version":"2008-10-17")" + rcp,
       "/Version: found \"2008-10-17\", expected "
       "\"2012-10-17\" in a resource control policy",
       R"({"Version":"2012-10-17")" + rcp},
  });
}

TEST(PolicyRefusals, Statements) {
  const std::string good =
      R"({"Effect":"Allow","Action":"s3:GetObject","Resource":"*"})";
  CheckRefused({
      {"S-1.2", kIdentity, R"({"Version":"2012-10-17"})",
       "document: found no Statement, expected a statement "
       "or an array of them",
       Document(good)},
      {"S-1.6", kIdentity, R"({"Statement":[]})",
       "/Statement: found an empty array, expected a "
       "statement",
       R"({"Statement":)" + good + "}"},
      {"S-1.6", kIdentity, R"({"Statement":"Allow"})",
       "/Statement: found \"Allow\"", Document(good)},
      {"S-1.6", kIdentity, R"({"Statement":null})", "/Statement: found null",
       Document(good)},
      {"S-1.6", kIdentity, Document(good + "," + "\"x\""),
       "/Statement/1: found \"x\", expected a statement "
       "object",
       Document(good + "," + good)},
      {"S-1.9", kIdentity, Document("[" + good + "]"),
       "/Statement/0: found an array, expected a statement "
       "object",
       Document(good)},
      {"S-1.3", kIdentity, Identity(R"(,"Actions":"s3:GetObject")"),
       "/Statement/0/Actions: found \"Actions\", expected "
       "Sid, Effect, Principal,",
       Identity("")},
      {"S-1.3", kIdentity, Identity(R"(,"sid":"a")"),
       "/Statement/0/sid: found \"sid\"", Identity(R"(,"Sid":"a")")},
      {"S-1.3", kIdentity, Identity(R"(,"":1)"), "/Statement/0/: found \"\"",
       Identity("")},
      {"S-1.7", kIdentity,
       Document(R"({"Action":"s3:GetObject","Resource":"*"})"),
       "/Statement/0: found no Effect, expected \"Allow\" "
       "or \"Deny\"",
       Document(good)},
      {"S-1.3", kIdentity,
       Document(R"({"Effect":"allow","Action":"s3:*","Resource":"*"})"),
       "/Statement/0/Effect: found \"allow\"", Document(good)},
      {"S-1.3", kIdentity,
       Document(R"({"Effect":true,"Action":"s3:*","Resource":"*"})"),
       "/Statement/0/Effect: found true", Document(good)},
      {"S-1.3", kIdentity,
       Document(R"({"Effect":["Allow"],"Action":"s3:*","Resource":"*"})"),
       "/Statement/0/Effect: found an array", Document(good)},
  });
}

TEST(PolicyRefusals, Sids) {
  for (const PolicyType type : {kIdentity, kBoundary, kSession, kTrust}) {
    for (const std::string_view sid :
         {"my-statement", "a b", "a_b", "a.b", "Gr\xC3\xBC\xC3\x9F", "${a}"}) {
      const std::string text =
          Document(StatementFor(type, R"(,"Sid":")" + std::string(sid) + "\""));
      EXPECT_THAT(RefusalOf(text, type),
                  HasSubstr("expected letters A to Z, a to z and digits only"))
          << text;
    }
    const std::string good =
        Document(StatementFor(type, R"(,"Sid":"Statement1Aa")"));
    EXPECT_EQ(RefusalOf(good, type), "");
  }
  for (const PolicyType type : {kResource, kVpcEndpoint, kScp, kRcp}) {
    const std::string text =
        Document(StatementFor(type, R"(,"Sid":"any text - at all")"));
    EXPECT_EQ(RefusalOf(text, type), "");
  }
  for (const PolicyType type : kAllTypes) {
    EXPECT_THAT(
        PlacedRefusalOf(Document(StatementFor(type, R"(,"Sid":1)")), type),
        HasSubstr("/Sid: found 1, expected"));
  }
}

TEST(PolicyRefusals, ActionsAndResources) {
  const auto action = [](std::string_view value) {
    return Document(R"({"Effect":"Allow","Resource":"*","Action":)" +
                    std::string(value) + "}");
  };
  const auto resource = [](std::string_view value) {
    return Document(R"({"Effect":"Allow","Action":"*","Resource":)" +
                    std::string(value) + "}");
  };
  CheckRefused({
      {"S-1.7", kIdentity, Document(R"({"Effect":"Allow","Resource":"*"})"),
       "/Statement/0: found no Action, expected one in each "
       "statement of an identity-based policy",
       action(R"("s3:GetObject")")},
      {"S-1.8", kIdentity, Identity(R"(,"NotAction":"s3:*")"),
       "/Statement/0/NotAction: found Action and "
       "NotAction, expected one of them",
       Identity("")},
      {"S-1.7", kIdentity, Document(R"({"Effect":"Allow","Action":"*"})"),
       "/Statement/0: found no Resource", resource("\"*\"")},
      {"S-1.8", kIdentity, Identity(R"(,"NotResource":"*")"),
       "/Statement/0/NotResource: found Resource and "
       "NotResource",
       Identity("")},
      {"S-2.1", kIdentity, action(R"("GetObject")"),
       "/Statement/0/Action: found \"GetObject\", expected "
       "\"*\" or service:action",
       action(R"("s3:GetObject")")},
      {"S-2.1", kIdentity, action(R"(["s3:GetObject","s3*"])"),
       "/Statement/0/Action/1: found \"s3*\"",
       action(R"(["s3:GetObject","s3:*"])")},
      {"S-2.1", kIdentity, action(R"("**")"), "/Statement/0/Action",
       action(R"("*")")},
      {"S-2.1", kIdentity, action(R"("")"), "/Statement/0/Action",
       action(R"("*:*")")},
      {"S-2.1", kIdentity, action(R"("s3:Get:Object")"), "/Statement/0/Action",
       action(R"("s3:GetObject")")},
      {"S-2.1", kIdentity, action(R"("s3:")"), "/Statement/0/Action",
       action(R"("s3:?")")},
      {"S-2.1", kIdentity, action(R"(":GetObject")"), "/Statement/0/Action",
       action(R"("?:GetObject")")},
      {"S-1.9", kIdentity, action("1"),
       "/Statement/0/Action: found 1, expected a string or "
       "an array of strings",
       action(R"("*")")},
      {"S-1.9", kIdentity, action("{}"), "/Statement/0/Action", action("[]")},
      {"S-1.9", kIdentity, action("null"), "/Statement/0/Action", action("[]")},
      {"S-1.9", kIdentity, action(R"([["s3:GetObject"]])"),
       "/Statement/0/Action/0: found an array, expected a "
       "string",
       action(R"(["s3:GetObject"])")},
      {"S-1.9", kIdentity, action(R"(["s3:GetObject",null])"),
       "/Statement/0/Action/1: found null", action(R"(["s3:GetObject"])")},
      {"S-2.19", kIdentity, resource(R"("amzn-s3-demo-bucket/*")"),
       "/Statement/0/Resource: found "
       "\"amzn-s3-demo-bucket/*\", expected \"*\" or an ARN",
       resource(R"("arn:aws:s3:::amzn-s3-demo-bucket/*")")},
      {"S-2.19", kIdentity, resource(R"("**")"), "/Statement/0/Resource",
       resource(R"("*")")},
      {"S-2.19", kIdentity, resource(R"("")"), "/Statement/0/Resource",
       resource(R"("arn:")")},
      {"S-2.19", kIdentity, resource(R"("ARN:aws:s3:::x")"),
       "/Statement/0/Resource", resource(R"("arn:aws:s3:::x")")},
      {"S-2.19", kIdentity, resource(R"("arn*")"), "/Statement/0/Resource",
       resource(R"("arn:*")")},
      {"S-2.19", kIdentity, resource(R"("${aws:username}")"),
       "/Statement/0/Resource", resource(R"("arn:aws:s3:::${aws:username}")")},
      {"S-1.9", kIdentity, resource("true"), "/Statement/0/Resource",
       resource("[]")},
      {"S-1.9", kIdentity, resource(R"(["*",["*"]])"),
       "/Statement/0/Resource/1", resource(R"(["*","*"])")},
  });
}

// S-2.12, S-1.19: completed in some types, nothing in others, refused in these.
TEST(PolicyRefusals, ShortArns) {
  const auto text = [](PolicyType type, std::string_view element,
                       std::string_view arn) {
    const std::string_view principal =
        type == kRcp || type == kResource || type == kVpcEndpoint
            ? R"(,"Principal":"*")"
            : "";
    return Document(R"({"Effect":"Deny","Action":"sqs:*",")" +
                    std::string(element) + "\":\"" + std::string(arn) + "\"" +
                    std::string(principal) + "}");
  };
  for (const std::string_view element : {"Resource", "NotResource"}) {
    for (const PolicyType type : {kSession, kScp, kRcp}) {
      EXPECT_THAT(
          RefusalOf(text(type, element, "arn:aws:sqs"), type),
          HasSubstr("found \"arn:aws:sqs\", expected an ARN of six fields"));
      EXPECT_EQ(RefusalOf(text(type, element, "arn:aws:sqs:*:*:*"), type), "");
      EXPECT_EQ(RefusalOf(text(type, element, "*"), type), "");
    }
    for (const PolicyType type :
         {kIdentity, kBoundary, kResource, kVpcEndpoint}) {
      EXPECT_EQ(RefusalOf(text(type, element, "arn:aws:sqs"), type), "");
    }
  }
}

TEST(PolicyRefusals, Principals) {
  const auto principal = [](std::string_view value) {
    return Document(
        R"({"Effect":"Allow","Action":"s3:*","Resource":"*","Principal":)" +
        std::string(value) + "}");
  };
  const auto trust = [](std::string_view value) {
    return Document(R"({"Effect":"Allow","Action":"sts:AssumeRole",)"
                    R"("Principal":)" +
                    std::string(value) + "}");
  };
  const std::string good = principal(R"({"AWS":"111122223333"})");
  CheckRefused({
      {"S-3.1", kResource, principal(R"("111122223333")"),
       "/Statement/0/Principal: found \"111122223333\", "
       "expected \"*\" or an object",
       principal(R"("*")")},
      {"S-3.1", kResource, principal(R"(["*"])"),
       "/Statement/0/Principal: found an array", good},
      {"S-3.1", kResource, principal("null"), "/Statement/0/Principal", good},
      {"S-3.1", kResource,
       principal(R"({"User":"arn:aws:iam::111122223333:user/Alice"})"),
       "/Statement/0/Principal/User: found \"User\", "
       "expected AWS, Service, Federated or CanonicalUser",
       good},
      {"S-3.1", kResource, principal(R"({"aws":"111122223333"})"),
       "/Statement/0/Principal/aws", good},
      {"S-3.1", kResource, principal(R"({"AWS":111122223333})"),
       "/Statement/0/Principal/AWS: found 111122223333, "
       "expected a string or an array of strings",
       good},
      {"S-3.1", kResource, principal(R"({"AWS":[["111122223333"]]})"),
       "/Statement/0/Principal/AWS/0", good},
      {"S-3.1", kResource, principal(R"({"AWS":{}})"),
       "/Statement/0/Principal/AWS", good},
      {"S-3.13", kResource,
       principal(R"({"AWS":"arn:aws:iam::111122223333:user/*"})"),
       "/Statement/0/Principal/AWS: found "
       "\"arn:aws:iam::111122223333:user/*\", expected \"*\" or no wildcard",
       principal(R"({"AWS":"*"})")},
      {"S-3.13", kResource, principal(R"({"AWS":["*","11112222333?"]})"),
       "/Statement/0/Principal/AWS/1",
       principal(R"({"AWS":["*","111122223333"]})")},
      {"S-3.13", kResource, principal(R"({"AWS":"**"})"),
       "/Statement/0/Principal/AWS", principal(R"({"AWS":"*"})")},
      {"S-3.13", kResource, principal(R"({"Service":"*"})"),
       "/Statement/0/Principal/Service: found \"*\", "
       "expected no wildcard",
       principal(R"({"Service":"sns.amazonaws.com"})")},
      {"S-3.13", kResource, principal(R"({"Service":"*.amazonaws.com"})"),
       "/Statement/0/Principal/Service",
       principal(R"({"Service":["sns.amazonaws.com"]})")},
      {"S-3.13", kTrust, trust(R"({"Federated":"*"})"),
       "/Statement/0/Principal/Federated",
       trust(R"({"Federated":"accounts.google.com"})")},
      {"S-3.13", kResource, principal(R"({"CanonicalUser":"*"})"),
       "/Statement/0/Principal/CanonicalUser",
       principal(R"({"CanonicalUser":"79a59df900b949e5"})")},
  });
}

// S-1.14, the element matrix.
TEST(PolicyRefusals, PrincipalsByType) {
  const auto text = [](PolicyType type, std::string_view effect,
                       std::string_view principal) {
    return Document(R"({"Effect":")" + std::string(effect) +
                    R"(","Action":"sts:*")" +
                    (type == kTrust ? "" : R"(,"Resource":"*")") +
                    std::string(principal) + "}");
  };
  constexpr std::string_view kAnyone = R"(,"Principal":"*")";
  constexpr std::string_view kAccount =
      R"(,"Principal":{"AWS":"111122223333"})";
  constexpr std::string_view kEverybody = R"(,"Principal":{"AWS":"*"})";
  constexpr std::string_view kNot = R"(,"NotPrincipal":{"AWS":"111122223333"})";
  struct Row {
    PolicyType type;
    bool none, anyone, account, everybody, not_with_deny;  // accepted
  };
  for (const Row& row : {
           Row{kIdentity, true, false, false, false, false},
           {kBoundary, true, false, false, false, false},
           {kSession, true, false, false, false, false},
           {kResource, false, true, true, true, true},
           {kTrust, false, true, true, true, false},
           {kVpcEndpoint, false, true, true, true, true},
           {kScp, true, false, false, false, false},
           {kRcp, false, true, false, false, false},
       }) {
    SCOPED_TRACE(PolicyTypeName(row.type));
    const auto accepted = [&](std::string_view principal) {
      return RefusalOf(text(row.type, "Deny", principal), row.type).empty();
    };
    EXPECT_EQ(accepted(""), row.none);
    EXPECT_EQ(accepted(kAnyone), row.anyone);
    EXPECT_EQ(accepted(kAccount), row.account);
    EXPECT_EQ(accepted(kEverybody), row.everybody);
    EXPECT_EQ(accepted(kNot), row.not_with_deny);
    EXPECT_FALSE(accepted(std::string(kAnyone) + std::string(kNot)));  // S-1.8
    // S-3.16: with Allow it is an issue, no more.
    const std::string allow = text(row.type, "Allow", kNot);
    EXPECT_EQ(RefusalOf(allow, row.type).empty(), row.not_with_deny);
  }
  EXPECT_THAT(PlacedRefusalOf(text(kIdentity, "Deny", kAnyone), kIdentity),
              HasSubstr("/Statement/0/Principal: found "
                        "\"Principal\", expected no Principal in an "
                        "identity-based policy"));
  EXPECT_THAT(RefusalOf(text(kTrust, "Deny", kNot), kTrust),
              HasSubstr("expected no NotPrincipal in a role trust policy"));
  EXPECT_THAT(RefusalOf(text(kVpcEndpoint, "Allow", ""), kVpcEndpoint),
              HasSubstr("found no Principal, expected one in each statement of "
                        "a VPC endpoint policy"));
  EXPECT_THAT(PlacedRefusalOf(text(kRcp, "Deny", kAccount), kRcp),
              HasSubstr("/Statement/0/Principal: found an "
                        "object, expected \"*\""));
}

TEST(PolicyRefusals, IdsByType) {
  for (const PolicyType type : kAllTypes) {
    SCOPED_TRACE(PolicyTypeName(type));
    const bool forbidden = type == kSession || type == kScp || type == kRcp;
    const auto text = [&](std::string_view id) {
      return R"({"Version":"2012-10-17","Id":)" + std::string(id) +
             R"(,"Statement":)" + StatementFor(type) + "}";
    };
    EXPECT_EQ(!RefusalOf(text("\"Policy 1\""), type).empty(), forbidden);
    EXPECT_NE(RefusalOf(text("1"), type), "");
  }
}

TEST(PolicyRefusals, TrustPoliciesHaveNoResource) {  // S-1.17
  const std::string_view head =
      R"({"Effect":"Allow","Action":"sts:AssumeRole",)"
      R"("Principal":{"AWS":"111122223333"})";
  EXPECT_EQ(RefusalOf(Document(std::string(head) + "}"), kTrust), "");
  for (const std::string_view element : {"Resource", "NotResource"}) {
    const std::string text = Document(std::string(head) + ",\"" +
                                      std::string(element) + "\":\"*\"}");
    EXPECT_THAT(RefusalOf(text, kTrust),
                HasSubstr("expected no " + std::string(element) +
                          " in a role trust policy"));
  }
}

TEST(PolicyRefusals, ResourceControlPolicies) {  // S-1.16
  const std::string full =
      R"({"Effect":"Allow","Principal":"*","Action":"*","Resource":"*")";
  const auto deny = [](std::string_view rest) {
    return R"({"Effect":"Deny","Principal":"*","Resource":"*",)" +
           std::string(rest) + "}";
  };
  const std::string good = Document(deny(R"("Action":"s3:*")"));
  CheckRefused({
      {"S-1.16", kRcp,
       Document(full + R"(,"Condition":{"Bool":{"a:b":"true"}}})"),
       "/Statement/0/Effect: found \"Allow\", expected "
       "\"Deny\" in a resource control policy other than RCPFullAWSAccess",
       Document(full + "}")},
      {"S-1.16", kRcp,
       Document(R"({"Effect":"Allow","Principal":"*","Action":"s3:*",)"
                R"("Resource":"*"})"),
       "/Statement/0/Effect", Document(full + R"(,"Sid":"Any text"})")},
      {"S-1.16", kRcp,
       Document(R"({"Effect":"Allow","Principal":"*","Action":"*",)"
                R"("Resource":"arn:aws:s3:::x"})"),
       "/Statement/0/Effect",
       Document(R"({"Effect":"Allow","Principal":"*","Action":["*"],)"
                R"("Resource":["*"],"Condition":{}})")},
      {"S-1.16", kRcp,
       Document(R"({"Effect":"Allow","Principal":"*","Action":"*",)"
                R"("NotResource":"*"})"),
       "/Statement/0/Effect", good},
      // The whole document must be RCPFullAWSAccess.
      {"S-1.16", kRcp, Document(full + "}," + deny(R"("Action":"s3:*")")),
       "/Statement/0/Effect", good},
      {"S-1.16", kRcp, Document(deny(R"("Action":"*")")),
       "/Statement/0/Action: found \"*\", expected "
       "service:action in a resource control policy",
       good},
      {"S-1.16", kRcp, Document(deny(R"("Action":["s3:*","*"])")),
       "/Statement/0/Action/1: found \"*\"", good},
      {"S-1.16", kRcp, Document(deny(R"("NotAction":"s3:*")")),
       "/Statement/0/NotAction: found \"NotAction\", "
       "expected no NotAction in a resource control policy",
       good},
  });
  const std::string_view not_resource =
      R"({"Effect":"Deny","Principal":"*","Action":"s3:*",)"
      R"("NotResource":"arn:aws:s3:::amzn-s3-demo-bucket/*",)"
      R"("Condition":{"Bool":{"aws:SecureTransport":"false"}}})";
  EXPECT_EQ(RefusalOf(Document(not_resource), kRcp), "");
}

// S-1.15: since 2025 an SCP's Allow may be written as its Deny.
TEST(PolicyRefusals, ServiceControlPoliciesTakeTheWholeLanguage) {
  EXPECT_EQ(
      RefusalOf(Document(R"({"Effect":"Allow","NotAction":"i?m:Get*Role",)"
                         R"("NotResource":"arn:aws:iam::*:role/Demo*",)"
                         R"("Condition":{"StringEquals":{"aws:a":"b"}}})"),
                kScp),
      "");
}

// S-1.1: characters beyond U+00FF, for what IAM itself hosts.
TEST(PolicyRefusals, Characters) {
  const auto text = [](PolicyType type, std::string_view value) {
    return Document(
        StatementFor(type, R"(,"Condition":{"StringEquals":{"aws:a":")" +
                               std::string(value) + "\"}}"));
  };
  for (const PolicyType type : kAllTypes) {
    SCOPED_TRACE(PolicyTypeName(type));
    const bool hosted = type == kIdentity || type == kBoundary ||
                        type == kSession || type == kTrust;
    EXPECT_EQ(RefusalOf(text(type, "\u00ff \u00a0 \u007f"), type), "");
    // As an escape it is ASCII.
    EXPECT_EQ(RefusalOf(text(type, R"(\u0100)"), type), "");
    for (const std::string_view value : {"\u0100", "\u20ac", "\U0001F600"}) {
      EXPECT_EQ(!RefusalOf(text(type, value), type).empty(), hosted) << value;
    }
  }
  EXPECT_EQ(RefusalOf("{\n\"\u20ac\": 1}", kIdentity),
            "document: line 2, column 2: found the character U+20AC, expected "
            "characters up to U+00FF in an identity-based policy");
}

// Found texts are the author's: quoted, shortened, and on one line.
TEST(PolicyRefusals, MessagesAreFitToPrint) {
  const std::string text =
      Document(R"({"Effect":"a\nb\u001b[31m)" + std::string(1'000, 'x') +
               R"(","Action":"*","Resource":"*"})");
  const std::string error = RefusalOf(text, kIdentity);
  EXPECT_THAT(error, HasSubstr("found \"a\\nb\\x1b[31mxxx"));
  EXPECT_LT(error.size(), 200u);
}

}  // namespace
}  // namespace iameval
