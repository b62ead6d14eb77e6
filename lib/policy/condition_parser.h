#ifndef IAMEVAL_LIB_POLICY_CONDITION_PARSER_H_
#define IAMEVAL_LIB_POLICY_CONDITION_PARSER_H_

#include "absl/status/status.h"
#include "json/json.h"
#include "policy/model.h"
#include "policy/parse_context.h"

namespace iameval::internal {

// Reads a Condition: operator -> (key -> values) (S-5.1), one ConditionTest for
// each key under each operator.
absl::Status ParseCondition(const ParseContext& context, JsonValue value,
                            List<ConditionTest>& conditions);

}  // namespace iameval::internal

#endif  // IAMEVAL_LIB_POLICY_CONDITION_PARSER_H_
