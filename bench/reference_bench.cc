// Look-ups in the service reference (bench/README.md).

#include <algorithm>
#include <cstddef>
#include <random>
#include <string>
#include <string_view>
#include <vector>

#include "benchmark/benchmark.h"
#include "iameval/service_reference.h"

namespace iameval {
namespace {

const ServiceReference& Reference() {
  static const ServiceReference reference = ServiceReference::BuiltIn();
  return reference;
}

template <typename Look>
void ForEach(benchmark::State& state, const std::vector<std::string>& names,
             Look look) {
  for (const std::string& name : names) {
    if (!look(name)) return state.SkipWithError(("not found: " + name).c_str());
  }
  std::size_t next = 0;
  for (auto _ : state) {
    benchmark::DoNotOptimize(look(names[next]));
    next = next + 1 == names.size() ? 0 : next + 1;
  }
}

void FindAction(benchmark::State& state,
                const std::vector<std::string>& names) {
  ForEach(state, names, [](std::string_view name) {
    return Reference().FindAction(name).has_value();
  });
}

void FindAnyAction(benchmark::State& state) {
  std::vector<std::string> names;
  for (const ReferenceAction& action : Reference().ExpandActions("*")) {
    names.push_back(action.full_name());
  }
  std::shuffle(names.begin(), names.end(), std::mt19937(1));
  FindAction(state, names);
}
BENCHMARK(FindAnyAction);

void FindCommonAction(benchmark::State& state) {
  FindAction(state, {"s3:GetObject", "ec2:DescribeInstances", "iam:PassRole",
                     "sagemaker:InvokeEndpointAsync", "kms:Decrypt",
                     "lambda:InvokeFunction", "dynamodb:Query"});
}
BENCHMARK(FindCommonAction);

void FindKey(benchmark::State& state) {
  ForEach(state,
          {"aws:SourceIp", "s3:prefix", "aws:RequestTag/CostCenter",
           "kms:EncryptionContext:App", "aws:PrincipalOrgID"},
          [](std::string_view name) {
            return Reference().FindKey(name).has_value();
          });
}
BENCHMARK(FindKey);

void FindKeyOfAnIdentityProvider(benchmark::State& state) {
  ForEach(state,
          {"token.actions.githubusercontent.com/org:job_workflow_ref",
           "agent.acme.buildkite.dev:cluster_id",
           "cognito-identity.amazonaws.com:aud",
           "codebuild:secondarySources/x.buildStatusConfig.targetUrl"},
          [](std::string_view name) {
            return Reference().FindKey(name).has_value();
          });
}
BENCHMARK(FindKeyOfAnIdentityProvider);

void FindNoKey(benchmark::State& state) {
  ForEach(state,
          {"aws:NoSuchKey", "kms:EncryptionKontext", "oidc.example.com:sub",
           "s3:ExistingObjectTagg/team"},
          [](std::string_view name) {
            return !Reference().FindKey(name).has_value();
          });
}
BENCHMARK(FindNoKey);

// The action that has most keys.
void FindKeyOfAnAction(benchmark::State& state) {
  const auto action = Reference().FindAction("kms:Decrypt");
  ForEach(state,
          {"kms:ViaService", "kms:EncryptionContext:App", "aws:SourceIp",
           "aws:ResourceTag/team"},
          [&action](std::string_view name) {
            return action->FindKey(name).has_value();
          });
}
BENCHMARK(FindKeyOfAnAction);

void FindNoAction(benchmark::State& state) {
  ForEach(state, {"s3:NoSuchAction", "nosuch:GetObject", "GetObject"},
          [](std::string_view name) {
            return !Reference().FindAction(name).has_value();
          });
}
BENCHMARK(FindNoAction);

void FindAService(benchmark::State& state) {
  ForEach(state, {"s3", "ec2", "iam", "sagemaker", "access-analyzer", "xray"},
          [](std::string_view name) {
            return Reference().FindService(name).has_value();
          });
}
BENCHMARK(FindAService);

void FindAResourceType(benchmark::State& state) {
  ForEach(state, {"bucket", "object", "accesspoint", "job"},
          [](std::string_view name) {
            return Reference().FindResourceType("s3", name).has_value();
          });
}
BENCHMARK(FindAResourceType);

void TypesOfAnArn(benchmark::State& state) {
  const auto action = Reference().FindAction("s3:GetObject");
  ForEach(state, {"arn:aws:s3:::amzn-s3-demo-bucket/input/payload.csv"},
          [&action](std::string_view arn) {
            return !action->TypesOf(arn).empty();
          });
}
BENCHMARK(TypesOfAnArn);

void ExpandOneService(benchmark::State& state) {
  ForEach(state, {"s3:Get*Object*"}, [](std::string_view pattern) {
    return !Reference().ExpandActions(pattern).empty();
  });
}
BENCHMARK(ExpandOneService);

}  // namespace
}  // namespace iameval
