#include "iameval/usage.h"

#include <cstddef>
#include <stop_token>
#include <string>
#include <string_view>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "iameval/engine_builder.h"
#include "iameval/organization.h"

namespace iameval {
namespace {

using testing::ElementsAre;
using testing::SizeIs;

constexpr char kAlice[] = "arn:aws:iam::111122223333:user/Alice";
constexpr char kBob[] = "arn:aws:iam::111122223333:user/Bob";

Policy Parsed(std::string_view statements, const std::string& name,
              PolicyType type = PolicyType::kIdentity) {
  absl::StatusOr<Policy> policy =
      Policy::Parse("{\"Version\": \"2012-10-17\", \"Statement\": [" +
                        std::string(statements) + "]}",
                    type);
  EXPECT_TRUE(policy.ok()) << policy.status();
  return policy->Named(name);
}

Request Ask(std::string_view principal, std::string_view action) {
  absl::StatusOr<Request> request =
      Request::Builder()
          .Principal(principal)
          .Action(action)
          .Resource("arn:aws:s3:::amzn-s3-demo-bucket/a")
          .ResourceAccount("111122223333")
          .Build();
  EXPECT_TRUE(request.ok()) << request.status();
  return *std::move(request);
}

std::vector<std::size_t> Requests(const PolicyUse& use) {
  std::vector<std::size_t> requests;
  for (const StatementUse& statement : use.statements) {
    requests.push_back(statement.requests);
  }
  return requests;
}

const Policy& Shared() {
  static const Policy policy = Parsed(
      R"({"Effect": "Allow", "Action": ["s3:Get*", "s3:GetObject", "s3:Put*"],
          "Resource": "*"},
         {"Effect": "Allow", "Action": "s3:*",
          "Resource": "arn:aws:s3:::another/*"},
         {"Effect": "Deny", "Action": "s3:DeleteObject", "Resource": "*"})",
      "shared");
  return policy;
}

TEST(UsageTest, CountsStatementsAndActionsOfAPolicyThatManyShare) {
  const Policy scp = Parsed(
      R"({"Effect": "Allow", "Action": "*", "Resource": "*"},
         {"Effect": "Deny", "Action": "s3:PutObject", "Resource": "*"})",
      "scp", PolicyType::kScp);
  const Group group{.arn = "arn:aws:iam::111122223333:group/G",
                    .policies = {Shared()}};
  const absl::StatusOr<Engine> engine =
      Engine::Builder()
          .Add(OrganizationalUnit{.id = "r-examplerootid"})
          .Add(Account{.id = "111122223333",
                       .parent = "r-examplerootid",
                       .scps = {{scp}}})
          .Add(group)
          // Attached twice, counted once.
          .Add(User{
              .arn = kAlice, .policies = {Shared()}, .groups = {group.arn}})
          .Add(User{.arn = kBob, .policies = {Shared()}})
          .Build();
  ASSERT_TRUE(engine.ok()) << engine.status();
  const Policy policies[] = {Shared(), scp, Shared()};
  absl::StatusOr<UsageCounter> counter =
      UsageCounter::Create(*engine, policies);
  ASSERT_TRUE(counter.ok()) << counter.status();
  counter->Add(Ask(kAlice, "s3:GetObject"));
  counter->Add(Ask(kAlice, "S3:GETOBJECTACL"));
  counter->Add(Ask(kBob, "s3:GetObject"));
  counter->Add(Ask(kBob, "s3:PutObject"));   // the SCP denies
  counter->Add(Ask(kBob, "s3:ListBucket"));  // nothing matches
  EXPECT_EQ(counter->requests(), 5U);
  ASSERT_THAT(counter->result(), SizeIs(2));
  const PolicyUse& shared = counter->result()[0];
  EXPECT_EQ(shared.policy.name(), "shared");
  EXPECT_THAT(Requests(shared), ElementsAre(3, 0, 0));
  ASSERT_THAT(shared.statements[0].actions, SizeIs(3));
  EXPECT_EQ(shared.statements[0].actions[0].requests, 3U);
  EXPECT_EQ(shared.statements[0].actions[1].requests, 2U);
  EXPECT_EQ(shared.statements[0].actions[2].requests, 0U);
  EXPECT_THAT(Requests(counter->result()[1]), ElementsAre(3, 1));
}

TEST(UsageTest, ABatchIsCountedAsItsRequests) {
  const absl::StatusOr<Engine> engine =
      Engine::Create({.identity = {Shared()}});
  ASSERT_TRUE(engine.ok());
  const auto create = [&engine] {
    return *UsageCounter::Create(*engine, std::vector{Shared()});
  };
  std::vector<Request> requests;
  UsageCounter one_by_one = create();
  for (int i = 0; i < 1000; ++i) {
    requests.push_back(Ask(kAlice, i % 3 == 0   ? "s3:GetObject"
                                   : i % 3 == 1 ? "s3:PutObject"
                                                : "s3:DeleteObject"));
    one_by_one.Add(requests.back());
  }
  for (const unsigned threads : {1U, 3U}) {
    UsageCounter counter = create();
    ASSERT_TRUE(counter.AddBatch(requests, {.threads = threads}).ok());
    EXPECT_EQ(counter.requests(), 1000U);
    EXPECT_EQ(Requests(counter.result()[0]),
              Requests(one_by_one.result()[0]));
    for (std::size_t i = 0; i < 3; ++i) {
      EXPECT_EQ(counter.result()[0].statements[0].actions[i].requests,
                one_by_one.result()[0].statements[0].actions[i].requests);
    }
  }
  std::stop_source stop;
  stop.request_stop();
  EXPECT_TRUE(absl::IsCancelled(
      create().AddBatch(requests, {.stop = stop.get_token()})));
}

TEST(UsageTest, NotActionHasNoParts) {
  const Policy policy = Parsed(
      R"({"Effect": "Allow", "NotAction": "iam:*", "Resource": "*"})", "p");
  const absl::StatusOr<Engine> engine = Engine::Create({.identity = {policy}});
  ASSERT_TRUE(engine.ok());
  absl::StatusOr<UsageCounter> counter =
      UsageCounter::Create(*engine, std::vector{policy});
  ASSERT_TRUE(counter.ok());
  counter->Add(Ask(kAlice, "s3:GetObject"));
  EXPECT_THAT(Requests(counter->result()[0]), ElementsAre(1));
  EXPECT_THAT(counter->result()[0].statements[0].actions, SizeIs(0));
}

TEST(UsageTest, PoliciesThatCannotBeToldApartAreRefused) {
  const Policy one =
      Parsed(R"({"Effect": "Allow", "Action": "a:*", "Resource": "*"})", "p");
  const Policy two =
      Parsed(R"({"Effect": "Allow", "Action": "b:*", "Resource": "*"})", "p");
  const absl::StatusOr<Engine> engine =
      Engine::Create({.identity = {one, two}});
  ASSERT_TRUE(engine.ok());
  const absl::StatusOr<UsageCounter> counter =
      UsageCounter::Create(*engine, std::vector{one, two});
  EXPECT_EQ(counter.status().code(), absl::StatusCode::kInvalidArgument);
  EXPECT_EQ(std::string(counter.status().message()),
            "two different identity policies are called \"p\"");
}

}  // namespace
}  // namespace iameval
