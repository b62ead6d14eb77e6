#include "cli/matrix_export.h"

#include <string>
#include <string_view>

#include "absl/strings/str_format.h"
#include "cli/question_issues.h"
#include "cli/text.h"
#include "iameval/bulk.h"
#include "iameval/decision.h"
#include "iameval/explanation.h"

namespace iameval_cli {

using iameval::QuoteJson;

std::string CsvLine(const Cell& cell) {
  std::string line;
  AppendCsvField(cell.principal, line);
  line += ',';
  AppendCsvField(cell.action, line);
  line += ',';
  AppendCsvField(cell.resource, line);
  line += ',';
  line += iameval::DecisionName(cell.decision);
  line += ',';
  line += CodeOf(cell.issue);
  return line + "\r\n";
}

std::string CellJson(const Cell& cell, std::string_view explanation) {
  std::string json = absl::StrFormat(
      R"({"principal": %s, "action": %s, "resource": %s, "decision": "%s")",
      QuoteJson(cell.principal), QuoteJson(cell.action),
      QuoteJson(cell.resource), iameval::DecisionName(cell.decision));
  if (cell.issue != QuestionIssue::kNone) {
    absl::StrAppendFormat(&json, R"(, "issue": "%s")", CodeOf(cell.issue));
  }
  if (!explanation.empty()) {
    json += ", \"explanation\": ";
    json += explanation;
  }
  return json + "}";
}

std::string CountsJson(const iameval::DecisionCounts& counts) {
  return absl::StrFormat(
      R"({"allowed": %d, "implicitDeny": %d, "explicitDeny": %d})",
      counts.allowed, counts.implicit_deny, counts.explicit_deny);
}

}  // namespace iameval_cli
