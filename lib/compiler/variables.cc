#include "compiler/variables.h"

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "policy/variable_syntax.h"

namespace iameval::internal {
namespace {

void AppendPlain(std::string_view text, bool wildcards, GlobPattern& pattern) {
  if (text.empty()) return;
  if (wildcards) {
    pattern.AppendText(text);
  } else {
    pattern.AppendLiteral(text);
  }
}

// S-4.5.
bool IsSpecialCharacter(const VariableUse& use) {
  return !use.default_text.has_value() &&
         (use.key == "*" || use.key == "?" || use.key == "$");
}

}  // namespace

void AppendTemplateText(std::string_view text, TextRules rules, KeyTable& keys,
                        GlobPattern& pattern,
                        std::vector<VariableCode>& variables) {
  std::size_t plain_from = 0;
  VariableScanner scanner(rules.variables ? text : std::string_view());
  while (const auto use = scanner.Next()) {
    if (use->fault != VariableFault::kNone) continue;  // ordinary text, S-4.15
    AppendPlain(text.substr(plain_from, use->offset - plain_from),
                rules.wildcards, pattern);
    plain_from = use->end;
    if (IsSpecialCharacter(*use)) {
      pattern.AppendLiteral(use->key);
    } else {
      pattern.AppendHole(static_cast<std::uint32_t>(variables.size()));
      variables.push_back({keys.Intern(use->key), use->default_text.has_value(),
                           std::string(use->default_text.value_or(""))});
    }
  }
  AppendPlain(text.substr(plain_from), rules.wildcards, pattern);
}

}  // namespace iameval::internal
