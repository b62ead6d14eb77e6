#ifndef IAMEVAL_LIB_COMPILER_CONDITIONS_H_
#define IAMEVAL_LIB_COMPILER_CONDITIONS_H_

#include "policy/model.h"
#include "program/condition_code.h"
#include "program/key_table.h"

namespace iameval::internal {

// One key under one operator. `variables`: the document's version has policy
// variables (S-4.3).
TestCode CompileTest(const ConditionTest& test, bool variables,
                     KeyTable& keys);

}  // namespace iameval::internal

#endif  // IAMEVAL_LIB_COMPILER_CONDITIONS_H_
