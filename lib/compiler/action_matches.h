#ifndef IAMEVAL_LIB_COMPILER_ACTION_MATCHES_H_
#define IAMEVAL_LIB_COMPILER_ACTION_MATCHES_H_

#include <span>
#include <vector>

#include "program/name_table.h"
#include "program/program.h"

namespace iameval::internal {

// For each action pattern, the actions of the program that match it, ascending.
struct ActionsOfPattern {
  std::vector<Slice> lists;  // in `actions`
  std::vector<ActionId> actions;

  std::span<const ActionId> operator[](PatternId pattern) const {
    return In(actions, lists[pattern]);
  }
};

// Tries every action pattern of the program on every action, and fills
// patterns_of_action and matched_patterns. `texts` are the patterns as text, in
// lower case, with the patterns' ids. In time about linear in actions, patterns
// and matches.
ActionsOfPattern MatchActionPatterns(const NameTable& texts, Program& program);

}  // namespace iameval::internal

#endif  // IAMEVAL_LIB_COMPILER_ACTION_MATCHES_H_
