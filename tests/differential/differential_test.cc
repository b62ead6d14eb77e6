// The engine against the reference evaluator on generated pairs of policies
// and requests. In the environment:
//   IAMEVAL_PAIRS  how many pairs, 1,000,000 by default
//   IAMEVAL_SEED   which pairs
//   IAMEVAL_FIRST  the number of the first pair; with IAMEVAL_PAIRS=1 and the
//                  printed seed it repeats a failure
//   IAMEVAL_MOST_FAILURES  after how many to stop, 5 by default

#include <cstdint>
#include <string>

#include "differential/check.h"
#include "differential/generator.h"
#include "differential/json_tree.h"
#include "differential/pair.h"
#include "differential/run.h"
#include "gtest/gtest.h"
#include "iameval/engine.h"

namespace iameval_testing {
namespace {

// Explain costs several times what Evaluate does.
constexpr std::uint64_t kExplainEvery = 4;

class PolicySetRun : public DifferentialRun {
 public:
  PolicySetRun(std::uint64_t seed, std::uint64_t first, std::uint64_t pairs)
      : DifferentialRun(seed, first, pairs, kRequestsPerSet) {}

 private:
  void RunSet(std::uint64_t begin, std::uint64_t end) override {
    const PolicyScenario scenario = ScenarioOfPair(seed(), begin);
    const auto set = BuildPolicies(scenario.policies, scenario.scene.trust);
    if (!set.ok()) {
      Refuse(end - begin);
      EXPECT_FALSE(set.status().message().empty());
      return;
    }
    const auto engine = iameval::Engine::Create(*set);
    if (!engine.ok()) {
      FailPair(begin, scenario, RequestOfPair(seed(), begin, scenario));
      return;
    }
    for (std::uint64_t pair = begin; pair < end; ++pair) {
      const Json request = RequestOfPair(seed(), pair, scenario);
      const auto built = BuildRequest(request);
      if (!built.ok()) {
        Refuse(1);
        EXPECT_FALSE(built.status().message().empty());
        continue;
      }
      std::string problem = CheckDecision(*set, *engine, *built);
      if (problem.empty() && pair % kExplainEvery == 0) {
        problem = CheckExplanation(*set, *engine, *built);
      }
      if (!problem.empty()) FailPair(pair, scenario, request);
      Compared(engine->Evaluate(*built));
    }
  }

  void FailPair(std::uint64_t pair, const PolicyScenario& scenario,
                const Json& request) {
    Fail(pair, [&] {
      return DescribeFailure(scenario.policies, request, scenario.scene.trust,
                             IdOf(pair));
    });
  }
};

TEST(Differential, EngineAgreesWithReference) {
  const std::uint64_t pairs = EnvironmentNumber("IAMEVAL_PAIRS", 1'000'000);
  PolicySetRun run(Seed(), EnvironmentNumber("IAMEVAL_FIRST", 0), pairs);
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
