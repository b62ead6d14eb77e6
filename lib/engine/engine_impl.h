#ifndef IAMEVAL_LIB_ENGINE_ENGINE_IMPL_H_
#define IAMEVAL_LIB_ENGINE_ENGINE_IMPL_H_

#include <memory>
#include <vector>

#include "engine/directory.h"
#include "engine/engine_view.h"
#include "engine/policy_store.h"
#include "iameval/engine.h"
#include "iameval/engine_builder.h"
#include "runtime/decide.h"

namespace iameval {

// Either one policy set for every caller, or a directory.
struct Engine::Impl {
  internal::PolicyStore store;
  internal::DecideOptions options;

  // One policy set: the layers of every request.
  internal::PolicyLayers layers;
  std::vector<internal::BundleId> scp;
  std::vector<internal::BundleId> rcp;

  [[nodiscard]] internal::EngineView view() const {
    return {store, options, layers, directory.get()};
  }

  // An account or organization, and what it was built from.
  std::unique_ptr<const internal::Directory> directory;
  std::unique_ptr<const Builder> builder;
};

}  // namespace iameval

#endif  // IAMEVAL_LIB_ENGINE_ENGINE_IMPL_H_
