#ifndef IAMEVAL_LIB_POLICY_POLICY_PARSER_H_
#define IAMEVAL_LIB_POLICY_POLICY_PARSER_H_

#include <memory>
#include <string_view>

#include "absl/status/statusor.h"
#include "iameval/policy.h"
#include "policy/model.h"

namespace iameval::internal {

// The text of a policy -> the document model (semantics section 1). Errors are
// those of Policy::Parse.
absl::StatusOr<std::shared_ptr<const Document>> ParseDocument(
    std::string_view text, PolicyType type, const ParseOptions& options);

}  // namespace iameval::internal

#endif  // IAMEVAL_LIB_POLICY_POLICY_PARSER_H_
