#include "policy/pattern_parser.h"

#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string_view>

#include "absl/strings/str_format.h"
#include "base/arn.h"
#include "base/hash.h"
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

void CheckAction(const ParseContext& context, JsonValue value,
                 std::string_view prefix, std::string_view name) {
  const bool prefix_wildcard = HasWildcard(prefix);
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

// What an action's text shows without a look at each of its bytes in turn.
struct ActionShape {
  std::size_t colon = 0;  // the first; the text's size if there is none
  bool one_colon = false;
  bool wildcard = false;  // somewhere
};

// The highest bit of each byte of `word` that is `c`; with `exact` false,
// perhaps of others above one that is.
std::uint64_t BytesThatAre(std::uint64_t word, char c, bool exact) {
  constexpr std::uint64_t kOnes = 0x0101010101010101u;
  constexpr std::uint64_t kLow = kOnes * 0x7F;
  const std::uint64_t x = word ^ kOnes * static_cast<unsigned char>(c);
  return exact ? ~(((x & kLow) + kLow) | x | kLow) : (x - kOnes) & ~x & ~kLow;
}

// Of a text of any length, eight bytes at a time, with no branch that depends
// on what they are.
ActionShape ShapeOf(std::string_view text) {
  std::uint64_t wildcards = 0;
  std::uint64_t last_colons = 0;  // of the last word that has one
  std::size_t last_begin = 0;     // where that word begins
  std::size_t words_with_colons = 0;
  for (std::size_t i = 0; i < text.size(); i += 8) {
    const std::size_t left = text.size() - i;
    std::uint64_t word = 0;
    if (left >= 8) {
      std::memcpy(&word, text.data() + i, 8);
    } else {
      word = LoadTail(text.data() + i, left, text.size());
    }
    wildcards |=
        BytesThatAre(word, '*', false) | BytesThatAre(word, '?', false);
    const std::uint64_t colons = BytesThatAre(word, ':', true);
    last_begin = colons != 0 ? i : last_begin;
    last_colons = colons != 0 ? colons : last_colons;
    words_with_colons += colons != 0 ? 1 : 0;
  }
  if (last_colons == 0) return {text.size(), false, wildcards != 0};
  const int bit = std::endian::native == std::endian::little
                      ? std::countr_zero(last_colons)
                      : std::countl_zero(last_colons);
  return {last_begin + static_cast<std::size_t>(bit) / 8,
          words_with_colons == 1 && (last_colons & (last_colons - 1)) == 0,
          wildcards != 0};
}

absl::Status ParseAction(const ParseContext& context, JsonValue value,
                         std::string_view text) {
  if (text == "*") return absl::OkStatus();
  const ActionShape shape = ShapeOf(text);
  const bool well_formed =
      shape.one_colon && shape.colon > 0 && shape.colon + 1 < text.size();
  if (!well_formed) return UnexpectedValue(value, "\"*\" or service:action");
  if (shape.wildcard || context.has_dollar_braces) {
    CheckAction(context, value, text.substr(0, shape.colon),
                text.substr(shape.colon + 1));
  }
  return absl::OkStatus();
}

// The fields that a pattern has; the sixth takes what is left.
struct PatternFields {
  std::array<std::string_view, 6> field;
  std::size_t count = 0;
};

// A plain loop: fields are short.
PatternFields SplitPattern(std::string_view text) {
  PatternFields fields;
  std::size_t begin = 0;
  for (std::size_t i = 0; i < text.size() && fields.count < 5; ++i) {
    if (text[i] != ':') continue;
    fields.field[fields.count++] = text.substr(begin, i - begin);
    begin = i + 1;
  }
  fields.field[fields.count++] = text.substr(begin);
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
