#include "iameval/engine.h"

#include <algorithm>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/str_format.h"
#include "engine/directory.h"
#include "engine/directory_parts.h"
#include "engine/engine_impl.h"
#include "engine/explain.h"
#include "engine/policy_store.h"
#include "engine/request_data.h"
#include "runtime/decide.h"

namespace iameval {

using internal::BundleId;
using internal::ContextFrame;
using internal::PolicyLayers;
using internal::RequestView;

static_assert(Decision::kAllowed < Decision::kImplicitDeny &&
              Decision::kImplicitDeny < Decision::kExplicitDeny);

namespace {

absl::Status AddLevels(
    internal::PolicyStore& store,
    std::optional<std::vector<PolicySet::Level>> levels, PolicyType type,
    std::vector<BundleId>& bundles) {
  if (!levels.has_value()) return absl::OkStatus();
  for (std::size_t i = 0; i < levels->size(); ++i) {
    const std::string place =
        absl::StrFormat("%s level %d", PolicyTypeName(type), i + 1);
    BundleId& bundle = bundles.emplace_back();
    if (absl::Status status =
            Attach(store, std::move((*levels)[i]), type, place, bundle);
        !status.ok()) {
      return status;
    }
  }
  return absl::OkStatus();
}

absl::Status AddResourcePolicy(internal::PolicyStore& store,
                               const std::optional<Policy>& policy,
                               PolicyLayers& layers) {
  layers.resource_is_trust =
      policy.has_value() && policy->type() == PolicyType::kTrust;
  return Attach(store, policy,
                layers.resource_is_trust ? PolicyType::kTrust
                                         : PolicyType::kResource,
                "resource", layers.resource);
}

Decision Decide(const internal::Program& program, const RequestView& view,
                const PolicyLayers& layers,
                const internal::KnownItemLists* known,
                const internal::DecideOptions& options) noexcept {
  const ContextFrame context(program.keys, view, known);
  const internal::ActionRef action(program, view.folded_action,
                                   view.action_hash);
  internal::MatchFrame frame{.program = program,
                             .request = view,
                             .action = action,
                             .context = context,
                             .probe_text = internal::ProbeText(
                                 view.resource_text)};
  return internal::Decide(frame, layers, options);
}

}  // namespace

absl::StatusOr<Engine> Engine::Create(PolicySet policies,
                                      const EngineOptions& options) {
  auto impl = std::make_shared<Impl>();
  impl->options.get_caller_identity_is_free =
      options.get_caller_identity_is_free;
  internal::PolicyStore& store = impl->store;
  PolicyLayers& layers = impl->layers;
  layers.has_scp = policies.scp.has_value();
  layers.has_rcp = policies.rcp.has_value();
  absl::Status status =
      Attach(store, std::move(policies.identity), PolicyType::kIdentity,
             "identity", layers.identity);
  if (status.ok()) {
    status = Attach(store, policies.boundary, PolicyType::kBoundary,
                    "boundary", layers.boundary);
  }
  if (status.ok() && policies.session.has_value()) {
    status = Attach(store, *std::move(policies.session), PolicyType::kSession,
                    "session", layers.session);
  }
  if (status.ok()) {
    status =
        AddLevels(store, std::move(policies.scp), PolicyType::kScp, impl->scp);
  }
  if (status.ok()) {
    status =
        AddLevels(store, std::move(policies.rcp), PolicyType::kRcp, impl->rcp);
  }
  if (status.ok()) status = AddResourcePolicy(store, policies.resource, layers);
  if (status.ok()) {
    status = Attach(store, policies.vpc_endpoint, PolicyType::kVpcEndpoint,
                    "vpce", layers.vpc_endpoint);
  }
  if (!status.ok()) return status;
  store.Finish();
  layers.scp = impl->scp;
  layers.rcp = impl->rcp;
  return Engine(std::move(impl));
}

Decision Engine::Evaluate(const Request& request) const noexcept {
  const RequestView& view = request.data().view;
  const internal::Program& program = impl_->store.program();
  if (impl_->directory != nullptr) {
    internal::Resolution resolved;
    impl_->directory->Resolve(view, resolved);
    return Decide(program, resolved.view, resolved.layers, &resolved.known,
                  impl_->options);
  }
  return Decide(program, view, impl_->layers, nullptr, impl_->options);
}

Decision Engine::EvaluateAll(std::span<const Request> requests) const noexcept {
  if (requests.empty()) return Decision::kImplicitDeny;
  Decision combined = Decision::kAllowed;
  for (const Request& request : requests) {
    // The enumerators stand in the order of restriction.
    combined = std::max(combined, Evaluate(request));
  }
  return combined;
}

Explanation Engine::Explain(const Request& request) const {
  const RequestView& view = request.data().view;
  const internal::Program& program = impl_->store.program();
  if (impl_->directory != nullptr) {
    internal::Resolution resolved;
    impl_->directory->Resolve(view, resolved);
    const ContextFrame context(program.keys, resolved.view, &resolved.known);
    Explanation explanation =
        internal::ExplainDecision(impl_->store, resolved.layers, resolved.view,
                                  context, impl_->options);
    internal::AddNotes(resolved, explanation.notes);
    return explanation;
  }
  const ContextFrame context(program.keys, view);
  return internal::ExplainDecision(impl_->store, impl_->layers, view, context,
                                   impl_->options);
}

Engine::Builder Engine::ToBuilder() const {
  return impl_->builder != nullptr ? *impl_->builder : Builder();
}

}  // namespace iameval
