#include "runtime/match_statement.h"

#include <algorithm>
#include <span>

#include "automata/glob_template.h"
#include "base/byte_lanes.h"
#include "runtime/match_condition.h"

namespace iameval::internal {
namespace {

bool MatchesTemplate(const MatchFrame& frame, const TextTemplate& text) {
  VariableValues values;
  // S-4.7: without a value the entry matches no resource, and so excludes none
  // under NotResource.
  return values.Fill(text, frame.context) &&
         MatchesTemplate(frame.request.resource, text.pattern, values.values(),
                         LetterCase::kExact);
}

bool ListsPattern(const Program& program, const ActionRef& action,
                  const StatementCode& statement) {
  const auto listed = In(program.action_lists, statement.action_patterns);
  if (action.overflowed()) {
    return std::any_of(listed.begin(), listed.end(), [&](PatternId pattern) {
      return action.MatchedBy(program, pattern);
    });
  }
  // Few patterns match an action, while a statement may list dozens.
  const auto matched = action.patterns();
  return std::any_of(matched.begin(), matched.end(), [&](PatternId pattern) {
    return std::binary_search(listed.begin(), listed.end(), pattern);
  });
}

bool HasName(std::span<const ActionId> names, ActionId action) {
  if (names.size() > StatementCode::kMaxUnsorted) {
    return std::binary_search(names.begin(), names.end(), action);
  }
  // Does not stop where it is found, so that several are compared at once.
  bool found = false;
  for (const ActionId name : names) found |= name == action;
  return found;
}

bool IsListed(const Program& program, const ActionRef& action,
              const StatementCode& statement) {
  if (action.id() != kUnknownAction) {
    if (statement.listed != StatementCode::kNotListed) {
      return program.IsListed(statement.listed, action.id());
    }
    if (HasName(In(program.action_lists, statement.actions), action.id())) {
      return true;
    }
  }
  return ListsPattern(program, action, statement);
}

}  // namespace

bool MatchAction(const Program& program, const ActionRef& action,
                 const StatementCode& statement) {
  return IsListed(program, action, statement) !=
         statement.not_action;  // S-2.5, S-2.18
}

bool MatchesEntry(const MatchFrame& frame, std::uint32_t number) {
  const Program& program = frame.program;
  const ResourceCode entry = program.resources[number];
  switch (entry.kind) {
    case ResourceCode::Kind::kAny:
      return true;
    case ResourceCode::Kind::kPattern:
      return program.resource_patterns.Matches(entry.index,
                                               frame.request.resource_text);
    case ResourceCode::Kind::kTemplate:
      return MatchesTemplate(frame, program.resource_templates[entry.index]);
    case ResourceCode::Kind::kNever:
      return false;
  }
  return false;
}

void Remember(const MatchFrame& frame, const TestCode& test,
              std::uint64_t bit) {
  Memos& memos = frame.memos;
  if (frame.caller_memos != nullptr) {
    for (const CallerMemos::OfKey& key : frame.caller_memos->keys) {
      if (key.slot != test.slot || !frame.context.FollowsCaller(key.slot)) {
        continue;
      }
      memos.decided |= key.memos.decided;
      memos.held |= key.memos.held;
      return;
    }
  }
  memos.decided |= bit;
  if (TestHolds(frame.program.operands, test, frame.context)) memos.held |= bit;
}

CallerMemos DecideCallerTests(const Program& program,
                              const ContextView& caller) {
  CallerMemos result;
  for (const std::uint32_t number : program.caller_tests) {
    const TestCode& test = program.tests[number];
    if (caller.Find(test.slot) == nullptr) continue;
    auto key = std::find_if(
        result.keys.begin(), result.keys.end(),
        [&](const auto& other) { return other.slot == test.slot; });
    if (key == result.keys.end()) {
      key = result.keys.insert(key, {.slot = test.slot, .memos = {}});
    }
    const std::uint64_t bit = std::uint64_t{1} << (test.memo - 1);
    key->memos.decided |= bit;
    if (TestHolds(program.operands, test, caller)) key->memos.held |= bit;
  }
  return result;
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
