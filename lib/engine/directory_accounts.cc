#include "engine/directory_accounts.h"

#include <algorithm>
#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/status/statusor.h"
#include "absl/strings/str_format.h"
#include "base/absl_view.h"
#include "base/arn.h"
#include "base/quote.h"
#include "engine/directory_parts.h"

namespace iameval::internal {
namespace {

constexpr std::string_view kUnit = "organizational unit";
constexpr std::string_view kAccount = "account";

// AWS has at most five levels of units below a root. A limit keeps a decision
// from costing more than it should.
constexpr std::size_t kMaxDepth = 64;

// A unit, its policies compiled once for all the accounts below it.
struct Unit {
  const OrganizationalUnit* given = nullptr;
  BundleId scp = kNoBundle;
  BundleId rcp = kNoBundle;
};

class AccountTree {
 public:
  AccountTree(const OrganizationParts& parts, PolicyStore& store,
              Directory& directory)
      : parts_(parts), store_(store), directory_(directory) {}

  absl::Status Build() {
    directory_.has_accounts = !parts_.units.empty() || !parts_.accounts.empty();
    for (const OrganizationalUnit& unit : parts_.units) {
      if (absl::Status status = AddUnit(unit); !status.ok()) return status;
    }
    // Also what no account lies below is checked.
    for (const OrganizationalUnit& unit : parts_.units) {
      auto path = PathTo(kUnit, unit.id, unit.parent);
      if (!path.ok()) return path.status();
    }
    for (const Account& account : parts_.accounts) {
      if (absl::Status status = AddAccount(account); !status.ok()) {
        return status;
      }
    }
    return absl::OkStatus();
  }

 private:
  template <typename Node>
  absl::Status AttachTo(std::string_view thing, const Node& node, BundleId& scp,
                        BundleId& rcp) {
    const std::string label = Label(thing, node.id);
    if (node.scps.has_value()) {
      absl::Status status = Attach(store_, *node.scps, PolicyType::kScp,
                                   absl::StrFormat("SCPs of %s", label), scp);
      if (!status.ok()) return status;
    }
    if (!node.rcps.has_value()) return absl::OkStatus();
    return Attach(store_, *node.rcps, PolicyType::kRcp,
                  absl::StrFormat("RCPs of %s", label), rcp);
  }

  absl::Status AddUnit(const OrganizationalUnit& unit) {
    if (unit.id.empty()) return Refuse(kUnit, unit.id, "expected an id");
    const auto [it, added] = units_.emplace(unit.id, Unit{&unit});
    if (!added) return Refuse(kUnit, unit.id, "added twice");
    return AttachTo(kUnit, unit, it->second.scp, it->second.rcp);
  }

  // The units above something, from the root down.
  absl::StatusOr<std::vector<const Unit*>> PathTo(
      std::string_view thing, std::string_view name,
      std::string_view parent) const {
    std::vector<const Unit*> path;
    while (!parent.empty()) {
      const auto it = units_.find(AbslView(parent));
      if (it == units_.end()) {
        return path.empty() ? NoParent(thing, name, parent)
                            : NoParent(kUnit, path.back()->given->id, parent);
      }
      if (path.size() == kMaxDepth) return TooDeep(thing, name, parent);
      path.push_back(&it->second);
      parent = it->second.given->parent;
    }
    std::reverse(path.begin(), path.end());
    return path;
  }

  static absl::Status NoParent(std::string_view thing, std::string_view name,
                               std::string_view parent) {
    return Refuse(
        thing, name,
        absl::StrFormat("its parent %s was not added", Quote(parent)));
  }

  // `unit` lies kMaxDepth levels above: in a circle, or really that high.
  absl::Status TooDeep(std::string_view thing, std::string_view name,
                       std::string_view unit) const {
    const std::string_view start = unit;
    for (std::size_t n = 0; n < units_.size(); ++n) {
      const auto it = units_.find(AbslView(unit));
      if (it == units_.end()) break;
      unit = it->second.given->parent;
      if (unit == start) {
        return Refuse(kUnit, start, "is its own ancestor");
      }
    }
    return Refuse(thing, name,
                  absl::StrFormat("lies below more than %d units", kMaxDepth));
  }

  absl::Status AddAccount(const Account& account) {
    if (!IsAccountId(account.id)) {
      return Refuse(kAccount, account.id, "expected 12 digits");
    }
    auto path = PathTo(kAccount, account.id, account.parent);
    if (!path.ok()) return path.status();
    const auto [it, added] =
        directory_.accounts.emplace(account.id, AccountRecord());
    if (!added) return Refuse(kAccount, account.id, "added twice");
    AccountRecord& record = it->second;
    record.management = account.management;
    record.in_organization = !account.parent.empty() ||
                             account.scps.has_value() ||
                             account.rcps.has_value();
    for (const Unit* unit : *path) {
      record.scp.push_back(unit->scp);
      record.rcp.push_back(unit->rcp);
    }
    absl::Status status =
        AttachTo(kAccount, account, record.scp.emplace_back(kNoBundle),
                 record.rcp.emplace_back(kNoBundle));
    if (!status.ok() || !account.management || path->empty()) return status;
    return SetManagement(account, path->front()->given->id);
  }

  // An organization, which its root stands for, has one management account.
  absl::Status SetManagement(const Account& account, std::string_view root) {
    const auto [it, added] = management_of_.emplace(root, account.id);
    if (added) return absl::OkStatus();
    return Refuse(kAccount, account.id,
                  absl::StrFormat("expected one management account below %s, "
                                  "and %s is one already",
                                  Quote(root), it->second));
  }

  const OrganizationParts& parts_;
  PolicyStore& store_;
  Directory& directory_;
  absl::flat_hash_map<std::string, Unit> units_;
  absl::flat_hash_map<std::string, std::string> management_of_;
};

}  // namespace

absl::Status AddAccounts(const OrganizationParts& parts, PolicyStore& store,
                         Directory& directory) {
  return AccountTree(parts, store, directory).Build();
}

}  // namespace iameval::internal
