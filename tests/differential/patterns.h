#ifndef IAMEVAL_TESTS_DIFFERENTIAL_PATTERNS_H_
#define IAMEVAL_TESTS_DIFFERENTIAL_PATTERNS_H_

#include <string>

#include "differential/json_tree.h"
#include "differential/random.h"
#include "differential/scene.h"
#include "iameval/policy.h"

namespace iameval_testing {

// An Action entry meant to match the intent's action (`hit`), or to come near
// it (section 2).
std::string ActionPattern(Random& random, iameval::PolicyType type,
                          const Intent& intent, bool hit);

// A Resource entry, likewise; with policy variables where `variables`.
std::string ResourcePattern(Random& random, Scene& scene,
                            iameval::PolicyType type, const Intent& intent,
                            bool hit);

// The value of a Principal element (section 3), likewise.
Json PrincipalElement(Random& random, iameval::PolicyType type,
                      const Intent& intent, bool hit);

// The value of a NotPrincipal element: some or all of the principal's identity
// chain, and others (S-3.17).
Json NotPrincipalElement(Random& random, const Intent& intent);

}  // namespace iameval_testing

#endif  // IAMEVAL_TESTS_DIFFERENTIAL_PATTERNS_H_
