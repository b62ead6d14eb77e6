#ifndef IAMEVAL_LIB_POLICY_NETWORK_KEY_CHECKS_H_
#define IAMEVAL_LIB_POLICY_NETWORK_KEY_CHECKS_H_

#include "json/json.h"
#include "policy/model.h"
#include "policy/parse_context.h"

namespace iameval::internal {

// Reports values that aws:SourceIp, aws:SourceVpc and aws:SourceVpce never
// have. `key` is the test's member under its operator.
void CheckNetworkKey(const ParseContext& context, const JsonMember& key,
                     const ConditionTest& test);

}  // namespace iameval::internal

#endif  // IAMEVAL_LIB_POLICY_NETWORK_KEY_CHECKS_H_
