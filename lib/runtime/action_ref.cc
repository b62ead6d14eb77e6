#include "runtime/action_ref.h"

namespace iameval::internal {

ActionRef::ActionRef(const Program& program, std::string_view folded,
                     std::uint64_t hash) {
  Set(program, folded, program.actions.Find(folded, hash));
}

void ActionRef::FindPatterns(const Program& program) {
  std::size_t count = 0;
  overflowed_ = !program.action_pattern_index.ForEachMatch(
      program.action_patterns, folded_, [&](PatternId pattern) {
        if (count == kCapacity) return false;
        found_[count++] = pattern;
        return true;
      });
  patterns_ = std::span<const PatternId>(found_.data(), count);
}

}  // namespace iameval::internal
