#ifndef IAMEVAL_LIB_SERVICES_SUPPORTED_KEYS_H_
#define IAMEVAL_LIB_SERVICES_SUPPORTED_KEYS_H_

#include <optional>
#include <string_view>
#include <vector>

#include "iameval/service_reference.h"

namespace iameval::internal {

// The key by which `key` is supported for an action on a resource that is of
// one of `types` (S-8.8); without types, on any resource.
std::optional<ReferenceKey> SupportedKey(
    const ReferenceAction& action,
    const std::vector<ReferenceResourceType>& types, std::string_view key);

// No such request has the key. Not said of an identity provider's keys, of
// which the reference has only some.
bool NeverInRequest(const ReferenceAction& action,
                    const std::vector<ReferenceResourceType>& types,
                    std::string_view key);

}  // namespace iameval::internal

#endif  // IAMEVAL_LIB_SERVICES_SUPPORTED_KEYS_H_
