#ifndef IAMEVAL_LIB_POLICY_SIZE_QUOTAS_H_
#define IAMEVAL_LIB_POLICY_SIZE_QUOTAS_H_

#include <cstddef>
#include <optional>
#include <string_view>

#include "policy/check.h"
#include "policy/model.h"

namespace iameval::internal {

// No document that is shorter, in bytes, is over a quota.
inline constexpr std::size_t kSmallestQuota = 2'048;

// What a document may be long, and how that is counted.
struct SizeQuota {
  const Check* check;
  std::size_t characters;
  bool with_white_space;
  std::string_view of;  // whose quota it is, for the message
};

// S-1.20. Of a resource-based policy the quota of the service that has the
// resource (AttachedService); nullopt where that is not known, or its quota is
// not. Linear in the document.
std::optional<SizeQuota> SizeQuotaOf(const Document& document);

}  // namespace iameval::internal

#endif  // IAMEVAL_LIB_POLICY_SIZE_QUOTAS_H_
