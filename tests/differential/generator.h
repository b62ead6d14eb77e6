#ifndef IAMEVAL_TESTS_DIFFERENTIAL_GENERATOR_H_
#define IAMEVAL_TESTS_DIFFERENTIAL_GENERATOR_H_

#include <cstddef>
#include <cstdint>

#include "differential/json_tree.h"
#include "differential/random.h"
#include "differential/scene.h"

namespace iameval_testing {

// Policies as the `policies` object of a decision case, and what is needed to
// make requests that come near them.
struct PolicyScenario {
  Scene scene;
  Json policies;
  bool corrupt = false;  // deliberately broken: most likely refused
};

// Policies and requests from choices. The policies are made for a few intended
// requests, the requests by varying those, so that matches, near misses and
// decisions of each kind are all frequent.
//
// The `request` object is that of a decision case, except that it may have a
// member "time": the request's time in seconds since 1970.
PolicyScenario MakeScenario(Random& random);
Json MakeRequest(Random& random, const PolicyScenario& scenario);

// The pairs of a seed. Pair number i is request i % kRequestsPerSet of policy
// set i / kRequestsPerSet; both depend on the seed and their number alone.
inline constexpr std::uint64_t kRequestsPerSet = 10;

PolicyScenario ScenarioOfPair(std::uint64_t seed, std::uint64_t pair);
Json RequestOfPair(std::uint64_t seed, std::uint64_t pair,
                   const PolicyScenario& scenario);

}  // namespace iameval_testing

#endif  // IAMEVAL_TESTS_DIFFERENTIAL_GENERATOR_H_
