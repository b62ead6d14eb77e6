#ifndef IAMEVAL_TESTS_REFERENCE_PATTERNS_H_
#define IAMEVAL_TESTS_REFERENCE_PATTERNS_H_

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "reference/context.h"

namespace iameval::reference {

// --- Policy variables (section 4) ---

// A run of a policy-side string. Inserted text is literal: it came from a
// variable, and `*` and `?` in it are no wildcards (S-4.5, S-4.11).
struct Piece {
  std::string text;
  bool inserted = false;
};
using Expansion = std::vector<Piece>;

// `text` with its variables replaced; nullopt when one has neither value nor
// default (S-4.13). Text that is no well-formed variable stands for itself
// (S-4.15).
std::optional<Expansion> Expand(std::string_view text, const Context& context);

// `text` as it is, for where there are no variables (S-4.3).
Expansion Verbatim(std::string_view text);

// The pieces joined, for comparison without wildcards.
std::string Join(const Expansion& expansion);

// --- Globs (S-2.8, S-5.5) ---

struct PatternItem {
  enum class Kind : std::uint8_t {
    kByte,          // this byte
    kAnyCharacter,  // `?`: one UTF-8 character
    kAnyRun,        // `*`: any number of characters
  };
  Kind kind = Kind::kByte;
  char byte = 0;
};
using Pattern = std::vector<PatternItem>;

Pattern ToPattern(const Expansion& expansion);

// The whole text matches the whole pattern. Time is proportional to the product
// of the sizes.
bool Matches(std::span<const PatternItem> pattern, std::string_view text);

// The fields of a pattern, cut at the first five colons (S-2.6); nullopt when
// there are fewer.
std::optional<std::vector<std::span<const PatternItem>>> SplitSixFields(
    const Pattern& pattern);

// --- Actions and resources (section 2) ---

// S-2.1 to S-2.4. `entry` is "*" or "prefix:name", `action` "service:Name".
bool ActionMatches(std::string_view entry, std::string_view action);

// What becomes of a pattern with fewer than six fields (S-2.12).
enum class ShortArn : std::uint8_t { kComplete, kMatchesNothing };

// S-2.7 to S-2.16. False also when a variable has no value (S-4.7).
bool ResourceMatches(std::string_view entry, std::string_view resource,
                     ShortArn short_arn, bool has_variables,
                     const Context& context);

}  // namespace iameval::reference

#endif  // IAMEVAL_TESTS_REFERENCE_PATTERNS_H_
