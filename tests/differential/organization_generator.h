#ifndef IAMEVAL_TESTS_DIFFERENTIAL_ORGANIZATION_GENERATOR_H_
#define IAMEVAL_TESTS_DIFFERENTIAL_ORGANIZATION_GENERATOR_H_

#include <cstdint>

#include "differential/json_tree.h"
#include "differential/organization_world.h"
#include "differential/random.h"

namespace iameval_testing {

// A random organization: units up to four deep, accounts, users with groups,
// roles with paths, boundaries, sessions with policies and tags, resources,
// endpoints. Its policies are made for a few intended requests.
World MakeWorld(Random& random);

// A request near one of those, as the `request` object of a decision case (and
// "time", as in generator.h). Of what the engine knows it says some, seldom
// something else, and sometimes it comes from somebody whom the world does not
// have.
Json MakeRequestTo(Random& random, const World& world);

// Pair number i of a seed is request i % kRequestsPerWorld to world
// i / kRequestsPerWorld; both depend on the seed and their number alone.
inline constexpr std::uint64_t kRequestsPerWorld = 100;

World WorldOfPair(std::uint64_t seed, std::uint64_t pair);
Json RequestOfWorldPair(std::uint64_t seed, std::uint64_t pair,
                        const World& world);

}  // namespace iameval_testing

#endif  // IAMEVAL_TESTS_DIFFERENTIAL_ORGANIZATION_GENERATOR_H_
