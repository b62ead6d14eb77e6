#include "checks/risky_action_checks.h"

#include <algorithm>
#include <array>
#include <span>
#include <string>
#include <string_view>

#include "absl/strings/str_format.h"
#include "base/arn.h"
#include "base/ascii.h"
#include "base/quote.h"
#include "checks/codes.h"
#include "checks/pattern_cover.h"
#include "policy/operator_table.h"
#include "policy/wildcards.h"

namespace iameval::internal {
namespace {

// One of the two actions, and its six checks: by how the action is granted,
// then by how the resource is.
struct RiskyAction {
  std::string_view name;  // in lower case
  std::string_view spelled;
  std::array<const Check*, 3> star;  // Resource: named, wildcard, NotAction
  std::array<const Check*, 3> not_resource;
  // Keys that limit what the grant is good for.
  std::array<std::string_view, 2> limiting_keys;
  std::string_view why;
};

constexpr RiskyAction kPassRole{
    "iam:passrole",
    "iam:PassRole",
    {&checks::kPassRoleWithStarInResource,
     &checks::kPassRoleWithStarInActionAndResource,
     &checks::kPassRoleWithStarInResourceAndNotAction},
    {&checks::kPassRoleWithNotResource,
     &checks::kPassRoleWithStarInActionAndNotResource,
     &checks::kPassRoleWithNotActionAndNotResource},
    {"iam:PassedToService", "iam:AssociatedResourceArn"},
    "every role may be passed to every service: name the roles, or the service "
    "with the condition key iam:PassedToService"};

constexpr RiskyAction kCreateServiceLinkedRole{
    "iam:createservicelinkedrole",
    "iam:CreateServiceLinkedRole",
    {&checks::kCreateSlrWithStarInResource,
     &checks::kCreateSlrWithStarInActionAndResource,
     &checks::kCreateSlrWithStarInResourceAndNotAction},
    {&checks::kCreateSlrWithNotResource,
     &checks::kCreateSlrWithStarInActionAndNotResource,
     &checks::kCreateSlrWithNotActionAndNotResource},
    {"iam:AWSServiceName", "iam:AWSServiceName"},
    "a service-linked role may be created for every service: name the role, or "
    "the service with the condition key iam:AWSServiceName"};

enum Grant { kNamed, kWildcard, kNotAction, kNone };

struct Granted {
  Grant how = kNone;
  Extent where;
};

// How the statement's action part covers the action; the plainest way counts.
Granted GrantOf(const Statement& statement, const RiskyAction& action,
                CheckRun& run) {
  Granted granted;
  for (const Text& pattern : statement.actions) {
    if (!HasWildcard(pattern.text)) {
      if (!EqualsIgnoringAsciiCase(pattern.text, action.name)) continue;
      if (statement.not_action) return {};
      return {kNamed, pattern.where};
    }
    if (granted.how == kWildcard) continue;
    if (!Covers(FoldAscii(pattern.text), action.name, run)) continue;
    if (statement.not_action) return {};
    granted = {kWildcard, pattern.where};
  }
  // An empty list matches nothing, in NotAction as well (S-1.11).
  if (!statement.not_action || statement.actions.empty()) return granted;
  return {kNotAction, statement.actions.front().where};
}

// "*", and ARNs of every role of an account.
bool IsEveryRole(std::string_view pattern) {
  if (pattern == "*") return true;
  const std::optional<Arn> arn = ParseArn(pattern);
  return arn.has_value() && (arn->resource == "*" || arn->resource == "role/*");
}

// A test that fails where the key is absent or another, and compares with
// something more definite than a pattern that begins with a wildcard.
bool Limits(const ConditionTest& test, const RiskyAction& action) {
  const bool key =
      std::any_of(action.limiting_keys.begin(), action.limiting_keys.end(),
                  [&test](std::string_view k) {
                    return EqualsIgnoringAsciiCase(test.key, k);
                  });
  if (!key || test.if_exists || test.qualifier == Qualifier::kForAllValues) {
    return false;
  }
  switch (test.op) {
    case Operator::kStringEquals:
    case Operator::kStringEqualsIgnoreCase:
    case Operator::kArnEquals:
    case Operator::kArnLike:
    case Operator::kStringLike:
      return std::none_of(test.values.begin(), test.values.end(),
                          [](const ConditionValue& value) {
                            return value.text.starts_with('*');
                          });
    default:
      return false;
  }
}

void CheckStatement(CheckRun& run, const Statement& statement,
                    const RiskyAction& action) {
  const bool inverse = statement.resource_form == ResourceForm::kNotResource;
  if (statement.resource_form == ResourceForm::kAbsent ||
      statement.resources.empty()) {
    return;
  }
  if (!inverse &&
      std::none_of(
          statement.resources.begin(), statement.resources.end(),
          [](const Text& resource) { return IsEveryRole(resource.text); })) {
    return;
  }
  const Granted granted = GrantOf(statement, action, run);
  if (granted.how == kNone) return;
  if (std::any_of(statement.conditions.begin(), statement.conditions.end(),
                  [&action](const ConditionTest& test) {
                    return Limits(test, action);
                  })) {
    return;
  }
  const Check& check =
      *(inverse ? action.not_resource : action.star)[granted.how];
  run.Add(check, granted.where,
          granted.how == kNotAction
              ? absl::StrFormat("NotAction leaves %s in, and %s",
                                action.spelled, action.why)
              : absl::StrFormat("%s: %s", action.spelled, action.why));
}

}  // namespace

void CheckRiskyActions(CheckRun& run) {
  switch (run.document().type) {
    case PolicyType::kIdentity:
    case PolicyType::kSession:
    case PolicyType::kResource:
      break;
    default:  // ceilings grant nothing, and a trust policy has no resource
      return;
  }
  for (const Statement& statement : run.document().statements) {
    if (!statement.allow) continue;
    CheckStatement(run, statement, kPassRole);
    CheckStatement(run, statement, kCreateServiceLinkedRole);
  }
}

}  // namespace iameval::internal
