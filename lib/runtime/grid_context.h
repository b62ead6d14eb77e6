#ifndef IAMEVAL_LIB_RUNTIME_GRID_CONTEXT_H_
#define IAMEVAL_LIB_RUNTIME_GRID_CONTEXT_H_

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "program/program.h"
#include "runtime/context_frame.h"
#include "runtime/decide.h"
#include "runtime/grid_axes.h"
#include "runtime/request_view.h"

// The context of a grid's cells, and what in it differs between them.

namespace iameval::internal {

// What a request has from its principal alone.
struct GridCaller {
  PrincipalView principal;
  bool account_is_management = false;
  // Those that follow from the caller; the RCPs are those of its own account,
  // which hold for a target whose owner nobody knows, as does the next.
  PolicyLayers layers;
  bool own_account_is_management = false;
  SlotList supplied;  // the keys that all callers share among them
  SlotList derived;
  std::span<const KnownItem> tags;
  std::span<const KnownItem> user_id;
};

// What the runtime asks of a request with this caller and target, the action
// and the context apart.
[[nodiscard]] RequestView ViewOfCell(const GridCaller& caller,
                                     const GridTarget& target);

// Nobody says which account the target is in.
[[nodiscard]] inline bool HasUnknownOwner(const GridTarget& target) {
  return target.view.resource_account.empty();
}

struct GridContents {
  const Program& program;
  std::span<const std::vector<StatementRange>> documents;  // by BundleId
  DecideOptions options;
  std::span<const GridCaller> callers;  // none of the three is empty
  std::span<const GridAction> actions;
  std::span<const GridTarget> targets;
  SlotList derived;  // from the keys that all callers share
};

// What a condition's outcome may differ by.
struct GridDependence {
  bool on_caller = false;
  bool on_cell = false;  // on the action's class or the target's context

  GridDependence& operator|=(const GridDependence& other) {
    on_caller |= other.on_caller;
    on_cell |= other.on_cell;
    return *this;
  }
};

// The part of a grid over which nothing in the context differs but by caller:
// numbers in GridContext::action_classes() and contexts().
struct GridRegion {
  std::uint32_t action_class = 0;
  std::uint32_t context = 0;
};

class GridContext {
 public:
  explicit GridContext(const GridContents& contents);

  [[nodiscard]] const std::vector<GridClass>& action_classes() const {
    return action_classes_;
  }
  [[nodiscard]] const std::vector<GridClass>& contexts() const {
    return contexts_;
  }

  // The keys and variables that a test reads; a resource entry's variables.
  [[nodiscard]] GridDependence Of(const TestCode& test) const;
  [[nodiscard]] GridDependence Of(const TextTemplate& text) const;

  // Makes `context`, which is new, that of a caller's cells in a region.
  void Fill(const GridCaller& caller, GridRegion region,
            ListedContext& context) const;

 private:
  void FindDependenceOnCaller();
  void FindDependenceOnCell();

  const GridContents& contents_;
  std::vector<GridClass> action_classes_;
  std::vector<GridClass> contexts_;
  std::vector<GridDependence> of_slot_;
};

}  // namespace iameval::internal

#endif  // IAMEVAL_LIB_RUNTIME_GRID_CONTEXT_H_
