// Engine on one policy set: what Create refuses, options, copies, threads, and
// the decision on several requests.

#include "iameval/engine.h"

#include <algorithm>
#include <cstddef>
#include <optional>
#include <ostream>
#include <string>
#include <string_view>
#include <thread>
#include <utility>
#include <vector>

#include "engine/documents.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "iameval/engine_builder.h"
#include "iameval/policy_set.h"
#include "iameval/testing/matchers.h"

namespace iameval_testing {
namespace {

using ::iameval::Decision;
using ::iameval::Engine;
using ::iameval::Explanation;
using ::iameval::Policy;
using ::iameval::PolicySet;
using ::iameval::Request;

// --- Create ---

struct Misplaced {
  std::string name;
  PolicySet policies;
  std::string message;
};

std::ostream& operator<<(std::ostream& os, const Misplaced& misplaced) {
  return os << misplaced.name;
}

class MisplacedTest : public ::testing::TestWithParam<Misplaced> {};

TEST_P(MisplacedTest, IsRefusedWithItsPlace) {
  const auto engine = Engine::Create(GetParam().policies);
  ASSERT_FALSE(engine.ok());
  EXPECT_EQ(engine.status().code(), absl::StatusCode::kInvalidArgument);
  EXPECT_EQ(std::string(engine.status().message()), GetParam().message);
}

std::vector<Misplaced> MisplacedPolicies() {
  const std::string type = " was parsed as a document of type ";
  return {
      {"Identity",
       {.identity = {Identity(), Boundary()}},
       "identity: policy 1" + type + "boundary, expected identity"},
      {"Boundary",
       {.boundary = Identity().Named("identity.json")},
       "boundary: policy \"identity.json\"" + type +
           "identity, expected boundary"},
      {"Session",
       {.session = {{Identity()}}},
       "session: policy 0" + type + "identity, expected session"},
      {"Scp",
       {.scp = {{{Scp()}, {Scp(), Identity()}}}},
       "scp level 2: policy 1" + type + "identity, expected scp"},
      {"Rcp",
       {.rcp = {{{Scp()}}}},
       "rcp level 1: policy 0" + type + "scp, expected rcp"},
      {"Resource",
       {.resource = Identity()},
       "resource: policy 0" + type + "identity, expected resource"},
      {"Endpoint",
       {.vpc_endpoint = ResourcePolicy()},
       "vpce: policy 0" + type + "resource, expected vpce"},
  };
}
INSTANTIATE_TEST_SUITE_P(Policies, MisplacedTest,
                         ::testing::ValuesIn(MisplacedPolicies()),
                         [](const auto& param_info) {
                           return param_info.param.name;
                         });

TEST(CreateTest, AResourcePolicyMayBeATrustPolicy) {
  const Engine engine = ValueOrDie(Engine::Create(
      {.resource = Trust({.action = "sts:AssumeRole",
                          .principal = R"({"AWS": "444455556666"})"})}));
  EXPECT_THAT(
      engine,
      Allows(Build(Ask("arn:aws:iam::444455556666:root", "sts:AssumeRole",
                       "arn:aws:iam::444455556666:role/Demo"))));
}

TEST(CreateTest, NothingAllowsNothing) {
  const Engine engine = ValueOrDie(Engine::Create({}));
  EXPECT_THAT(engine, ImplicitlyDenies(
                          Build(Ask(kAlice).ResourceAccount("111122223333"))));
}

TEST(CreateTest, OnePolicySetAppliesToEveryCaller) {
  const Engine engine = ValueOrDie(Engine::Create({.identity = {Identity()}}));
  for (const std::string_view who :
       {kAlice, kDemoRole, kDemoSession,
        std::string_view("arn:aws:iam::444455556666:user/Bob")}) {
    EXPECT_THAT(engine, Allows(Build(Ask(who, "s3:ListAllMyBuckets", "*"))))
        << who;
  }
}

TEST(CreateTest, TheEngineOutlivesThePolicies) {
  std::optional<Engine> engine;
  {
    PolicySet policies;
    policies.identity.push_back(Identity({.sid = "All"}).Named("all.json"));
    engine = ValueOrDie(Engine::Create(policies));
  }
  const Explanation why =
      engine->Explain(Build(Ask(kAlice, "s3:ListAllMyBuckets", "*")));
  EXPECT_EQ(why.decision, Decision::kAllowed);
  ASSERT_EQ(why.statements.size(), 1U);
  EXPECT_EQ(why.statements[0].statement.policy, "all.json");
  EXPECT_EQ(why.statements[0].statement.sid, "All");
}

// --- Options ---

TEST(OptionsTest, GetCallerIdentityIsFreeUnlessSwitchedOff) {
  const PolicySet policies{.identity = {Identity({.effect = "Deny"})}};
  for (const std::string_view action :
       {"sts:GetCallerIdentity", "STS:getcalleridentity"}) {
    const Request request = Build(Ask(kAlice, action, "*"));
    EXPECT_THAT(ValueOrDie(Engine::Create(policies)), Allows(request));
    EXPECT_THAT(ValueOrDie(Engine::Create(
                    policies, {.get_caller_identity_is_free = false})),
                ExplicitlyDenies(request));
  }
}

// --- EvaluateAll (S-8.6) ---

TEST(EvaluateAllTest, TheMostRestrictiveDecisionWins) {
  const Engine engine = ValueOrDie(Engine::Create(
      {.identity = {Identity({.action = "s3:Get*"}),
                    Identity({.effect = "Deny",
                              .action = "s3:GetObject",
                              .resource = "arn:aws:s3:::*/secret"})}}));
  const auto read = [](std::string_view key) {
    return Build(Ask(kAlice, "s3:GetObject",
                     std::string(kBucket) + "/" + std::string(key))
                     .ResourceAccount("111122223333"));
  };
  const Request allowed = read("public");
  const Request explicitly = read("secret");
  const Request implicitly =
      Build(Ask(kAlice, "s3:PutObject").ResourceAccount("111122223333"));
  const auto all = [&engine](std::vector<Request> requests) {
    return engine.EvaluateAll(requests);
  };
  EXPECT_EQ(all({allowed}), Decision::kAllowed);
  EXPECT_EQ(all({allowed, allowed}), Decision::kAllowed);
  EXPECT_EQ(all({allowed, implicitly, allowed}), Decision::kImplicitDeny);
  EXPECT_EQ(all({implicitly, explicitly, allowed}), Decision::kExplicitDeny);
  EXPECT_EQ(all({explicitly, implicitly}), Decision::kExplicitDeny);
  EXPECT_EQ(all({}), Decision::kImplicitDeny);
}

// --- Many actions ---

constexpr int kNames = 400;

std::string NameOfAction(int number) {
  return "demo:Action" + std::to_string(number);
}

std::string Object(int bucket, int folder) {
  return "arn:aws:s3:::bucket-" + std::to_string(bucket) + "/" +
         std::to_string(folder) + "/";
}

// Statement i, of its own bucket, lists names beginning at number i and in an
// order that is no other statement's. This is the one at place k.
int NumberAt(int statement, int k) {
  return (statement + k * (2 * statement + 3)) % kNames;
}

bool Lists(int statement, int count, int name) {
  for (int k = 0; k < count; ++k) {
    if (NumberAt(statement, k) == name) return true;
  }
  return false;
}

class ManyActionsTest : public ::testing::TestWithParam<int> {};

// Lists of any length, in any order, where an action leads to so many
// statements that they are found by resource.
TEST_P(ManyActionsTest, AreListedOrNot) {
  const int count = GetParam();
  constexpr int kStatements = 80;
  std::string text = R"({"Version": "2012-10-17", "Statement": [)";
  for (int i = 0; i < kStatements; ++i) {
    text += i == 0 ? "" : ",";
    text += R"({"Effect": "Allow", "Resource": [)";
    for (int k = 0; k < 20; ++k) {
      text += (k == 0 ? "\"" : ", \"") + Object(i, k) + "*\"";
    }
    text += R"(], "Action": [)";
    for (int k = 0; k < count; ++k) {
      text += (k == 0 ? "\"" : ", \"") + NameOfAction(NumberAt(i, k)) + "\"";
    }
    text += "]}";
  }
  text += "]}";
  const Policy policy = ValueOrDie(Policy::Parse(text));
  const Engine engine = ValueOrDie(Engine::Create({.identity = {policy}}));
  for (int name = 0; name < kNames; ++name) {
    for (const int statement : {0, 1, 6, 17, 79}) {
      Request::Builder builder =
          Ask(kAlice, NameOfAction(name), Object(statement, 7) + "x");
      EXPECT_EQ(engine.Evaluate(Build(builder)),
                Lists(statement, count, name) ? Decision::kAllowed
                                              : Decision::kImplicitDeny)
          << NameOfAction(name) << " in statement " << statement;
    }
  }
}

INSTANTIATE_TEST_SUITE_P(Counts, ManyActionsTest,
                         ::testing::Values(1, 2, 40, 64, 65, 66, 200));

// --- Copies and threads ---

TEST(CopyTest, CopiesDecideAlikeAndOutliveOneAnother) {
  std::optional<Engine> engine =
      ValueOrDie(Engine::Create({.identity = {Identity()}}));
  const Engine copy = *engine;
  engine.reset();
  EXPECT_THAT(copy, Allows(Build(Ask(kAlice, "s3:ListAllMyBuckets", "*"))));
}

TEST(ToBuilderTest, OfAPolicySetIsEmpty) {
  const Engine engine = ValueOrDie(Engine::Create({.identity = {Identity()}}));
  const Engine other = ValueOrDie(engine.ToBuilder().Build());
  EXPECT_THAT(other,
              ImplicitlyDenies(Build(Ask(kAlice, "s3:ListAllMyBuckets", "*"))));
}

// Requests that go through every part of an evaluation: conditions, variables,
// sessions, keys that the engine knows, tags, endpoints, other accounts.
std::vector<Request> ManyRequests() {
  std::vector<Request> requests;
  for (const std::string_view who :
       {kAlice, kDemoRole, kDemoSession,
        std::string_view("arn:aws:iam::444455556666:user/Bob"),
        std::string_view("logs.amazonaws.com"),
        std::string_view("anonymous")}) {
    for (const std::string_view action :
         {"s3:GetObject", "s3:PutObject", "S3:deleteobject", "demo:Unknown"}) {
      for (const std::string_view key : {"Alice/a", "DemoRole/b", "x"}) {
        Request::Builder builder =
            Ask(who, action, std::string(kBucket) + "/" + std::string(key));
        builder.Context("aws:SecureTransport", "true");
        if (key == "x") builder.Context("aws:SourceVpce", "vpce-1a2b3c4d");
        requests.push_back(Build(builder));
      }
    }
  }
  return requests;
}

Engine ForManyRequests() {
  const std::string own = R"({"Version": "2012-10-17", "Statement": [
      {"Effect": "Allow", "Action": "s3:*",
       "Resource": "arn:aws:s3:::*/${aws:username, 'DemoRole'}/*"},
      {"Effect": "Deny", "Action": "s3:Delete*", "Resource": "*",
       "Condition": {"StringNotEquals": {"aws:PrincipalTag/team": "blue"},
                     "StringLike": {"aws:userid": "*"}}}]})";
  const Policy identity = ValueOrDie(Policy::Parse(own));
  return ValueOrDie(Engine::Builder()
                        .Add(iameval::User{.arn = std::string(kAlice),
                                           .policies = {identity},
                                           .tags = {{"team", "blue"}},
                                           .unique_id = "AIDAEXAMPLE"})
                        .Add(iameval::Role{.arn = std::string(kDemoRole),
                                           .policies = {identity},
                                           .unique_id = "AROAEXAMPLE"})
                        .Add(iameval::Resource{
                            .arn = std::string(kBucket),
                            .account = "111122223333",
                            .policy = ResourcePolicy({.action = "s3:PutObject",
                                                      .condition = R"({"Bool": {
                       "aws:PrincipalIsAWSService": "true"}})"})})
                        .Add(iameval::VpcEndpoint{
                            .id = "vpce-1a2b3c4d",
                            .policy = EndpointPolicy({.action = "s3:Get*"})})
                        .Build());
}

std::vector<Decision> EvaluateEach(const Engine& engine,
                                   const std::vector<Request>& requests) {
  std::vector<Decision> decisions;
  for (const Request& request : requests) {
    decisions.push_back(engine.Evaluate(request));
  }
  return decisions;
}

// Without a lock, one engine and one list of requests for all of them.
TEST(ThreadsTest, DecideAlike) {
  const Engine engine = ForManyRequests();
  const std::vector<Request> requests = ManyRequests();
  const std::vector<Decision> expected = EvaluateEach(engine, requests);
  EXPECT_THAT(expected,
              ::testing::AllOf(::testing::Contains(Decision::kAllowed),
                               ::testing::Contains(Decision::kImplicitDeny),
                               ::testing::Contains(Decision::kExplicitDeny)));
  constexpr std::size_t kThreads = 4;
  std::vector<std::vector<Decision>> decisions(kThreads);
  std::vector<std::thread> threads;
  for (std::size_t i = 0; i < kThreads; ++i) {
    threads.emplace_back([&, i] {
      const Engine copy = engine;
      for (int round = 0; round < 50; ++round) {
        decisions[i] = EvaluateEach(round % 2 == 0 ? engine : copy, requests);
        if (decisions[i] != expected) return;
      }
      decisions[i] = EvaluateEach(copy, requests);
      (void)engine.Explain(requests[i]).ToText();
    });
  }
  for (std::thread& thread : threads) thread.join();
  for (const std::vector<Decision>& each : decisions) {
    EXPECT_EQ(each, expected);
  }
}

TEST(ExplainTest, AgreesWithEvaluate) {
  const Engine engine = ForManyRequests();
  for (const Request& request : ManyRequests()) {
    const Explanation why = engine.Explain(request);
    EXPECT_EQ(why.decision, engine.Evaluate(request));
    EXPECT_FALSE(why.reason.empty());
    const auto determining =
        std::count_if(why.statements.begin(), why.statements.end(),
                      [](const auto& report) { return report.determining; });
    EXPECT_EQ(determining > 0, why.decision != Decision::kImplicitDeny)
        << why.ToText(true);
  }
}

}  // namespace
}  // namespace iameval_testing
