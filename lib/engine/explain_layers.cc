#include "engine/explain_layers.h"

#include <algorithm>
#include <span>
#include <utility>

#include "absl/strings/str_format.h"
#include "base/quote.h"

namespace iameval::internal {
namespace {

class LayerFinder {
 public:
  void Add(Layer layer, BundleId bundle, bool applies) {
    if (bundle != kNoBundle) found_.push_back({layer, 0, 0, bundle, applies});
  }

  // Levels with full access alone are listed to show the way from the root, if
  // there is anything to see on it.
  void AddLevels(Layer layer, bool present, std::span<const BundleId> levels,
                 bool applies) {
    const bool any = std::any_of(levels.begin(), levels.end(),
                                 [](BundleId id) { return id != kNoBundle; });
    if (!present || !any) return;
    for (std::uint32_t i = 0; i < levels.size(); ++i) {
      found_.push_back({layer, i + 1, levels.size(), levels[i], applies});
    }
  }

  // S-7.17, S-7.18.
  void AddMissingResourcePolicy() {
    found_.push_back({Layer::kResource, 0, 0, kNoBundle, true});
  }

  std::vector<PresentLayer> Take() { return std::move(found_); }

 private:
  std::vector<PresentLayer> found_;
};

// The resource's policy is a trust policy, or would be one.
bool IsTrust(const DecisionRecord& record) {
  if (record.layers.resource != kNoBundle) {
    return record.layers.resource_is_trust;
  }
  return record.request.action_traits.trust &&
         record.request.resource_traits.role;
}

std::string WhyNoScps(const PrincipalView& principal) {
  if (!principal.has_account()) {
    return "SCPs apply to users and roles of accounts alone";
  }
  return principal.service_linked_role
             ? "SCPs do not apply to service-linked roles"
             : "SCPs do not apply to the management account's principals";
}

std::string WhyNoRcps(const RequestView& request) {
  if (request.resource_account_is_management) {
    return "RCPs do not apply to the management account's resources";
  }
  if (request.principal.service_linked_role) {
    return "RCPs do not apply to service-linked roles";
  }
  if (request.service_supports_rcps) {
    return "RCPs do not apply to this action";
  }
  return absl::StrFormat(
      "RCPs do not apply to the service %s",
      request.folded_action.substr(0, request.folded_action.find(':')));
}

std::string WhyNotConsulted(const RequestView& request, Layer layer) {
  const PrincipalView& principal = request.principal;
  switch (layer) {
    case Layer::kResource:
      return "a trust policy decides who may assume the role, nothing else";
    case Layer::kRcp:
      return WhyNoRcps(request);
    case Layer::kScp:
      return WhyNoScps(principal);
    case Layer::kSession:
      if (!principal.has_account()) break;
      return "only sessions of roles and federated users have session policies";
    default:
      if (principal.kind != PrincipalKind::kRoot) break;
      return "the root user has no such policies";
  }
  return "the caller is no user or role of an account";
}

// What the Allow statements of the resource-based policy grant (S-3.14).
std::string GrantDetail(const DecisionRecord& record) {
  if (record.HasGrant(MatchKind::kDirect)) return "allows the caller";
  if (record.HasGrant(MatchKind::kRole)) {
    return record.request.principal.kind == PrincipalKind::kFederatedUser
               ? "allows the user behind the federated user"
               : "allows the caller's role";
  }
  return "allows the caller's account, which delegates to its identity "
         "policies";
}

// A layer without documents that is listed all the same.
std::string DetailWithoutPolicies(const DecisionRecord& record, Layer layer) {
  switch (layer) {
    case Layer::kScp:
      return "FullAWSAccess alone";
    case Layer::kRcp:
      return "RCPFullAWSAccess alone";
    default:
      return IsTrust(record) ? "no trust policy was given"
                             : "no key policy was given";
  }
}

std::string Detail(const DecisionRecord& record, const PresentLayer& present,
                   Decision outcome) {
  if (present.bundle == kNoBundle) {
    return DetailWithoutPolicies(record, present.layer);
  }
  switch (outcome) {
    case Decision::kExplicitDeny:
      return "a Deny statement matches";
    case Decision::kImplicitDeny:
      return record.store.attached(present.bundle).empty()
                 ? "nothing is attached"
                 : "no Allow statement matches";
    case Decision::kAllowed:
      break;
  }
  if (present.layer == Layer::kRcp) return "no Deny statement matches";
  return present.layer == Layer::kResource ? GrantDetail(record)
                                           : "an Allow statement matches";
}

Decision Outcome(const DecisionRecord& record, const PresentLayer& present) {
  if (!present.applies) return Decision::kImplicitDeny;
  // RCPFullAWSAccess is attached to every level (S-7.6).
  bool allowed = present.layer == Layer::kRcp ||
                 (present.layer == Layer::kScp && present.bundle == kNoBundle);
  for (const TraceEntry& entry : record.trace) {
    if (entry.layer != present.layer || entry.level != present.level) continue;
    if (!record.store.program().statements[entry.statement].allow) {
      return Decision::kExplicitDeny;
    }
    allowed = true;
  }
  return allowed ? Decision::kAllowed : Decision::kImplicitDeny;
}

}  // namespace

bool DecisionRecord::HasGrant(MatchKind kind) const {
  return std::any_of(trace.begin(), trace.end(), [&](const TraceEntry& entry) {
    return entry.layer == Layer::kResource && entry.kind == kind &&
           store.program().statements[entry.statement].allow;
  });
}

std::vector<PresentLayer> FindPresentLayers(const PolicyLayers& layers,
                                            const Applicability& applies) {
  LayerFinder finder;
  finder.Add(Layer::kVpcEndpoint, layers.vpc_endpoint, applies.vpc_endpoint);
  finder.AddLevels(Layer::kRcp, layers.has_rcp, layers.rcp, applies.rcp);
  finder.AddLevels(Layer::kScp, layers.has_scp, layers.scp, applies.scp);
  finder.Add(Layer::kResource, layers.resource, applies.resource);
  if (applies.must_have_resource_policy && !applies.resource) {
    finder.AddMissingResourcePolicy();
  }
  finder.Add(Layer::kIdentity, layers.identity, applies.identity);
  finder.Add(Layer::kBoundary, layers.boundary, applies.boundary);
  finder.Add(Layer::kSession, layers.session, applies.session);
  return finder.Take();
}

std::string LayerName(const DecisionRecord& record,
                      const PresentLayer& present) {
  std::string name(PolicyTypeName(TypeOf(record, present.layer)));
  if (present.level > 0) {
    absl::StrAppendFormat(&name, " level %d", present.level);
  }
  return name;
}

std::string_view LevelPlace(std::size_t level, std::size_t levels) {
  if (levels == 1) return "the only one";
  if (level == 1) return "root";
  return level == levels ? "account" : "OU";
}

PolicyType TypeOf(const DecisionRecord& record, Layer layer) {
  switch (layer) {
    case Layer::kVpcEndpoint:
      return PolicyType::kVpcEndpoint;
    case Layer::kRcp:
      return PolicyType::kRcp;
    case Layer::kScp:
      return PolicyType::kScp;
    case Layer::kResource:
      return IsTrust(record) ? PolicyType::kTrust : PolicyType::kResource;
    case Layer::kIdentity:
      return PolicyType::kIdentity;
    case Layer::kBoundary:
      return PolicyType::kBoundary;
    case Layer::kSession:
      return PolicyType::kSession;
  }
  return PolicyType::kIdentity;
}

std::string_view LayerNoun(const DecisionRecord& record, Layer layer,
                           bool one) {
  switch (layer) {
    case Layer::kVpcEndpoint:
      return "the VPC endpoint policy";
    case Layer::kRcp:
      return one ? "the resource control policy" : "a resource control policy";
    case Layer::kScp:
      return one ? "the service control policy" : "a service control policy";
    case Layer::kResource:
      if (IsTrust(record)) return "the role's trust policy";
      return record.request.resource_traits.kms_key
                 ? "the key policy"
                 : "the resource-based policy";
    case Layer::kIdentity:
      return one ? "the identity-based policy" : "an identity-based policy";
    case Layer::kBoundary:
      return record.request.principal.kind == PrincipalKind::kFederatedUser
                 ? "the issuing user's permissions boundary"
                 : "the permissions boundary";
    case Layer::kSession:
      return one ? "the session policy" : "a session policy";
  }
  return "";
}

std::string NamedLayer(const DecisionRecord& record, Layer layer) {
  for (const PresentLayer& present : record.present) {
    if (present.layer != layer || present.bundle == kNoBundle) continue;
    const auto attached = record.store.attached(present.bundle);
    if (attached.size() != 1 || attached[0].policy.name().empty()) continue;
    return absl::StrFormat("%s %s", LayerNoun(record, layer, true),
                           Quote(attached[0].policy.name()));
  }
  return std::string(LayerNoun(record, layer, false));
}

StatementRef ReferTo(const DecisionRecord& record, const PresentLayer& present,
                     const Policy& policy, std::size_t policy_index,
                     std::size_t statement) {
  const StatementInfo info = policy.statement(statement);
  StatementRef ref;
  ref.type = TypeOf(record, present.layer);
  ref.policy = policy.name();
  ref.level = present.level;
  ref.policy_index = policy_index;
  ref.statement = statement;
  ref.sid = std::string(info.sid);
  ref.allow = info.allow;
  ref.line = info.line;
  ref.column = info.column;
  return ref;
}

LayerReport DescribeLayer(const DecisionRecord& record,
                          const PresentLayer& present) {
  LayerReport report;
  report.name = LayerName(record, present);
  report.consulted = present.applies;
  report.outcome = Outcome(record, present);
  if (!present.applies) {
    report.detail = WhyNotConsulted(record.request, present.layer);
    return report;
  }
  if (present.levels > 1) {
    report.detail =
        absl::StrFormat("%s: ", LevelPlace(present.level, present.levels));
  }
  report.detail += Detail(record, present, report.outcome);
  return report;
}

}  // namespace iameval::internal
