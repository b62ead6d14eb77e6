#ifndef IAMEVAL_LIB_JSON_PADDED_TEXT_H_
#define IAMEVAL_LIB_JSON_PADDED_TEXT_H_

#include <cstddef>
#include <cstring>
#include <string_view>

#include "base/byte_lanes.h"

namespace iameval::internal {

// A copy of a text, with spaces behind it that a parser may read too: looking
// at many bytes at once, it need not mind where the text ends.
class PaddedText {
 public:
  static constexpr std::size_t kPadding = 64;

  PaddedText() = default;
  // `room` is for the copy, text.size() + kPadding bytes, and must outlive
  // this.
  PaddedText(std::string_view text, char* room) : text_(room, text.size()) {
    constexpr std::size_t kLanes = ByteLanes::kSize;
    static_assert(kPadding >= kLanes);
    Copier copier;
    std::size_t at = 0;
    for (; at + 4 * kLanes <= text.size(); at += 4 * kLanes) {
      for (std::size_t i = at; i < at + 4 * kLanes; i += kLanes) {
        copier.Copy(text.data() + i, room + i);
      }
    }
    for (; at + kLanes <= text.size(); at += kLanes) {
      copier.Copy(text.data() + at, room + at);
    }
    char rest[kLanes];
    std::memset(rest, ' ', kLanes);
    text.copy(rest, kLanes, at);
    copier.Copy(rest, room + at);
    std::memset(room + text.size(), ' ', kPadding);
    is_plain_ = copier.is_plain();
    is_one_line_ = copier.is_one_line();
  }

  [[nodiscard]] std::string_view view() const { return text_; }
  // Most documents are both, so that nobody needs to look for what they lack.
  // No `$`, no backslash.
  [[nodiscard]] bool is_plain() const { return is_plain_; }
  // Nothing but ASCII, and no line feed.
  [[nodiscard]] bool is_one_line() const { return is_one_line_; }

 private:
  // Looks at what it copies.
  class Copier {
   public:
    void Copy(const char* from, char* to) {
      const ByteLanes lanes = ByteLanes::Load(from);
      lanes.Store(to);
      special_ = special_.Or(lanes.Equal(ByteLanes::Fill('$')))
                     .Or(lanes.Equal(ByteLanes::Fill('\\')));
      // What is not ASCII is below it, too: bytes are compared signed.
      high_ = high_.And(lanes.Greater(ByteLanes::Fill(' ' - 1)));
    }
    [[nodiscard]] bool is_plain() const { return special_.Mask() == 0; }
    [[nodiscard]] bool is_one_line() const {
      return high_.Mask() == ByteLanes::kAll;
    }

   private:
    ByteLanes special_ = ByteLanes::Fill(0);
    ByteLanes high_ = ByteLanes::Fill('\xFF');  // from a space on
  };

  std::string_view text_;
  bool is_plain_ = false;
  bool is_one_line_ = false;
};

}  // namespace iameval::internal

#endif  // IAMEVAL_LIB_JSON_PADDED_TEXT_H_
