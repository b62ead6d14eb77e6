#include "engine/explain_reason.h"

#include <string_view>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "base/absl_view.h"
#include "base/quote.h"

namespace iameval::internal {
namespace {

class ReasonWriter {
 public:
  ReasonWriter(const DecisionRecord& record,
               std::span<const StatementReport> statements)
      : record_(record),
        request_(record.request),
        applies_(record.applies),
        statements_(statements),
        what_(absl::StrFormat("%s on %s", request_.action, request_.resource)) {
  }

  std::string Write() const {
    switch (record_.verdict.decision) {
      case Decision::kAllowed:
        return Allowed();
      case Decision::kExplicitDeny:
        return Denied();
      case Decision::kImplicitDeny:
        return MissingAllow();
    }
    return "";
  }

 private:
  bool IsRoot() const {
    return request_.principal.kind == PrincipalKind::kRoot;
  }
  bool IsFederatedUser() const {
    return request_.principal.kind == PrincipalKind::kFederatedUser;
  }
  // `the key policy "X"`.
  std::string Named(Layer layer) const { return NamedLayer(record_, layer); }

  // ---- allowed

  std::string Allowed() const {
    const Verdict& verdict = record_.verdict;
    if (verdict.granted_by_identity && verdict.granted_by_resource) {
      if (IsRoot()) {
        return absl::StrFormat(
            "the root user needs no policy of its own, and %s allows %s",
            Named(Layer::kResource), what_);
      }
      return absl::StrFormat("an identity-based policy and %s both allow %s",
                             LayerNoun(record_, Layer::kResource, true), what_);
    }
    if (verdict.granted_by_resource) {
      return absl::StrFormat("%s allows the caller %s", Named(Layer::kResource),
                             what_);
    }
    if (!verdict.granted_by_identity) {
      return "sts:GetCallerIdentity needs no permission";
    }
    if (IsRoot()) {
      return absl::StrFormat(
          "the root user needs no policy in its own account for %s", what_);
    }
    return absl::StrFormat("an identity-based policy allows %s", what_);
  }

  // ---- explicitly denied

  std::string Denied() const {
    for (const StatementReport& report : statements_) {
      if (!report.determining) continue;
      const StatementRef& ref = report.statement;
      return absl::StrFormat(
          "%s of %s matches %s",
          ref.sid.empty()
              ? "a Deny statement"
              : absl::StrFormat("the Deny statement %s", Quote(ref.sid)),
          DenyingPolicy(ref), what_);
    }
    return "a Deny statement matches";
  }

  // `the service control policy "X" at level 2 (OU)`.
  std::string DenyingPolicy(const StatementRef& ref) const {
    for (const PresentLayer& present : record_.present) {
      if (TypeOf(record_, present.layer) != ref.type) continue;
      std::string text(LayerNoun(record_, present.layer, !ref.policy.empty()));
      if (!ref.policy.empty()) absl::StrAppend(&text, " ", Quote(ref.policy));
      if (ref.level > 0) {
        absl::StrAppendFormat(&text, " at level %d (%s)", ref.level,
                              LevelPlace(ref.level, present.levels));
      }
      return text;
    }
    return "a policy";
  }

  // ---- implicitly denied

  std::string MissingAllow() const {
    switch (record_.verdict.missing) {
      case Missing::kVpcEndpoint:
        return absl::StrFormat("%s does not allow %s",
                               Named(Layer::kVpcEndpoint), what_);
      case Missing::kScp:
        return MissingInScp();
      case Missing::kResource:
        return MissingForOutsider();
      case Missing::kResourceToo:
        return MissingInResourceToo();
      case Missing::kPolicyRequired:
        return MissingInRequiredPolicy();
      case Missing::kIdentity:
        return MissingInIdentity();
      case Missing::kBoundary:
        return absl::StrFormat("%s does not allow %s%s",
                               Named(Layer::kBoundary), what_, LimitedGrant());
      case Missing::kSession:
        return absl::StrFormat("no session policy allows %s%s", what_,
                               LimitedGrant());
      case Missing::kSessionOfFederatedUser:
        return absl::StrFormat(
            "the federated user has no session policy, and so no permissions "
            "of its own%s",
            LimitedGrant());
      case Missing::kPartition:
        return absl::StrFormat(
            "the caller is in partition %s and the resource in %s: nothing is "
            "allowed from one to another",
            request_.principal.partition, request_.resource_partition);
      case Missing::kNothing:
        break;
    }
    return absl::StrFormat("nothing allows %s", what_);
  }

  std::string MissingInScp() const {
    const std::uint32_t level = record_.verdict.level;
    std::string text =
        absl::StrFormat("SCP level %d (%s) has no Allow for %s", level,
                        LevelPlace(level, record_.layers.scp.size()), what_);
    const auto attached = record_.store.attached(record_.layers.scp[level - 1]);
    if (attached.empty()) {
      absl::StrAppend(&text, ": nothing is attached there");
    } else if (attached.size() == 1 && !attached[0].policy.name().empty()) {
      absl::StrAppendFormat(&text, ": %s is all that is attached there",
                            Quote(attached[0].policy.name()));
    }
    return text;
  }

  // Callers without policies of their own: services, identity providers and
  // anonymous ones.
  std::string MissingForOutsider() const {
    const std::string who = request_.principal.kind == PrincipalKind::kAnonymous
                                ? "an anonymous caller"
                                : std::string(request_.principal.text);
    const std::string_view why =
        request_.principal.kind == PrincipalKind::kFederatedProvider
            ? ""
            : ", which has no policies of its own";
    if (applies_.resource) {
      return absl::StrFormat("%s does not allow %s to %s%s",
                             Named(Layer::kResource), what_, who, why);
    }
    if (applies_.must_have_resource_policy) return MissingInRequiredPolicy();
    return absl::StrFormat("no resource-based policy allows %s to %s%s", what_,
                           who, why);
  }

  std::string MissingInResourceToo() const {
    if (applies_.account_unknown) {
      return absl::StrFormat(
          "%s does not allow %s to the caller, which it must unless the "
          "resource is in the caller's account",
          Named(Layer::kResource), what_);
    }
    return absl::StrFormat(
        "%s must also allow %s to the caller, who is in another account (%s) "
        "than the resource (%s)",
        applies_.resource ? Named(Layer::kResource) : "a resource-based policy",
        what_, request_.principal.account, request_.resource_account);
  }

  std::string MissingInRequiredPolicy() const {
    if (!applies_.resource) {
      return absl::StrFormat(
          "no %s policy was given, and without one nobody is allowed %s",
          request_.resource_traits.kms_key ? "key" : "trust", what_);
    }
    return absl::StrFormat(
        "%s does not allow %s to the caller, and without it no other policy "
        "can",
        Named(Layer::kResource), what_);
  }

  std::string MissingInIdentity() const {
    const std::string_view whose =
        IsFederatedUser() ? " of the issuing user" : "";
    if (!applies_.resource) {
      return absl::StrFormat("no identity-based policy%s allows %s", whose,
                             what_);
    }
    const std::string resource = Named(Layer::kResource);
    if (!applies_.same_account) return MissingInIdentityToo(resource, whose);
    if (record_.HasGrant(MatchKind::kAccount)) {
      return absl::StrFormat(
          "%s allows the caller's account, which leaves %s to identity-based "
          "policies: none%s allows it",
          resource, what_, whose);
    }
    return absl::StrFormat(
        "neither an identity-based policy%s nor %s allows %s", whose, resource,
        what_);
  }

  std::string MissingInIdentityToo(std::string_view resource,
                                   std::string_view whose) const {
    if (applies_.account_unknown) {
      return absl::StrFormat(
          "%s allows %s, but no identity-based policy%s does, which it must "
          "unless the resource is in the caller's account",
          resource, what_, whose);
    }
    return absl::StrFormat(
        "%s allows %s, but an identity-based policy%s must also: the caller is "
        "in another account (%s) than the resource (%s)",
        resource, what_, whose, request_.principal.account,
        request_.resource_account);
  }

  // S-7.9: why a grant that is there is not enough.
  std::string LimitedGrant() const {
    if (!applies_.same_account || !record_.HasGrant(MatchKind::kRole)) {
      return "";
    }
    return absl::StrFormat(
        "; what %s grants %s does not go beyond that",
        LayerNoun(record_, Layer::kResource, true),
        IsFederatedUser() ? "the issuing user" : "the caller's role");
  }

  const DecisionRecord& record_;
  const RequestView& request_;
  const Applicability& applies_;
  const std::span<const StatementReport> statements_;
  const std::string what_;  // "s3:GetObject on arn:..."
};

}  // namespace

std::string ReasonFor(const DecisionRecord& record,
                      std::span<const StatementReport> statements) {
  return ReasonWriter(record, statements).Write();
}

}  // namespace iameval::internal
