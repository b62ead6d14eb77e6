#include "iameval/difference.h"

#include <cstddef>
#include <stop_token>
#include <string>
#include <string_view>
#include <vector>

#include "absl/strings/str_format.h"
#include "engine/documents.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "iameval/engine.h"

namespace iameval_testing {
namespace {

using iameval::BulkOptions;
using iameval::Decision;
using iameval::Difference;
using iameval::DifferenceCounts;
using iameval::DifferenceExplanation;
using iameval::Direction;
using iameval::Engine;
using iameval::ExplainDifference;
using iameval::FindDifferences;
using iameval::Grid;
using iameval::Policy;
using iameval::PolicySet;
using iameval::Request;
using iameval::StatementOutcome;
using testing::AllOf;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;

constexpr auto kAllowed = Decision::kAllowed;
constexpr auto kImplicitDeny = Decision::kImplicitDeny;

Engine Make(const PolicySet& policies) {
  return ValueOrDie(Engine::Create(policies));
}

// Statements as JSON, in the order given.
Policy Identity(std::string_view statements) {
  return ValueOrDie(Policy::Parse(absl::StrFormat(
      R"({"Version": "2012-10-17", "Statement": [%s]})", statements)));
}

constexpr std::string_view kReads =
    R"({"Sid": "Reads", "Effect": "Allow", "Action": "s3:Get*",
        "Resource": "*"})";
constexpr std::string_view kWrites =
    R"({"Sid": "Writes", "Effect": "Allow", "Action": "s3:Put*",
        "Resource": "*"})";
constexpr std::string_view kNoSecrets =
    R"({"Sid": "NoSecrets", "Effect": "Deny", "Action": "*",
        "Resource": "arn:aws:s3:::*/secret*"})";

// ---------------------------------------------------------------------------
// What is reported

// "2 implicitDeny allowed gained": a difference.
std::string ToText(const Difference& difference) {
  return absl::StrFormat("%d %s %s %s", difference.index,
                         iameval::DecisionName(difference.before),
                         iameval::DecisionName(difference.after),
                         iameval::DirectionName(difference.direction()));
}

struct Result {
  absl::Status status;
  std::vector<std::string> differences;
  DifferenceCounts counts;
  std::size_t done = 99;
};

template <typename Questions>
Result Find(const Engine& before, const Engine& after,
            const Questions& questions, BulkOptions options = {}) {
  Result result;
  options.done = &result.done;
  result.status = FindDifferences(
      before, after, questions,
      [&](const Difference& difference) {
        result.differences.push_back(ToText(difference));
      },
      result.counts, options);
  return result;
}

std::vector<Request> Requests(std::initializer_list<const char*> actions,
                              std::string_view resource) {
  std::vector<Request> requests;
  for (const char* action : actions) {
    requests.push_back(Build(Ask(kAlice, action, resource)));
  }
  return requests;
}

TEST(DifferenceTest, EveryDirection) {
  const Engine before =
      Make({.identity = {Identity(
                R"({"Effect": "Allow", "Action": ["s3:A", "s3:B", "s3:C"],
          "Resource": "*"},
         {"Effect": "Deny", "Action": ["s3:D", "s3:E", "s3:F"],
          "Resource": "*"})")}});
  const Engine after =
      Make({.identity = {Identity(
                R"({"Effect": "Allow", "Action": ["s3:A", "s3:D", "s3:G"],
          "Resource": "*"},
         {"Effect": "Deny", "Action": ["s3:B", "s3:E", "s3:H"],
          "Resource": "*"})")}});
  const Result result = Find(
      before, after,
      std::span<const Request>(Requests({"s3:A", "s3:B", "s3:C", "s3:D", "s3:E",
                                         "s3:F", "s3:G", "s3:H", "s3:I"},
                                        kObject)));
  EXPECT_TRUE(result.status.ok()) << result.status;
  EXPECT_THAT(
      result.differences,
      ElementsAre("1 allowed explicitDeny lost", "2 allowed implicitDeny lost",
                  "3 explicitDeny allowed gained",
                  "5 explicitDeny implicitDeny denyDiffers",
                  "6 implicitDeny allowed gained",
                  "7 implicitDeny explicitDeny denyDiffers"));
  EXPECT_EQ(result.done, 9u);
  const DifferenceCounts& counts = result.counts;
  EXPECT_EQ(counts.compared(), 9u);
  EXPECT_EQ(counts.changed(), 6u);
  EXPECT_EQ(counts.in(Direction::kGains), 2u);
  EXPECT_EQ(counts.in(Direction::kLoses), 2u);
  EXPECT_EQ(counts.in(Direction::kDenyDiffers), 2u);
  const iameval::DecisionCounts three{
      .allowed = 3, .implicit_deny = 3, .explicit_deny = 3};
  EXPECT_EQ(counts.before(), three);
  EXPECT_EQ(counts.after(), three);
}

TEST(DifferenceTest, AnEngineDoesNotDifferFromItself) {
  const Engine engine = Make({.identity = {Identity(kReads)}});
  const Result result = Find(engine, engine,
                             std::span<const Request>(Requests(
                                 {"s3:GetObject", "s3:PutObject"}, kObject)));
  EXPECT_THAT(result.differences, IsEmpty());
  EXPECT_EQ(result.counts.compared(), 2u);
  EXPECT_EQ(result.counts.changed(), 0u);
}

TEST(DifferenceTest, CountsAddUp) {
  const Engine before = Make({.identity = {Identity(kReads)}});
  const Engine after = Make({.identity = {Identity(kWrites)}});
  const std::vector<Request> requests =
      Requests({"s3:GetObject", "s3:PutObject"}, kObject);
  DifferenceCounts counts;
  for (int i = 0; i < 3; ++i) {
    ASSERT_TRUE(FindDifferences(before, after, requests, nullptr, counts).ok());
  }
  EXPECT_EQ(counts.compared(), 6u);
  EXPECT_EQ(counts.in(Direction::kGains), 3u);
  EXPECT_EQ(counts.in(Direction::kLoses), 3u);
}

// ---------------------------------------------------------------------------
// Many requests

// Alice's and DemoRole's requests for `count` objects, some of them secret.
Grid ManyCells(std::size_t count) {
  Grid grid;
  grid.principals = {{.principal = std::string(kAlice)},
                     {.principal = std::string(kDemoRole)}};
  grid.actions = {"s3:GetObject", "s3:PutObject", "s3:DeleteObject"};
  for (std::size_t i = 0; i < count; ++i) {
    grid.resources.push_back(
        {.resource = absl::StrFormat("%s/%s%d", kBucket,
                                     i % 7 == 0 ? "secret" : "open", i)});
  }
  return grid;
}

class ManyTest : public testing::Test {
 protected:
  // What a grid must come to, cell by cell.
  std::vector<std::string> OneByOne(const Grid& grid) const {
    std::vector<std::string> differences;
    for (std::size_t p = 0; p < grid.principals.size(); ++p) {
      for (std::size_t a = 0; a < grid.actions.size(); ++a) {
        for (std::size_t r = 0; r < grid.resources.size(); ++r) {
          const Request request = ValueOrDie(grid.RequestAt(p, a, r));
          const Decision before = before_.Evaluate(request);
          const Decision after = after_.Evaluate(request);
          if (before == after) continue;
          differences.push_back(ToText({.index = grid.IndexOf(p, a, r),
                                        .request = request,
                                        .before = before,
                                        .after = after}));
        }
      }
    }
    return differences;
  }

  const Engine before_ = Make({.identity = {Identity(kReads)}});
  const Engine after_ = Make(
      {.identity = {Identity(absl::StrFormat("%s, %s", kWrites, kNoSecrets))}});
};

TEST_F(ManyTest, AGridIsComparedCellByCell) {
  const Grid grid = ManyCells(50);
  const Result result = Find(before_, after_, grid);
  EXPECT_TRUE(result.status.ok()) << result.status;
  EXPECT_EQ(result.differences, OneByOne(grid));
  EXPECT_EQ(result.counts.compared(), grid.size());
  EXPECT_EQ(result.counts.changed(), result.differences.size());
  EXPECT_EQ(result.done, grid.size());
}

TEST_F(ManyTest, TheRequestIsThatOfTheCell) {
  const Grid grid = ManyCells(9);
  DifferenceCounts counts;
  const absl::Status status = FindDifferences(
      before_, after_, grid,
      [&](const Difference& difference) {
        const std::size_t r = difference.index % 9;
        const std::size_t a = difference.index / 9 % 3;
        const std::size_t p = difference.index / 27;
        EXPECT_EQ(difference.request.principal(), grid.principals[p].principal);
        EXPECT_EQ(difference.request.action(), grid.actions[a]);
        EXPECT_EQ(difference.request.resource(), grid.resources[r].resource);
      },
      counts);
  EXPECT_TRUE(status.ok()) << status;
  EXPECT_GT(counts.changed(), 0u);
}

// More than are held at once.
TEST_F(ManyTest, LongListsInTheirOrder) {
  std::vector<Request> requests;
  std::vector<std::string> expected;
  const Grid grid = ManyCells(20);
  for (std::size_t i = 0; i < 150'000; ++i) {
    requests.push_back(
        ValueOrDie(grid.RequestAt(i % 2, i % 3, i % grid.resources.size())));
    const Decision before = before_.Evaluate(requests.back());
    const Decision after = after_.Evaluate(requests.back());
    if (before == after) continue;
    expected.push_back(ToText({.index = i,
                               .request = requests.back(),
                               .before = before,
                               .after = after}));
  }
  EXPECT_EQ(
      Find(before_, after_, std::span<const Request>(requests), {.threads = 3})
          .differences,
      expected);
}

// Some principals, `actions` and `resources`; they differ in the first and last
// action on the first and last resource.
void ExpectFourDifferencesEach(std::size_t principals, std::size_t actions,
                               std::size_t resources) {
  Grid grid;
  for (std::size_t i = 0; i < principals; ++i) {
    grid.principals.push_back(
        {.principal = absl::StrFormat("%s%d", kAlice, i)});
  }
  for (std::size_t i = 0; i < actions; ++i) {
    grid.actions.push_back(absl::StrFormat("s3:A%d", i));
  }
  for (std::size_t i = 0; i < resources; ++i) {
    grid.resources.push_back(
        {.resource = absl::StrFormat("arn:aws:s3:::b%d", i)});
  }
  const Engine before = Make({});
  const Engine after =
      Make({.identity = {Identity(absl::StrFormat(
                R"({"Effect": "Deny", "Action": ["s3:A0", "s3:A%d"],
          "Resource": ["arn:aws:s3:::b0", "arn:aws:s3:::b%d"]})",
                actions - 1, resources - 1))}});
  std::vector<std::size_t> expected;
  for (std::size_t p = 0; p < principals; ++p) {
    for (const std::size_t a : {std::size_t{0}, actions - 1}) {
      expected.push_back(grid.IndexOf(p, a, 0));
      expected.push_back(grid.IndexOf(p, a, resources - 1));
    }
  }
  std::vector<std::size_t> found;
  DifferenceCounts counts;
  std::size_t reported = 0;
  const absl::Status status = FindDifferences(
      before, after, grid,
      [&](const Difference& difference) {
        found.push_back(difference.index);
        const std::size_t r = difference.index % resources;
        EXPECT_EQ(difference.request.resource(), grid.resources[r].resource);
      },
      counts,
      {.threads = 0, .progress = [&](std::size_t done, std::size_t total) {
         EXPECT_EQ(total, grid.size());
         EXPECT_GE(done, reported);
         reported = done;
       }});
  EXPECT_TRUE(status.ok()) << status;
  EXPECT_EQ(found, expected);
  EXPECT_EQ(counts.compared(), grid.size());
  EXPECT_EQ(reported, grid.size());
}

// More than are held at once.
TEST(LargeGridTest, ManyPrincipals) {
  ExpectFourDifferencesEach(900, 100, 100);
}
TEST(LargeGridTest, ManyActionsAndResources) {
  ExpectFourDifferencesEach(1, 2900, 2900);
}

TEST(LargeGridTest, APrincipalIsNamedByItsNumberInTheWholeGrid) {
  Grid grid;
  grid.principals.assign(12'000, {.principal = std::string(kAlice)});
  grid.principals[11'000].principal = "arn:aws:iam::1:user/Alice";
  grid.actions.assign(1000, "s3:GetObject");
  grid.resources = {{.resource = "*"}};
  const Engine engine = Make({});
  DifferenceCounts counts;
  const absl::Status status =
      FindDifferences(engine, engine, grid, nullptr, counts);
  EXPECT_THAT(std::string(status.message()), HasSubstr("principals[11000]"));
}

TEST_F(ManyTest, AnEmptyGridHasNoDifferences) {
  Grid grid = ManyCells(3);
  grid.actions.clear();
  const Result result = Find(before_, after_, grid);
  EXPECT_TRUE(result.status.ok()) << result.status;
  EXPECT_EQ(result.counts.compared(), 0u);
  EXPECT_EQ(result.done, 0u);
}

TEST_F(ManyTest, AnInvalidPartIsNamed) {
  Grid grid = ManyCells(3);
  grid.resources[2].resource = "bucket";
  EXPECT_THAT(std::string(Find(before_, after_, grid).status.message()),
              AllOf(HasSubstr("resources[2]"), HasSubstr("bucket")));
  grid = ManyCells(3);
  grid.actions[1] = "s3:Get*";
  EXPECT_THAT(std::string(Find(before_, after_, grid).status.message()),
              HasSubstr("actions[1]"));
  grid = ManyCells(3);
  grid.principals[1].principal = "arn:aws:iam::1:user/Alice";
  const Result result = Find(before_, after_, grid);
  EXPECT_EQ(result.status.code(), absl::StatusCode::kInvalidArgument);
  EXPECT_THAT(std::string(result.status.message()), HasSubstr("principals[1]"));
  EXPECT_EQ(result.done, 0u);
}

TEST_F(ManyTest, AStopFromTheReportEndsIt) {
  const Grid grid = ManyCells(50);
  std::stop_source stop;
  DifferenceCounts counts;
  std::size_t seen = 0;
  std::size_t done = 0;
  std::size_t last = 0;
  const absl::Status status =
      FindDifferences(before_, after_, grid,
                      [&](const Difference& difference) {
                        last = difference.index;
                        if (++seen == 3) stop.request_stop();
                      },
                      counts, {.stop = stop.get_token(), .done = &done});
  EXPECT_EQ(status.code(), absl::StatusCode::kCancelled);
  EXPECT_EQ(seen, 3u);
  EXPECT_EQ(done, last + 1);
  EXPECT_EQ(counts.compared(), done);
}

TEST_F(ManyTest, AStopBeforehandComparesNothing) {
  std::stop_source stop;
  stop.request_stop();
  const Result result =
      Find(before_, after_, ManyCells(5), {.stop = stop.get_token()});
  EXPECT_EQ(result.status.code(), absl::StatusCode::kCancelled);
  EXPECT_EQ(result.counts.compared(), 0u);
  EXPECT_EQ(result.done, 0u);
}

TEST_F(ManyTest, ProgressGrowsAndEndsWithAll) {
  const Grid grid = ManyCells(500);
  std::vector<std::size_t> seen;
  const Result result = Find(before_, after_, grid,
                             {.progress =
                                  [&](std::size_t done, std::size_t total) {
                                    EXPECT_EQ(total, grid.size());
                                    seen.push_back(done);
                                  },
                              .progress_every = 100});
  EXPECT_TRUE(result.status.ok()) << result.status;
  ASSERT_GE(seen.size(), 3u);
  EXPECT_EQ(seen.back(), grid.size());
  for (std::size_t i = 1; i < seen.size(); ++i) {
    EXPECT_GT(seen[i], seen[i - 1]);
  }
}

// ---------------------------------------------------------------------------
// Why

// "Sid: before -> after", where "-" is a statement that is not there.
std::string ToText(const iameval::StatementDifference& difference) {
  const auto& any = difference.before ? difference.before : difference.after;
  const auto outcome = [](const auto& report) {
    return report ? std::string(StatementOutcomeName(report->outcome)) : "-";
  };
  return absl::StrFormat("%s: %s -> %s", any->statement.sid,
                         outcome(difference.before), outcome(difference.after));
}

std::vector<std::string> Why(const PolicySet& before, const PolicySet& after,
                             std::string_view action = "s3:GetObject",
                             std::string_view resource = kObject) {
  const DifferenceExplanation explanation = ExplainDifference(
      Make(before), Make(after), Build(Ask(kAlice, action, resource)));
  std::vector<std::string> why;
  for (const auto& difference : explanation.statements) {
    why.push_back(ToText(difference));
  }
  return why;
}

TEST(ExplainDifferenceTest, BothSidesAreExplained) {
  const Engine before = Make({.identity = {Identity(kReads)}});
  const Engine after = Make({});
  const DifferenceExplanation explanation =
      ExplainDifference(before, after, Build(Ask(kAlice)));
  EXPECT_EQ(explanation.before.decision, kAllowed);
  EXPECT_EQ(explanation.after.decision, kImplicitDeny);
  ASSERT_THAT(explanation.statements, SizeIs(1));
  ASSERT_TRUE(explanation.statements[0].before.has_value());
  EXPECT_TRUE(explanation.statements[0].before->determining);
  EXPECT_FALSE(explanation.statements[0].after.has_value());
}

TEST(ExplainDifferenceTest, AStatementThatCame) {
  EXPECT_THAT(Why({}, {.identity = {Identity(kReads)}}),
              ElementsAre("Reads: - -> matches"));
}

TEST(ExplainDifferenceTest, AStatementThatWent) {
  EXPECT_THAT(
      Why({.identity = {Identity(kReads)}}, {.identity = {Identity(kWrites)}}),
      ElementsAre("Reads: matches -> -"));
}

TEST(ExplainDifferenceTest, AStatementThatNoLongerMatches) {
  const DifferenceExplanation explanation = ExplainDifference(
      Make({.identity = {Identity(kReads)}}),
      Make({.identity = {Identity(
                R"({"Effect": "Allow", "Action": "s3:Put*", "Resource": "*"},
                   {"Sid": "Reads", "Effect": "Allow", "Action": "s3:Get*",
                    "Resource": "arn:aws:s3:::another/*"})")}}),
      Build(Ask(kAlice)));
  ASSERT_THAT(explanation.statements, SizeIs(1));
  ASSERT_TRUE(explanation.statements[0].after.has_value());
  EXPECT_EQ(explanation.statements[0].after->outcome,
            StatementOutcome::kResourceDiffers);
  EXPECT_THAT(explanation.statements[0].after->detail,
              HasSubstr("arn:aws:s3:::another/*"));
}

TEST(ExplainDifferenceTest, ADenyThatCameAndAnAllowThatStays) {
  const std::string both = absl::StrFormat("%s, %s", kReads, kNoSecrets);
  EXPECT_THAT(
      Why({.identity = {Identity(kReads)}}, {.identity = {Identity(both)}},
          "s3:GetObject", "arn:aws:s3:::amzn-s3-demo-bucket/secret"),
      ElementsAre("NoSecrets: - -> matches"));
}

TEST(ExplainDifferenceTest, ADenyForAnAllow) {
  EXPECT_THAT(Why({.identity = {Identity(kNoSecrets)}},
                  {.identity = {Identity(kReads)}}, "s3:GetObject",
                  "arn:aws:s3:::amzn-s3-demo-bucket/secret"),
              ElementsAre("NoSecrets: matches -> -", "Reads: - -> matches"));
}

TEST(ExplainDifferenceTest, AStatementWithoutASidByItsNumber) {
  constexpr std::string_view kFrom =
      R"({"Effect": "Allow", "Action": "s3:Get*", "Resource": "*"})";
  constexpr std::string_view kTo =
      R"({"Effect": "Allow", "Action": "s3:List*", "Resource": "*"})";
  EXPECT_THAT(
      Why({.identity = {Identity(kFrom)}}, {.identity = {Identity(kTo)}}),
      ElementsAre(": matches -> actionDiffers"));
  constexpr std::string_view kDenies =
      R"({"Effect": "Deny", "Action": "s3:List*", "Resource": "*"})";
  EXPECT_THAT(
      Why({.identity = {Identity(kFrom)}}, {.identity = {Identity(kDenies)}}),
      ElementsAre(": matches -> -"))
      << "a Deny is no Allow that changed";
}

TEST(ExplainDifferenceTest, APolicyIsFoundByItsName) {
  const Policy reads = Identity(kReads);
  const Policy writes = Identity(kWrites);
  const Policy other = Identity(
      R"({"Sid": "Reads", "Effect": "Allow", "Action": "sns:*",
          "Resource": "*"})");
  EXPECT_THAT(Why({.identity = {reads.Named("a")}},
                  {.identity = {writes.Named("b"), other.Named("a")}}),
              ElementsAre("Reads: matches -> actionDiffers"));
  EXPECT_THAT(Why({.identity = {reads.Named("a"), writes.Named("b")}},
                  {.identity = {other.Named("b")}}),
              ElementsAre("Reads: matches -> -"))
      << "policy b is b, not what came in the place of a";
}

TEST(ExplainDifferenceTest, ARenamedPolicyByItsNumber) {
  const Policy other = Identity(
      R"({"Sid": "Reads", "Effect": "Allow", "Action": "sns:*",
          "Resource": "*"})");
  EXPECT_THAT(Why({.identity = {Identity(kReads).Named("before.json")}},
                  {.identity = {other.Named("after.json")}}),
              ElementsAre("Reads: matches -> actionDiffers"));
}

TEST(ExplainDifferenceTest, LevelsAreKeptApart) {
  const Policy full = Scp({.sid = "Full"});
  EXPECT_THAT(Why({.identity = {Identity(kReads)}, .scp = {{{full}, {full}}}},
                  {.identity = {Identity(kReads)}, .scp = {{{full}, {}}}}),
              ElementsAre("Full: matches -> -"));
}

TEST(ExplainDifferenceTest, NoStatementWhereALayerCame) {
  const DifferenceExplanation explanation =
      ExplainDifference(Make({.identity = {Identity(kReads)}}),
                        Make({.identity = {Identity(kReads)},
                              .boundary = Boundary({.action = "sns:*"})}),
                        Build(Ask(kAlice)));
  EXPECT_THAT(explanation.statements, IsEmpty());
  EXPECT_THAT(explanation.after.reason, HasSubstr("boundary"));
}

}  // namespace
}  // namespace iameval_testing
