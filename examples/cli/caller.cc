#include "cli/caller.h"

#include <string>
#include <string_view>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/str_split.h"
#include "iameval/explanation.h"
#include "iameval/request.h"

namespace iameval_cli {
namespace {

// No account has this number.
constexpr char kUnknownAccount[] = "000000000000";

// Key look-ups ignore ASCII case (S-5.2).
bool SameKey(const std::string& a, const std::string& b) {
  return absl::EqualsIgnoreCase(a, b);
}

}  // namespace

StandIn MakeStandIn(std::string_view resource, std::string_view account) {
  const std::vector<std::string> fields =
      absl::StrSplit(std::string(resource), ':');
  const bool is_arn = fields.size() >= 6 && fields[0] == "arn";
  const std::string partition = is_arn ? fields[1] : "aws";
  StandIn stand_in;
  std::string owner(account);
  if (owner.empty() && is_arn) owner = fields[4];
  const bool known = !owner.empty();
  if (!known) {
    owner = kUnknownAccount;
    if (is_arn) stand_in.resource_account = owner;
  }
  stand_in.principal = "arn:" + partition + ":iam::" + owner + ":role/unnamed";
  stand_in.unknown_keys = {"aws:PrincipalArn", "aws:PrincipalType",
                           "aws:userid", "aws:username"};
  stand_in.note = "nobody is named with --principal; assumed is a role in ";
  if (known) {
    stand_in.note += "account " + owner + ", where the resource is";
  } else {
    stand_in.unknown_keys.insert(
        stand_in.unknown_keys.end(),
        {"aws:PrincipalAccount", "aws:ResourceAccount"});
    stand_in.note += "the account of the resource";
  }
  return stand_in;
}

void HideUnknownKeys(StandIn& stand_in, const iameval::Request& request,
                     iameval::Request::Builder& builder) {
  for (const iameval::ContextEntry& entry : request.context()) {
    std::erase_if(stand_in.unknown_keys, [&entry](const std::string& key) {
      return SameKey(key, entry.key);
    });
  }
  for (const std::string& key : stand_in.unknown_keys) {
    builder.ContextAbsent(key);
  }
}

std::string WithoutMadeUpAccount(const StandIn& stand_in, std::string arn) {
  const std::string made_up = std::string(":") + kUnknownAccount + ":";
  if (!absl::StrContains(stand_in.principal, made_up)) return arn;
  return absl::StrReplaceAll(arn, {{made_up, ":${Account}:"}});
}

std::string DependsOnCaller(const StandIn& stand_in,
                            const iameval::Explanation& explanation) {
  for (const std::string& asked : explanation.missing_context_keys) {
    for (const std::string& key : stand_in.unknown_keys) {
      if (SameKey(asked, key)) return key;
    }
  }
  return "";
}

}  // namespace iameval_cli
