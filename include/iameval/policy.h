#ifndef IAMEVAL_POLICY_H_
#define IAMEVAL_POLICY_H_

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"
#include "iameval/export.h"
#include "iameval/issue.h"

namespace iameval {

namespace internal {
struct Document;
}  // namespace internal

// What a policy document is attached to. It decides which elements the
// document must and may have (S-1.14) and what its Allow statements mean
// (S-7.3).
enum class PolicyType : std::uint8_t {
  kIdentity,     // attached to a user, group or role
  kBoundary,     // permissions boundary of a user or role
  kSession,      // session policy of a role session or federated user
  kResource,     // resource-based policy: bucket, queue, topic, key ...
  kTrust,        // a role's trust policy
  kVpcEndpoint,  // VPC endpoint policy
  kScp,          // service control policy
  kRcp,          // resource control policy
};

// "identity", "boundary", "session", "resource", "trust", "vpce", "scp" or
// "rcp". Static storage.
[[nodiscard]] IAMEVAL_EXPORT std::string_view PolicyTypeName(PolicyType type);

// The inverse of PolicyTypeName; nullopt for any other text.
[[nodiscard]] IAMEVAL_EXPORT std::optional<PolicyType> PolicyTypeFromName(
    std::string_view name);

// Limits that keep a hostile document from costing more than it should. They
// are far above AWS's quotas (S-1.20): a document over a quota is reported as
// an Issue, a document over a limit is refused.
struct ParseOptions {
  // Of the document's text, in bytes. The largest document AWS stores is a key
  // policy of 32 KB.
  std::size_t max_bytes = std::size_t{16} << 20;
  // Of nested arrays and objects. A policy needs 6.
  std::size_t max_depth = 32;
  // Statements in one document.
  std::size_t max_statements = 100'000;
  // Values in one list (actions, resources, principals, condition values).
  std::size_t max_list_values = 100'000;
};

// Where a statement stands in its document.
struct StatementInfo {
  std::size_t index = 0;  // 0-based position in the Statement list
  std::string_view sid;   // empty when absent
  bool allow = false;     // Effect
  std::size_t offset = 0;  // of the statement's `{`, in bytes
  int line = 1;            // 1-based
  int column = 1;          // 1-based, in bytes
  bool not_action = false;  // it has NotAction instead of Action
};

// One entry of a statement's Action or NotAction.
struct ActionPattern {
  std::string_view text;  // "s3:Get*", as written; lives as long as the policy
  int line = 1;           // 1-based
  int column = 1;         // 1-based, in bytes
};

// One policy document, parsed and checked; immutable. Copies share the
// document, so they are cheap. Thread-safe, as every const member is.
//
//   absl::StatusOr<iameval::Policy> policy = iameval::Policy::Parse(R"({
//     "Version": "2012-10-17",
//     "Statement": {"Effect": "Allow", "Action": "s3:GetObject",
//                   "Resource": "arn:aws:s3:::amzn-s3-demo-bucket/*"}})");
//   if (!policy.ok()) return policy.status();
class IAMEVAL_EXPORT Policy {
 public:
  // Parses `text` as a document of the given type. Linear in the text's size.
  //
  // InvalidArgumentError when the text is no JSON or breaks the grammar of
  // semantics section 1 in a way that S-9.1 lists; the message names the JSON
  // pointer, line and column, what was found and what was expected:
  //   /Statement/0/Effect: line 3, column 17: found "Permit", expected "Allow"
  //   or "Deny"
  // Everything milder is accepted and reported by issues().
  // The text is copied; it need not outlive the call.
  [[nodiscard]] static absl::StatusOr<Policy> Parse(
      std::string_view text, PolicyType type = PolicyType::kIdentity,
      const ParseOptions& options = {});

  // The same document under a name, which explanations print (a managed
  // policy's name, a file name).
  [[nodiscard]] Policy Named(std::string name) const&;
  [[nodiscard]] Policy Named(std::string name) &&;

  [[nodiscard]] const std::string& name() const { return name_; }
  [[nodiscard]] PolicyType type() const;
  // The text given to Parse. Valid as long as any copy of this policy.
  [[nodiscard]] std::string_view text() const;
  // What the author should know, in the order of the text. Of a document with
  // more than 10,000 issues, so many; the last one says how many are left out.
  [[nodiscard]] std::span<const Issue> issues() const;

  [[nodiscard]] std::size_t statement_count() const;
  // REQUIRES: index < statement_count().
  [[nodiscard]] StatementInfo statement(std::size_t index) const;
  // Its Action or NotAction, in the order of the text. Linear in the
  // statement's text. REQUIRES: index < statement_count().
  [[nodiscard]] std::vector<ActionPattern> actions(std::size_t index) const;

  // For the library's own layers; not part of the interface.
  [[nodiscard]] const std::shared_ptr<const internal::Document>& document()
      const {
    return document_;
  }

 private:
  explicit Policy(std::shared_ptr<const internal::Document> document)
      : document_(std::move(document)) {}

  std::shared_ptr<const internal::Document> document_;
  std::string name_;
};

}  // namespace iameval

#endif  // IAMEVAL_POLICY_H_
