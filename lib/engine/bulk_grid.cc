#include "engine/bulk_grid.h"

#include <string>
#include <string_view>
#include <utility>

#include "absl/strings/str_format.h"
#include "engine/derived_context.h"
#include "engine/request_data.h"

namespace iameval::internal {
namespace {

// A principal of which nothing is derived (S-6.2): what a request of its has in
// the context follows from the other parts.
constexpr std::string_view kNoPrincipal = "accounts.google.com";
constexpr std::string_view kAnyAction = "sts:GetCallerIdentity";

void AddPrincipal(const GridPrincipal& principal, Request::Builder& builder) {
  builder.Principal(principal.principal)
      .RoleArn(principal.role_arn)
      .FederatedBy(principal.federated_by)
      .PrincipalId(principal.principal_id)
      .PrincipalAccountIsManagement(principal.account_is_management);
}

void AddResource(const GridResource& resource, Request::Builder& builder) {
  builder.Resource(resource.resource)
      .ResourceAccount(resource.account)
      .ResourceAccountIsManagement(resource.account_is_management);
}

absl::Status AddContextEntries(std::span<const ContextEntry> entries,
                               Request::Builder& builder) {
  for (const ContextEntry& entry : entries) {
    const std::vector<std::string_view> values(entry.values.begin(),
                                               entry.values.end());
    switch (entry.shape) {
      case ContextEntry::Shape::kSingle:
        if (values.size() != 1) {
          return absl::InvalidArgumentError(absl::StrFormat(
              "context: key \"%s\" is single-valued, found %d values",
              entry.key, values.size()));
        }
        builder.Context(entry.key, values.front());
        break;
      case ContextEntry::Shape::kMulti:
        builder.ContextList(entry.key, values);
        break;
      case ContextEntry::Shape::kAbsent:
        builder.ContextAbsent(entry.key);
        break;
    }
  }
  return absl::OkStatus();
}

}  // namespace

absl::Status OnAxis(std::string_view axis, std::size_t number,
                    const absl::Status& status) {
  if (status.ok()) return status;
  return absl::Status(status.code(), absl::StrFormat("%s[%d]: %s", axis, number,
                                                     status.message()));
}

absl::StatusOr<Request> MakeCellRequest(const Grid& grid,
                                        const GridPrincipal& principal,
                                        std::string_view action,
                                        const GridResource& resource) {
  Request::Builder builder;
  AddPrincipal(principal, builder);
  builder.Action(action);
  AddResource(resource, builder);
  if (grid.time.has_value()) builder.Time(*grid.time);
  builder.ServiceSupportsRcps(grid.service_supports_rcps);
  for (const auto* entries : {&grid.context, &principal.context}) {
    if (absl::Status status = AddContextEntries(*entries, builder);
        !status.ok()) {
      return status;
    }
  }
  return builder.Build();
}

void SlotItems::Add(const KeyTable& keys, std::span<const ContextItem> items) {
  for (const ContextItem& item : items) {
    const KeySlot slot = keys.Find(item.key, item.hash);
    if (slot != kNoSlot) Add(slot, item);
  }
}

// ---------------------------------------------------------------------------
// The axes that all principals share

absl::StatusOr<std::unique_ptr<const GridAxes>> GridAxes::Create(
    const Grid& grid, const EngineView& engine) {
  auto axes = std::make_unique<GridAxes>(grid, engine);
  absl::Status status = axes->AddContext();
  if (status.ok()) status = axes->AddActions();
  if (status.ok()) status = axes->AddTargets();
  if (!status.ok()) return status;
  return std::unique_ptr<const GridAxes>(std::move(axes));
}

absl::Status GridAxes::AddContext() {
  auto shared = MakeCellRequest(grid_, {.principal = std::string(kNoPrincipal)},
                                kAnyAction, {.resource = "*"});
  if (!shared.ok()) return shared.status();
  shared_ = *std::move(shared);
  const KeyTable& keys = engine_.store.program().keys;
  supplied_.Add(keys, this->shared().supplied.items);
  derived_.Add(keys, this->shared().derived.items);
  return absl::OkStatus();
}

absl::Status GridAxes::AddActions() {
  requests_.reserve(grid_.actions.size() + 2 * grid_.resources.size());
  actions_.reserve(grid_.actions.size());
  for (std::size_t i = 0; i < grid_.actions.size(); ++i) {
    auto request = Request::Builder()
                       .Principal(kNoPrincipal)
                       .Action(grid_.actions[i])
                       .Resource("*")
                       .ServiceSupportsRcps(grid_.service_supports_rcps)
                       .Build();
    if (!request.ok()) return OnAxis("actions", i, request.status());
    const RequestView& view =
        requests_.emplace_back(*std::move(request)).data().view;
    GridAction& action = actions_.emplace_back();
    action.folded = view.folded_action;
    action.hash = view.action_hash;
    action.traits = view.action_traits;
    action.traits.outside_rcps |= !view.service_supports_rcps;
    action.context = view.action_traits.no_resource_account ? 1 : 0;
    if (kinds_of_actions_.empty() ||
        action.traits.federation != actions_.front().traits.federation) {
      kinds_of_actions_.resize(kinds_of_actions_.empty() ? 1 : 2);
      kinds_of_actions_.back() = view.folded_action;
    }
    action_of_context_[action.context] = view.folded_action;
  }
  if (kinds_of_actions_.empty()) kinds_of_actions_.push_back(kAnyAction);
  return absl::OkStatus();
}

absl::Status GridAxes::AddTargets() {
  targets_.reserve(grid_.resources.size());
  for (std::size_t i = 0; i < grid_.resources.size(); ++i) {
    if (absl::Status status = AddTarget(grid_.resources[i]); !status.ok()) {
      return OnAxis("resources", i, status);
    }
  }
  return absl::OkStatus();
}

absl::Status GridAxes::AddTarget(const GridResource& resource) {
  GridTarget& target = targets_.emplace_back();
  for (std::size_t i = 0; i < target.context.size(); ++i) {
    // The first also checks the resource, whatever actions there are.
    if (action_of_context_[i].empty() && i != 0) continue;
    Request::Builder builder;
    AddResource(resource, builder);
    auto request =
        builder.Principal(kNoPrincipal)
            .Action(action_of_context_[i].empty() ? kAnyAction
                                                  : action_of_context_[i])
            .Build();
    if (!request.ok()) return request.status();
    LookUp(requests_.emplace_back(*std::move(request)).data().view, target,
           target.context[i]);
  }
  return absl::OkStatus();
}

void GridAxes::LookUp(const RequestView& view, GridTarget& target,
                      GridTarget::Context& context) {
  if (!view.derived.empty()) {
    SlotItems& derived = target_items_.emplace_back();
    derived.Add(engine_.store.program().keys, view.derived.items);
    context.derived = derived.list();
  }
  target.view = view;
  const PolicyLayers* layers = &engine_.layers;
  Resolution resolved;
  if (engine_.directory != nullptr) {
    engine_.directory->Resolve(view, resolved);
    target.view = resolved.view;
    context.tags = resolved.known[1];
    context.owner = resolved.known[2];
    layers = &resolved.layers;
  }
  target.policy = layers->resource;
  target.policy_is_trust = layers->resource_is_trust;
  target.has_rcp = layers->has_rcp;
  target.rcp = layers->rcp;
}

}  // namespace iameval::internal
