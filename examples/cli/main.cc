// iameval: decides AWS IAM requests from policy documents, offline. Built from
// the library's public headers only; each subcommand has a file of its own.

#include <csignal>
#include <string>

#include "CLI/CLI.hpp"
#include "cli/command.h"
#include "cli/help.h"
#include "cli/output.h"

namespace iameval_cli {
namespace {

void SetMainHelp(CLI::App& app) {
  app.set_help_flag("-h,--help", "Print this page, or the subcommand's.")
      ->group("OPTIONS");
  app.set_version_flag("--version", "iameval " IAMEVAL_VERSION,
                       "Print the version.")
      ->group("OPTIONS");
  SetHelpPage(
      app,
      HelpPage{.synopsis =
                   "iameval can --action ACTION --resource RESOURCE OPTION...\n"
                   "iameval test FILE...\n"
                   "iameval check FILE...\n"
                   "iameval actions PATTERN | action ACTION | resource ARN\n"
                   "iameval eval --policies FILE < REQUESTS > DECISIONS\n"
                   "iameval unused --policies FILE --requests FILE\n"
                   "iameval matrix --policies FILE OPTION...\n"
                   "iameval diff --before FILE --after FILE OPTION...\n"
                   "iameval [SUBCOMMAND] --help | --version\n",
               .description =
                   "Answers, from policy documents alone and without AWS, "
                   "whether an\n"
                   "AWS IAM request is allowed, and says why. Nothing is sent\n"
                   "anywhere; no credentials are read.\n",
               .after_options =
                   "EXIT STATUS\n"
                   "  0  yes: allowed, all cases as expected, no errors found\n"
                   "  1  no: denied, a case differs, an error found\n"
                   "  2  no answer: bad arguments, unreadable files, refused "
                   "policies\n"
                   "\n"
                   "iameval is not affiliated with Amazon Web Services.\n"});
}

// What is wrong, and where to read on.
void ComplainAboutUsage(const CLI::App& app, std::string problem,
                        const std::string& first_argument) {
  if (app.get_subcommands().empty() && !first_argument.empty() &&
      first_argument.front() != '-') {
    problem = "no subcommand is called " + first_argument;
  }
  std::string command = app.get_name();
  for (const CLI::App* sub : app.get_subcommands()) {
    command += " " + sub->get_name();
  }
  Complain(problem + "; see " + command + " --help");
}

int Main(int argc, char** argv) {
  // A reader that has gone is reported like a full disk.
  std::signal(SIGPIPE, SIG_IGN);
  std::signal(SIGXFSZ, SIG_IGN);  // and so is a limit on the size of files
  CLI::App app("decide AWS IAM requests from policy documents", "iameval");
  app.require_subcommand(1);
  SetMainHelp(app);
  Action action;
  AddCanCommand(app, action);
  AddTestCommand(app, action);
  AddCheckCommand(app, action);
  AddReferenceCommands(app, action);
  AddEvalCommand(app, action);
  AddUnusedCommand(app, action);
  AddMatrixCommand(app, action);
  AddDiffCommand(app, action);

  Output out;
  ExitCode exit_code = kYes;
  try {
    app.parse(argc, argv);
    exit_code = action(out);
  } catch (const CLI::CallForHelp&) {
    out.Write(app.help());
  } catch (const CLI::CallForVersion& version) {
    out.Write(std::string(version.what()) + "\n");
  } catch (const CLI::ParseError& error) {
    ComplainAboutUsage(app, error.what(), argc > 1 ? argv[1] : "");
    return kError;
  }
  return out.Finish() ? exit_code : kError;
}

}  // namespace
}  // namespace iameval_cli

int main(int argc, char** argv) { return iameval_cli::Main(argc, argv); }
