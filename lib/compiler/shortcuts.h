#ifndef IAMEVAL_LIB_COMPILER_SHORTCUTS_H_
#define IAMEVAL_LIB_COMPILER_SHORTCUTS_H_

#include "program/program.h"

// What service control policies are made of: the same costly test in many
// statements, and NotAction lists of dozens of patterns. Both are prepared
// here, once all statements are there.

namespace iameval::internal {

// Numbers the costly tests that several statements share (TestCode::memo).
void NumberSharedTests(Program& program);

// For NotAction statements: which of the named actions they list, as bits
// (StatementCode::listed). REQUIRES: patterns_of_action is filled in.
void ListExcludedActions(Program& program);

}  // namespace iameval::internal

#endif  // IAMEVAL_LIB_COMPILER_SHORTCUTS_H_
