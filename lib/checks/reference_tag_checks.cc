#include <algorithm>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "absl/strings/str_format.h"
#include "base/ascii.h"
#include "base/quote.h"
#include "checks/codes.h"
#include "checks/key_type_checks.h"
#include "checks/reference_checks.h"
#include "checks/words.h"
#include "policy/wildcards.h"

// Statements that depend on a resource's tag for actions whose requests never
// have one: the four checks "with unsupported tag condition key for service"
// of IAM Access Analyzer (access-analyzer-reference-policy-checks).

namespace iameval::internal {
namespace {

constexpr std::string_view kResourceTag = "aws:ResourceTag/";

bool IsResourceTag(std::string_view key) {
  return EqualsIgnoringAsciiCase(key.substr(0, kResourceTag.size()),
                                 kResourceTag);
}

// Of any kind: actions that set tags are left alone by IAM Access Analyzer,
// such as wisdom:CreateAssistant in AmazonConnectServiceLinkedRolePolicy.
bool HaveTags(const std::vector<ReferenceKey>& keys) {
  return std::any_of(keys.begin(), keys.end(), [](const ReferenceKey& key) {
    const std::string_view name = key.name();
    return name.starts_with(kResourceTag) ||
           name.starts_with("aws:RequestTag/") || name == "aws:TagKeys";
  });
}

bool SupportsTags(const ReferenceAction& action) {
  if (HaveTags(action.keys())) return true;
  const std::vector<ReferenceActionResource> resources = action.resources();
  return std::any_of(resources.begin(), resources.end(),
                     [](const ReferenceActionResource& resource) {
                       return HaveTags(resource.keys) ||
                              HaveTags(resource.type.keys());
                     });
}

// The entry of Action covers some actions, none of which has tags.
bool HasNoTags(const ServiceReference& reference, std::string_view entry,
               CheckRun& run) {
  constexpr std::size_t kSteps = 100;  // to go through an action's keys
  constexpr std::size_t kExpansionSteps = 1'000;
  if (!HasWildcard(entry)) {
    if (!run.Spend(kSteps)) return false;
    const std::optional<ReferenceAction> action = reference.FindAction(entry);
    return action.has_value() && !SupportsTags(*action);
  }
  if (HasWildcard(entry.substr(0, entry.find(':'))) ||
      !run.Spend(kExpansionSteps)) {
    return false;
  }
  const std::vector<ReferenceAction> actions = reference.ExpandActions(entry);
  return !actions.empty() && run.Spend(actions.size() * kSteps) &&
         std::none_of(actions.begin(), actions.end(), SupportsTags);
}

void CheckNotAction(const Statement& statement, const ConditionTest& test,
                    CheckRun& run) {
  run.Add(
      statement.allow ? checks::kAllowNotActionWithUnsupportedTagConditionKey
                      : checks::kDenyNotActionWithUnsupportedTagConditionKey,
      test.key_where,
      absl::StrFormat("many actions that NotAction leaves in never have the "
                      "key %s, and the statement does not %s them: list "
                      "actions instead",
                      Quote(test.key), statement.allow ? "allow" : "deny"));
}

void CheckAction(const Statement& statement, const ConditionTest& test,
                 const std::string& actions, CheckRun& run) {
  run.Add(statement.allow ? checks::kAllowWithUnsupportedTagConditionKey
                          : checks::kDenyWithUnsupportedTagConditionKey,
          test.key_where,
          absl::StrFormat("requests for %s never have the key %s: the "
                          "statement does not %s them",
                          actions, Quote(test.key),
                          statement.allow ? "allow" : "deny"));
}

// The statement's actions without tags, as a message has them.
std::string ActionsWithoutTags(const ServiceReference& reference,
                               const Statement& statement, CheckRun& run) {
  std::vector<std::string> actions;
  for (const Text& entry : statement.actions) {
    if (HasNoTags(reference, entry.text, run)) actions.emplace_back(entry.text);
  }
  return NameList(actions);
}

void CheckStatement(const ServiceReference& reference,
                    const Statement& statement, CheckRun& run) {
  std::optional<std::string> actions;  // when a test asks for them
  for (const ConditionTest& test : statement.conditions) {
    if (!IsResourceTag(test.key) || !RequiresKey(test)) continue;
    if (statement.not_action) {
      CheckNotAction(statement, test, run);
      continue;
    }
    if (!actions) actions = ActionsWithoutTags(reference, statement, run);
    if (!actions->empty()) CheckAction(statement, test, *actions, run);
  }
}

}  // namespace

void CheckTagKeys(const ServiceReference& reference, CheckRun& run) {
  for (const Statement& statement : run.document().statements) {
    CheckStatement(reference, statement, run);
  }
}

}  // namespace iameval::internal
