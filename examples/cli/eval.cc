// iameval eval: decides a stream of requests.

#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <system_error>
#include <thread>
#include <vector>

#include "CLI/CLI.hpp"
#include "absl/status/statusor.h"
#include "absl/strings/str_format.h"
#include "cli/account.h"
#include "cli/answers.h"
#include "cli/command.h"
#include "cli/eval_run.h"
#include "cli/files.h"
#include "cli/help.h"
#include "cli/line_chunks.h"
#include "cli/line_output.h"
#include "cli/output.h"
#include "cli/policy_options.h"
#include "cli/reference_options.h"
#include "cli/session.h"
#include "cli/threads.h"
#include "iameval/account_file.h"
#include "iameval/service_reference.h"

namespace iameval_cli {
namespace {

struct EvalOptions {
  std::string policies;
  std::string requests = "-";
  std::string format = "jsonl";
  ReferenceOptions reference;
  unsigned threads = 1;
  bool explain = false;
  bool no_header = false;
  bool no_progress = false;
};

unsigned Threads(unsigned asked) {
  if (asked > 0) return asked;
  const unsigned cores = std::thread::hardware_concurrency();
  return cores > 0 ? cores : 1;
}

ExitCode Finish(const EvalRun& run, const LineChunks& chunks, bool stopped) {
  ExitCode exit_code = run.refused() == 0 ? kYes : kNo;
  if (run.output_error() != 0) {
    Complain("cannot write the output: " +
             std::generic_category().message(run.output_error()));
    return kError;
  }
  if (!chunks.status().ok()) {
    Complain(Message(chunks.status()));
    exit_code = kError;
  }
  if (stopped) {
    Complain(absl::StrFormat("stopped after %d answers",
                             run.decided() + run.refused()));
    exit_code = kError;
  } else if (run.refused() > 0) {
    Complain(absl::StrFormat("%d of %d requests were refused", run.refused(),
                             run.decided() + run.refused()));
  }
  return exit_code;
}

ExitCode RunEval(const EvalOptions& options) {
  if (options.policies == "-" && options.requests == "-") {
    Complain("standard input cannot be both the policies and the requests");
    return kError;
  }
  const absl::StatusOr<iameval::AccountFile> file =
      LoadAccountFile(options.policies);
  if (!file.ok()) {
    Complain(Message(file.status()));
    return kError;
  }
  for (const std::string& warning : PolicyWarnings(*file)) Complain(warning);

  const absl::StatusOr<std::optional<iameval::ServiceReference>> reference =
      LoadReference(options.reference);
  if (!reference.ok()) {
    Complain(Message(reference.status()));
    return kError;
  }

  Session session("requests", !options.no_progress);
  absl::StatusOr<LineChunks> chunks = LineChunks::Open(
      options.requests, [&session] { return session.stopped(); });
  if (!chunks.ok()) {
    Complain(Message(chunks.status()));
    return kError;
  }
  const AnswerOptions answer_options{.format = options.format == "csv"
                                                   ? AnswerFormat::kCsv
                                                   : AnswerFormat::kJsonLines,
                                     .explain = options.explain,
                                     .checked = reference->has_value()};
  EvalRun run(*file, *reference, answer_options, options.requests, session);
  const bool header =
      answer_options.format == AnswerFormat::kCsv && !options.no_header;
  if (!header || run.WriteText(CsvHeader(answer_options))) {
    run.Run(*chunks, Threads(options.threads));
  }
  session.Clear();
  return Finish(run, *chunks, session.stopped());
}

constexpr char kSynopsis[] =
    "iameval eval --policies FILE [OPTION...] < REQUESTS > DECISIONS\n";

constexpr char kDescription[] =
    "Decides one request after the other: a filter for files and pipes of any\n"
    "length, in memory that does not grow with them. Every line of REQUESTS\n"
    "is a JSON object, the request of a decision case as tests/README.md\n"
    "describes it, with an id, a string or number, if wanted:\n"
    "\n"
    "  {\"id\": 17,\n"
    "   \"principal\": \"arn:aws:iam::111122223333:role/DemoRole\",\n"
    "   \"action\": \"s3:GetObject\", \"resource\": "
    "\"arn:aws:s3:::amzn-s3-demo-bucket/a\",\n"
    "   \"resourceAccount\": \"111122223333\",\n"
    "   \"context\": {\"aws:SourceIp\": \"192.0.2.1\"}}\n"
    "\n"
    "Every request is answered by one line, in the order of the input:\n"
    "\n"
    "  {\"id\":17,\"decision\":\"allowed\"}\n"
    "\n"
    "with allowed, implicitDeny or explicitDeny, and null where the request\n"
    "has no id. Ids are not looked at: one that stands twice is in two\n"
    "answers. A line that cannot be decided is answered too, named on\n"
    "standard error, and does not keep the others from being decided:\n"
    "\n"
    "  {\"id\":17,\"error\":\"document: line 1, column 1: missing field "
    "\\\"action\\\"\"}\n"
    "\n"
    "Lines of white space are skipped. A line may have up to 16 MiB. What can\n"
    "be answered is answered at once, so a program may write a request into a\n"
    "pipe and wait for its answer.\n"
    "\n"
    "A request is compared with the policies as text, whether or not AWS has\n"
    "such an action, resource or context key: what was observed was asked.\n"
    "With --with-reference answers are those of `iameval can`, and one to a\n"
    "question that makes no sense has an \"issue\" as in `iameval matrix`.\n"
    "\n"
    "SEVERAL MACHINES. An answer depends on nothing but its request: split\n"
    "the requests anywhere between two lines, decide the pieces, and join the\n"
    "answers (for CSV with --no-header).\n";

constexpr char kAfterOptions[] =
    "EXIT STATUS\n"
    "  0  every request was decided, whatever the decisions\n"
    "  1  some lines were refused and have an error instead of a decision\n"
    "  2  bad arguments, unreadable files, refused policies; or the output\n"
    "     could not be written; or Ctrl-C (SIGINT, SIGTERM) stopped it. The\n"
    "     output then has whole lines only, the answers to the first requests\n"
    "\n"
    "EXAMPLES\n"
    "  iameval eval --policies examples/accounts/sagemaker.json \\\n"
    "    < examples/requests/sagemaker.jsonl\n"
    "  iameval eval --policies account.json --threads 0 --format csv \\\n"
    "    < requests.jsonl > decisions.csv\n"
    "  parallel --pipepart -a requests.jsonl -k \\\n"
    "    iameval eval --policies account.json > decisions.jsonl\n";

void AddOptions(CLI::App& eval, EvalOptions& options) {
  eval.add_option(
          "--policies", options.policies,
          "An account file, or the policies object of a decision case\n"
          "(both in tests/README.md). Files that it names are relative\n"
          "to it. Required.")
      ->type_name("FILE")
      ->required()
      ->check(RefuseEmpty)
      ->group("OPTIONS");
  eval.add_option("--requests", options.requests,
                  "The requests; without it, or for \"-\", standard input.")
      ->type_name("FILE")
      ->check(RefuseEmpty)
      ->group("OPTIONS");
  AddReferenceOptions(eval, options.reference, ReferenceUse::kOnDemand);
  AddThreadsOption(eval, options.threads, "OPTIONS");
  eval.add_option("--format", options.format,
                  "jsonl (the default), or csv with the columns id, decision,\n"
                  "error and, with a reference, issue (RFC 4180).")
      ->type_name("FORMAT")
      ->check([](const std::string& name) {
        return name == "jsonl" || name == "csv"
                   ? std::string()
                   : "no format: \"" + name + "\"; there are jsonl and csv";
      })
      ->group("OPTIONS");
  eval.add_flag("--explain", options.explain,
                "Say why: adds reason, determinedBy (the statements, with\n"
                "policy, line and column), missingContextKeys and notes; in\n"
                "CSV the columns reason and determinedBy. Many times slower.\n"
                "iameval can --json has the whole explanation of one request.")
      ->group("OPTIONS");
  eval.add_flag("--no-header", options.no_header,
                "Leave out the first line of CSV, which names the columns.")
      ->group("OPTIONS");
  eval.add_flag("--no-progress", options.no_progress,
                "Do not show on standard error, where that is a terminal, how\n"
                "many requests are decided.")
      ->group("OPTIONS");
  eval.set_help_flag("-h,--help", "Print this page.")->group("OPTIONS");
}

}  // namespace

void AddEvalCommand(CLI::App& app, Action& action) {
  const auto options = std::make_shared<EvalOptions>();
  CLI::App* eval = app.add_subcommand("eval", "decide a stream of requests");
  AddOptions(*eval, *options);
  SetHelpPage(*eval, HelpPage{.synopsis = kSynopsis,
                              .description = kDescription,
                              .after_options = kAfterOptions});
  eval->final_callback([options, &action] {
    action = [options](Output& /*out*/) { return RunEval(*options); };
  });
}

}  // namespace iameval_cli
