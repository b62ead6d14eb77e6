#ifndef IAMEVAL_LIB_POLICY_STRING_LIST_H_
#define IAMEVAL_LIB_POLICY_STRING_LIST_H_

#include <cstddef>
#include <string_view>

#include "absl/status/status.h"
#include "absl/strings/str_format.h"
#include "json/json.h"
#include "policy/parse_context.h"

namespace iameval::internal {

// Refuses what is neither a string nor an array, and more values than the
// options allow. The values are still to be looked at.
inline absl::Status CheckStringList(const ParseContext& context,
                                    JsonValue list) {
  if (!list.is_array() && !list.is_string()) {
    return UnexpectedValue(list, "a string or an array of strings");
  }
  if (list.size() > context.options.max_list_values) {
    return Refuse(
        list, absl::StrFormat("%d values", list.size()),
        absl::StrFormat("at most %d", context.options.max_list_values));
  }
  return absl::OkStatus();
}

// Calls `visit(JsonValue) -> absl::Status` for the values of `list`: a string
// is the list of itself (S-1.9). Refuses what is no string, nested lists
// included, and more values than the options allow. Stops at the first error.
template <typename Visit>
absl::Status ForEachString(const ParseContext& context, JsonValue list,
                           const Visit& visit) {
  if (absl::Status status = CheckStringList(context, list); !status.ok()) {
    return status;
  }
  for (const JsonValue element : list.elements_or_self()) {
    if (!element.is_string()) return UnexpectedValue(element, "a string");
    if (absl::Status status = visit(element); !status.ok()) return status;
  }
  return absl::OkStatus();
}

// How many ForEachString visits.
inline std::size_t CountStrings(JsonValue list) {
  return list.is_array() ? list.size() : 1;
}

}  // namespace iameval::internal

#endif  // IAMEVAL_LIB_POLICY_STRING_LIST_H_
