#ifndef IAMEVAL_TESTS_DIFFERENTIAL_TEXT_MUTATION_H_
#define IAMEVAL_TESTS_DIFFERENTIAL_TEXT_MUTATION_H_

#include <string>
#include <string_view>
#include <vector>

#include "differential/random.h"

namespace iameval_testing {

// The code points of UTF-8 text; a byte that belongs to none stands alone.
std::vector<std::string_view> CodePoints(std::string_view text);

// The same letters, some in the other case; Latin-1 letters too, and the two
// Latin-1 signs (multiplication, division) that look like a pair and are none.
std::string FlipCase(Random& random, std::string_view text);

// A text that differs by little: one character dropped, doubled, changed or
// added, cut off in the middle, or lengthened.
std::string NearMiss(Random& random, std::string_view text);

// A pattern that matches `text`: runs of it replaced by `*`, characters by `?`,
// stars doubled and chained. Wildcards of `text` itself stay what they are.
std::string Generalized(Random& random, std::string_view text);

}  // namespace iameval_testing

#endif  // IAMEVAL_TESTS_DIFFERENTIAL_TEXT_MUTATION_H_
