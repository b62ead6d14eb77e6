#ifndef IAMEVAL_EXAMPLES_CLI_REQUEST_OPTIONS_H_
#define IAMEVAL_EXAMPLES_CLI_REQUEST_OPTIONS_H_

#include <chrono>
#include <string>
#include <string_view>
#include <vector>

#include "CLI/CLI.hpp"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "iameval/request.h"

namespace iameval_cli {

// What describes the request on a command line.
struct RequestOptions {
  std::string action;
  std::string resource;
  std::string resource_account;
  std::string principal;
  std::string role_arn;
  std::string federated_by;
  std::string principal_id;
  bool principal_is_management = false;
  bool resource_is_management = false;
  std::vector<std::string> context;
  std::string context_file;
  std::string time;
};

// Adds the options, with their help, to a subcommand.
void AddRequestOptions(CLI::App& app, RequestOptions& options);

// A builder with everything but the principal in it. Reads the context file.
absl::StatusOr<iameval::Request::Builder> StartRequest(
    const RequestOptions& options);

// The part of them that is about the context: --context, --context-file and
// --time. AddRequestOptions and StartRequest have them already.
void AddContextOptions(CLI::App& app, RequestOptions& options);
absl::Status AddContext(const RequestOptions& options,
                        iameval::Request::Builder& builder);

// "2026-11-20T17:30:00Z", with an offset such as +01:00 instead of Z, without
// the time of day, or "now".
absl::StatusOr<std::chrono::sys_seconds> ParseTime(std::string_view text);

}  // namespace iameval_cli

#endif  // IAMEVAL_EXAMPLES_CLI_REQUEST_OPTIONS_H_
