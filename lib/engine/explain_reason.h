#ifndef IAMEVAL_LIB_ENGINE_EXPLAIN_REASON_H_
#define IAMEVAL_LIB_ENGINE_EXPLAIN_REASON_H_

#include <span>
#include <string>

#include "engine/explain_layers.h"
#include "iameval/explanation.h"

namespace iameval::internal {

// Why the request is decided as it is, in a sentence that names what to change:
// of an implicit deny the first allow that is missing (S-7.27).
std::string ReasonFor(const DecisionRecord& record,
                      std::span<const StatementReport> statements);

}  // namespace iameval::internal

#endif  // IAMEVAL_LIB_ENGINE_EXPLAIN_REASON_H_
