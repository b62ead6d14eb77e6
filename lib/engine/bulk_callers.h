#ifndef IAMEVAL_LIB_ENGINE_BULK_CALLERS_H_
#define IAMEVAL_LIB_ENGINE_BULK_CALLERS_H_

#include <cstddef>
#include <cstdint>
#include <deque>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "engine/bulk_grid.h"
#include "engine/directory.h"
#include "iameval/bulk.h"
#include "iameval/request.h"
#include "runtime/grid_context.h"

namespace iameval::internal {

// Some of a grid's principals, looked up in the engine.
class GridCallers {
 public:
  // Principals from `begin` to `end`. InvalidArgumentError naming the number.
  static absl::StatusOr<std::unique_ptr<const GridCallers>> Create(
      const GridAxes& axes, std::size_t begin, std::size_t end);

  GridCallers(const GridAxes& axes, std::span<const GridPrincipal> principals);
  GridCallers(const GridCallers&) = delete;
  GridCallers& operator=(const GridCallers&) = delete;

  [[nodiscard]] std::span<const GridCaller> callers() const { return callers_; }
  // Who the principal is depends on the action: to be decided one by one.
  [[nodiscard]] bool is_ambiguous(std::size_t number) const {
    return ambiguous_[number];
  }

 private:
  // A context key in lower case. It refers to what the grid says of it.
  struct PlainEntry {
    std::string folded;
    std::uint64_t hash = 0;
    const ContextEntry* given = nullptr;
  };

  absl::Status Add(const GridPrincipal& principal);

  // The short way: what a Request of this principal would have, without making
  // one. False, and nothing done, when it is not obvious.
  [[nodiscard]] bool AddPlain(const GridPrincipal& principal);
  [[nodiscard]] bool FoldEntries(std::span<const ContextEntry> entries);
  [[nodiscard]] bool IsNew(const PlainEntry& entry, std::size_t own) const;
  SlotList JoinSupplied(std::size_t own);
  SlotList DerivePlain(const PrincipalView& principal);
  void Push(KeySlot slot, std::span<const std::string_view> texts,
            ContextEntry::Shape shape);

  // The long way: from a Request.
  absl::Status AddByRequest(const GridPrincipal& principal);

  void FindLayers(const RequestView& view, GridCaller& caller);

  const GridAxes& axes_;
  const KeyTable& keys_;
  std::vector<GridCaller> callers_;
  std::vector<bool> ambiguous_;

  // Of the short way. With room for all, so that nothing moves.
  std::vector<KeySlot> slots_;
  std::vector<ContextValue> values_;
  std::vector<std::string_view> texts_;
  std::deque<std::string> derived_texts_;
  std::vector<PlainEntry> folded_;

  // Of the long way.
  std::vector<Request> requests_;
  std::deque<SlotItems> items_;

  std::deque<Resolution> resolutions_;  // that callers point into
};

}  // namespace iameval::internal

#endif  // IAMEVAL_LIB_ENGINE_BULK_CALLERS_H_
