#include "engine/directory_principals.h"

#include <algorithm>
#include <optional>
#include <utility>

#include "absl/container/flat_hash_set.h"
#include "absl/strings/str_format.h"
#include "base/absl_view.h"
#include "base/arn.h"
#include "base/ascii.h"
#include "base/quote.h"
#include "base/utf8.h"

namespace iameval::internal {
namespace {

constexpr std::string_view kAssumedRole = "assumed-role/";
constexpr std::string_view kFederatedUser = "federated-user/";
constexpr std::size_t kShown = 160;  // of an ARN

// Ids of AWS have 21 characters; a limit keeps room for the session's name in
// aws:userid.
constexpr std::size_t kMaxIdLength = 128;

bool IsUniqueId(std::string_view id, std::string_view prefix) {
  return id.starts_with(prefix) && id.size() <= kMaxIdLength &&
         std::all_of(id.begin(), id.end(), [](char c) {
           return IsAsciiDigit(c) || (c >= 'A' && c <= 'Z');
         });
}

// arn:P:sts::A:assumed-role/ROLE/SESSION or ...:federated-user/NAME.
bool IsSessionArn(std::string_view text) {
  const auto arn = ParseArn(text);
  if (!arn || arn->partition.empty() || arn->service != "sts" ||
      !arn->region.empty() || !IsAccountId(arn->account) ||
      text.find_first_of("*?") != std::string_view::npos ||
      !IsValidUtf8(text)) {
    return false;
  }
  if (arn->resource.starts_with(kFederatedUser)) {
    return arn->resource.size() > kFederatedUser.size();
  }
  if (!arn->resource.starts_with(kAssumedRole)) return false;
  const std::string_view rest = arn->resource.substr(kAssumedRole.size());
  const std::size_t slash = rest.find('/');
  return slash != std::string_view::npos && slash > 0 &&
         slash + 1 < rest.size() && slash == rest.rfind('/');
}

bool IsFederatedUser(const Session& session) {
  return ParseArn(session.arn)->resource.starts_with(kFederatedUser);
}

std::string RootArn(const Arn& arn) {
  return absl::StrFormat("arn:%s:iam::%s:root", arn.partition, arn.account);
}

}  // namespace

absl::Status PrincipalsBuilder::AddAll() {
  for (const Group& group : parts_.groups) {
    if (absl::Status status = AddGroup(group); !status.ok()) return status;
  }
  for (const User& user : parts_.users) {
    if (absl::Status status = AddUser(user); !status.ok()) return status;
  }
  for (const Role& role : parts_.roles) {
    if (absl::Status status = AddRole(role); !status.ok()) return status;
  }
  for (const Session& session : parts_.sessions) {
    if (absl::Status status = AddSession(session); !status.ok()) return status;
  }
  return absl::OkStatus();
}

absl::Status PrincipalsBuilder::AddGroup(const Group& group) {
  absl::Status status = CheckIamArn("group", group.arn, "group/");
  if (!status.ok()) return status;
  status = CheckAccount(directory_, "group", group.arn,
                        ParseArn(group.arn)->account);
  if (!status.ok()) return status;
  if (!groups_.emplace(group.arn, &group).second) {
    return Refuse("group", group.arn, "added twice");
  }
  // Checked here even if the group has no users; the bundle is theirs.
  BundleId unused = kNoBundle;
  return Attach(store_, group.policies, PolicyType::kIdentity,
                Label("group", group.arn), unused);
}

absl::Status PrincipalsBuilder::CheckPrincipal(
    std::string_view thing, std::string_view arn, std::string_view prefix,
    std::string_view unique_id, std::string_view id_prefix, const Tags& tags) {
  absl::Status status = CheckIamArn(thing, arn, prefix);
  if (!status.ok()) return status;
  status = CheckAccount(directory_, thing, arn, ParseArn(arn)->account);
  if (!status.ok()) return status;
  if (!unique_id.empty()) {
    if (!IsUniqueId(unique_id, id_prefix)) {
      return Refuse(thing, arn,
                    absl::StrFormat("unique_id: found %s, expected %s...",
                                    Quote(unique_id), id_prefix));
    }
    const auto [it, added] = owner_of_id_.emplace(unique_id, arn);
    if (!added) {
      return Refuse(
          thing, arn,
          absl::StrFormat("unique_id: %s is that of %s", Quote(unique_id),
                          Quote(it->second, kShown)));
    }
  }
  return CheckTags(thing, arn, tags);
}

absl::StatusOr<std::vector<Policy>> PrincipalsBuilder::PoliciesOf(
    const User& user) const {
  std::vector<Policy> policies = user.policies;
  for (const std::string& arn : user.groups) {
    const auto it = groups_.find(arn);
    const char* problem =
        it == groups_.end() ? "was not added"
        : ParseArn(arn)->account != ParseArn(user.arn)->account
            ? "is in another account"
            : nullptr;
    if (problem != nullptr) {
      return Refuse(
          "user", user.arn,
          absl::StrFormat("its group %s %s", Quote(arn, kShown), problem));
    }
    const std::vector<Policy>& more = it->second->policies;
    policies.insert(policies.end(), more.begin(), more.end());
  }
  return policies;
}

absl::Status PrincipalsBuilder::AddUser(const User& user) {
  absl::Status status = CheckPrincipal("user", user.arn, "user/",
                                       user.unique_id, "AIDA", user.tags);
  if (!status.ok()) return status;
  const auto policies = PoliciesOf(user);
  if (!policies.ok()) return policies.status();
  PrincipalRecord& record = directory_.records.emplace_back();
  record.unique_id = user.unique_id;
  const std::string label = Label("user", user.arn);
  status =
      Attach(store_, *policies, PolicyType::kIdentity, label, record.identity);
  if (!status.ok()) return status;
  status = Attach(store_, user.boundary, PolicyType::kBoundary,
                  absl::StrFormat("boundary of %s", label), record.boundary);
  if (!status.ok()) return status;
  tagged_.push_back({&record, &user.tags, nullptr});
  tags_of_.emplace(&record, &user.tags);
  return directory_.users.emplace(user.arn, &record).second
             ? absl::OkStatus()
             : Refuse("user", user.arn, "added twice");
}

absl::Status PrincipalsBuilder::AddRole(const Role& role) {
  absl::Status status = CheckPrincipal("role", role.arn, "role/",
                                       role.unique_id, "AROA", role.tags);
  if (!status.ok()) return status;
  PrincipalRecord& record = directory_.records.emplace_back();
  record.role_arn = role.arn;
  record.unique_id = role.unique_id;
  const std::string label = Label("role", role.arn);
  status = Attach(store_, role.policies, PolicyType::kIdentity, label,
                  record.identity);
  if (!status.ok()) return status;
  status = Attach(store_, role.boundary, PolicyType::kBoundary,
                  absl::StrFormat("boundary of %s", label), record.boundary);
  if (!status.ok()) return status;
  status = Attach(store_, role.trust, PolicyType::kTrust,
                  absl::StrFormat("trust policy of %s", label), record.trust);
  if (!status.ok()) return status;
  tagged_.push_back({&record, &role.tags, nullptr});
  tags_of_.emplace(&record, &role.tags);
  if (!directory_.roles.emplace(role.arn, &record).second) {
    return Refuse("role", role.arn, "added twice");
  }
  const auto [it, added] =
      directory_.roles_by_name.emplace(SessionPrefix(role.arn), &record);
  if (added) return absl::OkStatus();
  return Refuse("role", role.arn,
                absl::StrFormat("the account has a role of that name, %s",
                                Quote(it->second->role_arn, kShown)));
}

absl::StatusOr<const PrincipalRecord*> PrincipalsBuilder::FindRoleOf(
    const Session& session) const {
  const std::string_view prefix =
      std::string_view(session.arn).substr(0, session.arn.rfind('/'));
  if (session.issuer_arn.empty()) {
    const auto it = directory_.roles_by_name.find(AbslView(prefix));
    if (it != directory_.roles_by_name.end()) return it->second;
    return Refuse("session", session.arn, "its role was not added");
  }
  const auto it = directory_.roles.find(session.issuer_arn);
  const char* problem = it == directory_.roles.end() ? "was not added"
                        : SessionPrefix(session.issuer_arn) != prefix
                            ? "has no such sessions"
                            : nullptr;
  if (problem == nullptr) return it->second;
  return Refuse("session", session.arn,
                absl::StrFormat("its role %s %s",
                                Quote(session.issuer_arn, kShown), problem));
}

absl::StatusOr<const PrincipalRecord*> PrincipalsBuilder::FindUserBehind(
    const Session& session) const {
  if (session.issuer_arn.empty()) {
    return Refuse("session", session.arn,
                  "expected issuer_arn: the user who called "
                  "GetFederationToken");
  }
  const auto own = ParseArn(session.arn);
  // The root user has neither policies nor a record.
  if (session.issuer_arn == RootArn(*own)) return nullptr;
  const auto it = directory_.users.find(session.issuer_arn);
  if (it == directory_.users.end()) {
    return Refuse("session", session.arn,
                  absl::StrFormat("its user %s was not added",
                                  Quote(session.issuer_arn, kShown)));
  }
  if (ParseArn(session.issuer_arn)->account != own->account) {
    return Refuse("session", session.arn,
                  absl::StrFormat("its user %s is in another account",
                                  Quote(session.issuer_arn, kShown)));
  }
  return it->second;
}

absl::StatusOr<const PrincipalRecord*> PrincipalsBuilder::FindIssuer(
    const Session& session) const {
  if (!IsSessionArn(session.arn)) {
    return Refuse("session", session.arn,
                  "expected arn:PARTITION:sts::ACCOUNT:assumed-role/ROLE/"
                  "SESSION or ...:federated-user/NAME");
  }
  return IsFederatedUser(session) ? FindUserBehind(session)
                                  : FindRoleOf(session);
}

absl::Status PrincipalsBuilder::AddSession(const Session& session) {
  const auto issuer = FindIssuer(session);
  if (!issuer.ok()) return issuer.status();
  absl::Status status = CheckTags("session", session.arn, session.tags);
  if (!status.ok()) return status;
  PrincipalRecord& record = directory_.records.emplace_back();
  const Tags* issuer_tags = nullptr;
  if (*issuer != nullptr) {
    record.identity = (*issuer)->identity;
    record.boundary = (*issuer)->boundary;
    record.role_arn = (*issuer)->role_arn;
    record.unique_id = (*issuer)->unique_id;
    issuer_tags = tags_of_.at(*issuer);
  }
  if (IsFederatedUser(session)) record.issuer_arn = session.issuer_arn;
  if (session.policies.has_value()) {
    status = Attach(store_, *session.policies, PolicyType::kSession,
                    Label("session", session.arn), record.session);
    if (!status.ok()) return status;
  }
  tagged_.push_back({&record, &session.tags, issuer_tags});
  return directory_.sessions.emplace(session.arn, &record).second
             ? absl::OkStatus()
             : Refuse("session", session.arn, "added twice");
}

void PrincipalsBuilder::AddKnownItems(const KnownItemsMaker& maker) {
  constexpr std::string_view kPrincipalTag = "aws:principaltag/";
  for (const Tagged& tagged : tagged_) {
    PrincipalRecord& record = *tagged.record;
    // S-7.22: a session tag overrides the role's, ignoring case.
    absl::flat_hash_set<std::string> seen;
    maker.AddTags(kPrincipalTag, *tagged.own, seen, record.known);
    if (tagged.inherited != nullptr) {
      maker.AddTags(kPrincipalTag, *tagged.inherited, seen, record.known);
    }
    // A role's path is not in its sessions' ARNs (S-6.2).
    if (!record.role_arn.empty()) {
      maker.Add("aws:principalarn", record.role_arn, record.known);
    }
    // Users and roles are resources too, with a key of IAM's own (S-6.11).
    for (const std::string_view prefix :
         {std::string_view("aws:resourcetag/"),
          std::string_view("iam:resourcetag/")}) {
      maker.AddTags(prefix, *tagged.own, seen, record.tags);
    }
  }
}

}  // namespace iameval::internal
