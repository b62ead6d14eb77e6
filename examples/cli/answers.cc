#include "cli/answers.h"

#include <algorithm>
#include <cstddef>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/str_format.h"
#include "cli/files.h"
#include "cli/line_decider.h"
#include "cli/question_issues.h"
#include "cli/text.h"
#include "iameval/decision.h"
#include "iameval/policy.h"

namespace iameval_cli {
namespace {

using iameval::Decision;
using iameval::Explanation;
using iameval::QuoteJson;
using iameval::StatementRef;

std::string JsonList(const std::vector<std::string>& texts) {
  std::string out = "[";
  for (const std::string& text : texts) {
    if (out.size() > 1) out += ',';
    out += QuoteJson(text);
  }
  return out + "]";
}

// Member names are those of Explanation::ToJson.
std::string StatementJson(const StatementRef& statement) {
  return absl::StrFormat(
      R"({"type":"%s","policy":%s,"level":%d,"policyIndex":%d,)"
      R"("statement":%d,"sid":%s,"allow":%s,"line":%d,"column":%d})",
      iameval::PolicyTypeName(statement.type), QuoteJson(statement.policy),
      statement.level, statement.policy_index, statement.statement,
      QuoteJson(statement.sid), statement.allow ? "true" : "false",
      statement.line, statement.column);
}

// "role.json:4:5 Sid"
std::string StatementText(const StatementRef& statement) {
  std::string text = absl::StrFormat("%s:%d:%d", statement.policy,
                                     statement.line, statement.column);
  if (!statement.sid.empty()) text += " " + statement.sid;
  return text;
}

std::string Determining(const Explanation& explanation, const char* separator,
                        std::string (*spell)(const StatementRef&)) {
  std::string out;
  for (const iameval::StatementReport& report : explanation.statements) {
    if (!report.determining) continue;
    if (!out.empty()) out += separator;
    out += spell(report.statement);
  }
  return out;
}

}  // namespace

std::string CsvHeader(const AnswerOptions& options) {
  std::string header = "id,decision,error";
  if (options.checked) header += ",issue";
  if (options.explain) header += ",reason,determinedBy";
  return header + "\n";
}

void Answers::AddId(const LineDecider& decider) {
  if (options_.format == AnswerFormat::kCsv) {
    AppendCsvField(decider.id_text(), text_);
    text_ += ',';
    return;
  }
  text_ += "{\"id\":";
  const std::string_view id = decider.id();
  text_ += id.empty() ? "null" : id;
}

// A column of CSV, or a member if there is an issue.
void Answers::AddIssue(QuestionIssue issue) {
  if (!options_.checked) return;
  if (options_.format == AnswerFormat::kCsv) {
    text_ += ',';
    text_ += CodeOf(issue);
  } else if (issue != QuestionIssue::kNone) {
    absl::StrAppendFormat(&text_, R"(,"issue":"%s")", CodeOf(issue));
  }
}

void Answers::AddDecision(const LineDecider& decider, Decision decision) {
  ++decided_;
  AddId(decider);
  if (options_.format == AnswerFormat::kCsv) {
    text_ += iameval::DecisionName(decision);
    text_ += ',';
    AddIssue(decider.issue());
    text_ += '\n';
    return;
  }
  text_ += ",\"decision\":\"";
  text_ += iameval::DecisionName(decision);
  text_ += '"';
  AddIssue(decider.issue());
  text_ += "}\n";
}

void Answers::AddExplanation(const LineDecider& decider,
                             const Explanation& explanation) {
  ++decided_;
  AddId(decider);
  const std::string_view decision = iameval::DecisionName(explanation.decision);
  if (options_.format == AnswerFormat::kCsv) {
    text_ += decision;
    text_ += ',';
    AddIssue(decider.issue());
    text_ += ',';
    AppendCsvField(explanation.reason, text_);
    text_ += ',';
    AppendCsvField(Determining(explanation, "; ", StatementText), text_);
    text_ += '\n';
    return;
  }
  text_ += absl::StrFormat(R"(,"decision":"%s")", decision);
  AddIssue(decider.issue());
  text_ += absl::StrFormat(
      R"(,"reason":%s,"determinedBy":[%s],)"
      R"("missingContextKeys":%s,"notes":%s})"
      "\n",
      QuoteJson(explanation.reason),
      Determining(explanation, ",", StatementJson),
      JsonList(explanation.missing_context_keys), JsonList(explanation.notes));
}

void Answers::AddError(const LineDecider& decider, std::size_t number,
                       std::string why) {
  AddId(decider);
  if (options_.format == AnswerFormat::kCsv) {
    text_ += ',';
    AppendCsvField(why, text_);
    AddIssue(decider.issue());
    text_ += options_.explain ? ",,\n" : "\n";
  } else {
    text_ += ",\"error\":" + QuoteJson(why) + "}\n";
  }
  refusals_.push_back({number, std::move(why)});
}

void Answers::AnswerLine(std::string_view line, std::size_t number,
                         LineDecider& decider) {
  if (!options_.explain) {
    const absl::StatusOr<Decision> decision = decider.Evaluate(line);
    if (decision.ok()) return AddDecision(decider, *decision);
    return AddError(decider, number, Message(decision.status()));
  }
  const absl::StatusOr<Explanation> explanation = decider.Explain(line);
  if (explanation.ok()) return AddExplanation(decider, *explanation);
  AddError(decider, number, Message(explanation.status()));
}

void Answers::Answer(const LineChunk& chunk, LineDecider& decider) {
  text_.clear();
  refusals_.clear();
  decided_ = 0;
  if (chunk.too_long) {
    // An empty line: there is no id to be read.
    static_cast<void>(decider.Evaluate(""));
    AddError(decider, chunk.first_line, "a line of more than 16 MiB");
    return;
  }
  std::string_view rest = chunk.text;
  for (std::size_t number = chunk.first_line; !rest.empty(); ++number) {
    const std::size_t end = std::min(rest.find('\n'), rest.size());
    const std::string_view line = rest.substr(0, end);
    if (!IsBlank(line)) AnswerLine(line, number, decider);
    rest.remove_prefix(std::min(end + 1, rest.size()));
  }
}

}  // namespace iameval_cli
