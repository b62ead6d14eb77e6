#include "policy/operator_table.h"

#include <array>
#include <cstddef>

#include "base/ascii.h"

namespace iameval::internal {
namespace {

struct Row {
  std::string_view name;
  OperatorFamily family;
};

// In the order of Operator.
constexpr std::array<Row, 27> kRows = {{
    {"StringEquals", OperatorFamily::kString},
    {"StringNotEquals", OperatorFamily::kString},
    {"StringEqualsIgnoreCase", OperatorFamily::kString},
    {"StringNotEqualsIgnoreCase", OperatorFamily::kString},
    {"StringLike", OperatorFamily::kString},
    {"StringNotLike", OperatorFamily::kString},
    {"NumericEquals", OperatorFamily::kNumeric},
    {"NumericNotEquals", OperatorFamily::kNumeric},
    {"NumericLessThan", OperatorFamily::kNumeric},
    {"NumericLessThanEquals", OperatorFamily::kNumeric},
    {"NumericGreaterThan", OperatorFamily::kNumeric},
    {"NumericGreaterThanEquals", OperatorFamily::kNumeric},
    {"DateEquals", OperatorFamily::kDate},
    {"DateNotEquals", OperatorFamily::kDate},
    {"DateLessThan", OperatorFamily::kDate},
    {"DateLessThanEquals", OperatorFamily::kDate},
    {"DateGreaterThan", OperatorFamily::kDate},
    {"DateGreaterThanEquals", OperatorFamily::kDate},
    {"Bool", OperatorFamily::kBool},
    {"BinaryEquals", OperatorFamily::kBinary},
    {"IpAddress", OperatorFamily::kIp},
    {"NotIpAddress", OperatorFamily::kIp},
    {"ArnEquals", OperatorFamily::kArn},
    {"ArnNotEquals", OperatorFamily::kArn},
    {"ArnLike", OperatorFamily::kArn},
    {"ArnNotLike", OperatorFamily::kArn},
    {"Null", OperatorFamily::kNull},
}};
static_assert(static_cast<std::size_t>(Operator::kNull) + 1 == kRows.size());

const Row& RowOf(Operator op) { return kRows[static_cast<std::size_t>(op)]; }

bool Same(std::string_view text, std::string_view name, bool exact_case) {
  return exact_case ? text == name : EqualsIgnoringAsciiCase(text, name);
}

bool TakePrefix(std::string_view& text, std::string_view prefix,
                bool exact_case) {
  if (!Same(text.substr(0, prefix.size()), prefix, exact_case)) return false;
  text.remove_prefix(prefix.size());
  return true;
}

bool TakeSuffix(std::string_view& text, std::string_view suffix,
                bool exact_case) {
  if (text.size() < suffix.size() ||
      !Same(text.substr(text.size() - suffix.size()), suffix, exact_case)) {
    return false;
  }
  text.remove_suffix(suffix.size());
  return true;
}

std::optional<OperatorUse> Parse(std::string_view text, bool exact_case) {
  OperatorUse use;
  use.exact_case = exact_case;
  if (text.find(':') == std::string_view::npos) {
    // As most: no qualifier.
  } else if (TakePrefix(text, "ForAllValues:", exact_case)) {
    use.qualifier = Qualifier::kForAllValues;
  } else if (TakePrefix(text, "ForAnyValue:", exact_case)) {
    use.qualifier = Qualifier::kForAnyValue;
  }
  use.if_exists = TakeSuffix(text, "IfExists", exact_case);
  for (std::size_t i = 0; i < kRows.size(); ++i) {
    if (!Same(text, kRows[i].name, exact_case)) continue;
    use.op = static_cast<Operator>(i);
    if (use.op == Operator::kNull && use.if_exists) return std::nullopt;
    return use;
  }
  return std::nullopt;
}

}  // namespace

std::string_view OperatorName(Operator op) { return RowOf(op).name; }

OperatorFamily FamilyOf(Operator op) { return RowOf(op).family; }

bool IsNegated(Operator op) {
  return OperatorName(op).find("Not") != std::string_view::npos;
}

std::optional<OperatorUse> ParseOperator(std::string_view text) {
  const std::optional<OperatorUse> exact = Parse(text, true);
  return exact.has_value() ? exact : Parse(text, false);
}

}  // namespace iameval::internal
