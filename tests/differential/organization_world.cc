// ResolveByHand: which policies are in force for a request, and what is known
// of it, looked up in a World by the obvious loops.

#include "differential/organization_world.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/ascii.h"
#include "differential/json_tree.h"
#include "iameval/policy.h"
#include "iameval/policy_set.h"

namespace iameval_testing {
namespace {

using iameval::Account;
using iameval::Group;
using iameval::OrganizationalUnit;
using iameval::Policy;
using iameval::PolicyType;
using iameval::Resource;
using iameval::Role;
using iameval::Session;
using iameval::Tags;
using iameval::User;
using iameval::VpcEndpoint;
using iameval::internal::EqualsIgnoringAsciiCase;

// The fields of an ARN; the last one holds what is left.
using Fields = std::array<std::string, 6>;

std::optional<Fields> Split(std::string_view arn) {
  Fields fields;
  for (std::size_t i = 0; i < 5; ++i) {
    const std::size_t colon = arn.find(':');
    if (colon == std::string_view::npos) return std::nullopt;
    fields[i] = arn.substr(0, colon);
    arn.remove_prefix(colon + 1);
  }
  fields[5] = arn;
  return fields;
}

bool IsAccount(std::string_view text) {
  return text.size() == 12 &&
         text.find_first_not_of("0123456789") == std::string_view::npos;
}

std::string LastName(std::string_view path) {
  return std::string(path.substr(path.rfind('/') + 1));
}

template <typename T, typename Holds>
const T* FindIf(const std::vector<T>& list, Holds holds) {
  const auto it = std::find_if(list.begin(), list.end(), holds);
  return it == list.end() ? nullptr : &*it;
}

template <typename T>
const T* FindByArn(const std::vector<T>& list, std::string_view arn) {
  return FindIf(list, [arn](const T& element) { return element.arn == arn; });
}

// FullAWSAccess.
const Policy& AllowEverything() {
  static const auto* const kPolicy =
      new Policy(*Policy::Parse(R"({"Version": "2012-10-17", "Statement": {
                          "Effect": "Allow", "Action": "*", "Resource": "*"}})",
                                PolicyType::kScp));
  return *kPolicy;
}

class HandResolver {
 public:
  HandResolver(const World& world, const Json& request)
      : world_(world), resolved_{{}, request} {}

  ResolvedRequest Resolve() {
    ResolvePrincipal();
    ResolveResource();
    ResolveAccounts();
    ResolveEndpoint();
    return std::move(resolved_);
  }

 private:
  std::string Text(std::string_view name) const {
    return std::string(resolved_.request.TextOf(name));
  }

  void SetUnlessGiven(std::string_view name, std::string_view value) {
    if (!Text(name).empty() || value.empty()) return;
    resolved_.request.Add(name, Json::String(value));
  }

  void SetFlag(std::string_view name) {
    if (resolved_.request.Find(name) == nullptr) {
      resolved_.request.Add(name, Json::Word("true"));
    }
  }

  Json& Context() { return *resolved_.request.Find("context"); }

  void AddKey(const std::string& key, const std::string& value) {
    for (const std::string& name : Context().names) {
      if (EqualsIgnoringAsciiCase(name, key)) return;
    }
    Context().Add(key, Json::String(value));
  }

  void AddTags(const std::string& prefix, const Tags& tags) {
    for (const auto& [key, value] : tags) AddKey(prefix + key, value);
  }

  // --- the caller

  void ResolvePrincipal() {
    const std::string principal = Text("principal");
    const auto fields = Split(principal);
    if (!fields.has_value()) return;  // a service, a provider, anonymous
    const std::string& resource = (*fields)[5];
    if (resource.starts_with("user/")) {
      UseUser(FindByArn(world_.users, principal), true);
    } else if (resource.starts_with("role/")) {
      UseRole(FindByArn(world_.roles, principal));
    } else if (resource.starts_with("assumed-role/")) {
      ResolveRoleSession(principal, *fields);
    } else if (resource.starts_with("federated-user/")) {
      ResolveFederatedUser(principal);
    }
  }

  void UseUser(const User* user, bool calls_itself) {
    if (user == nullptr) return;
    resolved_.policies.identity = user->policies;
    for (const std::string& arn : user->groups) {
      const Group* group = FindByArn(world_.groups, arn);
      for (const Policy& policy : group->policies) {
        resolved_.policies.identity.push_back(policy);
      }
    }
    resolved_.policies.boundary = user->boundary;
    AddTags("aws:PrincipalTag/", user->tags);
    if (calls_itself) SetUnlessGiven("principalId", user->unique_id);
  }

  void UseRole(const Role* role) {
    if (role == nullptr) return;
    resolved_.policies.identity = role->policies;
    resolved_.policies.boundary = role->boundary;
    AddTags("aws:PrincipalTag/", role->tags);
    SetUnlessGiven("principalId", role->unique_id);
  }

  void UseSession(const Session& session) {
    resolved_.policies.session = session.policies;
    AddTags("aws:PrincipalTag/", session.tags);
  }

  // The account's role of that name; names are unique, whatever the path.
  const Role* RoleNamed(const Fields& session) const {
    const std::string rest =
        session[5].substr(std::string("assumed-role/").size());
    const std::string name = rest.substr(0, rest.find('/'));
    return FindIf(world_.roles, [&](const Role& role) {
      const Fields fields = *Split(role.arn);
      return fields[1] == session[1] && fields[4] == session[4] &&
             LastName(fields[5]) == name;
    });
  }

  void ResolveRoleSession(const std::string& principal, const Fields& fields) {
    const Role* role = RoleNamed(fields);
    if (role == nullptr) return;
    if (!Text("roleArn").empty() && Text("roleArn") != role->arn) return;
    SetUnlessGiven("roleArn", role->arn);
    // Its tags first: they win over the role's.
    if (const Session* session = FindByArn(world_.sessions, principal)) {
      UseSession(*session);
    }
    UseRole(role);
  }

  void ResolveFederatedUser(const std::string& principal) {
    const Session* session = FindByArn(world_.sessions, principal);
    if (session != nullptr && (Text("federatedBy").empty() ||
                               Text("federatedBy") == session->issuer_arn)) {
      SetUnlessGiven("federatedBy", session->issuer_arn);
      UseSession(*session);
    }
    UseUser(FindByArn(world_.users, Text("federatedBy")), false);
  }

  // --- the resource

  // `arn` is a part of what `above` is: behind a colon or, unless the service
  // has names with slashes, behind a slash.
  static bool LiesBelow(const std::string& arn, const std::string& above) {
    if (arn.size() <= above.size() || !arn.starts_with(above)) return false;
    const Fields fields = *Split(arn);
    const Fields upper = *Split(above);
    const char next = arn[above.size()];
    if (fields[2] == "s3" && fields[4].empty()) {
      return next == '/' && upper[5].find('/') == std::string::npos;
    }
    if (next == ':') return true;
    const bool names_have_slashes =
        fields[2] == "ecr" || fields[2] == "iam" || fields[2] == "logs" ||
        fields[2] == "secretsmanager" || fields[2] == "ssm";
    return next == '/' && !names_have_slashes;
  }

  // The resource itself and what it lies below, the nearest first.
  std::vector<const Resource*> WayUp(const std::string& arn) const {
    std::vector<const Resource*> way;
    for (const Resource& resource : world_.resources) {
      if (resource.arn == arn || LiesBelow(arn, resource.arn)) {
        way.push_back(&resource);
      }
    }
    std::sort(way.begin(), way.end(), [](const Resource* a, const Resource* b) {
      return a->arn.size() > b->arn.size();
    });
    return way;
  }

  void ResolveResource() {
    const std::string arn = Text("resource");
    const auto fields = Split(arn);
    if (!fields.has_value()) return;
    for (const Resource* resource : WayUp(arn)) {
      if (resource->arn == arn) AddTags("aws:ResourceTag/", resource->tags);
      if (!resolved_.policies.resource.has_value()) {
        resolved_.policies.resource = resource->policy;
      }
      if (!IsAccount((*fields)[4])) {
        SetUnlessGiven("resourceAccount", resource->account);
      }
    }
    const User* user = FindByArn(world_.users, arn);
    const Role* role = FindByArn(world_.roles, arn);
    if (user == nullptr && role == nullptr) return;
    const Tags& tags = user != nullptr ? user->tags : role->tags;
    AddTags("aws:ResourceTag/", tags);
    AddTags("iam:ResourceTag/", tags);
    if (role != nullptr && role->trust.has_value()) {
      resolved_.policies.resource = role->trust;
    }
  }

  // --- the organization

  std::vector<const OrganizationalUnit*> UnitsAbove(
      const Account& account) const {
    std::vector<const OrganizationalUnit*> path;
    for (std::string parent = account.parent; !parent.empty();) {
      const auto* unit =
          FindIf(world_.units, [&](const OrganizationalUnit& candidate) {
            return candidate.id == parent;
          });
      path.insert(path.begin(), unit);
      parent = unit->parent;
    }
    return path;
  }

  static bool IsInOrganization(const Account& account) {
    return !account.parent.empty() || account.scps.has_value() ||
           account.rcps.has_value();
  }

  const Account* FindAccount(std::string_view id) const {
    return FindIf(world_.accounts,
                  [id](const Account& account) { return account.id == id; });
  }

  void ResolveScps(const Account& account) {
    if (account.management) SetFlag("principalAccountIsManagement");
    if (!IsInOrganization(account)) return;
    auto& levels = resolved_.policies.scp.emplace();
    const std::vector<Policy> full = {AllowEverything()};
    for (const OrganizationalUnit* unit : UnitsAbove(account)) {
      levels.push_back(unit->scps.value_or(full));
    }
    levels.push_back(account.scps.value_or(full));
  }

  void ResolveRcps(const Account& account) {
    if (account.management) SetFlag("resourceAccountIsManagement");
    if (!IsInOrganization(account)) return;
    auto& levels = resolved_.policies.rcp.emplace();
    const std::vector<Policy> none;
    for (const OrganizationalUnit* unit : UnitsAbove(account)) {
      levels.push_back(unit->rcps.value_or(none));
    }
    levels.push_back(account.rcps.value_or(none));
  }

  void ResolveAccounts() {
    const auto principal = Split(Text("principal"));
    std::string caller;
    const bool is_provider =
        principal.has_value() &&
        (*principal)[5].find("-provider/") != std::string::npos;
    if (principal.has_value() && !is_provider) caller = (*principal)[4];
    if (const Account* account = FindAccount(caller)) ResolveScps(*account);
    std::string owner = Text("resourceAccount");
    const auto resource = Split(Text("resource"));
    if (owner.empty() && resource.has_value() && IsAccount((*resource)[4])) {
      owner = (*resource)[4];
    }
    // Nobody says: the caller's own.
    if (owner.empty()) owner = caller;
    if (const Account* account = FindAccount(owner)) ResolveRcps(*account);
  }

  void ResolveEndpoint() {
    for (std::size_t i = 0; i < Context().names.size(); ++i) {
      const Json& value = Context().items[i];
      if (value.kind != Json::Kind::kString ||
          !EqualsIgnoringAsciiCase(Context().names[i], "aws:SourceVpce")) {
        continue;
      }
      for (const VpcEndpoint& endpoint : world_.endpoints) {
        if (endpoint.id == value.text) {
          resolved_.policies.vpc_endpoint = endpoint.policy;
        }
      }
    }
  }

  const World& world_;
  ResolvedRequest resolved_;
};

}  // namespace

iameval::Engine::Builder ToBuilder(const World& world) {
  iameval::Engine::Builder builder;
  for (const auto& session : world.sessions) builder.Add(session);
  for (const auto& resource : world.resources) builder.Add(resource);
  for (const auto& role : world.roles) builder.Add(role);
  for (const auto& user : world.users) builder.Add(user);
  for (const auto& group : world.groups) builder.Add(group);
  for (const auto& account : world.accounts) builder.Add(account);
  for (const auto& unit : world.units) builder.Add(unit);
  for (const auto& endpoint : world.endpoints) builder.Add(endpoint);
  return builder;
}

ResolvedRequest ResolveByHand(const World& world, const Json& request) {
  return HandResolver(world, request).Resolve();
}

}  // namespace iameval_testing
