#ifndef IAMEVAL_LIB_ENGINE_DIRECTORY_PRINCIPALS_H_
#define IAMEVAL_LIB_ENGINE_DIRECTORY_PRINCIPALS_H_

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "engine/directory.h"
#include "engine/directory_builder.h"
#include "engine/directory_parts.h"
#include "engine/policy_store.h"

namespace iameval::internal {

// Fills in users, roles and sessions.
class PrincipalsBuilder {
 public:
  PrincipalsBuilder(const OrganizationParts& parts, PolicyStore& store,
                    Directory& directory)
      : parts_(parts), store_(store), directory_(directory) {}

  // REQUIRES: the directory has its accounts.
  absl::Status AddAll();

  // REQUIRES: every policy of the directory is compiled.
  void AddKnownItems(const KnownItemsMaker& maker);

 private:
  // A user's or role's own tags, or a session's and then its issuer's.
  struct Tagged {
    PrincipalRecord* record = nullptr;
    const Tags* own = nullptr;
    const Tags* inherited = nullptr;
  };

  absl::Status AddGroup(const Group& group);
  absl::Status AddUser(const User& user);
  absl::Status AddRole(const Role& role);
  absl::Status AddSession(const Session& session);

  absl::Status CheckPrincipal(std::string_view thing, std::string_view arn,
                              std::string_view prefix,
                              std::string_view unique_id,
                              std::string_view id_prefix, const Tags& tags);
  // A user's own policies and those of its groups are one layer (S-7.3).
  absl::StatusOr<std::vector<Policy>> PoliciesOf(const User& user) const;
  // The role or user behind a session; nullptr for the root user.
  absl::StatusOr<const PrincipalRecord*> FindIssuer(
      const Session& session) const;
  absl::StatusOr<const PrincipalRecord*> FindRoleOf(
      const Session& session) const;
  absl::StatusOr<const PrincipalRecord*> FindUserBehind(
      const Session& session) const;

  const OrganizationParts& parts_;
  PolicyStore& store_;
  Directory& directory_;
  absl::flat_hash_map<std::string, const Group*> groups_;
  absl::flat_hash_map<std::string, std::string> owner_of_id_;
  std::vector<Tagged> tagged_;  // in the order of directory_.records
  absl::flat_hash_map<const PrincipalRecord*, const Tags*> tags_of_;
};

}  // namespace iameval::internal

#endif  // IAMEVAL_LIB_ENGINE_DIRECTORY_PRINCIPALS_H_
