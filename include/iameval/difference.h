#ifndef IAMEVAL_DIFFERENCE_H_
#define IAMEVAL_DIFFERENCE_H_

#include <array>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "iameval/bulk.h"
#include "iameval/decision.h"
#include "iameval/engine.h"
#include "iameval/explanation.h"
#include "iameval/export.h"
#include "iameval/request.h"

// What a change of policies changes: two engines, before and after, asked the
// same questions.
//
//   iameval::DifferenceCounts counts;
//   absl::Status status = iameval::FindDifferences(
//       before, after, grid,
//       [&](const iameval::Difference& difference) {
//         if (difference.direction() == iameval::Direction::kGains) {
//           Show(difference.request,
//                iameval::ExplainDifference(before, after,
//                                           difference.request));
//         }
//       },
//       counts);

namespace iameval {

class CheckedEngine;

// Which way a decision changes.
enum class Direction : std::uint8_t {
  kGains,       // denied before, allowed after
  kLoses,       // allowed before, denied after
  kDenyDiffers  // implicitly denied before, explicitly after, or the reverse
};

// "gained", "lost" or "denyDiffers". Static storage.
[[nodiscard]] IAMEVAL_EXPORT std::string_view DirectionName(
    Direction direction);

// One request that the two engines decide differently.
struct IAMEVAL_EXPORT Difference {
  std::size_t index = 0;  // among the requests; of a grid: Grid::IndexOf
  const Request& request;
  Decision before = Decision::kImplicitDeny;
  Decision after = Decision::kImplicitDeny;

  [[nodiscard]] Direction direction() const;
};

// How many requests went from which decision to which.
struct IAMEVAL_EXPORT DifferenceCounts {
  // Indexed by the enumerators of Decision: requests[before][after].
  std::array<std::array<std::size_t, 3>, 3> requests = {};

  [[nodiscard]] std::size_t compared() const;  // all
  [[nodiscard]] std::size_t changed() const;   // all that differ
  [[nodiscard]] std::size_t in(Direction direction) const;
  [[nodiscard]] DecisionCounts before() const;
  [[nodiscard]] DecisionCounts after() const;

  friend bool operator==(const DifferenceCounts&,
                         const DifferenceCounts&) = default;
};

// Told of each difference, in the order of the requests, from the calling
// thread. What it is given lives until it returns.
using OnDifference = std::function<void(const Difference&)>;

// Asks both engines and reports where they differ. Adds to `counts`, so that a
// list that is read in portions is counted as a whole; `on_difference` may be
// null. Memory is bounded (some tens of megabytes) however many requests or
// cells and differences there are.
//
// Costs what Engine::EvaluateBatch or EvaluateGrid cost for both engines, and
// the time spent in `on_difference`. Of `options`, `threads` are used for
// deciding; `progress` and `done` count requests compared, on which
// `on_difference` has been called already.
//
// InvalidArgumentError as EvaluateGrid when a part of the grid is not valid;
// CancelledError after a stop was requested, be it by `on_difference`: what was
// reported and counted by then holds for the first *options.done requests.
// Thread-safe.
IAMEVAL_EXPORT absl::Status FindDifferences(const Engine& before,
                                            const Engine& after,
                                            std::span<const Request> requests,
                                            const OnDifference& on_difference,
                                            DifferenceCounts& counts,
                                            const BulkOptions& options = {});
IAMEVAL_EXPORT absl::Status FindDifferences(const Engine& before,
                                            const Engine& after,
                                            const Grid& grid,
                                            const OnDifference& on_difference,
                                            DifferenceCounts& counts,
                                            const BulkOptions& options = {});
// The same of engines that take a service reference into account
// (iameval/request_check.h). What AWS never asks is denied by both.
IAMEVAL_EXPORT absl::Status FindDifferences(const CheckedEngine& before,
                                            const CheckedEngine& after,
                                            std::span<const Request> requests,
                                            const OnDifference& on_difference,
                                            DifferenceCounts& counts,
                                            const BulkOptions& options = {});
IAMEVAL_EXPORT absl::Status FindDifferences(const CheckedEngine& before,
                                            const CheckedEngine& after,
                                            const Grid& grid,
                                            const OnDifference& on_difference,
                                            DifferenceCounts& counts,
                                            const BulkOptions& options = {});

// A statement that has to do with a difference, as the two engines see it: it
// is there on one side only, or applies to the request on one side only.
struct StatementDifference {
  std::optional<StatementReport> before;  // nullopt: not there before
  std::optional<StatementReport> after;   // nullopt: not there any more
};

// Why two engines decide a request differently.
struct DifferenceExplanation {
  Explanation before;
  Explanation after;
  // The statements that made the difference, in the order of the layers: each
  // is among the determining ones of one explanation and missing, or not
  // matching, in the other. Empty where the difference is not in a statement
  // (a permissions boundary or a level of SCPs came or went, a resource has
  // another owner): the two reasons say what is.
  //
  // The two sides of a statement are found in the same layer and level, and
  // have the same Effect: in the policy of the same name, or where the names of
  // the two differ altogether, of the same number; there by Sid, without one by
  // number.
  std::vector<StatementDifference> statements;
};

// Costs two times Engine::Explain. Also for requests that are decided alike.
[[nodiscard]] IAMEVAL_EXPORT DifferenceExplanation ExplainDifference(
    const Engine& before, const Engine& after, const Request& request);
[[nodiscard]] IAMEVAL_EXPORT DifferenceExplanation ExplainDifference(
    const CheckedEngine& before, const CheckedEngine& after,
    const Request& request);

}  // namespace iameval

#endif  // IAMEVAL_DIFFERENCE_H_
