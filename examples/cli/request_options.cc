#include "cli/request_options.h"

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "CLI/CLI.hpp"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "cli/files.h"
#include "cli/help.h"
#include "iameval/decision_case.h"
#include "iameval/explanation.h"
#include "iameval/request.h"

namespace iameval_cli {
namespace {

using Builder = iameval::Request::Builder;

// The values given for one key with --context KEY=VALUE.
struct KeyValues {
  std::string key;
  std::vector<std::string_view> values;
};

absl::Status ContextError(const std::string& argument) {
  return absl::InvalidArgumentError("--context " + argument +
                                    ": expected KEY=VALUE or KEY:=JSON");
}

absl::Status AddJsonContext(std::string_view key, std::string_view json,
                            const std::string& argument, Builder& builder) {
  const absl::Status status = iameval::AddContext(
      "{" + iameval::QuoteJson(key) + ": " + std::string(json) + "}", builder);
  if (status.ok()) return status;
  return absl::Status(status.code(),
                      "--context " + argument + ": " + Message(status));
}

void AddValues(const std::vector<KeyValues>& keys, Builder& builder) {
  for (const KeyValues& entry : keys) {
    if (entry.values.size() == 1) {
      builder.Context(entry.key, entry.values.front());
    } else {
      builder.ContextList(entry.key, entry.values);
    }
  }
}

// A key that is repeated is multivalued. `:=` takes JSON, for what that cannot
// say: an empty list, a list of one, null for absent.
absl::Status AddContextArguments(const std::vector<std::string>& arguments,
                                 Builder& builder) {
  std::vector<KeyValues> keys;
  for (const std::string& argument : arguments) {
    const std::size_t equals = argument.find('=');
    if (equals == std::string::npos || equals == 0) {
      return ContextError(argument);
    }
    std::string_view key = std::string_view(argument).substr(0, equals);
    const std::string_view value =
        std::string_view(argument).substr(equals + 1);
    if (key.back() == ':') {
      key.remove_suffix(1);
      const absl::Status status = AddJsonContext(key, value, argument, builder);
      if (!status.ok()) return status;
      continue;
    }
    const auto same =
        std::find_if(keys.begin(), keys.end(),
                     [key](const KeyValues& k) { return k.key == key; });
    if (same != keys.end()) {
      same->values.push_back(value);
    } else {
      keys.push_back(KeyValues{std::string(key), {value}});
    }
  }
  AddValues(keys, builder);
  return absl::OkStatus();
}

absl::Status AddContextFile(const std::string& path, Builder& builder) {
  const absl::StatusOr<std::string> json = ReadFile(path);
  if (!json.ok()) return json.status();
  const absl::Status status = iameval::AddContext(*json, builder);
  if (status.ok()) return status;
  return absl::Status(status.code(), path + ": " + Message(status));
}

}  // namespace

absl::StatusOr<std::chrono::sys_seconds> ParseTime(std::string_view text) {
  const std::string value(text);
  if (value == "now") {
    return std::chrono::floor<std::chrono::seconds>(
        std::chrono::system_clock::now());
  }
  // %E4Y keeps the year within 0000 to 9999, and out of it words such as
  // "infinite-future".
  absl::Time time;
  std::string error;
  if (value.empty() || value[0] < '0' || value[0] > '9' ||
      (!absl::ParseTime("%E4Y-%m-%d%ET%H:%M:%E*S%Ez", value, &time, &error) &&
       !absl::ParseTime("%E4Y-%m-%d", value, &time, &error))) {
    return absl::InvalidArgumentError(
        "--time " + value +
        ": expected a time such as 2026-11-20T17:30:00Z, "
        "a date, or now");
  }
  return std::chrono::sys_seconds(
      std::chrono::seconds(absl::ToUnixSeconds(time)));
}

absl::Status AddContext(const RequestOptions& options, Builder& builder) {
  if (!options.context_file.empty()) {
    const absl::Status status = AddContextFile(options.context_file, builder);
    if (!status.ok()) return status;
  }
  const absl::Status status = AddContextArguments(options.context, builder);
  if (!status.ok()) return status;
  if (!options.time.empty()) {
    const absl::StatusOr<std::chrono::sys_seconds> time =
        ParseTime(options.time);
    if (!time.ok()) return time.status();
    builder.Time(*time);
  }
  return absl::OkStatus();
}

absl::StatusOr<Builder> StartRequest(const RequestOptions& options) {
  Builder builder;
  builder.Action(options.action).Resource(options.resource);
  if (!options.resource_account.empty()) {
    builder.ResourceAccount(options.resource_account);
  }
  builder.PrincipalAccountIsManagement(options.principal_is_management);
  builder.ResourceAccountIsManagement(options.resource_is_management);
  const absl::Status status = AddContext(options, builder);
  if (!status.ok()) return status;
  return builder;
}

void AddContextOptions(CLI::App& app, RequestOptions& options) {
  const OptionGroup add(app, "REQUEST");
  add("--context", options.context, "KEY=VALUE",
      "A key of the request context. Repeated for the same key, it is\n"
      "multivalued. KEY:=JSON takes JSON: a list is a multivalued key, even\n"
      "empty or of one value, null a key that is absent though it could be\n"
      "derived. A key that has \"=\" in it needs --context-file.")
      ->allow_extra_args(false);
  add("--context-file", options.context_file, "FILE",
      "A JSON object of context keys, with values as for KEY:=JSON. A key\n"
      "may be given in one place only.");
  add("--time", options.time, "TIME",
      "When the request is made: 2026-11-20T17:30:00Z, a date, or now. Gives\n"
      "aws:CurrentTime and aws:EpochTime, which are absent otherwise.");
}

void AddRequestOptions(CLI::App& app, RequestOptions& options) {
  const OptionGroup add(app, "REQUEST");
  add("--action", options.action, "ACTION",
      "What is asked for, service:Name, without wildcards. Required.")
      ->required();
  add("--resource", options.resource, "RESOURCE",
      "On what: an ARN, or \"*\" for actions that take no resource.\n"
      "Required.")
      ->required();
  add("--resource-account", options.resource_account, "ID",
      "The resource's owner, where its ARN does not say (S3).");
  add("--principal", options.principal, "PRINCIPAL",
      "Who asks: the ARN of an IAM user, a role, a role session, a\n"
      "federated user or an account's root user; a service principal such\n"
      "as sns.amazonaws.com; an identity provider; or anonymous. See WHO\n"
      "ASKS for what happens without it.");
  add("--role-arn", options.role_arn, "ARN",
      "With a role session as principal: its role, whose path the session's\n"
      "ARN omits. Alone: the role is the principal.");
  add("--federated-by", options.federated_by, "ARN",
      "With a federated user: the IAM user or root who issued it.");
  add("--principal-id", options.principal_id, "ID",
      "The principal's unique id, AIDA... of a user, AROA... of a role.");
  AddContextOptions(app, options);
  app.add_flag("--principal-is-management", options.principal_is_management,
               "The principal's account is its organization's management\n"
               "account: SCPs do not apply.")
      ->group("REQUEST");
  app.add_flag("--resource-is-management", options.resource_is_management,
               "The same of the resource's account: RCPs do not apply.")
      ->group("REQUEST");
}

}  // namespace iameval_cli
