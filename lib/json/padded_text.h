#ifndef IAMEVAL_LIB_JSON_PADDED_TEXT_H_
#define IAMEVAL_LIB_JSON_PADDED_TEXT_H_

#include <cstddef>
#include <cstring>
#include <memory>
#include <string_view>

namespace iameval::internal {

// A copy of a text, with spaces behind it that a parser may read too: looking
// at many bytes at once, it need not mind where the text ends.
class PaddedText {
 public:
  static constexpr std::size_t kPadding = 64;

  PaddedText() = default;
  explicit PaddedText(std::string_view text)
      : bytes_(new char[text.size() + kPadding]), size_(text.size()) {
    text.copy(bytes_.get(), size_);
    std::memset(bytes_.get() + size_, ' ', kPadding);
  }

  // Valid as long as this is, also when it was moved.
  [[nodiscard]] std::string_view view() const { return {bytes_.get(), size_}; }

 private:
  std::unique_ptr<char[]> bytes_;
  std::size_t size_ = 0;
};

}  // namespace iameval::internal

#endif  // IAMEVAL_LIB_JSON_PADDED_TEXT_H_
