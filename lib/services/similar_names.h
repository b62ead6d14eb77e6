#ifndef IAMEVAL_LIB_SERVICES_SIMILAR_NAMES_H_
#define IAMEVAL_LIB_SERVICES_SIMILAR_NAMES_H_

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "iameval/service_reference.h"

// What somebody may have meant by a name that does not exist.

namespace iameval::internal {

struct SimilarAction {
  ReferenceAction action;
  std::string reason;  // for people
};

// At most three for an action that the reference does not have, the most
// likely first: API operations that are authorized as another action, the same
// name in other services, and names a few letters away. Costs a comparison with
// every action of a service, or of all.
std::vector<SimilarAction> SimilarActions(const ServiceReference& reference,
                                          std::string_view action);

// The key a few letters away from one that the reference does not have.
std::optional<ReferenceKey> SimilarKey(const ServiceReference& reference,
                                       std::string_view key);

}  // namespace iameval::internal

#endif  // IAMEVAL_LIB_SERVICES_SIMILAR_NAMES_H_
