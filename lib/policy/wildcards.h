#ifndef IAMEVAL_LIB_POLICY_WILDCARDS_H_
#define IAMEVAL_LIB_POLICY_WILDCARDS_H_

#include <string_view>

namespace iameval::internal {

constexpr bool IsWildcard(char c) { return c == '*' || c == '?'; }

// The texts are short: a loop beats a call of the library's search.
constexpr bool HasWildcard(std::string_view text) {
  for (const char c : text) {
    if (IsWildcard(c)) return true;
  }
  return false;
}

}  // namespace iameval::internal

#endif  // IAMEVAL_LIB_POLICY_WILDCARDS_H_
