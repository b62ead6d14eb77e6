#include "runtime/match_statement.h"

#include <algorithm>
#include <span>

#include "runtime/match_condition.h"

namespace iameval::internal {
namespace {

bool MatchOtherResource(const MatchFrame& frame, const ResourceCode& entry) {
  switch (entry.kind) {
    case ResourceCode::Kind::kAny:
      return true;
    case ResourceCode::Kind::kPattern:
      return false;  // ListsResource knows
    case ResourceCode::Kind::kTemplate: {
      const TextTemplate& text = frame.program.resource_templates[entry.index];
      VariableValues values;
      // S-4.7: without a value the entry matches no resource, and so excludes
      // none under NotResource.
      return values.Fill(text, frame.context) &&
             text.glob.Matches(frame.request.resource, values.values());
    }
    case ResourceCode::Kind::kNever:
      return false;
  }
  return false;
}

bool ListsPattern(const MatchFrame& frame, const StatementCode& statement) {
  const Program& program = frame.program;
  const auto listed = In(program.action_lists, statement.action_patterns);
  if (frame.action.overflowed()) {
    return std::any_of(listed.begin(), listed.end(), [&](PatternId pattern) {
      return frame.action.MatchedBy(program, pattern);
    });
  }
  // Few patterns match an action, while a statement may list dozens.
  const auto matched = frame.action.patterns();
  return std::any_of(matched.begin(), matched.end(), [&](PatternId pattern) {
    return std::binary_search(listed.begin(), listed.end(), pattern);
  });
}

bool IsListed(const MatchFrame& frame, const StatementCode& statement) {
  const Program& program = frame.program;
  const ActionId action = frame.action.id();
  if (action != kUnknownAction) {
    if (statement.listed != StatementCode::kNotListed) {
      return program.IsListed(statement.listed, action);
    }
    const auto names = In(program.action_lists, statement.actions);
    if (std::binary_search(names.begin(), names.end(), action)) return true;
  }
  return ListsPattern(frame, statement);
}

}  // namespace

ResourceMatches MatchResourcePatterns(const Program& program,
                                      std::string_view resource) {
  ResourceMatches matches;
  const ArnText text = ScanArn(resource);
  const std::size_t patterns = program.resource_patterns.size();
  matches.bits.resize(patterns / 64 + 1);
  for (PatternId id = 0; id < patterns; ++id) {
    if (program.resource_patterns.Matches(id, text)) {
      matches.bits[id / 64] |= std::uint64_t{1} << (id % 64);
    }
  }
  matches.bundles.resize(program.bundles.size());
  for (BundleId id = 0; id < program.bundles.size(); ++id) {
    const Bundle& bundle = program.bundles[id];
    matches.bundles[id] = {bundle.deny_index.patterns.Matches(resource),
                           bundle.allow_index.patterns.Matches(resource)};
  }
  return matches;
}

bool MatchAction(const MatchFrame& frame, const StatementCode& statement) {
  return IsListed(frame, statement) != statement.not_action;  // S-2.5, S-2.18
}

bool ListsResource(const MatchFrame& frame, const StatementCode& statement) {
  const Program& program = frame.program;
  for (const std::uint32_t number :
       In(program.resource_lists, statement.resources)) {
    const ResourceCode entry = program.resources[number];
    bool matches = false;
    if (entry.kind != ResourceCode::Kind::kPattern) {
      matches = MatchOtherResource(frame, entry);
    } else if (frame.resource != nullptr) {
      matches = frame.resource->Has(entry.index);
    } else {
      matches = program.resource_patterns.Matches(entry.index,
                                                  frame.request.resource_text);
    }
    if (matches) return true;
  }
  return false;
}

MatchKind MatchPrincipal(const MatchFrame& frame,
                         const StatementCode& statement) {
  if (frame.only_providers_are_allowed && statement.allow) {
    return MatchProvider(frame.program, statement, frame.request.principal);
  }
  return MatchPrincipal(frame.program, statement, frame.request.principal,
                        frame.has_boundary);
}

StatementMatch MatchCaller(const MatchFrame& frame,
                           const StatementCode& statement) {
  const MatchKind kind =
      statement.principal_form == PrincipalForm::kAbsent
          ? MatchKind::kDirect
          : MatchPrincipal(frame, statement);
  if (kind == MatchKind::kNone) return {StatementPart::kPrincipal};
  const auto tests = In(frame.program.tests, statement.tests);
  for (std::uint32_t i = 0; i < tests.size(); ++i) {
    if (!TestHolds(frame, tests[i])) {
      return {StatementPart::kCondition, MatchKind::kNone, i};
    }
  }
  return {StatementPart::kNone, kind};
}

StatementMatch MatchStatement(const MatchFrame& frame,
                              const StatementCode& statement) {
  if (statement.never || !MatchAction(frame, statement)) {
    return {StatementPart::kAction};
  }
  if (!MatchResource(frame, statement)) return {StatementPart::kResource};
  return MatchCaller(frame, statement);
}

}  // namespace iameval::internal
