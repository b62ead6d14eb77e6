#include "differential/organization_generator.h"

#include <algorithm>
#include <cstddef>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "absl/strings/str_format.h"
#include "base/ascii.h"
#include "differential/documents.h"
#include "differential/scene.h"
#include "differential/text_mutation.h"
#include "iameval/policy.h"

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
using iameval::internal::EqualsIgnoringAsciiCase;

std::optional<Policy> Parse(const Json& document, PolicyType type) {
  auto policy = Policy::Parse(document.ToText(), type);
  if (!policy.ok()) return std::nullopt;
  return *std::move(policy);
}

std::vector<Policy> ParseAll(const Json* documents, PolicyType type) {
  std::vector<Policy> policies;
  if (documents == nullptr) return policies;
  for (const Json& document : documents->items) {
    if (auto policy = Parse(document, type)) policies.push_back(*policy);
  }
  return policies;
}

void Append(const std::vector<Policy>& more, std::vector<Policy>& policies) {
  policies.insert(policies.end(), more.begin(), more.end());
}

std::string AccountOf(std::string_view arn) {
  for (int i = 0; i < 4; ++i) arn.remove_prefix(arn.find(':') + 1);
  return std::string(arn.substr(0, arn.find(':')));
}

std::string_view ResourcePart(std::string_view arn) {
  for (int i = 0; i < 5; ++i) arn.remove_prefix(arn.find(':') + 1);
  return arn;
}

std::string LastName(const std::string& arn) {
  return arn.substr(arn.rfind('/') + 1);
}

class WorldMaker {
 public:
  explicit WorldMaker(Random& random) : random_(random) {}

  World Make() {
    partition_ = random_.Pick({"aws", "aws", "aws", "aws-cn"});
    AddOrganization();
    AddPeople();
    AddSessions();
    for (std::size_t n = random_.Below(4); n > 0; --n) {
      world_.endpoints.push_back(
          {.id = absl::StrFormat("vpce-%d", world_.endpoints.size())});
    }
    const std::size_t intents = random_.Between(2, 6);
    for (std::size_t i = 0; i < intents; ++i) AddIntent();
    AddTags();
    return std::move(world_);
  }

 private:
  // --- units and accounts

  void AddOrganization() {
    if (random_.Percent(12)) return;  // a handful of accounts, no organization
    const std::size_t units = random_.Weighted({15, 20, 25, 20, 10, 10});
    for (std::size_t i = 0; i < units; ++i) {
      std::string parent;
      // Mostly a chain, so that there are deep ones; seldom a second root.
      if (i > 0 && !random_.OneIn(12)) {
        const std::size_t up = random_.Percent(70) ? i - 1 : random_.Below(i);
        parent = world_.units[up].id;
      }
      world_.units.push_back(
          {.id = absl::StrFormat("ou-%d", i), .parent = std::move(parent)});
    }
    bool has_management = false;
    for (const std::string_view id :
         {"111122223333", "123456789012", "444455556666"}) {
      Account account{.id = std::string(id)};
      if (units > 0 && !random_.Percent(12)) {
        const std::size_t deep =
            random_.Percent(60) ? units - 1 : random_.Below(units);
        account.parent = world_.units[deep].id;
      }
      account.management = !has_management && random_.Percent(15);
      has_management |= account.management;
      world_.accounts.push_back(std::move(account));
    }
  }

  OrganizationalUnit* FindUnit(std::string_view id) {
    for (OrganizationalUnit& unit : world_.units) {
      if (unit.id == id) return &unit;
    }
    return nullptr;
  }

  // Some unit on an account's way to the root, or the account itself.
  template <typename Use>
  void UseNodeAbove(std::string_view account_id, Use use) {
    for (Account& account : world_.accounts) {
      if (account.id != account_id) continue;
      if (account.parent.empty() || random_.Percent(30)) {
        if (!account.parent.empty() || random_.Percent(40)) use(account);
        return;
      }
      for (OrganizationalUnit* unit = FindUnit(account.parent); unit != nullptr;
           unit = FindUnit(unit->parent)) {
        if (unit->parent.empty() || random_.Percent(45)) {
          use(*unit);
          return;
        }
      }
    }
  }

  // --- users, groups, roles

  void AddPeople() {
    for (std::size_t n = random_.Between(1, 4); n > 0; --n) AddUser();
    for (std::size_t n = random_.Between(1, 4); n > 0; --n) AddRole();
    for (std::size_t n = random_.Below(3); n > 0; --n) AddGroup();
  }

  void AddUser() {
    const std::string_view account = PickAccount(random_);
    const Principal made =
        MakePrincipal(random_, Caller::kUser, partition_, account);
    if (!arns_.insert(made.text).second) return;
    User user{.arn = made.text};
    if (random_.Percent(60)) {
      user.unique_id = absl::StrFormat("AIDA%dEXAMPLE", world_.users.size());
    }
    world_.users.push_back(std::move(user));
  }

  void AddRole() {
    const Caller kind =
        random_.OneIn(8) ? Caller::kServiceLinkedRole : Caller::kRole;
    const std::string_view account = PickAccount(random_);
    const Principal made = MakePrincipal(random_, kind, partition_, account);
    // Names are unique, whatever the path.
    const std::string name = LastName(made.role_arn);
    if (!arns_.insert(absl::StrFormat("%s %s", account, name)).second) return;
    Role role{.arn = made.role_arn};
    if (random_.Percent(60)) {
      role.unique_id = absl::StrFormat("AROA%dEXAMPLE", world_.roles.size());
    }
    world_.roles.push_back(std::move(role));
  }

  void AddGroup() {
    const std::string account = AccountOf(random_.PickFrom(world_.users).arn);
    Group group{.arn = absl::StrFormat("arn:%s:iam::%s:group/G%d", partition_,
                                       account, world_.groups.size())};
    for (User& user : world_.users) {
      if (AccountOf(user.arn) == account && random_.Percent(60)) {
        user.groups.push_back(group.arn);
      }
    }
    world_.groups.push_back(std::move(group));
  }

  // --- sessions

  std::string SessionPrefix(const Role& role) const {
    return absl::StrFormat("arn:%s:sts::%s:assumed-role/%s/", partition_,
                           AccountOf(role.arn), LastName(role.arn));
  }

  std::string SessionOf(const Role& role) {
    const std::string_view name = random_.Pick({"session-1", "session-2"});
    return SessionPrefix(role) + std::string(name);
  }

  void AddSessions() {
    for (std::size_t n = random_.Below(4); n > 0; --n) {
      const Role& role = random_.PickFrom(world_.roles);
      Session session{.arn = SessionOf(role)};
      if (random_.Percent(50)) session.issuer_arn = role.arn;
      KeepSession(std::move(session));
    }
    for (std::size_t n = random_.Below(4); n > 0; --n) {
      std::string issuer = random_.PickFrom(world_.users).arn;
      if (random_.Percent(20)) {
        issuer = absl::StrFormat("arn:%s:iam::%s:root", partition_,
                                 PickAccount(random_));
      }
      const std::string_view name = random_.Pick({"Alice", "demo", "a:b"});
      KeepSession({.arn = absl::StrFormat("arn:%s:sts::%s:federated-user/%s",
                                          partition_, AccountOf(issuer), name),
                   .issuer_arn = issuer});
    }
  }

  void KeepSession(Session session) {
    if (random_.OneIn(10)) session.policies.emplace();  // allows nothing
    if (arns_.insert(session.arn).second) {
      world_.sessions.push_back(std::move(session));
    }
  }

  // --- what is intended

  Principal AsPrincipal(Caller caller, const std::string& arn) const {
    Principal principal;
    principal.caller = caller;
    principal.text = arn;
    principal.partition = partition_;
    principal.account = AccountOf(arn);
    return principal;
  }

  Principal AsPrincipal(const User& user) const {
    Principal principal = AsPrincipal(Caller::kUser, user.arn);
    principal.id = user.unique_id;
    return principal;
  }

  Principal AsPrincipal(const Role& role) {
    Principal principal = AsPrincipal(Caller::kRole, role.arn);
    principal.role_arn = role.arn;
    principal.id = role.unique_id;
    if (random_.Percent(85)) {
      principal.caller = Caller::kSession;
      principal.text = SessionOf(role);
    }
    return principal;
  }

  Principal AsPrincipal(const Session& session) const {
    if (session.arn.find(":federated-user/") != std::string::npos) {
      Principal principal = AsPrincipal(Caller::kFederatedUser, session.arn);
      principal.issuer = session.issuer_arn;
      return principal;
    }
    Principal principal = AsPrincipal(Caller::kSession, session.arn);
    for (const Role& role : world_.roles) {
      if (session.arn.starts_with(SessionPrefix(role))) {
        principal.role_arn = role.arn;
        principal.id = role.unique_id;
      }
    }
    return principal;
  }

  Principal SomePrincipal(bool trust) {
    switch (random_.Weighted({30, 30, 22, 18})) {
      case 0:
        return AsPrincipal(random_.PickFrom(world_.users));
      case 1:
        return AsPrincipal(random_.PickFrom(world_.roles));
      case 2:
        if (world_.sessions.empty()) break;
        return AsPrincipal(random_.PickFrom(world_.sessions));
      default:
        break;
    }
    const Caller caller = PickCaller(random_, trust);
    const std::string_view account = PickAccount(random_);
    return MakePrincipal(random_, caller, partition_, account);
  }

  void AddIntent() {
    const bool trust = random_.Percent(15);
    Intent intent = MakeIntent(random_, trust);
    intent.principal = SomePrincipal(trust);
    if (intent.resource.starts_with("arn:")) {
      const std::size_t end = intent.resource.find(':', 4);
      intent.resource.replace(4, end - 4, partition_);
    }
    Role* role = nullptr;
    if (trust) {
      role = &world_.roles[random_.Below(world_.roles.size())];
      intent.resource = role->arn;
      intent.owner.clear();
    }
    Scene scene;
    scene.trust = trust;
    scene.intents.push_back(intent);
    if (!world_.intents.empty() && random_.Percent(30)) {
      scene.intents.push_back(random_.PickFrom(world_.intents));
    }
    const Json policies = MakePolicies(random_, scene);
    AttachToCaller(intent.principal, policies);
    AttachToOrganization(intent, policies);
    AttachToTarget(role, policies, intent);
    MergePools(scene);
    world_.intents.push_back(std::move(intent));
  }

  // --- the policies for it

  // The user or role that the intended caller is, or acts for.
  void AttachToCaller(const Principal& principal, const Json& policies) {
    const auto identity =
        ParseAll(policies.Find("identity"), PolicyType::kIdentity);
    std::optional<Policy> boundary;
    if (const Json* document = policies.Find("boundary")) {
      boundary = Parse(*document, PolicyType::kBoundary);
    }
    for (User& user : world_.users) {
      if (user.arn != principal.text && user.arn != principal.issuer) continue;
      Group* group = random_.Percent(40) ? GroupOf(user) : nullptr;
      Append(identity, group != nullptr ? group->policies : user.policies);
      if (boundary.has_value()) user.boundary = boundary;
    }
    for (Role& role : world_.roles) {
      if (role.arn != principal.role_arn) continue;
      Append(identity, role.policies);
      if (boundary.has_value()) role.boundary = boundary;
    }
    const Json* of_session = policies.Find("session");
    if (of_session == nullptr) return;
    for (Session& session : world_.sessions) {
      if (session.arn == principal.text) {
        session.policies = ParseAll(of_session, PolicyType::kSession);
      }
    }
  }

  Group* GroupOf(const User& user) {
    for (Group& group : world_.groups) {
      if (std::find(user.groups.begin(), user.groups.end(), group.arn) !=
          user.groups.end()) {
        return &group;
      }
    }
    return nullptr;
  }

  void AttachToOrganization(const Intent& intent, const Json& policies) {
    if (const Json* levels = policies.Find("scp")) {
      for (const Json& level : levels->items) {
        UseNodeAbove(intent.principal.account, [&level](auto& node) {
          node.scps = ParseAll(&level, PolicyType::kScp);
        });
      }
    }
    if (const Json* levels = policies.Find("rcp")) {
      std::string owner = intent.owner;
      if (owner.empty() && intent.resource.starts_with("arn:")) {
        owner = AccountOf(intent.resource);
      }
      if (owner.empty()) owner = intent.principal.account;
      for (const Json& level : levels->items) {
        UseNodeAbove(owner, [&level](auto& node) {
          node.rcps = ParseAll(&level, PolicyType::kRcp);
        });
      }
    }
  }

  // `role` is the one to be assumed, or null.
  void AttachToTarget(Role* role, const Json& policies, Intent& intent) {
    const Json* document = policies.Find("resource");
    if (role == nullptr) {
      AttachToResource(document, intent);
    } else if (document != nullptr) {
      role->trust = Parse(*document, PolicyType::kTrust);
    }
    const Json* endpoint = policies.Find("vpce");
    if (endpoint == nullptr || world_.endpoints.empty()) return;
    const std::size_t at = random_.Below(world_.endpoints.size());
    world_.endpoints[at].policy = Parse(*endpoint, PolicyType::kVpcEndpoint);
  }

  // To the thing itself or to what it lies below.
  void AttachToResource(const Json* document, Intent& intent) {
    std::string arn = intent.resource;
    if (!arn.starts_with("arn:") || arn.starts_with("arn:::")) return;
    std::optional<Policy> policy;
    if (document != nullptr) policy = Parse(*document, PolicyType::kResource);
    for (std::size_t up = random_.Weighted({45, 40, 15}); up > 0; --up) {
      const std::size_t cut = arn.find_last_of("/:");
      if (cut <= arn.size() - ResourcePart(arn).size()) break;
      arn.resize(cut);
    }
    AddResource(arn, policy, intent);
    // A thing below it with tags, and without a policy of its own.
    if (random_.Percent(25)) AddResource(intent.resource, {}, intent);
  }

  // Wildcards are letters in requests, and refused in the engine's resources.
  void AddResource(const std::string& arn, const std::optional<Policy>& policy,
                   Intent& intent) {
    const std::string_view part = ResourcePart(arn);
    if (arn.find_first_of("*?") != std::string::npos || part.empty() ||
        (part.starts_with("role/") && policy.has_value()) ||
        !arns_.insert("resource " + arn).second) {
      return;
    }
    Resource resource{.arn = arn, .policy = policy};
    const bool arn_says = AccountOf(arn).size() == 12;
    if (!arn_says && (policy.has_value() || random_.Percent(50))) {
      resource.account = intent.owner.empty()
                             ? std::string(PickAccount(random_))
                             : intent.owner;
      // The engine knows; the request need not say.
      if (random_.Percent(60)) intent.owner.clear();
    }
    world_.resources.push_back(std::move(resource));
  }

  // --- tags, with values that the policies compare with

  void MergePools(const Scene& scene) {
    for (const KeyPool& pool : scene.pools) {
      const auto it = std::find_if(
          world_.pools.begin(), world_.pools.end(), [&](const KeyPool& other) {
            return EqualsIgnoringAsciiCase(other.key, pool.key);
          });
      if (it == world_.pools.end()) {
        world_.pools.push_back(pool);
        continue;
      }
      it->multi |= pool.multi;
      it->values.insert(it->values.end(), pool.values.begin(),
                        pool.values.end());
    }
  }

  void AddTag(std::string_view key, Tags& tags) {
    for (const KeyPool& pool : world_.pools) {
      if (pool.values.empty() || !EqualsIgnoringAsciiCase(pool.key, key)) {
        continue;
      }
      std::string name = pool.key.substr(pool.key.find('/') + 1);
      if (random_.Percent(30)) name = FlipCase(random_, name);
      const std::string value = random_.Percent(55)
                                    ? pool.values.front()
                                    : random_.PickFrom(pool.values);
      tags.emplace_back(std::move(name), value);
      return;
    }
  }

  template <typename Tagged>
  void AddPrincipalTags(std::vector<Tagged>& list) {
    for (Tagged& tagged : list) {
      for (const std::string_view key :
           {"aws:PrincipalTag/team", "aws:PrincipalTag/Ünï",
            "aws:ResourceTag/env"}) {
        if (random_.Percent(50)) AddTag(key, tagged.tags);
      }
    }
  }

  void AddTags() {
    AddPrincipalTags(world_.users);
    AddPrincipalTags(world_.roles);
    AddPrincipalTags(world_.sessions);
    for (Resource& resource : world_.resources) {
      // Their tags stand with the user or role.
      if (ResourcePart(resource.arn).starts_with("role/") ||
          ResourcePart(resource.arn).starts_with("user/")) {
        continue;
      }
      if (random_.Percent(60)) AddTag("aws:ResourceTag/env", resource.tags);
    }
  }

  Random& random_;
  World world_;
  std::string partition_;
  std::set<std::string> arns_;  // of everything, to add nothing twice
};

}  // namespace

World MakeWorld(Random& random) { return WorldMaker(random).Make(); }

World WorldOfPair(std::uint64_t seed, std::uint64_t pair) {
  Random random(seed, pair / kRequestsPerWorld, 0);
  return MakeWorld(random);
}

}  // namespace iameval_testing
