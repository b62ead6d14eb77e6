#include "contenders.h"

#include <algorithm>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "absl/strings/str_format.h"
#include "base/arn.h"
#include "base/ascii.h"

namespace iameval_bench {
namespace {

using iameval::Decision;
using iameval::Engine;
using iameval::EngineOptions;
using iameval::Policy;
using iameval::PolicySet;
using iameval::PolicyType;
using iameval::Request;
using iameval::internal::EqualsIgnoringAsciiCase;
using iameval::internal::FoldAscii;
using iameval::internal::ParseArn;

bool HasKey(const WorkRequest& request, std::string_view key) {
  return std::any_of(request.context.begin(), request.context.end(),
                     [&](const WorkKey& each) {
                       return EqualsIgnoringAsciiCase(each.key, key);
                     });
}

}  // namespace

std::vector<Policy> ParsePolicies(std::span<const WorkPolicy> policies,
                                  PolicyType type) {
  std::vector<Policy> parsed;
  parsed.reserve(policies.size());
  for (const WorkPolicy& policy : policies) {
    auto one = Policy::Parse(policy.text, type);
    if (!one.ok()) {
      Fail(absl::StrFormat("%s: %s", policy.name, one.status().ToString()));
    }
    parsed.push_back((*std::move(one)).Named(policy.name));
  }
  return parsed;
}

Engine MakeEngine(PolicySet policies) {
  // The workload's expected outcomes know no action that needs no policy.
  const EngineOptions options{.get_caller_identity_is_free = false};
  auto engine = Engine::Create(std::move(policies), options);
  if (!engine.ok()) Fail(engine.status().ToString());
  return *std::move(engine);
}

Engine MakeEngine(const Workload& workload) {
  return MakeEngine(PolicySet{.identity = ParsePolicies(workload.policies)});
}

std::vector<std::string_view> KeysInPolicies(
    std::span<const WorkPolicy> policies,
    std::span<const std::string_view> keys) {
  std::string all;
  for (const WorkPolicy& policy : policies) all += FoldAscii(policy.text);
  std::vector<std::string_view> found;
  for (const std::string_view key : keys) {
    if (all.find(FoldAscii(key)) != std::string::npos) found.push_back(key);
  }
  return found;
}

void DeclareAbsentKeys(std::span<const WorkPolicy> policies,
                       std::span<WorkRequest> requests) {
  // What is derived for a role.
  static constexpr std::string_view kDerived[] = {
      "aws:PrincipalArn",    "aws:PrincipalAccount", "aws:PrincipalIsAWSService",
      "aws:PrincipalType",   "aws:ResourceAccount",  "aws:RequestedRegion",
      "aws:TagKeys",         "aws:CalledViaFirst",   "aws:CalledViaLast",
      "aws:ViaAWSService"};
  const auto derived = KeysInPolicies(policies, kDerived);
  for (WorkRequest& request : requests) {
    request.absent.clear();
    for (const std::string_view key : derived) {
      if (!HasKey(request, key)) request.absent.emplace_back(key);
    }
  }
}

Request MakeRequest(const WorkRequest& request, std::string_view principal) {
  Request::Builder builder;
  builder.Principal(principal)
      .Action(request.action)
      .Resource(request.resource)
      .ResourceAccount(kAccount);
  for (const WorkKey& key : request.context) {
    if (key.multivalued) {
      const std::vector<std::string_view> values(key.values.begin(),
                                                 key.values.end());
      builder.ContextList(key.key, values);
    } else {
      builder.Context(key.key, key.values.front());
    }
  }
  for (const std::string& key : request.absent) {
    builder.ContextAbsent(key);
  }
  auto built = builder.Build();
  if (!built.ok()) Fail(built.status().ToString());
  return *std::move(built);
}

std::vector<Request> MakeRequests(std::span<const WorkRequest> requests) {
  std::vector<Request> made;
  made.reserve(requests.size());
  const std::string_view principal = PrincipalOf(requests);
  for (const WorkRequest& request : requests) {
    made.push_back(MakeRequest(request, principal));
  }
  return made;
}

NaivePolicies MakeNaive(std::span<const WorkPolicy> policies) {
  NaivePolicies naive;
  for (const WorkPolicy& policy : policies) naive.Add(policy.text);
  return naive;
}

std::vector<NaiveRequest> MakeNaiveRequests(
    std::span<const WorkRequest> requests) {
  return {requests.begin(), requests.end()};
}

Decision Expected(std::string_view asked_action, std::string_view resource,
                  Decision outcome) {
  if (outcome != Decision::kAllowed) return outcome;
  const auto arn = ParseArn(resource);
  if (!arn.has_value()) return outcome;
  const std::string action = FoldAscii(asked_action);
  const bool key = arn->service == "kms" && arn->resource.starts_with("key/");
  const bool role = arn->service == "iam" && arn->resource.starts_with("role/");
  const bool trust = action.starts_with("sts:assumerole") ||
                     action == "sts:tagsession" ||
                     action == "sts:setsourceidentity";
  return key || (role && trust) ? Decision::kImplicitDeny : outcome;
}

}  // namespace iameval_bench
