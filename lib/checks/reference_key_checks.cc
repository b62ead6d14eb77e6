#include <algorithm>
#include <cstddef>
#include <optional>
#include <string_view>

#include "absl/strings/str_format.h"
#include "base/quote.h"
#include "checks/codes.h"
#include "checks/global_keys.h"
#include "checks/key_type_checks.h"
#include "checks/reference_checks.h"
#include "policy/wildcards.h"

namespace iameval::internal {
namespace {

KeyType TypeOf(ConditionKeyType type) {
  switch (type) {
    case ConditionKeyType::kString:
      return KeyType::kString;
    case ConditionKeyType::kArn:
      return KeyType::kArn;
    case ConditionKeyType::kBool:
      return KeyType::kBool;
    case ConditionKeyType::kNumeric:
      return KeyType::kNumeric;
    case ConditionKeyType::kDate:
      return KeyType::kDate;
    case ConditionKeyType::kIpAddress:
      return KeyType::kIp;
    case ConditionKeyType::kBinary:
      return KeyType::kBinary;
  }
  return KeyType::kString;
}

// The statement lists actions by name, all of them are known, and none of their
// requests ever has the key.
bool FitsNoAction(const ServiceReference& reference, const Statement& statement,
                  std::string_view key, CheckRun& run) {
  constexpr std::size_t kSteps = 100;  // to go through an action's keys
  if (statement.not_action || statement.actions.empty()) return false;
  for (const Text& text : statement.actions) {
    if (HasWildcard(text.text) || !run.Spend(kSteps)) return false;
    const std::optional<ReferenceAction> action =
        reference.FindAction(text.text);
    if (!action.has_value() || action->FindKey(key).has_value()) return false;
  }
  return true;
}

void CheckKey(const ServiceReference& reference, const Statement& statement,
              const ConditionTest& test, CheckRun& run) {
  const std::string_view prefix = test.key.substr(0, test.key.find(':'));
  // Identity providers' keys begin with a domain, and no service's do.
  if (prefix == "aws" || !reference.FindService(prefix).has_value()) return;
  const std::optional<ReferenceKey> key = reference.FindKey(test.key);
  if (!key.has_value()) {
    if (FactsOfKey(test.key).has_value()) return;
    run.Add(checks::kInvalidServiceConditionKey, test.key_where,
            absl::StrFormat("%s has no condition key %s, as of %s", prefix,
                            Quote(test.key), reference.source().date));
    return;
  }
  if (!FactsOfKey(test.key).has_value()) {
    CheckKeyType(run, statement, test,
                 {TypeOf(key->type()), key->multivalued()});
  }
  if (key->global() || !FitsNoAction(reference, statement, test.key, run)) {
    return;
  }
  run.Add(checks::kUnsupportedActionForConditionKey, test.key_where,
          absl::StrFormat("requests for the statement's actions never have "
                          "the key %s",
                          Quote(test.key)));
}

}  // namespace

void CheckServiceKeys(const ServiceReference& reference, CheckRun& run) {
  for (const Statement& statement : run.document().statements) {
    for (const ConditionTest& test : statement.conditions) {
      CheckKey(reference, statement, test, run);
    }
  }
}

}  // namespace iameval::internal
