#include "engine/directory_builder.h"

#include <utility>

#include "engine/directory_accounts.h"
#include "engine/directory_parts.h"
#include "engine/directory_principals.h"
#include "engine/directory_resources.h"

namespace iameval::internal {

absl::StatusOr<std::unique_ptr<const Directory>> BuildDirectory(
    const OrganizationParts& parts, PolicyStore& store) {
  auto directory = std::make_unique<Directory>();
  PrincipalsBuilder principals(parts, store, *directory);
  absl::Status status = AddAccounts(parts, store, *directory);
  if (status.ok()) status = principals.AddAll();
  if (status.ok()) status = AddResources(parts, store, *directory);
  if (status.ok()) status = AddEndpoints(parts, store, *directory);
  if (!status.ok()) return status;
  // Every policy is compiled: the program knows all keys that matter.
  const KnownItemsMaker maker(store.program());
  directory->user_id_slot = maker.FindSlot("aws:userid");
  principals.AddKnownItems(maker);
  AddKnownItemsOfResources(parts, maker, *directory);
  return std::unique_ptr<const Directory>(std::move(directory));
}

}  // namespace iameval::internal
