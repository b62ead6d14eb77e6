#include "checks/service_key_checks.h"

#include <algorithm>
#include <array>
#include <string_view>

#include "absl/strings/str_format.h"
#include "base/ascii.h"
#include "base/quote.h"
#include "checks/codes.h"
#include "checks/pattern_cover.h"
#include "policy/operator_table.h"

// Source of both checks: access-analyzer-reference-policy-checks.

namespace iameval::internal {
namespace {

// A list of "private/" and of "priv" shows the same objects: to forbid the one
// does not forbid the other.
void CheckPrefix(CheckRun& run, const Statement& statement,
                 const ConditionTest& test) {
  if (!EqualsIgnoringAsciiCase(test.key, "s3:prefix") ||
      FamilyOf(test.op) != OperatorFamily::kString ||
      IsNegated(test.op) != statement.allow) {
    return;
  }
  // "" is the shortest there is.
  if (std::all_of(test.values.begin(), test.values.end(),
                  [](const ConditionValue& v) { return v.text.empty(); })) {
    return;
  }
  run.Add(checks::kS3PrefixInNegativeContext, test.key_where,
          absl::StrFormat("a request with a shorter prefix lists the same "
                          "objects: %s",
                          statement.allow
                              ? "allow the prefixes that may be listed"
                              : "deny with StringNotLike all but the prefixes "
                                "that may be listed"));
}

bool MayRead(const Statement& statement, CheckRun& run) {
  constexpr std::array<std::string_view, 4> kReads = {
      "dynamodb:batchgetitem", "dynamodb:getitem", "dynamodb:query",
      "dynamodb:scan"};
  return std::any_of(statement.actions.begin(), statement.actions.end(),
                     [&run, &kReads](const Text& action) {
                       return std::any_of(
                           kReads.begin(), kReads.end(),
                           [&](std::string_view read) {
                             return Covers(FoldAscii(action.text), read, run);
                           });
                     });
}

// Requests that name no attributes are for all of them.
void CheckAttributes(CheckRun& run, const Statement& statement,
                     const ConditionTest& test) {
  if (!statement.allow || statement.not_action || test.op == Operator::kNull ||
      !EqualsIgnoringAsciiCase(test.key, "dynamodb:Attributes") ||
      !MayRead(statement, run)) {
    return;
  }
  if (std::any_of(statement.conditions.begin(), statement.conditions.end(),
                  [](const ConditionTest& other) {
                    return EqualsIgnoringAsciiCase(other.key,
                                                   "dynamodb:Select");
                  })) {
    return;
  }
  run.Add(checks::kDynamodbAttributesWithoutSelect, test.key_where,
          "a request that names no attributes reads them all: test that "
          "dynamodb:Select is SPECIFIC_ATTRIBUTES as well");
}

}  // namespace

void CheckServiceKeyUse(CheckRun& run) {
  for (const Statement& statement : run.document().statements) {
    for (const ConditionTest& test : statement.conditions) {
      CheckPrefix(run, statement, test);
      CheckAttributes(run, statement, test);
    }
  }
}

}  // namespace iameval::internal
