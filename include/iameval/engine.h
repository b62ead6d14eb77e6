#ifndef IAMEVAL_ENGINE_H_
#define IAMEVAL_ENGINE_H_

#include <cstddef>
#include <memory>
#include <span>
#include <string_view>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "iameval/bulk.h"
#include "iameval/decision.h"
#include "iameval/explanation.h"
#include "iameval/export.h"
#include "iameval/policy_set.h"
#include "iameval/request.h"

namespace iameval {

class Caller;
class ContextKey;
struct NamedContextPair;
class PreparedAction;
class PreparedContext;
class PreparedResource;
struct CallerParts;
struct PartialDecision;
struct PreparedRequest;
struct UnknownKeys;

// What an engine does where AWS's documents leave a choice. Rarely touched.
struct EngineOptions {
  // sts:GetCallerIdentity is allowed whatever the policies say, a Deny
  // included, as AWS documents for that operation (S-7.22, Q-56).
  bool get_caller_identity_is_free = true;
};

// Policies compiled for evaluation. Immutable: any number of threads may
// evaluate at once without locks. Copies share the compiled policies.
//
//   absl::StatusOr<iameval::Engine> engine =
//       iameval::Engine::Create({.identity = {*policy}});
//   if (engine->Evaluate(*request) == iameval::Decision::kAllowed) ...
class IAMEVAL_EXPORT Engine {
 public:
  // Builds an engine for an account or an organization:
  // iameval/engine_builder.h.
  class Builder;

  // Compiles one policy set, which then applies to every caller and resource.
  // InvalidArgumentError when a policy stands in a place of another type.
  // Cost: near linear in the documents' size. The engine keeps the policies: a
  // caller with many who needs them no longer moves them.
  [[nodiscard]] static absl::StatusOr<Engine> Create(
      PolicySet policies, const EngineOptions& options = {});

  // Decides as semantics section 7.5. Cannot fail, does not allocate, lock or
  // read the clock.
  [[nodiscard]] Decision Evaluate(const Request& request) const noexcept;

  // One call that authorizes several resources, a request for each of them
  // (ec2:RunInstances: image, instance, subnet ...). The most restrictive
  // decision: an explicit deny of any, else an implicit deny of any, else
  // allowed (S-8.6). Of no requests at all: an implicit deny.
  [[nodiscard]] Decision EvaluateAll(
      std::span<const Request> requests) const noexcept;

  // Many decisions in one call (iameval/bulk.h). Results stand in the order of
  // the requests, or as Grid::IndexOf says, and are those of Evaluate for each
  // of them. InvalidArgumentError when `results` has another size or a part of
  // the grid is not valid (naming the axis and the number on it);
  // CancelledError after a stop was requested. On an error only the results
  // before *options.done are decided. No locks while deciding. A grid matches
  // each action and each resource once and costs about a nanosecond a cell.
  absl::Status EvaluateBatch(std::span<const Request> requests,
                             std::span<Decision> results,
                             const BulkOptions& options = {}) const;
  // The same for requests of which everything was looked up beforehand
  // (iameval/query.h): the fastest way to decide a list.
  absl::Status EvaluatePrepared(std::span<const PreparedRequest> requests,
                                std::span<Decision> results,
                                const BulkOptions& options = {}) const;
  absl::Status EvaluateGrid(const Grid& grid, std::span<Decision> results,
                            const BulkOptions& options = {}) const;
  // The same, but only counts the decisions: of each principal.
  absl::Status CountGrid(const Grid& grid, std::span<DecisionCounts> results,
                         const BulkOptions& options = {}) const;

  // Decides and says why. Same code as Evaluate, with a recorder; costs what
  // all statements cost, and allocates.
  [[nodiscard]] Explanation Explain(const Request& request) const;

  // Decides a request of which not every context key is known
  // (iameval/partial_decision.h): allowed or denied whatever the unknown keys
  // are, or dependent on those of them that could change this decision.
  [[nodiscard]] PartialDecision EvaluatePartially(
      const Request& request, const UnknownKeys& unknown) const;

  // For the hot path (iameval/query.h): looks up a context key, a caller, an
  // action, a resource or a context once. InvalidArgumentError as
  // Request::Builder::Build says; `resource_account` as there. A prepared
  // resource costs a match with every pattern of the engine, and two bits for
  // each statement; a prepared context copies what policies ask for, and takes
  // two bytes for each context key that they mention.
  [[nodiscard]] ContextKey FindContextKey(std::string_view key) const;
  [[nodiscard]] absl::StatusOr<Caller> PrepareCaller(
      const CallerParts& parts) const;
  [[nodiscard]] absl::StatusOr<PreparedAction> PrepareAction(
      std::string_view action) const;
  [[nodiscard]] absl::StatusOr<PreparedContext> PrepareContext(
      std::span<const NamedContextPair> pairs) const;
  [[nodiscard]] absl::StatusOr<PreparedResource> PrepareResource(
      std::string_view resource, std::string_view resource_account = {}) const;

  // Bytes of the compiled policies, the documents themselves not counted.
  [[nodiscard]] std::size_t MemoryUsage() const;

  // A builder with all that this engine was built from, for a what-if: change
  // it and build another engine. Empty for an engine made by Create, whose
  // PolicySet is plain data already. Include iameval/engine_builder.h.
  [[nodiscard]] Builder ToBuilder() const;

 private:
  friend class Query;
  struct Impl;
  explicit Engine(std::shared_ptr<const Impl> impl) : impl_(std::move(impl)) {}

  std::shared_ptr<const Impl> impl_;
};

}  // namespace iameval

#endif  // IAMEVAL_ENGINE_H_
