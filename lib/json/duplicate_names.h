#ifndef IAMEVAL_LIB_JSON_DUPLICATE_NAMES_H_
#define IAMEVAL_LIB_JSON_DUPLICATE_NAMES_H_

#include <cstdint>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "json/json.h"

namespace iameval::internal {

// The names of an object of up to so many members are compared in pairs.
inline constexpr std::uint32_t kFewNames = 12;

// Refuses a name that the object itself, not those in it, has twice. Linear in
// the names. `seen` is memory that may be used again.
absl::Status CheckNamesDiffer(JsonValue object,
                              std::vector<std::string_view>& seen);

}  // namespace iameval::internal

#endif  // IAMEVAL_LIB_JSON_DUPLICATE_NAMES_H_
