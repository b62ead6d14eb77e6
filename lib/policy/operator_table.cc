#include "policy/operator_table.h"

#include <array>
#include <cstddef>
#include <cstdint>

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

// Size and first letter, of whatever case, tell the operators apart.
constexpr std::size_t SlotOf(std::string_view name) {
  const std::size_t letter =
      name.empty() ? 0 : static_cast<unsigned char>(name.front()) & 31U;
  return (4 * name.size() + letter) % 64;
}

// By slot, the one operator that a name may be.
constexpr std::array<std::uint8_t, 64> kSlots = [] {
  std::array<std::uint8_t, 64> slots{};
  for (std::size_t i = 0; i < kRows.size(); ++i) {
    slots[SlotOf(kRows[i].name)] = static_cast<std::uint8_t>(i);
  }
  return slots;
}();
static_assert([] {
  for (std::size_t i = 0; i < kRows.size(); ++i) {
    if (kSlots[SlotOf(kRows[i].name)] != i) return false;
  }
  return true;
}());

bool Same(std::string_view text, std::string_view name, bool exact_case) {
  return exact_case ? text == name : EqualsIgnoringAsciiCase(text, name);
}

bool TakePrefix(std::string_view& text, std::string_view prefix,
                bool exact_case) {
  // Most end elsewhere or not at all, which a look at a character says.
  if (text.size() < prefix.size() ||
      text[prefix.size() - 1] != prefix.back() ||
      !Same(text.substr(0, prefix.size()), prefix, exact_case)) {
    return false;
  }
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
  if (TakePrefix(text, "ForAllValues:", exact_case)) {
    use.qualifier = Qualifier::kForAllValues;
  } else if (TakePrefix(text, "ForAnyValue:", exact_case)) {
    use.qualifier = Qualifier::kForAnyValue;
  }
  use.if_exists = TakeSuffix(text, "IfExists", exact_case);
  const std::size_t row = kSlots[SlotOf(text)];
  if (!Same(text, kRows[row].name, exact_case)) return std::nullopt;
  use.op = static_cast<Operator>(row);
  if (use.op == Operator::kNull && use.if_exists) return std::nullopt;
  return use;
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
