#include "engine/random_grid.h"

#include <algorithm>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "absl/strings/str_format.h"
#include "base/arn.h"
#include "base/ascii.h"
#include "differential/pair.h"

namespace iameval_testing {
namespace {

using iameval::ContextEntry;
using iameval::Grid;
using iameval::GridPrincipal;
using iameval::Policy;
using iameval::PolicySet;
using iameval::PolicyType;
using iameval::Request;
using iameval::internal::EqualsIgnoringAsciiCase;
using iameval::internal::ParseArn;

constexpr std::string_view kEndpoint = "vpce-1a2b3c4d";

bool HasKey(const std::vector<ContextEntry>& entries, std::string_view key) {
  return std::any_of(entries.begin(), entries.end(),
                     [&](const ContextEntry& entry) {
                       return EqualsIgnoringAsciiCase(entry.key, key);
                     });
}

std::optional<Request> MakeValidRequest(Random& random,
                                        const PolicyScenario& scenario) {
  for (int tries = 0; tries < 20; ++tries) {
    const Json json = MakeRequest(random, scenario);
    auto request = BuildRequest(json);
    if (request.ok()) return *std::move(request);
  }
  return std::nullopt;
}

GridPrincipal MakeGridPrincipal(Random& random, const Request& request,
                                const std::vector<ContextEntry>& shared) {
  GridPrincipal principal{
      .principal = std::string(request.principal()),
      .role_arn = std::string(request.role_arn()),
      .federated_by = std::string(request.federated_by()),
      .principal_id = std::string(request.principal_id()),
      .account_is_management = request.principal_account_is_management()};
  for (const ContextEntry& entry : request.context()) {
    const bool taken = HasKey(shared, entry.key);
    if (!taken && random.Percent(70)) principal.context.push_back(entry);
  }
  return principal;
}

// Attaches policies to what a grid names.
class OrganizationMaker {
 public:
  OrganizationMaker(Random& random, const PolicyScenario& scenario,
                    const PolicySet& set)
      : random_(random), scenario_(scenario), set_(set) {}

  iameval::Engine::Builder Make(Grid& grid) {
    if (random_.Percent(75)) AddAccounts();
    for (const GridPrincipal& principal : grid.principals) {
      if (random_.Percent(85)) AddPrincipal(principal);
    }
    for (const iameval::GridResource& resource : grid.resources) {
      if (random_.Percent(75)) AddResource(resource);
    }
    if (random_.Percent(40)) AddEndpoint(grid);
    return builder_;
  }

 private:
  std::vector<Policy> Some(const std::vector<Policy>& policies) {
    std::vector<Policy> some;
    for (const Policy& policy : policies) {
      if (random_.Percent(65)) some.push_back(policy);
    }
    return some;
  }

  std::optional<std::vector<Policy>> SomeOfLevels(
      const std::optional<std::vector<PolicySet::Level>>& levels) {
    if (!levels.has_value() || levels->empty() || random_.Percent(40)) {
      return std::nullopt;
    }
    return random_.PickFrom(*levels);
  }

  void AddAccounts() {
    for (const auto& [id, parent] :
         {std::pair<std::string_view, std::string_view>{"r-demo", ""},
          {"ou-demo-one", "r-demo"},
          {"ou-demo-two", "ou-demo-one"}}) {
      builder_.Add(iameval::OrganizationalUnit{.id = std::string(id),
                                               .parent = std::string(parent),
                                               .scps = SomeOfLevels(set_.scp),
                                               .rcps = SomeOfLevels(set_.rcp)});
    }
    bool managed = random_.Percent(70);
    for (const std::string_view id :
         {"111122223333", "123456789012", "444455556666"}) {
      const std::string_view parent =
          random_.Pick({"", "r-demo", "ou-demo-one", "ou-demo-two"});
      iameval::Account account{.id = std::string(id),
                               .parent = std::string(parent),
                               .scps = SomeOfLevels(set_.scp),
                               .rcps = SomeOfLevels(set_.rcp)};
      if (!managed && random_.Percent(40)) {
        managed = account.management = true;
      }
      builder_.Add(std::move(account));
    }
  }

  iameval::Tags MakeTags(std::string_view prefix) {
    iameval::Tags tags;
    for (const KeyPool& pool : scenario_.scene.pools) {
      if (!EqualsIgnoringAsciiCase(
              std::string_view(pool.key).substr(0, prefix.size()), prefix) ||
          pool.key.size() == prefix.size() || pool.values.empty() ||
          random_.Percent(30)) {
        continue;
      }
      tags.emplace_back(pool.key.substr(prefix.size()),
                        random_.PickFrom(pool.values));
    }
    if (tags.empty() && random_.Percent(30)) tags.emplace_back("env", "test");
    return tags;
  }

  std::string MakeId(std::string_view prefix) {
    if (random_.Percent(40)) return "";
    return absl::StrFormat("%sEXAMPLE%d", prefix, ++ids_);
  }

  void AddUser(const std::string& arn) {
    if (!users_.insert(arn).second) return;
    iameval::User user{.arn = arn,
                       .policies = Some(set_.identity),
                       .tags = MakeTags("aws:PrincipalTag/"),
                       .unique_id = MakeId("AIDA")};
    if (random_.Percent(50)) user.boundary = set_.boundary;
    const auto parsed = ParseArn(arn);
    const std::string group = absl::StrFormat(
        "arn:%s:iam::%s:group/Developers", parsed->partition, parsed->account);
    if (random_.Percent(30)) {
      if (users_.insert(group).second) {
        builder_.Add(
            iameval::Group{.arn = group, .policies = Some(set_.identity)});
      }
      user.groups.push_back(group);
    }
    builder_.Add(std::move(user));
  }

  // False: the account has another role of that name.
  bool AddRole(const std::string& arn) {
    if (roles_.contains(arn)) return true;
    const auto parsed = ParseArn(arn);
    const std::string name = absl::StrFormat(
        "%s %s %s", parsed->partition, parsed->account,
        parsed->resource.substr(parsed->resource.rfind('/') + 1));
    if (!role_names_.insert(name).second) return false;
    roles_.insert(arn);
    iameval::Role role{.arn = arn,
                       .policies = Some(set_.identity),
                       .tags = MakeTags("aws:PrincipalTag/"),
                       .unique_id = MakeId("AROA")};
    if (random_.Percent(50)) role.boundary = set_.boundary;
    if (set_.resource.has_value() &&
        set_.resource->type() == PolicyType::kTrust && random_.Percent(80)) {
      role.trust = set_.resource;
    }
    builder_.Add(std::move(role));
    return true;
  }

  void AddSession(const std::string& arn, const std::string& issuer) {
    if (!random_.Percent(50) || !sessions_.insert(arn).second) return;
    iameval::Session session{.arn = arn, .issuer_arn = issuer};
    if (set_.session.has_value()) session.policies = Some(*set_.session);
    if (random_.Percent(50)) session.tags = MakeTags("aws:PrincipalTag/");
    builder_.Add(std::move(session));
  }

  void AddPrincipal(const GridPrincipal& principal) {
    const auto arn = ParseArn(principal.principal);
    if (!arn.has_value()) return;
    if (arn->service == "iam" && arn->resource.starts_with("user/")) {
      AddUser(principal.principal);
    } else if (arn->service == "iam" && arn->resource.starts_with("role/")) {
      AddRole(principal.principal);
    } else if (arn->resource.starts_with("assumed-role/")) {
      const std::string_view name =
          arn->resource.substr(13, arn->resource.find('/', 13) - 13);
      const std::string role =
          !principal.role_arn.empty()
              ? principal.role_arn
              : absl::StrFormat("arn:%s:iam::%s:role/path/%s", arn->partition,
                                arn->account, name);
      if (AddRole(role)) AddSession(principal.principal, role);
    } else if (arn->resource.starts_with("federated-user/") &&
               !principal.federated_by.empty()) {
      const auto issuer = ParseArn(principal.federated_by);
      if (issuer->account != arn->account) return;
      if (issuer->resource.starts_with("user/")) {
        AddUser(principal.federated_by);
      }
      AddSession(principal.principal, principal.federated_by);
    }
  }

  void AddResource(const iameval::GridResource& asked) {
    const auto arn = ParseArn(asked.resource);
    if (!arn.has_value() || arn->partition.empty() || arn->service.empty() ||
        arn->resource.empty() ||
        asked.resource.find_first_of("*?") != std::string::npos) {
      return;
    }
    const bool of_iam = arn->service == "iam";
    if (of_iam && arn->resource.starts_with("role/") &&
        arn->resource.size() > 5 && !arn->account.empty()) {
      AddRole(asked.resource);
      return;
    }
    if (of_iam || !resources_.insert(asked.resource).second) return;
    iameval::Resource resource{.arn = asked.resource,
                               .account = asked.account,
                               .tags = MakeTags("aws:ResourceTag/")};
    // The whole bucket instead of the object.
    const std::size_t slash = arn->resource.find('/');
    if (arn->service == "s3" && slash != std::string_view::npos && slash > 0 &&
        random_.Percent(50)) {
      resource.arn.resize(asked.resource.size() - arn->resource.size() + slash);
      if (!resources_.insert(resource.arn).second) return;
    }
    const bool arn_says = iameval::internal::IsAccountId(arn->account);
    if (arn_says) resource.account.clear();
    if (!arn_says && resource.account.empty() && random_.Percent(70)) {
      resource.account = PickAccount(random_);
    }
    const bool has_owner = arn_says || !resource.account.empty();
    if (has_owner && set_.resource.has_value() &&
        set_.resource->type() == PolicyType::kResource && random_.Percent(70)) {
      resource.policy = set_.resource;
    }
    builder_.Add(std::move(resource));
  }

  void AddEndpoint(Grid& grid) {
    if (random_.Percent(80)) {
      builder_.Add(iameval::VpcEndpoint{.id = std::string(kEndpoint),
                                        .policy = set_.vpc_endpoint});
    }
    const ContextEntry entry{"aws:SourceVpce",
                             ContextEntry::Shape::kSingle,
                             {std::string(kEndpoint)}};
    if (HasKey(grid.context, entry.key)) return;
    if (random_.Percent(50)) {
      for (GridPrincipal& principal : grid.principals) {
        if (!HasKey(principal.context, entry.key) && random_.Percent(50)) {
          principal.context.push_back(entry);
        }
      }
      return;
    }
    for (GridPrincipal& principal : grid.principals) {
      std::erase_if(principal.context, [&](const ContextEntry& own) {
        return EqualsIgnoringAsciiCase(own.key, entry.key);
      });
    }
    grid.context.push_back(entry);
  }

  Random& random_;
  const PolicyScenario& scenario_;
  const PolicySet& set_;
  iameval::Engine::Builder builder_;
  int ids_ = 0;
  std::set<std::string> users_;  // and groups
  std::set<std::string> roles_;
  std::set<std::string> role_names_;
  std::set<std::string> sessions_;
  std::set<std::string> resources_;
};

}  // namespace

Grid MakeGrid(Random& random, const PolicyScenario& scenario,
              const GridSize& size) {
  Grid grid;
  const std::size_t most =
      std::max({size.principals, size.actions, size.resources});
  for (std::size_t i = 0; i < most; ++i) {
    const auto request = MakeValidRequest(random, scenario);
    if (!request.has_value()) continue;
    if (grid.principals.empty()) {
      grid.time = request->time();
      grid.service_supports_rcps = request->service_supports_rcps();
      for (const ContextEntry& entry : request->context()) {
        if (random.Percent(50)) grid.context.push_back(entry);
      }
    }
    if (i < size.principals) {
      grid.principals.push_back(
          MakeGridPrincipal(random, *request, grid.context));
    }
    if (i < size.actions) grid.actions.emplace_back(request->action());
    if (i < size.resources) {
      grid.resources.push_back({std::string(request->resource()),
                                std::string(request->resource_account()),
                                request->resource_account_is_management()});
    }
  }
  if (!grid.actions.empty() && random.OneIn(3)) {
    // Where aws:ResourceAccount is not derived, and what is free.
    const std::string_view action =
        random.Pick({"ebs:ListSnapshotBlocks", "events:PutEvents",
                     "kms:RetireGrant", "sts:GetCallerIdentity",
                     "sts:AssumeRoleWithWebIdentity", "sts:AssumeRole"});
    grid.actions[random.Below(grid.actions.size())] = action;
  }
  return grid;
}

iameval::Engine::Builder MakeOrganization(Random& random,
                                          const PolicyScenario& scenario,
                                          const PolicySet& set, Grid& grid) {
  return OrganizationMaker(random, scenario, set).Make(grid);
}

}  // namespace iameval_testing
