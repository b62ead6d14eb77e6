#ifndef IAMEVAL_LIB_BASE_BOOLEAN_H_
#define IAMEVAL_LIB_BASE_BOOLEAN_H_

#include <optional>
#include <string_view>

#include "base/ascii.h"

namespace iameval::internal {

// "true" or "false" in any letter case (S-5.9).
constexpr std::optional<bool> ParseBoolean(std::string_view text) {
  if (EqualsIgnoringAsciiCase(text, "true")) return true;
  if (EqualsIgnoringAsciiCase(text, "false")) return false;
  return std::nullopt;
}

}  // namespace iameval::internal

#endif  // IAMEVAL_LIB_BASE_BOOLEAN_H_
