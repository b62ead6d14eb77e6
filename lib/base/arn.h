#ifndef IAMEVAL_LIB_BASE_ARN_H_
#define IAMEVAL_LIB_BASE_ARN_H_

#include <array>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <optional>
#include <string_view>

#include "base/ascii.h"

namespace iameval::internal {

// An ARN's six fields, split at the first five colons (S-2.6). The views point
// into the text that was split.
struct Arn {
  std::string_view partition;
  std::string_view service;
  std::string_view region;
  std::string_view account;
  std::string_view resource;  // may contain colons and slashes
};

// Splits at the first five colons; nullopt when there are fewer. The first
// field is returned too: an ARN has "arn" there.
constexpr std::optional<std::array<std::string_view, 6>> SplitSixFields(
    std::string_view text) {
  std::array<std::string_view, 6> fields;
  for (std::size_t i = 0; i < 5; ++i) {
    const std::size_t colon = text.find(':');
    if (colon == std::string_view::npos) return std::nullopt;
    fields[i] = text.substr(0, colon);
    text.remove_prefix(colon + 1);
  }
  fields[5] = text;
  return fields;
}

// The fields of `text` if it is an ARN: "arn:" and six fields.
constexpr std::optional<Arn> ParseArn(std::string_view text) {
  if (!text.starts_with("arn:")) return std::nullopt;
  const auto fields = SplitSixFields(text);
  if (!fields.has_value()) return std::nullopt;
  const auto& f = *fields;
  return Arn{f[1], f[2], f[3], f[4], f[5]};
}

// Eight bytes, each a decimal digit.
inline bool IsEightDigits(const char* p) {
  constexpr std::uint64_t kOnes = 0x0101010101010101u;
  std::uint64_t word;
  std::memcpy(&word, p, 8);
  // The high halves are 3, and stay 3 when 6 is added. (A carry out of a byte
  // comes from one that is no digit anyway.)
  const std::uint64_t threes = kOnes * 0x30;
  return (((word ^ threes) | ((word + kOnes * 6) ^ threes)) &
          (kOnes * 0xF0)) == 0;
}

// 12 decimal digits.
inline bool IsAccountId(std::string_view text) {
  return text.size() == 12 && IsEightDigits(text.data()) &&
         IsEightDigits(text.data() + 4);
}

}  // namespace iameval::internal

#endif  // IAMEVAL_LIB_BASE_ARN_H_
