#ifndef IAMEVAL_LIB_CHECKS_RESOURCE_POLICY_CHECKS_H_
#define IAMEVAL_LIB_CHECKS_RESOURCE_POLICY_CHECKS_H_

#include "checks/check_run.h"

namespace iameval::internal {

// Reports what has no place in the policy of a resource: actions and ARNs of
// other services than the resource's, and keys whose value the resource fixes.
void CheckResourcePolicy(CheckRun& run);

}  // namespace iameval::internal

#endif  // IAMEVAL_LIB_CHECKS_RESOURCE_POLICY_CHECKS_H_
