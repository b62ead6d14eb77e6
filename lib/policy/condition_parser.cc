#include "policy/condition_parser.h"

#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "absl/container/flat_hash_set.h"
#include "absl/strings/str_format.h"
#include "base/ascii.h"
#include "base/ip.h"
#include "base/quote.h"
#include "policy/check.h"
#include "policy/condition_checks.h"
#include "policy/operator_table.h"

namespace iameval::internal {
namespace {

absl::Status DuplicateKey(const JsonMember& member) {
  return Refuse(
      member.key,
      absl::StrFormat("the condition key %s a second time, but for the case "
                      "of letters",
                      Quote(member.name)),
      "each key once under an operator");
}

// S-1.4: key names that differ in letter case only are one key (S-5.2).
absl::Status CheckKeysDiffer(JsonValue keys) {
  constexpr std::size_t kFew = 8;
  if (keys.size() < 2) return absl::OkStatus();
  if (keys.size() > kFew) {
    absl::flat_hash_set<std::string> seen;
    for (const JsonMember member : keys.members()) {
      if (!seen.insert(FoldAscii(member.name)).second) {
        return DuplicateKey(member);
      }
    }
    return absl::OkStatus();
  }
  for (const JsonMember member : keys.members()) {
    for (const JsonMember earlier : keys.members()) {
      if (earlier.key.offset() == member.key.offset()) break;
      if (EqualsIgnoringAsciiCase(earlier.name, member.name)) {
        return DuplicateKey(member);
      }
    }
  }
  return absl::OkStatus();
}

std::optional<ValueType> TypeOf(JsonValue value) {
  switch (value.kind()) {
    case JsonKind::kString:
      return ValueType::kString;
    case JsonKind::kNumber:
      return ValueType::kNumber;
    case JsonKind::kBoolean:
      return ValueType::kBoolean;
    default:
      return std::nullopt;
  }
}

absl::Status ParseValue(JsonValue value, Operator op, ConditionValue& parsed) {
  const std::optional<ValueType> type = TypeOf(value);
  if (!type.has_value()) {  // S-1.10
    return UnexpectedValue(value, "a string, a number or a boolean");
  }
  if (FamilyOf(op) == OperatorFamily::kIp &&
      !ParseIpRange(value.text()).has_value()) {  // S-5.11
    return UnexpectedValue(value, "an IP address or a range in CIDR notation");
  }
  parsed = {value.text(), *type, ExtentOf(value)};
  return absl::OkStatus();
}

absl::Status ParseValues(const ParseContext& context, JsonValue values,
                         ConditionTest& test) {
  if (values.size() > context.options.max_list_values && values.is_array()) {
    return Refuse(
        values, absl::StrFormat("%d values", values.size()),
        absl::StrFormat("at most %d", context.options.max_list_values));
  }
  const std::span<ConditionValue> list =
      context.arena.Make<ConditionValue>(values.is_array() ? values.size() : 1);
  test.values = list;
  ConditionValue* next = list.data();
  for (const JsonValue value : values.elements_or_self()) {
    absl::Status status = ParseValue(value, test.op, *next++);
    if (!status.ok()) return status;
  }
  return absl::OkStatus();
}

// The keys under one operator: writes their tests from `next` on.
absl::Status ParseOperatorBlock(const ParseContext& context,
                                const JsonMember& block,
                                ConditionTest*& next) {
  const std::optional<OperatorUse> use = ParseOperator(block.name);
  if (!use.has_value()) {  // S-5.24
    return UnexpectedValue(block.key, "a condition operator");
  }
  if (!use->exact_case) {
    context.findings.Add(
        checks::kInvalidConditionOperator, block.key,
        absl::StrFormat("%s is taken for %s, which is spelled otherwise",
                        Quote(block.name), OperatorName(use->op)));
  }
  if (!block.value.is_object()) {
    return UnexpectedValue(block.value,
                           "an object of condition keys and their values");
  }
  if (block.value.size() == 0) {
    context.findings.Add(checks::kEmptyObjectCondition, block.value,
                         "the operator has no condition keys: it says nothing");
  }
  if (absl::Status status = CheckKeysDiffer(block.value); !status.ok()) {
    return status;
  }
  for (const JsonMember key : block.value.members()) {
    ConditionTest& test = *next++;
    test.op = use->op;
    test.qualifier = use->qualifier;
    test.if_exists = use->if_exists;
    test.operator_text = block.name;
    test.operator_where = ExtentOf(block.key);
    test.key = key.name;
    test.key_where = ExtentOf(key.key);
    absl::Status status = ParseValues(context, key.value, test);
    if (!status.ok()) return status;
    CheckConditionTest(context, key, test);
  }
  return absl::OkStatus();
}

}  // namespace

absl::Status ParseCondition(const ParseContext& context, JsonValue value,
                            List<ConditionTest>& conditions) {
  if (!value.is_object()) {
    return UnexpectedValue(value, "an object of condition operators");
  }
  if (value.size() == 0) {  // S-1.11
    context.findings.Add(checks::kEmptyObjectCondition, value,
                         "Condition is empty: it says nothing");
  }
  std::size_t count = 0;
  for (const JsonMember block : value.members()) {
    if (block.value.is_object()) count += block.value.size();
  }
  const std::span<ConditionTest> tests =
      context.arena.Make<ConditionTest>(count);
  conditions = tests;
  ConditionTest* next = tests.data();
  for (const JsonMember block : value.members()) {
    absl::Status status = ParseOperatorBlock(context, block, next);
    if (!status.ok()) return status;
  }
  return absl::OkStatus();
}

}  // namespace iameval::internal
