#ifndef IAMEVAL_LIB_POLICY_STATEMENT_PARSER_H_
#define IAMEVAL_LIB_POLICY_STATEMENT_PARSER_H_

#include "absl/status/status.h"
#include "json/json.h"
#include "policy/model.h"
#include "policy/parse_context.h"

namespace iameval::internal {

// Reads one statement. `alone` says that the document has no other, which is
// how RCPFullAWSAccess is told from other Allow statements (S-1.16).
absl::Status ParseStatement(const ParseContext& context, JsonValue value,
                            bool alone, Statement& statement);

}  // namespace iameval::internal

#endif  // IAMEVAL_LIB_POLICY_STATEMENT_PARSER_H_
