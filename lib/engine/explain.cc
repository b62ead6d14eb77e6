#include "engine/explain.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "absl/strings/str_format.h"
#include "base/ascii.h"
#include "base/quote.h"
#include "engine/explain_statement.h"
#include "iameval/policy.h"
#include "runtime/match_condition.h"
#include "runtime/match_statement.h"

namespace iameval::internal {
namespace {

// One layer, or one level of a layer, that is present.
struct PresentLayer {
  Layer layer = Layer::kIdentity;
  std::uint32_t level = 0;  // 1-based; 0 for a layer without levels
  std::size_t levels = 0;
  BundleId bundle = kNoBundle;
  bool applies = false;
};

std::string LevelPlace(const PresentLayer& present) {
  if (present.level == 1) return "root";
  return present.level == present.levels ? "account" : "OU";
}

std::string LayerName(const PresentLayer& present, bool trust) {
  switch (present.layer) {
    case Layer::kVpcEndpoint:
      return "vpce";
    case Layer::kRcp:
      return absl::StrFormat("rcp level %d", present.level);
    case Layer::kScp:
      return absl::StrFormat("scp level %d", present.level);
    case Layer::kResource:
      return trust ? "trust" : "resource";
    case Layer::kIdentity:
      return "identity";
    case Layer::kBoundary:
      return "boundary";
    case Layer::kSession:
      return "session";
  }
  return "";
}

PolicyType TypeOf(Layer layer, bool trust) {
  switch (layer) {
    case Layer::kVpcEndpoint:
      return PolicyType::kVpcEndpoint;
    case Layer::kRcp:
      return PolicyType::kRcp;
    case Layer::kScp:
      return PolicyType::kScp;
    case Layer::kResource:
      return trust ? PolicyType::kTrust : PolicyType::kResource;
    case Layer::kIdentity:
      return PolicyType::kIdentity;
    case Layer::kBoundary:
      return PolicyType::kBoundary;
    case Layer::kSession:
      return PolicyType::kSession;
  }
  return PolicyType::kIdentity;
}

// What a layer's policies are called in a sentence.
std::string_view LayerNoun(Layer layer, bool trust) {
  switch (layer) {
    case Layer::kVpcEndpoint:
      return "the VPC endpoint policy";
    case Layer::kRcp:
      return "a resource control policy";
    case Layer::kScp:
      return "a service control policy";
    case Layer::kResource:
      return trust ? "the role's trust policy" : "the resource-based policy";
    case Layer::kIdentity:
      return "an identity-based policy";
    case Layer::kBoundary:
      return "the permissions boundary";
    case Layer::kSession:
      return "a session policy";
  }
  return "";
}

class Explainer {
 public:
  Explainer(const PolicyStore& store, const PolicyLayers& layers,
            const RequestView& request, const ContextView& context,
            const DecideOptions& options)
      : store_(store),
        layers_(layers),
        request_(request),
        context_(context),
        applies_(FindApplicable(layers, request)),
        action_(store.program(), request.folded_action, request.action_hash),
        frame_{.program = store.program(),
               .request = request,
               .action = action_,
               .context = context,
               .has_boundary = applies_.boundary},
        verdict_(DecideAndTrace(frame_, layers, options, trace_)) {}

  Explanation Run() {
    result_.decision = verdict_.decision;
    FindPresentLayers();
    for (const PresentLayer& present : present_) AddLayer(present);
    if (MissesRequiredPolicy()) AddMissingPolicyLayer();
    result_.missing_context_keys.assign(missing_keys_.begin(),
                                        missing_keys_.end());
    if (applies_.account_unknown) {
      result_.notes.push_back(
          "account relation unknown: the request does not say which account "
          "owns the resource, so the rule for another account was taken");
    }
    result_.reason = Reason();
    return std::move(result_);
  }

 private:
  void FindPresentLayers() {
    AddPresent(Layer::kVpcEndpoint, layers_.vpc_endpoint,
               applies_.vpc_endpoint);
    AddPresentLevels(Layer::kRcp, layers_.has_rcp, layers_.rcp, applies_.rcp);
    AddPresentLevels(Layer::kScp, layers_.has_scp, layers_.scp, applies_.scp);
    AddPresent(Layer::kResource, layers_.resource, applies_.resource);
    AddPresent(Layer::kIdentity, layers_.identity, applies_.identity);
    AddPresent(Layer::kBoundary, layers_.boundary, applies_.boundary);
    AddPresent(Layer::kSession, layers_.session, applies_.session);
  }

  void AddPresent(Layer layer, BundleId bundle, bool applies) {
    if (bundle != kNoBundle) present_.push_back({layer, 0, 0, bundle, applies});
  }

  void AddPresentLevels(Layer layer, bool present,
                        std::span<const BundleId> levels, bool applies) {
    if (!present) return;
    for (std::uint32_t i = 0; i < levels.size(); ++i) {
      if (levels[i] == kNoBundle) continue;
      present_.push_back({layer, i + 1, levels.size(), levels[i], applies});
    }
  }

  void AddLayer(const PresentLayer& present) {
    LayerReport report;
    report.name = LayerName(present, layers_.resource_is_trust);
    report.consulted = present.applies;
    report.outcome = LayerOutcome(present);
    report.detail = LayerDetail(present, report.outcome);
    result_.layers.push_back(std::move(report));
    std::size_t index = 0;
    for (const AttachedPolicy& attached : store_.attached(present.bundle)) {
      AddPolicy(present, attached, index++);
    }
  }

  Decision LayerOutcome(const PresentLayer& present) const {
    if (!present.applies) return Decision::kImplicitDeny;
    // RCPFullAWSAccess is attached to every level (S-7.6).
    bool allowed = present.layer == Layer::kRcp;
    for (const TraceEntry& entry : trace_) {
      if (entry.layer != present.layer || entry.level != present.level) {
        continue;
      }
      if (!store_.program().statements[entry.statement].allow) {
        return Decision::kExplicitDeny;
      }
      allowed = true;
    }
    return allowed ? Decision::kAllowed : Decision::kImplicitDeny;
  }

  std::string LayerDetail(const PresentLayer& present, Decision outcome) const {
    if (!present.applies) return WhyNotConsulted(present.layer);
    const std::string place =
        present.level == 0 ? "" : absl::StrFormat("%s: ", LevelPlace(present));
    switch (outcome) {
      case Decision::kExplicitDeny:
        return place + "a Deny statement matches";
      case Decision::kImplicitDeny:
        return place + "no Allow statement matches";
      case Decision::kAllowed:
        return place + AllowedDetail(present.layer);
    }
    return "";
  }

  std::string AllowedDetail(Layer layer) const {
    if (layer == Layer::kRcp) return "no Deny statement matches";
    if (layer != Layer::kResource) return "an Allow statement matches";
    MatchKind strongest = MatchKind::kNone;
    for (const TraceEntry& entry : trace_) {
      if (entry.layer == layer) strongest = std::max(strongest, entry.kind);
    }
    switch (strongest) {
      case MatchKind::kAccount:
        return "allows the caller's account, which delegates to its identity "
               "policies";
      case MatchKind::kRole:
        return request_.principal.kind == PrincipalKind::kFederatedUser
                   ? "allows the user behind the federated user"
                   : "allows the caller's role";
      default:
        return "allows the caller";
    }
  }

  std::string WhyNotConsulted(Layer layer) const {
    const PrincipalView& principal = request_.principal;
    if (layer == Layer::kResource) {
      return "a trust policy decides who may assume the role, nothing else";
    }
    if (layer == Layer::kRcp) {
      if (request_.resource_account_is_management) {
        return "RCPs do not apply to the management account's resources";
      }
      return principal.service_linked_role
                 ? "RCPs do not apply to service-linked roles"
                 : "RCPs do not apply to this action";
    }
    if (layer == Layer::kScp && principal.has_account()) {
      return principal.service_linked_role
                 ? "SCPs do not apply to service-linked roles"
                 : "SCPs do not apply to the management account's principals";
    }
    if (principal.kind == PrincipalKind::kRoot) {
      return "the root user has no such policies";
    }
    if (layer == Layer::kSession && principal.has_account()) {
      return "only sessions of roles and federated users have session policies";
    }
    return "the caller is no user or role of an account";
  }

  void AddPolicy(const PresentLayer& present, const AttachedPolicy& attached,
                 std::size_t index) {
    for (std::uint32_t i = 0; i < attached.statements.count; ++i) {
      const StatementId id = attached.statements.first + i;
      const StatementCode& code = store_.program().statements[id];
      const StatementPair pair{attached.policy.document()->statements[i], code};
      MatchFrame frame = frame_;
      frame.only_providers_are_allowed =
          present.layer == Layer::kResource &&
          applies_.only_providers_are_allowed;
      const StatementMatch match = MatchStatement(frame, code);
      StatementReport report;
      report.statement = Refer(present, attached.policy, index, i);
      report.outcome = Outcome(match);
      report.determining =
          present.applies && match.matches() && Determines(present, code);
      report.detail = DescribeMismatch(pair, match, frame);
      if (present.applies) CollectMissingKeys(frame, code, match);
      result_.statements.push_back(std::move(report));
    }
  }

  StatementRef Refer(const PresentLayer& present, const Policy& policy,
                     std::size_t policy_index, std::size_t statement) const {
    const StatementInfo info = policy.statement(statement);
    StatementRef ref;
    ref.type = TypeOf(present.layer, layers_.resource_is_trust);
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

  static StatementOutcome Outcome(const StatementMatch& match) {
    switch (match.failed) {
      case StatementPart::kNone:
        return StatementOutcome::kMatches;
      case StatementPart::kAction:
        return StatementOutcome::kActionDiffers;
      case StatementPart::kResource:
        return StatementOutcome::kResourceDiffers;
      case StatementPart::kPrincipal:
        return StatementOutcome::kPrincipalDiffers;
      case StatementPart::kCondition:
        return StatementOutcome::kConditionFails;
    }
    return StatementOutcome::kMatches;
  }

  // A matching statement of a layer that applies: did it bring the decision
  // about?
  bool Determines(const PresentLayer& present,
                  const StatementCode& code) const {
    switch (verdict_.decision) {
      case Decision::kExplicitDeny:
        return !code.allow;
      case Decision::kImplicitDeny:
        return false;  // what is missing decides
      case Decision::kAllowed:
        break;
    }
    switch (present.layer) {
      case Layer::kResource:
        return verdict_.granted_by_resource;
      case Layer::kIdentity:
        return verdict_.granted_by_identity;
      case Layer::kBoundary:
      case Layer::kSession:
        return verdict_.granted_by_identity || NeedsOwnSide();
      default:
        return verdict_.granted_by_identity || verdict_.granted_by_resource;
    }
  }

  // A grant to a role or issuer is limited by boundary and session policies
  // (S-7.9).
  bool NeedsOwnSide() const {
    return verdict_.granted_by_resource &&
           std::none_of(trace_.begin(), trace_.end(),
                        [](const TraceEntry& entry) {
                          return entry.layer == Layer::kResource &&
                                 entry.kind == MatchKind::kDirect;
                        });
  }

  void NoteIfMissing(KeySlot slot) {
    const ContextValue* item = context_.Find(slot);
    if (item == nullptr) missing_keys_.insert(context_.keys().spelling(slot));
  }

  // Keys that this statement would have looked at: those of its resources when
  // action and principal fit, those of its conditions when resources fit too.
  void CollectMissingKeys(const MatchFrame& frame, const StatementCode& code,
                          const StatementMatch& match) {
    if (match.failed == StatementPart::kAction ||
        MatchPrincipal(frame, code) == MatchKind::kNone) {
      return;
    }
    const Program& program = store_.program();
    for (const std::uint32_t number :
         In(program.resource_lists, code.resources)) {
      const ResourceCode& resource = program.resources[number];
      if (resource.kind == ResourceCode::Kind::kTemplate) {
        CollectMissingVariables(program.resource_templates[resource.index]);
      }
    }
    if (match.failed == StatementPart::kResource) return;
    for (const TestCode& test : In(program.tests, code.tests)) {
      NoteIfMissing(test.slot);
      for (const TextTemplate& text :
           In(program.operands.templates, test.templates)) {
        CollectMissingVariables(text);
      }
    }
  }

  void CollectMissingVariables(const TextTemplate& text) {
    for (const VariableCode& variable : text.variables) {
      NoteIfMissing(variable.slot);
    }
  }

  bool MissesRequiredPolicy() const {
    return applies_.must_have_resource_policy && !applies_.resource;
  }

  void AddMissingPolicyLayer() {
    LayerReport report;
    report.name = IsTrustRequest() ? "trust" : "resource";
    report.consulted = true;
    report.detail = IsTrustRequest() ? "no trust policy was given"
                                     : "no key policy was given";
    result_.layers.push_back(std::move(report));
  }

  bool IsTrustRequest() const {
    return request_.folded_action.starts_with("sts:");
  }

  // -------------------------------------------------------------------------
  // The one sentence

  std::string What() const {
    return absl::StrFormat("%s on %s", request_.action, request_.resource);
  }

  // "the permissions boundary "X"".
  std::string Named(Layer layer) const {
    std::string name(LayerNoun(layer, layers_.resource_is_trust));
    for (const PresentLayer& present : present_) {
      if (present.layer != layer || present.level > 1) continue;
      const auto attached = store_.attached(present.bundle);
      if (attached.size() == 1 && !attached[0].policy.name().empty()) {
        name += " " + Quote(attached[0].policy.name());
      }
    }
    return name;
  }

  std::string Reason() const {
    switch (verdict_.decision) {
      case Decision::kAllowed:
        return AllowReason();
      case Decision::kExplicitDeny:
        return DenyReason();
      case Decision::kImplicitDeny:
        return MissingReason();
    }
    return "";
  }

  std::string AllowReason() const {
    if (verdict_.granted_by_identity && verdict_.granted_by_resource) {
      return absl::StrFormat(
          "an identity-based policy and %s both allow %s",
          LayerNoun(Layer::kResource, layers_.resource_is_trust), What());
    }
    if (verdict_.granted_by_resource) {
      return absl::StrFormat("%s allows the caller %s",
                             Named(Layer::kResource), What());
    }
    if (!verdict_.granted_by_identity) {
      return "sts:GetCallerIdentity needs no permission";
    }
    if (request_.principal.kind == PrincipalKind::kRoot) {
      return absl::StrFormat(
          "the root user needs no policy in its own account for %s", What());
    }
    return absl::StrFormat("an identity-based policy allows %s", What());
  }

  std::string DenyReason() const {
    for (const StatementReport& report : result_.statements) {
      if (!report.determining) continue;
      const StatementRef& ref = report.statement;
      return absl::StrFormat(
          "a Deny statement of %s%s matches %s", DenyNoun(ref),
          ref.policy.empty() ? "" : " " + Quote(ref.policy), What());
    }
    return "a Deny statement matches";
  }

  std::string DenyNoun(const StatementRef& ref) const {
    for (const PresentLayer& present : present_) {
      if (TypeOf(present.layer, layers_.resource_is_trust) == ref.type) {
        return std::string(
            LayerNoun(present.layer, layers_.resource_is_trust));
      }
    }
    return "a policy";
  }

  // S-7.27.
  std::string MissingReason() const {
    switch (verdict_.missing) {
      case Missing::kVpcEndpoint:
        return absl::StrFormat("%s does not allow %s",
                               Named(Layer::kVpcEndpoint), What());
      case Missing::kScp:
        return absl::StrFormat("SCP level %d (%s) has no Allow for %s",
                               verdict_.level, ScpPlace(), What());
      case Missing::kResource:
        return absl::StrFormat(
            "no resource-based policy allows %s to %s, and the caller has no "
            "policies of its own",
            What(), request_.principal.text);
      case Missing::kResourceToo:
        return ResourceTooReason();
      case Missing::kPolicyRequired:
        return absl::StrFormat(
            "%s does not allow %s to the caller, and without it no other "
            "policy can",
            IsTrustRequest() ? "the role's trust policy" : "the key policy",
            What());
      case Missing::kIdentity:
        return IdentityReason();
      case Missing::kBoundary:
        return absl::StrFormat("%s does not allow %s",
                               Named(Layer::kBoundary), What());
      case Missing::kSession:
        return absl::StrFormat("no session policy allows %s", What());
      case Missing::kSessionOfFederatedUser:
        return "the federated user has no session policy, and so no "
               "permissions of its own";
      case Missing::kPartition:
        return absl::StrFormat(
            "the caller is in partition %s and the resource in %s",
            request_.principal.partition, request_.resource_partition);
      case Missing::kNothing:
        break;
    }
    return absl::StrFormat("nothing allows %s", What());
  }

  std::string ScpPlace() const {
    if (verdict_.level == 1) return "root";
    return verdict_.level == layers_.scp.size() ? "account" : "OU";
  }

  std::string ResourceTooReason() const {
    if (applies_.account_unknown) {
      return absl::StrFormat(
          "the resource-based policy does not allow %s to the caller, which "
          "it must unless the resource is in the caller's account",
          What());
    }
    return absl::StrFormat(
        "a resource-based policy must also allow %s to the caller, who is in "
        "another account (%s) than the resource (%s)",
        What(), request_.principal.account, request_.resource_account);
  }

  std::string IdentityReason() const {
    if (!applies_.resource) {
      return absl::StrFormat("no identity-based policy allows %s", What());
    }
    return absl::StrFormat(
        "no identity-based policy allows %s, and %s does not allow it to the "
        "caller %s",
        What(), Named(Layer::kResource),
        layers_.resource_is_trust || !applies_.same_account
            ? "alone"
            : "directly");
  }

  const PolicyStore& store_;
  const PolicyLayers& layers_;
  const RequestView& request_;
  const ContextView& context_;
  const Applicability applies_;
  const ActionRef action_;
  const MatchFrame frame_;
  std::vector<TraceEntry> trace_;
  const Verdict verdict_;
  std::vector<PresentLayer> present_;
  std::set<std::string> missing_keys_;
  Explanation result_;
};

}  // namespace

Explanation ExplainDecision(const PolicyStore& store,
                            const PolicyLayers& layers,
                            const RequestView& request,
                            const ContextView& context,
                            const DecideOptions& options) {
  return Explainer(store, layers, request, context, options).Run();
}

}  // namespace iameval::internal
