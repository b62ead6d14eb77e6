#ifndef IAMEVAL_LIB_ENGINE_POLICY_STORE_H_
#define IAMEVAL_LIB_ENGINE_POLICY_STORE_H_

#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>
#include <utility>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/status/statusor.h"
#include "base/hash.h"
#include "compiler/compiler.h"
#include "iameval/policy.h"
#include "program/program.h"

namespace iameval::internal {

// What was compiled into one bundle, in order; explanations name it.
struct AttachedPolicy {
  Policy policy;
  StatementRange statements;
};

// The policies of an engine beside their program.
class PolicyStore {
 public:
  PolicyStore() = default;
  PolicyStore(const PolicyStore&) = delete;
  PolicyStore& operator=(const PolicyStore&) = delete;

  // Compiles policies into one bundle. Documents that are already there are
  // not compiled again, nor are bundles of the same policies under the same
  // names. InvalidArgumentError when a policy is not of type `type`; `place`
  // says where it was given ("identity", "the boundary of ...").
  absl::StatusOr<BundleId> Add(std::vector<Policy> policies, PolicyType type,
                               std::string_view place);

  // Completes the program; nothing can be added afterwards.
  void Finish() {
    compiler_.Finish();
    known_ = {};
  }

  [[nodiscard]] const Program& program() const { return program_; }
  [[nodiscard]] std::span<const AttachedPolicy> attached(BundleId id) const {
    return bundles_[id];
  }
  // The documents of each bundle.
  [[nodiscard]] std::span<const std::vector<StatementRange>> documents() const {
    return documents_;
  }

 private:
  // The names are those of bundles_.
  using BundleKey = std::vector<std::pair<const Document*, std::string_view>>;
  struct BundleKeyHash {
    std::size_t operator()(const BundleKey& key) const {
      std::uint64_t hash = key.size();
      for (const auto& [document, name] : key) {
        hash = MixHash(hash ^ reinterpret_cast<std::uintptr_t>(document),
                       HashBytes(name));
      }
      return hash;
    }
  };

  Program program_;
  Compiler compiler_{program_};
  std::vector<std::vector<AttachedPolicy>> bundles_;
  std::vector<std::vector<StatementRange>> documents_;
  absl::flat_hash_map<BundleKey, BundleId, BundleKeyHash> known_;
};

}  // namespace iameval::internal

#endif  // IAMEVAL_LIB_ENGINE_POLICY_STORE_H_
