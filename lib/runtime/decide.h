#ifndef IAMEVAL_LIB_RUNTIME_DECIDE_H_
#define IAMEVAL_LIB_RUNTIME_DECIDE_H_

#include <cstdint>
#include <span>
#include <vector>

#include "base/byte_lanes.h"
#include "iameval/decision.h"
#include "program/program.h"
#include "runtime/context_frame.h"
#include "runtime/match_principal.h"
#include "runtime/match_statement.h"
#include "runtime/request_view.h"

// The authorization decision across policy types: semantics section 7.5.

namespace iameval::internal {

// The compiled documents in force for one request (S-7.3). kNoBundle = the
// layer is absent, which differs from a layer without statements.
struct PolicyLayers {
  BundleId identity = kNoBundle;
  BundleId boundary = kNoBundle;
  BundleId session = kNoBundle;
  bool has_scp = false;
  std::span<const BundleId> scp;  // levels, root first; kNoBundle = a level
                                  // that limits nothing
  bool has_rcp = false;
  std::span<const BundleId> rcp;
  BundleId resource = kNoBundle;  // resource-based or trust policy
  bool resource_is_trust = false;
  BundleId vpc_endpoint = kNoBundle;
};

// The layers in the order in which a missing allow is named (S-7.27).
enum class Layer : std::uint8_t {
  kVpcEndpoint,
  kRcp,
  kScp,
  kResource,
  kIdentity,
  kBoundary,
  kSession,
};

// Which of the layers take part in this decision, and as what.
struct Applicability {
  bool identity = false;
  bool boundary = false;
  bool session = false;
  bool scp = false;
  bool rcp = false;
  bool resource = false;
  bool vpc_endpoint = false;
  bool must_have_resource_policy = false;  // trust policies, KMS keys
  bool same_account = false;
  bool account_unknown = false;  // S-7.26
  // In the resource layer only an identity provider named as such is allowed
  // (S-7.18).
  bool only_providers_are_allowed = false;
};

// Identity-based policies are in force and no others: the commonest case by
// far.
[[nodiscard]] inline bool HasOnlyIdentity(const PolicyLayers& layers) {
  return layers.identity != kNoBundle &&
         (layers.boundary & layers.session & layers.resource &
          layers.vpc_endpoint) == kNoBundle &&
         !layers.has_scp && !layers.has_rcp;
}

[[nodiscard]] inline bool OwnsPolicies(const PrincipalView& principal) {
  return principal.has_account() && principal.kind != PrincipalKind::kRoot;
}

// With HasOnlyIdentity: nothing but these policies decides.
[[nodiscard]] inline bool IsUsualRequest(const RequestView& request) {
  return OwnsPolicies(request.principal) &&
         !request.action_traits.get_caller_identity;
}

[[nodiscard]] inline bool IsTrustDecision(const RequestView& request) {
  return request.action_traits.trust && request.resource_traits.role;
}

// Fills in which layers take part.
inline void FindLayers(const PolicyLayers& layers, const RequestView& request,
                       Applicability& applies) {
  const PrincipalView& principal = request.principal;
  const bool owns_policies = OwnsPolicies(principal);
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
  applies.rcp = layers.has_rcp && request.service_supports_rcps &&
                !request.resource_account_is_management &&
                !principal.service_linked_role &&
                !request.action_traits.outside_rcps;  // S-7.7
  applies.resource =
      layers.resource != kNoBundle &&
      (!layers.resource_is_trust || IsTrustDecision(request));
  applies.vpc_endpoint = layers.vpc_endpoint != kNoBundle;
  applies.only_providers_are_allowed =
      layers.resource_is_trust &&
      (principal.kind == PrincipalKind::kFederatedProvider ||
       request.action_traits.federation);
}

// Fills in how caller and resource stand to each other.
inline void FindRelation(const PolicyLayers& layers,
                         const RequestView& request, Applicability& applies) {
  applies.must_have_resource_policy =
      IsTrustDecision(request) ||
      request.resource_traits.kms_key;  // S-7.17, S-7.18
  // S-7.26: an owner that is not known matters where there is a resource
  // policy, even one that is not consulted; the stricter rule is taken.
  // Otherwise the caller's own account is meant.
  const PrincipalView& principal = request.principal;
  applies.account_unknown = request.resource_account.empty() &&
                            principal.has_account() &&
                            layers.resource != kNoBundle;
  applies.same_account = request.resource_account.empty()
                             ? !applies.account_unknown
                             : IsSameText(request.resource_account,
                                          principal.account);
}

[[nodiscard]] inline Applicability FindApplicable(const PolicyLayers& layers,
                                                  const RequestView& request) {
  Applicability applies;
  FindLayers(layers, request, applies);
  FindRelation(layers, request, applies);
  return applies;
}

// Why a request is implicitly denied.
enum class Missing : std::uint8_t {
  kNothing,
  kVpcEndpoint,
  kScp,            // Verdict::level says which
  kResource,       // no grant to a caller that only the resource side can grant
  kResourceToo,    // the resource side must allow as well (other account, S-7.13)
  kPolicyRequired,  // a trust or key policy must allow (S-7.17, S-7.18)
  kIdentity,
  kBoundary,
  kSession,
  kSessionOfFederatedUser,  // S-7.12
  kPartition,               // S-7.13
};

struct Verdict {
  Decision decision = Decision::kImplicitDeny;
  Missing missing = Missing::kNothing;
  std::uint32_t level = 0;  // 1-based SCP level, with Missing::kScp
  // The layers whose Allow statements brought an allow about.
  bool granted_by_resource = false;
  bool granted_by_identity = false;
};

// Options of the decision that are not in any document.
struct DecideOptions {
  // sts:GetCallerIdentity needs no permission and heeds no Deny (S-7.22,
  //
  bool get_caller_identity_is_free = true;
};

// Decide where HasOnlyIdentity and IsUsualRequest hold.
[[nodiscard]] Decision DecideByIdentity(const MatchFrame& frame,
                                        const PolicyLayers& layers);

// Decides. No allocation, no locks, no failure. `frame.has_boundary` and
// `frame.only_providers_are_allowed` are filled in here.
[[nodiscard]] Decision Decide(MatchFrame& frame, const PolicyLayers& layers,
                              const DecideOptions& options);

// A statement that matched.
struct TraceEntry {
  Layer layer = Layer::kIdentity;
  std::uint32_t level = 0;  // 1-based, SCPs and RCPs
  StatementId statement = 0;
  MatchKind kind = MatchKind::kNone;
};

// Decides by the same code and records every statement that matched, not only
// those that were needed.
[[nodiscard]] Verdict DecideAndTrace(MatchFrame& frame,
                                     const PolicyLayers& layers,
                                     const DecideOptions& options,
                                     std::vector<TraceEntry>& trace);

}  // namespace iameval::internal

#endif  // IAMEVAL_LIB_RUNTIME_DECIDE_H_
