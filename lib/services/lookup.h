#ifndef IAMEVAL_LIB_SERVICES_LOOKUP_H_
#define IAMEVAL_LIB_SERVICES_LOOKUP_H_

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>

#include "absl/container/inlined_vector.h"
#include "services/tables.h"

// From names to rows, ASCII case folded (S-2.2, S-5.2): actions and keys by
// hash, services and what they have by binary search.

namespace iameval::internal {

std::optional<std::size_t> FindService(const ReferenceTables& tables,
                                       std::string_view prefix);
// "service:Name".
std::optional<std::size_t> FindAction(const ReferenceTables& tables,
                                      std::string_view action);
// Of the service with that number.
std::optional<std::size_t> FindAction(const ReferenceTables& tables,
                                      std::size_t service,
                                      std::string_view name);
std::optional<std::size_t> FindType(const ReferenceTables& tables,
                                    std::size_t service, std::string_view name);
// The keys of that name and the families that it is of. There are few.
struct KeysOfName {
  absl::InlinedVector<std::uint16_t, 8> all;
  // The first key of that name; otherwise the family with most literal
  // characters.
  std::optional<std::size_t> best;
};
KeysOfName FindKeys(const ReferenceTables& tables, std::string_view name);

// `name` is the key's name or, with something in place of its variable, one of
// its family.
bool KeyCovers(const ReferenceTables& tables, const KeyRow& key,
               std::string_view name);

// The service that an action or a type is of.
std::size_t ServiceOfAction(const ReferenceTables& tables, std::size_t action);
std::size_t ServiceOfType(const ReferenceTables& tables, std::size_t type);

}  // namespace iameval::internal

#endif  // IAMEVAL_LIB_SERVICES_LOOKUP_H_
