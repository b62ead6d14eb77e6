#include "cli/question_issues.h"

#include <algorithm>
#include <cstddef>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "iameval/bulk.h"
#include "iameval/service_reference.h"

namespace iameval_cli {
namespace {

using iameval::ReferenceAction;
using iameval::ServiceReference;

QuestionIssue IssueOf(const ReferenceAction& action,
                      std::string_view resource) {
  if (resource == "*") return QuestionIssue::kNone;
  if (action.wildcard_only()) return QuestionIssue::kResourceNotApplicable;
  return action.TypesOf(resource).empty()
             ? QuestionIssue::kResourceTypeMismatch
             : QuestionIssue::kNone;
}

// Actions with the same have the same issues.
std::string TypesKey(const ReferenceAction& action) {
  std::string key(action.service());
  for (const auto& resource : action.resources()) {
    key += '\n';
    key += resource.type.service();
    key += ' ';
    key += resource.type.name();
  }
  return key;
}

}  // namespace

std::string_view CodeOf(QuestionIssue issue) {
  switch (issue) {
    case QuestionIssue::kNone:
      break;
    case QuestionIssue::kUnknownAction:
      return "UNKNOWN_ACTION";
    case QuestionIssue::kResourceNotApplicable:
      return "RESOURCE_NOT_APPLICABLE";
    case QuestionIssue::kResourceTypeMismatch:
      return "RESOURCE_TYPE_MISMATCH";
  }
  return "";
}

QuestionIssue FindIssue(const std::optional<ServiceReference>& reference,
                        std::string_view action, std::string_view resource) {
  if (!reference.has_value()) return QuestionIssue::kNone;
  const auto found = reference->FindAction(action);
  return found.has_value() ? IssueOf(*found, resource)
                           : QuestionIssue::kUnknownAction;
}

QuestionIssues::QuestionIssues(const std::optional<ServiceReference>& reference,
                               const iameval::Grid& grid)
    : resources_(grid.resources.size()) {
  issues_.reserve(grid.actions.size() * resources_);
  // Where the issues of the first action of a kind begin: few kinds, and long
  // lists of resources.
  std::map<std::string, std::size_t> known;
  for (const std::string& name : grid.actions) {
    const std::size_t begin = issues_.size();
    const auto action =
        reference.has_value() ? reference->FindAction(name) : std::nullopt;
    if (!action.has_value()) {
      issues_.insert(issues_.end(), resources_,
                     reference.has_value() ? QuestionIssue::kUnknownAction
                                           : QuestionIssue::kNone);
      continue;
    }
    const auto [same, is_new] = known.emplace(TypesKey(*action), begin);
    for (std::size_t r = 0; r < resources_; ++r) {
      issues_.push_back(is_new ? IssueOf(*action, grid.resources[r].resource)
                               : issues_[same->second + r]);
    }
  }
}

std::vector<bool> QuestionIssues::Unrelated() const {
  std::vector<bool> unrelated;
  unrelated.reserve(issues_.size());
  for (const QuestionIssue issue : issues_) {
    unrelated.push_back(issue == QuestionIssue::kResourceTypeMismatch ||
                        issue == QuestionIssue::kResourceNotApplicable);
  }
  return unrelated;
}

std::size_t QuestionIssues::Count(QuestionIssue issue) const {
  return static_cast<std::size_t>(
      std::count(issues_.begin(), issues_.end(), issue));
}

}  // namespace iameval_cli
