#ifndef IAMEVAL_LIB_PROGRAM_ARN_TEXT_H_
#define IAMEVAL_LIB_PROGRAM_ARN_TEXT_H_

#include <array>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string_view>

namespace iameval::internal {

// A request's resource with its colons counted: found once, sixteen bytes at a
// time, and used by every pattern that is tried on it.
struct ArnText {
  std::string_view text;
  std::array<std::uint32_t, 5> colons = {};  // offsets of the first five
  std::uint32_t colon_count = 0;             // all of them
  bool ascii = true;

  [[nodiscard]] bool is_arn() const {
    return colon_count >= 5 && colons[0] == 3 &&
           std::memcmp(text.data(), "arn", 3) == 0;
  }
  // S-2.6, 0-based. REQUIRES: colon_count >= 5.
  [[nodiscard]] std::string_view field(std::size_t i) const {
    const std::size_t begin = i == 0 ? 0 : colons[i - 1] + 1;
    const std::size_t end = i == 5 ? text.size() : colons[i];
    return {text.data() + begin, end - begin};
  }
};

// Linear in the text.
void ScanArn(std::string_view text, ArnText& arn);

[[nodiscard]] inline ArnText ScanArn(std::string_view text) {
  ArnText arn;
  ScanArn(text, arn);
  return arn;
}

}  // namespace iameval::internal

#endif  // IAMEVAL_LIB_PROGRAM_ARN_TEXT_H_
