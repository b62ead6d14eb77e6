#ifndef IAMEVAL_DECISION_CASE_H_
#define IAMEVAL_DECISION_CASE_H_

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "iameval/export.h"
#include "iameval/policy_files.h"
#include "iameval/policy_set.h"
#include "iameval/request.h"

namespace iameval {

// What a decision case expects.
enum class Expectation : std::uint8_t {
  kAllowed,
  kImplicitDeny,
  kExplicitDeny,
  kDenied,   // either kind of deny
  kInvalid,  // a policy or the request is refused
};

// "allowed", "implicitDeny", "explicitDeny", "denied" or "invalid".
[[nodiscard]] IAMEVAL_EXPORT std::string_view ExpectationName(
    Expectation expectation);

// One expectation in the format of tests/README.md: the policies in force, one
// request, the decision expected. The same line serves the conformance tests
// and a user's own policy tests.
struct DecisionCase {
  std::string id;
  std::string rule;
  std::string note;
  Expectation expected = Expectation::kAllowed;
  // An error status here is a policy or a request that was refused: what
  // kInvalid expects.
  absl::StatusOr<PolicySet> policies;
  absl::StatusOr<Request> request;
};

// Reads one case from the text of one JSON object. InvalidArgumentError when
// the text is not in the format (not JSON, an unknown or missing field, a
// field of the wrong type); the message names the field. A policy may be
// {"file": NAME}, read through `files`; an error of files.read is passed on.
[[nodiscard]] IAMEVAL_EXPORT absl::StatusOr<DecisionCase> ParseDecisionCase(
    std::string_view json, const PolicyFiles& files = {});

// Reads the `policies` object of a case.
[[nodiscard]] IAMEVAL_EXPORT absl::StatusOr<PolicySet> ParsePolicySet(
    std::string_view json, std::string_view action = "",
    const PolicyFiles& files = {});

// Reads the `request` object of a case.
[[nodiscard]] IAMEVAL_EXPORT absl::StatusOr<Request> ParseRequest(
    std::string_view json);

// Adds the members of a JSON object to a request's context: a string, number
// or boolean is a single-valued key, a list of them a multivalued one, null an
// explicitly absent one.
[[nodiscard]] IAMEVAL_EXPORT absl::Status AddContext(std::string_view json,
                                                     Request::Builder& builder);

}  // namespace iameval

#endif  // IAMEVAL_DECISION_CASE_H_
