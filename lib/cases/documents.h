#ifndef IAMEVAL_LIB_CASES_DOCUMENTS_H_
#define IAMEVAL_LIB_CASES_DOCUMENTS_H_

#include <memory>
#include <string>
#include <string_view>

#include "absl/status/statusor.h"
#include "iameval/policy.h"
#include "iameval/policy_files.h"
#include "json/json.h"

// A policy in the place where JSON has one: a document, its text as a string,
// or the name of a file.

namespace iameval::internal {

struct PolicyText {
  // Under which explanations and errors speak of it: "identity[0]", "scp level
  // 2 [0]", or the path of its file.
  std::string name;
  std::string_view text;  // of the JSON tree or its text, or *file
  std::shared_ptr<const std::string> file = nullptr;  // if it is in one

  [[nodiscard]] bool is_file() const { return file != nullptr; }
};

// An error is a departure from the format, with its place, or that the file
// cannot be read.
absl::StatusOr<PolicyText> ReadPolicyText(JsonValue value, std::string name,
                                          const PolicyFiles& files);

// The name in {"file": NAME}, checked, as a path; nullopt for any other value.
absl::StatusOr<std::optional<std::string>> FileOfPolicy(
    JsonValue value, const PolicyFiles& files);

// Reads the file at `path`, which `value` names.
absl::StatusOr<std::string> ReadPolicyFile(JsonValue value,
                                           const std::string& path,
                                           const PolicyFiles& files);

// An error is a document that is refused; the message begins with its name.
absl::StatusOr<Policy> ParsePolicyText(const PolicyText& document,
                                       PolicyType type);

// `status` with "<before>: " before its message; an ok status as it is.
absl::Status Prefixed(std::string_view before, const absl::Status& status);

}  // namespace iameval::internal

#endif  // IAMEVAL_LIB_CASES_DOCUMENTS_H_
