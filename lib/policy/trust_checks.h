#ifndef IAMEVAL_LIB_POLICY_TRUST_CHECKS_H_
#define IAMEVAL_LIB_POLICY_TRUST_CHECKS_H_

#include <vector>

#include "json/json.h"
#include "policy/model.h"
#include "policy/parse_context.h"

namespace iameval::internal {

// Reports a Federated principal of a role trust policy that is neither an
// identity provider's ARN nor a domain (S-3.11).
void CheckFederatedPrincipal(const ParseContext& context, JsonValue value);

// Reports actions that the statement's Federated principals cannot call: SAML
// providers have one action, the others another (S-3.11). `actions` is the
// statement's Action.
void CheckFederatedActions(const ParseContext& context, JsonValue actions,
                           const Statement& statement);

// Reports a trust in IAM Roles Anywhere without the three actions that it
// needs. `root` is the document.
void CheckRolesAnywhere(const ParseContext& context, JsonValue root,
                        List<Statement> statements);

}  // namespace iameval::internal

#endif  // IAMEVAL_LIB_POLICY_TRUST_CHECKS_H_
