#include "policy/pattern_parser.h"

#include <algorithm>
#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>

#include "absl/strings/str_format.h"
#include "base/arn.h"
#include "base/byte_lanes.h"
#include "base/hash.h"
#include "base/quote.h"
#include "policy/action_look.h"
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

// Where a text has what characters, a bit for each of its first 64 bytes.
struct TextShape {
  std::uint64_t colons = 0;
  std::uint64_t wildcards = 0;  // `*`, `?`
  std::uint64_t dollars = 0;
};

// Reads up to fifteen bytes beyond the text, as one in a document may be.
inline TextShape ShapeOf(std::string_view text) {
  TextShape shape;
  const std::size_t size = std::min<std::size_t>(text.size(), 64);
  for (std::size_t at = 0; at < size; at += ByteLanes::kSize) {
    const ByteLanes lanes = ByteLanes::Load(text.data() + at);
    const auto bits = [at](const ByteLanes& found) {
      return std::uint64_t{found.Mask()} << at;
    };
    shape.colons |= bits(lanes.Equal(ByteLanes::Fill(':')));
    shape.wildcards |= bits(lanes.Equal(ByteLanes::Fill('*'))
                                .Or(lanes.Equal(ByteLanes::Fill('?'))));
    shape.dollars |= bits(lanes.Equal(ByteLanes::Fill('$')));
  }
  const std::uint64_t inside = size == 0 ? 0 : ~std::uint64_t{0} >> (64 - size);
  shape.colons &= inside;
  shape.wildcards &= inside;
  shape.dollars &= inside;
  return shape;
}

// prefix:name, both of at least one character (S-2.1).
[[gnu::noinline]] absl::Status ParseUnusualAction(const ParseContext& context,
                                                  JsonValue value,
                                                  std::string_view text) {
  if (text == "*") return absl::OkStatus();
  const std::size_t colon = text.find(':');
  const bool well_formed = colon != kNone && colon > 0 &&
                           colon + 1 < text.size() && text.rfind(':') == colon;
  if (!well_formed) {
    return UnexpectedValue(value, "\"*\" or service:action");
  }
  CheckAction(context, value, text.substr(0, colon), text.substr(colon + 1));
  return absl::OkStatus();
}

// The fields that a pattern has; the sixth takes what is left.
struct PatternFields {
  std::array<std::string_view, 6> field;
  std::size_t count = 0;
};

// The colons among the sixteen bytes of `text` from `at` on, a bit each; fewer
// where the text ends.
std::uint32_t ColonsFrom(std::string_view text, std::size_t at) {
  const auto colons = [](const char* p) {
    return ByteLanes::Load(p).Equal(ByteLanes::Fill(':')).Mask();
  };
  if (at + ByteLanes::kSize <= text.size()) return colons(text.data() + at);
  char rest[ByteLanes::kSize] = {};
  text.copy(rest, ByteLanes::kSize, at);
  return colons(rest);
}

PatternFields SplitPattern(std::string_view text) {
  PatternFields fields;
  std::size_t begin = 0;
  for (std::size_t at = 0; at < text.size(); at += ByteLanes::kSize) {
    for (std::uint32_t left = ColonsFrom(text, at);
         left != 0 && fields.count < 5; left &= left - 1) {
      const std::size_t colon =
          at + static_cast<std::size_t>(std::countr_zero(left));
      fields.field[fields.count++] = text.substr(begin, colon - begin);
      begin = colon + 1;
    }
    if (fields.count == 5) break;
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

// Whether a resource is "*", or an ARN of six fields with nothing to report of
// it; false for some that are.
bool IsUsualResource(const ParseContext& context, std::string_view text) {
  if (text == "*") return true;
  if (!text.starts_with("arn:")) return false;
  const TextShape shape = ShapeOf(text);
  if (context.has_dollar_braces && (shape.dollars != 0 || text.size() > 64)) {
    return false;
  }
  std::array<int, 5> colon;
  std::uint64_t left = shape.colons;
  for (int& at : colon) {
    if (left == 0) return false;
    at = std::countr_zero(left);
    left &= left - 1;
  }
  // The bits between two places.
  const auto between = [](int after, int before) {
    return (std::uint64_t{1} << before) - (std::uint64_t{2} << after);
  };
  if ((shape.wildcards & between(colon[1], colon[2])) != 0) return false;
  if (text.substr(static_cast<std::size_t>(colon[1]), 5) == ":iam:") {
    const std::size_t slash =
        text.find('/', static_cast<std::size_t>(colon[4]));
    if (slash >= 64 || (shape.wildcards &
                        between(colon[4], static_cast<int>(slash))) != 0) {
      return false;
    }
  }
  const auto account = static_cast<std::size_t>(colon[3]) + 1;
  const auto size = static_cast<std::size_t>(colon[4]) - account;
  return size == 0 ||
         (shape.wildcards & between(colon[3], colon[4])) != 0 ||
         IsAccountId(text.substr(account, size));
}

[[gnu::noinline]] absl::Status ParseUnusualResource(
    const ParseContext& context, JsonValue value) {
  const std::string_view text = value.text();
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
                          List<Text>& actions) {
  if (value.is_array() && value.size() == 0) {  // S-1.11
    context.findings.Add(
        checks::kEmptyArrayAction, value,
        "the list of actions is empty: the statement never matches");
  }
  if (absl::Status s = CheckStringList(context, value); !s.ok()) return s;
  const std::span<Text> list =
      context.arena.MakeUnwritten<Text>(CountStrings(value));
  actions = list;
  Text* next = list.data();
  for (const JsonValue action : value.elements_or_self()) {
    if (!action.is_string()) return UnexpectedValue(action, "a string");
    const std::string_view text = action.text();
    const ActionLook look = LookAtAction(text);
    next->text = text;
    next->where = ExtentOf(action);
    next->hash = look.hash;
    next->flags = look.flags;
    ++next;
    // of a resource control policy it matters where wildcards are.
    if (look.flags == ActionLook::kUsual) continue;
    if (look.flags == (ActionLook::kUsual | ActionLook::kWildcard) &&
        context.type != PolicyType::kRcp) {
      continue;
    }
    absl::Status s = ParseUnusualAction(context, action, text);
    if (!s.ok()) return s;
  }
  return absl::OkStatus();
}

absl::Status ParseResources(const ParseContext& context, JsonValue value,
                            List<Text>& resources) {
  if (value.is_array() && value.size() == 0) {  // S-1.11
    context.findings.Add(
        checks::kEmptyArrayResource, value,
        "the list of resources is empty: the statement never matches");
  }
  if (absl::Status s = CheckStringList(context, value); !s.ok()) return s;
  const std::span<Text> list =
      context.arena.MakeUnwritten<Text>(CountStrings(value));
  resources = list;
  Text* next = list.data();
  for (const JsonValue resource : value.elements_or_self()) {
    if (!resource.is_string()) return UnexpectedValue(resource, "a string");
    const std::string_view text = resource.text();
    *next++ = {.text = text,
               .where = ExtentOf(resource),
               .hash = UpperHalf(HashBytes(text))};
    if (IsUsualResource(context, text)) continue;
    absl::Status s = ParseUnusualResource(context, resource);
    if (!s.ok()) return s;
  }
  return absl::OkStatus();
}

}  // namespace iameval::internal
