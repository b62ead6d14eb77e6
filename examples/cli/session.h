#ifndef IAMEVAL_EXAMPLES_CLI_SESSION_H_
#define IAMEVAL_EXAMPLES_CLI_SESSION_H_

#include <chrono>
#include <cstddef>
#include <stop_token>
#include <string>

#include "iameval/bulk.h"

namespace iameval_cli {

// What a long command has to do with the person who started it: Ctrl-C asks it
// to stop, and where standard error is a terminal a line there says how far it
// is. One at a time.
class Session {
 public:
  // From now on SIGINT and SIGTERM ask for a stop; a second one ends the
  // program. `what` is counted: "decisions".
  Session(std::string what, bool progress);
  ~Session();
  Session(const Session&) = delete;
  Session& operator=(const Session&) = delete;

  // Somebody asked for a stop. Cheap.
  [[nodiscard]] bool stopped() const;

  // Shows how far it is, a few times a second. `total` 0: nobody knows.
  // Passes a request to stop on to stop_token().
  void Report(std::size_t done, std::size_t total);
  [[nodiscard]] std::stop_token stop_token() const { return stop_.get_token(); }
  // Options for the library's long operations that do both.
  [[nodiscard]] iameval::BulkOptions Options(unsigned threads);

  // Takes the line off the terminal, before something else is written there.
  void Clear();

 private:
  std::string what_;
  bool shows_;
  bool shown_ = false;
  std::chrono::steady_clock::time_point next_ = {};
  std::stop_source stop_;
};

// Standard output is a terminal that shows colours, and NO_COLOR is not set.
bool WantsColour();
// Columns of the terminal that is standard output; 100 where there is none.
std::size_t OutputWidth();

}  // namespace iameval_cli

#endif  // IAMEVAL_EXAMPLES_CLI_SESSION_H_
