#ifndef IAMEVAL_EXAMPLES_CLI_ANSWERS_H_
#define IAMEVAL_EXAMPLES_CLI_ANSWERS_H_

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "cli/line_chunks.h"
#include "cli/line_decider.h"
#include "cli/question_issues.h"
#include "iameval/explanation.h"

namespace iameval_cli {

enum class AnswerFormat { kJsonLines, kCsv };

struct AnswerOptions {
  AnswerFormat format = AnswerFormat::kJsonLines;
  bool explain = false;
  // The requests are checked: what makes no sense about one is said.
  bool checked = false;
};

// The line that names the columns of CSV.
std::string CsvHeader(const AnswerOptions& options);

// The answers to a chunk of request lines, as text in the order of the lines.
class Answers {
 public:
  // A line that was refused, for standard error.
  struct Refusal {
    std::size_t line = 0;  // its number in the input
    std::string why;
  };

  explicit Answers(const AnswerOptions& options) : options_(options) {}

  // Forgets what it holds and answers these lines.
  void Answer(const LineChunk& chunk, LineDecider& decider);

  [[nodiscard]] const std::string& text() const { return text_; }
  [[nodiscard]] std::size_t decided() const { return decided_; }
  [[nodiscard]] const std::vector<Refusal>& refusals() const {
    return refusals_;
  }

 private:
  void AnswerLine(std::string_view line, std::size_t number,
                  LineDecider& decider);
  void AddId(const LineDecider& decider);
  void AddIssue(QuestionIssue issue);
  void AddDecision(const LineDecider& decider,
                   iameval::Decision decision);
  void AddExplanation(const LineDecider& decider,
                      const iameval::Explanation& explanation);
  void AddError(const LineDecider& decider, std::size_t number,
                std::string why);

  AnswerOptions options_;
  std::string text_;
  std::size_t decided_ = 0;
  std::vector<Refusal> refusals_;
};

}  // namespace iameval_cli

#endif  // IAMEVAL_EXAMPLES_CLI_ANSWERS_H_
