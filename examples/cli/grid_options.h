#ifndef IAMEVAL_EXAMPLES_CLI_GRID_OPTIONS_H_
#define IAMEVAL_EXAMPLES_CLI_GRID_OPTIONS_H_

#include <span>
#include <string>
#include <vector>

#include "CLI/CLI.hpp"
#include "absl/status/statusor.h"
#include "cli/request_options.h"
#include "iameval/account_file.h"
#include "iameval/bulk.h"
#include "iameval/service_reference.h"

namespace iameval_cli {

// What describes a grid on a command line.
struct GridOptions {
  std::vector<std::string> principals;
  std::vector<std::string> actions;
  std::vector<std::string> resources;
  std::string resource_account;
  RequestOptions context;  // --context, --context-file, --time
};

// Adds the options, with their help, to a subcommand.
void AddGridOptions(CLI::App& app, GridOptions& options);

// The grid, checked: an error names the option, or the file and line.
// `accounts` are the policies that it will be decided by: they give the
// principals, actions and resources of an axis that was not given, and the
// actions that patterns are expanded to beside those of `reference`.
absl::StatusOr<iameval::Grid> MakeGrid(
    const GridOptions& options,
    std::span<const iameval::AccountFile* const> accounts,
    const iameval::ServiceReference& reference);

}  // namespace iameval_cli

#endif  // IAMEVAL_EXAMPLES_CLI_GRID_OPTIONS_H_
