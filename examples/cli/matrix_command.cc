// iameval matrix: who may do what on which resource.

#include <algorithm>
#include <cstddef>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "CLI/CLI.hpp"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/str_format.h"
#include "cli/account.h"
#include "cli/command.h"
#include "cli/files.h"
#include "cli/grid_options.h"
#include "cli/help.h"
#include "cli/matrix.h"
#include "cli/matrix_export.h"
#include "cli/matrix_page.h"
#include "cli/matrix_table.h"
#include "cli/matrix_why.h"
#include "cli/output.h"
#include "cli/question_issues.h"
#include "cli/reference_options.h"
#include "cli/session.h"
#include "cli/threads.h"
#include "iameval/account_file.h"
#include "iameval/bulk.h"
#include "iameval/decision.h"
#include "iameval/request_check.h"
#include "iameval/service_reference.h"

namespace iameval_cli {
namespace {

using iameval::AccountFile;
using iameval::CheckedEngine;
using iameval::Decision;
using iameval::Grid;
using iameval::ServiceReference;

// A table or a page that is larger is for no person.
constexpr std::size_t kMostTableCells = 1'000'000;
constexpr std::size_t kMostPageCells = 100'000;
// Decisions that are held at once where they are written as they come.
constexpr std::size_t kMostHeld = std::size_t{1} << 22;

struct MatrixOptions {
  std::string policies;
  GridOptions grid;
  ReferenceOptions reference;
  std::string format = "table";
  std::string columns;
  bool all = false;
  bool explain = false;
  bool no_progress = false;
  unsigned threads = 0;
};

absl::Status TooLarge(const Grid& grid, std::size_t most,
                      const std::string& format) {
  if (grid.size() <= most) return absl::OkStatus();
  return absl::InvalidArgumentError(absl::StrFormat(
      "%s are %d decisions, and --format %s takes %d; say --format csv or "
      "json, or ask for less",
      SizeText(grid), grid.size(), format, most));
}

absl::Status Stopped() { return absl::CancelledError("stopped"); }

// ---------------------------------------------------------------------------
// All at once, for a person

absl::StatusOr<Matrix> Decide(const CheckedEngine& engine, Grid grid,
                              unsigned threads, Session& session) {
  Matrix matrix{.grid = std::move(grid), .decisions = {}};
  matrix.decisions.resize(matrix.grid.size());
  const absl::Status status = engine.EvaluateGrid(matrix.grid, matrix.decisions,
                                                  session.Options(threads));
  if (!status.ok()) return status;
  return matrix;
}

absl::StatusOr<WhyTable> ExplainAll(const CheckedEngine& engine,
                                    const Grid& grid, Session& session) {
  WhyTable why;
  for (std::size_t p = 0; p < grid.principals.size(); ++p) {
    for (std::size_t a = 0; a < grid.actions.size(); ++a) {
      for (std::size_t r = 0; r < grid.resources.size(); ++r) {
        const auto request = grid.RequestAt(p, a, r);
        if (!request.ok()) return request.status();
        why.Add(*request, engine.Explain(*request).explanation);
        session.Report(why.numbers().size(), grid.size());
        if (session.stopped()) return Stopped();
      }
    }
  }
  return why;
}

std::string TitleOf(const std::string& policies) {
  return policies == "-" ? "standard input"
                         : std::filesystem::path(policies).filename().string();
}

absl::Status WriteForPeople(const MatrixOptions& options,
                            std::optional<Axis> columns,
                            const CheckedEngine& engine, Grid grid,
                            Session& session, Output& out) {
  const bool page = options.format == "html";
  absl::Status status =
      TooLarge(grid, page ? kMostPageCells : kMostTableCells, options.format);
  if (!status.ok()) return status;
  absl::StatusOr<Matrix> matrix =
      Decide(engine, std::move(grid), options.threads, session);
  if (!matrix.ok()) return matrix.status();
  if (!options.all) {
    matrix->unrelated =
        QuestionIssues(engine.reference(), matrix->grid).Unrelated();
  }
  const Layout layout = ChooseLayout(matrix->grid, columns);
  if (!page) {
    session.Clear();
    out.Write(ToTable(*matrix, layout,
                      {.colour = WantsColour(), .width = OutputWidth()}));
    return absl::OkStatus();
  }
  const absl::StatusOr<WhyTable> why =
      ExplainAll(engine, matrix->grid, session);
  if (!why.ok()) return why.status();
  out.Write(ToHtml({.matrix = *matrix,
                    .layout = layout,
                    .why = *why,
                    .title = TitleOf(options.policies)}));
  return absl::OkStatus();
}

// ---------------------------------------------------------------------------
// As they come, for programs

// Writes the cells of some principals after the other.
class Exporter {
 public:
  Exporter(const MatrixOptions& options, const CheckedEngine& engine,
           const Grid& grid, Session& session, Output& out)
      : options_(options),
        engine_(engine),
        grid_(grid),
        issues_(engine.reference(), grid),
        session_(session),
        out_(out),
        json_(options.format == "json") {}

  absl::Status Run() {
    out_.Write(json_ ? "{\"cells\": [" : kCsvHeading);
    absl::Status status;
    const std::size_t per_principal =
        grid_.actions.size() * grid_.resources.size();
    const std::size_t step = kMostHeld / per_principal + 1;
    for (std::size_t p = 0; p < grid_.principals.size(); p += step) {
      status = WriteSome(p, std::min(step, grid_.principals.size() - p));
      if (!status.ok() || !out_.ok()) break;
    }
    // Whole, as far as it goes.
    if (json_) {
      out_.Write(absl::StrFormat("\n], \"complete\": %s, \"counts\": %s}\n",
                                 status.ok() ? "true" : "false",
                                 CountsJson(counts_)));
    }
    return status;
  }

 private:
  absl::Status WriteSome(std::size_t first, std::size_t count) {
    const auto begin =
        grid_.principals.begin() + static_cast<std::ptrdiff_t>(first);
    const Grid part{
        .principals = {begin, begin + static_cast<std::ptrdiff_t>(count)},
        .actions = grid_.actions,
        .resources = grid_.resources,
        .context = grid_.context,
        .time = grid_.time};
    decisions_.resize(part.size());
    iameval::BulkOptions bulk = session_.Options(options_.threads);
    bulk.progress = [this](std::size_t done, std::size_t) {
      session_.Report(written_ + done, grid_.size());
    };
    const absl::Status status = engine_.EvaluateGrid(part, decisions_, bulk);
    if (!status.ok()) return status;
    std::size_t i = 0;
    for (std::size_t p = 0; p < count; ++p) {
      for (std::size_t a = 0; a < grid_.actions.size(); ++a) {
        for (std::size_t r = 0; r < grid_.resources.size(); ++r) {
          WriteCell(first + p, a, r, decisions_[i++]);
          if (session_.stopped()) return Stopped();
          if (!out_.ok()) return absl::OkStatus();
        }
      }
    }
    return absl::OkStatus();
  }

  void WriteCell(std::size_t p, std::size_t a, std::size_t r,
                 Decision decision) {
    const Cell cell{.principal = grid_.principals[p].principal,
                    .action = grid_.actions[a],
                    .resource = grid_.resources[r].resource,
                    .decision = decision,
                    .issue = issues_.At(a, r)};
    if (!json_) {
      out_.Write(CsvLine(cell));
    } else {
      out_.Write(written_ == 0 ? "\n" : ",\n");
      // The grid has been decided, so its cells are valid.
      out_.Write(CellJson(
          cell, options_.explain
                    ? ExplanationJson(engine_, *grid_.RequestAt(p, a, r))
                    : ""));
    }
    counts_.Add(decision);
    ++written_;
  }

  const MatrixOptions& options_;
  const CheckedEngine& engine_;
  const Grid& grid_;
  const QuestionIssues issues_;
  Session& session_;
  Output& out_;
  const bool json_;
  std::size_t written_ = 0;
  iameval::DecisionCounts counts_;
  std::vector<Decision> decisions_;
};

// ---------------------------------------------------------------------------
// The command

absl::Status Run(const MatrixOptions& options, Output& out) {
  std::optional<Axis> columns;
  if (!options.columns.empty()) {
    columns = AxisFromName(options.columns);
  }
  if (options.explain && options.format != "json") {
    return absl::InvalidArgumentError(
        "--explain goes with --format json; an HTML page explains anyway");
  }
  const absl::StatusOr<AccountFile> account = LoadAccountFile(options.policies);
  if (!account.ok()) return account.status();
  const absl::StatusOr<std::optional<ServiceReference>> reference =
      LoadReference(options.reference);
  if (!reference.ok()) return reference.status();
  const AccountFile* const accounts[] = {&*account};
  absl::StatusOr<Grid> grid =
      MakeGrid(options.grid, accounts,
               reference->value_or(ServiceReference::BuiltIn()));
  if (!grid.ok()) return grid.status();
  const CheckedEngine engine(account->engine(), *reference);
  Session session("decisions", !options.no_progress);
  if (options.format == "table" || options.format == "html") {
    return WriteForPeople(options, columns, engine, *std::move(grid), session,
                          out);
  }
  return Exporter(options, engine, *grid, session, out).Run();
}

constexpr char kSynopsis[] =
    "iameval matrix --policies FILE [--principals PRINCIPAL...]\n"
    "               [--actions ACTION...] [--resources RESOURCE...] "
    "[OPTION...]\n";

constexpr char kDescription[] =
    "Decides every combination of principals, actions and resources under\n"
    "the policies of an account, and shows who may do what:\n"
    "\n"
    "  table  for a terminal, coloured where it is one (unless NO_COLOR is\n"
    "         set): allow, - (implicit deny), DENY (explicit deny)\n"
    "  html   one page in one file, to keep or to send: filters, and a click\n"
    "         or Enter on a cell shows why; needs no network\n"
    "  csv    principal,action,resource,decision,issue, a line for each\n"
    "  json   {\"cells\": [{\"principal\", \"action\", \"resource\",\n"
    "         \"decision\", \"issue\"}...], \"complete\", \"counts\"}, a line\n"
    "         for each cell; no issue, no member of that name\n"
    "\n"
    "Decisions are those of `iameval can`, with what AWS's Service\n"
    "Authorization Reference knows of the question. Its answer is the issue:\n"
    "\n"
    "  RESOURCE_TYPE_MISMATCH   the action takes no such resource: AWS never\n"
    "                           asks that, implicitDeny\n"
    "  RESOURCE_NOT_APPLICABLE  the action takes no resource: decided on \"*\"\n"
    "  UNKNOWN_ACTION           not in the reference: decided by the texts\n"
    "\n"
    "A table or page has a dot for the first two.\n"
    "\n"
    "csv and json are written as decisions are made, however many there are.\n"
    "Interrupted with Ctrl-C, they end after a whole line; the JSON is closed\n"
    "and says \"complete\": false.\n";

constexpr char kAfterOptions[] =
    "EXIT STATUS\n"
    "  0  the matrix is printed, whatever the decisions are\n"
    "  2  bad arguments, an unreadable file, a refused policy; interrupted\n"
    "\n"
    "EXAMPLES\n"
    "  Everybody in the account, the actions that the policies name:\n"
    "    iameval matrix --policies account.json\n"
    "\n"
    "  A page for the auditors:\n"
    "    iameval matrix --policies account.json --actions @actions.txt \\\n"
    "      --resources @buckets.txt --format html >matrix.html\n"
    "\n"
    "  Who may write to the bucket:\n"
    "    iameval matrix --policies account.json --actions s3:PutObject \\\n"
    "      --resources arn:aws:s3:::amzn-s3-demo-bucket/x --format json \\\n"
    "      | jq -r '.cells[] | select(.decision == \"allowed\").principal'\n";

}  // namespace

void AddMatrixCommand(CLI::App& app, Action& action) {
  const auto options = std::make_shared<MatrixOptions>();
  CLI::App* matrix =
      app.add_subcommand("matrix", "decide who may do what on what");
  matrix
      ->add_option("--policies", options->policies,
                   "A `policies` object or an account file, as described in\n"
                   "tests/README.md. \"-\" is standard input. Required.")
      ->type_name("FILE")
      ->check(RefuseEmpty)
      ->required()
      ->group("POLICIES");
  AddGridOptions(*matrix, options->grid);
  AddReferenceOptions(*matrix, options->reference);
  matrix
      ->add_option("--format", options->format,
                   "table (the default), csv, json or html.")
      ->type_name("FORMAT")
      ->check(CLI::IsMember({"table", "csv", "json", "html"}))
      ->group("OUTPUT");
  matrix
      ->add_option("--columns", options->columns,
                   "What the columns of a table or page are: principals,\n"
                   "actions or resources. Without it: principals, or where\n"
                   "there is one only, resources.")
      ->type_name("AXIS")
      ->check(CLI::IsMember({"principals", "actions", "resources"}))
      ->group("OUTPUT");
  matrix
      ->add_flag("--all", options->all,
                 "In a table or page, show the decision instead of a dot.")
      ->group("OUTPUT");
  matrix
      ->add_flag("--explain", options->explain,
                 "With --format json: add \"explanation\" to each cell, as\n"
                 "`iameval can --json` prints it.")
      ->group("OUTPUT");
  AddThreadsOption(*matrix, options->threads, "OUTPUT");
  matrix
      ->add_flag("--no-progress", options->no_progress,
                 "Do not show on a terminal's standard error how far it is.")
      ->group("OUTPUT");
  matrix->set_help_flag("-h,--help", "Print this page.")->group("OUTPUT");
  SetHelpPage(*matrix, HelpPage{.synopsis = kSynopsis,
                                .description = kDescription,
                                .after_options = kAfterOptions});
  matrix->final_callback([options, &action] {
    action = [options](Output& out) {
      const absl::Status status = Run(*options, out);
      if (status.ok()) return kYes;
      Complain(Message(status));
      return kError;
    };
  });
}

}  // namespace iameval_cli
