#include "iameval/difference.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "engine/bulk_grid.h"
#include "iameval/engine.h"
#include "iameval/request_check.h"

namespace iameval {
namespace {

// Decisions of both engines that are held at once, a byte each: enough that a
// grid's axes are not looked up for a few cells only.
constexpr std::size_t kMaxRequests = std::size_t{1} << 16;
constexpr std::size_t kMaxCells = std::size_t{1} << 23;

constexpr std::size_t NumberOf(Decision decision) {
  return static_cast<std::size_t>(decision);
}

DecisionCounts CountsOf(const std::array<std::size_t, 3>& requests) {
  return {.allowed = requests[NumberOf(Decision::kAllowed)],
          .implicit_deny = requests[NumberOf(Decision::kImplicitDeny)],
          .explicit_deny = requests[NumberOf(Decision::kExplicitDeny)]};
}

// Takes the requests a portion at a time: has both engines decide it, and
// compares what they say.
class Comparison {
 public:
  Comparison(const OnDifference& on_difference, DifferenceCounts& counts,
             const BulkOptions& options, std::size_t total)
      : on_difference_(on_difference),
        counts_(counts),
        options_(options),
        total_(total) {
    if (options_.done != nullptr) *options_.done = 0;
  }

  // `decide(engine number, results, options)` has the portion decided;
  // `request(i)` is its i-th request. Nothing is counted when it fails.
  template <typename Decide, typename RequestAt>
  absl::Status Take(std::size_t size, const Decide& decide,
                    const RequestAt& request) {
    std::size_t engine = 0;
    for (std::vector<Decision>& decisions : decisions_) {
      decisions.resize(size);
      absl::Status status =
          decide(engine, std::span(decisions), ForEngine(engine, size));
      if (!status.ok()) return status;
      ++engine;
    }
    return Compare(size, request);
  }

  // At the end, when nothing failed.
  void Finish() const {
    if (options_.progress != nullptr) options_.progress(total_, total_);
  }

 private:
  // Both engines have to decide before anything is compared: each makes half
  // of a portion's progress.
  BulkOptions ForEngine(std::size_t engine, std::size_t size) {
    BulkOptions options = options_;
    options.done = nullptr;
    if (options_.progress != nullptr) {
      options.progress = [this, first = 2 * compared_ + engine * size](
                             std::size_t done, std::size_t) {
        Report((first + done) / 2);
      };
    }
    return options;
  }

  void Report(std::size_t done) {
    if (done < reported_ || done - reported_ < options_.progress_every ||
        done >= total_) {
      return;
    }
    reported_ = done;
    options_.progress(done, total_);
  }

  template <typename RequestAt>
  absl::Status Compare(std::size_t size, const RequestAt& request) {
    const std::vector<Decision>& before = decisions_[0];
    const std::vector<Decision>& after = decisions_[1];
    for (std::size_t i = 0; i < size; ++i) {
      ++counts_.requests[NumberOf(before[i])][NumberOf(after[i])];
      ++compared_;
      if (before[i] == after[i]) continue;
      absl::Status status = Tell(before[i], after[i], i, request);
      if (options_.done != nullptr) *options_.done = compared_;
      if (!status.ok()) return status;
    }
    if (options_.done != nullptr) *options_.done = compared_;
    return absl::OkStatus();
  }

  template <typename RequestAt>
  absl::Status Tell(Decision before, Decision after, std::size_t i,
                    const RequestAt& request) {
    if (on_difference_ != nullptr) {
      const absl::StatusOr<Request> asked = request(i);
      if (!asked.ok()) return asked.status();
      on_difference_({.index = compared_ - 1,
                      .request = *asked,
                      .before = before,
                      .after = after});
    }
    if (options_.progress != nullptr) Report(compared_);
    if (!options_.stop.stop_requested()) return absl::OkStatus();
    return absl::CancelledError("a stop was requested");
  }

  const OnDifference& on_difference_;
  DifferenceCounts& counts_;
  const BulkOptions& options_;
  const std::size_t total_;
  std::size_t compared_ = 0;
  std::size_t reported_ = 0;
  std::array<std::vector<Decision>, 2> decisions_;
};

// Successive cells of a grid as a grid of their own: whole principals, or some
// actions of one that has too many cells. All resources: a decision for each
// is little beside their names.
struct Block {
  std::size_t principal = 0;
  std::size_t principals = 1;
  std::size_t action = 0;
  std::size_t actions = 1;
};

// Calls `work` for each block, in the order of the cells, as long as it
// succeeds.
template <typename Work>
absl::Status ForEachBlock(const Grid& grid, const Work& work) {
  if (grid.size() == 0) return absl::OkStatus();
  const std::size_t principals = grid.principals.size();
  const std::size_t actions = grid.actions.size();
  const std::size_t height =
      std::min(actions, kMaxCells / grid.resources.size() + 1);
  const std::size_t depth =
      height < actions
          ? 1
          : std::min(principals,
                     kMaxCells / (actions * grid.resources.size()) + 1);
  for (std::size_t p = 0; p < principals; p += depth) {
    for (std::size_t a = 0; a < actions; a += height) {
      absl::Status status = work(Block{p, std::min(depth, principals - p), a,
                                       std::min(height, actions - a)});
      if (!status.ok()) return status;
    }
  }
  return absl::OkStatus();
}

template <typename T>
void Copy(const std::vector<T>& from, std::size_t first, std::size_t count,
          std::vector<T>& to) {
  const auto begin = from.begin() + static_cast<std::ptrdiff_t>(first);
  to.assign(begin, begin + static_cast<std::ptrdiff_t>(count));
}

// The parts of a grid, one after the other.
class GridPart {
 public:
  explicit GridPart(const Grid& whole) : whole_(whole) {
    part_.resources = whole.resources;
    part_.context = whole.context;
    part_.time = whole.time;
    part_.service_supports_rcps = whole.service_supports_rcps;
  }

  const Grid& MoveTo(const Block& block) {
    Copy(whole_.principals, block.principal, block.principals,
         part_.principals);
    if (!at_.has_value() || at_->action != block.action ||
        at_->actions != block.actions) {
      Copy(whole_.actions, block.action, block.actions, part_.actions);
    }
    at_ = block;
    return part_;
  }

 private:
  const Grid& whole_;
  Grid part_;
  std::optional<Block> at_;
};

// Everything but the principals, with the numbers of the whole grid in the
// message.
template <typename AnyEngine>
absl::Status CheckAxes(const AnyEngine& engine, const Grid& grid) {
  return engine.EvaluateGrid({.principals = {},
                              .actions = grid.actions,
                              .resources = grid.resources,
                              .context = grid.context,
                              .time = grid.time},
                             {});
}

// An error in a part can only be in a principal: which one, by its number in
// the whole grid.
absl::Status InWholeGrid(const Grid& grid, const Block& block,
                         absl::Status status) {
  if (status.ok() || absl::IsCancelled(status)) return status;
  for (std::size_t p = block.principal; p < block.principal + block.principals;
       ++p) {
    for (const std::string& action : grid.actions) {
      const auto request = internal::MakeCellRequest(grid, grid.principals[p],
                                                     action, {.resource = "*"});
      if (!request.ok()) {
        return internal::OnAxis("principals", p, request.status());
      }
    }
  }
  return status;
}

template <typename AnyEngine>
absl::Status CompareRequests(const AnyEngine& before, const AnyEngine& after,
                             std::span<const Request> requests,
                             const OnDifference& on_difference,
                             DifferenceCounts& counts,
                             const BulkOptions& options) {
  Comparison comparison(on_difference, counts, options, requests.size());
  for (std::size_t first = 0; first < requests.size();) {
    const auto part = requests.subspan(
        first, std::min(kMaxRequests, requests.size() - first));
    absl::Status status = comparison.Take(
        part.size(),
        [&](std::size_t engine, std::span<Decision> results,
            const BulkOptions& bulk) {
          return (engine == 0 ? before : after)
              .EvaluateBatch(part, results, bulk);
        },
        [&](std::size_t i) { return absl::StatusOr<Request>(part[i]); });
    if (!status.ok()) return status;
    first += part.size();
  }
  comparison.Finish();
  return absl::OkStatus();
}

template <typename AnyEngine>
absl::Status CompareGrids(const AnyEngine& before, const AnyEngine& after,
                          const Grid& grid, const OnDifference& on_difference,
                          DifferenceCounts& counts,
                          const BulkOptions& options) {
  Comparison comparison(on_difference, counts, options, grid.size());
  if (absl::Status status = CheckAxes(before, grid); !status.ok()) {
    return status;
  }
  GridPart part(grid);
  absl::Status status = ForEachBlock(grid, [&](const Block& block) {
    const Grid& cells = part.MoveTo(block);
    return InWholeGrid(grid, block,
                       comparison.Take(
                           cells.size(),
                           [&](std::size_t engine, std::span<Decision> results,
                               const BulkOptions& bulk) {
                             return (engine == 0 ? before : after)
                                 .EvaluateGrid(cells, results, bulk);
                           },
                           [&](std::size_t i) {
                             const std::size_t resources =
                                 cells.resources.size();
                             return cells.RequestAt(
                                 i / (block.actions * resources),
                                 i / resources % block.actions, i % resources);
                           }));
  });
  if (status.ok()) comparison.Finish();
  return status;
}

}  // namespace

std::string_view DirectionName(Direction direction) {
  switch (direction) {
    case Direction::kGains:
      return "gained";
    case Direction::kLoses:
      return "lost";
    case Direction::kDenyDiffers:
      return "denyDiffers";
  }
  return "";
}

Direction Difference::direction() const {
  if (after == Decision::kAllowed) return Direction::kGains;
  if (before == Decision::kAllowed) return Direction::kLoses;
  return Direction::kDenyDiffers;
}

std::size_t DifferenceCounts::compared() const {
  std::size_t sum = 0;
  for (const auto& row : requests) {
    for (const std::size_t count : row) sum += count;
  }
  return sum;
}

std::size_t DifferenceCounts::changed() const {
  std::size_t same = 0;
  for (std::size_t i = 0; i < requests.size(); ++i) same += requests[i][i];
  return compared() - same;
}

std::size_t DifferenceCounts::in(Direction direction) const {
  constexpr std::size_t kAllowed = NumberOf(Decision::kAllowed);
  constexpr std::size_t kImplicit = NumberOf(Decision::kImplicitDeny);
  constexpr std::size_t kExplicit = NumberOf(Decision::kExplicitDeny);
  switch (direction) {
    case Direction::kGains:
      return requests[kImplicit][kAllowed] + requests[kExplicit][kAllowed];
    case Direction::kLoses:
      return requests[kAllowed][kImplicit] + requests[kAllowed][kExplicit];
    case Direction::kDenyDiffers:
      return requests[kImplicit][kExplicit] + requests[kExplicit][kImplicit];
  }
  return 0;
}

DecisionCounts DifferenceCounts::before() const {
  std::array<std::size_t, 3> sums = {};
  for (std::size_t i = 0; i < sums.size(); ++i) {
    for (const std::size_t count : requests[i]) sums[i] += count;
  }
  return CountsOf(sums);
}

DecisionCounts DifferenceCounts::after() const {
  std::array<std::size_t, 3> sums = {};
  for (const auto& row : requests) {
    for (std::size_t i = 0; i < sums.size(); ++i) sums[i] += row[i];
  }
  return CountsOf(sums);
}

absl::Status FindDifferences(const Engine& before, const Engine& after,
                             std::span<const Request> requests,
                             const OnDifference& on_difference,
                             DifferenceCounts& counts,
                             const BulkOptions& options) {
  return CompareRequests(before, after, requests, on_difference, counts,
                         options);
}

absl::Status FindDifferences(const Engine& before, const Engine& after,
                             const Grid& grid,
                             const OnDifference& on_difference,
                             DifferenceCounts& counts,
                             const BulkOptions& options) {
  return CompareGrids(before, after, grid, on_difference, counts, options);
}

absl::Status FindDifferences(const CheckedEngine& before,
                             const CheckedEngine& after,
                             std::span<const Request> requests,
                             const OnDifference& on_difference,
                             DifferenceCounts& counts,
                             const BulkOptions& options) {
  return CompareRequests(before, after, requests, on_difference, counts,
                         options);
}

absl::Status FindDifferences(const CheckedEngine& before,
                             const CheckedEngine& after, const Grid& grid,
                             const OnDifference& on_difference,
                             DifferenceCounts& counts,
                             const BulkOptions& options) {
  return CompareGrids(before, after, grid, on_difference, counts, options);
}

}  // namespace iameval
