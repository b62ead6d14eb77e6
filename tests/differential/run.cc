#include "differential/run.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <string>

#include "absl/strings/str_format.h"
#include "differential/check.h"
#include "gtest/gtest.h"
#include "iameval/decision.h"

namespace iameval_testing {

using iameval::Decision;

DifferentialRun::DifferentialRun(std::uint64_t seed, std::uint64_t first,
                                 std::uint64_t pairs,
                                 std::uint64_t pairs_per_set)
    : seed_(seed),
      first_(first),
      end_(first + pairs),
      pairs_per_set_(pairs_per_set),
      most_failures_(EnvironmentNumber("IAMEVAL_MOST_FAILURES", 5)) {}

void DifferentialRun::Run() {
  absl::PrintF("seed %d, pairs %d to %d\n", seed_, first_, end_ - 1);
  std::uint64_t pair = first_;
  while (pair < end_ && failures_ < most_failures_) {
    const std::uint64_t set_end = (pair / pairs_per_set_ + 1) * pairs_per_set_;
    const std::uint64_t stop = std::min(set_end, end_);
    RunSet(pair, stop);
    ShowProgress(pair, stop);
    pair = stop;
  }
  PrintTotals();
}

std::string DifferentialRun::IdOf(std::uint64_t pair) const {
  return absl::StrFormat("seed %d pair %d", seed_, pair);
}

void DifferentialRun::Compared(Decision decision) {
  ++compared_;
  ++decisions_[static_cast<std::size_t>(decision)];
}

void DifferentialRun::Report(std::uint64_t pair,
                             const std::string& description) const {
  ADD_FAILURE() << IdOf(pair) << ": " << description;
}

void DifferentialRun::ShowProgress(std::uint64_t before,
                                   std::uint64_t now) const {
  const std::uint64_t all = end_ - first_;
  const std::uint64_t tenth = (now - first_) * 10 / all;
  if (tenth == (before - first_) * 10 / all || all < 1000) return;
  absl::PrintF("%d %%\n", tenth * 10);
  std::fflush(stdout);
}

void DifferentialRun::PrintTotals() const {
  absl::PrintF("%d compared, %d refused", compared_, refused_);
  const auto all = static_cast<double>(std::max<std::uint64_t>(compared_, 1));
  for (const Decision decision : {Decision::kAllowed, Decision::kImplicitDeny,
                                  Decision::kExplicitDeny}) {
    absl::PrintF("; %.1f %% %s", 100 * static_cast<double>(count(decision)) / all,
                 iameval::DecisionName(decision));
  }
  absl::PrintF("\n");
}

}  // namespace iameval_testing
