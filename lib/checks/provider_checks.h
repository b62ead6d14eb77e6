#ifndef IAMEVAL_LIB_CHECKS_PROVIDER_CHECKS_H_
#define IAMEVAL_LIB_CHECKS_PROVIDER_CHECKS_H_

#include "checks/check_run.h"

namespace iameval::internal {

// Reports role trust policies that trust an OpenID Connect provider and do not
// say whom of those that it knows: no condition on its claims, or for GitHub
// none on the repository or too wide a one.
void CheckIdentityProviders(CheckRun& run);

}  // namespace iameval::internal

#endif  // IAMEVAL_LIB_CHECKS_PROVIDER_CHECKS_H_
