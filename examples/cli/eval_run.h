#ifndef IAMEVAL_EXAMPLES_CLI_EVAL_RUN_H_
#define IAMEVAL_EXAMPLES_CLI_EVAL_RUN_H_

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "cli/answers.h"
#include "cli/line_chunks.h"
#include "cli/line_output.h"
#include "cli/session.h"
#include "iameval/account_file.h"
#include "iameval/service_reference.h"

namespace iameval_cli {

// Answers a stream of request lines in their order, with one or more threads.
class EvalRun {
 public:
  // All but the numbers must outlive the run. `input` names the requests in
  // messages.
  EvalRun(const iameval::AccountFile& file,
          const std::optional<iameval::ServiceReference>& reference,
          const AnswerOptions& options, std::string input, Session& session);

  // A line that answers nothing. False if the output fails.
  bool WriteText(std::string_view line) { return output_.Write(line); }

  // Until the input ends, somebody asks for a stop, or the output fails. Not
  // twice. `threads` is at least 1.
  void Run(LineChunks& chunks, unsigned threads);

  [[nodiscard]] std::size_t decided() const { return decided_; }
  [[nodiscard]] std::size_t refused() const { return refused_; }
  // An errno value, or 0.
  [[nodiscard]] int output_error() const { return output_.error(); }

 private:
  class Team;

  void RunAlone(LineChunks& chunks);
  // Writes the answers, and the first refusals to standard error. False if the
  // output fails. From one thread at a time.
  bool Write(const Answers& answers);
  void Complain(const std::vector<Answers::Refusal>& refusals);

  const iameval::AccountFile& file_;
  const std::optional<iameval::ServiceReference>& reference_;
  const AnswerOptions& options_;
  const std::string input_;
  Session& session_;
  LineOutput output_;
  std::size_t decided_ = 0;
  std::size_t refused_ = 0;
};

}  // namespace iameval_cli

#endif  // IAMEVAL_EXAMPLES_CLI_EVAL_RUN_H_
