// iameval test: decides the cases of files and compares with what they expect.

#include <cstddef>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "CLI/CLI.hpp"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/str_format.h"
#include "cli/command.h"
#include "cli/files.h"
#include "cli/help.h"
#include "cli/output.h"
#include "iameval/decision_case.h"
#include "iameval/engine.h"
#include "iameval/explanation.h"

namespace iameval_cli {
namespace {

using iameval::DecisionCase;
using iameval::Expectation;
using iameval::Printable;
using iameval::QuoteJson;

struct TestOptions {
  std::vector<std::string> files;
  bool json = false;
};

// What became of one case.
struct Outcome {
  Expectation actual = Expectation::kInvalid;
  std::string refusal;  // why a policy or the request was refused
  std::optional<iameval::Engine> engine;  // unless refused
};

Expectation ToExpectation(iameval::Decision decision) {
  switch (decision) {
    case iameval::Decision::kAllowed:
      return Expectation::kAllowed;
    case iameval::Decision::kImplicitDeny:
      return Expectation::kImplicitDeny;
    case iameval::Decision::kExplicitDeny:
      return Expectation::kExplicitDeny;
  }
  return Expectation::kImplicitDeny;
}

Outcome Refused(const std::string& what, const absl::Status& status) {
  return Outcome{Expectation::kInvalid, what + ": " + Message(status),
                 std::nullopt};
}

Outcome Decide(const DecisionCase& c) {
  if (!c.policies.ok()) return Refused("policies", c.policies.status());
  if (!c.request.ok()) return Refused("request", c.request.status());
  const absl::StatusOr<iameval::Engine> engine =
      iameval::Engine::Create(*c.policies);
  if (!engine.ok()) return Refused("policies", engine.status());
  return Outcome{ToExpectation(engine->Evaluate(*c.request)), "", *engine};
}

bool Satisfies(Expectation actual, Expectation expected) {
  if (expected == Expectation::kDenied) {
    return actual == Expectation::kImplicitDeny ||
           actual == Expectation::kExplicitDeny;
  }
  return actual == expected;
}

std::string Indented(std::string_view text) {
  std::string out;
  bool at_start = true;
  for (const char c : text) {
    if (at_start && c != '\n') out += "    ";
    out.push_back(c);
    at_start = c == '\n';
  }
  return out;
}

std::string FailureText(const std::string& place, const DecisionCase& c,
                        const Outcome& outcome) {
  std::string text = place + ": " + Printable(c.id);
  if (!c.rule.empty()) text += " (" + Printable(c.rule) + ")";
  text += absl::StrFormat(": expected %s, got %s\n",
                          iameval::ExpectationName(c.expected),
                          iameval::ExpectationName(outcome.actual));
  if (!c.note.empty()) text += "    note: " + Printable(c.note) + "\n";
  if (!outcome.engine.has_value()) {
    return text + "    " + Printable(outcome.refusal) + "\n\n";
  }
  return text + Indented(outcome.engine->Explain(*c.request).ToText()) + "\n";
}

std::string FailureJson(const std::string& file, std::size_t line,
                        const DecisionCase& c, const Outcome& outcome) {
  const bool refused = !outcome.engine.has_value();
  return absl::StrFormat(
      R"({"file": %s, "line": %d, "id": %s, "rule": %s, "note": %s, )"
      R"("expected": "%s", "actual": "%s", "%s": %s})",
      QuoteJson(file), line, QuoteJson(c.id), QuoteJson(c.rule),
      QuoteJson(c.note), iameval::ExpectationName(c.expected),
      iameval::ExpectationName(outcome.actual),
      refused ? "refusal" : "explanation",
      refused ? QuoteJson(outcome.refusal)
              : outcome.engine->Explain(*c.request).ToJson());
}

bool IsBlank(std::string_view line) {
  return line.find_first_not_of(" \t\r") == std::string_view::npos;
}

// Runs files of cases and writes what differs as it is found.
class Runner {
 public:
  Runner(bool json, Output& out) : json_(json), out_(out) {}

  void RunFile(const std::string& path) {
    absl::StatusOr<InputFile> file = InputFile::Open(path);
    if (!file.ok()) {
      Error(Message(file.status()));
      return;
    }
    seen_.clear();
    std::string line;
    for (std::size_t number = 1; out_.ok() && file->ReadLine(line); ++number) {
      if (!IsBlank(line)) RunLine(path, number, line);
    }
    if (!file->status().ok()) Error(Message(file->status()));
  }

  ExitCode Finish() {
    if (json_) {
      out_.Write(absl::StrFormat(
          R"({"passed": %d, "failed": %d, "failures": [%s], "errors": [%s]})"
          "\n",
          passed_, failed_, failures_json_, errors_json_));
    } else {
      out_.Write(absl::StrFormat("%d passed, %d failed\n", passed_, failed_));
    }
    if (broken_) return kError;
    return failed_ == 0 ? kYes : kNo;
  }

 private:
  void RunLine(const std::string& path, std::size_t number,
               const std::string& line) {
    const std::string place = absl::StrFormat("%s:%d", path, number);
    const absl::StatusOr<DecisionCase> c = iameval::ParseDecisionCase(line);
    if (!c.ok()) {
      Error(place + ": " + Message(c.status()));
      return;
    }
    const auto [first, is_new] = seen_.emplace(c->id, number);
    if (!is_new) {
      Error(absl::StrFormat("%s: id: \"%s\" is taken by line %d", place, c->id,
                            first->second));
      return;
    }
    const Outcome outcome = Decide(*c);
    if (Satisfies(outcome.actual, c->expected)) {
      ++passed_;
      return;
    }
    ++failed_;
    if (json_) {
      if (!failures_json_.empty()) failures_json_ += ", ";
      failures_json_ += FailureJson(path, number, *c, outcome);
    } else {
      out_.Write(FailureText(Printable(place), *c, outcome));
    }
  }

  void Error(const std::string& message) {
    broken_ = true;
    Complain(message);
    if (!json_) return;
    if (!errors_json_.empty()) errors_json_ += ", ";
    errors_json_ += QuoteJson(message);
  }

  bool json_;
  Output& out_;
  std::size_t passed_ = 0;
  std::size_t failed_ = 0;
  bool broken_ = false;  // a file or a case could not be read
  std::map<std::string, std::size_t> seen_;  // ids of this file, with lines
  std::string failures_json_;
  std::string errors_json_;
};

ExitCode RunTest(const TestOptions& options, Output& out) {
  Runner runner(options.json, out);
  for (const std::string& file : options.files) runner.RunFile(file);
  return runner.Finish();
}

constexpr char kDescription[] =
    "Decides every case of the files (\"-\" is standard input) and compares\n"
    "with what the case expects. For each that differs it prints the place,\n"
    "the id, the rule, what was expected and what came, and the explanation.\n"
    "The last line is\n"
    "\n"
    "  N passed, N failed\n"
    "\n"
    "A file holds one case on each line, a JSON object with the members id,\n"
    "policies, request and expected, and if wanted rule and note; lines of\n"
    "white space are skipped. The format is described in tests/README.md:\n"
    "\n"
    "  {\"id\": \"reads-own-prefix\",\n"
    "   \"policies\": {\"identity\": [{\"Version\": \"2012-10-17\", ...}]},\n"
    "   \"request\": {\"principal\": "
    "\"arn:aws:iam::111122223333:user/Alice\",\n"
    "               \"action\": \"s3:GetObject\", \"context\": {},\n"
    "               \"resource\": "
    "\"arn:aws:s3:::amzn-s3-demo-bucket/Alice/1\"},\n"
    "   \"expected\": \"allowed\"}\n"
    "\n"
    "expected is allowed, implicitDeny, explicitDeny, denied (either deny) or\n"
    "invalid (a policy or the request is refused).\n";

constexpr char kAfterOptions[] =
    "EXIT STATUS\n"
    "  0  every case came out as expected\n"
    "  1  some did not\n"
    "  2  a file cannot be read or a line is not in the format; the message\n"
    "     on standard error names file, line and field\n"
    "\n"
    "EXAMPLES\n"
    "  iameval test tests/conformance/*.jsonl\n"
    "  generate-cases | iameval test -\n"
    "  iameval test --json cases.jsonl | jq '.failures[].id'\n";

}  // namespace

void AddTestCommand(CLI::App& app, Action& action) {
  const auto options = std::make_shared<TestOptions>();
  CLI::App* test =
      app.add_subcommand("test", "run decision cases and report differences");
  test->add_option("FILE", options->files)->required();
  test->add_flag("--json", options->json,
                 "Print one JSON object instead: passed, failed, failures\n"
                 "(file, line, id, rule, note, expected, actual, and\n"
                 "explanation or refusal) and errors.")
      ->group("OPTIONS");
  test->set_help_flag("-h,--help", "Print this page.")->group("OPTIONS");
  SetHelpPage(*test, HelpPage{.synopsis = "iameval test [--json] FILE...\n",
                              .description = kDescription,
                              .after_options = kAfterOptions});
  test->final_callback([options, &action] {
    action = [options](Output& out) { return RunTest(*options, out); };
  });
}

}  // namespace iameval_cli
