#ifndef IAMEVAL_LIB_AUTOMATA_GLOB_TEMPLATE_H_
#define IAMEVAL_LIB_AUTOMATA_GLOB_TEMPLATE_H_

#include <span>
#include <string_view>

#include "automata/glob_pattern.h"
#include "base/byte_lanes.h"

// Matching of patterns with holes. The values are read where they are; only
// what has to be searched for is put together, on the stack.

namespace iameval::internal {

// The whole text (S-2.10); `values[i]` is the literal text of hole i (S-4.11).
// False if a hole has no value. `pattern` is folded if `letter_case` is kFold,
// values need not be. Also right for patterns without holes. No allocation.
//
// Linear in the text, but for one case: where a chunk (what stands between two
// stars) has more than 4,096 characters, the text may be compared with it at
// each place.
bool MatchesTemplate(std::string_view text, const GlobPattern& pattern,
                     std::span<const std::string_view> values,
                     LetterCase letter_case) noexcept;

// The same field by field (S-5.12): pattern and text are both split at their
// first five colons, and fewer than six fields on either side are no match
// . Values are inserted before the pattern is split, as a reader of the
// document would do it: with hole 0 = "b:c", `a:${0}:*:d:e:f` has the fields
// a, b, c, *, d and "e:f".
bool MatchesArnTemplate(std::string_view text, const GlobPattern& pattern,
                        std::span<const std::string_view> values,
                        LetterCase letter_case) noexcept;

}  // namespace iameval::internal

#endif  // IAMEVAL_LIB_AUTOMATA_GLOB_TEMPLATE_H_
