#ifndef IAMEVAL_LIB_CHECKS_KEY_TYPE_CHECKS_H_
#define IAMEVAL_LIB_CHECKS_KEY_TYPE_CHECKS_H_

#include "checks/check_run.h"
#include "checks/global_keys.h"

namespace iameval::internal {

// The test compares the key's value, and is false where a request does not have
// the key (S-5.3). Not said of Null, which is there to ask for that.
bool RequiresKey(const ConditionTest& test);

// Reports condition operators and qualifiers that do not go with their key:
// another type, a list compared without a qualifier, a single value with one.
// Null fits every key (S-8.9).
void CheckKeyType(CheckRun& run, const Statement& statement,
                  const ConditionTest& test, const KeyFacts& facts);

// CheckKeyType for keys that are known without the service reference, and
// global keys that do not exist.
void CheckGlobalKeys(CheckRun& run);

}  // namespace iameval::internal

#endif  // IAMEVAL_LIB_CHECKS_KEY_TYPE_CHECKS_H_
