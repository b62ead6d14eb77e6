#include "runtime/decide.h"

#include <algorithm>
#include <tuple>

#include "runtime/match_statement.h"
#include "runtime/scan.h"

namespace iameval::internal {
namespace {

// Which match kinds the Allow statements of a layer had.
class KindSet {
 public:
  void Insert(MatchKind kind) {
    bits_ |= 1u << static_cast<unsigned>(kind);
  }
  [[nodiscard]] bool Has(MatchKind kind) const {
    return (bits_ & (1u << static_cast<unsigned>(kind))) != 0;
  }
  [[nodiscard]] bool empty() const { return bits_ == 0; }

 private:
  unsigned bits_ = 0;
};

// Evaluate's recorder: stops as soon as the answer is known.
struct NoRecorder {
  static constexpr bool kExhaustive = false;
  void Record(Layer, std::uint32_t, StatementId, MatchKind) {}
};

// Explain's: sees every statement that matches.
struct TraceRecorder {
  static constexpr bool kExhaustive = true;
  void Record(Layer layer, std::uint32_t level, StatementId statement,
              MatchKind kind) {
    trace.push_back({layer, level, statement, kind});
  }
  std::vector<TraceEntry>& trace;
};

template <typename Recorder>
class Decider {
 public:
  Decider(const MatchFrame& frame, const PolicyLayers& layers,
          const Applicability& applies, Recorder& recorder)
      : layers_(layers),
        request_(frame.request),
        applies_(applies),
        frame_(frame),
        resource_frame_(frame),
        recorder_(recorder) {
    resource_frame_.only_providers_are_allowed =
        applies.only_providers_are_allowed;
  }

  // S-7.24. Each layer is gone through once, its Deny statements before its
  // Allow statements; what the Allows say is kept until every layer has been
  // asked for a Deny.
  Verdict Run() {
    Scan(Layer::kVpcEndpoint, 0, Used(applies_.vpc_endpoint, layers_.vpc_endpoint), endpoint_);
    ScanLevels(Layer::kRcp, applies_.rcp, layers_.rcp);
    ScanLevels(Layer::kScp, applies_.scp, layers_.scp);
    Scan(Layer::kResource, 0, Used(applies_.resource, layers_.resource), resource_);
    Scan(Layer::kIdentity, 0, Used(applies_.identity, layers_.identity), identity_);
    Scan(Layer::kBoundary, 0, Used(applies_.boundary, layers_.boundary), boundary_);
    Scan(Layer::kSession, 0, Used(applies_.session, layers_.session), session_);
    // 1. explicit deny (S-7.2)
    if (denied_) return {Decision::kExplicitDeny};
    // 2. organization and network ceilings. RCPFullAWSAccess is attached to
    // every level, so an RCP can only deny (S-7.6, Q-42).
    if (applies_.vpc_endpoint && endpoint_.empty()) {
      return Lacking(Missing::kVpcEndpoint);
    }
    if (scp_level_without_allow_ != 0) {
      return Lacking(Missing::kScp, scp_level_without_allow_);  // S-7.4
    }
    // 3. who grants
    return Grant();
  }

 private:
  static BundleId Used(bool applies, BundleId bundle) {
    return applies ? bundle : kNoBundle;
  }

  static Verdict Lacking(Missing missing, std::uint32_t level = 0) {
    return {Decision::kImplicitDeny, missing, level};
  }

  bool Done() const { return denied_ && !Recorder::kExhaustive; }

  // Looks for a matching Deny and gathers the kinds of matching Allows.
  void Scan(Layer layer, std::uint32_t level, BundleId id, KindSet& allows) {
    if (id == kNoBundle || Done()) return;
    const MatchFrame& frame =
        layer == Layer::kResource ? resource_frame_ : frame_;
    ScanBundle(frame, id, false, [&](StatementId statement, MatchKind kind) {
      recorder_.Record(layer, level, statement, kind);
      denied_ = true;
      return Recorder::kExhaustive;
    });
    if (Done()) return;
    ScanBundle(frame, id, true, [&](StatementId statement, MatchKind kind) {
      recorder_.Record(layer, level, statement, kind);
      allows.Insert(kind);
      // No kind is worth more (S-3.14).
      return Recorder::kExhaustive || kind != MatchKind::kDirect;
    });
  }

  void ScanLevels(Layer layer, bool applies,
                  std::span<const BundleId> levels) {
    if (!applies) return;
    for (std::uint32_t i = 0; i < levels.size(); ++i) {
      if (levels[i] == kNoBundle) continue;
      KindSet allows;
      Scan(layer, i + 1, levels[i], allows);
      if (layer == Layer::kScp && allows.empty() &&
          scp_level_without_allow_ == 0) {
        scp_level_without_allow_ = i + 1;
      }
    }
  }

  // The table of S-7.25: no Deny matched and the ceilings are passed. K is the
  // set of kinds in resource_; I, B and S are the caller's own side.
  Verdict Grant() const {
    const bool direct = resource_.Has(MatchKind::kDirect);
    if (!request_.principal.has_account()) {  // S-7.14, S-7.15, S-7.18
      return direct ? GrantedByResource() : Lacking(Missing::kResource);
    }
    const bool i = !identity_.empty() ||
                   request_.principal.kind == PrincipalKind::kRoot;  // S-7.16
    const bool b = !applies_.boundary || !boundary_.empty();
    const bool s = applies_.session ? !session_.empty()
                                    : request_.principal.kind !=
                                          PrincipalKind::kFederatedUser;
    return applies_.same_account ? GrantInAccount(direct, i, b, s)
                                 : GrantAcrossAccounts(i, b, s);
  }

  Verdict GrantInAccount(bool direct, bool i, bool b, bool s) const {
    if (direct) return GrantedByResource();
    if (resource_.Has(MatchKind::kRole) && b && s) return GrantedByResource();
    const bool permitted =
        !resource_.empty() || !applies_.must_have_resource_policy;
    if (i && b && s && permitted) {
      return {.decision = Decision::kAllowed,
              .granted_by_resource = applies_.must_have_resource_policy,
              .granted_by_identity = true};
    }
    if (!permitted) return Lacking(Missing::kPolicyRequired);
    // With a role-level grant in the resource policy it is not the identity
    // side that is missing.
    if (!i && !resource_.Has(MatchKind::kRole)) {
      return Lacking(Missing::kIdentity);
    }
    return LackingOnCallerSide(true, b, s);
  }

  // S-7.13: both sides, each on its own.
  Verdict GrantAcrossAccounts(bool i, bool b, bool s) const {
    if (request_.resource != "*" &&
        request_.resource_partition != request_.principal.partition) {
      return Lacking(Missing::kPartition);
    }
    if (resource_.empty()) {
      return Lacking(applies_.must_have_resource_policy
                         ? Missing::kPolicyRequired
                         : Missing::kResourceToo);
    }
    if (i && b && s) {
      return {.decision = Decision::kAllowed,
              .granted_by_resource = true,
              .granted_by_identity = true};
    }
    return LackingOnCallerSide(i, b, s);
  }

  Verdict LackingOnCallerSide(bool i, bool b, bool s) const {
    if (!i) return Lacking(Missing::kIdentity);
    if (!b) return Lacking(Missing::kBoundary);
    if (!s) {
      return Lacking(applies_.session ? Missing::kSession
                                      : Missing::kSessionOfFederatedUser);
    }
    return Lacking(Missing::kNothing);
  }

  static Verdict GrantedByResource() {
    return {.decision = Decision::kAllowed, .granted_by_resource = true};
  }

  const PolicyLayers& layers_;
  const RequestView& request_;
  const Applicability& applies_;
  const MatchFrame& frame_;
  MatchFrame resource_frame_;  // for the resource layer
  Recorder& recorder_;

  bool denied_ = false;
  std::uint32_t scp_level_without_allow_ = 0;
  KindSet endpoint_;
  KindSet resource_;
  KindSet identity_;
  KindSet boundary_;
  KindSet session_;
};

template <typename Recorder>
Verdict Run(MatchFrame frame, const PolicyLayers& layers,
            const DecideOptions& options, Recorder recorder) {
  if (options.get_caller_identity_is_free &&
      frame.request.action_traits.get_caller_identity) {
    return {Decision::kAllowed};
  }
  const Applicability applies = FindApplicable(layers, frame.request);
  frame.has_boundary = applies.boundary;  // S-3.18
  return Decider<Recorder>(frame, layers, applies, recorder).Run();
}

}  // namespace

Applicability FindApplicable(const PolicyLayers& layers,
                             const RequestView& request) {
  const PrincipalView& principal = request.principal;
  const bool owns_policies = principal.has_account() &&
                             principal.kind != PrincipalKind::kRoot;
  const bool on_role =
      request.action_traits.trust && request.resource_traits.role;
  Applicability applies;
  applies.identity = owns_policies && layers.identity != kNoBundle;
  applies.boundary = owns_policies && layers.boundary != kNoBundle;
  // An IAM user has none; the root user in an AssumeRoot session has (S-7.3,
  //
  applies.session = principal.has_account() &&
                    principal.kind != PrincipalKind::kUser &&
                    layers.session != kNoBundle;
  applies.scp = layers.has_scp && principal.has_account() &&
                !request.principal_account_is_management &&
                !principal.service_linked_role;  // S-7.5
  applies.rcp = layers.has_rcp && !request.resource_account_is_management &&
                !principal.service_linked_role &&
                !request.action_traits.retire_grant;  // S-7.7
  applies.resource = layers.resource != kNoBundle &&
                     (!layers.resource_is_trust || on_role);
  applies.vpc_endpoint = layers.vpc_endpoint != kNoBundle;
  applies.must_have_resource_policy =
      on_role || request.resource_traits.kms_key;  // S-7.17, S-7.18
  applies.only_providers_are_allowed =
      layers.resource_is_trust &&
      (principal.kind == PrincipalKind::kFederatedProvider ||
       request.action_traits.federation);
  // S-7.26: an owner that is not known matters where there is a resource
  // policy, even one that is not consulted; the stricter rule is taken.
  // Otherwise the caller's own account is meant.
  applies.account_unknown = request.resource_account.empty() &&
                            principal.has_account() &&
                            layers.resource != kNoBundle;
  applies.same_account = request.resource_account.empty()
                             ? !applies.account_unknown
                             : request.resource_account == principal.account;
  return applies;
}

Verdict Decide(const MatchFrame& frame, const PolicyLayers& layers,
               const DecideOptions& options) {
  return Run(frame, layers, options, NoRecorder{});
}

Verdict DecideAndTrace(const MatchFrame& frame, const PolicyLayers& layers,
                       const DecideOptions& options,
                       std::vector<TraceEntry>& trace) {
  const Verdict verdict = Run(frame, layers, options, TraceRecorder{trace});
  // A statement that several of its patterns lead to was met several times.
  const auto place = [](const TraceEntry& entry) {
    return std::tuple(entry.layer, entry.level, entry.statement);
  };
  std::sort(trace.begin(), trace.end(),
            [&](const TraceEntry& a, const TraceEntry& b) {
              return place(a) < place(b);
            });
  trace.erase(std::unique(trace.begin(), trace.end(),
                          [&](const TraceEntry& a, const TraceEntry& b) {
                            return place(a) == place(b);
                          }),
              trace.end());
  return verdict;
}

}  // namespace iameval::internal
