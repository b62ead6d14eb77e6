#ifndef IAMEVAL_ORGANIZATION_H_
#define IAMEVAL_ORGANIZATION_H_

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "iameval/policy.h"

// What an account or an organization consists of, as plain data for
// Engine::Builder. Every field but the first of each struct may be left out.

namespace iameval {

// Tag keys and values. Keys are compared ignoring case (S-5.2), so two that
// differ only in case are refused.
using Tags = std::vector<std::pair<std::string, std::string>>;

// A user group: policies that its users share (S-3.15: never a principal).
struct Group {
  std::string arn;  // arn:aws:iam::111122223333:group/Developers
  std::vector<Policy> policies;  // PolicyType::kIdentity
};

struct User {
  std::string arn;  // arn:aws:iam::111122223333:user/Alice
  std::vector<Policy> policies;      // kIdentity, inline and managed
  std::vector<std::string> groups;   // ARNs of groups of the same account
  std::optional<Policy> boundary;    // kBoundary
  // Of the user as the caller: aws:PrincipalTag/...; as the resource:
  // aws:ResourceTag/... and iam:ResourceTag/... .
  Tags tags;
  std::string unique_id;  // AIDA...
};

struct Role {
  std::string arn;  // arn:aws:iam::111122223333:role/service-role/DemoRole
  std::vector<Policy> policies;    // kIdentity, inline and managed
  std::optional<Policy> boundary;  // kBoundary
  std::optional<Policy> trust;     // kTrust; without one nobody may assume it
  Tags tags;                       // as a user's
  std::string unique_id;           // AROA...
};

// A session that has more than its role or user gives it. Sessions that do not
// need not be added: a session of a known role is recognised by its ARN.
struct Session {
  // arn:aws:sts::111122223333:assumed-role/DemoRole/session-1, or
  // arn:aws:sts::111122223333:federated-user/Alice
  std::string arn;
  // The role, or the user (or root user) who called GetFederationToken
  // (S-3.8), of the same account. May be empty for a role session, whose ARN
  // names the role.
  std::string issuer_arn;
  // kSession; absent: the session has no session policies.
  std::optional<std::vector<Policy>> policies;
  // Session tags; they override the role's or user's of the same key (S-7.22).
  Tags tags;
};

// The root of an organization (no parent) or an organizational unit, at most 64
// levels deep.
struct OrganizationalUnit {
  std::string id;      // "r-examplerootid", "ou-examplerootid-exampleouid"
  std::string parent;  // id of another one; empty for the root
  // Attached here. Absent: nothing but FullAWSAccess is, so the level limits
  // nothing; an empty list blocks everything (S-7.4).
  std::optional<std::vector<Policy>> scps;  // kScp
  std::optional<std::vector<Policy>> rcps;  // kRcp
};

struct Account {
  std::string id;      // 12 digits
  std::string parent;  // root or OU; empty: in no organization
  // Attached to the account itself; as in OrganizationalUnit.
  std::optional<std::vector<Policy>> scps;  // kScp
  std::optional<std::vector<Policy>> rcps;  // kRcp
  // The organization's management account: at most one below a root.
  bool management = false;
};

// A resource with a policy of its own, or one whose owner or tags matter. What
// lies below it (an object in a bucket or behind an access point, a version of a
// function, an index of a table) is found through it: policy and owner hold
// there too, tags do not. Below means behind a `/` or `:` of the ARN, except
// where names have slashes (repositories, secrets, log groups, parameters): the
// nearest one counts.
struct Resource {
  std::string arn;      // arn:aws:s3:::amzn-s3-demo-bucket, without wildcards
  std::string account;  // 12 digits; needed where the ARN does not say (S-6.4)
  std::optional<Policy> policy;  // kResource
  Tags tags;                     // give aws:ResourceTag/...
};

struct VpcEndpoint {
  std::string id;                // vpce-..., the value of aws:SourceVpce
  std::optional<Policy> policy;  // kVpcEndpoint; absent: allows everything
};

}  // namespace iameval

#endif  // IAMEVAL_ORGANIZATION_H_
