#ifndef IAMEVAL_LIB_POLICY_CONDITION_CHECKS_H_
#define IAMEVAL_LIB_POLICY_CONDITION_CHECKS_H_

#include "json/json.h"
#include "policy/model.h"
#include "policy/parse_context.h"

namespace iameval::internal {

// Reports what is unusual about one parsed test: `key` is its member under the
// operator.
void CheckConditionTest(const ParseContext& context, const JsonMember& key,
                        const ConditionTest& test);

}  // namespace iameval::internal

#endif  // IAMEVAL_LIB_POLICY_CONDITION_CHECKS_H_
