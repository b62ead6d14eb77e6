#ifndef IAMEVAL_ISSUE_H_
#define IAMEVAL_ISSUE_H_

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "iameval/export.h"

namespace iameval {

// How much an Issue matters, in the categories of IAM Access Analyzer's policy
// checks (semantics section 9).
enum class Severity : std::uint8_t {
  kError,            // the policy cannot do what its author meant
  kSecurityWarning,  // it may allow more than its author meant
  kWarning,          // it departs from the documented best practice
  kSuggestion,       // it works, and could be said better
};

// "ERROR", "SECURITY_WARNING", "WARNING" or "SUGGESTION". Static storage.
[[nodiscard]] IAMEVAL_EXPORT std::string_view SeverityName(Severity severity);

// Something the author of a policy should know. Issues never change a decision
// (S-9.1); a document that cannot be evaluated is refused with an absl::Status
// instead.
struct Issue {
  Severity severity = Severity::kWarning;
  std::string code;     // the check's title in upper snake case, section 9
  std::string pointer;  // JSON pointer (RFC 6901) to the value concerned
  std::size_t offset = 0;  // of the value, in bytes from the document's start
  std::size_t length = 0;  // of the value's JSON text, in bytes
  int line = 1;            // 1-based
  int column = 1;          // 1-based, in bytes
  std::string message;     // one sentence, lower case, no full stop
};

}  // namespace iameval

#endif  // IAMEVAL_ISSUE_H_
