#ifndef IAMEVAL_LIB_ENGINE_DIRECTORY_ACCOUNTS_H_
#define IAMEVAL_LIB_ENGINE_DIRECTORY_ACCOUNTS_H_

#include "absl/status/status.h"
#include "engine/directory.h"
#include "engine/directory_builder.h"
#include "engine/policy_store.h"

namespace iameval::internal {

// Fills in `accounts` and `has_accounts`: each account with the levels of SCPs
// and RCPs from its root down (S-7.4, S-7.6).
absl::Status AddAccounts(const OrganizationParts& parts, PolicyStore& store,
                         Directory& directory);

}  // namespace iameval::internal

#endif  // IAMEVAL_LIB_ENGINE_DIRECTORY_ACCOUNTS_H_
