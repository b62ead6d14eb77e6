#include <span>
#include <utility>

#include "checks/check_run.h"
#include "checks/document_issues.h"
#include "checks/reference_checks.h"
#include "iameval/policy_check.h"

namespace iameval {

std::vector<Issue> CheckPolicy(const ServiceReference& reference,
                               const Policy& policy) {
  internal::CheckRun run(*policy.document());
  internal::CheckActionNames(reference, run);
  internal::CheckServiceKeys(reference, run);
  internal::CheckTagKeys(reference, run);
  internal::CheckArns(reference, run);
  internal::CheckResourceTypes(reference, run);
  const std::span<const Issue> issues = policy.issues();
  return internal::MergeIssues({issues.begin(), issues.end()},
                               std::move(run).TakeIssues());
}

}  // namespace iameval
