#ifndef IAMEVAL_LIB_BASE_LATIN1_H_
#define IAMEVAL_LIB_BASE_LATIN1_H_

#include <cstddef>
#include <string>
#include <string_view>

#include "base/ascii.h"

namespace iameval::internal {

// Letter case of condition values: ASCII letters and the letters
// U+00C0 to U+00DE of Latin-1 (but the multiplication sign U+00D7), which are
// two bytes in UTF-8, the first of them 0xC3. Both cases of a letter are
// equally long, so texts fold byte by byte.
constexpr char FoldLatin1(char previous, char c) {
  const auto byte = static_cast<unsigned char>(c);
  if (static_cast<unsigned char>(previous) == 0xC3 && byte >= 0x80 &&
      byte <= 0x9E && byte != 0x97) {
    return static_cast<char>(byte + 0x20);
  }
  return FoldAscii(c);
}

constexpr bool EqualsIgnoringCase(std::string_view a, std::string_view b) {
  if (a.size() != b.size()) return false;
  char before_a = 0;
  char before_b = 0;
  for (std::size_t i = 0; i < a.size(); ++i) {
    if (FoldLatin1(before_a, a[i]) != FoldLatin1(before_b, b[i])) return false;
    before_a = a[i];
    before_b = b[i];
  }
  return true;
}

inline std::string FoldLatin1(std::string_view text) {
  std::string folded(text);
  for (std::size_t i = 0; i < folded.size(); ++i) {
    folded[i] = FoldLatin1(i == 0 ? '\0' : text[i - 1], text[i]);
  }
  return folded;
}

}  // namespace iameval::internal

#endif  // IAMEVAL_LIB_BASE_LATIN1_H_
