#include "program/bundle.h"

#include <cstddef>

namespace iameval::internal {

EntryId Bundle::FindPattern(PatternId pattern) const {
  // Without a branch on where it is, which nobody can guess.
  std::size_t at = 0;
  for (std::size_t left = entry_of_pattern.size(); left > 1;) {
    const std::size_t half = left / 2;
    const bool beyond = entry_of_pattern[at + half].first <= pattern;
    at += half & -std::size_t{beyond};
    left -= half;
  }
  return at < entry_of_pattern.size() && entry_of_pattern[at].first == pattern
             ? entry_of_pattern[at].second
             : kNoEntry;
}

}  // namespace iameval::internal
