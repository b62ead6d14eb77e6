#include <algorithm>
#include <array>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "absl/strings/str_format.h"
#include "base/ascii.h"
#include "base/quote.h"
#include "checks/codes.h"
#include "checks/global_keys.h"
#include "checks/key_type_checks.h"
#include "checks/reference_checks.h"
#include "checks/words.h"
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

// Of the statement's actions, those of whose requests it is known that they
// never have the key.
struct Strangers {
  std::vector<std::string> actions;
  bool all = false;  // that the statement lists
};

// "If the Action element has actions with wildcards, IAM Access Analyzer
// doesn't evaluate those actions for this error"
// (access-analyzer-reference-policy-checks). It says nothing either of actions
// that take no resource, such as ec2:DescribeInstances with ec2:ResourceTag in
// AWSServiceRoleForAmazonEKSNodegroup.
Strangers FindStrangers(const ServiceReference& reference,
                        const Statement& statement, std::string_view key,
                        CheckRun& run) {
  constexpr std::size_t kSteps = 100;  // to go through an action's keys
  Strangers strangers;
  if (statement.not_action) return strangers;
  for (const Text& text : statement.actions) {
    if (!run.Spend(1)) break;
    if (HasWildcard(text.text) || !run.Spend(kSteps)) continue;
    const std::optional<ReferenceAction> action =
        reference.FindAction(text.text);
    if (!action.has_value() || action->wildcard_only() ||
        action->FindKey(key).has_value()) {
      continue;
    }
    strangers.actions.push_back(action->full_name());
  }
  strangers.all = strangers.actions.size() == statement.actions.size();
  return strangers;
}

void CheckActionsOfKey(const ServiceReference& reference,
                       const Statement& statement, const ConditionTest& test,
                       CheckRun& run) {
  const Strangers strangers =
      FindStrangers(reference, statement, test.key, run);
  if (strangers.actions.empty()) return;
  // A test that is true without the key may be meant for the others.
  const bool required = RequiresKey(test);
  if (!required && !strangers.all) return;
  run.Add(checks::kUnsupportedActionForConditionKey, test.key_where,
          absl::StrFormat(
              "requests for %s never have the key %s%s",
              NameList(strangers.actions), Quote(test.key),
              required ? ": the statement does not apply to them" : ""));
}

// Prefixes of keys that are no service's: AWS has some, and identity providers'
// have a domain or a path in them.
bool IsPrefixOfOthers(std::string_view prefix) {
  constexpr std::array<std::string_view, 5> kOthers = {
      "catalog", "cognito-identity-auth", "cognito-identity-unauth",
      "identitycenter", "saml"};
  return prefix.find_first_of("./$*?") != std::string_view::npos ||
         std::any_of(kOthers.begin(), kOthers.end(), [prefix](auto other) {
           return EqualsIgnoringAsciiCase(prefix, other);
         });
}

// "The service prefix in the action or condition key must match the
// specifications" (access-analyzer-reference-policy-checks, invalid service).
void CheckPrefix(const ServiceReference& reference, const ConditionTest& test,
                 std::string_view prefix, CheckRun& run) {
  if (prefix.size() == test.key.size() ||  // INVALID_CONDITION_KEY_FORMAT
      IsPrefixOfOthers(prefix) || reference.FindKey(test.key).has_value()) {
    return;
  }
  run.Add(checks::kInvalidService, test.key_where,
          absl::StrFormat("there is no service %s, as of %s", Quote(prefix),
                          reference.source().date));
}

void CheckKey(const ServiceReference& reference, const Statement& statement,
              const ConditionTest& test, CheckRun& run) {
  const std::string_view prefix = test.key.substr(0, test.key.find(':'));
  if (EqualsIgnoringAsciiCase(prefix, "aws")) return;
  if (!reference.FindService(prefix).has_value()) {
    return CheckPrefix(reference, test, prefix, run);
  }
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
  if (!key->global()) CheckActionsOfKey(reference, statement, test, run);
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
