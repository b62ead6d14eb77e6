#ifndef IAMEVAL_LIB_POLICY_STRING_LIST_H_
#define IAMEVAL_LIB_POLICY_STRING_LIST_H_

#include <string_view>

#include "absl/status/status.h"
#include "absl/strings/str_format.h"
#include "json/json.h"
#include "policy/parse_context.h"

namespace iameval::internal {

// Calls `visit(JsonValue) -> absl::Status` for the values of `list`: a string
// is the list of itself (S-1.9). Refuses what is no string, nested lists
// included, and more values than the options allow. Stops at the first error.
template <typename Visit>
absl::Status ForEachString(const ParseContext& context, JsonValue list,
                           const Visit& visit) {
  if (list.is_string()) return visit(list);
  if (!list.is_array()) {
    return UnexpectedValue(list, "a string or an array of strings");
  }
  if (list.size() > context.options.max_list_values) {
    return Refuse(
        list, absl::StrFormat("%d values", list.size()),
        absl::StrFormat("at most %d", context.options.max_list_values));
  }
  for (const JsonValue element : list.elements()) {
    if (!element.is_string()) return UnexpectedValue(element, "a string");
    if (absl::Status status = visit(element); !status.ok()) return status;
  }
  return absl::OkStatus();
}

}  // namespace iameval::internal

#endif  // IAMEVAL_LIB_POLICY_STRING_LIST_H_
