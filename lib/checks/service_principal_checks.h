#ifndef IAMEVAL_LIB_CHECKS_SERVICE_PRINCIPAL_CHECKS_H_
#define IAMEVAL_LIB_CHECKS_SERVICE_PRINCIPAL_CHECKS_H_

#include "checks/check_run.h"

namespace iameval::internal {

// Reports resource-based policies that let a service in for whomever it acts,
// and conditions on keys that no service has when it calls.
void CheckServicePrincipals(CheckRun& run);

}  // namespace iameval::internal

#endif  // IAMEVAL_LIB_CHECKS_SERVICE_PRINCIPAL_CHECKS_H_
