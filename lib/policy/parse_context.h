#ifndef IAMEVAL_LIB_POLICY_PARSE_CONTEXT_H_
#define IAMEVAL_LIB_POLICY_PARSE_CONTEXT_H_

#include <cstddef>
#include <cstdint>
#include <string_view>

#include "absl/status/status.h"
#include "base/arena.h"
#include "iameval/policy.h"
#include "json/json.h"
#include "json/line_index.h"
#include "policy/findings.h"
#include "policy/model.h"
#include "policy/type_rules.h"

namespace iameval::internal {

// What every part of the parser needs to know of the document.
struct ParseContext {
  PolicyType type;
  const TypeRules& rules;
  const ParseOptions& options;
  std::string_view text;  // the whole document
  const LineIndex& lines;
  Findings& findings;
  Arena& arena;  // the document's
  // Variables are variables (S-4.3); otherwise `${` is plain text.
  bool has_variables = false;
  // False if no string has `${` in it, as in most documents: nothing to look
  // for, then.
  bool has_dollar_braces = true;
};

// InvalidArgumentError: "/Statement/0: line 2, column 3: found no Effect,
// expected "Allow" or "Deny"".
absl::Status Refuse(JsonValue at, std::string_view found,
                    std::string_view expected);

inline Extent ExtentOf(JsonValue value) {
  return {static_cast<std::uint32_t>(value.offset()),
          static_cast<std::uint32_t>(value.raw().size())};
}

inline Text TextOf(JsonValue string) {
  return {string.text(), ExtentOf(string)};
}

}  // namespace iameval::internal

#endif  // IAMEVAL_LIB_POLICY_PARSE_CONTEXT_H_
