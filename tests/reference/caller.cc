#include "reference/caller.h"

#include "base/arn.h"
#include "base/ascii.h"

namespace iameval::reference {
namespace {

using internal::Arn;
using internal::EqualsIgnoringAsciiCase;
using internal::ParseArn;

constexpr std::string_view kAssumedRole = "assumed-role/";
constexpr std::string_view kFederatedUser = "federated-user/";

// S-3.11: the four built-in domains.
bool IsProviderDomain(std::string_view text) {
  return text == "accounts.google.com" || text == "graph.facebook.com" ||
         text == "www.amazon.com" || text == "cognito-identity.amazonaws.com";
}

// A name without "arn:". cognito-identity.amazonaws.com has the form of both a
// provider and a service; S-3.2 has providers only for the two actions.
CallerKind KindOfName(std::string_view name, std::string_view action) {
  const bool assumes_with_token =
      EqualsIgnoringAsciiCase(action, "sts:AssumeRoleWithSAML") ||
      EqualsIgnoringAsciiCase(action, "sts:AssumeRoleWithWebIdentity");
  if (!IsProviderDomain(name)) return CallerKind::kService;
  const bool has_form_of_service = name.ends_with(".amazonaws.com");
  return has_form_of_service && !assumes_with_token ? CallerKind::kService
                                                    : CallerKind::kProvider;
}

// arn:P:sts::A:assumed-role/Role/Session
void SetSession(const Request& request, const Arn& arn, Caller& caller) {
  const std::string_view rest = arn.resource.substr(kAssumedRole.size());
  caller.kind = CallerKind::kRoleSession;
  caller.role_name = rest.substr(0, rest.find('/'));
  caller.session_name = LastPathElement(rest);
  caller.role_arn = request.role_arn();
}

// arn:P:iam::A:role/path/Role, a session whose name is not known.
void SetRole(const Arn& arn, Caller& caller) {
  caller.kind = CallerKind::kRoleSession;
  caller.role_name = LastPathElement(arn.resource);
  caller.role_arn = caller.text;
}

void SetKindByArn(const Request& request, const Arn& arn, Caller& caller) {
  if (arn.resource == "root") {
    caller.kind = CallerKind::kRoot;
  } else if (arn.resource.starts_with("user/")) {
    caller.kind = CallerKind::kUser;
    caller.name = LastPathElement(arn.resource);
  } else if (arn.resource.starts_with("role/")) {
    SetRole(arn, caller);
  } else if (arn.resource.starts_with(kAssumedRole)) {
    SetSession(request, arn, caller);
  } else if (arn.resource.starts_with(kFederatedUser)) {
    caller.kind = CallerKind::kFederatedUser;
    caller.name = arn.resource.substr(kFederatedUser.size());
    caller.issuer_arn = request.federated_by();
  } else {
    caller.kind = CallerKind::kProvider;  // saml-provider/, oidc-provider/
  }
  if (caller.kind != CallerKind::kProvider) {
    caller.partition = arn.partition;
    caller.account = arn.account;
  }
}

}  // namespace

std::string_view LastPathElement(std::string_view path) {
  return path.substr(path.rfind('/') + 1);
}

bool Caller::is_service_linked_role() const {
  const auto arn = ParseArn(role_arn);
  return arn.has_value() && arn->resource.starts_with("role/aws-service-role/");
}

Caller IdentifyCaller(const Request& request) {
  Caller caller;
  caller.text = request.principal();
  caller.unique_id = request.principal_id();
  if (caller.text == "anonymous") {
    caller.kind = CallerKind::kAnonymous;
  } else if (const auto arn = ParseArn(caller.text); arn.has_value()) {
    SetKindByArn(request, *arn, caller);
  } else {
    caller.kind = KindOfName(caller.text, request.action());
  }
  return caller;
}

}  // namespace iameval::reference
