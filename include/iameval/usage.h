#ifndef IAMEVAL_USAGE_H_
#define IAMEVAL_USAGE_H_

#include <cstddef>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "iameval/bulk.h"
#include "iameval/engine.h"
#include "iameval/export.h"
#include "iameval/policy.h"
#include "iameval/request.h"

// What of policies is ever used: for least privilege, given the requests that
// were observed over a while.

namespace iameval {

// One entry of a statement's Action.
struct ActionUse {
  std::string pattern;       // "s3:Get*", as written
  int line = 1;              // 1-based
  int column = 1;            // 1-based, in bytes
  std::size_t requests = 0;  // for which the statement was used, matching this
};

struct StatementUse {
  StatementInfo statement;   // its Sid lives as long as the policy
  std::size_t requests = 0;  // for which it was used
  // Empty for NotAction, which has no part that could be left out.
  std::vector<ActionUse> actions;
};

struct PolicyUse {
  Policy policy;
  std::vector<StatementUse> statements;
};

// Counts which statements requests use. A statement is used by a request if it
// matches and has effect: an Allow that helped to allow it, a Deny that denied
// it explicitly (StatementReport::determining). An Allow for a request that is
// denied after all is not used, nor is one that no decision needed because the
// other side of it allowed already. Not thread-safe.
//
//   auto counter = iameval::UsageCounter::Create(engine, policies);
//   counter->AddBatch(observed, {.threads = 0});
//   for (const iameval::PolicyUse& use : counter->result()) ...
class IAMEVAL_EXPORT UsageCounter {
 public:
  // `policies` are those to be looked at, of those that the engine was built
  // from. They are told apart by name and type: InvalidArgumentError if two
  // different ones have both in common. One that is there twice counts once.
  [[nodiscard]] static absl::StatusOr<UsageCounter> Create(
      const Engine& engine, std::span<const Policy> policies);
  UsageCounter(UsageCounter&&) noexcept;
  UsageCounter& operator=(UsageCounter&&) noexcept;
  ~UsageCounter();

  // Costs what Engine::Explain costs.
  void Add(const Request& request);
  // The same for each of them. The sums do not depend on the number of threads.
  // CancelledError after a stop was requested: then an unknown part of the
  // requests is counted.
  absl::Status AddBatch(std::span<const Request> requests,
                        const BulkOptions& options = {});

  [[nodiscard]] std::size_t requests() const;
  // In the order of the policies given; all statements, used or not.
  [[nodiscard]] std::span<const PolicyUse> result() const;

 private:
  struct State;
  explicit UsageCounter(std::unique_ptr<State> state);

  std::unique_ptr<State> state_;
};

}  // namespace iameval

#endif  // IAMEVAL_USAGE_H_
