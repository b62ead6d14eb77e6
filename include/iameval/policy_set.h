#ifndef IAMEVAL_POLICY_SET_H_
#define IAMEVAL_POLICY_SET_H_

#include <optional>
#include <vector>

#include "iameval/policy.h"

namespace iameval {

// The policies in force for one caller and one resource: what the AWS policy
// simulator takes, and the `policies` object of a decision case. Fill in what
// there is and hand it to Engine::Create, which checks that each policy was
// parsed as the type its place asks for.
//
// Absent and empty differ where AWS distinguishes them: an absent `session` is
// a session without session policies, an empty one allows nothing; an absent
// `scp` is an account outside any organization, an empty level blocks
// everything (S-7.4).
struct PolicySet {
  // One level of an organization: all SCPs (or RCPs) attached to one node.
  using Level = std::vector<Policy>;

  // Every member has an initializer, so that {.identity = {policy}} does not
  // warn of those left out.

  // kIdentity; of a federated user: its issuing user's.
  std::vector<Policy> identity = {};
  // kBoundary.
  std::optional<Policy> boundary = {};
  // kSession.
  std::optional<std::vector<Policy>> session = {};
  // kScp: root, OUs, account, in this order.
  std::optional<std::vector<Level>> scp = {};
  // kRcp: the same, of the resource's account.
  std::optional<std::vector<Level>> rcp = {};
  // kResource, or kTrust of a role.
  std::optional<Policy> resource = {};
  // kVpcEndpoint. Present: the request came through that endpoint.
  std::optional<Policy> vpc_endpoint = {};
};

}  // namespace iameval

#endif  // IAMEVAL_POLICY_SET_H_
