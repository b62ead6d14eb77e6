#ifndef IAMEVAL_EXAMPLES_CLI_JUNIT_H_
#define IAMEVAL_EXAMPLES_CLI_JUNIT_H_

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"

namespace iameval_cli {

// Results in the XML that JUnit writes and CI systems read: a suite for each
// file of cases.
class JunitReport {
 public:
  enum class Result { kPassed, kFailed, kError };

  // The suite that follows is of this file.
  void BeginFile(std::string_view file);

  // `message` is one line, `text` what a person reads; of a case that passed
  // both are empty.
  void Add(std::string_view name, std::size_t line, Result result,
           std::string_view message, std::string_view text);
  // A file that cannot be read to its end.
  void AddFileError(std::string_view message);

  [[nodiscard]] std::string Xml() const;

 private:
  struct Suite {
    std::string file;
    std::string cases;  // XML
    std::size_t tests = 0;
    std::size_t failures = 0;
    std::size_t errors = 0;
  };

  std::vector<Suite> suites_;
};

// The error names the file.
absl::Status WriteFile(const std::string& path, std::string_view text);

}  // namespace iameval_cli

#endif  // IAMEVAL_EXAMPLES_CLI_JUNIT_H_
