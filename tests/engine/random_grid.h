#ifndef IAMEVAL_TESTS_ENGINE_RANDOM_GRID_H_
#define IAMEVAL_TESTS_ENGINE_RANDOM_GRID_H_

#include <cstddef>

#include "differential/generator.h"
#include "differential/random.h"
#include "iameval/bulk.h"
#include "iameval/engine_builder.h"
#include "iameval/policy_set.h"

// Grids and organizations from the generator of the differential test.

namespace iameval_testing {

struct GridSize {
  std::size_t principals = 1;
  std::size_t actions = 1;
  std::size_t resources = 1;
};

// A grid of about that size around the requests that the scenario's policies
// are made for. Some context keys are shared, others are the principals' own.
// Its parts are those of valid requests.
iameval::Grid MakeGrid(Random& random, const PolicyScenario& scenario,
                       const GridSize& size);

// An organization that knows most of the grid's principals and resources, with
// the policies of `set` attached to them, to accounts and to units. Gives some
// requests a VPC endpoint.
iameval::Engine::Builder MakeOrganization(Random& random,
                                          const PolicyScenario& scenario,
                                          const iameval::PolicySet& set,
                                          iameval::Grid& grid);

}  // namespace iameval_testing

#endif  // IAMEVAL_TESTS_ENGINE_RANDOM_GRID_H_
