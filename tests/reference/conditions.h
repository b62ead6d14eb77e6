#ifndef IAMEVAL_TESTS_REFERENCE_CONDITIONS_H_
#define IAMEVAL_TESTS_REFERENCE_CONDITIONS_H_

#include "policy/model.h"
#include "reference/context.h"

namespace iameval::reference {

// One key under one operator holds for the request (section 5). A statement's
// Condition holds when all of its tests do (S-5.1). `has_variables` is the
// document's (S-4.3).
bool TestHolds(const internal::ConditionTest& test, bool has_variables,
               const Context& context);

}  // namespace iameval::reference

#endif  // IAMEVAL_TESTS_REFERENCE_CONDITIONS_H_
