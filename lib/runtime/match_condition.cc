#include "runtime/match_condition.h"

#include <algorithm>
#include <compare>
#include <string>

#include "base/base64.h"
#include "base/boolean.h"
#include "base/latin1.h"
#include "base/number.h"

namespace iameval::internal {
namespace {

// Whether a request's value matches some operand. A value that cannot be read
// as the operator's type satisfies neither the operator nor its negation
// (S-5.22, Q-26): hence three answers.
enum class OperandMatch { kNo, kYes, kUnreadable };

OperandMatch Answer(bool matches) {
  return matches ? OperandMatch::kYes : OperandMatch::kNo;
}

template <typename Compare>
bool AnyTemplate(const TestCode& test, const ContextFrame& context,
                 Compare compare) {
  return std::any_of(
      test.templates.begin(), test.templates.end(),
      [&](const TextTemplate& text) {
        const auto values = VariableValues::Of(text, context);
        // S-4.8, S-4.9: not equal, so that a negated test can hold.
        return values.has_value() && compare(text, values->values());
      });
}

// Equality with a text whose variables are filled in, letter case ignored.
bool EqualsFilledIgnoringCase(const GlobPattern& pattern,
                              std::span<const std::string_view> values,
                              std::string_view value) {
  for (const GlobPattern::Token& token : pattern.tokens()) {
    const std::string_view piece = token.kind == GlobPattern::Kind::kHole
                                       ? values[token.begin]
                                       : pattern.text(token);
    if (value.size() < piece.size() ||
        !EqualsIgnoringCase(value.substr(0, piece.size()), piece)) {
      return false;
    }
    value.remove_prefix(piece.size());
  }
  return value.empty();
}

bool StringEquals(const TestCode& test, const ContextFrame& context,
                  std::string_view value) {
  return std::find(test.literals.begin(), test.literals.end(), value) !=
             test.literals.end() ||
         AnyTemplate(test, context,
                     [&](const TextTemplate& text,
                         std::span<const std::string_view> values) {
                       return text.glob.Matches(value, values);
                     });
}

bool StringEqualsIgnoreCase(const TestCode& test, const ContextFrame& context,
                            std::string_view value) {
  return std::any_of(test.literals.begin(), test.literals.end(),
                     [&](const std::string& literal) {
                       return EqualsIgnoringCase(literal, value);
                     }) ||
         AnyTemplate(test, context,
                     [&](const TextTemplate& text,
                         std::span<const std::string_view> values) {
                       return EqualsFilledIgnoringCase(text.pattern, values,
                                                       value);
                     });
}

bool StringLike(const TestCode& test, const ContextFrame& context,
                std::string_view value) {
  return std::any_of(
             test.globs.begin(), test.globs.end(),
             [&](const Glob& glob) { return glob.Matches(value); }) ||
         AnyTemplate(test, context,
                     [&](const TextTemplate& text,
                         std::span<const std::string_view> values) {
                       return text.glob.Matches(value, values);
                     });
}

bool ArnLike(const TestCode& test, const ContextFrame& context,
             std::string_view value) {
  return std::any_of(
             test.arns.begin(), test.arns.end(),
             [&](const ArnGlob& glob) { return glob.Matches(value); }) ||
         AnyTemplate(test, context,
                     [&](const TextTemplate& text,
                         std::span<const std::string_view> values) {
                       return text.arn.Matches(value, values);
                     });
}

bool Holds(std::strong_ordering order, Relation relation) {
  switch (relation) {
    case Relation::kEqual:
      return order == 0;
    case Relation::kLess:
      return order < 0;
    case Relation::kLessOrEqual:
      return order <= 0;
    case Relation::kGreater:
      return order > 0;
    case Relation::kGreaterOrEqual:
      return order >= 0;
  }
  return false;
}

// S-5.7.
OperandMatch MatchNumber(const TestCode& test, std::string_view value) {
  const auto number = ParseDecimal(value);
  if (!number.has_value()) return OperandMatch::kUnreadable;
  return Answer(std::any_of(
      test.literals.begin(), test.literals.end(),
      [&](const std::string& literal) {
        return Holds(*number <=> *ParseDecimal(literal), test.relation);
      }));
}

// S-5.8.
OperandMatch MatchDate(const TestCode& test, std::string_view value) {
  const auto instant = ParseInstant(value);
  if (!instant.has_value()) return OperandMatch::kUnreadable;
  return Answer(std::any_of(test.instants.begin(), test.instants.end(),
                            [&](const Instant& operand) {
                              return Holds(*instant <=> operand,
                                           test.relation);
                            }));
}

// S-5.9, Q-18.
OperandMatch MatchBool(const TestCode& test, const ContextFrame& context,
                       std::string_view value) {
  const auto boolean = ParseBoolean(value);
  if (!boolean.has_value()) return OperandMatch::kUnreadable;
  if (*boolean ? test.lists_true : test.lists_false) return OperandMatch::kYes;
  const std::string_view word = *boolean ? "true" : "false";
  return Answer(AnyTemplate(
      test, context,
      [&](const TextTemplate& text, std::span<const std::string_view> values) {
        return EqualsFilledIgnoringCase(text.pattern, values, word);
      }));
}

// S-5.10: encodings are equal exactly if the bytes are.
OperandMatch MatchBinary(const TestCode& test, std::string_view value) {
  if (!IsBase64(value)) return OperandMatch::kUnreadable;
  return Answer(std::find(test.literals.begin(), test.literals.end(), value) !=
                test.literals.end());
}

// S-5.11.
OperandMatch MatchIp(const TestCode& test, std::string_view value) {
  const auto address = ParseIpAddress(value);
  if (!address.has_value()) return OperandMatch::kUnreadable;
  return Answer(std::any_of(test.ranges.begin(), test.ranges.end(),
                            [&](const IpRange& range) {
                              return Contains(range, *address);
                            }));
}

OperandMatch MatchOperands(const TestCode& test, const ContextFrame& context,
                           std::string_view value) {
  switch (test.family) {
    case TestFamily::kStringEquals:
      return Answer(StringEquals(test, context, value));
    case TestFamily::kStringEqualsIgnoreCase:
      return Answer(StringEqualsIgnoreCase(test, context, value));
    case TestFamily::kStringLike:
      return Answer(StringLike(test, context, value));
    case TestFamily::kArn:
      return Answer(ArnLike(test, context, value));
    case TestFamily::kNumeric:
      return MatchNumber(test, value);
    case TestFamily::kDate:
      return MatchDate(test, value);
    case TestFamily::kBool:
      return MatchBool(test, context, value);
    case TestFamily::kBinary:
      return MatchBinary(test, value);
    case TestFamily::kIp:
      return MatchIp(test, value);
    case TestFamily::kNull:
      break;  // TestHolds asks for presence only
  }
  return OperandMatch::kNo;
}

// One request value against the whole list: OR, or NOR where the operator is
// negated (S-5.1, S-5.18).
bool Satisfies(const TestCode& test, const ContextFrame& context,
               std::string_view value) {
  switch (MatchOperands(test, context, value)) {
    case OperandMatch::kYes:
      return !test.negated;
    case OperandMatch::kNo:
      return test.negated && !test.unparseable;
    case OperandMatch::kUnreadable:
      return false;  // S-5.22
  }
  return false;
}

// Absent as a set: no values, or nothing but empty strings (S-5.23, Q-24).
bool IsNullSet(std::span<const std::string_view> values) {
  return std::all_of(values.begin(), values.end(),
                     [](std::string_view value) { return value.empty(); });
}

// S-5.14, S-5.21.
bool NullHolds(const TestCode& test, const ContextItem* item) {
  if (test.set_rule != SetRule::kNone) {
    return test.set_rule == SetRule::kForAllValues;
  }
  const bool absent = item == nullptr || IsNullSet(item->values);
  return absent ? test.lists_true : test.lists_false;
}

bool PlainHolds(const TestCode& test, const ContextFrame& context,
                const ContextItem* item) {
  if (item == nullptr || item->values.empty()) {
    return test.if_exists || test.negated;  // S-5.3, S-5.13
  }
  // S-5.20: a plain operator does not speak of several values.
  return item->values.size() == 1 &&
         Satisfies(test, context, item->values.front());
}

}  // namespace

bool TestHolds(const TestCode& test, const ContextFrame& context) {
  const ContextItem* item = context.Find(test.slot);
  if (test.family == TestFamily::kNull) return NullHolds(test, item);
  const auto satisfies = [&](std::string_view value) {
    return Satisfies(test, context, value);
  };
  switch (test.set_rule) {
    case SetRule::kNone:
      return PlainHolds(test, context, item);
    case SetRule::kForAllValues:  // S-5.16
      return item == nullptr || IsNullSet(item->values) ||
             std::all_of(item->values.begin(), item->values.end(), satisfies);
    case SetRule::kForAnyValue:  // S-5.17, S-5.19
      if (item == nullptr) return test.if_exists;
      return !IsNullSet(item->values) &&
             std::any_of(item->values.begin(), item->values.end(), satisfies);
  }
  return false;
}

std::optional<VariableValues> VariableValues::Of(const TextTemplate& text,
                                                 const ContextFrame& context) {
  VariableValues filled;
  for (const VariableCode& variable : text.variables) {
    const ContextItem* item = context.Find(variable.slot);
    std::string_view value;
    // S-4.10, Q-17: a multivalued key is no variable.
    if (item != nullptr && !item->multivalued && item->values.size() == 1) {
      value = item->values.front();
    } else if (variable.has_default) {
      value = variable.default_text;  // S-4.6
    } else {
      return std::nullopt;
    }
    filled.values_[filled.size_++] = value;
  }
  return filled;
}

}  // namespace iameval::internal
