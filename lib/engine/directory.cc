#include "engine/directory.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "absl/strings/str_format.h"
#include "base/absl_view.h"
#include "base/arn.h"
#include "engine/derived_context.h"

namespace iameval::internal {
namespace {

template <typename Map>
auto FindIn(const Map& map, std::string_view key) {
  const auto it = map.find(AbslView(key));
  return it == map.end() ? nullptr : &it->second;
}

const PrincipalRecord* FindRecord(
    const absl::flat_hash_map<std::string, const PrincipalRecord*>& map,
    std::string_view key) {
  const auto* found = FindIn(map, key);
  return found == nullptr ? nullptr : *found;
}

// Services in whose names a slash is a letter like any other: the repository
// "team/app" does not lie below the repository "team".
constexpr std::array<std::string_view, 5> kNamesHaveSlashes = {
    "ecr", "iam", "logs", "secretsmanager", "ssm"};

// Walks up from an ARN: from an object to its bucket, from a version to its
// function, from an index to its table.
class WayUp {
 public:
  explicit WayUp(std::string_view arn) : arn_(arn) {
    const auto parsed = ParseArn(arn);
    if (!parsed.has_value()) return;
    start_ = arn.size() - parsed->resource.size();
    is_bucket_ = parsed->service == "s3" && parsed->account.empty();
    separators_ = std::find(kNamesHaveSlashes.begin(), kNamesHaveSlashes.end(),
                            parsed->service) != kNamesHaveSlashes.end()
                      ? ":"
                      : "/:";
  }

  // Empty when there is nothing above.
  std::string_view Next() {
    const std::string_view rest = arn_.substr(start_);
    // A bucket's name ends at the first slash, whatever the key holds.
    const std::size_t cut =
        is_bucket_ ? rest.find('/') : rest.find_last_of(separators_);
    const bool at_top =
        cut == std::string_view::npos || cut == 0 || separators_.empty();
    arn_ = at_top ? std::string_view() : arn_.substr(0, start_ + cut);
    start_ = std::min(start_, arn_.size());
    return arn_;
  }

 private:
  std::string_view arn_;
  std::size_t start_ = 0;  // of the resource part
  bool is_bucket_ = false;
  std::string_view separators_;  // empty: not an ARN
};

bool IsServiceLinked(std::string_view role_arn) {
  return role_arn.find(":role/aws-service-role/") != std::string_view::npos;
}

class Resolver {
 public:
  Resolver(const Directory& directory, const RequestView& request,
           Resolution& out)
      : directory_(directory), out_(out) {
    out_.view = request;
  }

  void Run() {
    FindPrincipal();
    FindResource();
    FindAccounts();
    FindEndpoint();
  }

 private:
  // A session that was added, else its role as the request names it, else its
  // role by name. A session that the request says to be of another role than
  // the engine has it is another session.
  const PrincipalRecord* FindRoleSession(const PrincipalView& p) const {
    if (!p.session_arn.empty()) {
      const auto* session = FindRecord(directory_.sessions, p.session_arn);
      if (session != nullptr &&
          (p.role_arn.empty() || p.role_arn == session->role_arn)) {
        return session;
      }
    }
    if (!p.role_arn.empty()) return FindRecord(directory_.roles, p.role_arn);
    const auto prefix_size = static_cast<std::size_t>(
        p.role_name.data() + p.role_name.size() - p.session_arn.data());
    return FindRecord(directory_.roles_by_name,
                      p.session_arn.substr(0, prefix_size));
  }

  // Likewise; the name of a federated user does not tell who issued its
  // credentials (S-3.8), so two users may have issued it.
  const PrincipalRecord* FindFederatedUser(const PrincipalView& p) const {
    const auto* session = FindRecord(directory_.sessions, p.text);
    if (session != nullptr &&
        (p.issuer_arn.empty() || p.issuer_arn == session->issuer_arn)) {
      return session;
    }
    return FindRecord(directory_.users, p.issuer_arn);
  }

  const PrincipalRecord* FindPrincipalRecord(const PrincipalView& p) const {
    switch (p.kind) {
      case PrincipalKind::kUser:
        return FindRecord(directory_.users, p.text);
      case PrincipalKind::kRoleSession:
        return FindRoleSession(p);
      case PrincipalKind::kFederatedUser:
        return FindFederatedUser(p);
      default:
        return nullptr;
    }
  }

  void FindPrincipal() {
    PrincipalView& principal = out_.view.principal;
    out_.principal = FindPrincipalRecord(principal);
    if (out_.principal == nullptr) {
      out_.unknown_principal =
          principal.has_account() && principal.kind != PrincipalKind::kRoot;
      return;
    }
    const PrincipalRecord& record = *out_.principal;
    out_.known[0] = record.known.items;
    out_.layers.identity = record.identity;
    out_.layers.boundary = record.boundary;
    out_.layers.session = record.session;
    CompletePrincipal(record, principal);
  }

  // What the request does not say of its principal.
  void CompletePrincipal(const PrincipalRecord& record,
                         PrincipalView& principal) {
    if (principal.kind == PrincipalKind::kFederatedUser) {
      if (principal.issuer_arn.empty()) {
        principal.issuer_arn = record.issuer_arn;
      }
      return;  // aws:userid is known without an id (S-4.14)
    }
    if (principal.kind == PrincipalKind::kRoleSession) {
      principal.role_arn = record.role_arn;
      principal.service_linked_role = IsServiceLinked(principal.role_arn);
    }
    if (principal.unique_id.empty()) {
      principal.unique_id = record.unique_id;
      MakeUserId(principal);
    }
  }

  // S-4.14: only now, since it joins what the engine knows with the session's
  // name from the request. A session name of AWS has at most 64 characters;
  // one that does not fit has no user id.
  void MakeUserId(const PrincipalView& principal) {
    if (principal.unique_id.empty() || directory_.user_id_slot == kNoSlot) {
      return;
    }
    std::string_view name;
    if (principal.kind == PrincipalKind::kRoleSession) {
      if (principal.session_arn.empty()) return;
      name = principal.session_arn.substr(principal.session_arn.rfind('/') + 1);
    }
    const std::size_t size =
        principal.unique_id.size() + (name.empty() ? 0 : 1 + name.size());
    if (size > out_.user_id_text.size()) return;
    char* p = std::copy(principal.unique_id.begin(), principal.unique_id.end(),
                        out_.user_id_text.begin());
    if (!name.empty()) {
      *p++ = ':';
      std::copy(name.begin(), name.end(), p);
    }
    out_.user_id = std::string_view(out_.user_id_text.data(), size);
    out_.user_id_item = {directory_.user_id_slot,
                         {std::span(&out_.user_id, 1)}};
    out_.known[3] = std::span(&out_.user_id_item, 1);
  }

  void FindResource() {
    const std::string_view arn = out_.view.resource;
    out_.resource = FindIn(directory_.resources, arn);
    if (out_.resource != nullptr) {
      out_.known[1] = out_.resource->tags.items;
    } else {
      out_.resource = directory_.FindAbove(arn);
    }
    out_.unknown_resource = out_.resource == nullptr && arn != "*";
    if (out_.resource != nullptr) UseResource(*out_.resource);
    out_.unknown_owner = out_.view.resource_account.empty() && arn != "*" &&
                         out_.view.principal.has_account();
    FindUserOrRole(arn);
  }

  void UseResource(const ResourceRecord& record) {
    out_.layers.resource = record.policy;
    if (!out_.view.resource_account.empty()) return;
    out_.view.resource_account = record.account;
    if (!out_.view.action_traits.no_resource_account) {
      out_.known[2] = record.owner.items;
    }
  }

  // Users and roles are resources too. A role's policy is its trust policy.
  void FindUserOrRole(std::string_view arn) {
    const PrincipalRecord* role = FindRecord(directory_.roles, arn);
    const PrincipalRecord* record =
        role != nullptr ? role : FindRecord(directory_.users, arn);
    if (record == nullptr) return;
    out_.unknown_resource = false;
    out_.known[1] = record->tags.items;
    if (record->trust != kNoBundle) {
      out_.layers.resource = record->trust;
      out_.layers.resource_is_trust = true;
    }
  }

  void FindAccounts() {
    if (const auto* account =
            FindIn(directory_.accounts, out_.view.principal.account)) {
      out_.layers.has_scp = account->in_organization;
      out_.layers.scp = account->scp;
      out_.view.principal_account_is_management |= account->management;
    } else {
      out_.unknown_account =
          directory_.has_accounts && out_.view.principal.has_account();
    }
    // An owner that is not known is taken to be the caller's account
    // (decide.cc): it has no policy here, since Build asks for the owner of a
    // resource with a policy.
    const std::string_view owner = out_.view.resource_account.empty()
                                       ? out_.view.principal.account
                                       : out_.view.resource_account;
    if (const auto* account = FindIn(directory_.accounts, owner)) {
      out_.layers.has_rcp = account->in_organization;
      out_.layers.rcp = account->rcp;
      out_.view.resource_account_is_management |= account->management;
    } else {
      out_.unknown_resource_account =
          directory_.has_accounts && !out_.view.resource_account.empty();
    }
  }

  void FindEndpoint() {
    const std::string_view id = out_.view.source_vpce;
    if (id.empty()) return;
    if (const auto* bundle = FindIn(directory_.endpoints, id)) {
      out_.layers.vpc_endpoint = *bundle;
    } else {
      out_.unknown_endpoint = true;
    }
  }

  const Directory& directory_;
  Resolution& out_;
};

}  // namespace

void KnownItems::Add(KeySlot slot, std::string value) {
  texts.push_back(std::move(value));
  values.push_back(texts.back());
  items.push_back({slot, {std::span(&values.back(), 1)}});
}

void Directory::Resolve(const RequestView& request, Resolution& out) const {
  Resolver(*this, request, out).Run();
}

const ResourceRecord* Directory::FindAbove(std::string_view arn) const {
  WayUp way(arn);
  for (arn = way.Next(); !arn.empty(); arn = way.Next()) {
    // Without hashing: a long key must not cost its square.
    if (arn.size() > longest_resource) continue;
    if (const auto* record = FindIn(resources, arn)) return record;
  }
  return nullptr;
}

std::string SessionPrefix(std::string_view role_arn) {
  const auto arn = ParseArn(role_arn);
  if (!arn.has_value()) return "";
  return absl::StrFormat("arn:%s:sts::%s:assumed-role/%s", arn->partition,
                         arn->account,
                         arn->resource.substr(arn->resource.rfind('/') + 1));
}

}  // namespace iameval::internal
