// Shows that the differential test can fail: for every mistake of AllMutants()
// the generator must produce, within a bounded number of pairs, one that gives
// it away.

#include "differential/mutants.h"

#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <optional>
#include <string>
#include <vector>

#include "differential/check.h"
#include "differential/generator.h"
#include "differential/json_tree.h"
#include "differential/pair.h"
#include "gtest/gtest.h"

namespace iameval_testing {
namespace {

// The mistaken evaluator's answer differs from the reference's.
bool GivesAway(const Mutant& mutant, const Json& policies, const Json& request,
               bool trust, iameval::Decision expected) {
  Json changed_policies = policies;
  Json changed_request = request;
  if (!mutant.apply(changed_policies, changed_request)) return false;
  const auto set = BuildPolicies(changed_policies, trust);
  if (!set.ok()) return false;
  const auto built = BuildRequest(changed_request);
  if (!built.ok()) return false;
  const auto answer = EvaluateWithEngine(*set, *built);
  return answer.ok() && *answer != expected;
}

TEST(Mutants, EveryMistakeIsCaught) {
  const std::uint64_t seed = Seed();
  const std::uint64_t most = EnvironmentNumber("IAMEVAL_MUTANT_PAIRS", 400'000);
  std::vector<Mutant> alive = AllMutants();
  ASSERT_GT(alive.size(), 80U);
  std::uint64_t last = 0;
  // Two requests of each set: more of one set seldom tell more.
  for (std::uint64_t pair = 0; pair < most && !alive.empty();
       pair += kRequestsPerSet / 2) {
    const PolicyScenario scenario = ScenarioOfPair(seed, pair);
    const bool trust = scenario.scene.trust;
    const Json request = RequestOfPair(seed, pair, scenario);
    const std::optional<Answers> answers =
        Compare(scenario.policies, request, trust, EvaluateWithEngine);
    // A difference without any mistake would give every mistake away.
    if (!answers.has_value() || answers->differ()) continue;
    const std::size_t before = alive.size();
    std::erase_if(alive, [&](const Mutant& mutant) {
      return GivesAway(mutant, scenario.policies, request, trust,
                       answers->reference);
    });
    if (alive.size() != before) last = pair;
  }
  std::printf("all caught by pair %llu\n",
              static_cast<unsigned long long>(last));
  for (const Mutant& mutant : alive) {
    ADD_FAILURE() << "not caught: " << mutant.name;
  }
}

}  // namespace
}  // namespace iameval_testing
