#include "engine/directory_resources.h"

#include <algorithm>
#include <string>
#include <string_view>
#include <vector>

#include "absl/container/flat_hash_set.h"
#include "absl/strings/str_format.h"
#include "base/arn.h"
#include "base/quote.h"
#include "base/utf8.h"

namespace iameval::internal {
namespace {

constexpr std::string_view kResource = "resource";
constexpr std::string_view kEndpoint = "VPC endpoint";

absl::Status CheckResourceArn(const Resource& resource) {
  const auto arn = ParseArn(resource.arn);
  if (!arn.has_value() || arn->partition.empty() || arn->service.empty() ||
      arn->resource.empty() || !IsValidUtf8(resource.arn)) {
    return Refuse(kResource, resource.arn, "expected an ARN");
  }
  if (resource.arn.find_first_of("*?") != std::string::npos) {
    return Refuse(kResource, resource.arn,
                  "expected an ARN without wildcards: what lies below a "
                  "resource is found through it");
  }
  return absl::OkStatus();
}

absl::Status CheckOwner(const Resource& resource, const Directory& directory) {
  const auto arn = ParseArn(resource.arn);
  const bool arn_says = IsAccountId(arn->account);
  if (resource.account.empty() && !arn_says) {
    if (!resource.policy.has_value()) return absl::OkStatus();
    return Refuse(kResource, resource.arn,
                  "expected an account: the ARN does not say who owns it");
  }
  if (!resource.account.empty()) {
    if (!IsAccountId(resource.account)) {
      return Refuse(kResource, resource.arn,
                    absl::StrFormat("account: found %s, expected 12 digits",
                                    Quote(resource.account)));
    }
    if (arn_says && arn->account != resource.account) {
      return Refuse(kResource, resource.arn,
                    absl::StrFormat("account: found %s, but the ARN says %s",
                                    resource.account, arn->account));
    }
  }
  return CheckAccount(directory, kResource, resource.arn,
                      arn_says ? arn->account : resource.account);
}

// What is said of a user or role stands with the user or role.
absl::Status CheckUserOrRole(const Resource& resource,
                             const Directory& directory) {
  const auto arn = ParseArn(resource.arn);
  if (arn->service == "iam" && arn->resource.starts_with("role/") &&
      resource.policy.has_value()) {
    return Refuse(kResource, resource.arn,
                  "a role's policy is its trust policy: add it with the role");
  }
  if (!resource.tags.empty() && (directory.users.contains(resource.arn) ||
                                 directory.roles.contains(resource.arn))) {
    return Refuse(kResource, resource.arn,
                  "its tags are those given with the user or role");
  }
  return absl::OkStatus();
}

absl::Status AddResource(const Resource& resource, PolicyStore& store,
                         Directory& directory) {
  absl::Status status = CheckResourceArn(resource);
  if (status.ok()) status = CheckOwner(resource, directory);
  if (status.ok()) status = CheckUserOrRole(resource, directory);
  if (status.ok()) status = CheckTags(kResource, resource.arn, resource.tags);
  if (!status.ok()) return status;
  const auto [it, added] =
      directory.resources.emplace(resource.arn, ResourceRecord());
  if (!added) return Refuse(kResource, resource.arn, "added twice");
  it->second.account = resource.account;
  directory.longest_resource =
      std::max(directory.longest_resource, resource.arn.size());
  return Attach(store, resource.policy, PolicyType::kResource,
                Label(kResource, resource.arn), it->second.policy);
}

// Policy and owner hold below a resource too, and must not be lost where
// something below it was added for its tags.
void InheritFromAbove(const OrganizationParts& parts, Directory& directory) {
  std::vector<std::string_view> arns;
  for (const Resource& resource : parts.resources) arns.push_back(resource.arn);
  // What lies above has the shorter ARN, and is complete when its turn is over.
  std::sort(arns.begin(), arns.end(),
            [](std::string_view a, std::string_view b) {
              return a.size() < b.size();
            });
  for (const std::string_view arn : arns) {
    const ResourceRecord* above = directory.FindAbove(arn);
    if (above == nullptr) continue;
    ResourceRecord& record = directory.resources[std::string(arn)];
    if (record.policy == kNoBundle) record.policy = above->policy;
    if (record.account.empty()) record.account = above->account;
  }
}

}  // namespace

absl::Status AddResources(const OrganizationParts& parts, PolicyStore& store,
                          Directory& directory) {
  for (const Resource& resource : parts.resources) {
    absl::Status status = AddResource(resource, store, directory);
    if (!status.ok()) return status;
  }
  InheritFromAbove(parts, directory);
  return absl::OkStatus();
}

absl::Status AddEndpoints(const OrganizationParts& parts, PolicyStore& store,
                          Directory& directory) {
  for (const VpcEndpoint& endpoint : parts.endpoints) {
    if (!endpoint.id.starts_with("vpce-")) {
      return Refuse(kEndpoint, endpoint.id, "expected an id, vpce-...");
    }
    const auto [it, added] =
        directory.endpoints.emplace(endpoint.id, kNoBundle);
    if (!added) return Refuse(kEndpoint, endpoint.id, "added twice");
    absl::Status status =
        Attach(store, endpoint.policy, PolicyType::kVpcEndpoint,
               Label(kEndpoint, endpoint.id), it->second);
    if (!status.ok()) return status;
  }
  return absl::OkStatus();
}

void AddKnownItemsOfResources(const OrganizationParts& parts,
                              const KnownItemsMaker& maker,
                              Directory& directory) {
  for (const Resource& resource : parts.resources) {
    ResourceRecord& record = directory.resources[resource.arn];
    absl::flat_hash_set<std::string> seen;
    maker.AddTags("aws:resourcetag/", resource.tags, seen, record.tags);
    if (!record.account.empty()) {
      maker.Add("aws:resourceaccount", record.account, record.owner);
    }
  }
}

}  // namespace iameval::internal
