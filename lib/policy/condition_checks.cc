#include "policy/condition_checks.h"

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

#include "absl/strings/str_format.h"
#include "base/arn.h"
#include "base/base64.h"
#include "base/boolean.h"
#include "base/instant.h"
#include "base/ip.h"
#include "base/number.h"
#include "base/quote.h"
#include "policy/check.h"
#include "policy/network_key_checks.h"
#include "policy/operator_table.h"
#include "policy/variable_checks.h"
#include "policy/variable_syntax.h"
#include "policy/wildcards.h"

namespace iameval::internal {
namespace {

constexpr std::size_t kNone = std::string_view::npos;

void CheckKey(const ParseContext& context, JsonValue key) {
  const std::string_view name = key.text();
  const std::size_t colon = name.find(':');
  if (colon == kNone || colon == 0 || colon + 1 == name.size()) {
    context.findings.Add(
        checks::kInvalidConditionKeyFormat, key,
        absl::StrFormat("%s is not of the form prefix:name", Quote(name)));
  } else if (name.ends_with('/')) {
    context.findings.Add(
        checks::kMissingTagKeyInCondition, key,
        absl::StrFormat("%s names no tag after the slash", Quote(name)));
  }
  CheckNoVariables(context, key, "a condition key");
}

// S-5.25.
void CheckEmptyList(const ParseContext& context, JsonValue list,
                    const ConditionTest& test) {
  const Check* check = &checks::kEmptyArrayCondition;
  if (test.qualifier == Qualifier::kForAllValues) {
    check = &checks::kEmptyArrayConditionForAllValues;
  } else if (test.qualifier == Qualifier::kForAnyValue) {
    check = &checks::kEmptyArrayConditionForAnyValue;
  } else if (test.if_exists) {
    check = &checks::kEmptyArrayConditionIfExists;
  }
  context.findings.Add(*check, list, "the list of condition values is empty");
}

// S-1.10.
void CheckOneType(const ParseContext& context, JsonValue list,
                  const ConditionTest& test) {
  for (const ConditionValue& value : test.values) {
    if (value.type == test.values.front().type) continue;
    context.findings.Add(checks::kInvalidConditionDataType, list,
                         "the condition values are of several JSON types");
    return;
  }
}

// `*` or `?` outside the variables; inside, `${*}` is the character (S-4.5).
bool HasPlainWildcard(std::string_view text, bool has_variables) {
  if (!HasWildcardInLanes(text)) return false;
  if (!has_variables) return true;
  std::size_t plain = 0;
  VariableScanner scanner(text);
  while (const std::optional<VariableUse> use = scanner.Next()) {
    if (use->fault != VariableFault::kNone) continue;
    if (HasWildcard(text.substr(plain, use->offset - plain))) return true;
    plain = use->end;
  }
  return HasWildcard(text.substr(plain));
}

void CheckStringValue(const ParseContext& context, JsonValue value,
                      Operator op) {
  CheckVariables(context, value);
  const bool like =
      op == Operator::kStringLike || op == Operator::kStringNotLike;
  if (like || !HasPlainWildcard(value.text(), context.has_variables)) return;
  context.findings.Add(
      checks::kWildcardWithoutLikeOperator, value,
      absl::StrFormat("%s has a wildcard, which %s takes for an ordinary "
                      "character",
                      Quote(value.text()), OperatorName(op)));
}

void CheckArnValue(const ParseContext& context, JsonValue value, Operator op) {
  CheckVariables(context, value);
  const std::string_view text = value.text();
  if (SplitSixFields(text).has_value()) return;
  if (text == "*") {
    context.findings.Add(
        checks::kEquivalentToNullFalse, value,
        absl::StrFormat("%s compares field by field, and \"*\" has not the six "
                        "fields of an ARN: it matches no value; to test that "
                        "the key is present, use Null with \"false\"",
                        OperatorName(op)));
    return;
  }
  context.findings.Add(
      checks::kMissingArnField, value,
      absl::StrFormat(
          "%s has not the six fields of an ARN: it matches no value",
          Quote(text)));
}

void CheckDateValue(const ParseContext& context, JsonValue value) {
  const std::string_view text = value.text();
  if (!ParseInstant(text).has_value()) {
    context.findings.Add(
        checks::kTypeMismatchDate, value,
        absl::StrFormat("%s is no date: the condition never matches it",
                        Quote(text)));
  } else if (IsEpochSeconds(text)) {
    context.findings.Add(
        checks::kInvalidDateValue, value,
        absl::StrFormat("%s is read as seconds since 1970; YYYY-MM-DD would "
                        "say it to people, too",
                        Quote(text)));
  }
}

void Mismatch(const ParseContext& context, const Check& check, JsonValue value,
              std::string_view kind) {
  context.findings.Add(
      check, value,
      absl::StrFormat("%s is no %s: the condition never matches it",
                      Quote(value.text()), kind));
}

// Values of operators that know no variables. S-5.22: what cannot be parsed is
// reported and never matches.
void CheckTypedValue(const ParseContext& context, JsonValue value,
                     OperatorFamily family) {
  const std::string_view text = value.text();
  switch (family) {
    case OperatorFamily::kNumeric:
      if (!ParseDecimal(text).has_value()) {
        Mismatch(context, checks::kTypeMismatchNumber, value, "number");
      }
      return;
    case OperatorFamily::kDate:
      return CheckDateValue(context, value);
    case OperatorFamily::kBool:
    case OperatorFamily::kNull:
      if (!ParseBoolean(text).has_value()) {
        Mismatch(context, checks::kTypeMismatchBoolean, value, "boolean");
      }
      return;
    case OperatorFamily::kBinary:
      if (!IsBase64(text)) {
        Mismatch(context, checks::kInvalidConditionDataType, value,
                 "base64 text");
      }
      return;
    case OperatorFamily::kIp: {
      const std::optional<IpRange> range = ParseIpRange(text);
      if (range.has_value() && range->has_host_bits) {
        context.findings.Add(
            checks::kImproveIpRange, value,
            absl::StrFormat("%s has bits beyond its prefix, which are ignored",
                            Quote(text)));
      }
      return;
    }
    case OperatorFamily::kString:
    case OperatorFamily::kArn:
      return;
  }
}

void CheckValue(const ParseContext& context, JsonValue value, Operator op) {
  const OperatorFamily family = FamilyOf(op);
  if (family == OperatorFamily::kString) {
    return CheckStringValue(context, value, op);
  }
  if (family == OperatorFamily::kArn) {
    return CheckArnValue(context, value, op);
  }
  if (!HasVariable(context, value.text())) {
    return CheckTypedValue(context, value, family);
  }
  if (!context.has_variables) {
    CheckVariables(context, value);
    return CheckTypedValue(context, value, family);
  }
  context.findings.Add(
      checks::kInvalidVariableForOperator, value,
      family == OperatorFamily::kBool
          ? std::string("policy variables are documented for string and ARN "
                        "operators only; under Bool they are substituted")
          : absl::StrFormat("%s has no policy variables: the text stands for "
                            "itself",
                            OperatorName(op)));
}

}  // namespace

void CheckConditionTest(const ParseContext& context, const JsonMember& key,
                        const ConditionTest& test) {
  CheckKey(context, key.key);
  if (test.op == Operator::kNull && test.qualifier != Qualifier::kNone) {
    context.findings.Add(  // S-5.21
        checks::kNullWithQualifier, key.value,
        test.qualifier == Qualifier::kForAllValues
            ? "Null under ForAllValues is always true"
            : "Null under ForAnyValue is always false");
  }
  if (test.values.empty()) return CheckEmptyList(context, key.value, test);
  CheckOneType(context, key.value, test);
  CheckNetworkKey(context, key, test);
  if (test.op == Operator::kBool && test.values.size() > 1) {  // S-5.9
    context.findings.Add(checks::kInvalidConditionMultipleBoolean, key.value,
                         "Bool has more than one value");
  }
  if (!key.value.is_array()) return CheckValue(context, key.value, test.op);
  for (const JsonValue value : key.value.elements()) {
    CheckValue(context, value, test.op);
  }
}

}  // namespace iameval::internal
