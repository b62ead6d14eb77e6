// iameval test: decides the cases of files and compares with what they expect.

#include <algorithm>
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
#include "cli/junit.h"
#include "cli/output.h"
#include "cli/reference_options.h"
#include "cli/text.h"
#include "iameval/decision_case.h"
#include "iameval/engine.h"
#include "iameval/explanation.h"
#include "iameval/policy_files.h"
#include "iameval/request_check.h"
#include "iameval/service_reference.h"

namespace iameval_cli {
namespace {

using iameval::DecisionCase;
using iameval::Expectation;
using iameval::Printable;
using iameval::QuoteJson;

struct TestOptions {
  std::vector<std::string> files;
  std::vector<std::string> filters;
  ReferenceOptions reference;
  std::string junit;
  bool json = false;
};

// What became of one case.
struct Outcome {
  Expectation actual = Expectation::kInvalid;
  std::string refusal;  // why a policy or the request was refused
  std::optional<iameval::CheckedEngine> engine;  // unless refused
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

Outcome Decide(const DecisionCase& c,
               const std::optional<iameval::ServiceReference>& reference) {
  if (!c.policies.ok()) return Refused("policies", c.policies.status());
  if (!c.request.ok()) return Refused("request", c.request.status());
  const absl::StatusOr<iameval::Engine> engine =
      iameval::Engine::Create(*c.policies);
  if (!engine.ok()) return Refused("policies", engine.status());
  const iameval::CheckedEngine checked(*engine, reference);
  return Outcome{ToExpectation(checked.Evaluate(*c.request)), "", checked};
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
              : ExplanationJson(*outcome.engine, *c.request));
}

// Runs files of cases and writes what differs as it is found.
class Runner {
 public:
  Runner(const TestOptions& options,
         const std::optional<iameval::ServiceReference>& reference, Output& out)
      : options_(options), reference_(reference), out_(out) {}

  void RunFile(const std::string& path) {
    junit_.BeginFile(path);
    absl::StatusOr<InputFile> file = InputFile::Open(path);
    if (!file.ok()) return FileError(Message(file.status()));
    const iameval::PolicyFiles files{
        .path = path,
        .read = [this](const std::string& name) { return ReadPolicy(name); }};
    seen_.clear();
    std::string line;
    for (std::size_t number = 1; out_.ok() && file->ReadLine(line); ++number) {
      if (!IsBlank(line)) RunLine(files, number, line);
    }
    if (!file->status().ok()) FileError(Message(file->status()));
  }

  ExitCode Finish() {
    if (!options_.filters.empty() && selected_ == 0) {
      Error("no case has an id that --filter selects");
    }
    if (!options_.junit.empty()) {
      const absl::Status status = WriteFile(options_.junit, junit_.Xml());
      if (!status.ok()) Error(Message(status));
    }
    if (options_.json) {
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
  // Many cases may be about the same policies.
  absl::StatusOr<std::string> ReadPolicy(const std::string& path) {
    const auto known = read_.find(path);
    if (known != read_.end()) return known->second;
    absl::StatusOr<std::string> text = ReadFile(path == "-" ? "./-" : path);
    if (text.ok()) read_.emplace(path, *text);
    return text;
  }

  [[nodiscard]] bool IsSelected(const std::string& id) const {
    const std::vector<std::string>& filters = options_.filters;
    return filters.empty() || std::any_of(filters.begin(), filters.end(),
                                          [&id](const std::string& pattern) {
                                            return MatchesPattern(pattern, id);
                                          });
  }

  void RunLine(const iameval::PolicyFiles& files, std::size_t number,
               const std::string& line) {
    const std::string place = absl::StrFormat("%s:%d", files.path, number);
    const absl::StatusOr<DecisionCase> c =
        iameval::ParseDecisionCase(line, files);
    if (!c.ok()) return LineError(place, number, "", Message(c.status()));
    const auto [first, is_new] = seen_.emplace(c->id, number);
    if (!is_new) {
      return LineError(place, number, c->id,
                       absl::StrFormat("id: \"%s\" is taken by line %d", c->id,
                                       first->second));
    }
    if (!IsSelected(c->id)) return;
    ++selected_;
    const Outcome outcome = Decide(*c, reference_);
    if (Satisfies(outcome.actual, c->expected)) {
      ++passed_;
      junit_.Add(c->id, number, JunitReport::Result::kPassed, "", "");
      return;
    }
    ++failed_;
    const std::string text = FailureText(Printable(place), *c, outcome);
    junit_.Add(c->id, number, JunitReport::Result::kFailed,
               absl::StrFormat("expected %s, got %s",
                               iameval::ExpectationName(c->expected),
                               iameval::ExpectationName(outcome.actual)),
               text);
    if (options_.json) {
      if (!failures_json_.empty()) failures_json_ += ", ";
      failures_json_ += FailureJson(files.path, number, *c, outcome);
    } else {
      out_.Write(text);
    }
  }

  void LineError(const std::string& place, std::size_t number,
                 const std::string& id, const std::string& why) {
    junit_.Add(id.empty() ? absl::StrFormat("line %d", number) : id, number,
               JunitReport::Result::kError, why, place + ": " + why);
    Error(place + ": " + why);
  }

  void FileError(const std::string& message) {
    junit_.AddFileError(message);
    Error(message);
  }

  void Error(const std::string& message) {
    broken_ = true;
    Complain(message);
    if (!options_.json) return;
    if (!errors_json_.empty()) errors_json_ += ", ";
    errors_json_ += QuoteJson(message);
  }

  const TestOptions& options_;
  const std::optional<iameval::ServiceReference>& reference_;
  Output& out_;
  std::size_t passed_ = 0;
  std::size_t failed_ = 0;
  std::size_t selected_ = 0;
  bool broken_ = false;  // a file or a case could not be read
  std::map<std::string, std::size_t> seen_;  // ids of this file, with lines
  std::map<std::string, std::string> read_;  // policies' files, by path
  JunitReport junit_;
  std::string failures_json_;
  std::string errors_json_;
};

ExitCode RunTest(const TestOptions& options, Output& out) {
  const absl::StatusOr<std::optional<iameval::ServiceReference>> reference =
      LoadReference(options.reference);
  if (!reference.ok()) {
    Complain(Message(reference.status()));
    return kError;
  }
  Runner runner(options, *reference, out);
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
    "white space are skipped. A policy may be {\"file\": NAME}, relative to "
    "the\n"
    "file of the cases. The format is described in tests/README.md:\n"
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
    "invalid (a policy or the request is refused).\n"
    "\n"
    "Cases are decided by their documents alone, so that they come out the\n"
    "same whatever AWS adds to its services; `iameval can` also takes into\n"
    "account which actions take which resources. With --with-reference cases\n"
    "are decided as there.\n";

constexpr char kAfterOptions[] =
    "EXIT STATUS\n"
    "  0  every case came out as expected\n"
    "  1  some did not\n"
    "  2  a file cannot be read or a line is not in the format: the message\n"
    "     on standard error names file, line and field; or --filter selects\n"
    "     no case, or the file of --junit cannot be written\n"
    "\n"
    "EXAMPLES\n"
    "  iameval test tests/conformance/*.jsonl\n"
    "  generate-cases | iameval test -\n"
    "  iameval test --filter 's3-*' --junit results.xml cases.jsonl\n"
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
  test->add_option(
          "--filter", options->filters,
          "Run only the cases whose id is PATTERN, in which * is any\n"
          "run of characters and ? any one. Repeated: any of them. It\n"
          "is an error if there is no such case.")
      ->type_name("PATTERN")
      ->check(RefuseEmpty)
      ->allow_extra_args(false)
      ->group("OPTIONS");
  AddReferenceOptions(*test, options->reference, ReferenceUse::kOnDemand);
  test->add_option("--junit", options->junit,
                   "Write the results to FILE as well, in the XML of JUnit\n"
                   "that CI systems read.")
      ->type_name("FILE")
      ->check(RefuseEmpty)
      ->group("OPTIONS");
  test->set_help_flag("-h,--help", "Print this page.")->group("OPTIONS");
  SetHelpPage(*test, HelpPage{.synopsis = "iameval test [OPTION...] FILE...\n",
                              .description = kDescription,
                              .after_options = kAfterOptions});
  test->final_callback([options, &action] {
    action = [options](Output& out) { return RunTest(*options, out); };
  });
}

}  // namespace iameval_cli
