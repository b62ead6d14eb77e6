#ifndef IAMEVAL_LIB_CHECKS_NAME_CHECKS_H_
#define IAMEVAL_LIB_CHECKS_NAME_CHECKS_H_

#include "checks/check_run.h"

namespace iameval::internal {

// Reports names of partitions, regions, services and service principals that
// AWS does not have, as far as their form tells.
void CheckNames(CheckRun& run);

}  // namespace iameval::internal

#endif  // IAMEVAL_LIB_CHECKS_NAME_CHECKS_H_
