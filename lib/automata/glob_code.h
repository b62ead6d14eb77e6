#ifndef IAMEVAL_LIB_AUTOMATA_GLOB_CODE_H_
#define IAMEVAL_LIB_AUTOMATA_GLOB_CODE_H_

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "automata/chunk.h"
#include "automata/glob_pattern.h"
#include "base/arn.h"
#include "base/byte_lanes.h"

// The compiled form of one pattern without holes: a few words of sizes and
// then its characters, in one piece, so that a pattern out of a hundred
// thousand costs a cache line or two and not a walk over pointers.

namespace iameval::internal {

enum class Splitting : std::uint8_t {
  kWhole,      // one glob over the whole text (S-2.10)
  kSixFields,  // field by field, split at the first five colons (S-5.12)
};

// A text, and what was learned about it while patterns were tried on it.
class GlobText {
 public:
  explicit GlobText(std::string_view text) : text_(text), whole_(text) {}

  [[nodiscard]] std::string_view view() const { return text_; }
  [[nodiscard]] ChunkText& whole() { return whole_; }
  // The six fields; null if there are fewer.
  const std::array<std::string_view, 6>* fields() {
    if (!split_) {
      fields_ = SplitSixFields(text_);
      split_ = true;
    }
    return fields_.has_value() ? &*fields_ : nullptr;
  }

 private:
  std::string_view text_;
  ChunkText whole_;
  bool split_ = false;
  std::optional<std::array<std::string_view, 6>> fields_;
};

// A view of compiled words; whoever holds them keeps them alive.
//
//   0    form, flags, and where the elements begin (0 if beyond word 65535)
//   1    size: elements (literal bytes and `?`) of the pattern
//   2    elements before the first star (all, if there is none)
//   3    elements after the last star (0, if there is none)
//   4..  kParts, kFields: how many words stand before the elements; for each
//        field the number of its parts (what stands between stars), then each
//        part's size, with kAnyChar if it has a `?`
//   ..   the elements, 0 for `?`; with six fields the colons between them too
//   ..   if a part has a `?`: the mask of all elements, as Chunk::mask
class GlobCode {
 public:
  enum class Form : std::uint8_t {
    kLiteral,        // no star, no `?`
    kHeadTail,       // one star, no `?`
    kHeadInnerTail,  // two stars, no `?`
    kParts,          // anything
    kFields,         // six fields
    kNever,          // six fields wanted, fewer there
  };
  static constexpr std::uint32_t kAnyChar = std::uint32_t{1} << 31;

  explicit GlobCode(const std::uint32_t* words) : words_(words) {}

  // Compiles `pattern`, which has no holes, behind what `words` holds.
  static void Append(const GlobPattern& pattern, Splitting splitting,
                     std::vector<std::uint32_t>& words);

  [[nodiscard]] Form form() const { return Form(words_[0] & 0xFF); }
  [[nodiscard]] std::size_t size() const { return words_[1]; }
  [[nodiscard]] std::size_t head_size() const { return words_[2]; }
  [[nodiscard]] std::size_t tail_size() const { return words_[3]; }
  // Literal bytes before the first wildcard.
  [[nodiscard]] std::size_t literal_head_size() const;
  // Appends, ascending, how many elements stand before each star.
  void StarOffsets(std::vector<std::uint32_t>& offsets) const;
  [[nodiscard]] std::string_view elements() const {
    return {reinterpret_cast<const char*>(words_ + elements_at()), size()};
  }
  // Null if no element is a `?`.
  [[nodiscard]] const char* mask() const {
    if ((words_[0] & kHasMask) == 0) return nullptr;
    return reinterpret_cast<const char*>(words_ + elements_at() +
                                         WordsFor(size()));
  }
  // It as words, word_count() of them.
  [[nodiscard]] const std::uint32_t* words() const { return words_; }
  // Number `part` of the table of kParts and kFields, its first count aside.
  // REQUIRES: it is the size of a part, and that has no `?`.
  [[nodiscard]] std::size_t part_size(std::size_t part) const {
    return words_[6 + part];
  }
  // How many words it takes.
  [[nodiscard]] std::size_t word_count() const {
    const std::size_t copies = mask() == nullptr ? 1 : 2;
    return elements_at() + copies * WordsFor(size());
  }

  // Hints, both of which may be left out: the text agrees with the first
  // `known` elements, none of which is a `?`; of a pattern with two stars, the
  // part between them could be at `inner_at`.
  template <LetterCase kCase>
  [[nodiscard]] bool Matches(GlobText& text, std::size_t known = 0,
                             std::size_t inner_at = kNoMatch) const;

  // What was compiled.
  [[nodiscard]] GlobPattern Decompile() const;

 private:
  static constexpr std::uint32_t kHasMask = 1u << 8;
  static constexpr std::uint32_t kAnyCharInHead = 1u << 9;
  static constexpr std::uint32_t kAnyCharInTail = 1u << 10;

  static std::size_t WordsFor(std::size_t bytes) { return (bytes + 3) / 4; }
  static constexpr std::uint32_t kElementsShift = 16;

  [[nodiscard]] std::size_t elements_at() const {
    const std::uint32_t at = words_[0] >> kElementsShift;
    return at != 0 ? at : words_[4];
  }
  template <LetterCase kCase>
  [[nodiscard]] bool MatchesTable(GlobText& text) const;
  template <LetterCase kCase>
  [[nodiscard]] bool MatchesFields(GlobText& text) const;

  const std::uint32_t* words_;
};

}  // namespace iameval::internal

#endif  // IAMEVAL_LIB_AUTOMATA_GLOB_CODE_H_
