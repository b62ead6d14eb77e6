#include "policy/attached_service.h"

#include <algorithm>
#include <cstddef>
#include <optional>
#include <vector>

#include "base/arn.h"
#include "base/ascii.h"
#include "policy/wildcards.h"

namespace iameval::internal {
namespace {

// More services than that, and it is no policy of a resource.
constexpr std::size_t kMost = 16;

void AddOnce(std::string name, std::vector<std::string>& names) {
  if (!name.empty() && names.size() < kMost &&
      std::find(names.begin(), names.end(), name) == names.end()) {
    names.push_back(std::move(name));
  }
}

}  // namespace

std::string ServiceOfAction(std::string_view action) {
  const std::size_t colon = action.find(':');
  if (colon == std::string_view::npos) return {};
  const std::string_view prefix = action.substr(0, colon);
  return HasWildcard(prefix) ? std::string() : FoldAscii(prefix);
}

std::string_view ServiceOfArn(std::string_view text) {
  const std::optional<Arn> arn = ParseArn(text);
  if (!arn.has_value() || HasWildcard(arn->service) ||
      arn->service.find('$') != std::string_view::npos) {
    return {};
  }
  return arn->service;
}

std::string AttachedService(const Document& document) {
  if (document.type != PolicyType::kResource) return {};
  std::vector<std::string> of_actions;
  std::vector<std::string> of_arns;
  for (const Statement& statement : document.statements) {
    for (const Text& action : statement.actions) {
      AddOnce(ServiceOfAction(action.text), of_actions);
    }
    for (const Text& resource : statement.resources) {
      AddOnce(std::string(ServiceOfArn(resource.text)), of_arns);
    }
  }
  if (!of_arns.empty()) {
    std::erase_if(of_actions, [&of_arns](const std::string& name) {
      return std::find(of_arns.begin(), of_arns.end(), name) == of_arns.end();
    });
  }
  return of_actions.size() == 1 ? of_actions.front() : std::string();
}

}  // namespace iameval::internal
