#include <algorithm>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "absl/strings/str_format.h"
#include "checks/codes.h"
#include "checks/reference_checks.h"
#include "checks/words.h"
#include "policy/wildcards.h"

namespace iameval::internal {
namespace {

// The pattern as one that matches no less, and only with wildcards: what a
// variable stands for is not known, and fields that are missing are any
// (S-2.12).
std::string Widened(std::string_view pattern) {
  std::string wide;
  while (!pattern.empty()) {
    const std::size_t open = pattern.find("${");
    wide += pattern.substr(0, open);
    if (open == std::string_view::npos) break;
    wide += '*';
    const std::size_t close = pattern.find('}', open);
    if (close == std::string_view::npos) break;
    pattern.remove_prefix(close + 1);
  }
  const auto colons = std::count(wide.begin(), wide.end(), ':');
  for (auto i = colons; i < 5; ++i) wide += ":*";
  return wide;
}

// Matches what actions without a resource are asked of (S-2.15).
bool IsAll(std::string_view pattern) {
  return pattern.find_first_not_of('*') == std::string_view::npos;
}

// The action takes one of the resources, or it is not known that it does not.
bool TakesOne(const ReferenceAction& action,
              const std::vector<std::string>& patterns, CheckRun& run) {
  if (action.wildcard_only()) return false;
  for (const std::string& pattern : patterns) {
    // A pattern is compared with the formats of a service.
    if (!run.Spend(pattern.size() * 20)) return true;
    if (!action.TypesUnder(pattern).empty()) return true;
  }
  return false;
}

// The formats of the ARNs that the action takes, as many as fit.
std::string FormatsOf(const ReferenceAction& action) {
  constexpr std::size_t kEnough = 150;
  std::string formats;
  for (const ReferenceActionResource& resource : action.resources()) {
    if (!formats.empty()) formats += " or ";
    if (formats.size() > kEnough) return formats + "others";
    formats += resource.type.arn_formats().front();
  }
  return formats;
}

// A statement's actions that none of its resources is for.
struct DeadActions {
  std::optional<Extent> first;  // of them in the text
  std::vector<std::string> without_resource;
  std::vector<std::string> of_others;
  std::string taken;  // by the first of those

  void Add(const ReferenceAction& action, Extent where) {
    if (!first.has_value()) first = where;
    if (action.wildcard_only()) {
      without_resource.push_back(action.full_name());
      return;
    }
    if (of_others.empty()) taken = FormatsOf(action);
    of_others.push_back(action.full_name());
  }

  [[nodiscard]] std::string Message() const {
    std::string message;
    if (!of_others.empty()) {
      message = absl::StrFormat(
          "%s %s none of these resources, but %s%s", NameList(of_others),
          of_others.size() == 1 ? "takes" : "take",
          of_others.size() == 1 ? "" : of_others.front() + " takes ", taken);
    }
    if (!without_resource.empty()) {
      const bool one = without_resource.size() == 1;
      absl::StrAppendFormat(
          &message, "%s%s %s no resource, so only \"*\" as Resource covers %s",
          message.empty() ? "" : "; ", NameList(without_resource),
          one ? "takes" : "take", one ? "it" : "them");
    }
    return message;
  }
};

void CheckActions(const ServiceReference& reference, const Statement& statement,
                  CheckRun& run) {
  if (statement.not_action ||
      statement.resource_form != ResourceForm::kResource) {
    return;
  }
  std::vector<std::string> patterns;
  for (const Text& resource : statement.resources) {
    if (IsAll(resource.text)) return;
    patterns.push_back(Widened(resource.text));
  }
  if (patterns.empty()) return;
  DeadActions dead;
  for (const Text& text : statement.actions) {
    if (HasWildcard(text.text)) continue;
    const std::optional<ReferenceAction> action =
        reference.FindAction(text.text);
    if (action.has_value() && !TakesOne(*action, patterns, run)) {
      dead.Add(*action, text.where);
    }
  }
  if (!dead.first.has_value()) return;
  run.Add(checks::kUnsupportedResourceForAction, *dead.first, dead.Message());
}

}  // namespace

void CheckResourceTypes(const ServiceReference& reference, CheckRun& run) {
  for (const Statement& statement : run.document().statements) {
    CheckActions(reference, statement, run);
  }
}

}  // namespace iameval::internal
