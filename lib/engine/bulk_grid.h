#ifndef IAMEVAL_LIB_ENGINE_BULK_GRID_H_
#define IAMEVAL_LIB_ENGINE_BULK_GRID_H_

#include <array>
#include <cstddef>
#include <deque>
#include <memory>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "engine/directory.h"
#include "engine/policy_store.h"
#include "engine/request_data.h"
#include "iameval/bulk.h"
#include "iameval/request.h"
#include "engine/engine_view.h"
#include "runtime/decide.h"
#include "runtime/grid_context.h"

// The axes of a grid, checked and looked up in an engine: what the runtime's
// GridDecider works on. Each part is taken from a Request that has it, so that
// a cell has exactly what its own Request would have.

namespace iameval::internal {

// Context keys under the slots of a program; those that no policy asks for are
// left out.
struct SlotItems {
  std::vector<KeySlot> slots;
  std::vector<ContextValue> values;

  void Add(KeySlot slot, const ContextValue& value) {
    slots.push_back(slot);
    values.push_back(value);
  }
  void Add(const KeyTable& keys, std::span<const ContextItem> items);
  [[nodiscard]] SlotList list() const {
    return {slots.data(), values.data(), slots.size()};
  }
};

// Actions, resources and the shared context: the part of a grid that is the
// same for all principals. Immutable once made; threads share it.
class GridAxes {
 public:
  // InvalidArgumentError naming the axis and the number on it.
  static absl::StatusOr<std::unique_ptr<const GridAxes>> Create(
      const Grid& grid, const EngineView& engine);

  GridAxes(const Grid& grid, const EngineView& engine)
      : grid_(grid), engine_(engine) {}
  GridAxes(const GridAxes&) = delete;
  GridAxes& operator=(const GridAxes&) = delete;

  [[nodiscard]] const Grid& grid() const { return grid_; }
  [[nodiscard]] const EngineView& engine() const { return engine_; }
  [[nodiscard]] std::span<const GridAction> actions() const { return actions_; }
  [[nodiscard]] std::span<const GridTarget> targets() const { return targets_; }
  // The shared context, as the caller gave it and as slots, and what is derived
  // from it.
  [[nodiscard]] const RequestView& shared() const {
    return shared_->data().view;
  }
  [[nodiscard]] const SlotItems& supplied() const { return supplied_; }
  [[nodiscard]] SlotList derived() const { return derived_.list(); }

  // Some action of the grid; for two kinds of actions, which may see the same
  // principal as another kind (S-3.11), one of each.
  [[nodiscard]] std::span<const std::string_view> kinds_of_actions() const {
    return kinds_of_actions_;
  }

 private:
  absl::Status AddContext();
  absl::Status AddActions();
  absl::Status AddTargets();
  absl::Status AddTarget(const GridResource& resource);
  void LookUp(const RequestView& view, GridTarget& target,
              GridTarget::Context& context);

  const Grid& grid_;
  const EngineView engine_;
  std::optional<Request> shared_;
  SlotItems supplied_;
  SlotItems derived_;
  std::vector<Request> requests_;  // own the texts of the two axes
  std::vector<GridAction> actions_;
  std::vector<GridTarget> targets_;
  std::deque<SlotItems> target_items_;
  std::vector<std::string_view> kinds_of_actions_;
  // An action under which each GridTarget::context holds; empty: there is none.
  std::array<std::string_view, 2> action_of_context_;
};

// The request of a cell. InvalidArgumentError as Request::Builder::Build, and
// for a context entry that has not the values that its shape asks for.
absl::StatusOr<Request> MakeCellRequest(const Grid& grid,
                                        const GridPrincipal& principal,
                                        std::string_view action,
                                        const GridResource& resource);

// Says where on which axis an error is: "resources[3]: ...".
absl::Status OnAxis(std::string_view axis, std::size_t number,
                    const absl::Status& status);

}  // namespace iameval::internal

#endif  // IAMEVAL_LIB_ENGINE_BULK_GRID_H_
