#include "compiler/conditions.h"

#include <string>
#include <string_view>
#include <utility>

#include "base/base64.h"
#include "base/boolean.h"
#include "base/instant.h"
#include "base/ip.h"
#include "base/latin1.h"
#include "base/number.h"
#include "compiler/variables.h"

namespace iameval::internal {
namespace {

struct OperatorCode {
  TestFamily family;
  Relation relation = Relation::kEqual;
  bool negated = false;
};

// ArnEquals and ArnLike are one and the same (S-5.12).
OperatorCode Decode(Operator op) {
  using O = Operator;
  using F = TestFamily;
  using R = Relation;
  switch (op) {
    case O::kStringEquals:
      return {F::kStringEquals};
    case O::kStringNotEquals:
      return {F::kStringEquals, R::kEqual, true};
    case O::kStringEqualsIgnoreCase:
      return {F::kStringEqualsIgnoreCase};
    case O::kStringNotEqualsIgnoreCase:
      return {F::kStringEqualsIgnoreCase, R::kEqual, true};
    case O::kStringLike:
      return {F::kStringLike};
    case O::kStringNotLike:
      return {F::kStringLike, R::kEqual, true};
    case O::kNumericEquals:
      return {F::kNumeric};
    case O::kNumericNotEquals:
      return {F::kNumeric, R::kEqual, true};
    case O::kNumericLessThan:
      return {F::kNumeric, R::kLess};
    case O::kNumericLessThanEquals:
      return {F::kNumeric, R::kLessOrEqual};
    case O::kNumericGreaterThan:
      return {F::kNumeric, R::kGreater};
    case O::kNumericGreaterThanEquals:
      return {F::kNumeric, R::kGreaterOrEqual};
    case O::kDateEquals:
      return {F::kDate};
    case O::kDateNotEquals:
      return {F::kDate, R::kEqual, true};
    case O::kDateLessThan:
      return {F::kDate, R::kLess};
    case O::kDateLessThanEquals:
      return {F::kDate, R::kLessOrEqual};
    case O::kDateGreaterThan:
      return {F::kDate, R::kGreater};
    case O::kDateGreaterThanEquals:
      return {F::kDate, R::kGreaterOrEqual};
    case O::kBool:
      return {F::kBool};
    case O::kBinaryEquals:
      return {F::kBinary};
    case O::kIpAddress:
      return {F::kIp};
    case O::kNotIpAddress:
      return {F::kIp, R::kEqual, true};
    case O::kArnEquals:
      return {F::kArn};
    case O::kArnNotEquals:
      return {F::kArn, R::kEqual, true};
    case O::kArnLike:
      return {F::kArn};
    case O::kArnNotLike:
      return {F::kArn, R::kEqual, true};
    case O::kNull:
      return {F::kNull};
  }
  return {F::kNull};
}

// S-4.2, Q-18.
bool TakesVariables(TestFamily family) {
  switch (family) {
    case TestFamily::kStringEquals:
    case TestFamily::kStringEqualsIgnoreCase:
    case TestFamily::kStringLike:
    case TestFamily::kArn:
    case TestFamily::kBool:
      return true;
    default:
      return false;
  }
}

bool HasWildcards(TestFamily family) {
  return family == TestFamily::kStringLike || family == TestFamily::kArn;
}

void AddPattern(const GlobPattern& pattern, TestCode& code) {
  switch (code.family) {
    case TestFamily::kStringLike:
      code.globs.emplace_back(pattern);
      return;
    case TestFamily::kArn:
      code.arns.emplace_back(pattern);
      return;
    case TestFamily::kStringEqualsIgnoreCase:
      code.literals.push_back(FoldLatin1(pattern.literal()));
      return;
    default:
      code.literals.emplace_back(pattern.literal());
      return;
  }
}

void AddTemplate(GlobPattern pattern, std::vector<VariableCode> variables,
                 TestCode& code) {
  TextTemplate& text = code.templates.emplace_back();
  text.variables = std::move(variables);
  if (code.family == TestFamily::kArn) {
    text.arn = ArnGlob(pattern);
  } else {
    text.glob = Glob(pattern);
  }
  text.pattern = std::move(pattern);
}

void AddText(std::string_view value, bool has_variables, KeyTable& keys,
             TestCode& code) {
  GlobPattern pattern;
  std::vector<VariableCode> variables;
  AppendTemplateText(value,
                     {.wildcards = HasWildcards(code.family),
                      .variables = has_variables},
                     keys, pattern, variables);
  if (variables.empty()) {
    AddPattern(pattern, code);
  } else {
    AddTemplate(std::move(pattern), std::move(variables), code);
  }
}

void AddBoolean(std::string_view value, TestCode& code) {
  const auto boolean = ParseBoolean(value);
  if (!boolean.has_value()) return;  // never matches
  (*boolean ? code.lists_true : code.lists_false) = true;
}

void AddBoolOperand(std::string_view value, bool has_variables, KeyTable& keys,
                    TestCode& code) {
  if (has_variables && value.find("${") != std::string_view::npos) {
    AddText(value, has_variables, keys, code);
  } else {
    AddBoolean(value, code);
  }
}

void AddOperand(std::string_view value, bool has_variables, KeyTable& keys,
                TestCode& code) {
  switch (code.family) {
    case TestFamily::kStringEquals:
    case TestFamily::kStringEqualsIgnoreCase:
    case TestFamily::kStringLike:
    case TestFamily::kArn:
      AddText(value, has_variables && TakesVariables(code.family), keys, code);
      return;
    case TestFamily::kNumeric:
      if (ParseDecimal(value).has_value()) {
        code.literals.emplace_back(value);
      } else {
        code.unparseable = true;
      }
      return;
    case TestFamily::kDate:
      if (const auto instant = ParseInstant(value)) {
        code.instants.push_back(*instant);
      } else {
        code.unparseable = true;
      }
      return;
    case TestFamily::kIp:
      if (const auto range = ParseIpRange(value)) {
        code.ranges.push_back(*range);
      } else {
        code.unparseable = true;
      }
      return;
    case TestFamily::kBinary:
      if (IsBase64(value)) code.literals.emplace_back(value);
      return;
    case TestFamily::kBool:
      AddBoolOperand(value, has_variables, keys, code);
      return;
    case TestFamily::kNull:
      AddBoolean(value, code);
      return;
  }
}

SetRule Decode(Qualifier qualifier) {
  switch (qualifier) {
    case Qualifier::kNone:
      return SetRule::kNone;
    case Qualifier::kForAllValues:
      return SetRule::kForAllValues;
    case Qualifier::kForAnyValue:
      return SetRule::kForAnyValue;
  }
  return SetRule::kNone;
}

}  // namespace

TestCode CompileTest(const ConditionTest& test, bool variables,
                     KeyTable& keys) {
  const OperatorCode op = Decode(test.op);
  TestCode code;
  code.family = op.family;
  code.relation = op.relation;
  code.negated = op.negated;
  code.if_exists = test.if_exists;
  code.set_rule = Decode(test.qualifier);
  code.slot = keys.Intern(test.key);
  for (const ConditionValue& value : test.values) {
    AddOperand(value.text, variables, keys, code);
  }
  return code;
}

}  // namespace iameval::internal
