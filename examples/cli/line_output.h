#ifndef IAMEVAL_EXAMPLES_CLI_LINE_OUTPUT_H_
#define IAMEVAL_EXAMPLES_CLI_LINE_OUTPUT_H_

#include <string_view>

namespace iameval_cli {

// Standard output for a program that answers line by line: what was written
// has arrived, and a line is there as a whole or not at all. When a file's disk
// is full, the piece of a line that still found room is taken back.
class LineOutput {
 public:
  // Whole lines. False if not all of it could be written; the first failure is
  // remembered and nothing is written after it.
  bool Write(std::string_view lines);

  // An errno value, or 0.
  [[nodiscard]] int error() const { return error_; }

 private:
  int error_ = 0;
};

}  // namespace iameval_cli

#endif  // IAMEVAL_EXAMPLES_CLI_LINE_OUTPUT_H_
