#ifndef IAMEVAL_EXAMPLES_CLI_ANSWERS_H_
#define IAMEVAL_EXAMPLES_CLI_ANSWERS_H_

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "cli/line_chunks.h"
#include "iameval/explanation.h"
#include "iameval/request_lines.h"

namespace iameval_cli {

enum class AnswerFormat { kJsonLines, kCsv };

struct AnswerOptions {
  AnswerFormat format = AnswerFormat::kJsonLines;
  bool explain = false;
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
  void Answer(const LineChunk& chunk, iameval::LineEvaluator& evaluator);

  [[nodiscard]] const std::string& text() const { return text_; }
  [[nodiscard]] std::size_t decided() const { return decided_; }
  [[nodiscard]] const std::vector<Refusal>& refusals() const {
    return refusals_;
  }

 private:
  void AnswerLine(std::string_view line, std::size_t number,
                  iameval::LineEvaluator& evaluator);
  void AddId(const iameval::LineEvaluator& evaluator);
  void AddDecision(const iameval::LineEvaluator& evaluator,
                   iameval::Decision decision);
  void AddExplanation(const iameval::LineEvaluator& evaluator,
                      const iameval::Explanation& explanation);
  void AddError(const iameval::LineEvaluator& evaluator, std::size_t number,
                std::string why);

  AnswerOptions options_;
  std::string text_;
  std::size_t decided_ = 0;
  std::vector<Refusal> refusals_;
};

}  // namespace iameval_cli

#endif  // IAMEVAL_EXAMPLES_CLI_ANSWERS_H_
