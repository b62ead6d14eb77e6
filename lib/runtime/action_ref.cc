#include "runtime/action_ref.h"

namespace iameval::internal {

ActionRef::ActionRef(const Program& program, std::string_view folded,
                     std::uint64_t hash)
    : folded_(folded), id_(program.actions.Find(folded, hash)) {
  if (id_ != kUnknownAction) {
    patterns_ = In(program.matched_patterns, program.patterns_of_action[id_]);
    return;
  }
  FindPatterns(program);
}

ActionRef::ActionRef(const Program& program, std::string_view folded)
    : folded_(folded), id_(kUnknownAction) {
  FindPatterns(program);
}

void ActionRef::FindPatterns(const Program& program) {
  std::size_t count = 0;
  overflowed_ = !program.action_pattern_set.ForEachMatch(
      folded_, [&](PatternId pattern) {
        if (count == kCapacity) return false;
        found_[count++] = pattern;
        return true;
      });
  patterns_ = std::span<const PatternId>(found_.data(), count);
}

}  // namespace iameval::internal
