#ifndef IAMEVAL_EXAMPLES_CLI_OUTPUT_H_
#define IAMEVAL_EXAMPLES_CLI_OUTPUT_H_

#include <string>
#include <string_view>

namespace iameval_cli {

// Standard output, which may be a full disk or a pipe that nobody reads any
// more: an answer that did not arrive must not look like one that did. What is
// written is held back until there is enough of it; a signal that interrupts
// the writing, such as Ctrl-C, loses nothing.
class Output {
 public:
  void Write(std::string_view text);

  // False once a write has failed; what follows is dropped.
  [[nodiscard]] bool ok() const { return error_ == 0; }

  // Flushes. False, after a message on standard error, when not everything
  // could be written.
  [[nodiscard]] bool Finish();

 private:
  void Flush();

  std::string held_;
  int error_ = 0;  // an errno value
};

// "iameval: <message>" on standard error, as one line of printable text.
void Complain(std::string_view message);

}  // namespace iameval_cli

#endif  // IAMEVAL_EXAMPLES_CLI_OUTPUT_H_
