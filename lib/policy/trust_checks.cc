#include "policy/trust_checks.h"

#include <algorithm>
#include <array>
#include <optional>
#include <string_view>

#include "absl/strings/str_format.h"
#include "base/arn.h"
#include "base/ascii.h"
#include "base/quote.h"
#include "policy/check.h"
#include "policy/wildcards.h"

namespace iameval::internal {
namespace {

bool IsProviderArn(std::string_view text, std::string_view type) {
  const std::optional<Arn> arn = ParseArn(text);
  return arn.has_value() && arn->service == "iam" &&
         arn->resource.starts_with(type);
}

bool IsSamlProvider(std::string_view text) {
  return IsProviderArn(text, "saml-provider/");
}

bool IsDomain(std::string_view text) {
  if (text.find('.') == std::string_view::npos) return false;
  return std::all_of(text.begin(), text.end(), [](char c) {
    const char folded = FoldAscii(c);
    return (folded >= 'a' && folded <= 'z') || IsAsciiDigit(c) || c == '.' ||
           c == '-';
  });
}

void CheckAction(const ParseContext& context, JsonValue action, bool some_saml,
                 bool some_other) {
  const std::string_view text = action.text();
  const bool saml = EqualsIgnoringAsciiCase(text, "sts:AssumeRoleWithSAML");
  const bool web =
      EqualsIgnoringAsciiCase(text, "sts:AssumeRoleWithWebIdentity");
  if ((saml && !some_saml) || (web && !some_other)) {
    context.findings.Add(
        checks::kMismatchedActionForPrincipal, action,
        absl::StrFormat("none of the Federated principals can call %s",
                        Quote(text)));
  }
}

bool TrustsRolesAnywhere(const Statement& statement) {
  if (!statement.allow || statement.principal.negated) return false;
  const auto& entries = statement.principal.entries;
  return std::any_of(entries.begin(), entries.end(),
                     [](const PrincipalEntry& entry) {
                       return entry.key == PrincipalKey::kService &&
                              entry.value == "rolesanywhere.amazonaws.com";
                     });
}

// Whether the statement may allow the action; wildcards are taken to.
bool MayList(const Statement& statement, std::string_view action) {
  return statement.not_action ||
         std::any_of(statement.actions.begin(), statement.actions.end(),
                     [action](const Text& text) {
                       return HasWildcard(text.text) ||
                              EqualsIgnoringAsciiCase(text.text, action);
                     });
}

}  // namespace

void CheckFederatedPrincipal(const ParseContext& context, JsonValue value) {
  const std::string_view text = value.text();
  if (IsSamlProvider(text) || IsProviderArn(text, "oidc-provider/") ||
      IsDomain(text)) {
    return;
  }
  context.findings.Add(
      checks::kInvalidFederatedPrincipalSyntaxInRoleTrustPolicy, value,
      absl::StrFormat("%s is neither the ARN of an identity provider nor a "
                      "domain: it matches nobody",
                      Quote(text)));
}

void CheckFederatedActions(const ParseContext& context, JsonValue actions,
                           const Statement& statement) {
  bool some_saml = false;
  bool some_other = false;
  for (const PrincipalEntry& entry : statement.principal.entries) {
    if (entry.key != PrincipalKey::kFederated) continue;
    (IsSamlProvider(entry.value) ? some_saml : some_other) = true;
  }
  if (!some_saml && !some_other) return;
  if (actions.is_string()) {
    return CheckAction(context, actions, some_saml, some_other);
  }
  for (const JsonValue action : actions.elements()) {
    CheckAction(context, action, some_saml, some_other);
  }
}

void CheckRolesAnywhere(const ParseContext& context, JsonValue root,
                        List<Statement> statements) {
  constexpr std::array<std::string_view, 3> kActions = {
      "sts:AssumeRole", "sts:SetSourceIdentity", "sts:TagSession"};
  if (std::none_of(statements.begin(), statements.end(), TrustsRolesAnywhere)) {
    return;
  }
  for (const std::string_view action : kActions) {
    const bool listed = std::any_of(
        statements.begin(), statements.end(), [&](const Statement& s) {
          return TrustsRolesAnywhere(s) && MayList(s, action);
        });
    if (listed) continue;
    context.findings.Add(
        checks::kMissingActionForRolesAnywhereTrustPolicy, root,
        absl::StrFormat("IAM Roles Anywhere is trusted, and needs %s", action));
  }
}

}  // namespace iameval::internal
