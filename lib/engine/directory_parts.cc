#include "engine/directory_parts.h"

#include <utility>

#include "absl/strings/str_format.h"
#include "base/absl_view.h"
#include "base/arn.h"
#include "base/ascii.h"
#include "base/hash.h"
#include "base/quote.h"
#include "base/utf8.h"

namespace iameval::internal {
namespace {

// Long enough for every ARN of AWS.
constexpr std::size_t kShown = 160;

}  // namespace

std::string Label(std::string_view thing, std::string_view name) {
  return absl::StrFormat("%s %s", thing, Quote(name, kShown));
}

absl::Status Refuse(std::string_view thing, std::string_view name,
                    std::string_view why) {
  return absl::InvalidArgumentError(
      absl::StrFormat("%s: %s", Label(thing, name), why));
}

absl::Status CheckIamArn(std::string_view thing, std::string_view arn,
                         std::string_view prefix) {
  const auto parsed = ParseArn(arn);
  if (!parsed || parsed->partition.empty() || parsed->service != "iam" ||
      !parsed->region.empty() || !IsAccountId(parsed->account) ||
      !parsed->resource.starts_with(prefix) || arn.ends_with('/') ||
      arn.find_first_of("*?") != std::string_view::npos || !IsValidUtf8(arn)) {
    return Refuse(
        thing, arn,
        absl::StrFormat("expected arn:PARTITION:iam::ACCOUNT:%sNAME", prefix));
  }
  return absl::OkStatus();
}

absl::Status CheckTags(std::string_view thing, std::string_view name,
                       const Tags& tags) {
  absl::flat_hash_set<std::string> seen;
  for (const auto& [key, value] : tags) {
    const char* problem = key.empty() ? "expected a key"
                          : !IsValidUtf8(key) || !IsValidUtf8(value)
                              ? "not valid UTF-8"
                          : !seen.insert(FoldAscii(key)).second
                              ? "given twice (letter case does not count)"
                              : nullptr;
    if (problem != nullptr) {
      return Refuse(thing, name,
                    absl::StrFormat("tag %s: %s", Quote(key), problem));
    }
  }
  return absl::OkStatus();
}

absl::Status CheckAccount(const Directory& directory, std::string_view thing,
                          std::string_view name, std::string_view account) {
  if (!directory.has_accounts ||
      directory.accounts.contains(AbslView(account))) {
    return absl::OkStatus();
  }
  return Refuse(thing, name,
                absl::StrFormat("its account %s was not added", account));
}

absl::Status Attach(PolicyStore& store, std::vector<Policy> policies,
                    PolicyType type, std::string_view place, BundleId& bundle) {
  auto added = store.Add(std::move(policies), type, place);
  if (added.ok()) bundle = *added;
  return added.status();
}

absl::Status Attach(PolicyStore& store, const std::optional<Policy>& policy,
                    PolicyType type, std::string_view place, BundleId& bundle) {
  if (!policy.has_value()) return absl::OkStatus();
  return Attach(store, std::vector<Policy>(1, *policy), type, place, bundle);
}

KeySlot KnownItemsMaker::FindSlot(std::string_view folded_key) const {
  return program_.keys.Find(folded_key, HashBytes(folded_key));
}

void KnownItemsMaker::Add(std::string_view folded_key, std::string_view value,
                          KnownItems& items) const {
  const KeySlot slot = FindSlot(folded_key);
  if (slot != kNoSlot) items.Add(slot, std::string(value));
}

void KnownItemsMaker::AddTags(std::string_view folded_prefix, const Tags& tags,
                              absl::flat_hash_set<std::string>& seen,
                              KnownItems& items) const {
  for (const auto& [key, value] : tags) {
    std::string folded = absl::StrFormat("%s%s", folded_prefix, FoldAscii(key));
    const auto [it, added] = seen.insert(std::move(folded));
    if (added) Add(*it, value, items);
  }
}

}  // namespace iameval::internal
