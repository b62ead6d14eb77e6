#ifndef IAMEVAL_LIB_BASE_UTF8_H_
#define IAMEVAL_LIB_BASE_UTF8_H_

#include <cstddef>
#include <string_view>

namespace iameval::internal {

// One character of a text that need not be UTF-8.
struct Utf8Step {
  char32_t code_point = 0;  // meaningless unless `valid`
  std::size_t length = 1;   // bytes; 1 when not valid
  bool valid = false;
};

// Decodes the character at the front of `text`. Overlong forms, surrogates and
// code points above U+10FFFF are not valid (RFC 3629).
// REQUIRES: !text.empty().
constexpr Utf8Step DecodeUtf8(std::string_view text) {
  const auto byte = [text](std::size_t i) {
    return static_cast<unsigned char>(text[i]);
  };
  const unsigned char first = byte(0);
  if (first < 0x80) return {first, 1, true};
  const std::size_t length = first >= 0xF0 ? 4 : first >= 0xE0 ? 3 : 2;
  if (first < 0xC2 || first > 0xF4 || text.size() < length) return {};
  char32_t code = first & (0xFFU >> (length + 1));
  for (std::size_t i = 1; i < length; ++i) {
    if ((byte(i) & 0xC0U) != 0x80U) return {};
    code = code << 6 | (byte(i) & 0x3FU);
  }
  constexpr char32_t kSmallest[] = {0, 0, 0x80, 0x800, 0x10000};
  if (code < kSmallest[length] || code > 0x10FFFF) return {};
  if (code >= 0xD800 && code <= 0xDFFF) return {};
  return {code, length, true};
}

// Well-formed from beginning to end.
constexpr bool IsValidUtf8(std::string_view text) {
  while (!text.empty()) {
    const Utf8Step step = DecodeUtf8(text);
    if (!step.valid) return false;
    text.remove_prefix(step.length);
  }
  return true;
}

}  // namespace iameval::internal

#endif  // IAMEVAL_LIB_BASE_UTF8_H_
