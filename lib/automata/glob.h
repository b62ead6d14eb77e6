#ifndef IAMEVAL_LIB_AUTOMATA_GLOB_H_
#define IAMEVAL_LIB_AUTOMATA_GLOB_H_

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "automata/glob_code.h"
#include "automata/glob_pattern.h"
#include "base/byte_lanes.h"

namespace iameval::internal {

// One pattern without holes, compiled: `*` is any run of characters, none
// included, `?` is exactly one character, everything else is itself, and the
// whole text must match (S-2.8, S-2.20). A character is a UTF-8 code point.
//
// Matching never allocates and takes time linear in the text, whatever the
// pattern; a chunk (what stands between two stars) that contains `?` and has
// more than 64 characters multiplies that by its length / 64.
//
// Letter case: with LetterCase::kFold the pattern is folded when the Glob is
// built and the text while it is read. A caller that has folded text gets the
// same answer faster from a kExact Glob of a folded pattern.
//
// Immutable; one Glob may be used by any number of threads.
class Glob {
 public:
  // Matches the empty text only.
  Glob() : Glob(GlobPattern()) {}
  // REQUIRES: `pattern` has no holes; glob_template.h matches those that have.
  explicit Glob(const GlobPattern& pattern,
                LetterCase letter_case = LetterCase::kExact);
  // Every `*` and `?` is a wildcard.
  static Glob FromText(std::string_view text,
                       LetterCase letter_case = LetterCase::kExact) {
    return Glob(GlobPattern::FromText(text), letter_case);
  }

  [[nodiscard]] bool Matches(std::string_view text) const noexcept;

  // No wildcards: literal() is the one text that matches.
  [[nodiscard]] bool is_literal() const;
  [[nodiscard]] std::string_view literal() const;  // if is_literal()
  [[nodiscard]] bool is_match_all() const;
  [[nodiscard]] LetterCase letter_case() const { return letter_case_; }

  // The pattern, folded if letter case is; for dumps.
  [[nodiscard]] std::string ToString() const;

 private:
  [[nodiscard]] GlobCode code() const { return GlobCode(code_.data()); }

  LetterCase letter_case_ = LetterCase::kExact;
  std::vector<std::uint32_t> code_;
};

}  // namespace iameval::internal

#endif  // IAMEVAL_LIB_AUTOMATA_GLOB_H_
