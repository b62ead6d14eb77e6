#ifndef IAMEVAL_LIB_JSON_PADDED_TEXT_H_
#define IAMEVAL_LIB_JSON_PADDED_TEXT_H_

#include <cstddef>
#include <cstring>
#include <string_view>

namespace iameval::internal {

// A copy of a text, with spaces behind it that a parser may read too: looking
// at many bytes at once, it need not mind where the text ends.
class PaddedText {
 public:
  static constexpr std::size_t kPadding = 64;

  PaddedText() = default;
  // `room` is for the copy, text.size() + kPadding bytes, and must outlive this.
  PaddedText(std::string_view text, char* room) : text_(room, text.size()) {
    text.copy(room, text.size());
    std::memset(room + text.size(), ' ', kPadding);
  }

  [[nodiscard]] std::string_view view() const { return text_; }

 private:
  std::string_view text_;
};

}  // namespace iameval::internal

#endif  // IAMEVAL_LIB_JSON_PADDED_TEXT_H_
