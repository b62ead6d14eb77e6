#include "engine/directory.h"

#include <algorithm>
#include <cstring>
#include <optional>
#include <utility>

#include "absl/strings/str_format.h"
#include "base/absl_view.h"
#include "base/arn.h"

namespace iameval::internal {
namespace {

template <typename Map>
auto FindIn(const Map& map, std::string_view key) {
  const auto it = map.find(AbslView(key));
  return it == map.end() ? nullptr : &it->second;
}

// What a resource lies below: the bucket of an object, the function of a
// version, the table of an index. Empty when there is nothing above.
std::string_view Above(std::string_view arn) {
  const auto parsed = ParseArn(arn);
  if (!parsed.has_value()) return {};
  const std::size_t start = arn.size() - parsed->resource.size();
  // A bucket's name ends at the first slash, whatever the key holds.
  const std::size_t cut = parsed->service == "s3"
                              ? parsed->resource.find('/')
                              : parsed->resource.find_last_of("/:");
  if (cut == std::string_view::npos || cut == 0) return {};
  return arn.substr(0, start + cut);
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
  const PrincipalRecord* Find(std::string_view key) const {
    const auto* found = FindIn(directory_.principals, key);
    return found == nullptr ? nullptr : *found;
  }

  // A session that was added, else its role as the request names it, else its
  // role by name.
  const PrincipalRecord* FindSession(const PrincipalView& principal) const {
    if (!principal.session_arn.empty()) {
      if (const auto* record = Find(principal.session_arn)) return record;
    }
    if (!principal.role_arn.empty()) return Find(principal.role_arn);
    const std::size_t slash = principal.session_arn.rfind('/');
    return Find(principal.session_arn.substr(0, slash));
  }

  const PrincipalRecord* FindRecord(const PrincipalView& principal) const {
    switch (principal.kind) {
      case PrincipalKind::kUser:
        return Find(principal.text);
      case PrincipalKind::kRoleSession:
        return FindSession(principal);
      case PrincipalKind::kFederatedUser: {
        const PrincipalRecord* session = Find(principal.text);
        return session != nullptr || principal.issuer_arn.empty()
                   ? session
                   : Find(principal.issuer_arn);
      }
      default:
        return nullptr;
    }
  }

  void FindPrincipal() {
    PrincipalView& principal = out_.view.principal;
    out_.principal = FindRecord(principal);
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
    if (principal.kind == PrincipalKind::kRoleSession) {
      if (principal.role_arn.empty()) principal.role_arn = record.role_arn;
      principal.service_linked_role =
          principal.role_arn.find(":role/aws-service-role/") !=
          std::string_view::npos;
    }
    if (principal.kind == PrincipalKind::kFederatedUser &&
        principal.issuer_arn.empty()) {
      principal.issuer_arn = record.issuer_arn;
    }
    if (principal.unique_id.empty() &&
        principal.kind != PrincipalKind::kFederatedUser) {
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
    std::string_view arn = out_.view.resource;
    // A few steps up are enough for every ARN format of AWS.
    for (int steps = 0; steps < 8 && !arn.empty(); ++steps) {
      if (const auto* record = FindIn(directory_.resources, arn)) {
        out_.resource = record;
        if (steps == 0) out_.known[1] = record->tags.items;
        break;
      }
      arn = Above(arn);
    }
    if (out_.resource != nullptr) {
      out_.layers.resource = out_.resource->policy;
      if (out_.view.resource_account.empty()) {
        out_.view.resource_account = out_.resource->account;
        out_.known[2] = out_.resource->owner.items;
      }
    }
    out_.unknown_owner = out_.view.resource_account.empty() &&
                         out_.view.resource != "*" &&
                         out_.view.principal.has_account();
    // A role's resource policy is its trust policy.
    const PrincipalRecord* role = Find(out_.view.resource);
    if (role != nullptr && role->trust != kNoBundle) {
      out_.layers.resource = role->trust;
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
      out_.unknown_account = out_.view.principal.has_account();
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
    }
  }

  void FindEndpoint() {
    for (const ContextItem& item : out_.view.supplied) {
      if (item.key != "aws:sourcevpce" || item.absent ||
          item.values.size() != 1) {
        continue;
      }
      if (const auto* bundle =
              FindIn(directory_.endpoints, item.values.front())) {
        out_.layers.vpc_endpoint = *bundle;
      } else {
        out_.unknown_endpoint = true;
      }
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

void AddNotes(const Resolution& resolved, std::vector<std::string>& notes) {
  const PrincipalView& principal = resolved.view.principal;
  if (resolved.unknown_principal) {
    notes.push_back(absl::StrFormat(
        "the engine does not know %s: it has no identity-based policies here",
        principal.text));
  }
  if (resolved.unknown_account) {
    notes.push_back(absl::StrFormat(
        "the engine does not know account %s: no SCPs apply to its principals",
        principal.account));
  }
  if (resolved.unknown_owner) {
    notes.push_back(absl::StrFormat(
        "the engine does not know who owns %s: it is taken to be in the "
        "caller's account",
        resolved.view.resource));
  }
  if (resolved.unknown_endpoint) {
    notes.push_back(
        "the engine does not know the VPC endpoint of aws:SourceVpce: its "
        "policy is taken to allow everything");
  }
}

std::string SessionPrefix(std::string_view role_arn) {
  const auto arn = ParseArn(role_arn);
  if (!arn.has_value()) return "";
  return absl::StrFormat("arn:%s:sts::%s:assumed-role/%s", arn->partition,
                         arn->account,
                         arn->resource.substr(arn->resource.rfind('/') + 1));
}

}  // namespace iameval::internal
