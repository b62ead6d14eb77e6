#include "reference/evaluate.h"

#include <algorithm>
#include <optional>
#include <span>
#include <string_view>

#include "absl/strings/str_format.h"
#include "base/arn.h"
#include "base/ascii.h"
#include "reference/caller.h"
#include "reference/principals.h"
#include "reference/statements.h"

// Evaluate() at the end follows the pseudo-code of S-7.24 line by line.

namespace iameval::reference {
namespace {

using internal::Document;
using internal::EqualsIgnoringAsciiCase;
using internal::ParseArn;
using internal::Statement;

// --- What is requested ---

bool IsRole(std::string_view resource) {
  const auto arn = ParseArn(resource);
  return arn.has_value() && arn->service == "iam" &&
         arn->resource.starts_with("role/");
}

bool IsKmsKey(std::string_view resource) {
  const auto arn = ParseArn(resource);
  return arn.has_value() && arn->service == "kms" &&
         arn->resource.starts_with("key/");
}

// --- Which layers apply (S-7.3) ---

// S-7.5.
bool ScpOn(const PolicySet& policies, const Subject& subject) {
  return policies.scp.has_value() && subject.caller.has_account() &&
         !subject.request.principal_account_is_management() &&
         !subject.caller.is_service_linked_role();
}

// S-7.7. Every service supports RCPs, there is no service data here; and
// nothing in a request says that a KMS key is managed by AWS.
bool RcpOn(const PolicySet& policies, const Subject& subject) {
  const Request& request = subject.request;
  return policies.rcp.has_value() &&
         !request.resource_account_is_management() &&
         request.service_supports_rcps() &&
         !subject.caller.is_service_linked_role() &&
         !EqualsIgnoringAsciiCase(request.action(), "kms:RetireGrant");
}

bool IdentityOn(const Subject& subject) {
  return subject.caller.kind == CallerKind::kUser ||
         subject.caller.kind == CallerKind::kRoleSession ||
         subject.caller.kind == CallerKind::kFederatedUser;
}

// Role sessions and federated users; a root user only in an AssumeRoot session,
// which carries one.
bool SessionOn(const PolicySet& policies, const Subject& subject) {
  return policies.session.has_value() &&
         (subject.caller.kind == CallerKind::kRoleSession ||
          subject.caller.kind == CallerKind::kFederatedUser ||
          subject.caller.kind == CallerKind::kRoot);
}

// A trust policy speaks only of assuming the role it hangs on.
bool ResourcePolicyOn(const PolicySet& policies, const Subject& subject) {
  if (!policies.resource.has_value()) return false;
  if (policies.resource->type() != PolicyType::kTrust) return true;
  return IsTrustAction(subject.request.action()) &&
         IsRole(subject.request.resource());
}

// One list of policies that are OR-ed (S-1.21).
struct Group {
  PolicyType type = PolicyType::kIdentity;
  std::size_t level = 0;  // of an SCP or RCP: 1 = root
  std::span<const Policy> policies;
};

std::span<const Policy> One(const std::optional<Policy>& policy) {
  return {&*policy, 1};
}

std::vector<Group> Levels(PolicyType type,
                          const std::vector<PolicySet::Level>& levels) {
  std::vector<Group> groups;
  for (const PolicySet::Level& level : levels) {
    groups.push_back({type, groups.size() + 1, level});
  }
  return groups;
}

// The documents that apply to the request, layer by layer; a layer that does
// not apply has none.
struct Layers {
  Group identity;
  Group boundary;
  Group session;
  std::vector<Group> scp;
  std::vector<Group> rcp;
  Group resource;  // or trust
  Group vpce;

  [[nodiscard]] std::vector<Group> All() const {
    std::vector<Group> all = {identity, boundary, session, resource, vpce};
    all.insert(all.end(), scp.begin(), scp.end());
    all.insert(all.end(), rcp.begin(), rcp.end());
    return all;
  }
};

Layers LayersFor(const PolicySet& policies, const Subject& subject) {
  Layers layers;
  if (IdentityOn(subject)) {
    layers.identity = {PolicyType::kIdentity, 0, policies.identity};
  }
  if (subject.has_boundary) {
    layers.boundary = {PolicyType::kBoundary, 0, One(policies.boundary)};
  }
  if (SessionOn(policies, subject)) {
    layers.session = {PolicyType::kSession, 0, *policies.session};
  }
  if (ScpOn(policies, subject)) {
    layers.scp = Levels(PolicyType::kScp, *policies.scp);
  }
  if (RcpOn(policies, subject)) {
    layers.rcp = Levels(PolicyType::kRcp, *policies.rcp);
  }
  if (ResourcePolicyOn(policies, subject)) {
    layers.resource = {policies.resource->type(), 0, One(policies.resource)};
  }
  if (policies.vpc_endpoint.has_value()) {
    layers.vpce = {PolicyType::kVpcEndpoint, 0, One(policies.vpc_endpoint)};
  }
  return layers;
}

// --- Hits ---

// Some statement of that effect matches.
bool Hit(const Group& group, bool allow, const Subject& subject) {
  for (const Policy& policy : group.policies) {
    const Document& document = *policy.document();
    for (const Statement& statement : document.statements) {
      if (statement.allow == allow &&
          MatchStatement(statement, document, subject) != MatchKind::kNone) {
        return true;
      }
    }
  }
  return false;
}

// The strongest kind of the matching Allow statements: K of S-7.25. In S-7.24
// every rule that asks for a weaker kind comes after the one for a stronger.
MatchKind StrongestAllow(const Group& group, const Subject& subject) {
  MatchKind strongest = MatchKind::kNone;
  for (const Policy& policy : group.policies) {
    const Document& document = *policy.document();
    for (const Statement& statement : document.statements) {
      if (!statement.allow) continue;
      strongest =
          std::max(strongest, MatchStatement(statement, document, subject));
    }
  }
  return strongest;
}

// --- Accounts (S-7.13, S-7.26) ---

bool SameAccount(const PolicySet& policies, const Subject& subject) {
  const std::string_view owner = ResourceAccount(subject.request);
  // S-7.26: with a resource policy, an unknown owner counts as another one.
  if (owner.empty()) return !policies.resource.has_value();
  return owner == subject.caller.account;
}

bool PartitionsDiffer(const Subject& subject) {
  const auto arn = ParseArn(subject.request.resource());
  return arn.has_value() && arn->partition != subject.caller.partition;
}

}  // namespace

Decision Evaluate(const PolicySet& policies, const Request& request,
                  const Options& options) {
  if (options.get_caller_identity_is_always_allowed &&
      EqualsIgnoringAsciiCase(request.action(), "sts:GetCallerIdentity")) {
    return Decision::kAllowed;  // S-7.22
  }
  const Subject subject(request, policies.boundary.has_value());
  const CallerKind principal = subject.caller.kind;
  const Layers layers = LayersFor(policies, subject);
  const auto hit = [&](const Group& group, bool allow) {
    return Hit(group, allow, subject);
  };

  // 1. explicit deny (S-7.2)
  for (const Group& group : layers.All()) {
    if (hit(group, false)) return Decision::kExplicitDeny;
  }

  // 2. organisation and network ceilings
  // S-7.6: with RCPFullAWSAccess inserted, every RCP level has its Allow.
  for (const Group& level : layers.scp) {
    if (!hit(level, true)) return Decision::kImplicitDeny;  // S-7.4
  }
  if (policies.vpc_endpoint.has_value() && !hit(layers.vpce, true)) {
    return Decision::kImplicitDeny;  // S-7.20
  }

  // 3. who grants
  const MatchKind k = StrongestAllow(layers.resource, subject);
  if (principal == CallerKind::kAnonymous ||
      principal == CallerKind::kService || principal == CallerKind::kProvider) {
    return k == MatchKind::kDirect ? Decision::kAllowed
                                   : Decision::kImplicitDeny;
  }
  const bool i = principal == CallerKind::kRoot || hit(layers.identity, true);
  const bool b = !subject.has_boundary || hit(layers.boundary, true);
  const bool s = SessionOn(policies, subject)
                     ? hit(layers.session, true)
                     : principal != CallerKind::kFederatedUser;  // S-7.12
  const bool must_have =
      (IsTrustAction(request.action()) && IsRole(request.resource())) ||
      IsKmsKey(request.resource());  // S-7.17, S-7.18
  if (SameAccount(policies, subject)) {
    if (k == MatchKind::kDirect) return Decision::kAllowed;
    if (k == MatchKind::kRole && b && s) return Decision::kAllowed;
    if (i && b && s && (k != MatchKind::kNone || !must_have)) {
      return Decision::kAllowed;
    }
    return Decision::kImplicitDeny;
  }
  if (PartitionsDiffer(subject)) return Decision::kImplicitDeny;
  return i && b && s && k != MatchKind::kNone ? Decision::kAllowed
                                              : Decision::kImplicitDeny;
}

std::vector<MatchedStatement> MatchingStatements(const PolicySet& policies,
                                                 const Request& request) {
  const Subject subject(request, policies.boundary.has_value());
  std::vector<MatchedStatement> matching;
  for (const Group& group : LayersFor(policies, subject).All()) {
    for (std::size_t p = 0; p < group.policies.size(); ++p) {
      const Document& document = *group.policies[p].document();
      for (std::size_t i = 0; i < document.statements.size(); ++i) {
        const Statement& statement = document.statements[i];
        const MatchKind kind = MatchStatement(statement, document, subject);
        if (kind == MatchKind::kNone) continue;
        const bool has_kind = statement.principal.form !=
                              internal::PrincipalElement::Form::kAbsent;
        matching.push_back({group.type, group.level, p, i, statement.allow,
                            has_kind ? "-ARD"[static_cast<int>(kind)] : ' '});
      }
    }
  }
  return matching;
}

std::string ToString(const MatchedStatement& matched) {
  std::string text = absl::StrFormat("%s %s", matched.allow ? "Allow" : "Deny",
                                     PolicyTypeName(matched.type));
  if (matched.level > 0)
    absl::StrAppendFormat(&text, " level %d", matched.level);
  absl::StrAppendFormat(&text, " [%d] statement %d", matched.policy,
                        matched.statement);
  if (matched.kind != ' ') absl::StrAppendFormat(&text, " (%c)", matched.kind);
  return text;
}

}  // namespace iameval::reference
