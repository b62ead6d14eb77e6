#ifndef IAMEVAL_EXAMPLES_CLI_REFERENCE_OPTIONS_H_
#define IAMEVAL_EXAMPLES_CLI_REFERENCE_OPTIONS_H_

#include <optional>
#include <string>

#include "CLI/CLI.hpp"
#include "absl/status/statusor.h"
#include "iameval/request.h"
#include "iameval/request_check.h"
#include "iameval/service_reference.h"

namespace iameval_cli {

// Whether a command uses the reference.
enum class ReferenceUse {
  kAlways,
  kByDefault,  // --no-reference turns it off
  kOnDemand,   // --with-reference or --reference turns it on
};

// Which service reference to use: the one built in, a file's, or none.
struct ReferenceOptions {
  ReferenceUse use = ReferenceUse::kAlways;
  std::string file;
  bool none = false;  // --no-reference
  bool with = false;  // --with-reference
};

// Adds --reference, and what `use` says.
void AddReferenceOptions(CLI::App& app, ReferenceOptions& options,
                         ReferenceUse use = ReferenceUse::kByDefault);

// Nothing where none is to be used. The error names the file.
absl::StatusOr<std::optional<iameval::ServiceReference>> LoadReference(
    const ReferenceOptions& options);

// Why the request is decided as it is, as `iameval can --json` prints it.
std::string ExplanationJson(const iameval::CheckedEngine& engine,
                            const iameval::Request& request);

}  // namespace iameval_cli

#endif  // IAMEVAL_EXAMPLES_CLI_REFERENCE_OPTIONS_H_
