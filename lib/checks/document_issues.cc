#include "checks/document_issues.h"

#include <algorithm>
#include <cstddef>
#include <iterator>
#include <mutex>
#include <span>
#include <utility>

#include "absl/strings/str_format.h"
#include "checks/check_run.h"
#include "checks/key_type_checks.h"
#include "checks/name_checks.h"
#include "checks/provider_checks.h"
#include "checks/rcp_checks.h"
#include "checks/redundancy_checks.h"
#include "checks/resource_policy_checks.h"
#include "checks/risky_action_checks.h"
#include "checks/sensitive_key_checks.h"
#include "checks/service_key_checks.h"
#include "checks/service_principal_checks.h"
#include "checks/session_key_checks.h"
#include "checks/value_checks.h"
#include "iameval/policy.h"

namespace iameval::internal {

std::vector<Issue> MergeIssues(std::vector<Issue> issues,
                               std::vector<Issue> more) {
  if (more.empty()) return issues;
  const std::size_t room = CheckRun::kMaxFindings - issues.size();
  if (more.size() > room) {
    const std::size_t left_out = more.size() - room;
    more.resize(room);
    Issue& last = more.empty() ? issues.back() : more.back();
    absl::StrAppendFormat(&last.message, "; %d more findings are left out",
                          left_out);
  }
  const auto middle = static_cast<std::ptrdiff_t>(issues.size());
  std::move(more.begin(), more.end(), std::back_inserter(issues));
  std::inplace_merge(
      issues.begin(), issues.begin() + middle, issues.end(),
      [](const Issue& a, const Issue& b) { return a.offset < b.offset; });
  return issues;
}

std::vector<Issue> AllIssues(const Document& document) {
  CheckRun run(document);
  CheckRedundancy(run);
  CheckRiskyActions(run);
  CheckConditionValues(run);
  CheckIdentityProviders(run);
  CheckGlobalKeys(run);
  CheckNames(run);
  CheckServicePrincipals(run);
  CheckSessionKeys(run);
  CheckResourcePolicy(run);
  CheckSensitiveKeys(run);
  CheckServiceKeyUse(run);
  CheckResourceControl(run);
  return MergeIssues(document.issues, std::move(run).TakeIssues());
}

}  // namespace iameval::internal

namespace iameval {

// Here, not in policy/policy.cc: the parser does not know of these checks.
std::span<const Issue> Policy::issues() const {
  const internal::Document& document = *document_;
  std::call_once(document.checked, [&document] {
    document.all_issues = internal::AllIssues(document);
  });
  return document.all_issues;
}

}  // namespace iameval
