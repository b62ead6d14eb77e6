#include "cli/account.h"

#include <string>

#include "absl/status/statusor.h"
#include "cli/files.h"
#include "iameval/account_file.h"
#include "iameval/policy_files.h"

namespace iameval_cli {

absl::StatusOr<iameval::AccountFile> LoadAccountFile(const std::string& path) {
  const absl::StatusOr<std::string> text = ReadFile(path);
  if (!text.ok()) return text.status();
  return iameval::AccountFile::Parse(*text, {.path = path, .read = ReadFile});
}

}  // namespace iameval_cli
