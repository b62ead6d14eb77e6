#ifndef IAMEVAL_TESTS_DIFFERENTIAL_DOCUMENTS_H_
#define IAMEVAL_TESTS_DIFFERENTIAL_DOCUMENTS_H_

#include "differential/json_tree.h"
#include "differential/random.h"
#include "differential/scene.h"

namespace iameval_testing {

// Policies for the scene's intents, as the `policies` object of a decision
// case; a trust policy in `resource` where scene.trust.
Json MakePolicies(Random& random, Scene& scene);

}  // namespace iameval_testing

#endif  // IAMEVAL_TESTS_DIFFERENTIAL_DOCUMENTS_H_
