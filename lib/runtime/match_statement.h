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
#include "runtime/request_view.h"

namespace iameval::internal {

// A resource that was matched with a program's patterns beforehand.
struct ResourceMatches {
  std::vector<std::uint64_t> bits;  // by number in resource_patterns
  // For each bundle that has one: the patterns of its indexes that match.
  struct InBundle {
    std::vector<std::uint32_t> deny;
    std::vector<std::uint32_t> allow;
  };
  std::vector<InBundle> bundles;

  [[nodiscard]] bool Has(PatternId pattern) const {
    return (bits[pattern / 64] >> (pattern % 64) & 1) != 0;
  }
};

[[nodiscard]] ResourceMatches MatchResourcePatterns(const Program& program,
                                                    std::string_view resource);

// Everything a statement is matched against.
struct MatchFrame {
  const Program& program;
  const RequestView& request;
  const ActionRef& action;
  const ContextView& context;
  const ResourceMatches* resource = nullptr;  // null: not matched beforehand
  bool has_boundary = false;  // S-3.18
  // A trust policy asked for web or SAML federation: only Federated entries
  // grant it (S-7.18).
  bool only_providers_are_allowed = false;
  // Tests with a memo: those decided so far, and how.
  mutable std::uint64_t remembered = 0;
  mutable std::uint64_t held = 0;
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
[[nodiscard]] bool MatchAction(const MatchFrame& frame,
                               const StatementCode& statement);
[[nodiscard]] MatchKind MatchPrincipal(const MatchFrame& frame,
                                       const StatementCode& statement);
// Principal and conditions.
[[nodiscard]] StatementMatch MatchCaller(const MatchFrame& frame,
                                         const StatementCode& statement);

// Whether some entry of its Resource or NotResource matches.
[[nodiscard]] bool ListsResource(const MatchFrame& frame,
                                 const StatementCode& statement);

[[nodiscard]] inline bool MatchResource(const MatchFrame& frame,
                                        const StatementCode& statement) {
  return statement.any_resource ||
         ListsResource(frame, statement) !=
             statement.not_resource;  // S-2.17, S-2.18
}

[[nodiscard]] inline bool TestHolds(const MatchFrame& frame,
                                    const TestCode& test) {
  if (test.memo == 0) {
    return TestHolds(frame.program.operands, test, frame.context);
  }
  const std::uint64_t bit = std::uint64_t{1} << (test.memo - 1);
  if ((frame.remembered & bit) == 0) {
    frame.remembered |= bit;
    if (TestHolds(frame.program.operands, test, frame.context)) {
      frame.held |= bit;
    }
  }
  return (frame.held & bit) != 0;
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
