#include "reference/conditions.h"

#include <algorithm>
#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/arn.h"
#include "reference/patterns.h"
#include "reference/values.h"

namespace iameval::reference {
namespace {

using internal::ConditionTest;
using internal::ConditionValue;
using internal::Operator;
using internal::Qualifier;

// How an operator compares one request value with one policy value.
enum class Comparison : std::uint8_t {
  kStringEquals,
  kStringEqualsIgnoreCase,
  kStringLike,
  kNumeric,
  kDate,
  kBool,
  kBinary,
  kIpAddress,
  kArn,
  kNull,
};

enum class Relation : std::uint8_t {
  kEquals,
  kLess,
  kLessOrEquals,
  kGreater,
  kGreaterOrEquals,
};

// An operator taken apart: StringNotLike is the negation of StringLike.
struct Meaning {
  Comparison comparison = Comparison::kStringEquals;
  bool negated = false;
  Relation relation = Relation::kEquals;  // of numbers and dates
};

// A table; S-5.4 to S-5.14.
Meaning MeaningOf(Operator op) {
  using C = Comparison;
  using R = Relation;
  switch (op) {
    case Operator::kStringEquals:
      return {C::kStringEquals};
    case Operator::kStringNotEquals:
      return {C::kStringEquals, true};
    case Operator::kStringEqualsIgnoreCase:
      return {C::kStringEqualsIgnoreCase};
    case Operator::kStringNotEqualsIgnoreCase:
      return {C::kStringEqualsIgnoreCase, true};
    case Operator::kStringLike:
      return {C::kStringLike};
    case Operator::kStringNotLike:
      return {C::kStringLike, true};
    case Operator::kNumericEquals:
      return {C::kNumeric};
    case Operator::kNumericNotEquals:
      return {C::kNumeric, true};
    case Operator::kNumericLessThan:
      return {C::kNumeric, false, R::kLess};
    case Operator::kNumericLessThanEquals:
      return {C::kNumeric, false, R::kLessOrEquals};
    case Operator::kNumericGreaterThan:
      return {C::kNumeric, false, R::kGreater};
    case Operator::kNumericGreaterThanEquals:
      return {C::kNumeric, false, R::kGreaterOrEquals};
    case Operator::kDateEquals:
      return {C::kDate};
    case Operator::kDateNotEquals:
      return {C::kDate, true};
    case Operator::kDateLessThan:
      return {C::kDate, false, R::kLess};
    case Operator::kDateLessThanEquals:
      return {C::kDate, false, R::kLessOrEquals};
    case Operator::kDateGreaterThan:
      return {C::kDate, false, R::kGreater};
    case Operator::kDateGreaterThanEquals:
      return {C::kDate, false, R::kGreaterOrEquals};
    case Operator::kBool:
      return {C::kBool};
    case Operator::kBinaryEquals:
      return {C::kBinary};
    case Operator::kIpAddress:
      return {C::kIpAddress};
    case Operator::kNotIpAddress:
      return {C::kIpAddress, true};
    // ArnEquals is ArnLike (S-5.12).
    case Operator::kArnEquals:
    case Operator::kArnLike:
      return {C::kArn};
    case Operator::kArnNotEquals:
    case Operator::kArnNotLike:
      return {C::kArn, true};
    case Operator::kNull:
      return {C::kNull};
  }
  return {};
}

bool Holds(Relation relation, std::strong_ordering order) {
  switch (relation) {
    case Relation::kEquals:
      return order == 0;
    case Relation::kLess:
      return order < 0;
    case Relation::kLessOrEquals:
      return order <= 0;
    case Relation::kGreater:
      return order > 0;
    case Relation::kGreaterOrEquals:
      return order >= 0;
  }
  return false;
}

// What comparing one request value with one policy value says.
enum class Outcome : std::uint8_t {
  kMatch,
  kNoMatch,     // also a variable without value (S-4.8, S-4.9)
  kUnreadable,  // the policy value is not of the operator's type (S-5.22)
};

Outcome OutcomeOf(bool match) {
  return match ? Outcome::kMatch : Outcome::kNoMatch;
}

// S-4.2: String and ARN operators, and Bool.
bool TakesVariables(Comparison comparison) {
  switch (comparison) {
    case Comparison::kStringEquals:
    case Comparison::kStringEqualsIgnoreCase:
    case Comparison::kStringLike:
    case Comparison::kArn:
    case Comparison::kBool:
      return true;
    default:
      return false;
  }
}

// S-5.22: false when the request value is not of the operator's type.
bool RequestValueIsReadable(Comparison comparison, std::string_view value) {
  switch (comparison) {
    case Comparison::kNumeric:
      return ParseNumber(value).has_value();
    case Comparison::kDate:
      return ParseInstant(value).has_value();
    case Comparison::kBool:
      return ParseBool(value).has_value();
    case Comparison::kBinary:
      return DecodeBase64(value).has_value();
    case Comparison::kIpAddress:
      return ParseIpAddress(value).has_value();
    case Comparison::kArn:
      return internal::SplitSixFields(value).has_value();
    default:
      return true;
  }
}

// S-5.12: both sides in six fields, each globbed by itself.
// REQUIRES: the value has six fields.
Outcome CompareArns(std::string_view value, const Expansion& policy) {
  const auto fields = *internal::SplitSixFields(value);
  const Pattern pattern = ToPattern(policy);
  const auto pattern_fields = SplitSixFields(pattern);
  if (!pattern_fields.has_value()) return Outcome::kNoMatch;
  for (std::size_t i = 0; i < fields.size(); ++i) {
    if (!Matches((*pattern_fields)[i], fields[i])) return Outcome::kNoMatch;
  }
  return Outcome::kMatch;
}

// For any type: kUnreadable without a policy value, else what `holds` says.
template <typename Value, typename Predicate>
Outcome CompareParsed(const std::optional<Value>& policy, Predicate holds) {
  if (!policy.has_value()) return Outcome::kUnreadable;
  return OutcomeOf(holds(*policy));
}

// REQUIRES: RequestValueIsReadable, and the comparison is not kNull.
Outcome Compare(const Meaning& meaning, std::string_view value,
                const Expansion& policy) {
  const std::string text = Join(policy);
  switch (meaning.comparison) {
    case Comparison::kStringEquals:  // S-5.4
      return OutcomeOf(value == text);
    case Comparison::kStringEqualsIgnoreCase:  // S-5.6
      return OutcomeOf(EqualsIgnoringLatin1Case(value, text));
    case Comparison::kStringLike:  // S-5.5
      return OutcomeOf(Matches(ToPattern(policy), value));
    case Comparison::kNumeric:  // S-5.7: request value, operator, policy value
      return CompareParsed(ParseNumber(text), [&](const Number& number) {
        return Holds(meaning.relation, Compare(*ParseNumber(value), number));
      });
    case Comparison::kDate:  // S-5.8
      return CompareParsed(ParseInstant(text), [&](const Instant& instant) {
        return Holds(meaning.relation, Compare(*ParseInstant(value), instant));
      });
    case Comparison::kBool:  // S-5.9
      return CompareParsed(ParseBool(text), [&](bool wanted) {
        return *ParseBool(value) == wanted;
      });
    case Comparison::kBinary:  // S-5.10
      return CompareParsed(DecodeBase64(text), [&](const std::string& bytes) {
        return *DecodeBase64(value) == bytes;
      });
    case Comparison::kIpAddress:  // S-5.11
      return CompareParsed(ParseIpRange(text), [&](const IpRange& range) {
        return Contains(range, *ParseIpAddress(value));
      });
    case Comparison::kArn:
      return CompareArns(value, policy);
    case Comparison::kNull:
      break;
  }
  return Outcome::kUnreadable;
}

Outcome CompareWithPolicyValue(const Meaning& meaning, std::string_view value,
                               std::string_view policy, bool has_variables,
                               const Context& context) {
  if (!has_variables || !TakesVariables(meaning.comparison)) {
    return Compare(meaning, value, Verbatim(policy));
  }
  const auto expansion = Expand(policy, context);
  if (!expansion.has_value()) return Outcome::kNoMatch;  // S-4.8, S-4.9
  return Compare(meaning, value, *expansion);
}

// One request value against all policy values: some value matches, or, for a
// negated operator, none does (S-5.1, S-5.18).
bool Satisfies(std::string_view value, const ConditionTest& test,
               bool has_variables, const Context& context) {
  const Meaning meaning = MeaningOf(test.op);
  // S-5.22: false, for negated operators too.
  if (!RequestValueIsReadable(meaning.comparison, value)) return false;
  for (const ConditionValue& policy : test.values) {
    const Outcome outcome = CompareWithPolicyValue(meaning, value, policy.text,
                                                   has_variables, context);
    if (!meaning.negated && outcome == Outcome::kMatch) return true;
    // An unreadable policy value never lets a negated operator hold.
    if (meaning.negated && outcome != Outcome::kNoMatch) return false;
  }
  return meaning.negated;  // S-5.25: also when there are no policy values
}

// no values, or none but empty strings.
bool IsNullDataset(const ContextEntry& entry) {
  return std::all_of(entry.values.begin(), entry.values.end(),
                     [](const std::string& value) { return value.empty(); });
}

// S-5.14.
bool NullHolds(const ConditionTest& test, const ContextEntry* entry) {
  const bool absent = entry == nullptr || IsNullDataset(*entry);
  return std::any_of(test.values.begin(), test.values.end(),
                     [&](const ConditionValue& value) {
                       return ParseBool(value.text) == absent;
                     });
}

// Without a qualifier: the rows Op, OpIfExists, NotOp and NotOpIfExists.
bool PlainHolds(const ConditionTest& test, const ContextEntry* entry,
                bool has_variables, const Context& context) {
  if (entry == nullptr || entry->values.empty()) {
    // S-5.3, S-5.13; the empty set is "as A".
    return test.if_exists || MeaningOf(test.op).negated;
  }
  if (entry->values.size() > 1) return false;  // S-5.20
  return Satisfies(entry->values.front(), test, has_variables, context);
}

}  // namespace

bool TestHolds(const ConditionTest& test, bool has_variables,
               const Context& context) {
  const ContextEntry* entry = context.Find(test.key);  // S-5.2
  const auto satisfies = [&](const std::string& value) {
    return Satisfies(value, test, has_variables, context);
  };
  if (test.op == Operator::kNull && test.qualifier != Qualifier::kNone) {
    return test.qualifier == Qualifier::kForAllValues;  // S-5.21
  }
  if (test.op == Operator::kNull) return NullHolds(test, entry);
  switch (test.qualifier) {
    case Qualifier::kNone:
      return PlainHolds(test, entry, has_variables, context);
    case Qualifier::kForAllValues:  // S-5.16, S-5.19
      if (entry == nullptr || IsNullDataset(*entry)) return true;
      return std::all_of(entry->values.begin(), entry->values.end(), satisfies);
    case Qualifier::kForAnyValue:
      if (entry == nullptr) return test.if_exists;  // S-5.17, S-5.19
      if (IsNullDataset(*entry)) return false;
      return std::any_of(entry->values.begin(), entry->values.end(), satisfies);
  }
  return false;
}

}  // namespace iameval::reference
