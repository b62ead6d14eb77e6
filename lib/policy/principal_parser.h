#ifndef IAMEVAL_LIB_POLICY_PRINCIPAL_PARSER_H_
#define IAMEVAL_LIB_POLICY_PRINCIPAL_PARSER_H_

#include "absl/status/status.h"
#include "json/json.h"
#include "policy/model.h"
#include "policy/parse_context.h"

namespace iameval::internal {

// Reads a Principal, or with `negated` a NotPrincipal (S-3.1 to S-3.13), into
// `principal`.
absl::Status ParsePrincipal(const ParseContext& context, JsonValue value,
                            bool negated, PrincipalElement& principal);

}  // namespace iameval::internal

#endif  // IAMEVAL_LIB_POLICY_PRINCIPAL_PARSER_H_
