#ifndef IAMEVAL_EXAMPLES_CLI_MATRIX_EXPORT_H_
#define IAMEVAL_EXAMPLES_CLI_MATRIX_EXPORT_H_

#include <cstddef>
#include <string>
#include <string_view>

#include "cli/question_issues.h"
#include "iameval/bulk.h"
#include "iameval/decision.h"

// The cells of a matrix for other programs.

namespace iameval_cli {

// One cell.
struct Cell {
  std::string_view principal;
  std::string_view action;
  std::string_view resource;
  iameval::Decision decision = iameval::Decision::kImplicitDeny;
  QuestionIssue issue = QuestionIssue::kNone;
};

inline constexpr std::string_view kCsvHeading =
    "principal,action,resource,decision,issue\r\n";

// A line of CSV as RFC 4180 has it.
std::string CsvLine(const Cell& cell);

// {"principal": ..., "action": ..., "resource": ..., "decision": ...}, with
// the issue's code and the explanation, a JSON object, as further members if
// there are any.
std::string CellJson(const Cell& cell, std::string_view explanation);

// {"allowed": 1, "implicitDeny": 2, "explicitDeny": 3}
std::string CountsJson(const iameval::DecisionCounts& counts);

}  // namespace iameval_cli

#endif  // IAMEVAL_EXAMPLES_CLI_MATRIX_EXPORT_H_
