#include "checks/provider_checks.h"

#include <algorithm>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

#include "absl/strings/str_format.h"
#include "base/arn.h"
#include "base/ascii.h"
#include "base/quote.h"
#include "checks/codes.h"
#include "policy/operator_table.h"
#include "policy/wildcards.h"

namespace iameval::internal {
namespace {

constexpr std::string_view kGitHub = "token.actions.githubusercontent.com";

// The provider's domain and path, in lower case, with which its keys begin
// (S-6.11); empty for SAML providers.
std::string ProviderOf(const PrincipalEntry& entry) {
  constexpr std::string_view kType = "oidc-provider/";
  if (entry.key != PrincipalKey::kFederated) return {};
  const std::optional<Arn> arn = ParseArn(entry.value);
  if (!arn.has_value()) return FoldAscii(entry.value);
  if (!arn->resource.starts_with(kType)) return {};
  return FoldAscii(arn->resource.substr(kType.size()));
}

// `key` is `provider:claim`; with an empty claim, any of them.
bool IsClaim(std::string_view key, std::string_view provider,
             std::string_view claim) {
  if (key.size() <= provider.size() || key[provider.size()] != ':') {
    return false;
  }
  return EqualsIgnoringAsciiCase(key.substr(0, provider.size()), provider) &&
         (claim.empty() ||
          EqualsIgnoringAsciiCase(key.substr(provider.size() + 1), claim));
}

// "repo:organization/repository:..." with organization and repository told.
bool NamesRepository(std::string_view subject) {
  constexpr std::string_view kRepo = "repo:";
  if (!subject.starts_with(kRepo)) return !HasWildcard(subject);
  subject.remove_prefix(kRepo.size());
  const std::string_view repository = subject.substr(0, subject.find(':'));
  const std::size_t slash = repository.find('/');
  if (slash == std::string_view::npos) return false;
  const std::string_view name = repository.substr(slash + 1);
  return !HasWildcard(repository.substr(0, slash)) && !name.empty() &&
         !HasWildcard(name) && repository.size() < subject.size();
}

void CheckGitHub(CheckRun& run, const Statement& statement,
                 const PrincipalEntry& entry) {
  bool some = false;
  for (const ConditionTest& test : statement.conditions) {
    // A negated test leaves in all that it does not name.
    const bool compares = test.op == Operator::kStringEquals ||
                          test.op == Operator::kStringEqualsIgnoreCase ||
                          test.op == Operator::kStringLike;
    if (!compares || !IsClaim(test.key, kGitHub, "sub")) continue;
    some = true;
    for (const ConditionValue& value : test.values) {
      if (NamesRepository(value.text)) continue;
      run.Add(checks::kSpecificGithubRepoAndBranchRecommended, value.where,
              absl::StrFormat("%s does not tell one repository: workflows of "
                              "others can assume the role",
                              Quote(value.text)));
    }
  }
  if (some) return;
  run.Add(checks::kMissingGithubRepoConditionKey, entry.where,
          absl::StrFormat("any repository on GitHub can assume the role: test "
                          "%s:sub for yours",
                          kGitHub));
}

// `aud` has one value (S-6.11). "Because this claim is single-valued, do not
// use a qualifier" (access-analyzer-reference-policy-checks, confirm audience
// claim type); of ForAnyValue another check says the same.
void CheckAudience(CheckRun& run, const Statement& statement) {
  for (const ConditionTest& test : statement.conditions) {
    const std::size_t colon = test.key.rfind(':');
    const bool audience =
        colon != std::string_view::npos &&
        test.key.substr(0, colon).find('.') != std::string_view::npos &&
        EqualsIgnoringAsciiCase(test.key.substr(colon + 1), "aud");
    if (!audience || test.qualifier == Qualifier::kNone) continue;
    const bool any = test.qualifier == Qualifier::kForAnyValue;
    run.Add(
        any ? checks::kForAnyValueWithAudienceClaimType
            : checks::kConfirmAudienceClaimType,
        test.key_where,
        absl::StrFormat("%s has one value: compare it without %s",
                        Quote(test.key), any ? "ForAnyValue" : "ForAllValues"));
  }
}

void CheckStatement(CheckRun& run, const Statement& statement) {
  CheckAudience(run, statement);
  for (const PrincipalEntry& entry : statement.principal.entries) {
    const std::string provider = ProviderOf(entry);
    if (provider.empty()) continue;
    // Each provider is looked for among all conditions.
    if (!run.Spend(statement.conditions.size() + 1)) return;
    if (provider == kGitHub) {
      CheckGitHub(run, statement, entry);
      continue;
    }
    if (std::any_of(statement.conditions.begin(), statement.conditions.end(),
                    [&provider](const ConditionTest& test) {
                      return IsClaim(test.key, provider, "");
                    })) {
      continue;
    }
    run.Add(checks::kMissingConditionKeyForOidcPrincipal, entry.where,
            absl::StrFormat("everybody whom %s knows can assume the role: test "
                            "a claim such as %s:aud",
                            Quote(entry.value), provider));
  }
}

}  // namespace

void CheckIdentityProviders(CheckRun& run) {
  if (run.document().type != PolicyType::kTrust) return;
  for (const Statement& statement : run.document().statements) {
    if (statement.allow && !statement.principal.negated) {
      CheckStatement(run, statement);
    }
  }
}

}  // namespace iameval::internal
