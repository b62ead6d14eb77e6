#ifndef IAMEVAL_LIB_RUNTIME_REQUEST_VIEW_H_
#define IAMEVAL_LIB_RUNTIME_REQUEST_VIEW_H_

#include <cstdint>
#include <cstring>
#include <span>
#include <string_view>

#include "iameval/context_value.h"
#include "program/action_traits.h"
#include "program/arn_text.h"

// A request as the runtime sees it: checked, taken apart, and with its derived
// context keys. Views only; whoever made it owns the text.

namespace iameval::internal {

// S-3.2. A role whose session is not known is a kRoleSession without a session
// ARN.
enum class PrincipalKind : std::uint8_t {
  kAnonymous,
  kRoot,
  kUser,
  kRoleSession,
  kFederatedUser,
  kService,
  kFederatedProvider,
};

struct PrincipalView {
  PrincipalKind kind = PrincipalKind::kAnonymous;
  std::string_view text;         // as given
  std::string_view partition;    // empty when the kind has no account
  std::string_view account;      // the same
  std::string_view session_arn;  // role session, where it is known
  std::string_view role_arn;     // with its path; empty when not known
  std::string_view role_name;    // last path element
  std::string_view issuer_arn;   // federated user; empty when not given
  std::string_view unique_id;    // AIDA... or AROA..., empty when not given
  bool service_linked_role = false;  // role path /aws-service-role/ (S-7.5)

  // User, role session, federated user or root: the kinds that belong to an
  // account and that SCPs reach (S-7.5).
  [[nodiscard]] bool has_account() const { return !account.empty(); }
};

// A value of the context with its key.
struct ContextItem : ContextValue {
  std::string_view key;    // lower case (S-5.2)
  std::uint64_t hash = 0;  // HashBytes(key)
};

// What a decision asks of a resource: the kinds that need a policy of their own
// (S-7.17, S-7.18).
struct ResourceTraits {
  bool role = false;
  bool kms_key = false;
};
// REQUIRES: arn.colon_count >= 5.
[[nodiscard]] inline ResourceTraits TraitsOfResource(const ArnText& arn) {
  // Which of the two, if any, is told without a branch, as many resources are
  // of services with as short a name.
  const char* const text = arn.text.data();
  const std::size_t sixth = arn.colons[4] + std::size_t{1};
  const auto word = [](const char* four) {
    std::uint32_t bytes;
    std::memcpy(&bytes, four, 4);
    return bytes;
  };
  if (arn.text.size() < sixth + 5) {
    return {.role = false,
            .kms_key = arn.field(2) == "kms" && arn.field(5) == "key/"};
  }
  const std::uint32_t service = word(text + arn.colons[1] + 1);
  const std::uint32_t begins = word(text + sixth);
  const bool role = (service == word("iam:")) & (begins == word("role")) &
                    (text[sixth + 4] == '/');
  const bool kms_key = (service == word("kms:")) & (begins == word("key/"));
  return {.role = role, .kms_key = kms_key};
}

// Items with their hashes once more, so that a search reads little memory.
struct ContextItems {
  std::span<const ContextItem> items;
  const std::uint64_t* hashes = nullptr;  // one for each item

  [[nodiscard]] auto begin() const { return items.begin(); }
  [[nodiscard]] auto end() const { return items.end(); }
  [[nodiscard]] bool empty() const { return items.empty(); }
};

// What a request says of its resource.
struct ResourceParts {
  std::string_view resource;         // an ARN or "*"
  ArnText resource_text;             // the same with its colons counted
  ResourceTraits resource_traits;
  std::string_view resource_partition;  // empty for "*"
  std::string_view resource_account;    // 12 digits, or empty when unknown
};

struct RequestView : ResourceParts {
  PrincipalView principal;
  std::string_view action;           // as given
  std::string_view folded_action;    // lower case (S-2.2)
  std::uint64_t action_hash = 0;     // HashBytes(folded_action)
  ActionTraits action_traits;
  bool principal_account_is_management = false;
  bool resource_account_is_management = false;
  bool service_supports_rcps = true;
  std::string_view source_vpce;  // the value of aws:SourceVpce, if it has one
  ContextItems supplied;         // by the caller
  ContextItems derived;          // from the rest of the request
};

}  // namespace iameval::internal

#endif  // IAMEVAL_LIB_RUNTIME_REQUEST_VIEW_H_
