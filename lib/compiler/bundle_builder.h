#ifndef IAMEVAL_LIB_COMPILER_BUNDLE_BUILDER_H_
#define IAMEVAL_LIB_COMPILER_BUNDLE_BUILDER_H_

#include <span>
#include <vector>

#include "program/program.h"

namespace iameval::internal {

// For each action pattern, the actions of the program that match it.
using ActionsOfPattern = std::vector<std::vector<ActionId>>;

// Arranges statements of a finished program into a bundle. REQUIRES: the
// program's actions, patterns and statements are complete. Near linear in the
// statements' size: a pattern that many actions match and many statements have
// is shared between the actions' entries instead of being copied into each.
Bundle BuildBundle(const Program& program, const ActionsOfPattern& actions_of,
                   std::span<const StatementId> statements);

}  // namespace iameval::internal

#endif  // IAMEVAL_LIB_COMPILER_BUNDLE_BUILDER_H_
