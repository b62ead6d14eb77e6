#include "program/bundle.h"

#include <algorithm>

namespace iameval::internal {

EntryId Bundle::FindPattern(PatternId pattern) const {
  const auto it = std::lower_bound(
      entry_of_pattern.begin(), entry_of_pattern.end(), pattern,
      [](const auto& place, PatternId id) { return place.first < id; });
  return it != entry_of_pattern.end() && it->first == pattern ? it->second
                                                              : kNoEntry;
}

}  // namespace iameval::internal
