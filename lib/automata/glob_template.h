#ifndef IAMEVAL_LIB_AUTOMATA_GLOB_TEMPLATE_H_
#define IAMEVAL_LIB_AUTOMATA_GLOB_TEMPLATE_H_

#include <span>
#include <string_view>

#include "automata/glob_pattern.h"
#include "base/byte_lanes.h"

// Matching of patterns with holes. The values are read where they are; only
// what has to be searched for is put together, on the stack.

namespace iameval::internal {

// Whole text; `pattern` is folded if `letter_case` is kFold, values need not
// be. False if a hole has no value.
bool MatchesTemplate(std::string_view text, const GlobPattern& pattern,
                     std::span<const std::string_view> values,
                     LetterCase letter_case) noexcept;

// Six fields (S-5.12), split after the values were inserted.
bool MatchesArnTemplate(std::string_view text, const GlobPattern& pattern,
                        std::span<const std::string_view> values,
                        LetterCase letter_case) noexcept;

}  // namespace iameval::internal

#endif  // IAMEVAL_LIB_AUTOMATA_GLOB_TEMPLATE_H_
