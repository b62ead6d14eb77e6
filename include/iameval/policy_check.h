#ifndef IAMEVAL_POLICY_CHECK_H_
#define IAMEVAL_POLICY_CHECK_H_

#include <vector>

#include "iameval/export.h"
#include "iameval/issue.h"
#include "iameval/policy.h"
#include "iameval/service_reference.h"

namespace iameval {

// What the author of a policy should know: policy.issues(), and among them, in
// the order of the text, what only a service reference can tell (semantics
// section 9):
//
//   INVALID_SERVICE_IN_ACTION      error: no service has that prefix
//   INVALID_ACTION                 error: the service has no such action
//   INVALID_SERVICE                error: no service has such ARNs or keys
//   RCP_SYNTAX_ERROR_ACTION        error: resource control policies do not
//                                  apply to the service
//   INVALID_ARN_RESOURCE, MISSING_ARN_REGION, MISSING_ARN_ACCOUNT,
//   ARN_REGION_NOT_ALLOWED, ARN_ACCOUNT_NOT_ALLOWED  error: no resource has
//                                  such an ARN
//   INVALID_SERVICE_CONDITION_KEY  error: the service has no such key
//   UNSUPPORTED_ACTION_FOR_CONDITION_KEY  error: requests for some of the
//                                  statement's actions never have that key
//   ALLOW_, DENY_, ALLOW_NOTACTION_, DENY_NOTACTION_WITH_UNSUPPORTED_TAG_
//   CONDITION_KEY_FOR_SERVICE      suggestion, security warning: nor the
//                                  resource's tag
//   MISSING_QUALIFIER and others of a key's type, for keys of services
//   UNSUPPORTED_RESOURCE_FOR_ACTION  warning: actions that take none of the
//                                  statement's resources, at the first of them:
//                                  the grant, or the prohibition, never has an
//                                  effect. AWS has no code for that
//
// A reference may be older than the policy: that it does not know a name need
// not mean that AWS does not. No decision depends on issues (S-9.1).
//
// Thread-safe. Costs some microseconds for each action, resource and condition
// key; bounded for documents of any content.
[[nodiscard]] IAMEVAL_EXPORT std::vector<Issue> CheckPolicy(
    const ServiceReference& reference, const Policy& policy);

}  // namespace iameval

#endif  // IAMEVAL_POLICY_CHECK_H_
