#ifndef IAMEVAL_TESTS_DIFFERENTIAL_CONDITIONS_H_
#define IAMEVAL_TESTS_DIFFERENTIAL_CONDITIONS_H_

#include <string>
#include <string_view>

#include "differential/json_tree.h"
#include "differential/random.h"
#include "differential/scene.h"

namespace iameval_testing {

// A Condition element with one to four tests. Adds the keys it reads, with
// values on both sides of each test, to the scene's pools.
Json MakeCondition(Random& random, Scene& scene, const Intent& intent);

// `text` with one of its segments replaced by a policy variable (section 4)
// that stands for it, or nearly so; the variable's key gets that segment as a
// value. All shapes: defaults, `${*}`, keys that are missing, multivalued or
// oddly spelled, malformed variables (S-4.15).
std::string WithVariable(Random& random, Scene& scene, const Intent& intent,
                         std::string_view text);

}  // namespace iameval_testing

#endif  // IAMEVAL_TESTS_DIFFERENTIAL_CONDITIONS_H_
