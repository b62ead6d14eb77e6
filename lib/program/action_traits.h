#ifndef IAMEVAL_LIB_PROGRAM_ACTION_TRAITS_H_
#define IAMEVAL_LIB_PROGRAM_ACTION_TRAITS_H_

#include <string_view>

namespace iameval::internal {

// What a decision asks of an action beyond its name (S-7.3, S-7.7, S-7.18,
// S-7.22).
struct ActionTraits {
  bool trust = false;       // sts:AssumeRole*, TagSession, SetSourceIdentity
  bool federation = false;  // sts:AssumeRoleWithSAML, ...WithWebIdentity
  bool get_caller_identity = false;
  bool outside_rcps = false;         // kms:RetireGrant
  bool no_resource_account = false;  // no aws:ResourceAccount (S-6.4, Q-51)

  friend bool operator==(const ActionTraits&, const ActionTraits&) = default;
};
[[nodiscard]] ActionTraits TraitsOfAction(std::string_view folded_action);

// ASCII with one colon inside and neither wildcard nor space: a request may
// ask for it (S-8.11). Others may be possible too.
[[nodiscard]] bool IsPlainAction(std::string_view action);

}  // namespace iameval::internal

#endif  // IAMEVAL_LIB_PROGRAM_ACTION_TRAITS_H_
