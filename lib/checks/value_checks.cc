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

// With IfExists the first is always true, and the second what it is without;
// a qualifier asks something else of a list.
void CheckPresence(CheckRun& run, const ConditionTest& test) {
  if (test.qualifier != Qualifier::kNone || test.if_exists) return;
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
