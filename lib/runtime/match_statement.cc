#include "runtime/match_statement.h"

#include <algorithm>

#include "runtime/match_condition.h"

namespace iameval::internal {
namespace {

bool MatchResourceEntry(const ResourceCode& entry, const MatchFrame& frame) {
  switch (entry.kind) {
    case ResourceCode::Kind::kAny:
      return true;
    case ResourceCode::Kind::kPattern:
      return entry.glob.Matches(frame.request.resource);
    case ResourceCode::Kind::kTemplate: {
      const auto values = VariableValues::Of(entry.variables, frame.context);
      // S-4.7: without a value the entry matches no resource, and so excludes
      // none under NotResource.
      return values.has_value() &&
             entry.variables.glob.Matches(frame.request.resource,
                                          values->values());
    }
    case ResourceCode::Kind::kNever:
      return false;
  }
  return false;
}

}  // namespace

bool MatchAction(const StatementCode& statement, const RequestView& request) {
  const bool listed = std::any_of(
      statement.actions.begin(), statement.actions.end(),
      [&](const Glob& glob) { return glob.Matches(request.folded_action); });
  return listed != statement.not_action;  // S-2.5, S-2.18
}

bool MatchResource(const StatementCode& statement, const MatchFrame& frame) {
  if (statement.any_resource) return true;
  const bool listed = std::any_of(
      statement.resources.begin(), statement.resources.end(),
      [&](const ResourceCode& entry) {
        return MatchResourceEntry(entry, frame);
      });
  return listed != statement.not_resource;  // S-2.17, S-2.18
}

StatementMatch MatchStatement(const MatchFrame& frame,
                              const StatementCode& statement) {
  if (statement.never || !MatchAction(statement, frame.request)) {
    return {StatementPart::kAction};
  }
  if (!MatchResource(statement, frame)) return {StatementPart::kResource};
  const MatchKind kind = MatchPrincipal(statement, frame.request.principal,
                                        frame.has_boundary);
  if (kind == MatchKind::kNone) return {StatementPart::kPrincipal};
  for (std::uint32_t i = 0; i < statement.tests.size(); ++i) {
    if (!TestHolds(statement.tests[i], frame.context)) {
      return {StatementPart::kCondition, MatchKind::kNone, i};
    }
  }
  return {StatementPart::kNone, kind};
}

}  // namespace iameval::internal
