#include "engine/directory_builder.h"

#include <cstddef>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>

#include "absl/container/flat_hash_map.h"
#include "absl/container/flat_hash_set.h"
#include "absl/status/status.h"
#include "absl/strings/str_format.h"
#include "base/absl_view.h"
#include "base/arn.h"
#include "base/ascii.h"
#include "base/hash.h"
#include "base/quote.h"

namespace iameval::internal {
namespace {

absl::Status Refuse(std::string_view thing, std::string_view name,
                    std::string_view why) {
  return absl::InvalidArgumentError(
      absl::StrFormat("%s %s: %s", thing, Quote(name, 160), why));
}

// An ARN of `service` whose resource begins with `prefix`, in an account.
absl::Status CheckArn(std::string_view thing, std::string_view text,
                      std::string_view service, std::string_view prefix) {
  const auto arn = ParseArn(text);
  if (!arn || arn->service != service || !IsAccountId(arn->account) ||
      !arn->resource.starts_with(prefix) ||
      arn->resource.size() == prefix.size() ||
      text.find_first_of("*?") != std::string_view::npos) {
    return Refuse(thing, text,
                  absl::StrFormat("expected arn:PARTITION:%s::ACCOUNT:%s...",
                                  service, prefix));
  }
  return absl::OkStatus();
}

class DirectoryBuilder {
 public:
  DirectoryBuilder(const OrganizationParts& parts, PolicyStore& store)
      : parts_(parts),
        store_(store),
        directory_(std::make_unique<Directory>()) {}

  absl::StatusOr<std::unique_ptr<const Directory>> Run() {
    for (const auto step :
         {&DirectoryBuilder::AddUnits, &DirectoryBuilder::AddAccounts,
          &DirectoryBuilder::AddGroups, &DirectoryBuilder::AddUsers,
          &DirectoryBuilder::AddRoles, &DirectoryBuilder::AddSessions,
          &DirectoryBuilder::AddResources, &DirectoryBuilder::AddEndpoints,
          &DirectoryBuilder::AddKnownItems}) {
      if (absl::Status status = (this->*step)(); !status.ok()) return status;
    }
    return std::unique_ptr<const Directory>(std::move(directory_));
  }

 private:
  absl::Status Compile(std::span<const Policy> policies, PolicyType type,
                       std::string_view place, BundleId& bundle) {
    auto added = store_.Add(policies, type, place);
    if (added.ok()) bundle = *added;
    return added.status();
  }

  absl::Status Compile(const std::optional<Policy>& policy, PolicyType type,
                       std::string_view place, BundleId& bundle) {
    if (!policy.has_value()) return absl::OkStatus();
    return Compile(std::span(&*policy, 1), type, place, bundle);
  }

  // ---- the organization's tree

  absl::Status AddUnits() {
    for (const OrganizationalUnit& unit : parts_.units) {
      if (unit.id.empty()) {
        return Refuse("organizational unit", unit.id, "expected an id");
      }
      if (!units_.emplace(unit.id, &unit).second) {
        return Refuse("organizational unit", unit.id, "added twice");
      }
    }
    return absl::OkStatus();
  }

  // The units from the root down to `id`.
  absl::StatusOr<std::vector<const OrganizationalUnit*>> PathTo(
      std::string_view id, std::string_view child) const {
    std::vector<const OrganizationalUnit*> path;
    while (!id.empty()) {
      const auto it = units_.find(AbslView(id));
      if (it == units_.end()) {
        return Refuse("organizational unit", id,
                      absl::StrFormat("not added, but the parent of %s",
                                      Quote(child)));
      }
      if (path.size() > units_.size()) {
        return Refuse("organizational unit", id, "is its own ancestor");
      }
      path.push_back(it->second);
      child = id;
      id = it->second->parent;
    }
    return std::vector<const OrganizationalUnit*>(path.rbegin(), path.rend());
  }

  absl::Status AddLevel(const std::optional<std::vector<Policy>>& policies,
                        PolicyType type, std::string_view node,
                        std::vector<BundleId>& levels) {
    BundleId& bundle = levels.emplace_back(kNoBundle);
    if (!policies.has_value()) return absl::OkStatus();
    const std::string place = absl::StrFormat(
        "%s of %s", type == PolicyType::kScp ? "SCPs" : "RCPs", Quote(node));
    return Compile(*policies, type, place, bundle);
  }

  template <typename Node>
  absl::Status AddLevels(const Node& node, AccountRecord& record) {
    if (absl::Status status =
            AddLevel(node.scps, PolicyType::kScp, node.id, record.scp);
        !status.ok()) {
      return status;
    }
    return AddLevel(node.rcps, PolicyType::kRcp, node.id, record.rcp);
  }

  absl::Status AddAccounts() {
    for (const Account& account : parts_.accounts) {
      if (!IsAccountId(account.id)) {
        return Refuse("account", account.id, "expected 12 digits");
      }
      auto path = PathTo(account.parent, account.id);
      if (!path.ok()) return path.status();
      const auto [it, added] =
          directory_->accounts.emplace(account.id, AccountRecord());
      if (!added) return Refuse("account", account.id, "added twice");
      AccountRecord& record = it->second;
      record.management = account.management;
      record.in_organization = !account.parent.empty() ||
                               account.scps.has_value() ||
                               account.rcps.has_value();
      for (const OrganizationalUnit* unit : *path) {
        if (absl::Status status = AddLevels(*unit, record); !status.ok()) {
          return status;
        }
      }
      if (absl::Status status = AddLevels(account, record); !status.ok()) {
        return status;
      }
    }
    return absl::OkStatus();
  }

  // ---- principals

  absl::Status AddGroups() {
    for (const Group& group : parts_.groups) {
      if (absl::Status status = CheckArn("group", group.arn, "iam", "group/");
          !status.ok()) {
        return status;
      }
      if (!groups_.emplace(group.arn, &group).second) {
        return Refuse("group", group.arn, "added twice");
      }
    }
    return absl::OkStatus();
  }

  absl::Status Register(std::string_view thing, std::string arn,
                        const PrincipalRecord& record) {
    if (directory_->principals.emplace(arn, &record).second) {
      return absl::OkStatus();
    }
    return Refuse(thing, arn, "added twice");
  }

  void AddTagList(PrincipalRecord& record, const Tags& tags) {
    tags_of_.emplace(&record, tags_.size());
    tags_.push_back({&record, {tags}});
  }

  absl::Status AddUsers() {
    for (const User& user : parts_.users) {
      if (absl::Status status = AddUser(user); !status.ok()) return status;
    }
    return absl::OkStatus();
  }

  // Own policies and those of the user's groups are one layer (S-7.3).
  absl::Status AddUser(const User& user) {
    absl::Status status = CheckArn("user", user.arn, "iam", "user/");
    if (!status.ok()) return status;
    std::vector<Policy> policies = user.policies;
    for (const std::string& arn : user.groups) {
      const auto it = groups_.find(arn);
      if (it == groups_.end()) {
        return Refuse("user", user.arn,
                      absl::StrFormat("its group %s was not added",
                                      Quote(arn, 160)));
      }
      policies.insert(policies.end(), it->second->policies.begin(),
                      it->second->policies.end());
    }
    PrincipalRecord& record = directory_->records.emplace_back();
    record.unique_id = user.unique_id;
    const std::string place = absl::StrFormat("user %s", Quote(user.arn, 160));
    status = Compile(policies, PolicyType::kIdentity, place, record.identity);
    if (!status.ok()) return status;
    status = Compile(user.boundary, PolicyType::kBoundary,
                     absl::StrFormat("boundary of %s", place), record.boundary);
    if (!status.ok()) return status;
    AddTagList(record, user.tags);
    return Register("user", user.arn, record);
  }

  absl::Status AddRoles() {
    for (const Role& role : parts_.roles) {
      if (absl::Status status = AddRole(role); !status.ok()) return status;
    }
    return absl::OkStatus();
  }

  absl::Status AddRole(const Role& role) {
    absl::Status status = CheckArn("role", role.arn, "iam", "role/");
    if (!status.ok()) return status;
    PrincipalRecord& record = directory_->records.emplace_back();
    record.role_arn = role.arn;
    record.unique_id = role.unique_id;
    const std::string place = absl::StrFormat("role %s", Quote(role.arn, 160));
    status =
        Compile(role.policies, PolicyType::kIdentity, place, record.identity);
    if (!status.ok()) return status;
    status = Compile(role.boundary, PolicyType::kBoundary,
                     absl::StrFormat("boundary of %s", place), record.boundary);
    if (!status.ok()) return status;
    status = Compile(role.trust, PolicyType::kTrust,
                     absl::StrFormat("trust policy of %s", place),
                     record.trust);
    if (!status.ok()) return status;
    AddTagList(record, role.tags);
    if (status = Register("role", role.arn, record); !status.ok()) {
      return status;
    }
    // Names are unique in an account, whatever the path.
    if (!directory_->principals.emplace(SessionPrefix(role.arn), &record)
             .second) {
      return Refuse("role", role.arn,
                    "another role of this account has the same name");
    }
    return absl::OkStatus();
  }

  absl::Status AddSessions() {
    for (const Session& session : parts_.sessions) {
      if (absl::Status status = AddSession(session); !status.ok()) {
        return status;
      }
    }
    return absl::OkStatus();
  }

  // The role or user behind a session.
  absl::StatusOr<const PrincipalRecord*> FindIssuer(const Session& session,
                                                    bool is_role) const {
    std::string_view key = session.issuer_arn;
    if (key.empty() && is_role) {
      key = std::string_view(session.arn);
      key = key.substr(0, key.rfind('/'));
    }
    const auto it = directory_->principals.find(AbslView(key));
    if (it == directory_->principals.end() ||
        it->second->role_arn.empty() == is_role) {
      return Refuse("session", session.arn,
                    key.empty() ? "expected issuer_arn: the user who called "
                                  "GetFederationToken"
                                : absl::StrFormat("its %s %s was not added",
                                                  is_role ? "role" : "user",
                                                  Quote(key, 160)));
    }
    if (is_role && !session.arn.starts_with(
                       SessionPrefix(it->second->role_arn) + "/")) {
      return Refuse("session", session.arn,
                    absl::StrFormat("is no session of role %s",
                                    Quote(it->second->role_arn, 160)));
    }
    return it->second;
  }

  absl::Status CheckSessionArn(const Session& session, bool& is_role) const {
    const auto arn = ParseArn(session.arn);
    is_role = arn.has_value() && arn->resource.starts_with("assumed-role/");
    if (!is_role) {
      return CheckArn("session", session.arn, "sts", "federated-user/");
    }
    if (arn->resource.find('/', 13) == std::string_view::npos) {
      return Refuse("session", session.arn, "expected a session name");
    }
    return CheckArn("session", session.arn, "sts", "assumed-role/");
  }

  absl::Status AddSession(const Session& session) {
    bool is_role = false;
    absl::Status status = CheckSessionArn(session, is_role);
    if (!status.ok()) return status;
    PrincipalRecord& record = directory_->records.emplace_back();
    const Tags* issuer_tags = nullptr;
    // The root user has neither policies nor a record.
    const auto issuer_arn = ParseArn(session.issuer_arn);
    if (is_role || !issuer_arn || issuer_arn->resource != "root") {
      auto issuer = FindIssuer(session, is_role);
      if (!issuer.ok()) return issuer.status();
      record.identity = (*issuer)->identity;
      record.boundary = (*issuer)->boundary;
      record.role_arn = (*issuer)->role_arn;
      record.unique_id = (*issuer)->unique_id;
      issuer_tags = &tags_[tags_of_.at(*issuer)].lists.front().get();
    }
    if (!is_role) record.issuer_arn = session.issuer_arn;
    if (session.policies.has_value()) {
      status = Compile(*session.policies, PolicyType::kSession,
                       absl::StrFormat("session %s", Quote(session.arn, 160)),
                       record.session);
      if (!status.ok()) return status;
    }
    // S-7.22: a session tag overrides the role's.
    AddTagList(record, session.tags);
    if (issuer_tags != nullptr) tags_.back().lists.push_back(*issuer_tags);
    return Register("session", session.arn, record);
  }

  // ---- resources and endpoints

  absl::Status AddResources() {
    for (const Resource& resource : parts_.resources) {
      if (absl::Status status = AddResource(resource); !status.ok()) {
        return status;
      }
    }
    return absl::OkStatus();
  }

  absl::Status CheckOwner(const Resource& resource, const Arn& arn) const {
    const bool says = IsAccountId(arn.account);
    if (resource.account.empty()) {
      if (says || !resource.policy.has_value()) return absl::OkStatus();
      return Refuse("resource", resource.arn,
                    "expected an account: the ARN does not say who owns it");
    }
    if (!IsAccountId(resource.account)) {
      return Refuse("resource", resource.arn,
                    absl::StrFormat("account %s: expected 12 digits",
                                    Quote(resource.account)));
    }
    if (says && arn.account != resource.account) {
      return Refuse("resource", resource.arn,
                    absl::StrFormat("account %s is not the ARN's",
                                    resource.account));
    }
    return absl::OkStatus();
  }

  absl::Status AddResource(const Resource& resource) {
    const auto arn = ParseArn(resource.arn);
    if (!arn.has_value() || arn->resource.empty()) {
      return Refuse("resource", resource.arn, "expected an ARN");
    }
    absl::Status status = CheckOwner(resource, *arn);
    if (!status.ok()) return status;
    if (arn->service == "iam" && arn->resource.starts_with("role/") &&
        resource.policy.has_value()) {
      return Refuse("resource", resource.arn,
                    "a role's policy is its trust policy: add it with the "
                    "role");
    }
    const auto [it, added] =
        directory_->resources.emplace(resource.arn, ResourceRecord());
    if (!added) return Refuse("resource", resource.arn, "added twice");
    it->second.account = resource.account;
    return Compile(resource.policy, PolicyType::kResource,
                   absl::StrFormat("resource %s", Quote(resource.arn, 160)),
                   it->second.policy);
  }

  absl::Status AddEndpoints() {
    for (const VpcEndpoint& endpoint : parts_.endpoints) {
      if (endpoint.id.empty()) {
        return Refuse("VPC endpoint", endpoint.id, "expected an id");
      }
      const auto [it, added] =
          directory_->endpoints.emplace(endpoint.id, kNoBundle);
      if (!added) return Refuse("VPC endpoint", endpoint.id, "added twice");
      if (absl::Status status = Compile(
              endpoint.policy, PolicyType::kVpcEndpoint,
              absl::StrFormat("VPC endpoint %s", endpoint.id), it->second);
          !status.ok()) {
        return status;
      }
    }
    return absl::OkStatus();
  }

  // ---- context keys, once every policy is compiled and all slots are known

  KeySlot FindSlot(std::string_view folded_key) const {
    return store_.program().keys.Find(folded_key, HashBytes(folded_key));
  }

  // Keys that no policy mentions need not be kept.
  void AddItem(KnownItems& items, std::string_view folded_key,
               std::string_view value) const {
    const KeySlot slot = FindSlot(folded_key);
    if (slot != kNoSlot) {
      items.Add(slot, std::string(value));
    }
  }

  absl::Status AddTags(std::string_view prefix, const Tags& tags,
                       std::string_view owner,
                       absl::flat_hash_set<std::string>& seen,
                       KnownItems& items) const {
    absl::flat_hash_set<std::string> own;
    for (const auto& [key, value] : tags) {
      std::string folded = absl::StrFormat("%s%s", prefix, FoldAscii(key));
      if (!own.insert(folded).second) {
        return Refuse("tag", key,
                      absl::StrFormat("given twice to %s (letter case does "
                                      "not count)",
                                      Quote(owner, 160)));
      }
      if (seen.insert(folded).second) AddItem(items, folded, value);
    }
    return absl::OkStatus();
  }

  absl::Status AddKnownItems() {
    directory_->user_id_slot = FindSlot("aws:userid");
    for (const TaggedRecord& tagged : tags_) {
      absl::flat_hash_set<std::string> seen;
      for (const Tags& tags : tagged.lists) {
        if (absl::Status status =
                AddTags("aws:principaltag/", tags, "a principal", seen,
                        tagged.record->known);
            !status.ok()) {
          return status;
        }
      }
      // A role's path is not in its sessions' ARNs (S-6.2).
      if (!tagged.record->role_arn.empty()) {
        AddItem(tagged.record->known, "aws:principalarn",
                tagged.record->role_arn);
      }
    }
    for (const Resource& resource : parts_.resources) {
      ResourceRecord& record = directory_->resources[resource.arn];
      absl::flat_hash_set<std::string> seen;
      if (absl::Status status = AddTags("aws:resourcetag/", resource.tags,
                                        resource.arn, seen, record.tags);
          !status.ok()) {
        return status;
      }
      if (!record.account.empty()) {
        AddItem(record.owner, "aws:resourceaccount", record.account);
      }
    }
    return absl::OkStatus();
  }

  struct TaggedRecord {
    PrincipalRecord* record;
    // The first list's tags win.
    std::vector<std::reference_wrapper<const Tags>> lists;
  };

  const OrganizationParts& parts_;
  PolicyStore& store_;
  std::unique_ptr<Directory> directory_;
  absl::flat_hash_map<std::string, const OrganizationalUnit*> units_;
  absl::flat_hash_map<std::string, const Group*> groups_;
  std::vector<TaggedRecord> tags_;
  absl::flat_hash_map<const PrincipalRecord*, std::size_t> tags_of_;
};

}  // namespace

absl::StatusOr<std::unique_ptr<const Directory>> BuildDirectory(
    const OrganizationParts& parts, PolicyStore& store) {
  return DirectoryBuilder(parts, store).Run();
}

}  // namespace iameval::internal
