#include "compiler/principals.h"

#include <string>
#include <string_view>

#include "base/arn.h"

namespace iameval::internal {
namespace {

PrincipalCode Named(PrincipalMatch match, std::string_view text) {
  PrincipalCode code;
  code.match = match;
  code.text = text;
  return code;
}

PrincipalCode RoleCode(const Arn& arn, std::string_view text) {
  PrincipalCode code = Named(PrincipalMatch::kRole, text);
  code.partition = arn.partition;
  code.account = arn.account;
  code.name = arn.resource.substr(arn.resource.rfind('/') + 1);
  return code;
}

PrincipalCode ArnCode(const Arn& arn, std::string_view text) {
  if (arn.service == "iam") {
    if (arn.resource == "root" && IsAccountId(arn.account)) {
      return Named(PrincipalMatch::kAccount, arn.account);  // S-3.4
    }
    if (arn.resource.starts_with("user/")) {
      return Named(PrincipalMatch::kUser, text);
    }
    if (arn.resource.starts_with("role/")) return RoleCode(arn, text);
  }
  if (arn.service == "sts") {
    if (arn.resource.starts_with("assumed-role/")) {
      return Named(PrincipalMatch::kSession, text);
    }
    if (arn.resource.starts_with("federated-user/")) {
      return Named(PrincipalMatch::kFederatedUser, text);
    }
  }
  return Named(PrincipalMatch::kNobody, text);  // S-3.15 and the rest
}

PrincipalCode AwsCode(std::string_view text) {
  if (text == "*") return Named(PrincipalMatch::kAnyone, text);
  if (IsAccountId(text)) return Named(PrincipalMatch::kAccount, text);
  if (text.starts_with("AIDA")) return Named(PrincipalMatch::kUserId, text);
  if (text.starts_with("AROA")) return Named(PrincipalMatch::kRoleId, text);
  const auto arn = ParseArn(text);
  return arn.has_value() ? ArnCode(*arn, text)
                         : Named(PrincipalMatch::kNobody, text);
}

}  // namespace

PrincipalCode CompilePrincipal(const PrincipalEntry& entry) {
  switch (entry.key) {
    case PrincipalKey::kAws:
      return AwsCode(entry.value);
    case PrincipalKey::kService:
      return Named(PrincipalMatch::kService, entry.value);
    case PrincipalKey::kFederated:
      return Named(PrincipalMatch::kProvider, entry.value);
    case PrincipalKey::kCanonicalUser:
      // S-3.12: a request carries no canonical id, so nobody has this one.
      return Named(PrincipalMatch::kNobody, entry.value);
  }
  return Named(PrincipalMatch::kNobody, entry.value);
}

}  // namespace iameval::internal
