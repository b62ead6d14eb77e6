#ifndef IAMEVAL_LIB_BASE_ASCII_H_
#define IAMEVAL_LIB_BASE_ASCII_H_

#include <cstddef>
#include <string>
#include <string_view>

namespace iameval::internal {

// ASCII letter case (S-2.2, S-5.2): bytes of other letters are left alone,
// whatever the locale.
constexpr char FoldAscii(char c) {
  return c >= 'A' && c <= 'Z' ? static_cast<char>(c + ('a' - 'A')) : c;
}

constexpr bool EqualsIgnoringAsciiCase(std::string_view a, std::string_view b) {
  if (a.size() != b.size()) return false;
  for (std::size_t i = 0; i < a.size(); ++i) {
    if (FoldAscii(a[i]) != FoldAscii(b[i])) return false;
  }
  return true;
}

inline std::string FoldAscii(std::string_view text) {
  std::string folded(text);
  for (char& c : folded) c = FoldAscii(c);
  return folded;
}

constexpr bool IsAsciiDigit(char c) { return c >= '0' && c <= '9'; }

}  // namespace iameval::internal

#endif  // IAMEVAL_LIB_BASE_ASCII_H_
