#include "iameval/bulk.h"

#include <algorithm>
#include <cstddef>
#include <limits>
#include <memory>
#include <span>
#include <string_view>

#include "absl/container/flat_hash_set.h"
#include "absl/status/status.h"
#include "absl/strings/str_format.h"
#include "engine/bulk_callers.h"
#include "engine/bulk_grid.h"
#include "engine/bulk_run.h"
#include "engine/engine_impl.h"
#include "iameval/engine.h"
#include "runtime/grid.h"

namespace iameval {

using internal::BulkRun;
using internal::BundleId;
using internal::GridAxes;
using internal::GridCaller;
using internal::GridCallers;
using internal::GridContents;
using internal::GridDecider;

namespace {

// A grid is decided in blocks of cells (actions × resources), so that what is
// kept of all documents stays small and what is kept of one principal stays in
// the nearest cache.
constexpr std::size_t kMaxBlockResources = 1024;
constexpr std::size_t kMaxBlockCells = 16384;
// And for so many principals at a time.
constexpr std::size_t kMaxChunk = 1024;

// Some successive cells of a principal.
struct CellRange {
  std::size_t principal = 0;
  std::size_t first = 0;  // action * resources + resource
  std::size_t count = 0;
};

// What becomes of a grid's decisions: each goes to its place.
class DecisionWriter {
 public:
  DecisionWriter(std::span<Decision> results, std::size_t per_principal)
      : results_(results), per_principal_(per_principal) {}

  // `offset`: of the range in the decider's planes.
  void Take(const GridDecider& decider, std::size_t offset,
            const CellRange& range) const {
    internal::ExpandDecisions(decider.denied(), decider.allowed(), offset,
                              range.count, PlaceOf(range));
  }
  void Take(Decision decision, const CellRange& cell) const {
    *PlaceOf(cell) = decision;
  }

 private:
  Decision* PlaceOf(const CellRange& range) const {
    return results_.data() + range.principal * per_principal_ + range.first;
  }

  std::span<Decision> results_;
  std::size_t per_principal_;
};

// Or they are counted, by principal. One thread at a time has a principal.
class DecisionCounter {
 public:
  explicit DecisionCounter(std::span<DecisionCounts> results)
      : results_(results) {}

  void Take(const GridDecider& decider, std::size_t offset,
            const CellRange& range) const {
    const std::size_t denied =
        internal::CountBits(decider.denied(), offset, range.count);
    const std::size_t allowed =
        internal::CountBits(decider.allowed(), offset, range.count);
    DecisionCounts& counts = results_[range.principal];
    counts.explicit_deny += denied;
    counts.allowed += allowed;
    counts.implicit_deny += range.count - denied - allowed;
  }
  void Take(Decision decision, const CellRange& cell) const {
    results_[cell.principal].Add(decision);
  }

 private:
  std::span<DecisionCounts> results_;
};

// Decides a grid's principals from one number to another.
template <typename Sink>
class GridWork {
 public:
  GridWork(const Engine& engine, const GridAxes& axes, const Sink& sink)
      : engine_(engine), axes_(axes), grid_(axes.grid()), sink_(sink) {}

  absl::Status Run(BulkRun::Worker& worker, std::size_t begin,
                   std::size_t end) const {
    const auto callers = GridCallers::Create(axes_, begin, end);
    if (!callers.ok()) return callers.status();
    if (cells() == 0) {
      worker.Complete(end);
      return absl::OkStatus();
    }
    if (IsSmall(**callers)) return RunOneByOne(worker, begin, end);
    return RunBlocks(worker, begin, **callers);
  }

 private:
  [[nodiscard]] std::size_t cells() const {
    return grid_.actions.size() * grid_.resources.size();
  }

  // Fewer cells than it would pay to look at all statements for.
  [[nodiscard]] bool IsSmall(const GridCallers& callers) const {
    constexpr std::size_t kStatementsPerCell = 64;
    const std::size_t most =
        callers.callers().size() * cells() * kStatementsPerCell;
    absl::flat_hash_set<BundleId> seen;
    std::size_t statements = 0;
    const auto add = [&](BundleId bundle) {
      if (bundle == internal::kNoBundle || !seen.insert(bundle).second) return;
      for (const auto& document : axes_.engine().store.documents()[bundle]) {
        statements += document.count;
      }
    };
    for (const GridCaller& caller : callers.callers()) {
      add(caller.layers.identity);
      add(caller.layers.boundary);
      add(caller.layers.session);
      add(caller.layers.vpc_endpoint);
      for (const BundleId bundle : caller.layers.scp) add(bundle);
      for (const BundleId bundle : caller.layers.rcp) add(bundle);
      if (statements > most) return true;
    }
    return false;
  }

  absl::Status RunOneByOne(BulkRun::Worker& worker, std::size_t begin,
                           std::size_t end) const {
    for (std::size_t i = begin; i < end; ++i) {
      if (absl::Status status = DecideOneByOne(i); !status.ok()) return status;
      worker.Complete(i + 1);
      if (!worker.Made(cells())) break;
    }
    return absl::OkStatus();
  }

  absl::Status DecideOneByOne(std::size_t principal) const {
    std::size_t cell = 0;
    for (std::size_t action = 0; action < grid_.actions.size(); ++action) {
      for (std::size_t i = 0; i < grid_.resources.size(); ++i) {
        const auto request = grid_.RequestAt(principal, action, i);
        if (!request.ok()) return request.status();
        sink_.Take(engine_.Evaluate(*request), {principal, cell++, 1});
      }
    }
    return absl::OkStatus();
  }

  // A block of cells.
  struct Block {
    std::size_t first_action = 0;
    std::size_t actions = 0;
    std::size_t first_resource = 0;
    std::size_t resources = 0;
    bool last = false;
  };

  absl::Status RunBlocks(BulkRun::Worker& worker, std::size_t begin,
                         const GridCallers& callers) const {
    const std::size_t resources = grid_.resources.size();
    const std::size_t actions = grid_.actions.size();
    const std::size_t width = std::min(resources, kMaxBlockResources);
    const std::size_t height = std::min(actions, kMaxBlockCells / width);
    for (std::size_t r = 0; r < resources; r += width) {
      for (std::size_t a = 0; a < actions; a += height) {
        Block block{a, std::min(height, actions - a), r,
                    std::min(width, resources - r)};
        block.last =
            a + block.actions == actions && r + block.resources == resources;
        bool stopped = false;
        if (absl::Status status =
                RunBlock(worker, begin, callers, block, stopped);
            !status.ok() || stopped) {
          return status;
        }
      }
    }
    return absl::OkStatus();
  }

  absl::Status RunBlock(BulkRun::Worker& worker, std::size_t begin,
                        const GridCallers& callers, const Block& block,
                        bool& stopped) const {
    const GridContents contents{
        .program = axes_.engine().store.program(),
        .documents = axes_.engine().store.documents(),
        .options = axes_.engine().options,
        .callers = callers.callers(),
        .actions = axes_.actions().subspan(block.first_action, block.actions),
        .targets =
            axes_.targets().subspan(block.first_resource, block.resources),
        .derived = axes_.derived()};
    GridDecider decider(contents);
    for (std::size_t i = 0; i < contents.callers.size() && !stopped; ++i) {
      if (!callers.is_ambiguous(i)) {
        decider.Decide(i);
        TakeBlock(decider, begin + i, block);
      } else if (block.last) {
        absl::Status status = DecideOneByOne(begin + i);
        if (!status.ok()) return status;
      }
      if (block.last) worker.Complete(begin + i + 1);
      stopped = !worker.Made(block.actions * block.resources);
    }
    return absl::OkStatus();
  }

  void TakeBlock(const GridDecider& decider, std::size_t principal,
                 const Block& block) const {
    const std::size_t resources = grid_.resources.size();
    const std::size_t first =
        block.first_action * resources + block.first_resource;
    if (block.resources == resources) {
      sink_.Take(decider, 0, {principal, first, block.actions * resources});
      return;
    }
    for (std::size_t a = 0; a < block.actions; ++a) {
      sink_.Take(decider, a * block.resources,
                 {principal, first + a * resources, block.resources});
    }
  }

  const Engine& engine_;
  const GridAxes& axes_;
  const Grid& grid_;
  const Sink& sink_;
};

template <typename Sink>
absl::Status RunGrid(const Engine& engine, const internal::EngineView& view,
                     const Grid& grid, const Sink& sink,
                     const BulkOptions& options) {
  const auto axes = GridAxes::Create(grid, view);
  if (!axes.ok()) return axes.status();
  const GridWork<Sink> work(engine, **axes, sink);
  const std::size_t principals = grid.principals.size();
  const std::size_t threads = BulkRun::ThreadsWanted(options);
  BulkRun run(options, principals, grid.actions.size() * grid.resources.size(),
              std::min(kMaxChunk, (principals + threads - 1) / threads));
  return run.Run([&](BulkRun::Worker& worker, std::size_t begin,
                     std::size_t end) { return work.Run(worker, begin, end); });
}

}  // namespace

std::size_t Grid::size() const {
  constexpr std::size_t kMost = std::numeric_limits<std::size_t>::max();
  std::size_t size = principals.size();
  for (const std::size_t factor : {actions.size(), resources.size()}) {
    if (factor != 0 && size > kMost / factor) return kMost;
    size *= factor;
  }
  return size;
}

absl::StatusOr<Request> Grid::RequestAt(std::size_t principal,
                                        std::size_t action,
                                        std::size_t resource) const {
  return internal::MakeCellRequest(*this, principals[principal],
                                   actions[action], resources[resource]);
}

absl::Status Engine::EvaluateGrid(const Grid& grid, std::span<Decision> results,
                                  const BulkOptions& options) const {
  if (options.done != nullptr) *options.done = 0;
  if (absl::Status status =
          internal::CheckResultSize(results.size(), grid.size());
      !status.ok()) {
    return status;
  }
  return RunGrid(
      *this, impl_->view(), grid,
      DecisionWriter(results, grid.actions.size() * grid.resources.size()),
      options);
}

absl::Status Engine::CountGrid(const Grid& grid,
                               std::span<DecisionCounts> results,
                               const BulkOptions& options) const {
  if (options.done != nullptr) *options.done = 0;
  if (absl::Status status =
          internal::CheckResultSize(results.size(), grid.principals.size());
      !status.ok()) {
    return status;
  }
  std::fill(results.begin(), results.end(), DecisionCounts());
  return RunGrid(*this, impl_->view(), grid, DecisionCounter(results),
                 options);
}

}  // namespace iameval
