#ifndef IAMEVAL_LIB_POLICY_ATTACHED_SERVICE_H_
#define IAMEVAL_LIB_POLICY_ATTACHED_SERVICE_H_

#include <string>
#include <string_view>

#include "policy/model.h"

namespace iameval::internal {

// The service that an action names, in lower case; empty if the action has none
// or a wildcard in it.
std::string ServiceOfAction(std::string_view action);

// The service that an ARN names; empty if the text is no ARN, or the service is
// not written out.
std::string_view ServiceOfArn(std::string_view text);

// The service that has the resource to which a resource-based policy is
// attached. The document does not say: it is the one that actions and ARNs have
// in common, or the only one among the actions where Resource names none. Empty
// if there are several or none, and for documents of other types. Linear in the
// document.
std::string AttachedService(const Document& document);

}  // namespace iameval::internal

#endif  // IAMEVAL_LIB_POLICY_ATTACHED_SERVICE_H_
