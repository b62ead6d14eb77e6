#ifndef IAMEVAL_EXAMPLES_CLI_REFERENCE_OPTIONS_H_
#define IAMEVAL_EXAMPLES_CLI_REFERENCE_OPTIONS_H_

#include <optional>
#include <string>

#include "CLI/CLI.hpp"
#include "absl/status/statusor.h"
#include "iameval/service_reference.h"

namespace iameval_cli {

// Which service reference to use: the one built in, a file's, or none.
struct ReferenceOptions {
  std::string file;
  bool none = false;
};

// Adds --reference and, if `optional`, --no-reference.
void AddReferenceOptions(CLI::App& app, ReferenceOptions& options,
                         bool optional = true);

// Nothing with --no-reference. The error names the file.
absl::StatusOr<std::optional<iameval::ServiceReference>> LoadReference(
    const ReferenceOptions& options);

}  // namespace iameval_cli

#endif  // IAMEVAL_EXAMPLES_CLI_REFERENCE_OPTIONS_H_
