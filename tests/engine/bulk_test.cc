#include "iameval/bulk.h"

#include <cstddef>
#include <set>
#include <span>
#include <stop_token>
#include <string>
#include <string_view>
#include <thread>
#include <utility>
#include <vector>

#include "absl/strings/str_format.h"
#include "engine/documents.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "iameval/engine.h"
#include "iameval/engine_builder.h"

namespace iameval_testing {
namespace {

using iameval::BulkOptions;
using iameval::ContextEntry;
using iameval::Decision;
using iameval::DecisionCounts;
using iameval::Engine;
using iameval::Grid;
using iameval::Request;
using testing::AllOf;
using testing::Each;
using testing::ElementsAre;
using testing::HasSubstr;

constexpr Decision kUntouched = static_cast<Decision>(77);
constexpr auto kAllowed = Decision::kAllowed;
constexpr auto kImplicitDeny = Decision::kImplicitDeny;
constexpr auto kExplicitDeny = Decision::kExplicitDeny;

ContextEntry Single(std::string_view key, std::string_view value) {
  return {std::string(key), ContextEntry::Shape::kSingle, {std::string(value)}};
}

// Everybody reads amzn-s3-demo-bucket, a user below its own name writes there,
// nobody touches what is secret.
Engine BucketEngine() {
  return ValueOrDie(Engine::Create(
      {.identity = {
           Identity({.action = "s3:Get*",
                     .resource = "arn:aws:s3:::amzn-s3-demo-bucket/*"}),
           Identity({.action = "s3:PutObject",
                     .resource = "arn:aws:s3:::amzn-s3-demo-bucket/"
                                 "${aws:username}/*"}),
           Identity(
               {.effect = "Deny", .resource = "arn:aws:s3:::*/secret*"})}}));
}

std::vector<Decision> OneByOne(const Engine& engine,
                               std::span<const Request> requests) {
  std::vector<Decision> decisions;
  for (const Request& request : requests) {
    decisions.push_back(engine.Evaluate(request));
  }
  return decisions;
}

std::vector<Decision> OneByOne(const Engine& engine, const Grid& grid) {
  std::vector<Decision> decisions;
  for (std::size_t p = 0; p < grid.principals.size(); ++p) {
    for (std::size_t a = 0; a < grid.actions.size(); ++a) {
      for (std::size_t r = 0; r < grid.resources.size(); ++r) {
        decisions.push_back(
            engine.Evaluate(ValueOrDie(grid.RequestAt(p, a, r))));
      }
    }
  }
  return decisions;
}

std::vector<Decision> EvaluateGrid(const Engine& engine, const Grid& grid) {
  std::vector<Decision> decisions(grid.size(), kUntouched);
  const absl::Status status = engine.EvaluateGrid(grid, decisions);
  EXPECT_TRUE(status.ok()) << status;
  return decisions;
}

// ---------------------------------------------------------------------------
// Batches

std::vector<Request> ManyRequests(std::size_t count) {
  std::vector<Request> requests;
  requests.reserve(count);
  for (std::size_t i = 0; i < count; ++i) {
    requests.push_back(
        Build(Ask(kAlice, i % 3 == 0 ? "s3:GetObject" : "s3:PutObject",
                  absl::StrFormat("arn:aws:s3:::amzn-s3-demo-bucket/%s/%d",
                                  i % 2 == 0   ? "Alice"
                                  : i % 5 == 0 ? "secret"
                                               : "Bob",
                                  i % 7))));
  }
  return requests;
}

class BatchTest : public testing::Test {
 protected:
  void SetUp() override { expected_ = OneByOne(engine_, requests_); }

  const Engine engine_ = BucketEngine();
  const std::vector<Request> requests_ = ManyRequests(20'000);
  std::vector<Decision> expected_;
  std::vector<Decision> results_ =
      std::vector<Decision>(requests_.size(), kUntouched);
};

TEST_F(BatchTest, AnswersInTheOrderOfTheRequests) {
  ASSERT_TRUE(engine_.EvaluateBatch(requests_, results_).ok());
  EXPECT_EQ(results_, expected_);
  EXPECT_EQ(std::set<Decision>(results_.begin(), results_.end()).size(), 3u);
}

TEST_F(BatchTest, ThreadsDoNotChangeTheAnswers) {
  for (const unsigned threads : {0u, 2u, 3u, 7u, 100'000u}) {
    results_.assign(requests_.size(), kUntouched);
    std::size_t done = 0;
    ASSERT_TRUE(engine_
                    .EvaluateBatch(requests_, results_,
                                   {.threads = threads, .done = &done})
                    .ok());
    EXPECT_EQ(results_, expected_);
    EXPECT_EQ(done, requests_.size());
  }
}

TEST_F(BatchTest, NoRequestsAreNoProblem) {
  std::size_t calls = 0;
  EXPECT_TRUE(engine_
                  .EvaluateBatch({}, {},
                                 {.threads = 2,
                                  .progress =
                                      [&](std::size_t done, std::size_t total) {
                                        ++calls;
                                        EXPECT_EQ(done, 0u);
                                        EXPECT_EQ(total, 0u);
                                      }})
                  .ok());
  EXPECT_EQ(calls, 1u);
}

TEST_F(BatchTest, RefusesRoomOfAnotherSize) {
  results_.pop_back();
  std::size_t done = 5;
  const absl::Status status =
      engine_.EvaluateBatch(requests_, results_, {.done = &done});
  EXPECT_EQ(status.code(), absl::StatusCode::kInvalidArgument);
  EXPECT_THAT(std::string(status.message()),
              AllOf(HasSubstr("19999"), HasSubstr("20000")));
  EXPECT_EQ(done, 0u);
  EXPECT_THAT(results_, Each(kUntouched));
}

TEST_F(BatchTest, ProgressIsReportedFromTheCallingThread) {
  for (const unsigned threads : {1u, 3u}) {
    std::vector<std::size_t> reports;
    const auto caller = std::this_thread::get_id();
    ASSERT_TRUE(
        engine_
            .EvaluateBatch(requests_, results_,
                           {.threads = threads,
                            .progress =
                                [&](std::size_t done, std::size_t total) {
                                  EXPECT_EQ(std::this_thread::get_id(), caller);
                                  EXPECT_EQ(total, requests_.size());
                                  reports.push_back(done);
                                },
                            .progress_every = 5'000})
            .ok());
    ASSERT_FALSE(reports.empty());
    EXPECT_EQ(reports.back(), requests_.size());
    for (std::size_t i = 1; i < reports.size(); ++i) {
      EXPECT_LT(reports[i - 1], reports[i]);
    }
    EXPECT_LE(reports.size(), 5u);
  }
}

TEST_F(BatchTest, StopsBeforeTheFirstRequest) {
  std::stop_source stop;
  stop.request_stop();
  std::size_t done = 5;
  std::size_t reports = 0;
  const absl::Status status = engine_.EvaluateBatch(
      requests_, results_,
      {.threads = 2,
       .progress = [&](std::size_t, std::size_t) { ++reports; },
       .stop = stop.get_token(),
       .done = &done});
  EXPECT_EQ(status.code(), absl::StatusCode::kCancelled);
  EXPECT_EQ(done, 0u);
  EXPECT_EQ(reports, 0u);
  EXPECT_THAT(results_, Each(kUntouched));
}

TEST_F(BatchTest, WhatWasDecidedBeforeTheStopStays) {
  for (const unsigned threads : {1u, 3u}) {
    results_.assign(requests_.size(), kUntouched);
    std::stop_source stop;
    std::size_t done = 0;
    const absl::Status status = engine_.EvaluateBatch(
        requests_, results_,
        {.threads = threads,
         .progress = [&](std::size_t, std::size_t) { stop.request_stop(); },
         .progress_every = 1,
         .stop = stop.get_token(),
         .done = &done});
    // Other threads may have made everything before the stop reaches them.
    if (threads == 1 || !status.ok()) {
      EXPECT_EQ(status.code(), absl::StatusCode::kCancelled);
      EXPECT_LT(done, requests_.size());
    } else {
      EXPECT_EQ(done, requests_.size());
    }
    for (std::size_t i = 0; i < done; ++i) {
      ASSERT_EQ(results_[i], expected_[i]);
    }
  }
}

TEST_F(BatchTest, AStopAtTheEndComesTooLate) {
  std::stop_source stop;
  const std::span<const Request> few = std::span(requests_).first(10);
  EXPECT_TRUE(
      engine_
          .EvaluateBatch(few, std::span(results_).first(10),
                         {.progress = [&](std::size_t,
                                          std::size_t) { stop.request_stop(); },
                          .stop = stop.get_token()})
          .ok());
}

// ---------------------------------------------------------------------------
// Grids

Grid BucketGrid() {
  return {.principals = {{.principal = std::string(kAlice)},
                         {.principal = "arn:aws:iam::111122223333:user/Bob"}},
          .actions = {"s3:GetObject", "S3:putobject"},
          .resources = {{"arn:aws:s3:::amzn-s3-demo-bucket/Alice/q1.csv"},
                        {"arn:aws:s3:::amzn-s3-demo-bucket/secret"},
                        {"*"}}};
}

TEST(GridTest, PrincipalsThenActionsThenResources) {
  const Grid grid = BucketGrid();
  EXPECT_EQ(grid.size(), 12u);
  EXPECT_EQ(grid.IndexOf(1, 0, 2), 8u);
  EXPECT_THAT(EvaluateGrid(BucketEngine(), grid),
              ElementsAre(kAllowed, kExplicitDeny, kImplicitDeny,  // read
                          kAllowed, kExplicitDeny, kImplicitDeny,  // write
                          kAllowed, kExplicitDeny, kImplicitDeny,  // Bob reads
                          kImplicitDeny, kExplicitDeny, kImplicitDeny));
}

TEST(GridTest, Counts) {
  std::vector<DecisionCounts> counts(2, DecisionCounts{1, 1, 1});
  ASSERT_TRUE(BucketEngine().CountGrid(BucketGrid(), counts).ok());
  EXPECT_EQ(counts[0], (DecisionCounts{2, 2, 2}));
  EXPECT_EQ(counts[1], (DecisionCounts{1, 3, 2}));
}

TEST(GridTest, ACellIsTheRequestOfItsParts) {
  Grid grid{
      .principals = {{.principal = std::string(kDemoSession),
                      .role_arn = std::string(kDemoRole),
                      .principal_id = "AROADBQP57FF2AEXAMPLE",
                      .account_is_management = true,
                      .context = {Single("aws:PrincipalTag/team", "blue")}}},
      .actions = {"s3:GetObject"},
      .resources = {{std::string(kObject), "444455556666", true}},
      .context = {Single("aws:SecureTransport", "true")},
      .time = std::chrono::sys_seconds(std::chrono::seconds(1704067200))};
  const Request request = ValueOrDie(grid.RequestAt(0, 0, 0));
  EXPECT_EQ(request.principal(), kDemoSession);
  EXPECT_EQ(request.role_arn(), kDemoRole);
  EXPECT_EQ(request.principal_id(), "AROADBQP57FF2AEXAMPLE");
  EXPECT_TRUE(request.principal_account_is_management());
  EXPECT_EQ(request.action(), "s3:GetObject");
  EXPECT_EQ(request.resource(), kObject);
  EXPECT_EQ(request.resource_account(), "444455556666");
  EXPECT_TRUE(request.resource_account_is_management());
  EXPECT_EQ(request.time(), grid.time);
  ASSERT_EQ(request.context().size(), 2u);
  EXPECT_EQ(request.context()[0].key, "aws:SecureTransport");
  EXPECT_EQ(request.context()[1].key, "aws:PrincipalTag/team");
}

TEST(GridTest, EmptyAxesHaveNoCells) {
  for (const int axis : {0, 1, 2}) {
    Grid grid = BucketGrid();
    if (axis == 0) grid.principals.clear();
    if (axis == 1) grid.actions.clear();
    if (axis == 2) grid.resources.clear();
    EXPECT_EQ(grid.size(), 0u);
    EXPECT_TRUE(BucketEngine().EvaluateGrid(grid, {}).ok()) << axis;
  }
}

TEST(GridTest, RefusesRoomOfAnotherSize) {
  std::vector<Decision> results(11, kUntouched);
  const absl::Status status =
      BucketEngine().EvaluateGrid(BucketGrid(), results);
  EXPECT_EQ(status.code(), absl::StatusCode::kInvalidArgument);
  EXPECT_THAT(results, Each(kUntouched));
  std::vector<DecisionCounts> counts(3);
  EXPECT_EQ(BucketEngine().CountGrid(BucketGrid(), counts).code(),
            absl::StatusCode::kInvalidArgument);
}

std::string ErrorOf(const Grid& grid) {
  std::vector<Decision> results(grid.size());
  const absl::Status status = BucketEngine().EvaluateGrid(grid, results);
  EXPECT_EQ(status.code(), absl::StatusCode::kInvalidArgument);
  return std::string(status.message());
}

TEST(GridTest, ErrorsNameTheAxisAndTheNumber) {
  Grid grid = BucketGrid();
  grid.principals[1].principal = "arn:aws:iam::111122223333:group/Developers";
  EXPECT_THAT(ErrorOf(grid), HasSubstr("principals[1]: principal: found"));
  grid = BucketGrid();
  grid.principals[1].role_arn = std::string(kDemoRole);
  EXPECT_THAT(ErrorOf(grid), HasSubstr("principals[1]: roleArn: found"));
  grid = BucketGrid();
  grid.actions[1] = "s3:Put*";
  EXPECT_THAT(ErrorOf(grid), HasSubstr("actions[1]: action: found"));
  grid = BucketGrid();
  grid.resources[2].resource = "arn:aws:s3";
  EXPECT_THAT(ErrorOf(grid), HasSubstr("resources[2]: resource: found"));
  grid = BucketGrid();
  grid.resources[0].account = "1111";
  EXPECT_THAT(ErrorOf(grid), HasSubstr("resources[0]: resourceAccount: found"));
}

TEST(GridTest, RefusesContextsThatNoRequestCouldHave) {
  Grid grid = BucketGrid();
  grid.context = {Single("aws:SourceVpc", "vpc-1"),
                  Single("AWS:sourceVPC", "")};
  EXPECT_THAT(ErrorOf(grid), HasSubstr("context: key \"AWS:sourceVPC\""));
  grid.context.pop_back();
  grid.principals[1].context = {Single("aws:sourcevpc", "vpc-2")};
  EXPECT_THAT(ErrorOf(grid), AllOf(HasSubstr("principals[1]: context: key"),
                                   HasSubstr("given twice")));
  grid.principals[1].context = {Single("a:b", "1"), Single("A:B", "2")};
  EXPECT_THAT(ErrorOf(grid), HasSubstr("principals[1]: context: key \"A:B\""));
  grid.principals[1].context = {
      {"a:b", ContextEntry::Shape::kSingle, {"1", "2"}}};
  EXPECT_THAT(ErrorOf(grid),
              HasSubstr("principals[1]: context: key \"a:b\" is single-valued, "
                        "found 2 values"));
  grid.principals[1].context = {Single("a:b", "\xFF")};
  EXPECT_THAT(ErrorOf(grid), HasSubstr("principals[1]: a:b: not valid UTF-8"));
}

TEST(GridTest, TheFirstWrongPrincipalIsNamedWhateverTheThreads) {
  Grid grid = BucketGrid();
  grid.principals.resize(3'000, grid.principals.front());
  for (const std::size_t wrong : {1'500u, 1'501u, 2'999u}) {
    grid.principals[wrong].principal = "nobody";
  }
  std::vector<Decision> results(grid.size());
  for (const unsigned threads : {1u, 2u, 5u}) {
    std::size_t done = 0;
    const absl::Status status = BucketEngine().EvaluateGrid(
        grid, results, {.threads = threads, .done = &done});
    EXPECT_EQ(status.code(), absl::StatusCode::kInvalidArgument);
    EXPECT_THAT(std::string(status.message()),
                testing::StartsWith("principals[1500]:"));
    EXPECT_LE(done, 1'500 * 6u);
  }
}

// A role session in an organization, whose own keys matter.
TEST(GridTest, KeysOfEachPrincipalsOwn) {
  const Engine engine = ValueOrDie(Engine::Create(
      {.identity = {
           Identity({.action = "sqs:*", .condition = R"({"StringEquals":
                                      {"aws:PrincipalTag/team": "blue"}})"}),
           Identity(
               {.action = "sns:*", .condition = R"({"ForAllValues:StringEquals":
                         {"aws:TagKeys": ["owner", "project"]},
                         "Null": {"aws:TagKeys": "false"}})"}),
           Identity({.action = "kms:*", .condition = R"({"StringEquals":
                         {"aws:CalledViaLast": "ses.amazonaws.com"}})"})}}));
  const auto own = [](std::vector<ContextEntry> context) {
    return iameval::GridPrincipal{.principal = std::string(kAlice),
                                  .context = std::move(context)};
  };
  const Grid grid{
      .principals = {own({}), own({Single("aws:PrincipalTag/team", "blue")}),
                     own({Single("aws:RequestTag/owner", "x")}),
                     own({Single("aws:RequestTag/color", "x")}),
                     own({{"aws:CalledVia",
                           ContextEntry::Shape::kMulti,
                           {"cloudformation.amazonaws.com",
                            "ses.amazonaws.com"}}}),
                     own({{"aws:TagKeys", ContextEntry::Shape::kAbsent, {}}})},
      .actions = {"sqs:SendMessage", "sns:Publish", "kms:ListKeys"},
      .resources = {{"*"}},
      .context = {Single("aws:RequestTag/project", "x")}};
  EXPECT_THAT(EvaluateGrid(engine, grid),
              ElementsAre(kImplicitDeny, kAllowed, kImplicitDeny,       //
                          kAllowed, kAllowed, kImplicitDeny,            // team
                          kImplicitDeny, kAllowed, kImplicitDeny,       // owner
                          kImplicitDeny, kImplicitDeny, kImplicitDeny,  // color
                          kImplicitDeny, kAllowed, kAllowed,  // called via
                          kImplicitDeny, kImplicitDeny, kImplicitDeny));
  EXPECT_EQ(EvaluateGrid(engine, grid), OneByOne(engine, grid));
}

// cognito-identity.amazonaws.com calls as an identity provider where a role is
// assumed with a web identity, and as a service elsewhere.
TEST(GridTest, APrincipalWhoseKindDependsOnTheAction) {
  const Engine engine = ValueOrDie(Engine::Create(
      {.resource =
           Make(iameval::PolicyType::kTrust,
                {.action = "sts:*",
                 .principal =
                     R"({"Federated": "cognito-identity.amazonaws.com"})"})}));
  const Grid grid{
      .principals = {{.principal = std::string(kAlice)},
                     {.principal = "cognito-identity.amazonaws.com"}},
      .actions = {"sts:AssumeRole", "sts:AssumeRoleWithWebIdentity"},
      .resources = {{std::string(kDemoRole)}}};
  const std::vector<Decision> expected = OneByOne(engine, grid);
  EXPECT_THAT(expected, ElementsAre(kImplicitDeny, kImplicitDeny, kImplicitDeny,
                                    kAllowed));
  EXPECT_EQ(EvaluateGrid(engine, grid), expected);
  std::vector<DecisionCounts> counts(2);
  ASSERT_TRUE(engine.CountGrid(grid, counts).ok());
  EXPECT_EQ(counts[1], (DecisionCounts{1, 1, 0}));
}

// More resources, more actions, more principals than are decided at a time.
TEST(GridTest, LargeAxes) {
  const Engine engine = BucketEngine();
  Grid wide = BucketGrid();
  for (int i = 0; i < 2'100; ++i) {
    wide.resources.push_back(
        {absl::StrFormat("arn:aws:s3:::amzn-s3-demo-bucket/%s/%d",
                         i % 3 == 0   ? "Alice"
                         : i % 3 == 1 ? "Bob"
                                      : "secret",
                         i)});
  }
  for (int i = 0; i < 20; ++i) wide.actions.push_back("s3:GetObjectTagging");
  EXPECT_EQ(EvaluateGrid(engine, wide), OneByOne(engine, wide));
  std::vector<DecisionCounts> counts(2);
  ASSERT_TRUE(engine.CountGrid(wide, counts).ok());
  std::vector<DecisionCounts> expected(2);
  const std::vector<Decision> decisions = EvaluateGrid(engine, wide);
  for (std::size_t i = 0; i < decisions.size(); ++i) {
    DecisionCounts& count = expected[i / (decisions.size() / 2)];
    count.allowed += decisions[i] == kAllowed;
    count.implicit_deny += decisions[i] == kImplicitDeny;
    count.explicit_deny += decisions[i] == kExplicitDeny;
  }
  EXPECT_EQ(counts, expected);

  Grid high = BucketGrid();
  for (int i = 0; i < 9'000; ++i) {
    high.actions.push_back(
        absl::StrFormat("s3:%s%d", i % 2 == 0 ? "GetObject" : "PutObject", i));
  }
  EXPECT_EQ(EvaluateGrid(engine, high), OneByOne(engine, high));

  Grid deep = BucketGrid();
  for (int i = 0; i < 2'500; ++i) {
    deep.principals.push_back(
        {absl::StrFormat("arn:aws:iam::111122223333:user/%s%d",
                         i % 2 == 0 ? "path/" : "", i % 10)});
    deep.resources.front().resource =
        "arn:aws:s3:::amzn-s3-demo-bucket/7/q1.csv";
  }
  const std::vector<Decision> one_by_one = OneByOne(engine, deep);
  EXPECT_EQ(EvaluateGrid(engine, deep), one_by_one);
  std::vector<Decision> threaded(deep.size());
  ASSERT_TRUE(engine.EvaluateGrid(deep, threaded, {.threads = 4}).ok());
  EXPECT_EQ(threaded, one_by_one);
}

// A few cells, many statements: decided one by one.
TEST(GridTest, FewCellsOfManyStatements) {
  std::string text = R"({"Version": "2012-10-17", "Statement": [)";
  for (int i = 0; i < 300; ++i) {
    text += absl::StrFormat(
        R"(%s{"Effect": "Allow", "Action": "s3:GetObject",
              "Resource": "arn:aws:s3:::amzn-s3-demo-bucket%d/*"})",
        i == 0 ? "" : ",", i);
  }
  const Engine engine = ValueOrDie(
      Engine::Create({.identity = {ValueOrDie(iameval::Policy::Parse(
                          text + "]}", iameval::PolicyType::kIdentity))}}));
  const Grid grid{.principals = {{.principal = std::string(kAlice)}},
                  .actions = {"s3:GetObject", "s3:PutObject"},
                  .resources = {{"arn:aws:s3:::amzn-s3-demo-bucket299/a"}}};
  EXPECT_THAT(EvaluateGrid(engine, grid), ElementsAre(kAllowed, kImplicitDeny));
  std::size_t done = 0;
  std::vector<Decision> results(2);
  ASSERT_TRUE(engine.EvaluateGrid(grid, results, {.done = &done}).ok());
  EXPECT_EQ(done, 2u);
}

TEST(GridTest, WhatWasDecidedBeforeTheStopStays) {
  const Engine engine = BucketEngine();
  Grid grid = BucketGrid();
  grid.principals.resize(5'000, grid.principals.back());
  std::vector<Decision> expected(grid.size());
  ASSERT_TRUE(engine.EvaluateGrid(grid, expected).ok());
  for (const unsigned threads : {1u, 3u}) {
    std::vector<Decision> results(grid.size(), kUntouched);
    std::stop_source stop;
    std::size_t done = 0;
    const absl::Status status =
        engine.EvaluateGrid(grid, results,
                            {.threads = threads,
                             .progress =
                                 [&](std::size_t made, std::size_t total) {
                                   EXPECT_EQ(total, grid.size());
                                   if (made >= 6'000) stop.request_stop();
                                 },
                             .progress_every = 1'000,
                             .stop = stop.get_token(),
                             .done = &done});
    // Other threads may have made everything before the stop reaches them.
    if (threads == 1 || !status.ok()) {
      EXPECT_EQ(status.code(), absl::StatusCode::kCancelled);
      EXPECT_LT(done, grid.size());
    } else {
      EXPECT_EQ(done, grid.size());
    }
    EXPECT_EQ(done % 6, 0u);
    if (threads == 1) {
      EXPECT_GE(done, 6'000u);
    }
    for (std::size_t i = 0; i < done; ++i) ASSERT_EQ(results[i], expected[i]);
  }
}

TEST(GridTest, OneEngineServesSeveralCallsAtOnce) {
  const Engine engine = BucketEngine();
  const Grid grid = BucketGrid();
  const std::vector<Decision> expected = EvaluateGrid(engine, grid);
  std::vector<std::vector<Decision>> results(
      4, std::vector<Decision>(grid.size()));
  {
    std::vector<std::jthread> threads;
    for (std::vector<Decision>& own : results) {
      threads.emplace_back([&engine, &grid, &own] {
        for (int i = 0; i < 20; ++i) {
          EXPECT_TRUE(engine.EvaluateGrid(grid, own, {.threads = 2}).ok());
        }
      });
    }
  }
  EXPECT_THAT(results, Each(expected));
}

}  // namespace
}  // namespace iameval_testing
