#include "runtime/decide.h"

#include <algorithm>
#include <cstdint>
#include <span>
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
  // Changes `frame` for the layers that ask for it.
  Decider(MatchFrame& frame, const PolicyLayers& layers, Recorder& recorder)
      : layers_(layers),
        request_(frame.request),
        frame_(frame),
        recorder_(recorder) {}

  // S-7.24. Each layer is gone through once, its Deny statements before its
  // Allow statements; what the Allows say is kept until every layer has been
  // asked for a Deny.
  Verdict Run() {
    FindLayers(layers_, request_, applies_);
    frame_.has_boundary = applies_.boundary;  // S-3.18
    if (applies_.vpc_endpoint) {
      Scan(Layer::kVpcEndpoint, 0, layers_.vpc_endpoint, endpoint_);
    }
    if (applies_.rcp) ScanLevels(Layer::kRcp, layers_.rcp);
    if (applies_.scp) ScanLevels(Layer::kScp, layers_.scp);
    if (applies_.resource) ScanResourcePolicy();
    if (applies_.identity) {
      Scan(Layer::kIdentity, 0, layers_.identity, identity_);
    }
    if (applies_.boundary) {
      Scan(Layer::kBoundary, 0, layers_.boundary, boundary_);
    }
    if (applies_.session) Scan(Layer::kSession, 0, layers_.session, session_);
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
  static Verdict Lacking(Missing missing, std::uint32_t level = 0) {
    return {Decision::kImplicitDeny, missing, level};
  }

  bool Done() const { return denied_ && !Recorder::kExhaustive; }

  // What is done with a statement that matches: false if no other can change
  // the answer.
  struct TakeDeny {
    bool operator()(StatementId statement, MatchKind kind) const {
      self.recorder_.Record(layer, level, statement, kind);
      self.denied_ = true;
      return Recorder::kExhaustive;
    }
    Decider& self;
    Layer layer;
    std::uint32_t level;
  };
  struct TakeAllow {
    bool operator()(StatementId statement, MatchKind kind) const {
      self.recorder_.Record(layer, level, statement, kind);
      allows.Insert(kind);
      // No kind is worth more (S-3.14).
      return Recorder::kExhaustive || kind != MatchKind::kDirect;
    }
    Decider& self;
    Layer layer;
    std::uint32_t level;
    KindSet& allows;
  };

  // Looks for a matching Deny and gathers the kinds of matching Allows. Called
  // in many places, so that the compiler should not copy it there.
  [[gnu::noinline]] void Scan(Layer layer, std::uint32_t level, BundleId id,
                              KindSet& allows) {
    if (Done()) return;
    ScanBundle(frame_, id, TakeDeny{*this, layer, level},
               TakeAllow{*this, layer, level, allows},
               [this] { return Done(); });
  }

  void ScanResourcePolicy() {
    frame_.only_providers_are_allowed = applies_.only_providers_are_allowed;
    Scan(Layer::kResource, 0, layers_.resource, resource_);
    frame_.only_providers_are_allowed = false;
  }

  void ScanLevels(Layer layer, std::span<const BundleId> levels) {
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
  Verdict Grant() {
    FindRelation(layers_, request_, applies_);
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
  Applicability applies_;
  MatchFrame& frame_;
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
Verdict Run(MatchFrame& frame, const PolicyLayers& layers,
            const DecideOptions& options, Recorder recorder) {
  if (frame.request.action_traits.get_caller_identity &&
      options.get_caller_identity_is_free) {
    return {Decision::kAllowed};
  }
  return Decider<Recorder>(frame, layers, recorder).Run();
}

}  // namespace

// The row of S-7.25 with neither K nor boundary and session. What is missing
// interests nobody here.
Decision DecideByIdentity(const MatchFrame& frame, const PolicyLayers& layers) {
  bool denied = false;
  bool allowed = false;
  const auto set = [](bool& flag) {
    return [&flag](StatementId, MatchKind) {
      flag = true;
      return false;
    };
  };
  ScanBundle(frame, layers.identity, set(denied), set(allowed),
             [&denied] { return denied; });
  if (denied) return Decision::kExplicitDeny;
  if (!allowed) return Decision::kImplicitDeny;
  Applicability applies;
  FindRelation(layers, frame.request, applies);
  return applies.same_account && !applies.must_have_resource_policy &&
                 frame.request.principal.kind != PrincipalKind::kFederatedUser
             ? Decision::kAllowed
             : Decision::kImplicitDeny;
}

Decision Decide(MatchFrame& frame, const PolicyLayers& layers,
                const DecideOptions& options) {
  if (HasOnlyIdentity(layers) && IsUsualRequest(frame.request)) [[likely]] {
    return DecideByIdentity(frame, layers);
  }
  return Run(frame, layers, options, NoRecorder{}).decision;
}

Verdict DecideAndTrace(MatchFrame& frame, const PolicyLayers& layers,
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
