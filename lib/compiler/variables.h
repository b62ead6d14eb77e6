#ifndef IAMEVAL_LIB_COMPILER_VARIABLES_H_
#define IAMEVAL_LIB_COMPILER_VARIABLES_H_

#include <string_view>
#include <vector>

#include "automata/glob_pattern.h"
#include "program/condition_code.h"
#include "program/key_table.h"

namespace iameval::internal {

// How the characters of a policy's text are read.
struct TextRules {
  bool wildcards = false;  // `*` and `?` are wildcards, otherwise literal
  bool variables = false;  // `${...}` is a policy variable (S-4.1)
};

// Reads `text` into a pattern whose holes are the policy variables. `${*}`,
// `${?}` and `${$}` become literal characters (S-4.5); a malformed variable is
// ordinary text (S-4.15). Appends to `pattern` and `variables`, interns keys.
void AppendTemplateText(std::string_view text, TextRules rules, KeyTable& keys,
                        GlobPattern& pattern,
                        std::vector<VariableCode>& variables);

}  // namespace iameval::internal

#endif  // IAMEVAL_LIB_COMPILER_VARIABLES_H_
