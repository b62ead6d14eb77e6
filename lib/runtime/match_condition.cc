#include "runtime/match_condition.h"

#include <algorithm>
#include <compare>
#include <span>
#include <string_view>

#include "automata/glob_template.h"
#include "base/arn.h"
#include "base/base64.h"
#include "base/boolean.h"
#include "base/byte_lanes.h"
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

// What one test is decided with.
struct TestFrame {
  const OperandPools& pools;
  const TestCode& test;
  const ContextView& context;

  [[nodiscard]] std::span<const OperandPools::Literal> literals() const {
    return In(pools.literals, test.operands);
  }
};

template <typename Compare>
bool AnyTemplate(const TestFrame& frame, Compare compare) {
  for (const TextTemplate& text :
       In(frame.pools.templates, frame.test.templates)) {
    VariableValues values;
    // S-4.8, S-4.9: without a value it is not equal, so that a negated test
    // can hold.
    if (values.Fill(text, frame.context) && compare(text, values.values())) {
      return true;
    }
  }
  return false;
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

// Short lists are compared one by one; they are sorted, so that long ones need
// not be.
bool ListsLiteral(const TestFrame& frame, std::string_view value) {
  const auto literals = frame.literals();
  const OperandPools& pools = frame.pools;
  if (literals.size() <= 8) {
    return std::any_of(literals.begin(), literals.end(),
                       [&](const OperandPools::Literal& literal) {
                         return literal.size == value.size() &&
                                pools.Text(literal) == value;
                       });
  }
  const auto it = std::lower_bound(
      literals.begin(), literals.end(), value,
      [&](const OperandPools::Literal& literal, std::string_view text) {
        return pools.Text(literal) < text;
      });
  return it != literals.end() && pools.Text(*it) == value;
}

bool GlobTemplateMatches(const TestFrame& frame, std::string_view value) {
  return AnyTemplate(frame, [&](const TextTemplate& text,
                                std::span<const std::string_view> values) {
    return MatchesTemplate(value, text.pattern, values, LetterCase::kExact);
  });
}

bool StringEquals(const TestFrame& frame, std::string_view value) {
  return ListsLiteral(frame, value) || GlobTemplateMatches(frame, value);
}

bool StringEqualsIgnoreCase(const TestFrame& frame, std::string_view value) {
  const auto literals = frame.literals();
  return std::any_of(literals.begin(), literals.end(),
                     [&](const OperandPools::Literal& literal) {
                       return EqualsIgnoringCase(frame.pools.Text(literal),
                                                 value);
                     }) ||
         AnyTemplate(frame, [&](const TextTemplate& text,
                                std::span<const std::string_view> values) {
           return EqualsFilledIgnoringCase(text.pattern, values, value);
         });
}

template <typename Value>
bool AnyPattern(const PatternTable& table, Slice operands,
                const Value& value) {
  for (PatternId id = operands.begin; id < operands.begin + operands.count;
       ++id) {
    if (table.Matches(id, value)) return true;
  }
  return false;
}

bool StringLike(const TestFrame& frame, std::string_view value) {
  return AnyPattern(frame.pools.globs, frame.test.operands, value) ||
         GlobTemplateMatches(frame, value);
}

// S-5.12. A value that is no ARN is unreadable as one, so that ArnNotLike does
// not hold either (S-5.22); a pattern that is none is no match.
OperandMatch MatchArn(const TestFrame& frame, std::string_view value) {
  const ArnText arn = ScanArn(value);
  if (arn.colon_count < 5) return OperandMatch::kUnreadable;
  return Answer(
      AnyPattern(frame.pools.arns, frame.test.operands, arn) ||
      AnyTemplate(frame, [&](const TextTemplate& text,
                             std::span<const std::string_view> values) {
        return MatchesArnTemplate(value, text.pattern, values,
                                  LetterCase::kExact);
      }));
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
OperandMatch MatchNumber(const TestFrame& frame, std::string_view value) {
  const auto number = ParseDecimal(value);
  if (!number.has_value()) return OperandMatch::kUnreadable;
  const auto literals = frame.literals();
  return Answer(std::any_of(
      literals.begin(), literals.end(),
      [&](const OperandPools::Literal& literal) {
        return Holds(*number <=> *ParseDecimal(frame.pools.Text(literal)),
                     frame.test.relation);
      }));
}

// S-5.8.
OperandMatch MatchDate(const TestFrame& frame, std::string_view value) {
  const auto instant = ParseInstant(value);
  if (!instant.has_value()) return OperandMatch::kUnreadable;
  const auto operands = In(frame.pools.instants, frame.test.operands);
  return Answer(std::any_of(operands.begin(), operands.end(),
                            [&](const Instant& operand) {
                              return Holds(*instant <=> operand,
                                           frame.test.relation);
                            }));
}

// S-5.9, Q-18.
OperandMatch MatchBool(const TestFrame& frame, std::string_view value) {
  const auto boolean = ParseBoolean(value);
  if (!boolean.has_value()) return OperandMatch::kUnreadable;
  if (*boolean ? frame.test.lists_true : frame.test.lists_false) {
    return OperandMatch::kYes;
  }
  const std::string_view word = *boolean ? "true" : "false";
  return Answer(AnyTemplate(
      frame,
      [&](const TextTemplate& text, std::span<const std::string_view> values) {
        return EqualsFilledIgnoringCase(text.pattern, values, word);
      }));
}

// S-5.10: encodings are equal exactly if the bytes are.
OperandMatch MatchBinary(const TestFrame& frame, std::string_view value) {
  if (!IsBase64(value)) return OperandMatch::kUnreadable;
  const auto literals = frame.literals();
  return Answer(std::any_of(literals.begin(), literals.end(),
                            [&](const OperandPools::Literal& literal) {
                              return frame.pools.Text(literal) == value;
                            }));
}

// S-5.11.
OperandMatch MatchIp(const TestFrame& frame, std::string_view value) {
  const auto address = ParseIpAddress(value);
  if (!address.has_value()) return OperandMatch::kUnreadable;
  const auto ranges = In(frame.pools.ranges, frame.test.operands);
  return Answer(std::any_of(ranges.begin(), ranges.end(),
                            [&](const IpRange& range) {
                              return Contains(range, *address);
                            }));
}

OperandMatch MatchOperands(const TestFrame& frame, std::string_view value) {
  switch (frame.test.family) {
    case TestFamily::kStringEquals:
      return Answer(StringEquals(frame, value));
    case TestFamily::kStringEqualsIgnoreCase:
      return Answer(StringEqualsIgnoreCase(frame, value));
    case TestFamily::kStringLike:
      return Answer(StringLike(frame, value));
    case TestFamily::kArn:
      return MatchArn(frame, value);
    case TestFamily::kNumeric:
      return MatchNumber(frame, value);
    case TestFamily::kDate:
      return MatchDate(frame, value);
    case TestFamily::kBool:
      return MatchBool(frame, value);
    case TestFamily::kBinary:
      return MatchBinary(frame, value);
    case TestFamily::kIp:
      return MatchIp(frame, value);
    case TestFamily::kNull:
      break;  // TestHolds asks for presence only
  }
  return OperandMatch::kNo;
}

// One request value against the whole list: OR, or NOR where the operator is
// negated (S-5.1, S-5.18).
bool Satisfies(const TestFrame& frame, std::string_view value) {
  switch (MatchOperands(frame, value)) {
    case OperandMatch::kYes:
      return !frame.test.negated;
    case OperandMatch::kNo:
      return frame.test.negated && !frame.test.unparseable;
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
bool NullHolds(const TestCode& test, const ContextValue* item) {
  if (test.set_rule != SetRule::kNone) {
    return test.set_rule == SetRule::kForAllValues;
  }
  const bool absent = item == nullptr || IsNullSet(item->values);
  return absent ? test.lists_true : test.lists_false;
}

// The tests that are less common; on their own to keep the others short.
[[gnu::noinline]] bool SetOrNullHolds(const TestFrame& frame,
                                      const ContextValue* item) {
  if (frame.test.family == TestFamily::kNull) {
    return NullHolds(frame.test, item);
  }
  const auto satisfies = [&](std::string_view value) {
    return Satisfies(frame, value);
  };
  if (frame.test.set_rule == SetRule::kForAllValues) {  // S-5.16
    return item == nullptr || IsNullSet(item->values) ||
           std::all_of(item->values.begin(), item->values.end(), satisfies);
  }
  // kForAnyValue: S-5.17, S-5.19.
  if (item == nullptr) return frame.test.if_exists;
  return !IsNullSet(item->values) &&
         std::any_of(item->values.begin(), item->values.end(), satisfies);
}

}  // namespace

bool TestHolds(const OperandPools& pools, const TestCode& test,
               const ContextView& context) {
  const ContextValue* item = context.Find(test.slot);
  if (test.set_rule != SetRule::kNone || test.family == TestFamily::kNull) {
    return SetOrNullHolds({pools, test, context}, item);
  }
  if (item == nullptr || item->values.empty()) {
    return test.if_exists || test.negated;  // S-5.3, S-5.13
  }
  // S-5.20: a plain operator does not speak of several values.
  return item->values.size() == 1 &&
         Satisfies({pools, test, context}, item->values.front());
}

bool VariableValues::Fill(const TextTemplate& text,
                          const ContextView& context) {
  size_ = 0;
  for (const VariableCode& variable : text.variables) {
    const ContextValue* item = context.Find(variable.slot);
    std::string_view value;
    // S-4.10, Q-17: a multivalued key is no variable.
    if (item != nullptr && !item->multivalued && item->values.size() == 1) {
      value = item->values.front();
    } else if (variable.has_default) {
      value = variable.default_text;  // S-4.6
    } else {
      return false;
    }
    values_[size_++] = value;
  }
  return true;
}

}  // namespace iameval::internal
