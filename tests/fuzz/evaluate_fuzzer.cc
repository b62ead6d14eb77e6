// The engine against the reference evaluator, on policies and a request whose
// every choice is taken from the input's bytes: the generator of the
// differential test, steered by coverage.

#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <span>
#include <string>

#include "differential/check.h"
#include "differential/generator.h"
#include "differential/json_tree.h"
#include "differential/pair.h"
#include "differential/random.h"
#include "iameval/engine.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data,
                                      std::size_t size) {
  using iameval_testing::Json;
  iameval_testing::Random random(std::span<const std::uint8_t>(data, size));
  const iameval_testing::PolicyScenario scenario =
      iameval_testing::MakeScenario(random);
  const Json request = iameval_testing::MakeRequest(random, scenario);
  const bool trust = scenario.scene.trust;
  const auto set = iameval_testing::BuildPolicies(scenario.policies, trust);
  if (!set.ok()) return 0;
  const auto built = iameval_testing::BuildRequest(request);
  if (!built.ok()) return 0;
  const auto engine = iameval::Engine::Create(*set);
  std::string problem = "the engine refuses parsed policies";
  if (engine.ok()) {
    problem = iameval_testing::CheckDecision(*set, *engine, *built);
    if (problem.empty()) {
      problem = iameval_testing::CheckExplanation(*set, *engine, *built);
    }
  }
  if (problem.empty()) return 0;
  std::fprintf(stderr, "%s\n",
               iameval_testing::DescribeFailure(scenario.policies, request,
                                                trust, "fuzzer")
                   .c_str());
  std::abort();
}
