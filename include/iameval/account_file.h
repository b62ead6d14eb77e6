#ifndef IAMEVAL_ACCOUNT_FILE_H_
#define IAMEVAL_ACCOUNT_FILE_H_

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "iameval/engine.h"
#include "iameval/export.h"
#include "iameval/policy.h"
#include "iameval/policy_files.h"

namespace iameval {

// A policy of an account file and where it is attached.
struct AttachedPolicy {
  Policy policy;
  // What it is attached to: an ARN or the id of an account, organizational
  // unit or endpoint. Empty in a `policies` object.
  std::string owner = {};
  // JSON pointer in the file: "/roles/0/policies/1".
  std::string pointer = {};
};

// Policies read from JSON, as an engine and as what else a program must know
// of them. The JSON is one of two things (tests/README.md describes both):
//
// - an account file: the parts of iameval/organization.h as lists of objects,
//
//     {"accounts": [{"id": "111122223333", "scps": [{"file": "scp.json"}]}],
//      "roles": [{"arn": "arn:aws:iam::111122223333:role/DemoRole",
//                 "policies": [{"file": "role.json"}], "tags": {"team": "a"}}],
//      "resources": [{"arn": "arn:aws:s3:::amzn-s3-demo-bucket",
//                     "account": "111122223333", "policy": {...}}]}
//
//   beside organizationalUnits, groups, users, sessions and vpcEndpoints;
// - the `policies` object of a decision case: one policy set for every caller
//   and resource.
//
// A policy in it is a document, its text as a JSON string, or {"file": NAME}.
// Immutable but for being assigned; copies share the engine.
class IAMEVAL_EXPORT AccountFile {
 public:
  // InvalidArgumentError when the text is not in the format, a policy is
  // refused, or Engine::Builder refuses the whole; an error of `files.read` is
  // passed on. Messages begin with files.path and name the place in the file,
  // and for a policy in a file of its own that file and the place in it.
  // A file that is named several times is read once. Near linear in the size.
  [[nodiscard]] static absl::StatusOr<AccountFile> Parse(
      std::string_view text, const PolicyFiles& files = {},
      const EngineOptions& options = {});

  [[nodiscard]] const Engine& engine() const { return engine_; }

  // It was a `policies` object: principals() and resources() are empty.
  [[nodiscard]] bool is_policy_set() const { return is_policy_set_; }

  // ARNs of users, roles and sessions, in this order and each in the file's.
  [[nodiscard]] std::span<const std::string> principals() const {
    return principals_;
  }
  // ARNs of resources with an entry of their own, in the file's order. (Users
  // and roles are resources as well; they are not among these.)
  [[nodiscard]] std::span<const std::string> resources() const {
    return resources_;
  }
  // Every policy as often as it is attached, in the file's order; what is
  // wrong with it is Policy::issues().
  [[nodiscard]] std::span<const AttachedPolicy> policies() const {
    return policies_;
  }
  // What stands in Action and NotAction of all policies, wildcards included:
  // sorted, each once whatever its letter case. Linear in the policies.
  [[nodiscard]] std::vector<std::string> ActionPatterns() const;

  // Whether a request for this action can be asked: the `resource` of a
  // `policies` object is either a resource-based policy or a role's trust
  // policy, and only actions such as sts:AssumeRole look at the latter.
  // InvalidArgumentError when the other one would be needed. Cheap.
  [[nodiscard]] absl::Status CheckAction(std::string_view action) const;

 private:
  friend class AccountFileReader;
  friend class LineEvaluator;
  explicit AccountFile(Engine engine) : engine_(std::move(engine)) {}

  Engine engine_;
  bool is_policy_set_ = false;
  // Of the `resource` of a `policies` object.
  std::optional<PolicyType> resource_type_;
  std::vector<std::string> principals_;
  std::vector<std::string> resources_;
  std::vector<AttachedPolicy> policies_;
};

}  // namespace iameval

#endif  // IAMEVAL_ACCOUNT_FILE_H_
