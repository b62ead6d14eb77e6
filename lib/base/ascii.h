#ifndef IAMEVAL_LIB_BASE_ASCII_H_
#define IAMEVAL_LIB_BASE_ASCII_H_

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace iameval::internal {

// ASCII letter case (S-2.2, S-5.2): bytes of other letters are left alone,
// whatever the locale.
constexpr char FoldAscii(char c) {
  return c >= 'A' && c <= 'Z' ? static_cast<char>(c + ('a' - 'A')) : c;
}

// Folds the ASCII capitals among eight bytes to small letters, all at once.
constexpr std::uint64_t FoldAsciiWord(std::uint64_t word) {
  constexpr std::uint64_t kOnes = 0x0101010101010101u;
  const std::uint64_t low7 = word & (kOnes * 0x7F);
  const std::uint64_t from_a = low7 + kOnes * (0x80 - 'A');
  const std::uint64_t past_z = low7 + kOnes * (0x80 - 'Z' - 1);
  const std::uint64_t capitals =
      (from_a & ~past_z & ~word) & (kOnes * 0x80);
  return word | (capitals >> 2);
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
