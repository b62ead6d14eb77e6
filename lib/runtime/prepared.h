#ifndef IAMEVAL_LIB_RUNTIME_PREPARED_H_
#define IAMEVAL_LIB_RUNTIME_PREPARED_H_

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

#include "absl/container/inlined_vector.h"
#include "program/program.h"

// What is found out of an action and of a resource beforehand, for those who
// ask about the same ones again and again: statements as bits.

namespace iameval::internal {

class ActionRef;

// Engines with so many statements are small: what is prepared for them is in
// one place, and looked through without asking how much there is.
constexpr std::size_t kSmallEngineWords = 2;
constexpr std::size_t kSmallEngine = 64 * kSmallEngineWords;

// By StatementId; at least kSmallEngine bits.
using StatementBits = absl::InlinedVector<std::uint64_t, kSmallEngineWords>;

// A resource that was matched with a program's patterns beforehand.
struct ResourceMatches {
  // By statement, a bit each: its Resource or NotResource lets this resource
  // pass, or may when its variables have values.
  StatementBits statements;
  // Of these: the values decide.
  StatementBits with_values;
  // For each bundle that has one: the patterns of its indexes that match.
  struct InBundle {
    std::vector<std::uint32_t> deny;
    std::vector<std::uint32_t> allow;
  };
  std::vector<InBundle> bundles;

  [[nodiscard]] bool MayMatch(StatementId id) const {
    return HasBit(statements, id);
  }
  [[nodiscard]] bool DependsOnValues(StatementId id) const {
    return HasBit(with_values, id);
  }

 private:
  static bool HasBit(const StatementBits& bits, StatementId id) {
    return (bits.data()[id / 64] >> (id % 64) & 1) != 0;
  }
};

// Costs a match with every pattern, and a look at every statement.
[[nodiscard]] ResourceMatches MatchResourcePatterns(const Program& program,
                                                    std::string_view resource);

// The statements of a bundle whose action part an action matches.
struct ActionCandidates {
  static constexpr StatementId kNone = 0xFFFFFFFF;

  struct OfEffect {
    // One that applies to every resource without conditions, if there is one.
    StatementId free = kNone;
    // All others.
    std::array<std::uint64_t, kSmallEngineWords> others = {};
  };
  OfEffect deny;
  OfEffect allow;
};

// By bundle; small engines only. In others looking through all bits would take
// longer than going through an action's statements.
using CandidateLists = absl::InlinedVector<ActionCandidates, 1>;
[[nodiscard]] CandidateLists FindCandidates(const Program& program,
                                            const ActionRef& action);

}  // namespace iameval::internal

#endif  // IAMEVAL_LIB_RUNTIME_PREPARED_H_
