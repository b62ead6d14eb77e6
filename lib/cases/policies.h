#ifndef IAMEVAL_LIB_CASES_POLICIES_H_
#define IAMEVAL_LIB_CASES_POLICIES_H_

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "cases/documents.h"
#include "iameval/policy_set.h"
#include "json/json.h"

namespace iameval::internal {

// A `policies` object whose format was checked, but not yet its documents. The
// texts are views into the JSON tree and its text, or hold a file.
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
                                            std::string_view action,
                                            const PolicyFiles& files);

// A field of a `policies` object, or all of them for a message.
bool IsPolicySetField(std::string_view name);
std::string PolicySetFieldNames();

// An action on a role that its trust policy decides (S-7.3).
bool IsDecidedByTrustPolicy(std::string_view action);

// AccountFile::CheckAction, for a resource policy of that type if there is one.
absl::Status CheckResourcePolicyType(std::optional<PolicyType> type,
                                     std::string_view action);

// An error is a document that is refused; the message begins with its name.
absl::StatusOr<PolicySet> ParsePolicyTexts(const PolicyTexts& texts);

}  // namespace iameval::internal

#endif  // IAMEVAL_LIB_CASES_POLICIES_H_
