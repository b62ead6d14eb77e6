#include "cli/grid_options.h"

#include <algorithm>
#include <cstddef>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "CLI/CLI.hpp"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/ascii.h"
#include "cli/files.h"
#include "cli/help.h"
#include "cli/lists.h"
#include "cli/request_options.h"
#include "cli/text.h"
#include "iameval/account_file.h"
#include "iameval/bulk.h"
#include "iameval/decision_case.h"
#include "iameval/request.h"
#include "iameval/service_reference.h"

namespace iameval_cli {
namespace {

using iameval::AccountFile;
using iameval::Grid;
using iameval::GridPrincipal;
using iameval::GridResource;
using iameval::Request;
using iameval::ServiceReference;
using Accounts = std::span<const AccountFile* const>;

// Parts of a request that are not in question.
constexpr char kAnyPrincipal[] = "anonymous";
constexpr char kAnyAction[] = "sts:GetCallerIdentity";

// A member that says more than a name: some fields of the `request` object of
// a decision case. `rest` are the other required ones, as JSON members.
absl::StatusOr<Request> ParseParts(const ListItem& item,
                                   std::string_view rest) {
  const std::string json = "{" + std::string(rest) + ", " + item.text.substr(1);
  absl::StatusOr<Request> request = iameval::ParseRequest(json);
  if (!request.ok()) return AtPlace(item, request.status());
  return request;
}

absl::StatusOr<GridPrincipal> ParsePrincipal(const ListItem& item) {
  if (!item.text.starts_with('{')) {
    const absl::Status status = Request::Builder()
                                    .Principal(item.text)
                                    .Action(kAnyAction)
                                    .Resource("*")
                                    .Build()
                                    .status();
    if (!status.ok()) return AtPlace(item, status);
    return GridPrincipal{.principal = item.text};
  }
  const absl::StatusOr<Request> parts =
      ParseParts(item, R"("action": "sts:GetCallerIdentity", "resource": "*")");
  if (!parts.ok()) return parts.status();
  return GridPrincipal{
      .principal = std::string(parts->principal()),
      .role_arn = std::string(parts->role_arn()),
      .federated_by = std::string(parts->federated_by()),
      .principal_id = std::string(parts->principal_id()),
      .account_is_management = parts->principal_account_is_management(),
      .context = {parts->context().begin(), parts->context().end()}};
}

// Whether an ARN leaves it open whose the resource is.
bool IsWithoutAccount(std::string_view resource) {
  for (int i = 0; i < 4; ++i) {
    const std::size_t colon = resource.find(':');
    if (colon == std::string_view::npos) return true;  // "*"
    resource.remove_prefix(colon + 1);
  }
  return resource.starts_with(':');
}

absl::StatusOr<GridResource> ParseResource(const ListItem& item,
                                           const std::string& account) {
  if (!item.text.starts_with('{')) {
    const absl::Status status = Request::Builder()
                                    .Principal(kAnyPrincipal)
                                    .Action(kAnyAction)
                                    .Resource(item.text)
                                    .ResourceAccount(account)
                                    .Build()
                                    .status();
    if (!status.ok()) return AtPlace(item, status);
    return GridResource{.resource = item.text,
                        .account = IsWithoutAccount(item.text) ? account : ""};
  }
  const absl::StatusOr<Request> parts = ParseParts(
      item, R"("principal": "anonymous", "action": "sts:GetCallerIdentity")");
  if (!parts.ok()) return parts.status();
  return GridResource{
      .resource = std::string(parts->resource()),
      .account = parts->resource_account().empty() &&
                         IsWithoutAccount(parts->resource())
                     ? account
                     : std::string(parts->resource_account()),
      .account_is_management = parts->resource_account_is_management()};
}

absl::Status CheckAction(const ListItem& item, Accounts accounts) {
  const absl::Status status = Request::Builder()
                                  .Principal(kAnyPrincipal)
                                  .Action(item.text)
                                  .Resource("*")
                                  .Build()
                                  .status();
  if (!status.ok()) return AtPlace(item, status);
  for (const AccountFile* account : accounts) {
    const absl::Status asked = account->CheckAction(item.text);
    if (!asked.ok()) return AtPlace(item, asked);
  }
  return absl::OkStatus();
}

// The actions that the policies name in full, sorted.
std::vector<std::string> NamedActions(Accounts accounts) {
  std::vector<std::string> named;
  std::set<std::string> seen;
  for (const AccountFile* account : accounts) {
    for (std::string& action : account->ActionPatterns()) {
      if (HasWildcard(action)) continue;
      if (seen.insert(absl::AsciiStrToLower(action)).second) {
        named.push_back(std::move(action));
      }
    }
  }
  std::sort(named.begin(), named.end());
  return named;
}

// The actions that a pattern stands for: those of the service reference, and
// those that only the policies know of.
std::vector<std::string> ActionsUnder(std::string_view pattern,
                                      const ServiceReference& reference,
                                      const std::vector<std::string>& named) {
  std::vector<std::string> actions;
  std::set<std::string> seen;
  for (const auto& action : reference.ExpandActions(pattern)) {
    actions.push_back(action.full_name());
    seen.insert(absl::AsciiStrToLower(actions.back()));
  }
  for (const std::string& action : named) {
    if (MatchesAction(pattern, action) &&
        seen.insert(absl::AsciiStrToLower(action)).second) {
      actions.push_back(action);
    }
  }
  return actions;
}

absl::Status Missing(std::string_view option, std::string_view why) {
  return absl::InvalidArgumentError(std::string(option) +
                                    " is missing: " + std::string(why));
}

// The arguments of an option, or where there are none what the policies have.
absl::StatusOr<std::vector<ListItem>> ItemsOf(
    const std::vector<std::string>& arguments, std::string_view option,
    const std::vector<std::string>& instead) {
  if (arguments.empty()) {
    if (instead.empty()) {
      return Missing(option, "the policies name none");
    }
    return ReadList(instead, option);
  }
  absl::StatusOr<std::vector<ListItem>> items = ReadList(arguments, option);
  if (items.ok() && items->empty()) {
    return absl::InvalidArgumentError(std::string(option) +
                                      ": the list is empty");
  }
  return items;
}

absl::Status AddPrincipals(const GridOptions& options, Accounts accounts,
                           Grid& grid) {
  std::vector<std::string> known;
  for (const AccountFile* account : accounts) {
    const auto names = account->principals();
    known.insert(known.end(), names.begin(), names.end());
  }
  const absl::StatusOr<std::vector<ListItem>> items =
      ItemsOf(options.principals, "--principals", known);
  if (!items.ok()) return items.status();
  for (const ListItem& item : *items) {
    absl::StatusOr<GridPrincipal> principal = ParsePrincipal(item);
    if (!principal.ok()) return principal.status();
    grid.principals.push_back(*std::move(principal));
  }
  return absl::OkStatus();
}

absl::Status AddActions(const GridOptions& options, Accounts accounts,
                        const ServiceReference& reference, Grid& grid) {
  const std::vector<std::string> named = NamedActions(accounts);
  absl::StatusOr<std::vector<ListItem>> items =
      ItemsOf(options.actions, "--actions", named);
  if (!items.ok()) return items.status();
  items = ExpandActions(*std::move(items), [&](std::string_view pattern) {
    return ActionsUnder(pattern, reference, named);
  });
  if (!items.ok()) return items.status();
  for (const ListItem& item : *items) {
    const absl::Status status = CheckAction(item, accounts);
    if (!status.ok()) return status;
    grid.actions.push_back(item.text);
  }
  return absl::OkStatus();
}

absl::Status AddResources(const GridOptions& options, Accounts accounts,
                          Grid& grid) {
  std::vector<std::string> known;
  for (const AccountFile* account : accounts) {
    const auto names = account->resources();
    known.insert(known.end(), names.begin(), names.end());
  }
  const absl::StatusOr<std::vector<ListItem>> items =
      ItemsOf(options.resources, "--resources", known);
  if (!items.ok()) return items.status();
  for (const ListItem& item : *items) {
    absl::StatusOr<GridResource> resource =
        ParseResource(item, options.resource_account);
    if (!resource.ok()) return resource.status();
    grid.resources.push_back(*std::move(resource));
  }
  return absl::OkStatus();
}

absl::Status SetContext(const GridOptions& options, Grid& grid) {
  Request::Builder builder;
  builder.Principal(kAnyPrincipal).Action(kAnyAction).Resource("*");
  const absl::Status status = AddContext(options.context, builder);
  if (!status.ok()) return status;
  const absl::StatusOr<Request> request = builder.Build();
  if (!request.ok()) return request.status();
  grid.context.assign(request->context().begin(), request->context().end());
  grid.time = request->time();
  // A key that is given here and with a principal.
  for (std::size_t i = 0; i < grid.principals.size(); ++i) {
    if (grid.principals[i].context.empty()) continue;
    const absl::Status cell = grid.RequestAt(i, 0, 0).status();
    if (cell.ok()) continue;
    return absl::InvalidArgumentError(grid.principals[i].principal + ": " +
                                      Message(cell));
  }
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<Grid> MakeGrid(const GridOptions& options, Accounts accounts,
                              const ServiceReference& reference) {
  Grid grid;
  absl::Status status = AddPrincipals(options, accounts, grid);
  if (status.ok()) status = AddActions(options, accounts, reference, grid);
  if (status.ok()) status = AddResources(options, accounts, grid);
  if (status.ok()) status = SetContext(options, grid);
  if (!status.ok()) return status;
  return grid;
}

void AddGridOptions(CLI::App& app, GridOptions& options) {
  const OptionGroup add(app, "GRID");
  add("--principals", options.principals, "PRINCIPAL...",
      "Who asks, as for `iameval can --principal`. Without it: the users,\n"
      "roles and sessions of the account file. A member @FILE stands for the\n"
      "lines of a file (\"@-\": standard input), here and below; empty lines\n"
      "and lines that begin with # are skipped. A line can be a JSON object\n"
      "that says more than a name, with fields of a decision case's request:\n"
      "  {\"principal\": \"arn:...\", \"context\": "
      "{\"aws:PrincipalTag/team\": \"a\"}}");
  add("--actions", options.actions, "ACTION...",
      "service:Name, or a pattern such as s3:Get*, which stands for the\n"
      "actions of AWS's Service Authorization Reference (as the library or\n"
      "--reference has it) and of the policies. Without it: those that the\n"
      "policies name in full.");
  add("--resources", options.resources, "RESOURCE...",
      "ARNs, or \"*\" for actions that take no resource. Without it: the\n"
      "resources of the account file. As a JSON object:\n"
      "  {\"resource\": \"arn:...\", \"resourceAccount\": \"111122223333\"}");
  add("--resource-account", options.resource_account, "ID",
      "The owner of the resources whose ARN does not say (S3).");
  AddContextOptions(app, options.context);
}

}  // namespace iameval_cli
