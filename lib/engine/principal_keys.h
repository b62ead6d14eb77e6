#ifndef IAMEVAL_LIB_ENGINE_PRINCIPAL_KEYS_H_
#define IAMEVAL_LIB_ENGINE_PRINCIPAL_KEYS_H_

#include <string>
#include <string_view>

#include "absl/strings/str_format.h"
#include "runtime/request_view.h"

// The context keys that follow from the principal alone (S-6.2 to S-6.4,
// S-4.14).

namespace iameval::internal {

// AddAll calls add(folded key, value) for each of them. A value lives as long
// as the call.
template <typename Add>
class PrincipalKeys {
 public:
  PrincipalKeys(const PrincipalView& principal, Add add)
      : principal_(principal), add_(add) {}

  void AddAll() {
    AddPrincipal();
    AddUserIdentity();
  }

 private:
  // S-6.2, S-6.4.
  void AddPrincipal() {
    switch (principal_.kind) {
      case PrincipalKind::kAnonymous:
        add_("aws:principalaccount", "anonymous");
        return;
      case PrincipalKind::kFederatedProvider:
        return;  // an unsigned request; nothing is known of its principal
      case PrincipalKind::kService:
        add_("aws:principalisawsservice", "true");
        add_("aws:principalservicename", principal_.text);
        return;
      case PrincipalKind::kRoleSession:
        AddRoleArn();
        break;
      case PrincipalKind::kRoot:
      case PrincipalKind::kUser:
      case PrincipalKind::kFederatedUser:
        add_("aws:principalarn", principal_.text);
        break;
    }
    add_("aws:principalaccount", principal_.account);
    add_("aws:principalisawsservice", "false");
  }

  // Without the role's ARN its path is not known; "/" is the usual one.
  void AddRoleArn() {
    if (!principal_.role_arn.empty()) {
      add_("aws:principalarn", principal_.role_arn);
    } else {
      add_("aws:principalarn",
           absl::StrFormat("arn:%s:iam::%s:role/%s", principal_.partition,
                           principal_.account, principal_.role_name));
    }
  }

  // The table of S-4.14.
  void AddUserIdentity() {
    switch (principal_.kind) {
      case PrincipalKind::kAnonymous:
        add_("aws:principaltype", "Anonymous");
        add_("aws:userid", "anonymous");
        return;
      case PrincipalKind::kRoot:
        add_("aws:principaltype", "Account");
        add_("aws:userid", principal_.account);
        return;
      case PrincipalKind::kUser:
        add_("aws:principaltype", "User");
        add_("aws:username", AfterLastSlash(principal_.text));
        if (!principal_.unique_id.empty()) {
          add_("aws:userid", principal_.unique_id);
        }
        return;
      case PrincipalKind::kRoleSession:
        add_("aws:principaltype", "AssumedRole");
        // The session's name is part of the id, so both must be known.
        if (!principal_.unique_id.empty() && !principal_.session_arn.empty()) {
          add_("aws:userid",
               absl::StrFormat("%s:%s", principal_.unique_id,
                               AfterLastSlash(principal_.session_arn)));
        }
        return;
      case PrincipalKind::kFederatedUser:
        add_("aws:principaltype", "FederatedUser");
        add_("aws:userid", absl::StrFormat("%s:%s", principal_.account,
                                           AfterLastSlash(principal_.text)));
        return;
      case PrincipalKind::kService:
      case PrincipalKind::kFederatedProvider:
        return;
    }
  }

  static std::string_view AfterLastSlash(std::string_view path) {
    return path.substr(path.rfind('/') + 1);
  }

  const PrincipalView& principal_;
  Add add_;
};

}  // namespace iameval::internal

#endif  // IAMEVAL_LIB_ENGINE_PRINCIPAL_KEYS_H_
