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
#include "runtime/decide.h"
#include "runtime/grid_context.h"

// The axes of a grid, checked and looked up in an engine: what the runtime's
// GridDecider works on. Each part is taken from a Request that has it, so that
// a cell has exactly what its own Request would have.

namespace iameval::internal {

// What an engine consists of; it outlives the view.
struct EngineView {
  const PolicyStore& store;
  const DecideOptions& options;
  const PolicyLayers& layers;  // without a directory
  const Directory* directory;  // may be null
};

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

  // One of AssumeRoleWithSAML and AssumeRoleWithWebIdentity, and one of the
  // others. They may see the same principal as another kind (S-3.11).
  [[nodiscard]] std::optional<std::string_view> federation_action() const {
    return federation_action_;
  }
  [[nodiscard]] std::optional<std::string_view> plain_action() const {
    return plain_action_;
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
  std::optional<std::string_view> federation_action_;
  std::optional<std::string_view> plain_action_;
  // An action under which each GridTarget::context holds; empty: there is none.
  std::array<std::string_view, 2> action_of_context_;
};

// Some of a grid's principals, looked up.
class GridCallers {
 public:
  // Principals from `begin` to `end`. InvalidArgumentError naming the number.
  static absl::StatusOr<std::unique_ptr<const GridCallers>> Create(
      const GridAxes& axes, std::size_t begin, std::size_t end);

  GridCallers(const GridAxes& axes, std::size_t count);
  GridCallers(const GridCallers&) = delete;
  GridCallers& operator=(const GridCallers&) = delete;

  [[nodiscard]] std::span<const GridCaller> callers() const { return callers_; }
  // Who the principal is depends on the action: to be decided one by one.
  [[nodiscard]] bool is_ambiguous(std::size_t number) const {
    return ambiguous_[number];
  }

 private:
  absl::Status Add(const GridPrincipal& principal);
  absl::StatusOr<Request> MakeRequest(const GridPrincipal& principal,
                                      std::string_view action) const;
  absl::Status CheckSharedKeys(const RequestView& view) const;
  // Whether other actions see another kind of principal.
  absl::StatusOr<bool> IsAmbiguous(const GridPrincipal& principal,
                                   const RequestView& view) const;
  absl::StatusOr<SlotList> FindSupplied(const GridPrincipal& principal,
                                        const RequestView& view);
  void FindLayers(const RequestView& view, GridCaller& caller);

  const GridAxes& axes_;
  std::vector<Request> requests_;  // own the texts
  std::deque<SlotItems> items_;
  std::deque<Resolution> resolutions_;
  std::vector<GridCaller> callers_;
  std::vector<bool> ambiguous_;
};

// The request of a cell.
absl::StatusOr<Request> MakeCellRequest(const Grid& grid,
                                        const GridPrincipal& principal,
                                        std::string_view action,
                                        const GridResource& resource);

// Adds context keys. InvalidArgumentError when an entry has not the values that
// its shape asks for.
absl::Status AddContextEntries(std::span<const ContextEntry> entries,
                               Request::Builder& builder);

}  // namespace iameval::internal

#endif  // IAMEVAL_LIB_ENGINE_BULK_GRID_H_
