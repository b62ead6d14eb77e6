#ifndef IAMEVAL_EXAMPLES_CLI_ACCOUNT_H_
#define IAMEVAL_EXAMPLES_CLI_ACCOUNT_H_

#include <string>

#include "absl/status/statusor.h"
#include "iameval/account_file.h"

namespace iameval_cli {

// Reads what --policies names: a `policies` object or an account file, and the
// files that it names. "-" is standard input. The error names the file.
absl::StatusOr<iameval::AccountFile> LoadAccountFile(const std::string& path);

}  // namespace iameval_cli

#endif  // IAMEVAL_EXAMPLES_CLI_ACCOUNT_H_
