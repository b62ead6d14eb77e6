#ifndef IAMEVAL_LIB_POLICY_WILDCARDS_H_
#define IAMEVAL_LIB_POLICY_WILDCARDS_H_

#include <bit>
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "base/byte_lanes.h"

namespace iameval::internal {

constexpr bool IsWildcard(char c) { return c == '*' || c == '?'; }

// The texts are short: a loop beats a call of the library's search.
constexpr bool HasWildcard(std::string_view text) {
  for (const char c : text) {
    if (IsWildcard(c)) return true;
  }
  return false;
}

// The same of a text that may be longer. Reads up to fifteen bytes beyond it,
// as one in a document may be.
inline bool HasWildcardInLanes(std::string_view text) {
  for (std::size_t at = 0; at < text.size(); at += ByteLanes::kSize) {
    const ByteLanes lanes = ByteLanes::Load(text.data() + at);
    const std::uint32_t found = lanes.Equal(ByteLanes::Fill('*'))
                                    .Or(lanes.Equal(ByteLanes::Fill('?')))
                                    .Mask();
    if (found != 0) {
      return at + static_cast<std::size_t>(std::countr_zero(found)) <
             text.size();
    }
  }
  return false;
}

}  // namespace iameval::internal

#endif  // IAMEVAL_LIB_POLICY_WILDCARDS_H_
