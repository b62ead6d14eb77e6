#include "differential/scene.h"

#include <array>
#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "absl/strings/str_format.h"
#include "base/ascii.h"
#include "differential/random.h"
#include "differential/text_mutation.h"
#include "differential/values.h"

namespace iameval_testing {
namespace {

using iameval::internal::EqualsIgnoringAsciiCase;
using iameval::internal::FoldAscii;

std::string Path(Random& random) {
  return std::string(random.Pick(
      {"", "", "", "division/", "division/team/", "Division/", "ünit/"}));
}

std::string RoleName(Random& random) {
  return std::string(
      random.Pick({"DemoRole", "DemoRole", "demorole", "DemoRole2", "Admin"}));
}

std::string SessionName(Random& random) {
  return std::string(random.Pick(
      {"session-1", "Session-1", "session-2", "i-0123456789abcdef0", "a@b"}));
}

std::string IamArn(const Principal& principal, std::string_view rest) {
  return absl::StrFormat("arn:%s:iam::%s:%s", principal.partition,
                         principal.account, rest);
}

std::string StsArn(const Principal& principal, std::string_view rest) {
  return absl::StrFormat("arn:%s:sts::%s:%s", principal.partition,
                         principal.account, rest);
}

void MakeUser(Random& random, Principal& principal) {
  const std::string path = Path(random);
  const std::string_view name =
      random.Pick({"Alice", "Alice", "alice", "Alice2", "Ünï"});
  principal.text = IamArn(principal, absl::StrFormat("user/%s%s", path, name));
  if (random.Percent(50)) {
    principal.id = random.Pick({"AIDACKCEVSQ6C2EXAMPLE", "AIDA2EXAMPLE"});
  }
}

// A role, or a session of it.
void MakeRole(Random& random, Principal& principal) {
  const std::string role = RoleName(random);
  const std::string session = SessionName(random);
  const bool linked = principal.caller == Caller::kServiceLinkedRole;
  const std::string path =
      linked ? "aws-service-role/sns.amazonaws.com/" : Path(random);
  principal.role_arn =
      IamArn(principal, absl::StrFormat("role/%s%s", path, role));
  const bool as_role =
      principal.caller == Caller::kRole || (linked && random.Percent(40));
  principal.text =
      as_role ? principal.role_arn
              : StsArn(principal,
                       absl::StrFormat("assumed-role/%s/%s", role, session));
  if (random.Percent(50)) {
    principal.id = random.Pick({"AROADBQP57FF2AEXAMPLE", "AROA2EXAMPLE"});
  }
}

void MakeFederatedUser(Random& random, Principal& principal) {
  const std::string_view name = random.Pick({"Alice", "demo", "a:b"});
  principal.text =
      StsArn(principal, absl::StrFormat("federated-user/%s", name));
  if (random.Percent(75)) {
    principal.issuer = IamArn(
        principal, random.Pick({"user/Alice", "user/division/Alice", "root"}));
  }
}

void MakeProvider(Random& random, Principal& principal) {
  if (random.Percent(50)) {
    principal.text =
        random.Pick({"accounts.google.com", "cognito-identity.amazonaws.com",
                     "graph.facebook.com", "www.amazon.com"});
  } else {
    principal.text = IamArn(
        principal,
        random.Pick({"saml-provider/Demo", "oidc-provider/idp.example.com"}));
  }
  principal.account.clear();
}

struct Service {
  std::string_view prefix;
  std::array<std::string_view, 5> actions;
  std::string_view alone;  // an action that takes no resource (S-2.15)
};

constexpr std::array<Service, 11> kServices = {{
    {"s3",
     {"GetObject", "PutObject", "GetObjectTagging", "ListBucket",
      "DeleteObject"},
     "ListAllMyBuckets"},
    {"sqs",
     {"SendMessage", "ReceiveMessage", "GetQueueUrl", "DeleteMessage",
      "ListQueues"},
     "ListQueues"},
    {"kms",
     {"Decrypt", "Encrypt", "GenerateDataKey", "RetireGrant", "DescribeKey"},
     "ListKeys"},
    {"iam",
     {"PassRole", "GetUser", "GetRole", "CreateServiceLinkedRole", "TagRole"},
     "ListUsers"},
    {"sts",
     {"GetFederationToken", "GetSessionToken", "GetCallerIdentity",
      "GetAccessKeyInfo", "DecodeAuthorizationMessage"},
     "GetCallerIdentity"},
    {"dynamodb",
     {"GetItem", "PutItem", "Query", "BatchGetItem", "Scan"},
     "ListTables"},
    {"logs",
     {"PutLogEvents", "GetLogEvents", "CreateLogStream", "FilterLogEvents",
      "DeleteLogGroup"},
     "DescribeDestinations"},
    {"sagemaker",
     {"InvokeEndpoint", "InvokeEndpointAsync", "CreateModel", "ListModels",
      "DescribeEndpoint"},
     "ListEndpoints"},
    {"lambda",
     {"InvokeFunction", "GetFunction", "UpdateFunctionCode", "TagResource",
      "ListTags"},
     "ListFunctions"},
    {"ec2",
     {"StartInstances", "StopInstances", "RunInstances", "CreateTags",
      "TerminateInstances"},
     "DescribeInstances"},
    {"demo-service", {"GetX", "GetY", "Get", "G", "PutX"}, "List"},
}};

std::string_view Region(Random& random) {
  return random.Pick({"us-east-1", "us-east-2", "eu-west-1", "cn-north-1"});
}

std::string Segment(Random& random) {
  if (random.OneIn(150)) return HostileText(random);
  return std::string(random.Pick({"home",
                                  "Alice",
                                  "alice",
                                  "blue",
                                  "a",
                                  "ab",
                                  "2024",
                                  "report.csv",
                                  "DemoRole",
                                  "x*y",
                                  "what?",
                                  "ünï",
                                  "q=1&r",
                                  "dev-ops",
                                  "111122223333",
                                  "a:b",
                                  "$",
                                  "",
                                  "字",
                                  "\U0001F600",
                                  "aabab",
                                  "abbabaab",
                                  "AIDACKCEVSQ6C2EXAMPLE",
                                  "session-1"}));
}

std::string Segments(Random& random) {
  std::string path = Segment(random);
  for (std::size_t more = random.Weighted({50, 30, 15, 5}); more > 0; --more) {
    path += random.Pick({"/", "/", "/", ":"});
    path += Segment(random);
  }
  return path;
}

std::string ServiceResource(Random& random, std::string_view prefix,
                            std::string_view partition,
                            std::string_view account) {
  if (prefix == "s3") {
    const std::string_view bucket =
        random.Pick({"amzn-s3-demo-bucket", "amzn-s3-demo-bucket1"});
    if (random.Percent(25)) {
      return absl::StrFormat("arn:%s:s3:::%s", partition, bucket);
    }
    return absl::StrFormat("arn:%s:s3:::%s/%s", partition, bucket,
                           Segments(random));
  }
  if (prefix == "iam" || prefix == "sts") {
    const std::string path = Path(random);
    const std::string name = RoleName(random);
    return absl::StrFormat("arn:%s:iam::%s:%s/%s%s", partition, account,
                           random.Pick({"role", "user"}), path, name);
  }
  std::string_view shape = "%s";
  if (prefix == "kms")
    shape =
        random.Pick({"key/%s", "key/%s", "key/%s", "alias/%s", "alias/aws/%s"});
  if (prefix == "dynamodb") shape = "table/%s/index/Demo";
  if (prefix == "logs") shape = "log-group:%s:log-stream:a";
  if (prefix == "sagemaker") shape = random.Pick({"endpoint/%s", "model/%s"});
  if (prefix == "lambda") shape = random.Pick({"function:%s", "function:%s:1"});
  if (prefix == "ec2") shape = "instance/%s";
  std::string rest(shape);
  rest.replace(rest.find("%s"), 2, Segments(random));
  const std::string_view region = Region(random);
  return absl::StrFormat("arn:%s:%s:%s:%s:%s", partition, prefix, region,
                         account, rest);
}

std::string TrustAction(Random& random, const Principal& principal) {
  if (principal.caller == Caller::kProvider) {
    return std::string(
        random.Pick({"sts:AssumeRoleWithSAML", "sts:AssumeRoleWithWebIdentity",
                     "sts:AssumeRoleWithWebIdentity"}));
  }
  return std::string(
      random.Pick({"sts:AssumeRole", "sts:AssumeRole", "sts:AssumeRole",
                   "sts:TagSession", "sts:SetSourceIdentity"}));
}

void SetTrustTarget(Random& random, Intent& intent) {
  const Principal& principal = intent.principal;
  std::string_view account = principal.account;
  if (account.empty() || random.Percent(40)) account = PickAccount(random);
  intent.action = TrustAction(random, principal);
  const std::string path = Path(random);
  intent.resource =
      absl::StrFormat("arn:%s:iam::%s:role/%s%s", principal.partition, account,
                      path, RoleName(random));
  if (random.Percent(20)) intent.owner = account;
}

void SetTarget(Random& random, Intent& intent) {
  const Principal& principal = intent.principal;
  const Service& service = random.PickFrom(kServices);
  std::string_view account = principal.account;
  if (account.empty() || random.Percent(30)) account = PickAccount(random);
  if (random.Percent(8)) {
    intent.action = absl::StrFormat("%s:%s", service.prefix, service.alone);
    intent.resource = "*";
    if (random.Percent(50)) intent.owner = account;
    return;
  }
  intent.action = absl::StrFormat("%s:%s", service.prefix,
                                  random.PickFrom(service.actions));
  std::string_view partition = principal.partition;
  if (random.OneIn(25)) partition = random.Pick({"aws", "aws-cn"});
  intent.resource = ServiceResource(random, service.prefix, partition, account);
  // The owner is seldom given where the ARN says it, mostly where it does not.
  const bool in_arn = intent.resource.find(account) != std::string::npos;
  if (random.Percent(in_arn ? 10 : 80)) intent.owner = account;
}

void VaryPrincipal(Random& random, Intent& intent, bool trust) {
  Principal& principal = intent.principal;
  switch (random.Weighted({40, 20, 20, 20})) {
    case 0: {  // another kind of caller of the same account
      const std::string account = principal.account.empty()
                                      ? std::string(PickAccount(random))
                                      : principal.account;
      principal = MakePrincipal(random, PickCaller(random, trust),
                                principal.partition, account);
      break;
    }
    case 1: {  // the same kind of another account
      const std::string_view account = PickAccount(random);
      principal =
          MakePrincipal(random, principal.caller, principal.partition, account);
      break;
    }
    case 2: {  // another one of the same kind and account
      const std::string account = principal.account;
      principal =
          MakePrincipal(random, principal.caller, principal.partition, account);
      break;
    }
    default:  // the same one, of whom the caller knows less
      principal.id.clear();
      if (principal.caller == Caller::kSession) {
        principal.caller = Caller::kSessionWithoutRole;
      }
      if (random.Percent(50)) principal.issuer.clear();
      break;
  }
}

void VaryAction(Random& random, Intent& intent, bool trust) {
  if (trust) {
    intent.action = TrustAction(random, intent.principal);
    if (random.Percent(30)) intent.action = FlipCase(random, intent.action);
    return;
  }
  const Service& service = random.PickFrom(kServices);
  switch (random.Weighted({40, 30, 20, 10})) {
    case 0:
      intent.action = FlipCase(random, intent.action);
      break;
    case 1:  // another action of the same service
      for (const Service& own : kServices) {
        if (intent.action.starts_with(own.prefix)) {
          intent.action = absl::StrFormat("%s:%s", own.prefix,
                                          random.PickFrom(own.actions));
          break;
        }
      }
      break;
    case 2: {
      const std::string changed = NearMiss(random, intent.action);
      const bool usable = changed.find_first_of("*? ") == std::string::npos &&
                          changed.find(':') != std::string::npos &&
                          changed.find(':') == changed.rfind(':') &&
                          changed[0] != ':' &&
                          changed.find(':') + 1 < changed.size();
      if (usable) intent.action = changed;
      break;
    }
    default:
      intent.action = absl::StrFormat("%s:%s", service.prefix,
                                      random.PickFrom(service.actions));
      break;
  }
}

void VaryResource(Random& random, Intent& intent) {
  std::string& resource = intent.resource;
  std::size_t colon = 0;
  for (int i = 0; i < 5 && colon != std::string::npos; ++i) {
    colon = resource.find(':', colon + 1);
  }
  if (colon == std::string::npos) {  // "*"
    if (random.Percent(50)) {
      resource = "arn:aws:s3:::amzn-s3-demo-bucket/*";
    }
    return;
  }
  const std::string head = resource.substr(0, colon + 1);
  const std::string tail = resource.substr(colon + 1);
  switch (random.Weighted({40, 15, 10, 10, 10, 5})) {
    case 0:
      resource = head + NearMiss(random, tail);
      break;
    case 1:
      resource = head + FlipCase(random, tail);
      break;
    case 2:
      resource += random.Pick({"/", "/x", ":x", "*", "é"});
      break;
    case 3: {  // another region, account, partition or none at all
      const std::string_view partition = random.Pick({"aws", "aws", "aws-cn"});
      const std::string_view service = random.Pick({"s3", "sqs", "kms"});
      const std::string_view region = random.Pick({"", "us-east-1"});
      const std::string_view account =
          random.Pick({"", "111122223333", "123456789012", "*"});
      resource = absl::StrFormat("arn:%s:%s:%s:%s:%s", partition, service,
                                 region, account, tail);
      break;
    }
    case 4:
      resource = head + Segments(random);
      break;
    default:
      resource =
          random.Pick({"*", "arn:aws:s3:::", "arn:::::", "arn:aws:::a:"});
      break;
  }
}

}  // namespace

KeyPool& Scene::PoolFor(std::string_view key) {
  for (KeyPool& pool : pools) {
    if (EqualsIgnoringAsciiCase(pool.key, key)) return pool;
  }
  pools.push_back({.key = std::string(key), .values = {}});
  return pools.back();
}

const std::vector<KeyInfo>& ConditionKeys() {
  static const auto* const kKeys = new std::vector<KeyInfo>{
      {"aws:PrincipalTag/team", ValueKind::kString},
      {"aws:PrincipalTag/Ünï", ValueKind::kString},
      {"aws:RequestTag/Project", ValueKind::kString},
      {"aws:ResourceTag/env", ValueKind::kString},
      {"aws:SourceVpc", ValueKind::kString},
      {"s3:prefix", ValueKind::kString},
      {"sts:ExternalId", ValueKind::kString},
      {"aws:TagKeys", ValueKind::kString, true},
      {"aws:PrincipalOrgPaths", ValueKind::kString, true},
      {"aws:CalledVia", ValueKind::kString, true},
      {"dynamodb:Attributes", ValueKind::kString, true},
      {"aws:CalledViaFirst", ValueKind::kString, false, true},
      {"aws:username", ValueKind::kString, false, true},
      {"aws:userid", ValueKind::kString, false, true},
      {"aws:PrincipalType", ValueKind::kString, false, true},
      {"aws:PrincipalAccount", ValueKind::kString, false, true},
      {"aws:ResourceAccount", ValueKind::kString, false, true},
      {"aws:RequestedRegion", ValueKind::kString, false, true},
      {"aws:PrincipalServiceName", ValueKind::kString, false, true},
      {"aws:MultiFactorAuthAge", ValueKind::kNumeric},
      {"s3:max-keys", ValueKind::kNumeric},
      {"demo:Sizes", ValueKind::kNumeric, true},
      {"aws:EpochTime", ValueKind::kNumeric, false, true},
      {"aws:TokenIssueTime", ValueKind::kDate},
      {"demo:Expiry", ValueKind::kDate},
      {"demo:Dates", ValueKind::kDate, true},
      {"aws:CurrentTime", ValueKind::kDate, false, true},
      {"aws:SecureTransport", ValueKind::kBool},
      {"aws:MultiFactorAuthPresent", ValueKind::kBool},
      {"demo:Flags", ValueKind::kBool, true},
      {"aws:ViaAWSService", ValueKind::kBool, false, true},
      {"aws:PrincipalIsAWSService", ValueKind::kBool, false, true},
      {"demo:Blob", ValueKind::kBinary},
      {"demo:Blobs", ValueKind::kBinary, true},
      {"aws:SourceIp", ValueKind::kIp},
      {"aws:VpcSourceIp", ValueKind::kIp},
      {"demo:Addresses", ValueKind::kIp, true},
      {"aws:SourceArn", ValueKind::kArn},
      {"iam:PolicyARN", ValueKind::kArn},
      {"demo:Arns", ValueKind::kArn, true},
      {"aws:PrincipalArn", ValueKind::kArn, false, true},
  };
  return *kKeys;
}

Principal MakePrincipal(Random& random, Caller caller,
                        std::string_view partition, std::string_view account) {
  Principal principal;
  principal.caller = caller;
  principal.partition = partition;
  principal.account = account.empty() ? PickAccount(random) : account;
  switch (caller) {
    case Caller::kUser:
      MakeUser(random, principal);
      break;
    case Caller::kSession:
    case Caller::kSessionWithoutRole:
    case Caller::kRole:
    case Caller::kServiceLinkedRole:
      MakeRole(random, principal);
      break;
    case Caller::kFederatedUser:
      MakeFederatedUser(random, principal);
      break;
    case Caller::kRoot:
      principal.text = IamArn(principal, "root");
      break;
    case Caller::kService:
      principal.text =
          random.Pick({"sns.amazonaws.com", "s3.ap-east-1.amazonaws.com",
                       "ec2.amazonaws.com", "cognito-identity.amazonaws.com"});
      principal.account.clear();
      break;
    case Caller::kAnonymous:
      principal.text = "anonymous";
      principal.account.clear();
      break;
    case Caller::kProvider:
      MakeProvider(random, principal);
      break;
  }
  return principal;
}

Caller PickCaller(Random& random, bool trust) {
  if (trust) {
    return static_cast<Caller>(
        random.Weighted({22, 18, 8, 8, 6, 6, 8, 3, 18, 3}));
  }
  return static_cast<Caller>(
      random.Weighted({27, 20, 8, 8, 10, 8, 7, 6, 2, 4}));
}

std::string DerivedValue(std::string_view key, const Intent& intent) {
  const Principal& p = intent.principal;
  const auto is = [key](std::string_view name) {
    return EqualsIgnoringAsciiCase(key, name);
  };
  const auto after_slash = [](const std::string& text) {
    return text.substr(text.rfind('/') + 1);
  };
  if (is("aws:PrincipalArn")) {
    return p.role_arn.empty() ? p.text : p.role_arn;
  }
  if (is("aws:PrincipalAccount")) {
    return p.account.empty() ? "anonymous" : p.account;
  }
  if (is("aws:ResourceAccount")) return intent.owner;
  if (is("aws:username") && p.caller == Caller::kUser) {
    return after_slash(p.text);
  }
  if (is("aws:userid")) {
    if (p.caller == Caller::kSession) {
      return absl::StrFormat("%s:%s", p.id, after_slash(p.text));
    }
    return p.id.empty() ? p.account : p.id;
  }
  if (is("aws:PrincipalType")) {
    if (p.caller == Caller::kUser) return "User";
    if (p.caller == Caller::kRoot) return "Account";
    if (p.caller == Caller::kFederatedUser) return "FederatedUser";
    return p.account.empty() ? "Anonymous" : "AssumedRole";
  }
  if (is("aws:RequestedRegion")) return "us-east-1";
  if (is("aws:PrincipalServiceName")) return p.text;
  return "";
}

Intent MakeIntent(Random& random, bool trust) {
  Intent intent;
  const std::string_view partition =
      random.Pick({"aws", "aws", "aws", "aws", "aws", "aws-cn", "aws-us-gov"});
  const Caller caller = PickCaller(random, trust);
  intent.principal =
      MakePrincipal(random, caller, partition, PickAccount(random));
  if (trust) {
    SetTrustTarget(random, intent);
  } else {
    SetTarget(random, intent);
  }
  return intent;
}

Intent Vary(Random& random, const Intent& intent, bool trust) {
  Intent varied = intent;
  for (std::size_t n = random.Weighted({0, 70, 30}); n > 0; --n) {
    switch (random.Weighted({35, 25, 30, 10})) {
      case 0:
        VaryPrincipal(random, varied, trust);
        break;
      case 1:
        VaryAction(random, varied, trust);
        break;
      case 2:
        VaryResource(random, varied);
        break;
      default:
        varied.owner = random.Percent(50) ? "" : PickAccount(random);
        break;
    }
  }
  return varied;
}

std::string_view PickAccount(Random& random) {
  return random.Pick({"111122223333", "111122223333", "111122223333",
                      "123456789012", "444455556666"});
}

bool IsTrustAction(std::string_view action) {
  const std::string folded = FoldAscii(action);
  return folded.starts_with("sts:assumerole") || folded == "sts:tagsession" ||
         folded == "sts:setsourceidentity";
}

}  // namespace iameval_testing
