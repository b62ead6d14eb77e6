#include "checks/sensitive_key_checks.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <span>
#include <string_view>

#include "absl/strings/str_format.h"
#include "base/ascii.h"
#include "base/quote.h"
#include "checks/codes.h"
#include "policy/wildcards.h"

// Sources: access-analyzer-reference-policy-checks and
// reference_policies_condition-keys of the IAM User Guide.

namespace iameval::internal {
namespace {

// "The use of wildcards in these condition keys does not have any valid use
// cases" (S-6.8).
constexpr std::array<std::string_view, 10> kSensitive = {
    "aws:PrincipalAccount", "aws:PrincipalOrgID", "aws:ResourceAccount",
    "aws:ResourceOrgID",    "aws:SourceAccount",  "aws:SourceOrgID",
    "aws:SourceVpc",        "aws:SourceVpce",     "aws:VpceAccount",
    "aws:VpceOrgID"};

// Headers of the request, which the caller writes.
constexpr std::array<std::string_view, 2> kHeaders = {"aws:Referer",
                                                      "aws:UserAgent"};

// "Always scope the condition key to supported services in your policies."
constexpr std::array<std::string_view, 3> kOfSomeServices = {
    "aws:VpceAccount", "aws:VpceOrgID", "aws:VpceOrgPaths"};

bool IsOneOf(std::string_view key, std::span<const std::string_view> keys) {
  return std::any_of(keys.begin(), keys.end(), [key](std::string_view k) {
    return EqualsIgnoringAsciiCase(key, k);
  });
}

// "AIDACKCEVSQ6C2EXAMPLE:*" and "*:*", but not "*" or "A*:name": the unique id
// before the colon is told, or left open on purpose.
bool IsWideUserId(std::string_view value) {
  const std::size_t colon = value.find(':');
  const std::string_view id = value.substr(0, colon);
  return HasWildcard(id) && (colon == std::string_view::npos || id != "*");
}

void CheckWildcards(CheckRun& run, const ConditionTest& test) {
  if (test.op != Operator::kStringLike && test.op != Operator::kStringNotLike) {
    return;
  }
  const bool sensitive = IsOneOf(test.key, kSensitive);
  const bool user_id = EqualsIgnoringAsciiCase(test.key, "aws:userid");
  if (!sensitive && !user_id) return;
  for (const ConditionValue& value : test.values) {
    if (sensitive ? !HasWildcard(value.text) : !IsWideUserId(value.text)) {
      continue;
    }
    run.Add(checks::kWildcardUsageTooPermissive, value.where,
            absl::StrFormat("%s matches values of %s that nobody thought of: "
                            "%s",
                            Quote(value.text), Quote(test.key),
                            sensitive ? "write them out"
                                      : "a wildcard belongs after the colon"));
  }
}

void CheckHeader(CheckRun& run, const Statement& statement,
                 const ConditionTest& test) {
  if (test.op == Operator::kNull || !IsOneOf(test.key, kHeaders)) return;
  // Of services another check speaks.
  const auto& entries = statement.principal.entries;
  if (std::any_of(entries.begin(), entries.end(),
                  [](const PrincipalEntry& entry) {
                    return entry.key == PrincipalKey::kService;
                  })) {
    return;
  }
  run.Add(checks::kUntrustworthyConditionKey, test.key_where,
          absl::StrFormat("the caller chooses what %s is: it keeps nobody out",
                          Quote(test.key)));
}

bool IsOfEveryService(const Statement& statement) {
  return statement.not_action ||
         std::any_of(statement.actions.begin(), statement.actions.end(),
                     [](const Text& action) { return action.text == "*"; });
}

void CheckServices(CheckRun& run, const Statement& statement,
                   const ConditionTest& test) {
  if (!IsOneOf(test.key, kOfSomeServices) || !IsOfEveryService(statement)) {
    return;
  }
  run.Add(checks::kUseConditionKeyOnlyWithSupportedServices, test.key_where,
          absl::StrFormat("requests to many services never have %s: list the "
                          "actions of services that have",
                          Quote(test.key)));
}

}  // namespace

void CheckSensitiveKeys(CheckRun& run) {
  for (const Statement& statement : run.document().statements) {
    for (const ConditionTest& test : statement.conditions) {
      CheckWildcards(run, test);
      CheckHeader(run, statement, test);
      CheckServices(run, statement, test);
    }
  }
}

}  // namespace iameval::internal
