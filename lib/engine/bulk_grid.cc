#include "engine/bulk_grid.h"

#include <algorithm>
#include <string>
#include <string_view>
#include <utility>

#include "absl/strings/str_format.h"
#include "base/ascii.h"
#include "engine/derived_context.h"
#include "engine/request_data.h"

namespace iameval::internal {
namespace {

// A principal of which nothing is derived (S-6.2): what a request of its has in
// the context follows from the other parts.
constexpr std::string_view kNoPrincipal = "accounts.google.com";
constexpr std::string_view kAnyAction = "sts:GetCallerIdentity";
constexpr std::string_view kRequestTag = "aws:requesttag/";

absl::Status OnAxis(std::string_view axis, std::size_t number,
                    const absl::Status& status) {
  if (status.ok()) return status;
  return absl::Status(status.code(), absl::StrFormat("%s[%d]: %s", axis, number,
                                                     status.message()));
}

bool PassesTag(std::span<const ContextEntry> entries) {
  return std::any_of(entries.begin(), entries.end(),
                     [](const ContextEntry& entry) {
                       const std::string_view key = entry.key;
                       return EqualsIgnoringAsciiCase(
                           key.substr(0, kRequestTag.size()), kRequestTag);
                     });
}

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

}  // namespace

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

absl::StatusOr<Request> MakeCellRequest(const Grid& grid,
                                        const GridPrincipal& principal,
                                        std::string_view action,
                                        const GridResource& resource) {
  Request::Builder builder;
  AddPrincipal(principal, builder);
  builder.Action(action);
  AddResource(resource, builder);
  if (grid.time.has_value()) builder.Time(*grid.time);
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
  supplied_.Add(keys, this->shared().supplied);
  derived_.Add(keys, this->shared().derived);
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
                       .Build();
    if (!request.ok()) return OnAxis("actions", i, request.status());
    const RequestView& view =
        requests_.emplace_back(*std::move(request)).data().view;
    GridAction& action = actions_.emplace_back();
    action.folded = view.folded_action;
    action.hash = view.action_hash;
    action.traits = view.action_traits;
    action.context = HasResourceAccountKey(view.folded_action) ? 0 : 1;
    (action.traits.federation ? federation_action_ : plain_action_)
        .emplace(view.folded_action);
    action_of_context_[action.context] = view.folded_action;
  }
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
    derived.Add(engine_.store.program().keys, view.derived);
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

// ---------------------------------------------------------------------------
// Principals

GridCallers::GridCallers(const GridAxes& axes, std::size_t count)
    : axes_(axes) {
  requests_.reserve(count);
  callers_.reserve(count);
  ambiguous_.reserve(count);
}

absl::StatusOr<std::unique_ptr<const GridCallers>> GridCallers::Create(
    const GridAxes& axes, std::size_t begin, std::size_t end) {
  auto callers = std::make_unique<GridCallers>(axes, end - begin);
  for (std::size_t i = begin; i < end; ++i) {
    if (absl::Status status = callers->Add(axes.grid().principals[i]);
        !status.ok()) {
      return OnAxis("principals", i, status);
    }
  }
  return std::unique_ptr<const GridCallers>(std::move(callers));
}

absl::StatusOr<Request> GridCallers::MakeRequest(
    const GridPrincipal& principal, std::string_view action) const {
  Request::Builder builder;
  AddPrincipal(principal, builder);
  builder.Action(action).Resource("*");
  // aws:TagKeys follows from all tags that a request passes, shared ones too.
  const bool with_shared = PassesTag(principal.context);
  if (with_shared) {
    absl::Status status = AddContextEntries(axes_.grid().context, builder);
    if (!status.ok()) return status;
  }
  absl::Status status = AddContextEntries(principal.context, builder);
  if (!status.ok()) return status;
  return builder.Build();
}

// S-5.2: as in a request, no key may be given twice.
absl::Status GridCallers::CheckSharedKeys(const RequestView& view) const {
  for (const ContextItem& item : view.supplied) {
    for (const ContextItem& shared : axes_.shared().supplied) {
      if (item.hash == shared.hash && item.key == shared.key) {
        return absl::InvalidArgumentError(absl::StrFormat(
            "context: key \"%s\" is also in the grid's context", item.key));
      }
    }
  }
  return absl::OkStatus();
}

absl::StatusOr<bool> GridCallers::IsAmbiguous(const GridPrincipal& principal,
                                              const RequestView& view) const {
  if (!axes_.plain_action() || !axes_.federation_action() ||
      view.principal.has_account()) {
    return false;
  }
  const auto other = MakeRequest(principal, *axes_.federation_action());
  if (!other.ok()) return other.status();
  return other->data().view.principal.kind != view.principal.kind;
}

absl::StatusOr<SlotList> GridCallers::FindSupplied(
    const GridPrincipal& principal, const RequestView& view) {
  if (view.supplied.empty()) return axes_.supplied().list();
  SlotItems& supplied = items_.emplace_back();
  if (!PassesTag(principal.context)) {
    if (absl::Status status = CheckSharedKeys(view); !status.ok()) {
      return status;
    }
    supplied = axes_.supplied();
  }
  supplied.Add(axes_.engine().store.program().keys, view.supplied);
  return supplied.list();
}

absl::Status GridCallers::Add(const GridPrincipal& principal) {
  const std::string_view action = axes_.plain_action().value_or(
      axes_.federation_action().value_or(kAnyAction));
  auto request = MakeRequest(principal, action);
  if (!request.ok()) return request.status();
  const RequestView& view =
      requests_.emplace_back(*std::move(request)).data().view;
  const auto ambiguous = IsAmbiguous(principal, view);
  if (!ambiguous.ok()) return ambiguous.status();
  ambiguous_.push_back(*ambiguous);
  GridCaller& caller = callers_.emplace_back();
  const auto supplied = FindSupplied(principal, view);
  if (!supplied.ok()) return supplied.status();
  caller.supplied = *supplied;
  SlotItems& derived = items_.emplace_back();
  derived.Add(axes_.engine().store.program().keys, view.derived);
  caller.derived = derived.list();
  FindLayers(view, caller);
  return absl::OkStatus();
}

void GridCallers::FindLayers(const RequestView& view, GridCaller& caller) {
  caller.principal = view.principal;
  caller.account_is_management = view.principal_account_is_management;
  const EngineView& engine = axes_.engine();
  if (engine.directory == nullptr) {
    caller.layers = engine.layers;
    return;
  }
  RequestView with_endpoint = view;
  if (view.source_vpce.empty()) {
    with_endpoint.source_vpce = axes_.shared().source_vpce;
  }
  Resolution& resolved = resolutions_.emplace_back();
  // For a resource whose owner nobody knows: the RCPs are the caller's own.
  engine.directory->Resolve(with_endpoint, resolved);
  caller.principal = resolved.view.principal;
  caller.account_is_management = resolved.view.principal_account_is_management;
  caller.own_account_is_management =
      resolved.view.resource_account_is_management;
  caller.layers = resolved.layers;
  caller.tags = resolved.known[0];
  caller.user_id = resolved.known[3];
  // Only the user id points into the resolution.
  if (caller.user_id.empty()) resolutions_.pop_back();
}

}  // namespace iameval::internal
