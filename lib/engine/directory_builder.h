#ifndef IAMEVAL_LIB_ENGINE_DIRECTORY_BUILDER_H_
#define IAMEVAL_LIB_ENGINE_DIRECTORY_BUILDER_H_

#include <memory>
#include <vector>

#include "absl/status/statusor.h"
#include "engine/directory.h"
#include "engine/policy_store.h"
#include "iameval/engine.h"
#include "iameval/organization.h"

namespace iameval::internal {

// What a builder was given.
struct OrganizationParts {
  EngineOptions options;
  std::vector<OrganizationalUnit> units;
  std::vector<Account> accounts;
  std::vector<Group> groups;
  std::vector<User> users;
  std::vector<Role> roles;
  std::vector<Session> sessions;
  std::vector<Resource> resources;
  std::vector<VpcEndpoint> endpoints;
};

// Checks the parts, compiles their policies into `store` and arranges them for
// look-up. InvalidArgumentError names the part and what is wrong with it.
absl::StatusOr<std::unique_ptr<const Directory>> BuildDirectory(
    const OrganizationParts& parts, PolicyStore& store);

}  // namespace iameval::internal

#endif  // IAMEVAL_LIB_ENGINE_DIRECTORY_BUILDER_H_
