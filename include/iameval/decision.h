#ifndef IAMEVAL_DECISION_H_
#define IAMEVAL_DECISION_H_

#include <cstdint>
#include <string_view>

#include "iameval/export.h"

namespace iameval {

// The answer to one request, with the names of the AWS policy simulator's
// EvalDecision (S-7.1, S-7.23). Only kAllowed grants anything.
enum class Decision : std::uint8_t {
  kAllowed,       // a sufficient set of Allow statements, and no Deny
  kImplicitDeny,  // no Deny statement matched, but an Allow is missing
  kExplicitDeny,  // some applicable Deny statement matched
};

// "allowed", "implicitDeny" or "explicitDeny". Never fails; static storage.
[[nodiscard]] IAMEVAL_EXPORT std::string_view DecisionName(Decision decision);

}  // namespace iameval

#endif  // IAMEVAL_DECISION_H_
