#include <algorithm>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "absl/strings/str_format.h"
#include "base/arn.h"
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

// Stars and colons alone, besides the word: any of them.
bool IsAnyOf(std::string_view word, std::string_view text) {
  const std::size_t at = text.find(word);
  if (at == std::string_view::npos) return IsAll(text);
  return text.find_first_not_of("*:") == at &&
         text.find_first_not_of("*:", at + word.size()) ==
             std::string_view::npos;
}

// CloudWatch Logs has other ideas of its resources than the reference. Of
// actions that take none its guide says that Resource is "log-group:*"
// (AWS-logs-infrastructure-CWL), and actions on log groups are granted on
// "log-group:...:log-stream:*" in two dozen of AWS's managed policies, such as
// AmazonRDSServiceRolePolicy. `action` is one of theirs.
bool IsForLogs(const ReferenceAction& action, std::string_view pattern) {
  const std::optional<Arn> arn = ParseArn(pattern);
  if (!arn.has_value() || arn->service != "logs") return false;
  if (!action.wildcard_only()) return arn->resource.starts_with("log-group:");
  const std::string_view name =
      arn->resource.substr(0, arn->resource.find(":log-stream"));
  return IsAnyOf("log-group", name);
}

// The action takes one of the resources, or it is not known that it does not.
bool TakesOne(const ReferenceAction& action,
              const std::vector<std::string>& patterns, CheckRun& run) {
  const bool logs = action.service() == "logs";
  if (action.wildcard_only() && !logs) return false;
  for (const std::string& pattern : patterns) {
    if (logs && (!run.Spend(1) || IsForLogs(action, pattern))) return true;
    if (action.wildcard_only()) continue;
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
      message = of_others.size() == 1
                    ? absl::StrFormat(
                          "%s has no effect here: it takes %s, and none "
                          "of these resources is one",
                          of_others.front(), taken)
                    : absl::StrFormat(
                          "%s have no effect here: they take none of "
                          "these resources, %s for one takes %s",
                          NameList(of_others), of_others.front(), taken);
    }
    if (without_resource.empty()) return message;
    if (!message.empty()) message += "; ";
    if (without_resource.size() == 1) {
      absl::StrAppendFormat(&message,
                            "%s has no effect here: it takes no resource, so "
                            "only \"*\" as Resource covers it",
                            without_resource.front());
    } else {
      absl::StrAppendFormat(&message,
                            "%s have no effect here: they take no resource, so "
                            "only \"*\" as Resource covers them",
                            NameList(without_resource));
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
