// iameval check: what the author of a policy should know.

#include <charconv>
#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <system_error>
#include <vector>

#include "CLI/CLI.hpp"
#include "absl/status/statusor.h"
#include "absl/strings/ascii.h"
#include "absl/strings/str_format.h"
#include "cli/command.h"
#include "cli/files.h"
#include "cli/help.h"
#include "cli/output.h"
#include "cli/reference_options.h"
#include "iameval/explanation.h"
#include "iameval/issue.h"
#include "iameval/policy.h"
#include "iameval/policy_check.h"
#include "iameval/service_reference.h"

namespace iameval_cli {
namespace {

using iameval::Issue;
using iameval::Policy;
using iameval::PolicyType;
using iameval::QuoteJson;

struct CheckOptions {
  std::vector<std::string> files;
  std::string type = "identity";
  bool json = false;
  ReferenceOptions reference;
};

// What was found in one file: issues, or why it was refused.
struct Report {
  std::string file;
  std::vector<Issue> issues;
  std::optional<Issue> refusal;  // has no code

  [[nodiscard]] bool HasErrors() const {
    for (const Issue& issue : issues) {
      if (issue.severity == iameval::Severity::kError) return true;
    }
    return refusal.has_value();
  }
};

// Reads `word` and the number after it off the front of `text`.
std::optional<int> TakeNumber(std::string_view& text, std::string_view word) {
  if (!text.starts_with(word)) return std::nullopt;
  int number = 0;
  const char* begin = text.data() + word.size();
  const auto [end, error] =
      std::from_chars(begin, text.data() + text.size(), number);
  if (error != std::errc()) return std::nullopt;
  text.remove_prefix(static_cast<std::size_t>(end - text.data()));
  return number;
}

// A refusal's place, from the form that Policy::Parse promises for its
// message: "/Statement/0/Effect: line 3, column 17: found ...".
Issue RefusalFromMessage(const std::string& message) {
  Issue refusal;
  refusal.severity = iameval::Severity::kError;
  refusal.message = message;
  const std::size_t place = message.find(": line ");
  if (place == std::string::npos) return refusal;
  std::string_view rest = std::string_view(message).substr(place);
  const std::optional<int> line = TakeNumber(rest, ": line ");
  const std::optional<int> column = TakeNumber(rest, ", column ");
  if (!line || !column || !rest.starts_with(": ")) return refusal;
  refusal.pointer = message.substr(0, place);
  refusal.line = *line;
  refusal.column = *column;
  refusal.message = refusal.pointer + std::string(rest);
  return refusal;
}

Report CheckText(const std::string& file, const std::string& text,
                 PolicyType type,
                 const std::optional<iameval::ServiceReference>& reference) {
  Report report{.file = file, .issues = {}, .refusal = {}};
  const absl::StatusOr<Policy> policy = Policy::Parse(text, type);
  if (policy.ok()) {
    if (reference.has_value()) {
      report.issues = iameval::CheckPolicy(*reference, *policy);
    } else {
      report.issues.assign(policy->issues().begin(), policy->issues().end());
    }
  } else {
    report.refusal = RefusalFromMessage(Message(policy.status()));
    // The likeliest reason for a Principal is that --type was forgotten.
    if (type == PolicyType::kIdentity &&
        report.refusal->pointer.ends_with("Principal")) {
      report.refusal->message +=
          "; for a document with a Principal say --type resource, trust or "
          "vpce";
    }
  }
  return report;
}

// "SECURITY_WARNING" as compilers would spell it.
std::string SeverityWords(iameval::Severity severity) {
  std::string words(iameval::SeverityName(severity));
  absl::AsciiStrToLower(&words);
  for (char& c : words) {
    if (c == '_') c = ' ';
  }
  return words;
}

std::string IssueText(const std::string& file, const Issue& issue) {
  std::string line =
      absl::StrFormat("%s:%d:%d: %s: ", file, issue.line, issue.column,
                      SeverityWords(issue.severity));
  if (!issue.code.empty()) line += issue.code + ": ";
  return iameval::Printable(line + issue.message) + "\n";
}

std::string IssueJson(const Issue& issue) {
  return absl::StrFormat(
      R"({"severity": "%s", "code": "%s", "pointer": %s, "offset": %d, )"
      R"("length": %d, "line": %d, "column": %d, "message": %s})",
      iameval::SeverityName(issue.severity), issue.code,
      QuoteJson(issue.pointer), issue.offset, issue.length, issue.line,
      issue.column, QuoteJson(issue.message));
}

std::string RefusalJson(const Issue& refusal) {
  return absl::StrFormat(
      R"({"pointer": %s, "line": %d, "column": %d, "message": %s})",
      QuoteJson(refusal.pointer), refusal.line, refusal.column,
      QuoteJson(refusal.message));
}

std::string ReportJson(const Report& report) {
  std::string issues;
  for (const Issue& issue : report.issues) {
    if (!issues.empty()) issues += ", ";
    issues += IssueJson(issue);
  }
  return absl::StrFormat(
      R"({"file": %s, "refusal": %s, "issues": [%s]})", QuoteJson(report.file),
      report.refusal.has_value() ? RefusalJson(*report.refusal) : "null",
      issues);
}

void WriteReport(const Report& report, Output& out) {
  if (report.refusal.has_value()) {
    out.Write(IssueText(report.file, *report.refusal));
  }
  for (const Issue& issue : report.issues) {
    out.Write(IssueText(report.file, issue));
  }
}

ExitCode RunCheck(const CheckOptions& options, Output& out) {
  const PolicyType type =
      iameval::PolicyTypeFromName(options.type).value_or(PolicyType::kIdentity);
  const absl::StatusOr<std::optional<iameval::ServiceReference>> reference =
      LoadReference(options.reference);
  if (!reference.ok()) {
    Complain(Message(reference.status()));
    return kError;
  }
  ExitCode exit_code = kYes;
  if (options.json) out.Write("[");
  bool first = true;
  for (const std::string& file : options.files) {
    const absl::StatusOr<std::string> text = ReadFile(file);
    if (!text.ok()) {
      Complain(Message(text.status()));
      exit_code = kError;
      continue;
    }
    const Report report = CheckText(file, *text, type, *reference);
    if (options.json) {
      out.Write((first ? "" : ",\n ") + ReportJson(report));
      first = false;
    } else {
      WriteReport(report, out);
    }
    if (report.HasErrors() && exit_code == kYes) exit_code = kNo;
  }
  if (options.json) out.Write("]\n");
  return exit_code;
}

constexpr char kDescription[] =
    "Parses each policy document and prints what its author should know: the\n"
    "findings of IAM Access Analyzer's policy checks that can be decided from\n"
    "the document and the service reference, which knows AWS's actions, their\n"
    "resources and their condition keys. One line each, in the form that\n"
    "editors and CI systems know:\n"
    "\n"
    "  FILE:LINE:COLUMN: SEVERITY: CODE: MESSAGE\n"
    "\n"
    "SEVERITY is error, security warning, warning or suggestion. A document\n"
    "that cannot be evaluated at all is refused: one line with the severity\n"
    "error and no code. A document without findings prints nothing.\n";

constexpr char kAfterOptions[] =
    "EXIT STATUS\n"
    "  0  no document has an error (it may have warnings and suggestions)\n"
    "  1  a document has an error or was refused\n"
    "  2  a file, of a policy or of a reference, cannot be read\n"
    "\n"
    "EXAMPLES\n"
    "  iameval check examples/policies/async-inference-s3.json\n"
    "  iameval check --type trust role-trust.json\n"
    "  iameval check --json policies/*.json | jq '.[].issues[].code'\n";

}  // namespace

void AddCheckCommand(CLI::App& app, Action& action) {
  const auto options = std::make_shared<CheckOptions>();
  CLI::App* check =
      app.add_subcommand("check", "report what is wrong with policies");
  check->add_option("FILE", options->files)->required();
  check
      ->add_option("--type", options->type,
                   "What the documents are attached to, which decides what\n"
                   "they must and may contain: identity (the default),\n"
                   "boundary, session, resource, trust, vpce, scp or rcp.")
      ->type_name("TYPE")
      ->check([](const std::string& name) {
        return iameval::PolicyTypeFromName(name).has_value()
                   ? std::string()
                   : "no policy type: \"" + name + "\"";
      })
      ->group("OPTIONS");
  check
      ->add_flag("--json", options->json,
                 "Print one JSON array with an object for each file: file,\n"
                 "refusal (null, or pointer, line, column, message) and\n"
                 "issues (severity, code, pointer, offset, length, line,\n"
                 "column, message).")
      ->group("OPTIONS");
  AddReferenceOptions(*check, options->reference, ReferenceUse::kAlways);
  check
      ->add_flag("--no-reference", options->reference.none,
                 "Report what the documents alone tell, whether or not AWS\n"
                 "has such actions and resources.")
      ->excludes("--reference")
      ->group("REFERENCE");
  check->set_help_flag("-h,--help", "Print this page.")->group("OPTIONS");
  SetHelpPage(*check,
              HelpPage{.synopsis = "iameval check [--type TYPE] [--json]\n"
                                   "              [--reference FILE | "
                                   "--no-reference] FILE...\n",
                       .description = kDescription,
                       .after_options = kAfterOptions});
  check->final_callback([options, &action] {
    action = [options](Output& out) { return RunCheck(*options, out); };
  });
}

}  // namespace iameval_cli
