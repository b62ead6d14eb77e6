#ifndef IAMEVAL_LIB_ENGINE_QUERY_KEYS_H_
#define IAMEVAL_LIB_ENGINE_QUERY_KEYS_H_

#include <string_view>

#include "base/ascii.h"
#include "iameval/query.h"

namespace iameval::internal {

constexpr std::string_view kRequestTagPrefix = "aws:requesttag/";

// What else a query learns from a key, by its name in any letter case (section
// 6).
inline KeyRole RoleOf(std::string_view name) {
  constexpr std::string_view kCalledVia = "aws:calledvia";
  constexpr std::string_view kSourceVpce = "aws:sourcevpce";
  if (name.size() < kCalledVia.size()) return KeyRole::kOther;
  if (name.size() == kCalledVia.size()) {
    return EqualsIgnoringAsciiCase(name, kCalledVia) ? KeyRole::kCalledVia
                                                     : KeyRole::kOther;
  }
  if (name.size() == kSourceVpce.size()) {
    return EqualsIgnoringAsciiCase(name, kSourceVpce) ? KeyRole::kSourceVpce
                                                      : KeyRole::kOther;
  }
  return name.size() > kRequestTagPrefix.size() &&
                 EqualsIgnoringAsciiCase(
                     name.substr(0, kRequestTagPrefix.size()),
                     kRequestTagPrefix)
             ? KeyRole::kRequestTag
             : KeyRole::kOther;
}

// Of aws:RequestTag/k, k.
inline std::string_view TagOf(KeyRole role, std::string_view name) {
  return role == KeyRole::kRequestTag ? name.substr(kRequestTagPrefix.size())
                                      : std::string_view();
}

}  // namespace iameval::internal

#endif  // IAMEVAL_LIB_ENGINE_QUERY_KEYS_H_
