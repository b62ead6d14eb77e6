// iameval diff: what a change of policies changes.

#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "CLI/CLI.hpp"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/str_format.h"
#include "cli/account.h"
#include "cli/command.h"
#include "cli/diff_report.h"
#include "cli/files.h"
#include "cli/grid_options.h"
#include "cli/help.h"
#include "cli/output.h"
#include "cli/question_issues.h"
#include "cli/reference_options.h"
#include "cli/session.h"
#include "cli/text.h"
#include "cli/threads.h"
#include "iameval/account_file.h"
#include "iameval/bulk.h"
#include "iameval/difference.h"
#include "iameval/request.h"
#include "iameval/request_check.h"
#include "iameval/request_lines.h"
#include "iameval/service_reference.h"

namespace iameval_cli {
namespace {

using iameval::AccountFile;
using iameval::CheckedEngine;
using iameval::Difference;
using iameval::DifferenceCounts;
using iameval::Direction;
using iameval::Grid;
using iameval::Request;
using iameval::ServiceReference;

// Requests of a file that are compared at a time.
constexpr std::size_t kBlock = 4096;
constexpr std::size_t kMostListed = 100;

struct DiffOptions {
  std::string before;
  std::string after;
  std::string requests;
  GridOptions grid;
  ReferenceOptions reference;
  std::string fail_on = "any";
  std::size_t limit = kMostListed;
  bool json = false;
  bool no_progress = false;
  unsigned threads = 0;
};

// Compares and reports.
class Comparison {
 public:
  Comparison(const DiffOptions& options, const AccountFile& before,
             const AccountFile& after,
             const std::optional<ServiceReference>& reference, Session& session,
             Output& out)
      : options_(options),
        files_{&before, &after},
        before_(before.engine(), reference),
        after_(after.engine(), reference),
        session_(session),
        out_(out),
        text_(options.limit) {}

  absl::Status CompareGrid(const Grid& grid) {
    total_ = grid.size();
    const QuestionIssues issues(before_.reference(), grid);
    never_asked_ = grid.principals.size() *
                   issues.Count(QuestionIssue::kResourceTypeMismatch);
    const std::size_t resources = grid.resources.size();
    return FindDifferences(
        before_, after_, grid,
        [&](const Difference& difference) {
          const std::size_t cell =
              difference.index % (grid.actions.size() * resources);
          Report(difference,
                 {.id = {},
                  .line = 0,
                  .issue = issues.At(cell / resources, cell % resources)});
        },
        counts_, session_.Options(options_.threads));
  }

  // Goes on after a line that is refused, and fails at the end.
  absl::Status CompareFile(const std::string& path) {
    absl::StatusOr<InputFile> file = InputFile::Open(path);
    if (!file.ok()) return file.status();
    std::string line;
    absl::Status status;
    for (std::size_t number = 1;
         status.ok() && out_.ok() && file->ReadLine(line); ++number) {
      if (!IsBlank(line)) AddLine(path, number, line);
      if (requests_.size() == kBlock) status = CompareBlock();
    }
    if (session_.stopped()) return absl::CancelledError("stopped");
    if (status.ok()) status = CompareBlock();
    if (status.ok()) status = file->status();
    if (status.ok() && refused_ > 0) {
      status = absl::InvalidArgumentError(absl::StrFormat(
          "%s: %d line%s left out", path, refused_, refused_ == 1 ? "" : "s"));
    }
    return status;
  }

  // What is done, even if it is not all.
  void Finish(bool complete) {
    session_.Clear();
    if (!options_.json) {
      out_.Write(text_.ToText(counts_, never_asked_));
      return;
    }
    Begin();
    out_.Write(absl::StrFormat("\n], \"complete\": %s, \"totals\": %s}\n",
                               complete ? "true" : "false",
                               TotalsJson(counts_, never_asked_)));
  }

  [[nodiscard]] const DifferenceCounts& counts() const { return counts_; }

 private:
  void AddLine(const std::string& path, std::size_t number,
               const std::string& line) {
    iameval::RequestLine parsed = iameval::ParseRequestLine(line);
    absl::Status status = parsed.request.status();
    for (const AccountFile* file : files_) {
      if (status.ok()) status = file->CheckAction(parsed.request->action());
    }
    if (!status.ok()) {
      ++refused_;
      session_.Clear();
      Complain(absl::StrFormat("%s:%d: %s", path, number, Message(status)));
      return;
    }
    const Request& request =
        requests_.emplace_back(*std::move(parsed.request));
    const QuestionIssue issue = FindIssue(
        before_.reference(), request.action(), request.resource());
    if (issue == QuestionIssue::kResourceTypeMismatch) ++never_asked_;
    labels_.push_back(
        {.id = std::move(parsed.id), .line = number, .issue = issue});
  }

  absl::Status CompareBlock() {
    iameval::BulkOptions bulk = session_.Options(options_.threads);
    bulk.progress = [this](std::size_t done, std::size_t) {
      session_.Report(compared_ + done, 0);
    };
    absl::Status status = FindDifferences(
        before_, after_, requests_,
        [this](const Difference& difference) {
          Report(difference, labels_[difference.index]);
        },
        counts_, bulk);
    compared_ += requests_.size();
    requests_.clear();
    labels_.clear();
    return status;
  }

  void Report(const Difference& difference, const RequestLabel& label) {
    // Explanations are most of the work.
    session_.Report(counts_.compared(), total_);
    const iameval::DifferenceExplanation explanation =
        ExplainDifference(before_, after_, difference.request);
    if (!options_.json) {
      text_.Add(difference, label, explanation);
      return;
    }
    const bool first = !begun_;
    Begin();
    out_.Write(first ? "\n" : ",\n");
    out_.Write(DiffJson(difference, label, explanation));
  }

  void Begin() {
    if (!begun_) out_.Write("{\"changes\": [");
    begun_ = true;
  }

  const DiffOptions& options_;
  const AccountFile* files_[2];
  const CheckedEngine before_;
  const CheckedEngine after_;
  Session& session_;
  Output& out_;
  DiffText text_;
  DifferenceCounts counts_;
  bool begun_ = false;
  std::size_t total_ = 0;  // 0: nobody knows
  std::size_t compared_ = 0;
  std::size_t refused_ = 0;
  std::size_t never_asked_ = 0;
  std::vector<Request> requests_;
  std::vector<RequestLabel> labels_;
};

bool AsksForGrid(const GridOptions& options) {
  return !options.principals.empty() || !options.actions.empty() ||
         !options.resources.empty() || !options.resource_account.empty() ||
         !options.context.context.empty() ||
         !options.context.context_file.empty() || !options.context.time.empty();
}

bool Fails(const DifferenceCounts& counts, const std::string& fail_on) {
  if (fail_on == "gained") return counts.in(Direction::kGains) > 0;
  if (fail_on == "lost") return counts.in(Direction::kLoses) > 0;
  return counts.changed() > 0;
}

absl::StatusOr<ExitCode> Run(const DiffOptions& options, Output& out) {
  if (!options.requests.empty() && AsksForGrid(options.grid)) {
    return absl::InvalidArgumentError(
        "--requests has its own principals, actions, resources and context; "
        "give either it or a grid");
  }
  const absl::StatusOr<AccountFile> before = LoadAccountFile(options.before);
  if (!before.ok()) return before.status();
  const absl::StatusOr<AccountFile> after = LoadAccountFile(options.after);
  if (!after.ok()) return after.status();

  const absl::StatusOr<std::optional<ServiceReference>> reference =
      LoadReference(options.reference);
  if (!reference.ok()) return reference.status();

  absl::StatusOr<Grid> grid;
  if (options.requests.empty()) {
    const AccountFile* const accounts[] = {&*before, &*after};
    grid = MakeGrid(options.grid, accounts,
                    reference->value_or(ServiceReference::BuiltIn()));
    if (!grid.ok()) return grid.status();
  }
  Session session("requests compared", !options.no_progress);
  Comparison comparison(options, *before, *after, *reference, session, out);
  const absl::Status status = options.requests.empty()
                                  ? comparison.CompareGrid(*grid)
                                  : comparison.CompareFile(options.requests);
  comparison.Finish(status.ok());
  if (!status.ok()) return status;
  return Fails(comparison.counts(), options.fail_on) ? kNo : kYes;
}

constexpr char kSynopsis[] =
    "iameval diff --before FILE --after FILE --requests FILE [OPTION...]\n"
    "iameval diff --before FILE --after FILE [--principals PRINCIPAL...]\n"
    "             [--actions ACTION...] [--resources RESOURCE...] "
    "[OPTION...]\n";

constexpr char kDescription[] =
    "Asks the policies of two files the same questions and reports every\n"
    "decision that changes: who gains access, who loses it, and what is\n"
    "denied in another way (implicitly before, explicitly after, or the\n"
    "reverse). The questions are those of a file, or all combinations of\n"
    "principals, actions and resources as for `iameval matrix`.\n"
    "\n"
    "The first line has the totals. Below it differences are listed by\n"
    "direction and by what brought them about:\n"
    "\n"
    "  + a statement that applies after the change only\n"
    "  - one that applies before it only\n"
    "  ~ where no statement differs: a layer of policies that does\n"
    "\n"
    "Decisions are those of `iameval can`, with what AWS's Service\n"
    "Authorization Reference knows of the question: an action asked of a\n"
    "resource that it does not take is denied on both sides, and the totals\n"
    "say how many of them AWS never asks.\n"
    "\n"
    "A file of requests holds one JSON object on each line, as the request of\n"
    "a decision case (tests/README.md), with an \"id\" if wanted; \"-\" is\n"
    "standard input. A line that is refused is reported and left out.\n";

constexpr char kAfterOptions[] =
    "JSON\n"
    "  {\"changes\": [...], \"complete\": true, \"totals\": {...}}, a line for "
    "each\n"
    "  change: id and line (of a file of requests), direction (gained, lost,\n"
    "  denyDiffers), principal, action, resource, before and after (decision,\n"
    "  reason), and statements: pairs of before and after as in\n"
    "  iameval/explanation.h, null where a statement is not there. issue, where\n"
    "  there is one: UNKNOWN_ACTION (decided by the texts) or\n"
    "  RESOURCE_NOT_APPLICABLE (decided on \"*\").\n"
    "\n"
    "EXIT STATUS\n"
    "  0  nothing changes; with --fail-on, nothing of that kind\n"
    "  1  something changes\n"
    "  2  bad arguments, an unreadable file, a refused policy or request;\n"
    "     interrupted\n"
    "\n"
    "EXAMPLES\n"
    "  Before a deployment:\n"
    "    iameval diff --before deployed.json --after proposed.json \\\n"
    "      --requests observed.jsonl\n"
    "\n"
    "  In CI, nobody may gain access without a review:\n"
    "    git show main:account.json >old.json\n"
    "    iameval diff --before old.json --after account.json --fail-on "
    "gained\n";

void AddOptions(CLI::App& app, DiffOptions& options) {
  const auto add = [&app](const char* name, auto& value, const char* type,
                          const char* help, const char* group) {
    return app.add_option(name, value, help)->type_name(type)->group(group);
  };
  add("--before", options.before, "FILE",
      "A `policies` object or an account file, as described in\n"
      "tests/README.md. Required.",
      "POLICIES")
      ->check(RefuseEmpty)
      ->required();
  add("--after", options.after, "FILE", "The same after the change. Required.",
      "POLICIES")
      ->check(RefuseEmpty)
      ->required();
  add("--requests", options.requests, "FILE",
      "Requests, one on each line. Not together with the options of a grid.",
      "REQUESTS")
      ->check(RefuseEmpty);
  AddGridOptions(app, options.grid);
  AddReferenceOptions(app, options.reference);
  app.add_flag("--json", options.json, "Print one JSON object instead.")
      ->group("OUTPUT");
  add("--limit", options.limit, "N",
      "Requests that the text lists of one cause: 100 unless told, 0 for\n"
      "all. The JSON has all.",
      "OUTPUT");
  add("--fail-on", options.fail_on, "KIND",
      "What makes the exit status 1: any change (the default), only access\n"
      "gained, or only access lost. Everything is reported anyway.",
      "OUTPUT")
      ->check(CLI::IsMember({"any", "gained", "lost"}));
  AddThreadsOption(app, options.threads, "OUTPUT");
  app.add_flag("--no-progress", options.no_progress,
               "Do not show on a terminal's standard error how far it is.")
      ->group("OUTPUT");
}

}  // namespace

void AddDiffCommand(CLI::App& app, Action& action) {
  const auto options = std::make_shared<DiffOptions>();
  CLI::App* diff =
      app.add_subcommand("diff", "report what a change of policies changes");
  AddOptions(*diff, *options);
  diff->set_help_flag("-h,--help", "Print this page.")->group("OUTPUT");
  SetHelpPage(*diff, HelpPage{.synopsis = kSynopsis,
                              .description = kDescription,
                              .after_options = kAfterOptions});
  diff->final_callback([options, &action] {
    action = [options](Output& out) {
      const absl::StatusOr<ExitCode> code = Run(*options, out);
      if (code.ok()) return *code;
      Complain(Message(code.status()));
      return kError;
    };
  });
}

}  // namespace iameval_cli
