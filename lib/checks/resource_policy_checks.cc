#include "checks/resource_policy_checks.h"

#include <string>
#include <string_view>

#include "absl/strings/str_format.h"
#include "base/ascii.h"
#include "base/quote.h"
#include "checks/codes.h"
#include "policy/attached_service.h"

// IAM Access Analyzer is told the resource to which the policy is attached
// (validatePolicyResourceType); here it follows from the document, or nothing
// is said. Source of the three checks: access-analyzer-reference-policy-checks.

namespace iameval::internal {
namespace {

void CheckActions(CheckRun& run, const Statement& statement,
                  const std::string& attached) {
  if (statement.not_action) return;
  for (const Text& action : statement.actions) {
    const std::string service = ServiceOfAction(action.text);
    if (service.empty() || service == attached) continue;
    run.Add(checks::kUnsupportedActionInPolicy, action.where,
            absl::StrFormat("%s has no place in the policy of a resource of "
                            "%s, as this one seems to be",
                            Quote(action.text), attached));
  }
}

void CheckArns(CheckRun& run, const Statement& statement,
               const std::string& attached) {
  for (const Text& resource : statement.resources) {
    const std::string_view service = ServiceOfArn(resource.text);
    if (service.empty() || service == attached) continue;
    run.Add(checks::kUnsupportedResourceArnInPolicy, resource.where,
            absl::StrFormat("%s has no place in the policy of a resource of "
                            "%s, as this one seems to be",
                            Quote(resource.text), attached));
  }
}

void CheckKeys(CheckRun& run, const Statement& statement) {
  for (const ConditionTest& test : statement.conditions) {
    if (!EqualsIgnoringAsciiCase(test.key, "s3:ResourceAccount")) continue;
    run.Add(checks::kIrrelevantConditionKeyInPolicy, test.key_where,
            absl::StrFormat("%s is always the bucket's own account: it belongs "
                            "in identity-based policies",
                            Quote(test.key)));
  }
}

}  // namespace

void CheckResourcePolicy(CheckRun& run) {
  const std::string attached = AttachedService(run.document());
  if (attached.empty()) return;
  for (const Statement& statement : run.document().statements) {
    CheckActions(run, statement, attached);
    CheckArns(run, statement, attached);
    if (attached == "s3") CheckKeys(run, statement);
  }
}

}  // namespace iameval::internal
