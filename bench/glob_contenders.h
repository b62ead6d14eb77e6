#ifndef IAMEVAL_BENCH_GLOB_CONTENDERS_H_
#define IAMEVAL_BENCH_GLOB_CONTENDERS_H_

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>

// Who answers "which of these globs match this text?".

namespace iameval_bench {

// Which patterns matched: how many, and a sum over their numbers that two
// different sets of them do not have in common.
struct MatchedGlobs {
  std::size_t count = 0;
  std::uint64_t sum = 0;

  void Add(std::size_t number) {
    std::uint64_t hash = (number + 1) * 0x9E3779B97F4A7C15u;
    hash = (hash ^ hash >> 32) * 0xD6E8FEB86659FD93u;
    ++count;
    sum += hash ^ hash >> 32;
  }
  friend bool operator==(const MatchedGlobs&, const MatchedGlobs&) = default;
};

class GlobContender {
 public:
  GlobContender() = default;
  GlobContender(const GlobContender&) = delete;
  GlobContender& operator=(const GlobContender&) = delete;
  virtual ~GlobContender() = default;

  virtual MatchedGlobs Match(std::string_view text) = 0;
  // Bytes held; 0 if it does not say.
  [[nodiscard]] virtual std::size_t MemoryUsage() const { return 0; }
};

using GlobContenderPtr = std::unique_ptr<GlobContender>;
using GlobTexts = std::span<const std::string>;

// The baseline: one after the other; the literal head is compared, then two
// pointers go through text and pattern, back to the last star where they
// differ.
GlobContenderPtr MakeNaiveGlobs(GlobTexts patterns);

// The library: a GlobSet, or a Glob of the first pattern.
GlobContenderPtr MakeGlobSetContender(GlobTexts patterns);
GlobContenderPtr MakeGlobContender(GlobTexts patterns);

// RE2::Set of the patterns as anchored regular expressions; 2 GB for states.
GlobContenderPtr MakeRe2Set(GlobTexts patterns);

// Vectorscan or Hyperscan of the same. Null where it is not installed.
GlobContenderPtr MakeVectorscan(GlobTexts patterns);

}  // namespace iameval_bench

#endif  // IAMEVAL_BENCH_GLOB_CONTENDERS_H_
