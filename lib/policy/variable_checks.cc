#include "policy/variable_checks.h"

#include <array>
#include <optional>
#include <string>
#include <string_view>

#include "absl/strings/str_format.h"
#include "base/quote.h"
#include "policy/check.h"
#include "policy/variable_syntax.h"

namespace iameval::internal {
namespace {

struct FaultText {
  const Check* check;
  std::string_view message;
};

// By VariableFault.
constexpr std::array<FaultText, 5> kFaults = {{
    {nullptr, ""},
    {&checks::kMissingBraceInVariable, "`${` has no `}` after it"},
    {&checks::kEmptyVariable, "`${}` names no context key"},
    {&checks::kUnsupportedSpaceInVariable,
     "a policy variable has a space outside its default"},
    {&checks::kMissingQuoteInVariable,
     "the default of a policy variable is not in single quotes after a comma "
     "and one space"},
}};

}  // namespace

bool HasVariable(const ParseContext& context, std::string_view text) {
  return context.has_dollar_braces && HasVariable(text);
}

void CheckVariables(const ParseContext& context, JsonValue string) {
  if (!context.has_dollar_braces) return;
  const std::string_view text = string.text();
  std::array<bool, kFaults.size()> seen{};
  VariableScanner scanner(text);
  while (const std::optional<VariableUse> use = scanner.Next()) {
    const auto fault = static_cast<std::size_t>(use->fault);
    if (seen[fault]) continue;  // once a string
    seen[fault] = true;
    if (use->fault == VariableFault::kNone) continue;
    // Where there are no variables there are no malformed ones.
    if (!context.has_variables) continue;
    context.findings.Add(*kFaults[fault].check, string,
                         absl::StrFormat("%s in %s: the text stands for itself",
                                         kFaults[fault].message, Quote(text)));
  }
  if (seen[0] && !context.has_variables) {
    context.findings.Add(
        checks::kVariableUnsupportedInVersion, string,
        absl::StrFormat("%s has a policy variable, which only Version "
                        "2012-10-17 knows: the text stands for itself",
                        Quote(text)));
  }
}

void CheckNoVariables(const ParseContext& context, JsonValue string,
                      std::string_view element) {
  if (!HasVariable(context, string.text())) return;
  context.findings.Add(
      checks::kVariableUnsupportedInElement, string,
      absl::StrFormat("%s has no policy variables: the text of %s stands for "
                      "itself",
                      element, Quote(string.text())));
}

}  // namespace iameval::internal
