#ifndef IAMEVAL_LIB_ENGINE_QUERY_KEYS_H_
#define IAMEVAL_LIB_ENGINE_QUERY_KEYS_H_

#include <string_view>

#include "iameval/query.h"

namespace iameval::internal {

constexpr std::string_view kRequestTagPrefix = "aws:requesttag/";

// What else a query learns from a key, by its name in lower case (section 6).
inline KeyRole RoleOf(std::string_view folded) {
  if (!folded.starts_with("aws:")) return KeyRole::kOther;
  if (folded == "aws:calledvia") return KeyRole::kCalledVia;
  if (folded == "aws:sourcevpce") return KeyRole::kSourceVpce;
  return folded.size() > kRequestTagPrefix.size() &&
                 folded.starts_with(kRequestTagPrefix)
             ? KeyRole::kRequestTag
             : KeyRole::kOther;
}

}  // namespace iameval::internal

#endif  // IAMEVAL_LIB_ENGINE_QUERY_KEYS_H_
