#ifndef IAMEVAL_TESTS_POLICY_DOCUMENTS_H_
#define IAMEVAL_TESTS_POLICY_DOCUMENTS_H_

#include <array>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "iameval/policy.h"

// Documents around the part that a test is about.

namespace iameval_testing {

inline constexpr std::array<iameval::PolicyType, 8> kAllTypes = {
    iameval::PolicyType::kIdentity, iameval::PolicyType::kBoundary,
    iameval::PolicyType::kSession,  iameval::PolicyType::kResource,
    iameval::PolicyType::kTrust,    iameval::PolicyType::kVpcEndpoint,
    iameval::PolicyType::kScp,      iameval::PolicyType::kRcp,
};

// {"Version":"2012-10-17","Statement":[<statements>]}
inline std::string Document(std::string_view statements) {
  return R"({"Version":"2012-10-17","Statement":[)" + std::string(statements) +
         "]}";
}

// An Allow of s3:GetObject on everything, with `more` after it: `,"Sid":"A"`.
inline std::string Identity(std::string_view more) {
  return Document(
      R"({"Effect":"Allow","Action":"s3:GetObject","Resource":"*")" +
      std::string(more) + "}");
}

inline std::string WithCondition(std::string_view condition) {
  return Identity(R"(,"Condition":)" + std::string(condition));
}

// A statement that is all right in documents of every type but for its effect
// in resource control policies.
inline std::string StatementFor(iameval::PolicyType type,
                                std::string_view more = "") {
  using enum iameval::PolicyType;
  std::string statement =
      type == kRcp ? R"({"Effect":"Deny")" : R"({"Effect":"Allow")";
  statement += R"(,"Action":"sts:AssumeRole")";
  if (type != kTrust) statement += R"(,"Resource":"*")";
  if (type == kTrust) {
    statement += R"(,"Principal":{"AWS":"111122223333"})";
  } else if (type == kResource || type == kVpcEndpoint || type == kRcp) {
    statement += R"(,"Principal":"*")";
  }
  return statement + std::string(more) + "}";
}

// The error's message; "" if the document is accepted.
inline std::string RefusalOf(std::string_view text, iameval::PolicyType type,
                             const iameval::ParseOptions& options = {}) {
  const auto policy = iameval::Policy::Parse(text, type, options);
  return policy.ok() ? "" : std::string(policy.status().message());
}

// The codes of a document's issues, in their order.
inline std::vector<std::string> CodesOf(std::string_view text,
                                        iameval::PolicyType type) {
  const auto policy = iameval::Policy::Parse(text, type);
  if (!policy.ok()) return {std::string(policy.status().message())};
  std::vector<std::string> codes;
  for (const iameval::Issue& issue : policy->issues()) {
    codes.push_back(issue.code);
  }
  return codes;
}

}  // namespace iameval_testing

#endif  // IAMEVAL_TESTS_POLICY_DOCUMENTS_H_
