#ifndef IAMEVAL_LIB_CHECKS_VALUE_CHECKS_H_
#define IAMEVAL_LIB_CHECKS_VALUE_CHECKS_H_

#include "checks/check_run.h"

namespace iameval::internal {

// Reports condition values that say less than they seem to: `*` under
// StringLike and StringNotLike, which only asks whether the key is present, and
// numbers and booleans where a string is compared.
void CheckConditionValues(CheckRun& run);

}  // namespace iameval::internal

#endif  // IAMEVAL_LIB_CHECKS_VALUE_CHECKS_H_
