#ifndef IAMEVAL_BULK_H_
#define IAMEVAL_BULK_H_

#include <chrono>
#include <cstddef>
#include <functional>
#include <optional>
#include <stop_token>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "iameval/decision.h"
#include "iameval/export.h"
#include "iameval/request.h"

// Many decisions in one call: Engine::EvaluateBatch for a list of requests,
// Engine::EvaluateGrid for all combinations of principals, actions and
// resources.

namespace iameval {

// How a bulk evaluation runs. The answers are the same whatever is set here.
//
//   std::stop_source stop;
//   absl::Status status = engine.EvaluateGrid(grid, decisions, {
//       .threads = 4,
//       .progress = [&](std::size_t done, std::size_t total) {
//         if (!Show(done, total)) stop.request_stop();
//       },
//       .stop = stop.get_token()});
struct BulkOptions {
  // Threads that decide, the calling one included. 0: one for each core.
  // Fewer are used where there is little to do, or the system gives no more.
  unsigned threads = 1;
  // Called from the calling thread with the number of decisions made so far
  // and in all: about every `progress_every` decisions, and once at the end
  // unless the call fails.
  std::function<void(std::size_t done, std::size_t total)> progress = {};
  std::size_t progress_every = 1'000'000;
  // Once a stop is requested the call returns CancelledError, within some
  // thousands of decisions. What was decided before stays in the results.
  std::stop_token stop = {};
  // Where to write, whatever the outcome, how many results from the first on
  // are decided. May be null.
  std::size_t* done = nullptr;
};

// One principal of a grid: the parts of Request::Builder of the same names.
struct GridPrincipal {
  std::string principal;  // required
  std::string role_arn = {};
  std::string federated_by = {};
  std::string principal_id = {};
  bool account_is_management = false;
  // Context keys of this principal's requests, beside those of Grid::context:
  // aws:PrincipalTag/..., aws:MultiFactorAuthPresent. A key given here and
  // there is an error.
  std::vector<ContextEntry> context = {};
};

// One resource of a grid.
struct GridResource {
  std::string resource;      // an ARN or "*"; required
  std::string account = {};  // Request::Builder::ResourceAccount
  bool account_is_management = false;
};

// Principals × actions × resources under one context: "what may each of these
// principals do?" Plain data; repetitions are allowed.
struct IAMEVAL_EXPORT Grid {
  std::vector<GridPrincipal> principals;
  std::vector<std::string> actions;
  std::vector<GridResource> resources;
  // What every request has in its context.
  std::vector<ContextEntry> context = {};
  std::optional<std::chrono::sys_seconds> time = {};
  // Request::Builder::ServiceSupportsRcps, of all requests.
  bool service_supports_rcps = true;

  // How many decisions it asks for; the greatest number if it is greater yet.
  [[nodiscard]] std::size_t size() const;
  // The place of a cell among the results.
  [[nodiscard]] std::size_t IndexOf(std::size_t principal, std::size_t action,
                                    std::size_t resource) const {
    return (principal * actions.size() + action) * resources.size() + resource;
  }

  // The request that a cell stands for: what the grid's answer means, and what
  // to hand to Engine::Explain. InvalidArgumentError as
  // Request::Builder::Build. REQUIRES: the numbers are in range.
  [[nodiscard]] absl::StatusOr<Request> RequestAt(std::size_t principal,
                                                  std::size_t action,
                                                  std::size_t resource) const;
};

// How often each decision occurs.
struct DecisionCounts {
  std::size_t allowed = 0;
  std::size_t implicit_deny = 0;
  std::size_t explicit_deny = 0;

  // Counts one more.
  void Add(Decision decision) {
    switch (decision) {
      case Decision::kAllowed:
        ++allowed;
        return;
      case Decision::kImplicitDeny:
        ++implicit_deny;
        return;
      case Decision::kExplicitDeny:
        ++explicit_deny;
        return;
    }
  }

  friend bool operator==(const DecisionCounts&,
                         const DecisionCounts&) = default;
};

}  // namespace iameval

#endif  // IAMEVAL_BULK_H_
