#ifndef IAMEVAL_TESTS_FUZZ_REQUIRE_H_
#define IAMEVAL_TESTS_FUZZ_REQUIRE_H_

#include <cstdio>
#include <cstdlib>

namespace iameval_testing {

// Ends the program, as fuzzers want it, when a property does not hold. Unlike
// assert() it stays on in optimised builds.
inline void Require(bool holds, const char* property) {
  if (holds) return;
  std::fprintf(stderr, "does not hold: %s\n", property);
  std::abort();
}

}  // namespace iameval_testing

#endif  // IAMEVAL_TESTS_FUZZ_REQUIRE_H_
