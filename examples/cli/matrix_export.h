#ifndef IAMEVAL_EXAMPLES_CLI_MATRIX_EXPORT_H_
#define IAMEVAL_EXAMPLES_CLI_MATRIX_EXPORT_H_

#include <cstddef>
#include <string>
#include <string_view>

#include "iameval/bulk.h"
#include "iameval/decision.h"
#include "iameval/explanation.h"

// The cells of a matrix for other programs.

namespace iameval_cli {

// One cell.
struct Cell {
  std::string_view principal;
  std::string_view action;
  std::string_view resource;
  iameval::Decision decision = iameval::Decision::kImplicitDeny;
};

inline constexpr std::string_view kCsvHeading =
    "principal,action,resource,decision\r\n";

// A line of CSV as RFC 4180 has it.
std::string CsvLine(const Cell& cell);

// {"principal": ..., "action": ..., "resource": ..., "decision": ...}, with
// the explanation as a further member if there is one.
std::string CellJson(const Cell& cell, const iameval::Explanation* explanation);

// {"allowed": 1, "implicitDeny": 2, "explicitDeny": 3}
std::string CountsJson(const iameval::DecisionCounts& counts);

}  // namespace iameval_cli

#endif  // IAMEVAL_EXAMPLES_CLI_MATRIX_EXPORT_H_
