#ifndef IAMEVAL_LIB_ENGINE_PARTIAL_H_
#define IAMEVAL_LIB_ENGINE_PARTIAL_H_

#include "engine/directory.h"
#include "engine/policy_store.h"
#include "iameval/partial_decision.h"
#include "runtime/context_frame.h"
#include "runtime/decide.h"
#include "runtime/request_view.h"

namespace iameval::internal {

// What a partial decision is made of.
struct PartialQuestion {
  const PolicyStore& store;
  const PolicyLayers& layers;
  const RequestView& request;
  const KnownItemLists& known;
  const DecideOptions& options;
  // Where aws:SourceVpce selects the policy of the VPC endpoint; otherwise
  // null.
  const Directory* directory = nullptr;
};

// Decides with some keys unknown. How: what is known is decided first, so that
// of each statement only the pieces are left that unknown keys decide
// (partial_atoms.h); for each unknown key, values of every kind that these
// pieces tell apart are found, and the decision is made for all combinations
// (partial_cells.h).
PartialDecision DecidePartially(const PartialQuestion& question,
                                const UnknownKeys& unknown);

}  // namespace iameval::internal

#endif  // IAMEVAL_LIB_ENGINE_PARTIAL_H_
