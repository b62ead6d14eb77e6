#include "checks/value_checks.h"

#include <algorithm>

#include "absl/strings/str_format.h"
#include "base/quote.h"
#include "checks/codes.h"
#include "policy/operator_table.h"

namespace iameval::internal {
namespace {

bool OnlyStars(const ConditionTest& test) {
  return !test.values.empty() &&
         std::all_of(test.values.begin(), test.values.end(),
                     [](const ConditionValue& v) { return v.text == "*"; });
}

bool HasStar(const ConditionTest& test) {
  return std::any_of(test.values.begin(), test.values.end(),
                     [](const ConditionValue& v) { return v.text == "*"; });
}

// Any value is like "*", and a request without the key passes as well (S-5.3,
// S-5.19); or no value is unlike it, and a request without the key does not
// pass either. "Always matched" and "does not match any values", as IAM Access
// Analyzer says (access-analyzer-reference-policy-checks).
void CheckEffect(CheckRun& run, const ConditionTest& test) {
  const bool all = test.qualifier == Qualifier::kForAllValues;
  const bool any = test.qualifier == Qualifier::kForAnyValue;
  if (test.op == Operator::kStringLike && (all || test.if_exists)) {
    run.Add(checks::kRedundantKeyDueToWildcardInCondition, test.key_where,
            absl::StrFormat("%s with \"*\" is true of every request: leave %s "
                            "out",
                            Quote(test.operator_text), Quote(test.key)));
  } else if (test.op == Operator::kStringNotLike && any && !test.if_exists) {
    run.Add(checks::kRedundantStatementDueToWildcardInCondition, test.key_where,
            absl::StrFormat("%s with \"*\" is true of no request: the "
                            "statement never applies",
                            Quote(test.operator_text)));
  }
}

// Without IfExists and without a qualifier a star asks whether the key is
// there.
void CheckPresence(CheckRun& run, const ConditionTest& test) {
  if (!HasStar(test)) return;
  if (test.qualifier != Qualifier::kNone || test.if_exists) {
    return CheckEffect(run, test);
  }
  if (!OnlyStars(test)) return;
  if (test.op == Operator::kStringLike) {
    run.Add(checks::kEquivalentToNullFalse, test.key_where,
            absl::StrFormat("every value of %s is like \"*\": to test that the "
                            "key is present, use Null with \"false\"",
                            Quote(test.key)));
  } else if (test.op == Operator::kStringNotLike) {
    run.Add(checks::kEquivalentToNullTrue, test.key_where,
            absl::StrFormat("no value of %s is unlike \"*\": to test that the "
                            "key is absent, use Null with \"true\"",
                            Quote(test.key)));
  }
}

void CheckStrings(CheckRun& run, const ConditionTest& test) {
  if (FamilyOf(test.op) != OperatorFamily::kString) return;
  for (const ConditionValue& value : test.values) {
    if (value.type == ValueType::kString) continue;
    run.Add(checks::kTypeMismatchString, value.where,
            absl::StrFormat(
                "%s compares with a string, and %s is %s",
                OperatorName(test.op), value.text,
                value.type == ValueType::kNumber ? "a number" : "a boolean"));
  }
}

}  // namespace

void CheckConditionValues(CheckRun& run) {
  for (const Statement& statement : run.document().statements) {
    for (const ConditionTest& test : statement.conditions) {
      CheckPresence(run, test);
      CheckStrings(run, test);
    }
  }
}

}  // namespace iameval::internal
