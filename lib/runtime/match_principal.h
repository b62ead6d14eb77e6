#ifndef IAMEVAL_LIB_RUNTIME_MATCH_PRINCIPAL_H_
#define IAMEVAL_LIB_RUNTIME_MATCH_PRINCIPAL_H_

#include <cstdint>

#include "program/program.h"
#include "runtime/request_view.h"

namespace iameval::internal {

// How a Principal element names the caller, weakest first (S-3.14). What an
// Allow of each kind is worth stands in decide.cc.
enum class MatchKind : std::uint8_t {
  kNone,     // it does not
  kAccount,  // A: the caller's account: delegation
  kRole,     // R: the role behind a session, the issuer of a federated user
  kDirect,   // D: the caller itself, or everybody
};

// Whether the statement's Principal or NotPrincipal matches, and how.
// `has_boundary`: a permissions boundary is in force for the caller (S-3.18).
[[nodiscard]] MatchKind MatchPrincipal(const Program& program,
                                       const StatementCode& statement,
                                       const PrincipalView& principal,
                                       bool has_boundary);

// Whether the statement's Principal names the caller as an identity provider
// (S-3.11).
[[nodiscard]] MatchKind MatchProvider(const Program& program,
                                      const StatementCode& statement,
                                      const PrincipalView& principal);

}  // namespace iameval::internal

#endif  // IAMEVAL_LIB_RUNTIME_MATCH_PRINCIPAL_H_
