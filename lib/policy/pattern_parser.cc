#include "policy/pattern_parser.h"

#include <array>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string_view>

#include "absl/strings/str_format.h"
#include "base/arn.h"
#include "base/quote.h"
#include "policy/check.h"
#include "policy/string_list.h"
#include "policy/variable_checks.h"
#include "policy/variable_syntax.h"
#include "policy/wildcards.h"

namespace iameval::internal {
namespace {

constexpr std::size_t kNone = std::string_view::npos;

// What follows a wildcard must be wildcards to the end.
bool WildcardsAtEndOnly(std::string_view name) {
  const std::size_t first = name.find_first_of("*?");
  return first == kNone || name.find_first_not_of("*?", first) == kNone;
}

// `prefix_wildcard`: the service prefix has one.
void CheckAction(const ParseContext& context, JsonValue value,
                 std::string_view name, bool prefix_wildcard) {
  if (prefix_wildcard) {  // S-2.4
    context.findings.Add(
        checks::kWildcardInServiceName, value,
        absl::StrFormat("the service prefix of %s has a wildcard",
                        Quote(value.text())));
  }
  // evaluated anywhere, and reported in a resource control policy.
  if (context.type == PolicyType::kRcp &&
      (prefix_wildcard || !WildcardsAtEndOnly(name))) {
    context.findings.Add(
        checks::kRcpSyntaxErrorAction, value,
        absl::StrFormat("%s has a wildcard elsewhere than at its end",
                        Quote(value.text())));
  }
  if (context.has_dollar_braces) CheckNoVariables(context, value, "an action");
}

// Eight bytes at a time: names are too short for the library's search to pay.
bool HasColon(std::string_view text) {
  constexpr std::uint64_t kOnes = 0x0101010101010101u;
  const char* p = text.data();
  std::size_t left = text.size();
  std::uint64_t found = 0;
  for (; left >= 8; p += 8, left -= 8) {
    std::uint64_t word;
    std::memcpy(&word, p, 8);
    word ^= kOnes * ':';
    found |= (word - kOnes) & ~word & (kOnes * 0x80);
  }
  bool in_tail = false;
  for (; left > 0; ++p, --left) in_tail |= *p == ':';
  return in_tail || found != 0;
}

absl::Status ParseAction(const ParseContext& context, JsonValue value,
                         std::string_view text) {
  if (text == "*") return absl::OkStatus();
  std::size_t colon = 0;
  bool wildcard = false;
  for (; colon < text.size() && text[colon] != ':'; ++colon) {
    wildcard |= IsWildcard(text[colon]);
  }
  const bool well_formed =
      colon > 0 && colon + 1 < text.size() && !HasColon(text.substr(colon + 1));
  if (!well_formed) return UnexpectedValue(value, "\"*\" or service:action");
  if (wildcard || context.has_dollar_braces ||
      context.type == PolicyType::kRcp) {
    CheckAction(context, value, text.substr(colon + 1), wildcard);
  }
  return absl::OkStatus();
}

// The fields that a pattern has; the sixth takes what is left.
struct PatternFields {
  std::array<std::string_view, 6> field;
  std::size_t count = 0;
};

PatternFields SplitPattern(std::string_view text) {
  PatternFields fields;
  while (fields.count < 5) {
    const std::size_t colon = text.find(':');
    fields.field[fields.count++] = text.substr(0, colon);
    if (colon == kNone) return fields;
    text.remove_prefix(colon + 1);
  }
  fields.field[fields.count++] = text;
  return fields;
}

// Also true for what may stand for an account, and for `aws`, in whose name AWS
// has managed policies and other resources.
bool IsAccountField(const PatternFields& fields) {
  if (fields.count < 6) return true;
  const std::string_view account = fields.field[4];
  return account.empty() || IsAccountId(account) || account == "aws" ||
         HasWildcard(account) || account.find('$') != kNone;
}

// `arn:aws:iam::111122223333:u*/Alice`.
bool HasWildcardInIamType(const PatternFields& fields) {
  if (fields.count < 6 || fields.field[2] != "iam") return false;
  const std::string_view type =
      fields.field[5].substr(0, fields.field[5].find('/'));
  return HasWildcard(type) && type.find_first_not_of("*?") != kNone;
}

// variables are substituted after the fifth colon only.
bool HasVariableInHead(std::string_view text, const PatternFields& fields) {
  const std::size_t head =
      fields.count < 6 ? text.size() : text.size() - fields.field[5].size();
  VariableScanner scanner(text);
  while (const std::optional<VariableUse> use = scanner.Next()) {
    if (use->offset >= head) return false;
    if (use->fault == VariableFault::kNone) return true;
  }
  return false;
}

void CheckResource(const ParseContext& context, JsonValue value,
                   const PatternFields& fields) {
  const std::string_view text = value.text();
  if (fields.count >= 3 && HasWildcard(fields.field[2])) {  // S-2.13, Q-9
    context.findings.Add(
        checks::kWildcardInServiceName, value,
        absl::StrFormat("the service of %s has a wildcard", Quote(text)));
  }
  if (!IsAccountField(fields)) {
    context.findings.Add(
        checks::kInvalidArnAccount, value,
        absl::StrFormat("the account of %s is not 12 digits", Quote(text)));
  }
  if (HasWildcardInIamType(fields)) {
    context.findings.Add(
        checks::kInvalidArnResource, value,
        absl::StrFormat("the resource type of %s has a wildcard", Quote(text)));
  }
  if (!context.has_dollar_braces) return;
  CheckVariables(context, value);
  if (context.has_variables && HasVariableInHead(text, fields)) {
    context.findings.Add(
        checks::kVariableUnsupportedInElement, value,
        absl::StrFormat("a policy variable stands before the fifth colon of "
                        "%s, where its text stands for itself",
                        Quote(text)));
  }
}

absl::Status ParseResource(const ParseContext& context, JsonValue value) {
  const std::string_view text = value.text();
  if (text == "*") return absl::OkStatus();
  if (!text.starts_with("arn:")) {
    return UnexpectedValue(value,
                           "\"*\" or an ARN, which begins with \"arn:\"");
  }
  const PatternFields fields = SplitPattern(text);
  if (fields.count < 6 && context.rules.short_arn == ShortArn::kRefused) {
    return UnexpectedValue(
        value,
        "an ARN of six fields, arn:partition:service:region:account:"
        "resource");
  }
  if (fields.count < 6 && context.rules.short_arn == ShortArn::kReported) {
    context.findings.Add(
        checks::kMissingArnField, value,
        absl::StrFormat("%s has %d of an ARN's six fields: it matches nothing",
                        Quote(text), fields.count));
  }
  CheckResource(context, value, fields);
  return absl::OkStatus();
}

}  // namespace

absl::Status ParseActions(const ParseContext& context, JsonValue value,
                          std::vector<Text>& actions) {
  if (value.is_array() && value.size() == 0) {  // S-1.11
    context.findings.Add(
        checks::kEmptyArrayAction, value,
        "the list of actions is empty: the statement never matches");
  }
  actions.reserve(value.is_array() ? value.size() : 1);
  return ForEachString(context, value, [&](JsonValue action) {
    actions.push_back(TextOf(action));
    return ParseAction(context, action, actions.back().text);
  });
}

absl::Status ParseResources(const ParseContext& context, JsonValue value,
                            std::vector<Text>& resources) {
  if (value.is_array() && value.size() == 0) {  // S-1.11
    context.findings.Add(
        checks::kEmptyArrayResource, value,
        "the list of resources is empty: the statement never matches");
  }
  resources.reserve(value.is_array() ? value.size() : 1);
  return ForEachString(context, value, [&](JsonValue resource) {
    resources.push_back(TextOf(resource));
    return ParseResource(context, resource);
  });
}

}  // namespace iameval::internal
