#ifndef IAMEVAL_LIB_ENGINE_DIRECTORY_RESOURCES_H_
#define IAMEVAL_LIB_ENGINE_DIRECTORY_RESOURCES_H_

#include "absl/status/status.h"
#include "engine/directory.h"
#include "engine/directory_builder.h"
#include "engine/directory_parts.h"
#include "engine/policy_store.h"

namespace iameval::internal {

// Fill in resources and VPC endpoints. REQUIRES: the directory has its
// accounts, users and roles.
absl::Status AddResources(const OrganizationParts& parts, PolicyStore& store,
                          Directory& directory);
absl::Status AddEndpoints(const OrganizationParts& parts, PolicyStore& store,
                          Directory& directory);

// REQUIRES: every policy of the directory is compiled.
void AddKnownItemsOfResources(const OrganizationParts& parts,
                              const KnownItemsMaker& maker,
                              Directory& directory);

}  // namespace iameval::internal

#endif  // IAMEVAL_LIB_ENGINE_DIRECTORY_RESOURCES_H_
