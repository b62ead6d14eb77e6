#include "runtime/request_view.h"

namespace iameval::internal {

ResourceTraits TraitsOfResource(const ArnText& arn) {
  const std::string_view service = arn.field(2);
  return {.role = service == "iam" && arn.field(5).starts_with("role/"),
          .kms_key = service == "kms" && arn.field(5).starts_with("key/")};
}

}  // namespace iameval::internal
