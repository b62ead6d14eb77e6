#ifndef IAMEVAL_TESTS_REFERENCE_CALLER_H_
#define IAMEVAL_TESTS_REFERENCE_CALLER_H_

#include <cstdint>
#include <string_view>

#include "iameval/request.h"

namespace iameval::reference {

enum class CallerKind : std::uint8_t {
  kAnonymous,
  kRoot,
  kUser,
  kRoleSession,  // also a role without a known session
  kFederatedUser,
  kService,
  kProvider,  // federated provider
};

// Who makes the request (S-3.2). Views into the request; what a kind does not
// have, or what is not known, is empty.
struct Caller {
  CallerKind kind = CallerKind::kAnonymous;
  std::string_view text;  // as given
  std::string_view partition;
  std::string_view account;
  std::string_view name;          // user or federated user, without its path
  std::string_view role_name;     // role session
  std::string_view role_arn;      // role session, with its path
  std::string_view session_name;  // role session
  std::string_view issuer_arn;    // federated user
  std::string_view unique_id;     // AIDA... or AROA...

  // A kind that S-3.2 gives an account: root, user, session, federated user.
  [[nodiscard]] bool has_account() const { return !account.empty(); }
  // S-7.5: its role's path is /aws-service-role/.
  [[nodiscard]] bool is_service_linked_role() const;
};

Caller IdentifyCaller(const Request& request);

// "a/b/c" -> "c"; "c" -> "c".
std::string_view LastPathElement(std::string_view path);

}  // namespace iameval::reference

#endif  // IAMEVAL_TESTS_REFERENCE_CALLER_H_
