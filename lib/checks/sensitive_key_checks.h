#ifndef IAMEVAL_LIB_CHECKS_SENSITIVE_KEY_CHECKS_H_
#define IAMEVAL_LIB_CHECKS_SENSITIVE_KEY_CHECKS_H_

#include "checks/check_run.h"

namespace iameval::internal {

// Reports conditions that hold less than they promise because of their key:
// wildcards where AWS sees no use for them, values that the caller chooses,
// keys that only some services set.
void CheckSensitiveKeys(CheckRun& run);

}  // namespace iameval::internal

#endif  // IAMEVAL_LIB_CHECKS_SENSITIVE_KEY_CHECKS_H_
