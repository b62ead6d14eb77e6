#include "policy/size_quotas.h"

#include <algorithm>
#include <array>
#include <string>

#include "policy/attached_service.h"

namespace iameval::internal {
namespace {

struct ServiceQuota {
  std::string_view service;
  std::size_t bytes;
  std::string_view of;
};

// Where AWS's documentation tells the quota: sqs, quotas-policies; kms,
// resource-limits; sns, sns-access-policy-language-api-permissions-reference;
// s3, access-points-restrictions-limitations and "Special Information for
// Amazon S3 Policies"; lambda, Knowledge Center "The final policy size is
// bigger than the limit"; the others, the length constraint in their API
// reference (PutResourcePolicy, SetRepositoryPolicy, PutFileSystemPolicy,
// PutContainerPolicy, PutDomainPermissionsPolicy, PutClusterPolicy,
// PutTableBucketPolicy, PutModelPackageGroupPolicy, PutPolicy).
constexpr auto kServices = std::to_array<ServiceQuota>({
    {"acm-pca", 81'920, "a policy of a certificate authority"},
    {"bedrock", 20'480, "a resource policy of Bedrock"},
    {"cloudtrail", 8'192, "a resource policy of CloudTrail"},
    {"codeartifact", 7'168, "a policy of CodeArtifact"},
    {"comprehend", 20'000, "a resource policy of Comprehend"},
    {"dsql", 20'480, "a cluster policy of Aurora DSQL"},
    {"dynamodb", 20'480, "a resource policy of DynamoDB"},
    {"ecr", 10'240, "a repository policy"},
    {"elasticfilesystem", 20'000, "a file system policy"},
    {"kms", 32'768, "a key policy"},
    {"lambda", 20'480, "a function's policy"},
    {"mediastore", 8'192, "a container policy"},
    {"payment-cryptography", 20'480, "a resource policy of a payment key"},
    {"s3", 20'480, "a bucket policy"},
    {"s3tables", 20'480, "a table bucket policy"},
    {"sagemaker", 20'480, "a model package group's policy"},
    {"secretsmanager", 20'480, "a secret's policy"},
    {"sns", 30'720, "a topic policy"},
    {"sqs", 8'192, "a queue policy"},
});

std::optional<SizeQuota> ResourceQuota(const Document& document) {
  const std::string service = AttachedService(document);
  const auto* const row = std::find_if(kServices.begin(), kServices.end(),
                                       [&service](const ServiceQuota& quota) {
                                         return quota.service == service;
                                       });
  if (row == kServices.end()) return std::nullopt;
  return SizeQuota{&checks::kPolicySizeExceedsResourcePolicyQuota, row->bytes,
                   true, row->of};
}

}  // namespace

std::optional<SizeQuota> SizeQuotaOf(const Document& document) {
  switch (document.type) {
    case PolicyType::kIdentity:
      // A managed policy has 6,144, but nothing tells that this is one: the
      // largest that any may be, as in IAM Access Analyzer's own findings.
      return SizeQuota{&checks::kPolicySizeExceedsIdentityPolicyQuota, 10'240,
                       false,
                       "a role's inline policies (a managed policy has 6144)"};
    case PolicyType::kBoundary:
      return SizeQuota{&checks::kPolicySizeExceedsIdentityPolicyQuota, 6'144,
                       false, "a managed policy"};
    case PolicyType::kSession:
      return SizeQuota{&checks::kPolicySizeExceedsIdentityPolicyQuota, 2'048,
                       true, "session policies"};
    case PolicyType::kTrust:
      return SizeQuota{&checks::kPolicySizeExceedsRoleTrustPolicyQuota, 2'048,
                       false, "a role trust policy"};
    case PolicyType::kVpcEndpoint:
      return SizeQuota{&checks::kPolicySizeExceedsResourcePolicyQuota, 20'480,
                       true, "a VPC endpoint policy"};
    case PolicyType::kScp:
      return SizeQuota{&checks::kPolicySizeExceedsScpQuota, 5'120, true,
                       "a service control policy"};
    case PolicyType::kRcp:
      return SizeQuota{&checks::kPolicySizeExceedsRcpQuota, 5'120, true,
                       "a resource control policy"};
    case PolicyType::kResource:
      break;
  }
  return ResourceQuota(document);
}

}  // namespace iameval::internal
