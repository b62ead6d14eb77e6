#ifndef IAMEVAL_LIB_ENGINE_PRINCIPAL_VIEW_H_
#define IAMEVAL_LIB_ENGINE_PRINCIPAL_VIEW_H_

#include "absl/status/statusor.h"
#include "engine/request_data.h"
#include "runtime/request_view.h"

namespace iameval::internal {

// Tells what kind of principal a request names and takes it apart (S-3.2).
// The views point into `parts`. InvalidArgumentError for a text that names no
// request principal (a group, a wildcard, an account id) and for a role ARN,
// issuer or id that does not go with the principal.
absl::StatusOr<PrincipalView> ParsePrincipal(const RequestParts& parts);

}  // namespace iameval::internal

#endif  // IAMEVAL_LIB_ENGINE_PRINCIPAL_VIEW_H_
