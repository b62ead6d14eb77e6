// The engine against the reference evaluator, on policies and requests whose
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
#include "iameval/policy_set.h"

namespace {

using iameval_testing::Json;
using iameval_testing::PolicyScenario;
using iameval_testing::Random;

// Compiling policies costs more than asking them.
constexpr int kRequests = 4;

[[noreturn]] void Fail(const PolicyScenario& scenario, const Json& request,
                       const std::string& problem) {
  std::fprintf(stderr, "%s\n%s\n", problem.c_str(),
               iameval_testing::DescribeFailure(scenario.policies, request,
                                                scenario.scene.trust, "fuzzer")
                   .c_str());
  std::abort();
}

void Check(const PolicyScenario& scenario, const iameval::PolicySet& policies,
           const iameval::Engine& engine, const Json& request) {
  const auto built = iameval_testing::BuildRequest(request);
  if (!built.ok()) return;
  std::string problem =
      iameval_testing::CheckDecision(policies, engine, *built);
  if (problem.empty()) {
    problem = iameval_testing::CheckExplanation(policies, engine, *built);
  }
  if (!problem.empty()) Fail(scenario, request, problem);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data,
                                      std::size_t size) {
  Random random(std::span<const std::uint8_t>(data, size));
  const PolicyScenario scenario = iameval_testing::MakeScenario(random);
  const auto policies = iameval_testing::BuildPolicies(scenario.policies,
                                                       scenario.scene.trust);
  if (!policies.ok()) return 0;
  const auto engine = iameval::Engine::Create(*policies);
  if (!engine.ok()) {
    Fail(scenario, iameval_testing::MakeRequest(random, scenario),
         "the engine refuses parsed policies");
  }
  for (int i = 0; i < kRequests; ++i) {
    Check(scenario, *policies, *engine,
          iameval_testing::MakeRequest(random, scenario));
  }
  return 0;
}
