#ifndef IAMEVAL_LIB_CASES_POLICIES_H_
#define IAMEVAL_LIB_CASES_POLICIES_H_

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "iameval/policy_set.h"
#include "json/json.h"

namespace iameval::internal {

// A document of a `policies` object: its text, and the name under which
// explanations and errors speak of it ("identity[0]", "scp level 2 [0]").
struct PolicyText {
  std::string name;
  std::string_view text;
};

// A `policies` object whose format was checked, but not yet its documents. The
// texts are views into the JSON tree and its text.
struct PolicyTexts {
  using Level = std::vector<PolicyText>;

  std::vector<PolicyText> identity;
  std::optional<PolicyText> boundary;
  std::optional<std::vector<PolicyText>> session;
  std::optional<std::vector<Level>> scp;
  std::optional<std::vector<Level>> rcp;
  std::optional<PolicyText> resource;
  PolicyType resource_type = PolicyType::kResource;
  std::optional<PolicyText> vpc_endpoint;
};

// An error is a departure from the format. `action` is the request's: it
// decides whether `resource` is a trust policy.
absl::StatusOr<PolicyTexts> ReadPolicyTexts(JsonValue policies,
                                            std::string_view action);

// An error is a document that is refused; the message begins with its name.
absl::StatusOr<PolicySet> ParsePolicyTexts(const PolicyTexts& texts);

}  // namespace iameval::internal

#endif  // IAMEVAL_LIB_CASES_POLICIES_H_
