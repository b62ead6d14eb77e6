#ifndef IAMEVAL_TESTS_DIFFERENTIAL_CHECK_H_
#define IAMEVAL_TESTS_DIFFERENTIAL_CHECK_H_

#include <cstdint>
#include <set>
#include <string>

#include "differential/generator.h"
#include "differential/json_tree.h"
#include "iameval/engine.h"
#include "iameval/explanation.h"
#include "iameval/policy_set.h"
#include "iameval/request.h"

namespace iameval_testing {

// Reads a number from the environment; `fallback` when it is not set.
std::uint64_t EnvironmentNumber(const char* name, std::uint64_t fallback);

// The seed of IAMEVAL_SEED, or the fixed one.
std::uint64_t Seed();

// Checks one decision against the reference. Empty when all is well, otherwise
// what is wrong: the decisions differ, or two evaluations of the same request
// do.
std::string CheckDecision(const iameval::PolicySet& policies,
                          const iameval::Engine& engine,
                          const iameval::Request& request);

// Checks what Explain says against Evaluate and the reference: the decision,
// every statement that matches in a layer that applies, and that a deny and an
// allow name the statements that brought them about.
std::string CheckExplanation(const iameval::PolicySet& policies,
                             const iameval::Engine& engine,
                             const iameval::Request& request);

// The statements that match, each as "rcp level 2 [0] statement 1": those that
// the reference finds, and those in layers that are consulted.
std::set<std::string> ReferenceMatches(const iameval::PolicySet& policies,
                                       const iameval::Request& request);
std::set<std::string> ExplainedMatches(const iameval::Explanation& explanation);

// For a pair that fails a check: the smallest policies and request that fail
// it, as a decision case, with both answers and the engine's explanation.
std::string DescribeFailure(const Json& policies, const Json& request,
                            bool trust, const std::string& id);

}  // namespace iameval_testing

#endif  // IAMEVAL_TESTS_DIFFERENTIAL_CHECK_H_
