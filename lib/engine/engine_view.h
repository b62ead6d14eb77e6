#ifndef IAMEVAL_LIB_ENGINE_ENGINE_VIEW_H_
#define IAMEVAL_LIB_ENGINE_ENGINE_VIEW_H_

#include "engine/directory.h"
#include "engine/policy_store.h"
#include "runtime/decide.h"

namespace iameval::internal {

// What an engine consists of; it outlives the view.
struct EngineView {
  const PolicyStore& store;
  const DecideOptions& options;
  const PolicyLayers& layers;  // without a directory
  const Directory* directory;  // may be null
};

}  // namespace iameval::internal

#endif  // IAMEVAL_LIB_ENGINE_ENGINE_VIEW_H_
