#include "runtime/grid.h"

#include <algorithm>
#include <utility>

namespace iameval::internal {
namespace {

// Makes `view` and `layers` those of a cell with this target.
void SetTarget(const GridCaller& caller, const GridTarget& target,
               RequestView& view, PolicyLayers& layers) {
  view = ViewOfCell(caller, target);
  layers.resource = target.policy;
  layers.resource_is_trust = target.policy_is_trust;
  if (HasUnknownOwner(target)) {
    // Taken to be in the caller's account.
    view.resource_account_is_management |= caller.own_account_is_management;
    layers.has_rcp = caller.layers.has_rcp;
    layers.rcp = caller.layers.rcp;
  } else {
    layers.has_rcp = target.has_rcp;
    layers.rcp = target.rcp;
  }
}

// The scope of `bundle`, a new one of `words` words if there is none.
GridUnits::Scope& ScopeOf(BundleId bundle, bool trust, std::size_t words,
                          std::vector<GridUnits::Scope>& scopes) {
  const auto it =
      std::find_if(scopes.begin(), scopes.end(), [&](const auto& scope) {
        return scope.bundle == bundle && scope.trust == trust;
      });
  if (it != scopes.end()) return *it;
  scopes.push_back({bundle, trust, std::vector<Word>(words)});
  return scopes.back();
}

}  // namespace

GridDecider::GridDecider(const GridContents& contents)
    : contents_(contents),
      context_(contents),
      units_(contents, context_),
      words_(units_.plane_words()),
      relations_(ClassesByRelation(contents.targets)),
      unknown_owners_(NewPlane()),
      free_(NewPlane()),
      zeros_(NewPlane()),
      ones_(words_, ~Word{0}) {
  for (Plane* plane : {&same_account_, &same_partition_, &must_have_policy_,
                       &resource_applies_, &rcp_applies_, &denied_, &allowed_,
                       &ceiling_, &level_, &identity_, &boundary_, &session_,
                       &resource_deny_, &by_account_, &by_role_, &directly_}) {
    *plane = NewPlane();
  }
  BuildResourceUnits();
  const std::size_t targets = contents.targets.size();
  std::vector<Word> all(WordsFor(targets));
  SetFirstBits(all, targets);
  std::vector<Word> unknown(WordsFor(targets));
  for (std::size_t i = 0; i < targets; ++i) {
    if (HasUnknownOwner(contents.targets[i])) SetBit(unknown.data(), i);
  }
  has_unknown_owners_ = HasAnyBit(unknown);
  for (std::size_t i = 0; i < contents.actions.size(); ++i) {
    OrRowAt(unknown_owners_.data(), i * targets, unknown.data(), targets);
    if (contents.actions[i].traits.get_caller_identity &&
        contents.options.get_caller_identity_is_free) {
      OrRowAt(free_.data(), i * targets, all.data(), targets);
    }
  }
}

// The policies that follow from the target, all targets' in one unit.
void GridDecider::BuildResourceUnits() {
  const std::size_t words = WordsFor(contents_.targets.size());
  std::vector<GridUnits::Scope> policies;
  std::vector<GridUnits::Scope> rcps;
  for (std::size_t i = 0; i < contents_.targets.size(); ++i) {
    const GridTarget& target = contents_.targets[i];
    if (target.policy != kNoBundle) {
      SetBit(ScopeOf(target.policy, target.policy_is_trust, words, policies)
                 .targets.data(),
             i);
    }
    if (HasUnknownOwner(target) || !target.has_rcp) continue;
    for (const BundleId bundle : target.rcp) {
      if (bundle == kNoBundle) continue;
      SetBit(ScopeOf(bundle, false, words, rcps).targets.data(), i);
    }
  }
  has_resource_policies_ = !policies.empty();
  if (has_resource_policies_)
    resource_unit_ = units_.BuildUnit(policies, false);
  // RCPFullAWSAccess is attached to every level: they can only deny (S-7.6).
  has_rcps_ = !rcps.empty();
  if (has_rcps_) rcp_unit_ = units_.BuildUnit(rcps, true);
}

void GridDecider::Clear(Plane& plane) const {
  std::fill(plane.begin(), plane.end(), Word{0});
}

void GridDecider::SetAll(Plane& plane) const {
  std::fill(plane.begin(), plane.end(), ~Word{0});
}

// ---------------------------------------------------------------------------
// What applies where

// Asks FindApplicable for each pair of classes of actions and targets.
void GridDecider::FindTraits(const GridCaller& caller) {
  traits_.clear();
  only_providers_.clear();
  RequestView view;
  PolicyLayers layers = caller.layers;
  for (const GridClass& actions : context_.action_classes()) {
    bool only_providers = false;
    for (const GridClass& relation : relations_) {
      const GridTarget& target = contents_.targets[relation.example];
      SetTarget(caller, target, view, layers);
      view.action_traits = contents_.actions[actions.example].traits;
      applies_ = FindApplicable(layers, view);
      const bool same_partition =
          view.resource == "*" ||
          view.resource_partition == view.principal.partition;  // S-7.13
      traits_.push_back(static_cast<Traits>(
          (applies_.same_account ? kSameAccount : 0) |
          (same_partition ? kSamePartition : 0) |
          (applies_.must_have_resource_policy ? kMustHavePolicy : 0) |
          (applies_.resource ? kResource : 0) | (applies_.rcp ? kRcp : 0)));
      only_providers |= applies_.only_providers_are_allowed;
    }
    only_providers_.push_back(only_providers ? 1 : 0);
  }
  // Most callers are of one account, and so in the same relation to the
  // targets.
  if (traits_ == old_traits_) return;
  old_traits_ = traits_;
  MakeTraitPlane(kSameAccount, same_account_);
  MakeTraitPlane(kSamePartition, same_partition_);
  MakeTraitPlane(kMustHavePolicy, must_have_policy_);
  MakeTraitPlane(kResource, resource_applies_);
  MakeTraitPlane(kRcp, rcp_applies_);
}

void GridDecider::MakeTraitPlane(Trait trait, Plane& plane) const {
  const auto has_trait = [trait](Traits traits) {
    return (traits & trait) != 0;
  };
  if (std::all_of(traits_.begin(), traits_.end(), has_trait)) {
    return SetAll(plane);
  }
  Clear(plane);
  const std::size_t targets = contents_.targets.size();
  std::vector<Word> row(WordsFor(targets));
  const Traits* traits = traits_.data();
  for (const GridClass& actions : context_.action_classes()) {
    std::fill(row.begin(), row.end(), Word{0});
    for (const GridClass& relation : relations_) {
      if (has_trait(*traits++)) {
        OrRowAt(row.data(), 0, relation.row.data(), targets);
      }
    }
    OrProduct(plane.data(), actions.row, row.data(), targets);
  }
}

// ---------------------------------------------------------------------------
// The layers

void GridDecider::AddLayer(BundleId bundle, GridCallerFrame& frame,
                           Plane* allow) {
  Word* plane = allow == nullptr ? nullptr : allow->data();
  units_.ForEachUnit(bundle, [&](const GridUnit& unit) {
    units_.Add(unit, frame, {denied_.data(), {plane, plane, plane}});
  });
}

// S-7.4: every level must allow.
void GridDecider::AddScps(GridCallerFrame& frame) {
  for (const BundleId bundle : frame.caller.layers.scp) {
    if (bundle == kNoBundle) continue;
    Clear(level_);
    AddLayer(bundle, frame, &level_);
    for (std::size_t i = 0; i < words_; ++i) ceiling_[i] &= level_[i];
  }
}

void GridDecider::AddRcps(GridCallerFrame& frame) {
  if (has_rcps_) {
    Clear(level_);
    units_.Add(rcp_unit_, frame, {level_.data(), {}});
    for (std::size_t i = 0; i < words_; ++i) {
      denied_[i] |= level_[i] & rcp_applies_[i];
    }
  }
  if (!has_unknown_owners_ || !frame.caller.layers.has_rcp) return;
  Clear(level_);
  for (const BundleId bundle : frame.caller.layers.rcp) {
    if (bundle == kNoBundle) continue;
    units_.ForEachUnit(bundle, [&](const GridUnit& unit) {
      units_.Add(unit, frame, {level_.data(), {}});
    });
  }
  for (std::size_t i = 0; i < words_; ++i) {
    denied_[i] |= level_[i] & rcp_applies_[i] & unknown_owners_[i];
  }
}

void GridDecider::AddResourcePolicies(GridCallerFrame& frame) {
  for (Plane* plane : {&resource_deny_, &by_account_, &by_role_, &directly_}) {
    Clear(*plane);
  }
  units_.Add(resource_unit_, frame,
             {resource_deny_.data(),
              {by_account_.data(), by_role_.data(), directly_.data()}});
  for (std::size_t i = 0; i < words_; ++i) {
    const Word applies = resource_applies_[i];
    denied_[i] |= resource_deny_[i] & applies;
    by_account_[i] &= applies;
    by_role_[i] &= applies;
    directly_[i] &= applies;
  }
}

void GridDecider::Decide(std::size_t number) {
  const GridCaller& caller = contents_.callers[number];
  GridCallerFrame frame{
      caller, ViewOfCell(caller, contents_.targets.front()), false, {}};
  FindTraits(caller);
  frame.has_boundary = applies_.boundary;  // S-3.18
  frame.only_providers_are_allowed = only_providers_;
  Clear(denied_);
  SetAll(ceiling_);
  if (applies_.identity) {
    Clear(identity_);
    AddLayer(caller.layers.identity, frame, &identity_);
  }
  if (applies_.boundary) {
    Clear(boundary_);
    AddLayer(caller.layers.boundary, frame, &boundary_);
  }
  if (applies_.session) {
    Clear(session_);
    AddLayer(caller.layers.session, frame, &session_);
  }
  if (applies_.vpc_endpoint) {
    Clear(level_);
    AddLayer(caller.layers.vpc_endpoint, frame, &level_);
    for (std::size_t i = 0; i < words_; ++i) ceiling_[i] &= level_[i];
  }
  if (applies_.scp) AddScps(frame);
  AddRcps(frame);
  if (has_resource_policies_) AddResourcePolicies(frame);
  Combine(frame);
}

// S-7.24 and S-7.25 as one formula: Decider in decide.cc says the same of one
// cell.
void GridDecider::Combine(const GridCallerFrame& frame) {
  const PrincipalView& principal = frame.view.principal;
  const Word* none = zeros_.data();
  const Word* all = ones_.data();
  const bool is_root = principal.kind == PrincipalKind::kRoot;
  const bool is_federated_user =
      principal.kind == PrincipalKind::kFederatedUser;
  Sides sides;
  sides.identity = applies_.identity ? identity_.data()
                   : is_root         ? all  // S-7.16
                                     : none;
  sides.boundary = applies_.boundary ? boundary_.data() : all;
  sides.session = applies_.session    ? session_.data()
                  : is_federated_user ? none  // S-7.12
                                      : all;
  sides.same_account = same_account_.data();
  sides.by_role = by_role_.data();
  if (!principal.has_account()) {
    // S-7.14, S-7.15, S-7.18: only a direct grant counts, which needs nothing
    // else in the caller's own account.
    sides.identity = sides.by_role = none;
    sides.same_account = all;
  }
  CombineWords(sides, denied_.data(), allowed_.data());
}

// The outputs overlap none of the inputs, which the compiler must know to do
// several words at once.
void GridDecider::CombineWords(const Sides& sides, Word* __restrict denied,
                               Word* __restrict allowed) const {
  const Word* identity = sides.identity;
  const Word* boundary = sides.boundary;
  const Word* session = sides.session;
  const Word* same = sides.same_account;
  const Word* role = sides.by_role;
  const Word* account = by_account_.data();
  const Word* directly = directly_.data();
  const Word* must_have = must_have_policy_.data();
  const Word* partition = same_partition_.data();
  const Word* ceiling = ceiling_.data();
  const Word* free = free_.data();
  for (std::size_t i = 0; i < words_; ++i) {
    const Word any_grant = directly[i] | role[i] | account[i];
    const Word limits = boundary[i] & session[i];
    const Word own_side = identity[i] & limits;
    const Word in_account = directly[i] | (role[i] & limits) |
                            (own_side & (any_grant | ~must_have[i]));
    const Word across = own_side & any_grant & partition[i];  // S-7.13
    const Word granted = (same[i] & in_account) | (~same[i] & across);
    const Word deny = denied[i] & ~free[i];
    denied[i] = deny;
    allowed[i] = (granted & ceiling[i] & ~deny) | free[i];
  }
}

}  // namespace iameval::internal
