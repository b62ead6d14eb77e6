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

// What stands in a well-formed `${key}` or `${key, 'default'}`.
struct VariableSyntax {
  std::string_view key;
  bool has_default = false;
  std::string_view default_text;
  std::size_t length = 0;  // from `$` to the closing brace, in bytes
};

// The variable at the front of `text`, which begins with "${". `length` is 0
// when it is malformed (S-4.15).
VariableSyntax ReadVariable(std::string_view text);

}  // namespace iameval::internal

#endif  // IAMEVAL_LIB_COMPILER_VARIABLES_H_
