#ifndef IAMEVAL_LIB_POLICY_VARIABLE_CHECKS_H_
#define IAMEVAL_LIB_POLICY_VARIABLE_CHECKS_H_

#include <string_view>

#include "json/json.h"
#include "policy/parse_context.h"

namespace iameval::internal {

// True if the text, one of the document's, has a well-formed variable.
bool HasVariable(const ParseContext& context, std::string_view text);

// Reports what is wrong with the variables of a string where variables are
// substituted (S-4.3, S-4.15).
void CheckVariables(const ParseContext& context, JsonValue string);

// Reports variables in a text where there are none (S-4.2). `element` is what
// the message calls it: "an action".
void CheckNoVariables(const ParseContext& context, JsonValue string,
                      std::string_view element);

}  // namespace iameval::internal

#endif  // IAMEVAL_LIB_POLICY_VARIABLE_CHECKS_H_
