#include "runtime/request_view.h"

namespace iameval::internal {

ActionTraits TraitsOfAction(std::string_view folded_action) {
  ActionTraits traits;
  if (folded_action.starts_with("sts:")) {
    const std::string_view name = folded_action.substr(4);
    traits.trust = name.starts_with("assumerole") || name == "tagsession" ||
                   name == "setsourceidentity";
    traits.federation = name == "assumerolewithsaml" ||
                        name == "assumerolewithwebidentity";
    traits.get_caller_identity = name == "getcalleridentity";
  } else {
    traits.retire_grant = folded_action == "kms:retiregrant";
  }
  return traits;
}

ResourceTraits TraitsOfResource(const ArnText& arn) {
  const std::string_view service = arn.field(2);
  return {.role = service == "iam" && arn.field(5).starts_with("role/"),
          .kms_key = service == "kms" && arn.field(5).starts_with("key/")};
}

}  // namespace iameval::internal
