#ifndef IAMEVAL_LIB_CHECKS_RCP_CHECKS_H_
#define IAMEVAL_LIB_CHECKS_RCP_CHECKS_H_

#include "checks/check_run.h"

namespace iameval::internal {

// Reports Deny statements of resource control policies that hit more than they
// mean: services where callers are meant, callers where services are.
void CheckResourceControl(CheckRun& run);

}  // namespace iameval::internal

#endif  // IAMEVAL_LIB_CHECKS_RCP_CHECKS_H_
