// The engine against the reference evaluator on generated pairs of policies
// and requests. In the environment:
//   IAMEVAL_PAIRS  how many pairs, 1,000,000 by default
//   IAMEVAL_SEED   which pairs
//   IAMEVAL_FIRST  the number of the first pair; with IAMEVAL_PAIRS=1 and the
//                  printed seed it repeats a failure
//   IAMEVAL_MOST_FAILURES  after how many to stop, 5 by default

#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <string>

#include "absl/strings/str_format.h"
#include "differential/check.h"
#include "differential/generator.h"
#include "differential/json_tree.h"
#include "differential/pair.h"
#include "gtest/gtest.h"
#include "iameval/decision.h"
#include "iameval/engine.h"

namespace iameval_testing {
namespace {

// Explain costs several times what Evaluate does.
constexpr std::uint64_t kExplainEvery = 4;

class DifferentialRun {
 public:
  DifferentialRun(std::uint64_t seed, std::uint64_t first, std::uint64_t pairs)
      : seed_(seed), first_(first), end_(first + pairs) {}

  void Run() {
    std::printf("seed %llu, pairs %llu to %llu\n",
                static_cast<unsigned long long>(seed_),
                static_cast<unsigned long long>(first_),
                static_cast<unsigned long long>(end_ - 1));
    std::uint64_t pair = first_;
    while (pair < end_ && failures_ < most_failures_) {
      const std::uint64_t set_end =
          (pair / kRequestsPerSet + 1) * kRequestsPerSet;
      const std::uint64_t stop = set_end < end_ ? set_end : end_;
      RunSet(pair, stop);
      ShowProgress(pair, stop);
      pair = stop;
    }
    PrintTotals();
  }

  [[nodiscard]] std::uint64_t compared() const { return compared_; }

 private:
  void RunSet(std::uint64_t begin, std::uint64_t end) {
    const PolicyScenario scenario = ScenarioOfPair(seed_, begin);
    const auto set = BuildPolicies(scenario.policies, scenario.scene.trust);
    if (!set.ok()) {
      refused_ += end - begin;
      EXPECT_FALSE(set.status().message().empty());
      return;
    }
    const auto engine = iameval::Engine::Create(*set);
    if (!engine.ok()) {
      Fail(begin, scenario, RequestOfPair(seed_, begin, scenario));
      return;
    }
    for (std::uint64_t pair = begin; pair < end; ++pair) {
      const Json request = RequestOfPair(seed_, pair, scenario);
      const auto built = BuildRequest(request);
      if (!built.ok()) {
        ++refused_;
        EXPECT_FALSE(built.status().message().empty());
        continue;
      }
      ++compared_;
      std::string problem = CheckDecision(*set, *engine, *built);
      if (problem.empty() && pair % kExplainEvery == 0) {
        problem = CheckExplanation(*set, *engine, *built);
      }
      if (!problem.empty()) Fail(pair, scenario, request);
      Count(engine->Evaluate(*built));
    }
  }

  void Fail(std::uint64_t pair, const PolicyScenario& scenario,
            const Json& request) {
    if (++failures_ > most_failures_) return;
    const std::string id = absl::StrFormat("seed %d pair %d", seed_, pair);
    ADD_FAILURE() << id << ": "
                  << DescribeFailure(scenario.policies, request,
                                     scenario.scene.trust, id);
  }

  void Count(iameval::Decision decision) {
    ++decisions_[static_cast<std::size_t>(decision)];
  }

  void ShowProgress(std::uint64_t before, std::uint64_t now) {
    const std::uint64_t all = end_ - first_;
    const std::uint64_t tenth = (now - first_) * 10 / all;
    if (tenth == (before - first_) * 10 / all || all < 1000) return;
    std::printf("%llu %%\n", static_cast<unsigned long long>(tenth * 10));
    std::fflush(stdout);
  }

  void PrintTotals() const {
    std::printf("%llu compared, %llu refused",
                static_cast<unsigned long long>(compared_),
                static_cast<unsigned long long>(refused_));
    for (const iameval::Decision decision :
         {iameval::Decision::kAllowed, iameval::Decision::kImplicitDeny,
          iameval::Decision::kExplicitDeny}) {
      const std::uint64_t count =
          decisions_[static_cast<std::size_t>(decision)];
      std::printf("; %.1f %% %s",
                  100.0 * static_cast<double>(count) /
                      static_cast<double>(compared_ == 0 ? 1 : compared_),
                  std::string(iameval::DecisionName(decision)).c_str());
    }
    std::printf("\n");
  }

  std::uint64_t seed_;
  std::uint64_t first_;
  std::uint64_t end_;
  std::uint64_t most_failures_ = EnvironmentNumber("IAMEVAL_MOST_FAILURES", 5);
  std::uint64_t compared_ = 0;
  std::uint64_t refused_ = 0;
  std::uint64_t decisions_[3] = {};
  std::uint64_t failures_ = 0;
};

TEST(Differential, EngineAgreesWithReference) {
  const std::uint64_t pairs = EnvironmentNumber("IAMEVAL_PAIRS", 1'000'000);
  DifferentialRun run(Seed(), EnvironmentNumber("IAMEVAL_FIRST", 0), pairs);
  run.Run();
  if (pairs >= 1000) {
    EXPECT_GT(run.compared(), pairs * 9 / 10);
  }
}

TEST(Differential, PairsDependOnSeedAndNumberAlone) {
  for (std::uint64_t pair = 0; pair < 200; pair += 7) {
    const PolicyScenario scenario = ScenarioOfPair(1, pair);
    const PolicyScenario again = ScenarioOfPair(1, pair);
    EXPECT_EQ(scenario.policies.ToText(), again.policies.ToText());
    EXPECT_EQ(RequestOfPair(1, pair, scenario).ToText(),
              RequestOfPair(1, pair, again).ToText());
  }
}

}  // namespace
}  // namespace iameval_testing
