#ifndef IAMEVAL_LIB_CHECKS_SERVICE_KEY_CHECKS_H_
#define IAMEVAL_LIB_CHECKS_SERVICE_KEY_CHECKS_H_

#include "checks/check_run.h"

namespace iameval::internal {

// Reports conditions on keys of services that do not protect what they seem to.
// Newer than semantics section 9.
void CheckServiceKeyUse(CheckRun& run);

}  // namespace iameval::internal

#endif  // IAMEVAL_LIB_CHECKS_SERVICE_KEY_CHECKS_H_
