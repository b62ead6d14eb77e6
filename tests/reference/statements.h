#ifndef IAMEVAL_TESTS_REFERENCE_STATEMENTS_H_
#define IAMEVAL_TESTS_REFERENCE_STATEMENTS_H_

#include "iameval/request.h"
#include "policy/model.h"
#include "reference/caller.h"
#include "reference/context.h"
#include "reference/principals.h"

namespace iameval::reference {

// A request with what follows from it.
struct Subject {
  Subject(const Request& from, bool boundary)
      : request(from),
        caller(IdentifyCaller(from)),
        context(from, caller),
        has_boundary(boundary && MayHaveBoundary(caller)) {}

  // S-7.3: a user or role with one, or a federated user whose issuer has one.
  static bool MayHaveBoundary(const Caller& caller) {
    return caller.kind == CallerKind::kUser ||
           caller.kind == CallerKind::kRoleSession ||
           caller.kind == CallerKind::kFederatedUser;
  }

  const Request& request;
  Caller caller;
  Context context;
  bool has_boundary;  // a permissions boundary is in force for the caller
};

// sts:AssumeRole*, sts:TagSession and sts:SetSourceIdentity: what a trust
// policy decides on (S-7.3, S-7.24).
bool IsTrustAction(std::string_view action);

// S-1.22: how the statement's principal part matches if all of its parts match,
// kNone otherwise. kDirect for a type of policy without principals.
MatchKind MatchStatement(const internal::Statement& statement,
                         const internal::Document& document,
                         const Subject& subject);

}  // namespace iameval::reference

#endif  // IAMEVAL_TESTS_REFERENCE_STATEMENTS_H_
