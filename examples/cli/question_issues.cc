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
                               const iameval::Grid& grid) {
  std::map<std::string, std::size_t> known;
  for (const std::string& name : grid.actions) {
    const auto action =
        reference.has_value() ? reference->FindAction(name) : std::nullopt;
    const auto [row, is_new] = known.emplace(
        action.has_value() ? TypesKey(*action) : "", rows_.size());
    row_of_action_.push_back(row->second);
    if (!is_new) continue;
    std::vector<QuestionIssue>& issues = rows_.emplace_back();
    for (const iameval::GridResource& resource : grid.resources) {
      issues.push_back(FindIssue(reference, name, resource.resource));
    }
  }
}

std::vector<bool> QuestionIssues::Unrelated() const {
  std::vector<bool> unrelated;
  for (const std::size_t row : row_of_action_) {
    for (const QuestionIssue issue : rows_[row]) {
      unrelated.push_back(issue == QuestionIssue::kResourceTypeMismatch ||
                          issue == QuestionIssue::kResourceNotApplicable);
    }
  }
  return unrelated;
}

std::size_t QuestionIssues::Count(QuestionIssue issue) const {
  std::size_t count = 0;
  for (const std::size_t row : row_of_action_) {
    count += static_cast<std::size_t>(
        std::count(rows_[row].begin(), rows_[row].end(), issue));
  }
  return count;
}

}  // namespace iameval_cli
