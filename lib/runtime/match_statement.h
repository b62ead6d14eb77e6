#ifndef IAMEVAL_LIB_RUNTIME_MATCH_STATEMENT_H_
#define IAMEVAL_LIB_RUNTIME_MATCH_STATEMENT_H_

#include <cstddef>
#include <cstdint>

#include "program/program.h"
#include "runtime/context_frame.h"
#include "runtime/match_principal.h"
#include "runtime/request_view.h"

namespace iameval::internal {

// Everything a statement is matched against.
struct MatchFrame {
  const Program& program;
  const RequestView& request;
  const ContextFrame& context;
  bool has_boundary = false;  // S-3.18
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
  std::uint32_t test = 0;             // the first that fails, with kCondition

  [[nodiscard]] bool matches() const { return failed == StatementPart::kNone; }
};

// S-1.22: action, resource, principal and every condition. Stops at the first
// part that does not match.
[[nodiscard]] StatementMatch MatchStatement(const MatchFrame& frame,
                                            const StatementCode& statement);

// Its parts.
[[nodiscard]] bool MatchAction(const StatementCode& statement,
                               const RequestView& request);
[[nodiscard]] bool MatchResource(const StatementCode& statement,
                                 const MatchFrame& frame);

}  // namespace iameval::internal

#endif  // IAMEVAL_LIB_RUNTIME_MATCH_STATEMENT_H_
