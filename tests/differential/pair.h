#ifndef IAMEVAL_TESTS_DIFFERENTIAL_PAIR_H_
#define IAMEVAL_TESTS_DIFFERENTIAL_PAIR_H_

#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include "absl/status/statusor.h"
#include "differential/json_tree.h"
#include "iameval/decision.h"
#include "iameval/policy_set.h"
#include "iameval/request.h"

namespace iameval_testing {

// Generated policies and request as the library's objects; an error where one
// is refused. `trust` says what the resource policy is.
absl::StatusOr<iameval::PolicySet> BuildPolicies(const Json& policies,
                                                 bool trust);
absl::StatusOr<iameval::Request> BuildRequest(const Json& request);

// Both as one decision case on one line. The request's time is given as
// aws:CurrentTime and aws:EpochTime, for which cases have a place.
std::string ToCaseLine(std::string_view id, std::string_view note,
                       const Json& policies, const Json& request,
                       iameval::Decision expected);

// Two answers to one request.
struct Answers {
  iameval::Decision reference;
  iameval::Decision engine;

  [[nodiscard]] bool differ() const { return reference != engine; }
};

// The second evaluator of a comparison; an error when it refuses the policies.
using Evaluator = std::function<absl::StatusOr<iameval::Decision>(
    const iameval::PolicySet&, const iameval::Request&)>;

// Engine::Create and Evaluate.
absl::StatusOr<iameval::Decision> EvaluateWithEngine(
    const iameval::PolicySet& policies, const iameval::Request& request);

// Asks the reference and `evaluator`; nullopt when policies or request are
// refused.
std::optional<Answers> Compare(const Json& policies, const Json& request,
                               bool trust, const Evaluator& evaluator);

}  // namespace iameval_testing

#endif  // IAMEVAL_TESTS_DIFFERENTIAL_PAIR_H_
