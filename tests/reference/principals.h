#ifndef IAMEVAL_TESTS_REFERENCE_PRINCIPALS_H_
#define IAMEVAL_TESTS_REFERENCE_PRINCIPALS_H_

#include <cstdint>

#include "policy/model.h"
#include "reference/caller.h"

namespace iameval::reference {

// How a Principal element names the caller (S-3.14), weakest first.
enum class MatchKind : std::uint8_t {
  kNone,
  kAccount,  // A: only the caller's account
  kRole,     // R: the role of a session, the issuer of a federated user
  kDirect,   // D: the caller itself, or everybody
};

// Section 3. `allow`: the statement's Effect; `has_boundary`: the caller has a
// permissions boundary (S-3.18).
MatchKind MatchPrincipal(const internal::PrincipalElement& element, bool allow,
                         bool has_boundary, const Caller& caller);

// S-7.18: like MatchPrincipal, for the Allow statements of a trust policy when
// only Federated entries count.
MatchKind MatchFederated(const internal::PrincipalElement& element,
                         const Caller& caller);

}  // namespace iameval::reference

#endif  // IAMEVAL_TESTS_REFERENCE_PRINCIPALS_H_
