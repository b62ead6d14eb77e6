#ifndef IAMEVAL_TESTS_DIFFERENTIAL_RUN_H_
#define IAMEVAL_TESTS_DIFFERENTIAL_RUN_H_

#include <cstddef>
#include <cstdint>
#include <string>

#include "iameval/decision.h"

namespace iameval_testing {

// A run through generated pairs of policies and requests, which come in sets of
// so many requests to the same policies: goes through the sets, stops after too
// many failures, and prints which pairs, how far it is, and the totals.
class DifferentialRun {
 public:
  DifferentialRun(std::uint64_t seed, std::uint64_t first, std::uint64_t pairs,
                  std::uint64_t pairs_per_set);
  virtual ~DifferentialRun() = default;
  DifferentialRun(const DifferentialRun&) = delete;
  DifferentialRun& operator=(const DifferentialRun&) = delete;

  void Run();

  [[nodiscard]] std::uint64_t compared() const { return compared_; }
  [[nodiscard]] std::uint64_t count(iameval::Decision decision) const {
    return decisions_[static_cast<std::size_t>(decision)];
  }

 protected:
  // The pairs from `begin` up to `end`, which are of one set, though perhaps
  // not all of it.
  virtual void RunSet(std::uint64_t begin, std::uint64_t end) = 0;

  [[nodiscard]] std::uint64_t seed() const { return seed_; }
  // Names a pair so that it can be repeated.
  [[nodiscard]] std::string IdOf(std::uint64_t pair) const;

  // What became of pairs.
  void Refuse(std::uint64_t pairs) { refused_ += pairs; }
  void Compared(iameval::Decision decision);
  // `Describe` is called for the failures that are reported, and no others.
  template <typename Describe>
  void Fail(std::uint64_t pair, Describe describe) {
    if (++failures_ <= most_failures_) Report(pair, describe());
  }

 private:
  void Report(std::uint64_t pair, const std::string& description) const;
  void ShowProgress(std::uint64_t before, std::uint64_t now) const;
  void PrintTotals() const;

  const std::uint64_t seed_;
  const std::uint64_t first_;
  const std::uint64_t end_;
  const std::uint64_t pairs_per_set_;
  const std::uint64_t most_failures_;
  std::uint64_t compared_ = 0;
  std::uint64_t refused_ = 0;
  std::uint64_t decisions_[3] = {};
  std::uint64_t failures_ = 0;
};

}  // namespace iameval_testing

#endif  // IAMEVAL_TESTS_DIFFERENTIAL_RUN_H_
