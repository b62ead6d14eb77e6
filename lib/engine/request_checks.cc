#include "engine/request_checks.h"

#include "absl/strings/str_format.h"
#include "base/arn.h"
#include "base/quote.h"
#include "base/utf8.h"

namespace iameval::internal {

absl::Status CheckAction(std::string_view action) {
  const std::size_t colon = action.find(':');
  const bool well_formed =
      colon != std::string_view::npos && colon > 0 &&
      colon + 1 < action.size() &&
      action.find(':', colon + 1) == std::string_view::npos &&
      action.find_first_of("*? ") == std::string_view::npos;
  if (well_formed) return absl::OkStatus();
  return absl::InvalidArgumentError(absl::StrFormat(
      "action: found %s, expected \"service:Name\" without wildcards",
      Quote(action)));
}

absl::Status CheckResource(std::string_view resource) {
  if (resource == "*" || ParseArn(resource).has_value()) {
    return absl::OkStatus();
  }
  return absl::InvalidArgumentError(absl::StrFormat(
      "resource: found %s, expected \"*\" or an ARN with six fields",
      Quote(resource)));
}

absl::Status CheckResourceAccount(std::string_view account) {
  if (account.empty() || IsAccountId(account)) return absl::OkStatus();
  return absl::InvalidArgumentError(absl::StrFormat(
      "resourceAccount: found %s, expected 12 digits", Quote(account)));
}

absl::Status CheckUtf8(std::string_view part, std::string_view text) {
  if (IsValidUtf8(text)) return absl::OkStatus();
  return absl::InvalidArgumentError(
      absl::StrFormat("%s: not valid UTF-8", part));
}

}  // namespace iameval::internal
