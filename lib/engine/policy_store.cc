#include "engine/policy_store.h"

#include <cstddef>
#include <string>
#include <utility>

#include "absl/status/status.h"
#include "absl/strings/str_format.h"
#include "policy/model.h"

namespace iameval::internal {
namespace {

// "identity policy 0" or, where it has one, its name.
std::string PolicyLabel(const Policy& policy, std::size_t index) {
  return policy.name().empty() ? absl::StrFormat("policy %d", index)
                               : absl::StrFormat("policy \"%s\"",
                                                 policy.name());
}

}  // namespace

absl::StatusOr<BundleId> PolicyStore::Add(std::vector<Policy> policies,
                                          PolicyType type,
                                          std::string_view place) {
  BundleKey key;
  std::vector<AttachedPolicy> attached;
  std::vector<StatementRange> ranges;
  key.reserve(policies.size());
  attached.reserve(policies.size());
  ranges.reserve(policies.size());
  Compiler::Amounts amounts;
  for (const Policy& policy : policies) amounts.Add(*policy.document());
  compiler_.Expect(amounts);
  for (std::size_t i = 0; i < policies.size(); ++i) {
    Policy& policy = policies[i];
    if (policy.type() != type) {
      return absl::InvalidArgumentError(absl::StrFormat(
          "%s: %s was parsed as a document of type %s, expected %s", place,
          PolicyLabel(policy, i), PolicyTypeName(policy.type()),
          PolicyTypeName(type)));
    }
    auto range = compiler_.AddDocument(*policy.document());
    if (!range.ok()) {
      return absl::Status(
          range.status().code(),
          absl::StrFormat("%s: %s: %s", place, PolicyLabel(policy, i),
                          range.status().message()));
    }
    attached.push_back({std::move(policy), *range});
    ranges.push_back(*range);
  }
  // The names are where they stay.
  for (const AttachedPolicy& each : attached) {
    key.emplace_back(each.policy.document().get(), each.policy.name());
  }
  const auto [known, is_new] = known_.try_emplace(std::move(key));
  if (!is_new) return known->second;
  const BundleId id = compiler_.AddBundle(ranges);
  known->second = id;
  bundles_.push_back(std::move(attached));
  documents_.push_back(std::move(ranges));
  return id;
}

}  // namespace iameval::internal
