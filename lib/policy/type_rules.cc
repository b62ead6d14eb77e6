#include "policy/type_rules.h"

namespace iameval::internal {
namespace {

constexpr TypeRules kIdentity{
    .name = "an identity-based policy",
    .id = Need::kReported,
    .iam_hosted = true,
};

constexpr TypeRules kBoundary{
    .name = "a permissions boundary",
    .id = Need::kReported,
    .iam_hosted = true,
};

constexpr TypeRules kSession{
    .name = "a session policy",
    .iam_hosted = true,
    .short_arn = ShortArn::kRefused,  // S-1.19
};

constexpr TypeRules kResource{
    .name = "a resource-based policy",
    .id = Need::kOptional,
    .principal = Need::kRequired,
    .not_principal = Need::kOptional,
    .short_arn = ShortArn::kReported,
};

// S-1.17.
constexpr TypeRules kTrust{
    .name = "a role trust policy",
    .id = Need::kOptional,
    .principal = Need::kRequired,
    .resource = Need::kForbidden,
    .iam_hosted = true,
};

// S-1.18.
constexpr TypeRules kVpcEndpoint{
    .name = "a VPC endpoint policy",
    .id = Need::kOptional,
    .principal = Need::kRequired,
    .not_principal = Need::kOptional,
    .short_arn = ShortArn::kReported,
};

// S-1.15. Version is required, but AWS's own texts leave it out: its absence is
// a finding. The older date is not what either asks for: refused.
// S-2.12 calls a short ARN an error here and S-9.1 does not list it. As no rule
// says what it would match, and a Deny that matches nothing fails open, it is
// refused, as in a session policy.
constexpr TypeRules kScp{
    .name = "a service control policy",
    .version_is_2012 = true,
    .short_arn = ShortArn::kRefused,
};

// S-1.16, and what was said of SCPs.
constexpr TypeRules kRcp{
    .name = "a resource control policy",
    .principal = Need::kRequired,
    .version_is_2012 = true,
    .anyone_only = true,
    .not_action = false,
    .short_arn = ShortArn::kRefused,
};

}  // namespace

const TypeRules& RulesOf(PolicyType type) {
  switch (type) {
    case PolicyType::kIdentity:
      return kIdentity;
    case PolicyType::kBoundary:
      return kBoundary;
    case PolicyType::kSession:
      return kSession;
    case PolicyType::kResource:
      return kResource;
    case PolicyType::kTrust:
      return kTrust;
    case PolicyType::kVpcEndpoint:
      return kVpcEndpoint;
    case PolicyType::kScp:
      return kScp;
    case PolicyType::kRcp:
      return kRcp;
  }
  return kIdentity;
}

}  // namespace iameval::internal
