#ifndef IAMEVAL_LIB_COMPILER_PRINCIPALS_H_
#define IAMEVAL_LIB_COMPILER_PRINCIPALS_H_

#include "policy/model.h"
#include "program/program.h"

namespace iameval::internal {

// What one entry of a Principal or NotPrincipal map stands for (S-3.4 to
// S-3.12).
PrincipalCode CompilePrincipal(const PrincipalEntry& entry);

}  // namespace iameval::internal

#endif  // IAMEVAL_LIB_COMPILER_PRINCIPALS_H_
