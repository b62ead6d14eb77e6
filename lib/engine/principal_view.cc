#include "engine/principal_view.h"

#include <algorithm>
#include <array>
#include <string_view>

#include "absl/status/status.h"
#include "absl/strings/str_format.h"
#include "base/arn.h"
#include "base/ascii.h"

namespace iameval::internal {
namespace {

// The identity providers that are named by a domain (S-3.11).
constexpr std::array<std::string_view, 4> kBuiltInProviders = {
    "accounts.google.com", "cognito-identity.amazonaws.com",
    "graph.facebook.com", "www.amazon.com"};

absl::Status Refuse(std::string_view part, std::string_view found,
                    std::string_view expected) {
  return absl::InvalidArgumentError(absl::StrFormat(
      "%s: found \"%s\", expected %s", part, found, expected));
}

std::string_view AfterLastSlash(std::string_view path) {
  return path.substr(path.rfind('/') + 1);
}

bool IsFederationAction(std::string_view action) {
  return EqualsIgnoringAsciiCase(action, "sts:AssumeRoleWithSAML") ||
         EqualsIgnoringAsciiCase(action, "sts:AssumeRoleWithWebIdentity");
}

bool IsBuiltInProvider(std::string_view text) {
  return std::find(kBuiltInProviders.begin(), kBuiltInProviders.end(), text) !=
         kBuiltInProviders.end();
}

// "name.amazonaws.com", regional and partition forms included (S-3.10).
bool IsServicePrincipal(std::string_view text) {
  for (const std::string_view suffix :
       {std::string_view(".amazonaws.com"),
        std::string_view(".amazonaws.com.cn"),
        std::string_view(".amazonaws.eu"), std::string_view(".c2s.ic.gov"),
        std::string_view(".sc2s.sgov.gov"), std::string_view(".aws.internal"),
        std::string_view(".api.aws")}) {
    if (text.size() > suffix.size() && text.ends_with(suffix)) {
      return text.find_first_of("*?:/ ") == std::string_view::npos;
    }
  }
  return false;
}

// The role that a session belongs to, by its role ARN where the caller gave
// one (S-3.6).
absl::Status SetRole(const PrincipalParts& parts, PrincipalView& view) {
  if (parts.role_arn.empty()) return absl::OkStatus();
  const auto arn = ParseArn(parts.role_arn);
  if (!arn || arn->service != "iam" || !arn->resource.starts_with("role/")) {
    return Refuse("roleArn", parts.role_arn, "the ARN of an IAM role");
  }
  if (arn->account != view.account || arn->partition != view.partition ||
      AfterLastSlash(arn->resource) != view.role_name) {
    return Refuse("roleArn", parts.role_arn,
                  absl::StrFormat("the role of the session %s", view.text));
  }
  view.role_arn = parts.role_arn;
  return absl::OkStatus();
}

absl::Status ParseStsPrincipal(const PrincipalParts& parts, const Arn& arn,
                               PrincipalView& view) {
  if (arn.resource.starts_with("assumed-role/")) {
    const std::string_view rest = arn.resource.substr(13);
    const std::size_t slash = rest.find('/');
    if (slash == 0 || slash == std::string_view::npos ||
        slash + 1 == rest.size()) {
      return Refuse("principal", view.text,
                    "assumed-role/ROLE/SESSION after the account");
    }
    view.kind = PrincipalKind::kRoleSession;
    view.session_arn = view.text;
    view.role_name = rest.substr(0, slash);
    return SetRole(parts, view);
  }
  if (arn.resource.starts_with("federated-user/") &&
      arn.resource.size() > 15) {
    view.kind = PrincipalKind::kFederatedUser;
    view.issuer_arn = parts.federated_by;
    return absl::OkStatus();
  }
  return Refuse("principal", view.text,
                "an assumed-role or federated-user ARN");
}

absl::Status ParseIamPrincipal(const PrincipalParts& parts, const Arn& arn,
                               PrincipalView& view) {
  if (arn.resource == "root") {
    view.kind = PrincipalKind::kRoot;
    return absl::OkStatus();
  }
  const std::string_view name = AfterLastSlash(arn.resource);
  if (arn.resource.starts_with("user/") && !name.empty()) {
    view.kind = PrincipalKind::kUser;
    return absl::OkStatus();
  }
  if (arn.resource.starts_with("role/") && !name.empty()) {
    // a session of that role whose name is not known.
    view.kind = PrincipalKind::kRoleSession;
    view.role_arn = view.text;
    view.role_name = name;
    if (!parts.role_arn.empty() && parts.role_arn != view.text) {
      return Refuse("roleArn", parts.role_arn, "the principal's own ARN");
    }
    return absl::OkStatus();
  }
  // S-3.15: groups are no principals.
  return Refuse("principal", view.text,
                "the ARN of a user, a role or the root user");
}

bool IsProviderArn(const Arn& arn) {
  return arn.service == "iam" && (arn.resource.starts_with("saml-provider/") ||
                                  arn.resource.starts_with("oidc-provider/"));
}

absl::Status ParseArnPrincipal(const PrincipalParts& parts, const Arn& arn,
                               PrincipalView& view) {
  if (IsProviderArn(arn)) {
    view.kind = PrincipalKind::kFederatedProvider;
    return absl::OkStatus();
  }
  if (!IsAccountId(arn.account)) {
    return Refuse("principal", view.text, "an ARN with a 12-digit account");
  }
  if (view.text.find_first_of("*?") != std::string_view::npos) {
    return Refuse("principal", view.text, "an ARN without wildcards");
  }
  view.partition = arn.partition;
  view.account = arn.account;
  if (arn.service == "iam") return ParseIamPrincipal(parts, arn, view);
  if (arn.service == "sts") return ParseStsPrincipal(parts, arn, view);
  return Refuse("principal", view.text, "an IAM or STS ARN");
}

// Options that say more about one kind of principal are refused for another:
// a role ARN beside a user is a mistake, and ignoring it could change the
// answer.
absl::Status CheckCompanions(const PrincipalParts& parts,
                             const PrincipalView& view) {
  if (!parts.role_arn.empty() && view.kind != PrincipalKind::kRoleSession) {
    return Refuse("roleArn", parts.role_arn,
                  "no role ARN unless the principal is a role session");
  }
  if (!parts.federated_by.empty()) {
    if (view.kind != PrincipalKind::kFederatedUser) {
      return Refuse("federatedBy", parts.federated_by,
                    "no issuer unless the principal is a federated user");
    }
    const auto arn = ParseArn(parts.federated_by);
    if (!arn || arn->service != "iam" ||
        (arn->resource != "root" && !arn->resource.starts_with("user/"))) {
      return Refuse("federatedBy", parts.federated_by,
                    "the ARN of an IAM user or the root user");
    }
  }
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<PrincipalView> ParsePrincipal(const PrincipalParts& parts) {
  PrincipalView view;
  view.text = parts.principal;
  view.unique_id = parts.principal_id;
  absl::Status status;
  if (view.text.empty()) {
    return absl::InvalidArgumentError("principal: missing");
  }
  if (view.text == "anonymous") {
    view.kind = PrincipalKind::kAnonymous;
  } else if (const auto arn = ParseArn(view.text); arn.has_value()) {
    status = ParseArnPrincipal(parts, *arn, view);
  } else if (IsBuiltInProvider(view.text) &&
             (!IsServicePrincipal(view.text) ||
              IsFederationAction(parts.action))) {
    // cognito-identity.amazonaws.com is a provider or a service, depending on
    // what it asks for.
    view.kind = PrincipalKind::kFederatedProvider;
  } else if (IsServicePrincipal(view.text)) {
    view.kind = PrincipalKind::kService;
  } else {
    status = Refuse("principal", view.text,
                    "\"anonymous\", an ARN, a service principal "
                    "(name.amazonaws.com) or an identity provider");
  }
  if (!status.ok()) return status;
  view.service_linked_role =
      view.role_arn.find(":role/aws-service-role/") != std::string_view::npos;
  if (status = CheckCompanions(parts, view); !status.ok()) return status;
  return view;
}

}  // namespace iameval::internal
