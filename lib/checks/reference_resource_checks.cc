#include <algorithm>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "absl/strings/str_format.h"
#include "base/quote.h"
#include "checks/codes.h"
#include "checks/reference_checks.h"
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

std::string Explain(const ReferenceAction& action) {
  if (action.wildcard_only()) {
    return absl::StrFormat("%s takes no resource: only \"*\" covers it",
                           action.full_name());
  }
  const std::vector<ReferenceActionResource> taken = action.resources();
  std::string formats;
  for (const ReferenceActionResource& resource : taken) {
    if (!formats.empty()) formats += " or ";
    if (formats.size() > 150) {
      formats += "others";
      break;
    }
    formats += resource.type.arn_formats().front();
  }
  return absl::StrFormat("%s takes none of these resources, but %s",
                         action.full_name(), formats);
}

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
  for (const Text& text : statement.actions) {
    if (HasWildcard(text.text)) continue;
    const std::optional<ReferenceAction> action =
        reference.FindAction(text.text);
    if (!action.has_value() || TakesOne(*action, patterns, run)) continue;
    run.Add(checks::kUnsupportedResourceForAction, text.where,
            Explain(*action));
  }
}

}  // namespace

void CheckResourceTypes(const ServiceReference& reference, CheckRun& run) {
  for (const Statement& statement : run.document().statements) {
    CheckActions(reference, statement, run);
  }
}

}  // namespace iameval::internal
