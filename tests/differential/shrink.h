#ifndef IAMEVAL_TESTS_DIFFERENTIAL_SHRINK_H_
#define IAMEVAL_TESTS_DIFFERENTIAL_SHRINK_H_

#include <cstddef>
#include <functional>

#include "differential/json_tree.h"

namespace iameval_testing {

// Makes `json` smaller, step by step, as long as `interesting` holds: drops
// members and items, unwraps lists of one, shortens strings. `interesting` is
// asked at most `budget` times.
// REQUIRES: interesting(json).
Json Shrink(Json json, const std::function<bool(const Json&)>& interesting,
            std::size_t budget = 20'000);

}  // namespace iameval_testing

#endif  // IAMEVAL_TESTS_DIFFERENTIAL_SHRINK_H_
