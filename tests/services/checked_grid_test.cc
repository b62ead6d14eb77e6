// Many decisions of a CheckedEngine in one call: each must be what Evaluate
// says of that request alone.

#include <algorithm>
#include <cstddef>
#include <stop_token>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "iameval/bulk.h"
#include "iameval/difference.h"
#include "iameval/engine.h"
#include "iameval/policy.h"
#include "iameval/request.h"
#include "iameval/request_check.h"
#include "iameval/service_reference.h"

namespace iameval {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

Policy Parsed(std::string_view statements, PolicyType type) {
  const auto policy =
      Policy::Parse(R"({"Version": "2012-10-17", "Statement": [)" +
                        std::string(statements) + "]}",
                    type);
  EXPECT_TRUE(policy.ok()) << policy.status();
  return *policy;
}

CheckedEngine Checked(std::string_view identity, std::string_view rcp) {
  PolicySet set{.identity = {Parsed(identity, PolicyType::kIdentity)}};
  set.rcp = {{Parsed(rcp, PolicyType::kRcp)}};
  const auto engine = Engine::Create(set);
  EXPECT_TRUE(engine.ok()) << engine.status();
  return CheckedEngine(*engine, ServiceReference::BuiltIn());
}

constexpr std::string_view kIdentity =
    R"({"Effect": "Allow", "Action": "*", "Resource": "*"},
       {"Effect": "Deny", "Action": "s3:ListBucket", "Resource": "*",
        "Condition": {"StringEquals": {"s3:prefix": "secret/"}}},
       {"Effect": "Deny", "Action": "*", "Resource": "*",
        "Condition": {"StringEquals": {"kms:ViaService": "x"}}},
       {"Effect": "Deny", "Action": "iam:ListRoles",
        "Resource": "arn:aws:s3:::*"},
       {"Effect": "Deny", "NotAction": "s3:*", "Resource": "*",
        "Condition": {"StringEquals": {"s3:prefix": "secret/"}}})";
constexpr std::string_view kRcp =
    R"({"Effect": "Deny", "Principal": "*",
        "Action": ["sagemaker:*", "sqs:SendMessage", "sts:Tag*"],
        "Resource": "*"})";

ContextEntry Entry(std::string key, std::string value) {
  return {.key = std::move(key), .values = {std::move(value)}};
}

// Actions and resources of all sorts, context keys that few of them have, and
// one principal with a key of its own.
Grid Everything() {
  return {
      .principals =
          {{.principal = "arn:aws:iam::111122223333:user/Alice"},
           {.principal = "arn:aws:iam::111122223333:role/DemoRole",
            .context = {Entry("KMS:viaservice", "x"),
                        Entry("aws:PrincipalTag/team", "a")}}},
      .actions = {"s3:ListBucket", "s3:GetObject", "S3:listallmybuckets",
                  "iam:ListRoles", "sagemaker:InvokeEndpoint",
                  "sqs:SendMessage", "kms:Decrypt", "nosuch:Thing",
                  "ec2:RunInstances", "s3:PutObject"},
      .resources =
          {{.resource = "*", .account = "111122223333"},
           {.resource = "arn:aws:s3:::amzn-s3-demo-bucket",
            .account = "111122223333"},
           {.resource = "arn:aws:s3:::amzn-s3-demo-bucket/a",
            .account = "444455556666"},
           {.resource = "arn:aws:sagemaker:us-east-1:111122223333:endpoint/e"},
           {.resource = "arn:aws:sqs:us-east-1:111122223333:q",
            .account_is_management = true},
           {.resource = "arn:aws:sqs:us-east-1:111122223333:q"},
           {.resource = "arn:aws:kms:us-east-1:111122223333:key/1234abcd"}},
      .context = {Entry("s3:prefix", "secret/"),
                  Entry("aws:SourceIp", "192.0.2.1")}};
}

TEST(CheckedGrid, EveryCellIsDecidedAsItsRequest) {
  const CheckedEngine engine = Checked(kIdentity, kRcp);
  const Grid grid = Everything();
  std::vector<Decision> decisions(grid.size());
  std::vector<std::size_t> reported;
  std::size_t done = 0;
  const absl::Status status = engine.EvaluateGrid(
      grid, decisions,
      {.threads = 2,
       .progress = [&](std::size_t so_far,
                       std::size_t) { reported.push_back(so_far); },
       .progress_every = 1,
       .done = &done});
  ASSERT_TRUE(status.ok()) << status;
  EXPECT_EQ(done, grid.size());
  EXPECT_EQ(reported.back(), grid.size());
  EXPECT_TRUE(std::is_sorted(reported.begin(), reported.end()));
  std::size_t counts[3] = {};
  std::vector<Request> requests;
  for (std::size_t p = 0; p < grid.principals.size(); ++p) {
    for (std::size_t a = 0; a < grid.actions.size(); ++a) {
      for (std::size_t r = 0; r < grid.resources.size(); ++r) {
        const Request& request =
            requests.emplace_back(*grid.RequestAt(p, a, r));
        const Decision decision = decisions[grid.IndexOf(p, a, r)];
        EXPECT_EQ(decision, engine.Evaluate(request))
            << request.principal() << " " << request.action() << " "
            << request.resource();
        ++counts[static_cast<std::size_t>(decision)];
      }
    }
  }
  for (const std::size_t count : counts) EXPECT_GT(count, 10u);

  std::vector<Decision> batch(requests.size());
  ASSERT_TRUE(engine.EvaluateBatch(requests, batch).ok());
  EXPECT_EQ(batch, decisions);
}

TEST(CheckedGrid, ErrorsNameThePlaceInTheWholeGrid) {
  const CheckedEngine engine = Checked(kIdentity, kRcp);
  const auto error = [&engine](const Grid& grid) {
    std::vector<Decision> decisions(grid.size());
    return engine.EvaluateGrid(grid, decisions).ToString();
  };
  Grid grid = Everything();
  grid.actions[7] = "nosuch";
  EXPECT_THAT(error(grid), HasSubstr("actions[7]"));
  grid = Everything();
  grid.resources[6].resource = "key";
  EXPECT_THAT(error(grid), HasSubstr("resources[6]"));
  grid = Everything();
  grid.principals[1].principal = "Alice";
  EXPECT_THAT(error(grid), HasSubstr("principals[1]"));
  std::vector<Decision> too_few(3);
  EXPECT_FALSE(engine.EvaluateGrid(Everything(), too_few).ok());
  EXPECT_FALSE(engine.EvaluateBatch({}, too_few).ok());
}

TEST(CheckedGrid, AStopIsHeeded) {
  const CheckedEngine engine = Checked(kIdentity, kRcp);
  const Grid grid = Everything();
  std::vector<Decision> decisions(grid.size());
  std::stop_source stop;
  stop.request_stop();
  std::size_t done = 1;
  EXPECT_TRUE(absl::IsCancelled(engine.EvaluateGrid(
      grid, decisions, {.stop = stop.get_token(), .done = &done})));
  EXPECT_EQ(done, 0u);
}

TEST(CheckedGrid, DifferencesAreOfWhatAwsAsks) {
  constexpr std::string_view kAllowsS3 =
      R"({"Effect": "Allow", "Action": "s3:*", "Resource": "*"})";
  constexpr std::string_view kAllowsSqs =
      R"({"Effect": "Allow", "Action": "sqs:*", "Resource": "*"})";
  constexpr std::string_view kDeniesNothing =
      R"({"Effect": "Deny", "Principal": "*", "Action": "s3:NoSuch",
          "Resource": "*"})";
  const CheckedEngine before = Checked(kAllowsSqs, kDeniesNothing);
  const CheckedEngine after = Checked(kAllowsS3, kDeniesNothing);
  const Grid grid{
      .principals = {{.principal = "arn:aws:iam::111122223333:user/Alice"}},
      .actions = {"s3:GetObject", "s3:ListBucket"},
      .resources = {{.resource = "arn:aws:s3:::amzn-s3-demo-bucket"},
                    {.resource = "arn:aws:s3:::amzn-s3-demo-bucket/a"}}};
  std::vector<std::string> gained;
  DifferenceCounts counts;
  const auto on_difference = [&](const Difference& difference) {
    gained.push_back(std::to_string(difference.index) + " " +
                     std::string(difference.request.action()));
    EXPECT_EQ(ExplainDifference(before, after, difference.request)
                  .statements.size(),
              1u);
  };
  ASSERT_TRUE(
      FindDifferences(before, after, grid, on_difference, counts).ok());
  EXPECT_THAT(gained, ElementsAre("1 s3:GetObject", "2 s3:ListBucket"));
  EXPECT_EQ(counts.in(Direction::kGains), 2u);
  EXPECT_EQ(counts.compared(), 4u);

  std::vector<Request> requests;
  for (std::size_t a = 0; a < 2; ++a) {
    for (std::size_t r = 0; r < 2; ++r) {
      requests.push_back(*grid.RequestAt(0, a, r));
    }
  }
  gained.clear();
  ASSERT_TRUE(
      FindDifferences(before, after, requests, on_difference, counts).ok());
  EXPECT_THAT(gained, ElementsAre("1 s3:GetObject", "2 s3:ListBucket"));
}

}  // namespace
}  // namespace iameval
