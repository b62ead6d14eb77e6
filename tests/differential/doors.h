#ifndef IAMEVAL_TESTS_DIFFERENTIAL_DOORS_H_
#define IAMEVAL_TESTS_DIFFERENTIAL_DOORS_H_

#include <string>

#include "iameval/decision.h"
#include "iameval/engine.h"
#include "iameval/request.h"

namespace iameval_testing {

// Asks the engine the request's question as a Query: with all parts as text,
// and with everything prepared. Empty when both answer `expected`, otherwise
// what is wrong.
std::string CheckQueries(const iameval::Engine& engine,
                         const iameval::Request& request,
                         iameval::Decision expected);

}  // namespace iameval_testing

#endif  // IAMEVAL_TESTS_DIFFERENTIAL_DOORS_H_
