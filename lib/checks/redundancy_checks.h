#ifndef IAMEVAL_LIB_CHECKS_REDUNDANCY_CHECKS_H_
#define IAMEVAL_LIB_CHECKS_REDUNDANCY_CHECKS_H_

#include "checks/check_run.h"

namespace iameval::internal {

// Reports what may be left out without a change of any decision: actions and
// resources that another pattern of their list covers, numbers under a
// numeric comparison that another one covers, statements that repeat an
// earlier one, and in a role trust policy sessions beside their role.
void CheckRedundancy(CheckRun& run);

}  // namespace iameval::internal

#endif  // IAMEVAL_LIB_CHECKS_REDUNDANCY_CHECKS_H_
