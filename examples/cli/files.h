#ifndef IAMEVAL_EXAMPLES_CLI_FILES_H_
#define IAMEVAL_EXAMPLES_CLI_FILES_H_

#include <cstddef>
#include <cstdio>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "iameval/policy.h"

namespace iameval_cli {

// A file, or standard input for "-", read line by line or as a whole. Errors
// name the file. Neither a line nor a whole may be longer than kMaxBytes, so
// that /dev/zero ends in a message.
class InputFile {
 public:
  static constexpr std::size_t kMaxBytes = std::size_t{64} << 20;

  static absl::StatusOr<InputFile> Open(const std::string& path);

  // The next line, without its line feed. False at the end, and at an error.
  bool ReadLine(std::string& line);
  absl::StatusOr<std::string> ReadAll();
  // What stopped ReadLine, if it was not the end.
  [[nodiscard]] const absl::Status& status() const { return status_; }

 private:
  using Handle = std::unique_ptr<std::FILE, void (*)(std::FILE*)>;
  InputFile(std::string path, Handle file)
      : path_(std::move(path)), file_(std::move(file)) {}
  // Reads the next block; false when there is none.
  bool Fill();
  void Stop(const std::string& problem);

  std::string path_;
  Handle file_;
  std::vector<char> buffer_;
  std::string_view unread_;  // of buffer_
  absl::Status status_;
};

absl::StatusOr<std::string> ReadFile(const std::string& path);

// Reads and parses one policy document and names it after its file, so that
// explanations say where a statement stands. The error names the file.
absl::StatusOr<iameval::Policy> LoadPolicy(const std::string& path,
                                           iameval::PolicyType type);

// A status's message, as the standard library's string.
std::string Message(const absl::Status& status);

}  // namespace iameval_cli

#endif  // IAMEVAL_EXAMPLES_CLI_FILES_H_
