#ifndef IAMEVAL_CONTEXT_VALUE_H_
#define IAMEVAL_CONTEXT_VALUE_H_

#include <span>
#include <string_view>

namespace iameval {

// What a request says of one context key, as views.
struct ContextValue {
  std::span<const std::string_view> values;
  // Given as a list, whatever its length; otherwise there is exactly
  // one value.
  bool multivalued = false;
  // Not in the request, even if it could be derived (S-6.1).
  bool absent = false;
};

}  // namespace iameval

#endif  // IAMEVAL_CONTEXT_VALUE_H_
