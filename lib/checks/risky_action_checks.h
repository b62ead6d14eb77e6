#ifndef IAMEVAL_LIB_CHECKS_RISKY_ACTION_CHECKS_H_
#define IAMEVAL_LIB_CHECKS_RISKY_ACTION_CHECKS_H_

#include "checks/check_run.h"

namespace iameval::internal {

// Reports Allow statements that grant iam:PassRole or
// iam:CreateServiceLinkedRole for every role, and no condition says for which
// service or resource.
void CheckRiskyActions(CheckRun& run);

}  // namespace iameval::internal

#endif  // IAMEVAL_LIB_CHECKS_RISKY_ACTION_CHECKS_H_
