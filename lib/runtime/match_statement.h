#ifndef IAMEVAL_LIB_RUNTIME_MATCH_STATEMENT_H_
#define IAMEVAL_LIB_RUNTIME_MATCH_STATEMENT_H_

#include <cstdint>
#include <string_view>
#include <vector>

#include "program/program.h"
#include "runtime/action_ref.h"
#include "runtime/context_frame.h"
#include "runtime/match_condition.h"
#include "runtime/match_principal.h"
#include "runtime/prepared.h"
#include "runtime/request_view.h"

namespace iameval::internal {

// How tests with a memo came out, a bit for each.
struct Memos {
  std::uint64_t decided = 0;
  std::uint64_t held = 0;
};

// Those that a caller decides, by key, unless the request overrides the key.
struct CallerMemos {
  struct OfKey {
    KeySlot slot = kNoSlot;
    Memos memos;
  };
  std::vector<OfKey> keys;
};

// Everything a statement is matched against.
struct MatchFrame {
  const Program& program;
  const RequestView& request;
  const ActionRef& action;
  const ContextView& context;
  const ResourceMatches* resource = nullptr;  // null: not matched beforehand
  ProbeText probe_text = {};  // of the request's resource, or not looked at
  bool has_boundary = false;  // S-3.18
  // A trust policy asked for web or SAML federation: only Federated entries
  // grant it (S-7.18).
  bool only_providers_are_allowed = false;
  // Tests with a memo: those decided so far, and how.
  mutable Memos memos = {};
  // Those that the caller decides; null if none. (A request may override it.)
  const CallerMemos* caller_memos = nullptr;
};

// The part of a statement that does not match.
enum class StatementPart : std::uint8_t {
  kNone,  // all parts match
  kAction,
  kResource,
  kPrincipal,
  kCondition,
};

struct StatementMatch {
  StatementPart failed = StatementPart::kNone;
  MatchKind kind = MatchKind::kNone;  // when all parts match
  std::uint32_t test = 0;  // with kCondition: in the statement's tests

  [[nodiscard]] bool matches() const { return failed == StatementPart::kNone; }
};

// S-1.22: action, resource, principal and every condition. Stops at the first
// part that does not match.
[[nodiscard]] StatementMatch MatchStatement(const MatchFrame& frame,
                                            const StatementCode& statement);

// Its parts, for a caller who already knows something of the statement.
[[nodiscard]] bool MatchAction(const Program& program, const ActionRef& action,
                               const StatementCode& statement);
[[nodiscard]] inline bool MatchAction(const MatchFrame& frame,
                                      const StatementCode& statement) {
  return MatchAction(frame.program, frame.action, statement);
}
[[nodiscard]] MatchKind MatchPrincipal(const MatchFrame& frame,
                                       const StatementCode& statement);
// Principal and conditions.
[[nodiscard]] StatementMatch MatchCaller(const MatchFrame& frame,
                                         const StatementCode& statement);

// Whether an entry of Resource or NotResource matches.
[[nodiscard]] bool MatchesEntry(const MatchFrame& frame, std::uint32_t number);

// Whether some entry of its Resource or NotResource matches.
[[nodiscard]] inline bool ListsResource(const MatchFrame& frame,
                                        const StatementCode& statement) {
  for (const ResourceProbe& probe :
       In(frame.program.resource_lists, statement.resources)) {
    if (probe.MayMatch(frame.probe_text) &&
        MatchesEntry(frame, probe.number())) {
      return true;
    }
  }
  return false;
}

[[nodiscard]] inline bool MatchResource(const MatchFrame& frame,
                                        const StatementCode& statement) {
  return statement.any_resource ||
         ListsResource(frame, statement) !=
             statement.not_resource;  // S-2.17, S-2.18
}
// The same, with what is known beforehand. `id` is the statement's.
[[nodiscard]] inline bool MatchResource(const MatchFrame& frame,
                                        StatementId id,
                                        const StatementCode& statement) {
  return frame.resource != nullptr && !frame.resource->DependsOnValues(id)
             ? frame.resource->MayMatch(id)
             : MatchResource(frame, statement);
}

// The tests of Program::caller_tests whose keys are in `caller`: what is
// derived of a caller, and nothing else.
[[nodiscard]] CallerMemos DecideCallerTests(const Program& program,
                                            const ContextView& caller);

// Decides a test with a memo.
void Remember(const MatchFrame& frame, const TestCode& test,
              std::uint64_t bit);

[[nodiscard]] inline bool TestHolds(const MatchFrame& frame,
                                    const TestCode& test) {
  if (test.memo == 0) {
    return TestHolds(frame.program.operands, test, frame.context);
  }
  const std::uint64_t bit = std::uint64_t{1} << (test.memo - 1);
  if ((frame.memos.decided & bit) == 0) Remember(frame, test, bit);
  return (frame.memos.held & bit) != 0;
}

[[nodiscard]] inline bool MatchConditions(const MatchFrame& frame,
                                          const StatementCode& statement) {
  for (const TestCode& test : In(frame.program.tests, statement.tests)) {
    if (!TestHolds(frame, test)) return false;
  }
  return true;
}

}  // namespace iameval::internal

#endif  // IAMEVAL_LIB_RUNTIME_MATCH_STATEMENT_H_
