#ifndef IAMEVAL_LIB_COMPILER_SHORTCUTS_H_
#define IAMEVAL_LIB_COMPILER_SHORTCUTS_H_

#include "compiler/action_matches.h"
#include "program/program.h"

// What service control policies are made of: the same costly test in many
// statements, exemptions of callers, and NotAction lists of dozens of patterns.
// All are prepared here, once all statements are there.

namespace iameval::internal {

// Numbers the tests whose outcome is remembered (TestCode::memo): within a
// decision the costly ones that several statements share, and with a caller
// those of keys that say who calls (Program::caller_tests).
void NumberTests(Program& program);

// For NotAction statements: which of the named actions they list, as bits
// (StatementCode::listed).
void ListExcludedActions(const ActionsOfPattern& actions_of, Program& program);

}  // namespace iameval::internal

#endif  // IAMEVAL_LIB_COMPILER_SHORTCUTS_H_
