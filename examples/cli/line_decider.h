#ifndef IAMEVAL_EXAMPLES_CLI_LINE_DECIDER_H_
#define IAMEVAL_EXAMPLES_CLI_LINE_DECIDER_H_

#include <optional>
#include <string>
#include <string_view>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "cli/question_issues.h"
#include "iameval/account_file.h"
#include "iameval/decision.h"
#include "iameval/explanation.h"
#include "iameval/request_check.h"
#include "iameval/request_lines.h"
#include "iameval/service_reference.h"

namespace iameval_cli {

// Decides request lines: by their texts, or with a reference as `iameval can`
// does. One for each thread.
class LineDecider {
 public:
  // `file` must outlive it.
  LineDecider(const iameval::AccountFile& file,
              const std::optional<iameval::ServiceReference>& reference);

  absl::StatusOr<iameval::Decision> Evaluate(std::string_view line);
  absl::StatusOr<iameval::Explanation> Explain(std::string_view line);

  // Of the last line, even if it was refused: as iameval::RequestLine has them.
  [[nodiscard]] std::string_view id() const;
  [[nodiscard]] std::string_view id_text() const;
  // What makes no sense about it; nothing without a reference.
  [[nodiscard]] QuestionIssue issue() const { return issue_; }

 private:
  // Reads a line that is checked.
  absl::Status Read(std::string_view line);

  const iameval::AccountFile& file_;
  iameval::LineEvaluator texts_;
  std::optional<iameval::CheckedEngine> checked_;
  std::optional<iameval::RequestLine> line_;  // the last one that was checked
  QuestionIssue issue_ = QuestionIssue::kNone;
};

}  // namespace iameval_cli

#endif  // IAMEVAL_EXAMPLES_CLI_LINE_DECIDER_H_
