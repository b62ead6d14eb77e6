#include "cli/policy_options.h"

#include <algorithm>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "CLI/CLI.hpp"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_split.h"
#include "cli/files.h"
#include "cli/help.h"
#include "iameval/issue.h"
#include "iameval/policy.h"
#include "iameval/policy_set.h"

namespace iameval_cli {
namespace {

using iameval::Policy;
using iameval::PolicySet;
using iameval::PolicyType;

// The actions that a role's trust policy decides on (S-7.3). sts:AssumeRoot is
// none of them.
bool IsTrustAction(std::string_view action) {
  const std::string name = absl::AsciiStrToLower(std::string(action));
  return absl::StartsWith(name, "sts:assumerole") || name == "sts:tagsession" ||
         name == "sts:setsourceidentity";
}

absl::Status LoadList(const std::vector<std::string>& files, PolicyType type,
                      std::vector<Policy>& policies) {
  for (const std::string& file : files) {
    absl::StatusOr<Policy> policy = LoadPolicy(file, type);
    if (!policy.ok()) return policy.status();
    policies.push_back(*std::move(policy));
  }
  return absl::OkStatus();
}

absl::Status LoadOne(const std::string& file, PolicyType type,
                     std::optional<Policy>& slot) {
  if (file.empty()) return absl::OkStatus();
  absl::StatusOr<Policy> policy = LoadPolicy(file, type);
  if (!policy.ok()) return policy.status();
  slot = *std::move(policy);
  return absl::OkStatus();
}

// No --scp: no such layer. An empty argument: a level without policies, which
// blocks everything (S-7.4).
absl::Status LoadLevels(const std::vector<std::string>& levels, PolicyType type,
                        std::optional<std::vector<PolicySet::Level>>& slot) {
  for (const std::string& level : levels) {
    if (!slot.has_value()) slot.emplace();
    std::vector<std::string> files;
    if (!level.empty()) files = absl::StrSplit(level, ',');
    slot->emplace_back();
    const absl::Status status = LoadList(files, type, slot->back());
    if (!status.ok()) return status;
  }
  return absl::OkStatus();
}

absl::Status LoadInto(const PolicyOptions& options, std::string_view action,
                      PolicySet& set) {
  const PolicyType resource_type =
      IsTrustAction(action) ? PolicyType::kTrust : PolicyType::kResource;
  absl::Status status;
  status.Update(
      LoadList(options.identity, PolicyType::kIdentity, set.identity));
  status.Update(LoadOne(options.boundary, PolicyType::kBoundary, set.boundary));
  if (!options.session.empty()) {
    set.session.emplace();
    status.Update(
        LoadList(options.session, PolicyType::kSession, *set.session));
  }
  status.Update(LoadLevels(options.scp, PolicyType::kScp, set.scp));
  status.Update(LoadLevels(options.rcp, PolicyType::kRcp, set.rcp));
  status.Update(LoadOne(options.resource, resource_type, set.resource));
  status.Update(LoadOne(options.vpc_endpoint, PolicyType::kVpcEndpoint,
                        set.vpc_endpoint));
  return status;
}

void WarnAbout(const Policy& policy, std::vector<std::string>& warnings) {
  const auto errors = std::count_if(
      policy.issues().begin(), policy.issues().end(), [](const auto& issue) {
        return issue.severity == iameval::Severity::kError;
      });
  if (errors == 0) return;
  warnings.push_back(absl::StrFormat(
      "%s: %d error%s that `iameval check --type %s` prints", policy.name(),
      errors, errors == 1 ? "" : "s", iameval::PolicyTypeName(policy.type())));
}

}  // namespace

absl::StatusOr<PolicySet> LoadPolicies(const PolicyOptions& options,
                                       std::string_view action) {
  PolicySet set;
  const absl::Status status = LoadInto(options, action, set);
  if (!status.ok()) return status;
  return set;
}

std::vector<std::string> PolicyWarnings(const PolicySet& policies) {
  std::vector<std::string> warnings;
  const auto all = [&warnings](const auto& list) {
    for (const Policy& policy : list) WarnAbout(policy, warnings);
  };
  all(policies.identity);
  if (policies.boundary) WarnAbout(*policies.boundary, warnings);
  if (policies.session) all(*policies.session);
  for (const auto* levels : {&policies.scp, &policies.rcp}) {
    if (!levels->has_value()) continue;
    for (const PolicySet::Level& level : **levels) all(level);
  }
  if (policies.resource) WarnAbout(*policies.resource, warnings);
  if (policies.vpc_endpoint) WarnAbout(*policies.vpc_endpoint, warnings);
  return warnings;
}

std::vector<std::string> PolicyWarnings(const iameval::AccountFile& file) {
  std::vector<std::string> warnings;
  std::set<std::pair<std::string, PolicyType>> seen;
  for (const iameval::AttachedPolicy& attached : file.policies()) {
    const Policy& policy = attached.policy;
    // A policy's file may be attached in many places.
    if (seen.emplace(policy.name(), policy.type()).second) {
      WarnAbout(policy, warnings);
    }
  }
  return warnings;
}

void AddPolicyOptions(CLI::App& app, PolicyOptions& options) {
  const OptionGroup add_file(app, "POLICIES");
  const auto add_levels = [&app](const char* name, auto& value,
                                 const char* help) {
    app.add_option(name, value, help)
        ->type_name("FILE[,FILE...]")
        ->allow_extra_args(false)
        ->group("POLICIES");
  };
  add_file(
      "--identity", options.identity, "FILE...",
      "Identity-based policies of the caller; of a federated user, those of\n"
      "the user who issued it. \"-\" is standard input, here and below.");
  add_file(
      "--resource-policy", options.resource, "FILE",
      "The policy of the resource. For sts:AssumeRole, AssumeRoleWithSAML,\n"
      "AssumeRoleWithWebIdentity, TagSession and SetSourceIdentity it is the\n"
      "role's trust policy.");
  add_file("--boundary", options.boundary, "FILE",
           "The caller's permissions boundary.");
  add_file("--session", options.session, "FILE...",
           "Session policies of the caller's session.");
  add_levels(
      "--scp", options.scp,
      "Service control policies of one level. Repeat for each level, from\n"
      "the root through the organizational units to the account; every level\n"
      "must allow. An empty argument is a level without policies. Without\n"
      "--scp the account is in no organization.");
  add_levels(
      "--rcp", options.rcp,
      "Resource control policies of one level of the resource's account, as\n"
      "for --scp. RCPFullAWSAccess is understood at each level. They reach\n"
      "the services that support them, as the reference says.");
  add_file("--vpce", options.vpc_endpoint, "FILE",
           "The policy of the VPC endpoint that the request came through.");
}

}  // namespace iameval_cli
