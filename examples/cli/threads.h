#ifndef IAMEVAL_EXAMPLES_CLI_THREADS_H_
#define IAMEVAL_EXAMPLES_CLI_THREADS_H_

#include "CLI/CLI.hpp"

namespace iameval_cli {

// Adds --threads to a subcommand whose output does not depend on it. What
// `threads` is becomes the default; 0 stands for one for each core.
void AddThreadsOption(CLI::App& app, unsigned& threads, const char* group);

}  // namespace iameval_cli

#endif  // IAMEVAL_EXAMPLES_CLI_THREADS_H_
