#ifndef IAMEVAL_LIB_AUTOMATA_GLOB_H_
#define IAMEVAL_LIB_AUTOMATA_GLOB_H_

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "automata/glob_code.h"
#include "automata/glob_pattern.h"
#include "base/byte_lanes.h"

namespace iameval::internal {

// One pattern, compiled: `*` is any run of characters, none included, `?` is
// exactly one character, everything else is itself, and the whole text must
// match (S-2.8, S-2.20). A character is a UTF-8 code point.
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
  explicit Glob(const GlobPattern& pattern,
                LetterCase letter_case = LetterCase::kExact);
  // Every `*` and `?` is a wildcard.
  static Glob FromText(std::string_view text,
                       LetterCase letter_case = LetterCase::kExact) {
    return Glob(GlobPattern::FromText(text), letter_case);
  }

  // For a pattern without holes. One with holes matches nothing here.
  [[nodiscard]] bool Matches(std::string_view text) const noexcept;

  // `values[i]` is the literal text of hole i (S-4.11). False if the pattern
  // has a hole without a value. Also right for patterns without holes.
  //
  // Linear in the text, but for one case: where a chunk with a hole has more
  // than 4,096 characters, the text may be compared with it at each place.
  [[nodiscard]] bool Matches(
      std::string_view text,
      std::span<const std::string_view> values) const noexcept;

  // Neither wildcards nor holes: literal() is the one text that matches.
  [[nodiscard]] bool is_literal() const;
  [[nodiscard]] std::string_view literal() const;  // if is_literal()
  [[nodiscard]] bool is_match_all() const;
  [[nodiscard]] std::uint32_t hole_count() const;
  [[nodiscard]] LetterCase letter_case() const { return letter_case_; }

  // The pattern, folded if letter case is; for dumps.
  [[nodiscard]] std::string ToString() const;

 private:
  friend class ArnGlob;
  Glob(const GlobPattern& pattern, LetterCase letter_case, Splitting splitting);

  [[nodiscard]] GlobCode code() const { return GlobCode(code_.data()); }

  LetterCase letter_case_ = LetterCase::kExact;
  std::vector<std::uint32_t> code_;           // empty if there are holes
  std::shared_ptr<const GlobPattern> holes_;  // null if there are none
};

// ArnEquals and ArnLike (S-5.12): pattern and text are both split at their
// first five colons, and each field of the text must match its field of the
// pattern; so a wildcard reaches no further than its field, and in the sixth
// it may cover colons. Fewer than six fields on either side: no match.
//
// Values of holes are inserted first and the result is split, as a reader of
// the document would do it: with hole 0 = "b:c", `a:${0}:*:d:e:f` has the
// fields a, b, c, *, d and "e:f".
//
// Immutable; one ArnGlob may be used by any number of threads.
class ArnGlob {
 public:
  // Matches nothing.
  ArnGlob() : ArnGlob(GlobPattern()) {}
  explicit ArnGlob(const GlobPattern& pattern,
                   LetterCase letter_case = LetterCase::kExact)
      : glob_(pattern, letter_case, Splitting::kSixFields) {}
  static ArnGlob FromText(std::string_view text,
                          LetterCase letter_case = LetterCase::kExact) {
    return ArnGlob(GlobPattern::FromText(text), letter_case);
  }

  // As Glob's.
  [[nodiscard]] bool Matches(std::string_view text) const noexcept {
    return glob_.Matches(text);
  }
  [[nodiscard]] bool Matches(
      std::string_view text,
      std::span<const std::string_view> values) const noexcept;

  [[nodiscard]] std::uint32_t hole_count() const { return glob_.hole_count(); }
  // Empty if the pattern has no holes and fewer than six fields.
  [[nodiscard]] std::string ToString() const { return glob_.ToString(); }

 private:
  Glob glob_;
};

}  // namespace iameval::internal

#endif  // IAMEVAL_LIB_AUTOMATA_GLOB_H_
