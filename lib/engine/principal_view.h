#ifndef IAMEVAL_LIB_ENGINE_PRINCIPAL_VIEW_H_
#define IAMEVAL_LIB_ENGINE_PRINCIPAL_VIEW_H_

#include <string_view>

#include "absl/status/statusor.h"
#include "engine/request_data.h"
#include "runtime/request_view.h"

namespace iameval::internal {

// The parts of a request that say who its principal is. The action tells an
// identity provider from a service.
struct PrincipalParts {
  std::string_view principal;
  std::string_view role_arn;
  std::string_view federated_by;
  std::string_view principal_id;
  std::string_view action;
};

// Tells what kind of principal a request names and takes it apart (S-3.2).
// The views point to where those of `parts` do. InvalidArgumentError for a text
// that names no request principal (a group, a wildcard, an account id) and for
// a role ARN, issuer or id that does not go with the principal.
absl::StatusOr<PrincipalView> ParsePrincipal(const PrincipalParts& parts);

inline absl::StatusOr<PrincipalView> ParsePrincipal(const RequestParts& parts) {
  return ParsePrincipal(PrincipalParts{parts.principal, parts.role_arn,
                                       parts.federated_by, parts.principal_id,
                                       parts.action});
}

}  // namespace iameval::internal

#endif  // IAMEVAL_LIB_ENGINE_PRINCIPAL_VIEW_H_
