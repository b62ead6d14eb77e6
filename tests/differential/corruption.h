#ifndef IAMEVAL_TESTS_DIFFERENTIAL_CORRUPTION_H_
#define IAMEVAL_TESTS_DIFFERENTIAL_CORRUPTION_H_

#include "differential/json_tree.h"
#include "differential/random.h"

namespace iameval_testing {

// Breaks one document of a decision case's `policies`: a member dropped,
// doubled, renamed or of the wrong type, text that is not JSON. Most results
// are refused when parsed; some happen to be valid.
void CorruptPolicies(Random& random, Json& policies);

// Likewise for a `request` object.
void CorruptRequest(Random& random, Json& request);

}  // namespace iameval_testing

#endif  // IAMEVAL_TESTS_DIFFERENTIAL_CORRUPTION_H_
