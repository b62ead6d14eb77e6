#include "compiler/variables.h"

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace iameval::internal {
namespace {

// `rest` begins after the key's comma: one space, a quoted text, a brace.
void ReadDefault(std::string_view rest, std::size_t before,
                 VariableSyntax& variable) {
  if (!rest.starts_with(" '")) return;
  rest.remove_prefix(2);
  const std::size_t quote = rest.find('\'');
  if (quote == std::string_view::npos || quote + 1 >= rest.size() ||
      rest[quote + 1] != '}') {
    return;
  }
  variable.has_default = true;
  variable.default_text = rest.substr(0, quote);
  variable.length = before + 2 + quote + 2;
}

void AppendPlain(std::string_view text, bool wildcards, GlobPattern& pattern) {
  if (text.empty()) return;
  if (wildcards) {
    pattern.AppendText(text);
  } else {
    pattern.AppendLiteral(text);
  }
}

bool IsSpecialCharacter(std::string_view key) {
  return key == "*" || key == "?" || key == "$";
}

}  // namespace

VariableSyntax ReadVariable(std::string_view text) {
  constexpr std::size_t kOpen = 2;  // "${"
  VariableSyntax variable;
  const std::size_t end = text.find_first_of("},", kOpen);
  if (end == std::string_view::npos || end == kOpen) return variable;
  variable.key = text.substr(kOpen, end - kOpen);
  if (variable.key.find(' ') != std::string_view::npos) return variable;
  if (text[end] == '}') {
    variable.length = end + 1;
  } else {
    ReadDefault(text.substr(end + 1), end + 1, variable);
  }
  return variable;
}

void AppendTemplateText(std::string_view text, TextRules rules, KeyTable& keys,
                        GlobPattern& pattern,
                        std::vector<VariableCode>& variables) {
  while (rules.variables) {
    const std::size_t start = text.find("${");
    if (start == std::string_view::npos) break;
    AppendPlain(text.substr(0, start), rules.wildcards, pattern);
    text.remove_prefix(start);
    const VariableSyntax variable = ReadVariable(text);
    if (variable.length == 0) {
      pattern.AppendLiteral("${");
      text.remove_prefix(2);
      continue;
    }
    if (IsSpecialCharacter(variable.key) && !variable.has_default) {
      pattern.AppendLiteral(variable.key);  // S-4.5
    } else {
      pattern.AppendHole(static_cast<std::uint32_t>(variables.size()));
      variables.push_back({keys.Intern(variable.key), variable.has_default,
                           std::string(variable.default_text)});
    }
    text.remove_prefix(variable.length);
  }
  AppendPlain(text, rules.wildcards, pattern);
}

}  // namespace iameval::internal
