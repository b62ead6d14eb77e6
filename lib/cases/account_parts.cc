#include "cases/account_parts.h"

#include <algorithm>
#include <array>
#include <initializer_list>
#include <span>

#include "absl/strings/str_format.h"
#include "cases/documents.h"
#include "cases/fields.h"

namespace iameval::internal {
namespace {

constexpr std::array kRootFields = {
    Field{"note"},         Field{"organizationalUnits"},
    Field{"accounts"},     Field{"groups"},
    Field{"users"},        Field{"roles"},
    Field{"sessions"},     Field{"resources"},
    Field{"vpcEndpoints"},
};
constexpr std::array kUnitFields = {
    Field{"id", true}, Field{"parent"}, Field{"scps"},
    Field{"rcps"},     Field{"note"},
};
constexpr std::array kAccountFields = {
    Field{"id", true}, Field{"parent"},     Field{"scps"},
    Field{"rcps"},     Field{"management"}, Field{"note"},
};
constexpr std::array kGroupFields = {
    Field{"arn", true},
    Field{"policies"},
    Field{"note"},
};
constexpr std::array kUserFields = {
    Field{"arn", true}, Field{"policies"}, Field{"groups"}, Field{"boundary"},
    Field{"tags"},      Field{"uniqueId"}, Field{"note"},
};
constexpr std::array kRoleFields = {
    Field{"arn", true}, Field{"policies"}, Field{"boundary"}, Field{"trust"},
    Field{"tags"},      Field{"uniqueId"}, Field{"note"},
};
constexpr std::array kSessionFields = {
    Field{"arn", true}, Field{"issuerArn"}, Field{"policies"},
    Field{"tags"},      Field{"note"},
};
constexpr std::array kResourceFields = {
    Field{"arn", true}, Field{"account"}, Field{"policy"},
    Field{"tags"},      Field{"note"},
};
constexpr std::array kEndpointFields = {
    Field{"id", true},
    Field{"policy"},
    Field{"note"},
};

absl::Status StringMember(JsonValue object, std::string_view name,
                          std::string& out) {
  const auto text = StringField(object, name);
  if (!text.ok()) return text.status();
  if (text->has_value()) out = **text;
  return absl::OkStatus();
}

absl::Status StringsMember(JsonValue object, std::string_view name,
                           std::vector<std::string>& out) {
  const std::optional<JsonValue> list = object.Find(name);
  if (!list.has_value()) return absl::OkStatus();
  if (!list->is_array()) return UnexpectedValue(*list, "an array of strings");
  for (const JsonValue element : list->elements()) {
    if (!element.is_string()) return UnexpectedValue(element, "a string");
    out.emplace_back(element.text());
  }
  return absl::OkStatus();
}

absl::Status TagsMember(JsonValue object, Tags& out) {
  const std::optional<JsonValue> tags = object.Find("tags");
  if (!tags.has_value()) return absl::OkStatus();
  if (!tags->is_object()) {
    return UnexpectedValue(*tags, "an object of tag keys and values");
  }
  for (const JsonMember member : tags->members()) {
    if (!member.value.is_string()) {
      return UnexpectedValue(member.value, "a string");
    }
    out.emplace_back(member.name, member.value.text());
  }
  return absl::OkStatus();
}

// The first that is not ok. Each reads one member, so that what a part
// consists of can be written as a list.
absl::Status FirstError(std::initializer_list<absl::Status> statuses) {
  for (const absl::Status& status : statuses) {
    if (!status.ok()) return status;
  }
  return absl::OkStatus();
}

// The fields, and the note that every object may have.
absl::Status CheckPart(JsonValue object, std::span<const Field> fields) {
  if (absl::Status status = CheckFields(object, fields); !status.ok()) {
    return status;
  }
  return StringField(object, "note").status();
}

}  // namespace

bool IsAccountField(std::string_view name) {
  return std::any_of(kRootFields.begin(), kRootFields.end(),
                     [name](const Field& field) { return field.name == name; });
}

std::string AccountFieldNames() { return FieldNames(kRootFields); }

absl::Status AccountParts::Read(JsonValue root) {
  if (absl::Status status = CheckPart(root, kRootFields); !status.ok()) {
    return status;
  }
  using Parts = AccountParts;
  return FirstError({
      ReadList(root, "organizationalUnits", &Parts::ReadUnit),
      ReadList(root, "accounts", &Parts::ReadAccount),
      ReadList(root, "groups", &Parts::ReadGroup),
      ReadList(root, "users", &Parts::ReadUser),
      ReadList(root, "roles", &Parts::ReadRole),
      ReadList(root, "sessions", &Parts::ReadSession),
      ReadList(root, "resources", &Parts::ReadResource),
      ReadList(root, "vpcEndpoints", &Parts::ReadEndpoint),
  });
}

absl::Status AccountParts::ReadList(
    JsonValue root, std::string_view name,
    absl::Status (AccountParts::*read)(JsonValue)) {
  const std::optional<JsonValue> list = root.Find(name);
  if (!list.has_value()) return absl::OkStatus();
  if (!list->is_array()) return UnexpectedValue(*list, "an array of objects");
  for (const JsonValue element : list->elements()) {
    if (absl::Status status = (this->*read)(element); !status.ok()) {
      return status;
    }
  }
  return absl::OkStatus();
}

absl::Status AccountParts::ReadUnit(JsonValue object) {
  if (absl::Status status = CheckPart(object, kUnitFields); !status.ok()) {
    return status;
  }
  OrganizationalUnit unit;
  absl::Status status = FirstError({
      StringMember(object, "id", unit.id),
      StringMember(object, "parent", unit.parent),
      PoliciesMember(object, "scps", PolicyType::kScp, unit.id, unit.scps),
      PoliciesMember(object, "rcps", PolicyType::kRcp, unit.id, unit.rcps),
  });
  if (status.ok()) builder_.Add(std::move(unit));
  return status;
}

absl::Status AccountParts::ReadAccount(JsonValue object) {
  if (absl::Status status = CheckPart(object, kAccountFields); !status.ok()) {
    return status;
  }
  const auto management = BooleanField(object, "management");
  if (!management.ok()) return management.status();
  Account account;
  account.management = management->value_or(false);
  absl::Status status = FirstError({
      StringMember(object, "id", account.id),
      StringMember(object, "parent", account.parent),
      PoliciesMember(object, "scps", PolicyType::kScp, account.id,
                     account.scps),
      PoliciesMember(object, "rcps", PolicyType::kRcp, account.id,
                     account.rcps),
  });
  if (status.ok()) builder_.Add(std::move(account));
  return status;
}

absl::Status AccountParts::ReadGroup(JsonValue object) {
  if (absl::Status status = CheckPart(object, kGroupFields); !status.ok()) {
    return status;
  }
  Group group;
  absl::Status status = FirstError({
      StringMember(object, "arn", group.arn),
      PoliciesMember(object, "policies", PolicyType::kIdentity, group.arn,
                     group.policies),
  });
  if (status.ok()) builder_.Add(std::move(group));
  return status;
}

absl::Status AccountParts::ReadUser(JsonValue object) {
  if (absl::Status status = CheckPart(object, kUserFields); !status.ok()) {
    return status;
  }
  User user;
  absl::Status status = FirstError({
      StringMember(object, "arn", user.arn),
      PoliciesMember(object, "policies", PolicyType::kIdentity, user.arn,
                     user.policies),
      StringsMember(object, "groups", user.groups),
      PolicyMember(object, "boundary", PolicyType::kBoundary, user.arn,
                   user.boundary),
      TagsMember(object, user.tags),
      StringMember(object, "uniqueId", user.unique_id),
  });
  if (!status.ok()) return status;
  principals.push_back(user.arn);
  builder_.Add(std::move(user));
  return absl::OkStatus();
}

absl::Status AccountParts::ReadRole(JsonValue object) {
  if (absl::Status status = CheckPart(object, kRoleFields); !status.ok()) {
    return status;
  }
  Role role;
  absl::Status status = FirstError({
      StringMember(object, "arn", role.arn),
      PoliciesMember(object, "policies", PolicyType::kIdentity, role.arn,
                     role.policies),
      PolicyMember(object, "boundary", PolicyType::kBoundary, role.arn,
                   role.boundary),
      PolicyMember(object, "trust", PolicyType::kTrust, role.arn, role.trust),
      TagsMember(object, role.tags),
      StringMember(object, "uniqueId", role.unique_id),
  });
  if (!status.ok()) return status;
  principals.push_back(role.arn);
  builder_.Add(std::move(role));
  return absl::OkStatus();
}

absl::Status AccountParts::ReadSession(JsonValue object) {
  if (absl::Status status = CheckPart(object, kSessionFields); !status.ok()) {
    return status;
  }
  Session session;
  absl::Status status = FirstError({
      StringMember(object, "arn", session.arn),
      StringMember(object, "issuerArn", session.issuer_arn),
      PoliciesMember(object, "policies", PolicyType::kSession, session.arn,
                     session.policies),
      TagsMember(object, session.tags),
  });
  if (!status.ok()) return status;
  principals.push_back(session.arn);
  builder_.Add(std::move(session));
  return absl::OkStatus();
}

absl::Status AccountParts::ReadResource(JsonValue object) {
  if (absl::Status status = CheckPart(object, kResourceFields); !status.ok()) {
    return status;
  }
  Resource resource;
  absl::Status status = FirstError({
      StringMember(object, "arn", resource.arn),
      StringMember(object, "account", resource.account),
      PolicyMember(object, "policy", PolicyType::kResource, resource.arn,
                   resource.policy),
      TagsMember(object, resource.tags),
  });
  if (!status.ok()) return status;
  resources.push_back(resource.arn);
  builder_.Add(std::move(resource));
  return absl::OkStatus();
}

absl::Status AccountParts::ReadEndpoint(JsonValue object) {
  if (absl::Status status = CheckPart(object, kEndpointFields); !status.ok()) {
    return status;
  }
  VpcEndpoint endpoint;
  absl::Status status = FirstError({
      StringMember(object, "id", endpoint.id),
      PolicyMember(object, "policy", PolicyType::kVpcEndpoint, endpoint.id,
                   endpoint.policy),
  });
  if (status.ok()) builder_.Add(std::move(endpoint));
  return status;
}

absl::Status AccountParts::PolicyMember(JsonValue object, std::string_view name,
                                        PolicyType type,
                                        const std::string& owner,
                                        std::optional<Policy>& out) {
  const std::optional<JsonValue> value = object.Find(name);
  if (!value.has_value() || value->is_null()) return absl::OkStatus();
  auto policy = ReadPolicy(*value, type, absl::StrFormat("%s %s", owner, name));
  if (!policy.ok()) return policy.status();
  policies.push_back({*policy, owner, value->Pointer()});
  out = *std::move(policy);
  return absl::OkStatus();
}

absl::Status AccountParts::PoliciesMember(JsonValue object,
                                          std::string_view name,
                                          PolicyType type,
                                          const std::string& owner,
                                          std::vector<Policy>& out) {
  const std::optional<JsonValue> list = object.Find(name);
  if (!list.has_value()) return absl::OkStatus();
  if (!list->is_array()) return UnexpectedValue(*list, "an array of policies");
  for (const JsonValue element : list->elements()) {
    auto policy = ReadPolicy(
        element, type, absl::StrFormat("%s %s[%d]", owner, name, out.size()));
    if (!policy.ok()) return policy.status();
    policies.push_back({*policy, owner, element.Pointer()});
    out.push_back(*std::move(policy));
  }
  return absl::OkStatus();
}

absl::Status AccountParts::PoliciesMember(
    JsonValue object, std::string_view name, PolicyType type,
    const std::string& owner, std::optional<std::vector<Policy>>& out) {
  if (!object.Find(name).has_value()) return absl::OkStatus();
  return PoliciesMember(object, name, type, owner, out.emplace());
}

absl::StatusOr<Policy> AccountParts::ReadPolicy(JsonValue value,
                                                PolicyType type,
                                                std::string name) {
  const auto path = FileOfPolicy(value, files_);
  if (!path.ok()) return path.status();
  if (path->has_value()) {
    const auto known = parsed_.find({**path, type});
    if (known != parsed_.end()) return known->second;
  }
  const auto document = ReadPolicyText(value, std::move(name), files_);
  if (!document.ok()) return document.status();
  auto policy = ParsePolicyText(*document, type);
  if (!policy.ok()) return Prefixed(value.Location(), policy.status());
  if (path->has_value()) parsed_.emplace(std::pair(**path, type), *policy);
  return policy;
}

}  // namespace iameval::internal
