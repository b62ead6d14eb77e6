#ifndef IAMEVAL_LIB_CASES_ACCOUNT_PARTS_H_
#define IAMEVAL_LIB_CASES_ACCOUNT_PARTS_H_

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "iameval/account_file.h"
#include "iameval/engine_builder.h"
#include "iameval/organization.h"
#include "iameval/policy_files.h"
#include "json/json.h"

// The lists of an account file, as parts of an Engine::Builder. Every error is
// a departure from the format or a policy that is refused, with its place.

namespace iameval::internal {

// A field of an account file's root, or all of them for a message.
bool IsAccountField(std::string_view name);
std::string AccountFieldNames();

class AccountParts {
 public:
  AccountParts(const PolicyFiles& files, Engine::Builder& builder)
      : files_(files), builder_(builder) {}

  // Adds everything to the builder, and to the lists below.
  absl::Status Read(JsonValue root);

  std::vector<std::string> principals;  // users, roles, sessions
  std::vector<std::string> resources;
  std::vector<AttachedPolicy> policies;

 private:
  absl::Status ReadUnit(JsonValue object);
  absl::Status ReadAccount(JsonValue object);
  absl::Status ReadGroup(JsonValue object);
  absl::Status ReadUser(JsonValue object);
  absl::Status ReadRole(JsonValue object);
  absl::Status ReadSession(JsonValue object);
  absl::Status ReadResource(JsonValue object);
  absl::Status ReadEndpoint(JsonValue object);
  absl::Status ReadList(JsonValue root, std::string_view name,
                        absl::Status (AccountParts::*read)(JsonValue));

  // The member `name` of `object` as one policy, as a list of them, or as a
  // list that may be absent. `owner` is what they are attached to.
  absl::Status PolicyMember(JsonValue object, std::string_view name,
                            PolicyType type, const std::string& owner,
                            std::optional<Policy>& out);
  absl::Status PoliciesMember(JsonValue object, std::string_view name,
                              PolicyType type, const std::string& owner,
                              std::vector<Policy>& out);
  absl::Status PoliciesMember(JsonValue object, std::string_view name,
                              PolicyType type, const std::string& owner,
                              std::optional<std::vector<Policy>>& out);
  absl::StatusOr<Policy> ReadPolicy(JsonValue value, PolicyType type,
                                    std::string name);

  const PolicyFiles& files_;
  Engine::Builder& builder_;
  // Files that were parsed: one Policy in many places is compiled once.
  std::map<std::pair<std::string, PolicyType>, Policy> parsed_;
};

}  // namespace iameval::internal

#endif  // IAMEVAL_LIB_CASES_ACCOUNT_PARTS_H_
