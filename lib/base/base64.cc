#include "base/base64.h"

#include <algorithm>

namespace iameval::internal {
namespace {

constexpr std::string_view kAlphabet =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

// The six bits of a character; npos if it is none of the alphabet.
std::size_t SixBits(char c) { return kAlphabet.find(c); }

}  // namespace

bool IsBase64(std::string_view text) {
  if (text.size() % 4 != 0) return false;
  std::size_t padding = 0;
  while (padding < 2 && text.ends_with('=')) {
    text.remove_suffix(1);
    ++padding;
  }
  const bool in_alphabet = std::all_of(text.begin(), text.end(), [](char c) {
    return SixBits(c) != std::string_view::npos;
  });
  if (!in_alphabet) return false;
  if (padding == 0) return true;
  // One byte is 12 bits of text, two bytes 18: 4 or 2 of them are left over.
  const std::size_t left_over = padding == 2 ? 0xF : 0x3;
  return !text.empty() && (SixBits(text.back()) & left_over) == 0;
}

}  // namespace iameval::internal
