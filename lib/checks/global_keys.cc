#include "checks/global_keys.h"

#include <algorithm>
#include <array>
#include <string>

#include "base/ascii.h"

namespace iameval::internal {
namespace {

using enum KeyType;

struct Row {
  std::string_view name;  // in lower case; with a slash at its end, a family
  KeyType type;
  bool multivalued = false;
};

// Semantics section 6, in the order of the names.
constexpr auto kRows = std::to_array<Row>({
    {"aws:assumedroot", kBool},
    {"aws:calledvia", kString, true},
    {"aws:calledviaawsmcp", kString},
    {"aws:calledviafirst", kString},
    {"aws:calledvialast", kString},
    {"aws:chatbotsourcearn", kArn},
    {"aws:currenttime", kDate},
    {"aws:ec2instancesourceprivateipv4", kIp},
    {"aws:ec2instancesourcevpc", kString},
    {"aws:epochtime", kDate},
    {"aws:federatedprovider", kString},
    {"aws:ismcpserviceaction", kBool},
    {"aws:multifactorauthage", kNumeric},
    {"aws:multifactorauthpresent", kBool},
    {"aws:principalaccount", kString},
    {"aws:principalarn", kArn},
    {"aws:principalisawsservice", kBool},
    {"aws:principalorgid", kString},
    {"aws:principalorgpaths", kString, true},
    {"aws:principalservicename", kString},
    {"aws:principalservicenameslist", kString, true},
    {"aws:principaltag/", kString},
    {"aws:principaltype", kString},
    {"aws:referer", kString},
    {"aws:requestedregion", kString},
    {"aws:requesttag/", kString},
    {"aws:resourceaccount", kString},
    {"aws:resourceorgid", kString},
    {"aws:resourceorgpaths", kString, true},
    {"aws:resourcetag/", kString},
    {"aws:securetransport", kBool},
    {"aws:signinsessionarn", kArn},
    {"aws:sourceaccount", kString},
    {"aws:sourcearn", kArn},
    {"aws:sourceidentity", kString},
    {"aws:sourceip", kIp},
    {"aws:sourceorgid", kString},
    {"aws:sourceorgpaths", kString, true},
    {"aws:sourcevpc", kString},
    {"aws:sourcevpcarn", kArn},
    {"aws:sourcevpce", kString},
    {"aws:tagkeys", kString, true},
    {"aws:tokenissuetime", kDate},
    {"aws:useragent", kString},
    {"aws:userid", kString},
    {"aws:username", kString},
    {"aws:viaawsmcpservice", kBool},
    {"aws:viaawsservice", kBool},
    {"aws:vpceaccount", kString},
    {"aws:vpceorgid", kString},
    {"aws:vpceorgpaths", kString, true},
    {"aws:vpcsourceip", kIp},
    {"codebuild:buildarn", kArn},
    {"codebuild:projectarn", kArn},
    {"ec2:roledelivery", kNumeric},
    {"ec2:sourceinstancearn", kArn},
    {"iam:associatedresourcearn", kArn},
    {"iam:awsservicename", kString},
    {"iam:passedtoservice", kString},
    {"iam:permissionsboundary", kArn},
    {"iam:policyarn", kArn},
    {"iam:resourcetag/", kString},
    {"lambda:sourcefunctionarn", kArn},
    {"ssm:sourceinstancearn", kArn},
    {"sts:awsservicename", kString},
    {"sts:durationseconds", kNumeric},
    {"sts:externalid", kString},
    {"sts:rolesessionname", kString},
    {"sts:sourceidentity", kString},
    {"sts:transitivetagkeys", kString, true},
});

// Of "aws:RequestTag/team" the family's name is looked up.
const Row* Find(std::string_view key) {
  const std::size_t slash = key.find('/');
  const std::string name = FoldAscii(
      slash == std::string_view::npos ? key : key.substr(0, slash + 1));
  const auto* const row = std::lower_bound(
      kRows.begin(), kRows.end(), name,
      [](const Row& a, const std::string& b) { return a.name < b; });
  return row != kRows.end() && row->name == name ? row : nullptr;
}

}  // namespace

std::optional<KeyFacts> FactsOfKey(std::string_view key) {
  const Row* const row = Find(key);
  if (row == nullptr) return std::nullopt;
  return KeyFacts{row->type, row->multivalued};
}

bool IsUnknownGlobalKey(std::string_view key) {
  constexpr std::string_view kPrefix = "aws:";
  // In AWS's own policies, though not in its list.
  for (const std::string_view unlisted :
       {"aws:PrincipalOrgMasterAccountId", "aws:SourceOwner"}) {
    if (EqualsIgnoringAsciiCase(key, unlisted)) return false;
  }
  return EqualsIgnoringAsciiCase(key.substr(0, kPrefix.size()), kPrefix) &&
         Find(key) == nullptr;
}

std::string_view OperatorsOf(KeyType type) {
  switch (type) {
    case kString:
      return "String";
    case kArn:
      return "Arn";
    case kBool:
      return "Bool";
    case kNumeric:
      return "Numeric";
    case kDate:
      return "Date";
    case kIp:
      return "IpAddress";
    case kBinary:
      return "Binary";
  }
  return "String";
}

}  // namespace iameval::internal
