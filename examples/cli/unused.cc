// iameval unused: what of the policies no request used.

#include <algorithm>
#include <cstddef>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "CLI/CLI.hpp"
#include "absl/status/statusor.h"
#include "absl/strings/str_format.h"
#include "cli/account.h"
#include "cli/command.h"
#include "cli/files.h"
#include "cli/help.h"
#include "cli/line_chunks.h"
#include "cli/output.h"
#include "cli/session.h"
#include "cli/text.h"
#include "cli/threads.h"
#include "iameval/account_file.h"
#include "iameval/explanation.h"
#include "iameval/policy.h"
#include "iameval/request.h"
#include "iameval/request_lines.h"
#include "iameval/usage.h"

namespace iameval_cli {
namespace {

using iameval::ActionUse;
using iameval::PolicyUse;
using iameval::Printable;
using iameval::QuoteJson;
using iameval::StatementUse;
using iameval::UsageCounter;

struct UnusedOptions {
  std::string policies;
  std::string requests = "-";
  bool json = false;
  bool no_progress = false;
  unsigned threads = 1;
};

// Requests that are read before they are counted.
constexpr std::size_t kBlock = 4096;

// What was read.
struct Observed {
  UsageCounter counter;
  std::size_t refused = 0;
  bool complete = true;  // no error and no stop before the end
};

std::string Title(const StatementUse& use) {
  std::string title = absl::StrFormat("Statement[%d]", use.statement.index);
  if (!use.statement.sid.empty()) {
    title += absl::StrFormat(" \"%s\"", use.statement.sid);
  }
  return title;
}

std::string Finding(const PolicyUse& policy, int line, int column,
                    const std::string& what) {
  return Printable(absl::StrFormat("%s:%d:%d: %s", policy.policy.name(), line,
                                   column, what)) +
         "\n";
}

// One line for what is unused of a statement, or for each action of it.
std::string StatementText(const PolicyUse& policy, const StatementUse& use) {
  if (use.requests == 0) {
    return Finding(policy, use.statement.line, use.statement.column,
                   absl::StrFormat("unused: %s (%s)", Title(use),
                                   use.statement.allow ? "Allow" : "Deny"));
  }
  std::string text;
  for (const ActionUse& action : use.actions) {
    if (action.requests > 0) continue;
    text += Finding(
        policy, action.line, action.column,
        absl::StrFormat("unused: %s in %s", action.pattern, Title(use)));
  }
  return text;
}

std::string StatementJson(const StatementUse& use) {
  std::string actions;
  for (const ActionUse& action : use.actions) {
    if (!actions.empty()) actions += ", ";
    actions += absl::StrFormat(
        R"({"pattern": %s, "line": %d, "column": %d, "requests": %d})",
        QuoteJson(action.pattern), action.line, action.column, action.requests);
  }
  return absl::StrFormat(
      R"({"statement": %d, "sid": %s, "allow": %s, "line": %d, )"
      R"("column": %d, "requests": %d, "actions": [%s]})",
      use.statement.index, QuoteJson(use.statement.sid),
      use.statement.allow ? "true" : "false", use.statement.line,
      use.statement.column, use.requests, actions);
}

std::string Json(const Observed& observed) {
  std::string policies;
  for (const PolicyUse& policy : observed.counter.result()) {
    std::string statements;
    for (const StatementUse& use : policy.statements) {
      if (!statements.empty()) statements += ", ";
      statements += StatementJson(use);
    }
    if (!policies.empty()) policies += ", ";
    policies += absl::StrFormat(
        R"({"policy": %s, "type": "%s", "statements": [%s]})",
        QuoteJson(policy.policy.name()),
        iameval::PolicyTypeName(policy.policy.type()), statements);
  }
  return absl::StrFormat(R"({"requests": %d, "refused": %d, "policies": [%s]})"
                         "\n",
                         observed.counter.requests(), observed.refused,
                         policies);
}

// Writes all findings and then the sums.
void WriteText(const Observed& observed, Output& out) {
  std::size_t statements = 0;
  std::size_t unused_statements = 0;
  std::size_t unused_actions = 0;
  for (const PolicyUse& policy : observed.counter.result()) {
    for (const StatementUse& use : policy.statements) {
      out.Write(StatementText(policy, use));
      ++statements;
      if (use.requests == 0) {
        ++unused_statements;
        continue;
      }
      unused_actions += static_cast<std::size_t>(std::count_if(
          use.actions.begin(), use.actions.end(),
          [](const ActionUse& action) { return action.requests == 0; }));
    }
  }
  out.Write(absl::StrFormat(
      "%d requests: %d of %d statements unused, and %d actions of the others\n",
      observed.counter.requests(), unused_statements, statements,
      unused_actions));
}

bool AnythingUnused(const Observed& observed) {
  for (const PolicyUse& policy : observed.counter.result()) {
    for (const StatementUse& use : policy.statements) {
      if (use.requests == 0) return true;
      for (const ActionUse& action : use.actions) {
        if (action.requests == 0) return true;
      }
    }
  }
  return false;
}

class Reader {
 public:
  Reader(const iameval::AccountFile& file, const UnusedOptions& options,
         Session& session, Observed& observed)
      : file_(file),
        options_(options),
        session_(session),
        observed_(observed) {}

  void Read(LineChunks& chunks) {
    LineChunk chunk;
    while (chunks.Next(chunk)) {
      if (chunk.too_long) {
        Refuse(chunk.first_line, "a line of more than 16 MiB");
      }
      if (!ReadLines(chunk)) break;
    }
    CountBlock();
    session_.Clear();
    if (session_.stopped()) {
      Complain("stopped before the last request: nothing is known");
      observed_.complete = false;
    }
    if (!chunks.status().ok()) {
      Complain(Message(chunks.status()));
      observed_.complete = false;
    }
  }

 private:
  bool ReadLines(const LineChunk& chunk) {
    std::string_view rest = chunk.text;
    for (std::size_t number = chunk.first_line; !rest.empty(); ++number) {
      if (session_.stopped()) return false;
      const std::size_t end = std::min(rest.find('\n'), rest.size());
      ReadLine(rest.substr(0, end), number);
      rest.remove_prefix(std::min(end + 1, rest.size()));
    }
    return true;
  }

  void ReadLine(std::string_view line, std::size_t number) {
    if (IsBlank(line)) return;
    const iameval::RequestLine request = iameval::ParseRequestLine(line);
    absl::Status status = request.request.status();
    if (status.ok()) status = file_.CheckAction(request.request->action());
    if (!status.ok()) return Refuse(number, Message(status));
    requests_.push_back(*request.request);
    if (requests_.size() == kBlock) CountBlock();
  }

  // The only error is a stop, which Read notices.
  void CountBlock() {
    iameval::BulkOptions bulk = session_.Options(options_.threads);
    bulk.progress_every = 64;  // explanations take their time
    bulk.progress = [this, counted = observed_.counter.requests()](
                        std::size_t done, std::size_t) {
      session_.Report(counted + done, 0);
    };
    observed_.counter.AddBatch(requests_, bulk).IgnoreError();
    requests_.clear();
  }

  void Refuse(std::size_t line, const std::string& why) {
    ++observed_.refused;
    session_.Clear();
    Complain(absl::StrFormat("%s:%d: %s", options_.requests, line, why));
  }

  const iameval::AccountFile& file_;
  const UnusedOptions& options_;
  Session& session_;
  Observed& observed_;
  std::vector<iameval::Request> requests_;  // read and not counted yet
};

absl::StatusOr<Observed> Observe(const UnusedOptions& options) {
  const absl::StatusOr<iameval::AccountFile> file =
      LoadAccountFile(options.policies);
  if (!file.ok()) return file.status();
  std::vector<iameval::Policy> policies;
  for (const iameval::AttachedPolicy& attached : file->policies()) {
    policies.push_back(attached.policy);
  }
  absl::StatusOr<UsageCounter> counter =
      UsageCounter::Create(file->engine(), policies);
  if (!counter.ok()) return counter.status();
  Session session("requests", !options.no_progress);
  absl::StatusOr<LineChunks> chunks = LineChunks::Open(
      options.requests, [&session] { return session.stopped(); });
  if (!chunks.ok()) return chunks.status();
  Observed observed{.counter = *std::move(counter)};
  Reader(*file, options, session, observed).Read(*chunks);
  return observed;
}

ExitCode RunUnused(const UnusedOptions& options, Output& out) {
  if (options.policies == "-" && options.requests == "-") {
    Complain("standard input cannot be both the policies and the requests");
    return kError;
  }
  const absl::StatusOr<Observed> observed = Observe(options);
  if (!observed.ok()) {
    Complain(Message(observed.status()));
    return kError;
  }
  // What is not used by a part of the requests may be used by the rest.
  if (!observed->complete) return kError;
  if (options.json) {
    out.Write(Json(*observed));
  } else {
    WriteText(*observed, out);
  }
  if (observed->refused > 0) return kError;
  return AnythingUnused(*observed) ? kNo : kYes;
}

constexpr char kSynopsis[] =
    "iameval unused --policies FILE [--requests FILE] [OPTION...]\n";

constexpr char kDescription[] =
    "Reads requests that were observed over a while, and prints what of the\n"
    "policies none of them used: candidates to be taken out. One line each:\n"
    "\n"
    "  FILE:LINE:COLUMN: unused: Statement[3] \"Sid\" (Allow)\n"
    "  FILE:LINE:COLUMN: unused: s3:PutObject in Statement[2] \"Sid\"\n"
    "\n"
    "the latter for an entry of the Action of a statement that is used\n"
    "otherwise. An Allow is used if it helped to allow a request, a Deny if "
    "it\n"
    "denied one explicitly; an Allow for a request that something else denied\n"
    "is not used. NotAction has no entries that could be unused. The last\n"
    "line has the sums.\n"
    "\n"
    "Requests are lines of JSON as for iameval eval. A statement may be "
    "needed\n"
    "although no request of these days used it: for the restore after a\n"
    "failure, for the end of the year; and a Deny is there to be unused.\n";

constexpr char kAfterOptions[] =
    "EXIT STATUS\n"
    "  0  everything is used\n"
    "  1  something is not\n"
    "  2  bad arguments, unreadable files, refused policies; or some requests\n"
    "     were refused, and what is printed is of the others; or Ctrl-C\n"
    "\n"
    "EXAMPLES\n"
    "  iameval unused --policies examples/accounts/sagemaker.json \\\n"
    "    --requests examples/requests/sagemaker.jsonl\n"
    "  iameval unused --json --policies account.json < requests.jsonl | jq \\\n"
    "    '.policies[].statements[] | select(.requests == 0) | .sid'\n";

}  // namespace

void AddUnusedCommand(CLI::App& app, Action& action) {
  const auto options = std::make_shared<UnusedOptions>();
  CLI::App* unused = app.add_subcommand(
      "unused", "report what of the policies no request used");
  unused
      ->add_option("--policies", options->policies,
                   "An account file, or the policies object of a decision\n"
                   "case (both in tests/README.md). Required.")
      ->type_name("FILE")
      ->required()
      ->check(RefuseEmpty)
      ->group("OPTIONS");
  unused
      ->add_option("--requests", options->requests,
                   "The requests; without it, or for \"-\", standard input.")
      ->type_name("FILE")
      ->check(RefuseEmpty)
      ->group("OPTIONS");
  AddThreadsOption(*unused, options->threads, "OPTIONS");
  unused
      ->add_flag(
          "--json", options->json,
          "Print one JSON object instead: requests and refused (how\n"
          "many), and policies with policy, type and statements, each\n"
          "with statement, sid, allow, line, column, requests (how many\n"
          "used it) and actions (pattern, line, column, requests).")
      ->group("OPTIONS");
  unused
      ->add_flag(
          "--no-progress", options->no_progress,
          "Do not show on standard error, where that is a terminal, how\n"
          "many requests were read.")
      ->group("OPTIONS");
  unused->set_help_flag("-h,--help", "Print this page.")->group("OPTIONS");
  SetHelpPage(*unused, HelpPage{.synopsis = kSynopsis,
                                .description = kDescription,
                                .after_options = kAfterOptions});
  unused->final_callback([options, &action] {
    action = [options](Output& out) { return RunUnused(*options, out); };
  });
}

}  // namespace iameval_cli
