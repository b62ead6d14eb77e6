#ifndef IAMEVAL_LIB_ENGINE_REQUEST_CHECKS_H_
#define IAMEVAL_LIB_ENGINE_REQUEST_CHECKS_H_

#include <string_view>

#include "absl/status/status.h"

// What a request's parts must look like; InvalidArgumentError otherwise. Shared
// by Request and Query.

namespace iameval::internal {

// "service:Name", without wildcards (S-8.11).
absl::Status CheckAction(std::string_view action);
// "*" or an ARN with six fields.
absl::Status CheckResource(std::string_view resource);
// 12 digits, or empty.
absl::Status CheckResourceAccount(std::string_view account);
// A character is a UTF-8 code point to `?`; text that has none would make a
// decision depend on how it is cut. `part` names the text.
absl::Status CheckUtf8(std::string_view part, std::string_view text);

}  // namespace iameval::internal

#endif  // IAMEVAL_LIB_ENGINE_REQUEST_CHECKS_H_
