#ifndef IAMEVAL_LIB_POLICY_PATTERN_PARSER_H_
#define IAMEVAL_LIB_POLICY_PATTERN_PARSER_H_

#include "absl/status/status.h"
#include "json/json.h"
#include "policy/model.h"
#include "policy/parse_context.h"

namespace iameval::internal {

// Reads an Action or NotAction: "*" or `prefix:name` each (S-2.1).
absl::Status ParseActions(const ParseContext& context, JsonValue value,
                          List<Text>& actions);

// Reads a Resource or NotResource: "*" or an ARN each (S-2.19, S-2.12).
absl::Status ParseResources(const ParseContext& context, JsonValue value,
                            List<Text>& resources);

}  // namespace iameval::internal

#endif  // IAMEVAL_LIB_POLICY_PATTERN_PARSER_H_
