#include <string>
#include <string_view>
#include <vector>

#include "absl/strings/str_format.h"
#include "base/quote.h"
#include "engine/directory.h"

namespace iameval::internal {
namespace {

class NoteWriter {
 public:
  NoteWriter(const Resolution& resolved, std::vector<std::string>& notes)
      : resolved_(resolved),
        principal_(resolved.view.principal),
        notes_(notes) {}

  void AddAll() {
    AddPrincipal();
    AddAccounts();
    AddResource();
    AddEndpoint();
  }

 private:
  void AddPrincipal() {
    const bool is_federated = principal_.kind == PrincipalKind::kFederatedUser;
    if (resolved_.unknown_principal) {
      notes_.push_back(
          absl::StrFormat("the engine does not know %s: no identity-based "
                          "policies apply here",
                          is_federated ? FederatedUser() : UserOrRole()));
    } else if (is_federated && resolved_.principal != nullptr &&
               resolved_.principal->issuer_arn.empty()) {
      notes_.push_back(absl::StrFormat(
          "the engine does not know the session %s: it has no session policies "
          "here",
          principal_.text));
    }
  }

  std::string UserOrRole() const {
    if (principal_.kind != PrincipalKind::kRoleSession) {
      return std::string(principal_.text);
    }
    if (!principal_.role_arn.empty()) {
      return absl::StrFormat("the role %s", principal_.role_arn);
    }
    return absl::StrFormat("the role of %s", principal_.text);
  }

  std::string FederatedUser() const {
    if (principal_.issuer_arn.empty()) {
      return absl::StrFormat("%s, nor who issued its credentials",
                             principal_.text);
    }
    return absl::StrFormat("%s, who issued the credentials of %s",
                           principal_.issuer_arn, principal_.text);
  }

  void AddAccounts() {
    const std::string_view owner = resolved_.view.resource_account;
    if (resolved_.unknown_account) {
      notes_.push_back(absl::StrFormat(
          "the engine does not know account %s: no %s apply",
          principal_.account,
          owner == principal_.account ? "SCPs or RCPs" : "SCPs"));
    }
    if (resolved_.unknown_resource_account &&
        !(resolved_.unknown_account && owner == principal_.account)) {
      notes_.push_back(absl::StrFormat(
          "the engine does not know account %s, which owns %s: no RCPs apply",
          owner, resolved_.view.resource));
    }
  }

  void AddResource() {
    const std::string_view resource = resolved_.view.resource;
    if (resolved_.unknown_owner) {
      notes_.push_back(absl::StrFormat(
          "the engine does not know who owns %s: it is taken to be in the "
          "caller's account%s",
          resource,
          resolved_.unknown_resource ? ", without a resource-based policy"
                                     : ""));
    } else if (resolved_.unknown_resource && ResourceSideDecides()) {
      notes_.push_back(
          absl::StrFormat("the engine does not know %s: it has no %s policy "
                          "here",
                          resource, PolicyOfResource()));
    }
  }

  // Most resources in the caller's account have no policy, and need none.
  bool ResourceSideDecides() const {
    return !principal_.has_account() ||
           principal_.account != resolved_.view.resource_account ||
           PolicyOfResource() != "resource-based";
  }

  std::string_view PolicyOfResource() const {
    if (resolved_.view.resource_traits.kms_key) return "key";
    return resolved_.view.resource_traits.role &&
                   resolved_.view.action_traits.trust
               ? "trust"
               : "resource-based";
  }

  void AddEndpoint() {
    if (!resolved_.unknown_endpoint) return;
    notes_.push_back(absl::StrFormat(
        "the engine does not know the VPC endpoint %s: its policy is taken to "
        "allow everything",
        Quote(resolved_.view.source_vpce)));
  }

  const Resolution& resolved_;
  const PrincipalView& principal_;
  std::vector<std::string>& notes_;
};

}  // namespace

void AddNotes(const Resolution& resolved, std::vector<std::string>& notes) {
  NoteWriter(resolved, notes).AddAll();
}

}  // namespace iameval::internal
