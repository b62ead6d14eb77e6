#ifndef IAMEVAL_LIB_ENGINE_EXPLAIN_H_
#define IAMEVAL_LIB_ENGINE_EXPLAIN_H_

#include "engine/policy_store.h"
#include "iameval/explanation.h"
#include "runtime/context_frame.h"
#include "runtime/decide.h"
#include "runtime/request_view.h"

namespace iameval::internal {

// Decides with the recording form of the decision and says why, for people
// (S-7.27).
Explanation ExplainDecision(const PolicyStore& store,
                            const PolicyLayers& layers,
                            const RequestView& request,
                            const ContextView& context,
                            const DecideOptions& options);

}  // namespace iameval::internal

#endif  // IAMEVAL_LIB_ENGINE_EXPLAIN_H_
