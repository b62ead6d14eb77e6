#ifndef IAMEVAL_LIB_ENGINE_DERIVED_CONTEXT_H_
#define IAMEVAL_LIB_ENGINE_DERIVED_CONTEXT_H_

#include <string_view>

#include "engine/request_data.h"

namespace iameval::internal {

// Adds the context keys that follow from the rest of the request (S-6.2 to
// S-6.5, S-4.14), except those that the caller supplied or declared absent
// (S-6.1). REQUIRES: data.view.principal, resource and resource_account are
// set, and data.items holds what the caller supplied.
void AddDerivedContext(RequestData& data);

// Keys that are more than a value for conditions: others are derived from them,
// or a policy is found by them.
bool HasFurtherMeaning(std::string_view folded_key);

}  // namespace iameval::internal

#endif  // IAMEVAL_LIB_ENGINE_DERIVED_CONTEXT_H_
