#ifndef IAMEVAL_LIB_ENGINE_DIRECTORY_PARTS_H_
#define IAMEVAL_LIB_ENGINE_DIRECTORY_PARTS_H_

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "absl/container/flat_hash_set.h"
#include "absl/status/status.h"
#include "engine/directory.h"
#include "engine/policy_store.h"
#include "iameval/organization.h"
#include "iameval/policy.h"

// What the parts of a directory have in common while it is built.

namespace iameval::internal {

// `thing "name": why`.
absl::Status Refuse(std::string_view thing, std::string_view name,
                    std::string_view why);

// `user "arn:..."`, for messages about something of the user.
std::string Label(std::string_view thing, std::string_view name);

// An ARN of IAM whose resource begins with `prefix` ("user/") and ends in a
// name, in the form that requests use: a user that no request can name would
// be dropped silently.
absl::Status CheckIamArn(std::string_view thing, std::string_view arn,
                         std::string_view prefix);

// Keys are not empty, differ ignoring case, and all text is UTF-8, as
// that of requests is.
absl::Status CheckTags(std::string_view thing, std::string_view name,
                       const Tags& tags);

// With an organization, a part in an account that is not in it is a mistake:
// no SCP and no RCP would apply there.
absl::Status CheckAccount(const Directory& directory, std::string_view thing,
                          std::string_view name, std::string_view account);

// Compiles what is attached to one place. `bundle` stays as it is when there
// is nothing.
absl::Status Attach(PolicyStore& store, std::vector<Policy> policies,
                    PolicyType type, std::string_view place, BundleId& bundle);
absl::Status Attach(PolicyStore& store, const std::optional<Policy>& policy,
                    PolicyType type, std::string_view place, BundleId& bundle);

// Context keys under the slots of a program. REQUIRES: every policy is
// compiled, so that keys which no policy mentions need not be kept.
class KnownItemsMaker {
 public:
  explicit KnownItemsMaker(const Program& program) : program_(program) {}

  // kNoSlot when no policy mentions the key.
  [[nodiscard]] KeySlot FindSlot(std::string_view folded_key) const;

  void Add(std::string_view folded_key, std::string_view value,
           KnownItems& items) const;

  // Adds prefix + key for each tag, unless it is in `seen`: what was added
  // before wins.
  void AddTags(std::string_view folded_prefix, const Tags& tags,
               absl::flat_hash_set<std::string>& seen, KnownItems& items) const;

 private:
  const Program& program_;
};

}  // namespace iameval::internal

#endif  // IAMEVAL_LIB_ENGINE_DIRECTORY_PARTS_H_
