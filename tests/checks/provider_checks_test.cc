// Trust policies that trust identity providers as a whole, or ask for claims in
// ways that do not fit them.

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
using ::testing::Contains;
using ::testing::IsEmpty;

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
      {"CONFIRM_AUDIENCE_CLAIM_TYPE", kSuggestion, kTrust,
       Trust(
           kProvider,
           R"({"ForAllValues:StringEquals":{"accounts.google.com:aud":"x"}})"),
       "/Statement/0/Condition/ForAllValues:StringEquals/"
       "accounts.google.com:aud",
       R"("accounts.google.com:aud")",
       Trust(
           kProvider,
           R"({"ForAllValues:StringEquals":{"accounts.google.com:amr":"x"}})")},
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
