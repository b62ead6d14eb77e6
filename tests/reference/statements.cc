#include "reference/statements.h"

#include <algorithm>

#include "base/ascii.h"
#include "reference/conditions.h"
#include "reference/patterns.h"

namespace iameval::reference {
namespace {

using internal::ConditionTest;
using internal::Document;
using internal::EqualsIgnoringAsciiCase;
using internal::ResourceForm;
using internal::Statement;
using internal::Text;

// S-2.18: a list is OR-ed before the inversion (S-2.5, S-2.17); an empty one
// makes the statement match nothing, inverted or not (S-1.11).
template <typename Predicate>
bool ListMatches(internal::List<Text> list, bool inverted,
                 Predicate matches) {
  if (list.empty()) return false;
  const bool any = std::any_of(list.begin(), list.end(), matches);
  return any != inverted;
}

bool ActionPartMatches(const Statement& statement, const Subject& subject) {
  return ListMatches(
      statement.actions, statement.not_action, [&](const Text& entry) {
        return ActionMatches(entry.text, subject.request.action());
      });
}

bool ResourcePartMatches(const Statement& statement, const Document& document,
                         const Subject& subject) {
  // A trust policy's resource is the role it hangs on (S-1.17).
  if (statement.resource_form == ResourceForm::kAbsent) return true;
  // S-2.12; for the types not named here a short ARN was refused.
  const ShortArn short_arn = document.type == PolicyType::kIdentity ||
                                     document.type == PolicyType::kBoundary
                                 ? ShortArn::kComplete
                                 : ShortArn::kMatchesNothing;
  return ListMatches(statement.resources,
                     statement.resource_form == ResourceForm::kNotResource,
                     [&](const Text& entry) {
                       return ResourceMatches(
                           entry.text, subject.request.resource(), short_arn,
                           document.has_variables(), subject.context);
                     });
}

// S-7.18: of a trust policy's grants to a caller that is not signed in, only
// those to Federated principals count.
bool OnlyFederatedGrants(const Document& document, const Subject& subject) {
  const std::string_view action = subject.request.action();
  return document.type == PolicyType::kTrust &&
         (subject.caller.kind == CallerKind::kProvider ||
          EqualsIgnoringAsciiCase(action, "sts:AssumeRoleWithSAML") ||
          EqualsIgnoringAsciiCase(action, "sts:AssumeRoleWithWebIdentity"));
}

}  // namespace

bool IsTrustAction(std::string_view action) {
  constexpr std::string_view kAssumeRole = "sts:AssumeRole";
  return EqualsIgnoringAsciiCase(action.substr(0, kAssumeRole.size()),
                                 kAssumeRole) ||
         EqualsIgnoringAsciiCase(action, "sts:TagSession") ||
         EqualsIgnoringAsciiCase(action, "sts:SetSourceIdentity");
}

MatchKind MatchStatement(const Statement& statement, const Document& document,
                         const Subject& subject) {
  if (!ActionPartMatches(statement, subject)) return MatchKind::kNone;
  if (!ResourcePartMatches(statement, document, subject)) {
    return MatchKind::kNone;
  }
  const MatchKind kind =
      statement.allow && OnlyFederatedGrants(document, subject)
          ? MatchFederated(statement.principal, subject.caller)
          : MatchPrincipal(statement.principal, statement.allow,
                           subject.has_boundary, subject.caller);
  if (kind == MatchKind::kNone) return MatchKind::kNone;
  // S-5.1: every test must hold.
  const bool conditions_hold = std::all_of(
      statement.conditions.begin(), statement.conditions.end(),
      [&](const ConditionTest& test) {
        return TestHolds(test, document.has_variables(), subject.context);
      });
  return conditions_hold ? kind : MatchKind::kNone;
}

}  // namespace iameval::reference
