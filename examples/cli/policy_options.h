#ifndef IAMEVAL_EXAMPLES_CLI_POLICY_OPTIONS_H_
#define IAMEVAL_EXAMPLES_CLI_POLICY_OPTIONS_H_

#include <string>
#include <string_view>
#include <vector>

#include "CLI/CLI.hpp"
#include "absl/status/statusor.h"
#include "iameval/account_file.h"
#include "iameval/policy_set.h"

namespace iameval_cli {

// The files of the policies in force.
struct PolicyOptions {
  std::vector<std::string> identity;
  std::string resource;
  std::string boundary;
  std::vector<std::string> session;
  std::vector<std::string> scp;  // one element a level: FILE,FILE...
  std::vector<std::string> rcp;
  std::string vpc_endpoint;
};

// Adds the options, with their help, to a subcommand.
void AddPolicyOptions(CLI::App& app, PolicyOptions& options);

// Loads the files, each named after itself. `action` tells whether the
// resource's policy is a role's trust policy. The error names the file.
absl::StatusOr<iameval::PolicySet> LoadPolicies(const PolicyOptions& options,
                                                std::string_view action);

// One line for each policy that `iameval check` reports errors of.
std::vector<std::string> PolicyWarnings(const iameval::PolicySet& policies);
std::vector<std::string> PolicyWarnings(const iameval::AccountFile& file);

}  // namespace iameval_cli

#endif  // IAMEVAL_EXAMPLES_CLI_POLICY_OPTIONS_H_
