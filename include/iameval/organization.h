#ifndef IAMEVAL_ORGANIZATION_H_
#define IAMEVAL_ORGANIZATION_H_

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "iameval/policy.h"

// What an account or an organization consists of, as plain data for
// Engine::Builder. Every field but the first of each struct may be left out;
// each has an initializer, so that User{.arn = "..."} does not warn.

namespace iameval {

// Tag keys and values. Keys are compared ignoring case (S-5.2), so two that
// differ only in case are refused.
using Tags = std::vector<std::pair<std::string, std::string>>;

// A user group: policies that its users share (S-3.15: never a principal).
struct Group {
  std::string arn = {};  // arn:aws:iam::111122223333:group/Developers
  std::vector<Policy> policies = {};  // PolicyType::kIdentity
};

struct User {
  std::string arn = {};  // arn:aws:iam::111122223333:user/Alice
  // kIdentity, inline and managed.
  std::vector<Policy> policies = {};
  // ARNs of groups of the same account.
  std::vector<std::string> groups = {};
  // kBoundary.
  std::optional<Policy> boundary = {};
  // Of the user as the caller: aws:PrincipalTag/...; as the resource:
  // aws:ResourceTag/... and iam:ResourceTag/... .
  Tags tags = {};
  // AIDA...
  std::string unique_id = {};
};

struct Role {
  std::string arn = {};  // arn:aws:iam::111122223333:role/service-role/DemoRole
  // kIdentity, inline and managed.
  std::vector<Policy> policies = {};
  // kBoundary.
  std::optional<Policy> boundary = {};
  // kTrust; without one nobody may assume it.
  std::optional<Policy> trust = {};
  // As a user's.
  Tags tags = {};
  // AROA...
  std::string unique_id = {};
};

// A session that has more than its role or user gives it. Sessions that do not
// need not be added: a session of a known role is recognised by its ARN.
struct Session {
  // arn:aws:sts::111122223333:assumed-role/DemoRole/session-1, or
  // arn:aws:sts::111122223333:federated-user/Alice
  std::string arn = {};
  // The role, or the user (or root user) who called GetFederationToken
  // (S-3.8), of the same account. May be empty for a role session, whose ARN
  // names the role.
  std::string issuer_arn = {};
  // kSession; absent: the session has no session policies.
  std::optional<std::vector<Policy>> policies = {};
  // Session tags; they override the role's or user's of the same key (S-7.22).
  Tags tags = {};
};

// The root of an organization (no parent) or an organizational unit, at most 64
// levels deep.
struct OrganizationalUnit {
  std::string id = {};      // "r-examplerootid", "ou-examplerootid-exampleouid"
  std::string parent = {};  // id of another one; empty for the root
  // kScp, attached here. Absent: nothing but FullAWSAccess is, so the level
  // limits nothing; an empty list blocks everything (S-7.4).
  std::optional<std::vector<Policy>> scps = {};
  // kRcp; RCPFullAWSAccess is always attached, so an empty list limits nothing
  // (S-7.6).
  std::optional<std::vector<Policy>> rcps = {};
};

struct Account {
  std::string id = {};      // 12 digits
  std::string parent = {};  // root or OU; empty: in no organization
  // Attached to the account itself; as in OrganizationalUnit.
  std::optional<std::vector<Policy>> scps = {};
  std::optional<std::vector<Policy>> rcps = {};
  // The organization's management account: at most one below a root.
  bool management = false;
};

// A resource with a policy of its own, or one whose owner or tags matter. What
// lies below it (an object in a bucket or behind an access point, a version of
// a function, an index of a table) is found through it: policy and owner hold
// there too, tags do not. Below means behind a `/` or `:` of the ARN, except
// where names have slashes (repositories, secrets, log groups, parameters); the
// nearest one counts.
struct Resource {
  std::string arn = {};  // arn:aws:s3:::amzn-s3-demo-bucket, without wildcards
  // 12 digits; needed where the ARN does not say (S-6.4).
  std::string account = {};
  // kResource.
  std::optional<Policy> policy = {};
  // Give aws:ResourceTag/... .
  Tags tags = {};
};

struct VpcEndpoint {
  std::string id = {};  // vpce-..., the value of aws:SourceVpce
  // kVpcEndpoint; absent: allows everything.
  std::optional<Policy> policy = {};
};

}  // namespace iameval

#endif  // IAMEVAL_ORGANIZATION_H_
