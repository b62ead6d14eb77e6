// Conditions: values that say less than they seem to, operators and qualifiers
// that do not go with their key, identity providers that are trusted as a
// whole.

#include <algorithm>
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
using ::iameval_testing::Reported;
using ::iameval_testing::WithCondition;
using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

// {"StringLike":{"aws:PrincipalTag/team":"*"}}
std::string Cond(std::string_view op, std::string_view key,
                 std::string_view value) {
  return WithCondition("{\"" + std::string(op) + "\":{\"" + std::string(key) +
                       "\":" + std::string(value) + "}}");
}

TEST(ValueChecks, StarsOnlyAskForPresence) {
  constexpr std::string_view kKey = "s3:prefix";
  CheckReported({
      {"EQUIVALENT_TO_NULL_FALSE", kSuggestion, kIdentity,
       Cond("StringLike", kKey, R"("*")"),
       "/Statement/0/Condition/StringLike/s3:prefix", R"("s3:prefix")",
       Cond("StringLike", kKey, R"("a*")")},
      {"EQUIVALENT_TO_NULL_TRUE", kSuggestion, kIdentity,
       Cond("StringNotLike", kKey, R"(["*"])"),
       "/Statement/0/Condition/StringNotLike/s3:prefix", R"("s3:prefix")",
       Cond("StringNotLike", kKey, R"(["a*"])")},
  });
  for (const std::string_view op :
       {"StringLikeIfExists", "StringNotLikeIfExists"}) {
    EXPECT_THAT(CodesOf(Cond(op, kKey, R"("*")"), kIdentity), IsEmpty()) << op;
  }
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

std::string Trust(std::string_view provider, std::string_view condition) {
  return Document(
      R"({"Effect":"Allow","Principal":{"Federated":")" +
      std::string(provider) + R"("},"Action":"sts:AssumeRoleWithWebIdentity")" +
      (condition.empty() ? "" : R"(,"Condition":)" + std::string(condition)) +
      "}");
}

TEST(ProviderChecks, AnyProvider) {
  constexpr std::string_view kProvider =
      "arn:aws:iam::111122223333:oidc-provider/idp.example.com/a";
  CheckReported({
      {"MISSING_CONDITION_KEY_FOR_OIDC_PRINCIPAL", kSecurityWarning, kTrust,
       Trust(kProvider, ""), "/Statement/0/Principal/Federated",
       R"("arn:aws:iam::111122223333:oidc-provider/idp.example.com/a")",
       Trust(kProvider, R"({"StringEquals":{"idp.example.com/a:aud":"x"}})")},
      {"MISSING_CONDITION_KEY_FOR_OIDC_PRINCIPAL", kSecurityWarning, kTrust,
       Trust("accounts.google.com",
             R"({"StringEquals":{"idp.example.com:aud":"x"}})"),
       "/Statement/0/Principal/Federated", R"("accounts.google.com")",
       Trust("accounts.google.com",
             R"({"StringEquals":{"accounts.google.com:aud":"x"}})")},
  });
  EXPECT_THAT(
      CodesOf(Document(R"({"Effect":"Allow","Principal":{"Federated":)"
                       R"("arn:aws:iam::111122223333:saml-provider/demo"},)"
                       R"("Action":"sts:AssumeRoleWithSAML"})"),
              kTrust),
      IsEmpty());
}

TEST(ProviderChecks, AnAudienceIsOne) {
  constexpr std::string_view kProvider = "accounts.google.com";
  CheckReported({
      {"FORANYVALUE_WITH_AUDIENCE_CLAIM_TYPE", kSecurityWarning, kTrust,
       Trust(kProvider,
             R"({"ForAnyValue:StringEquals":{"accounts.google.com:aud":"x"}})"),
       "/Statement/0/Condition/ForAnyValue:StringEquals/"
       "accounts.google.com:aud",
       R"("accounts.google.com:aud")",
       Trust(kProvider, R"({"StringEquals":{"accounts.google.com:aud":"x"}})")},
  });
}

// Each of very many providers against each of very many conditions would take
// minutes: some go unreported.
TEST(ProviderChecks, AHostileDocumentIsGivenUp) {
  std::string providers;
  std::string claims;
  for (int i = 0; i < 50'000; ++i) {
    const std::string comma = i > 0 ? "," : "";
    const std::string n = std::to_string(i);
    providers += comma + "\"p" + n + ".example.com\"";
    claims += comma + "\"c" + n + ".example.com:aud\":\"x\"";
  }
  const std::string text = Document(
      R"({"Effect":"Allow","Action":"sts:AssumeRoleWithWebIdentity",)"
      R"("Principal":{"Federated":[)" +
      providers + R"(]},"Condition":{"StringEquals":{)" + claims + "}}}");
  const std::vector<std::string> codes = CodesOf(text, kTrust);
  EXPECT_THAT(codes, Contains("MISSING_CONDITION_KEY_FOR_OIDC_PRINCIPAL"));
  EXPECT_LT(std::count(codes.begin(), codes.end(),
                       "MISSING_CONDITION_KEY_FOR_OIDC_PRINCIPAL"),
            1'000);
}

TEST(ProviderChecks, GitHub) {
  constexpr std::string_view kProvider =
      "arn:aws:iam::111122223333:oidc-provider/"
      "token.actions.githubusercontent.com";
  const auto subject = [&](std::string_view value) {
    return Trust(
        kProvider,
        R"({"StringLike":{"token.actions.githubusercontent.com:sub":)" +
            std::string(value) + "}}");
  };
  const std::string good =
      subject(R"("repo:example/demo:ref:refs/heads/main")");
  CheckReported({
      {"MISSING_GITHUB_REPO_CONDITION_KEY", kSecurityWarning, kTrust,
       Trust(kProvider,
             R"({"StringEquals":{"token.actions.githubusercontent.com:aud":)"
             R"("sts.amazonaws.com"}})"),
       "/Statement/0/Principal/Federated",
       R"("arn:aws:iam::111122223333:oidc-provider/)"
       R"(token.actions.githubusercontent.com")",
       good},
      {"SPECIFIC_GITHUB_REPO_AND_BRANCH_RECOMMENDED", kWarning, kTrust,
       subject(R"(["repo:example/*","repo:example/demo:*"])"),
       "/Statement/0/Condition/StringLike/"
       "token.actions.githubusercontent.com:sub/0",
       R"("repo:example/*")", good},
  });
}

}  // namespace
}  // namespace iameval
