#ifndef IAMEVAL_EXAMPLES_CLI_COMMAND_H_
#define IAMEVAL_EXAMPLES_CLI_COMMAND_H_

#include <functional>

#include "CLI/CLI.hpp"
#include "cli/output.h"

namespace iameval_cli {

// The exit status of every subcommand.
enum ExitCode : int {
  kYes = 0,      // allowed; all as expected; nothing wrong
  kNo = 1,       // denied; something differs; something is wrong
  kError = 2,    // the question could not be answered
  kDepends = 3,  // on something that is not known
};

// What a subcommand does once the command line is read.
using Action = std::function<ExitCode(Output& out)>;

// Each adds its subcommand to `app`; if the command line chooses it, parsing
// sets `action`.
void AddCanCommand(CLI::App& app, Action& action);
void AddTestCommand(CLI::App& app, Action& action);
void AddCheckCommand(CLI::App& app, Action& action);
// actions, action and resource.
void AddReferenceCommands(CLI::App& app, Action& action);
void AddEvalCommand(CLI::App& app, Action& action);
void AddUnusedCommand(CLI::App& app, Action& action);
void AddMatrixCommand(CLI::App& app, Action& action);
void AddDiffCommand(CLI::App& app, Action& action);

}  // namespace iameval_cli

#endif  // IAMEVAL_EXAMPLES_CLI_COMMAND_H_
