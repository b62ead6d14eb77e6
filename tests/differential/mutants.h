#ifndef IAMEVAL_TESTS_DIFFERENTIAL_MUTANTS_H_
#define IAMEVAL_TESTS_DIFFERENTIAL_MUTANTS_H_

#include <functional>
#include <string>
#include <vector>

#include "differential/json_tree.h"

namespace iameval_testing {

// A mistake that an evaluator could make, as a change to what it is given: an
// evaluator that is right about the changed pair is wrong about the original
// one wherever the change matters.
struct Mutant {
  std::string name;
  // Changes a generated `policies` or `request` object; false when there was
  // nothing to change.
  std::function<bool(Json& policies, Json& request)> apply;
};

// One operator taken for another, qualifiers and IfExists overlooked, negations
// dropped, variables not substituted, layers forgotten, parts of the request
// ignored.
std::vector<Mutant> AllMutants();

}  // namespace iameval_testing

#endif  // IAMEVAL_TESTS_DIFFERENTIAL_MUTANTS_H_
