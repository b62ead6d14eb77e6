#ifndef IAMEVAL_LIB_CHECKS_SESSION_KEY_CHECKS_H_
#define IAMEVAL_LIB_CHECKS_SESSION_KEY_CHECKS_H_

#include "checks/check_run.h"

namespace iameval::internal {

// Reports conditions of a role's trust policy on a source identity or on
// session tags that nobody may set, for want of the action that allows it.
void CheckSessionKeys(CheckRun& run);

}  // namespace iameval::internal

#endif  // IAMEVAL_LIB_CHECKS_SESSION_KEY_CHECKS_H_
