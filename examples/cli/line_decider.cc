#include "cli/line_decider.h"

#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "cli/question_issues.h"
#include "iameval/account_file.h"
#include "iameval/decision.h"
#include "iameval/explanation.h"
#include "iameval/issue.h"
#include "iameval/request_check.h"
#include "iameval/request_lines.h"
#include "iameval/service_reference.h"

namespace iameval_cli {

LineDecider::LineDecider(
    const iameval::AccountFile& file,
    const std::optional<iameval::ServiceReference>& reference)
    : file_(file), texts_(file) {
  if (reference.has_value()) checked_.emplace(file.engine(), reference);
}

absl::Status LineDecider::Read(std::string_view line) {
  line_ = iameval::ParseRequestLine(line);
  issue_ = QuestionIssue::kNone;
  if (!line_->request.ok()) return line_->request.status();
  const iameval::Request& request = *line_->request;
  issue_ =
      FindIssue(checked_->reference(), request.action(), request.resource());
  return file_.CheckAction(request.action());
}

absl::StatusOr<iameval::Decision> LineDecider::Evaluate(std::string_view line) {
  if (!checked_.has_value()) return texts_.Evaluate(line);
  const absl::Status status = Read(line);
  if (!status.ok()) return status;
  return checked_->Evaluate(*line_->request);
}

absl::StatusOr<iameval::Explanation> LineDecider::Explain(
    std::string_view line) {
  if (!checked_.has_value()) return texts_.Explain(line);
  const absl::Status status = Read(line);
  if (!status.ok()) return status;
  iameval::CheckedExplanation checked = checked_->Explain(*line_->request);
  for (const iameval::Issue& issue : checked.issues) {
    checked.explanation.notes.push_back(issue.code + ": " + issue.message);
  }
  return std::move(checked.explanation);
}

std::string_view LineDecider::id() const {
  return line_.has_value() ? std::string_view(line_->id) : texts_.id();
}

std::string_view LineDecider::id_text() const {
  return line_.has_value() ? std::string_view(line_->id_text)
                           : texts_.id_text();
}

}  // namespace iameval_cli
