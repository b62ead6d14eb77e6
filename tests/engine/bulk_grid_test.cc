// Grids against one-by-one evaluation, on random policy sets and
// organizations. In the environment:
//   IAMEVAL_GRIDS  how many of each, 400 by default
//   IAMEVAL_SEED   which
//   IAMEVAL_FIRST  the number of the first

#include <array>
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <optional>
#include <string>
#include <vector>

#include "differential/check.h"
#include "differential/generator.h"
#include "differential/pair.h"
#include "differential/random.h"
#include "engine/random_grid.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "iameval/bulk.h"
#include "iameval/engine.h"
#include "iameval/engine_builder.h"

namespace iameval_testing {
namespace {

using iameval::Decision;
using iameval::DecisionCounts;
using iameval::Engine;
using iameval::Grid;

constexpr std::uint64_t kStream = 0x9216;

GridSize PickSize(Random& random) {
  GridSize size;
  size.principals = random.Between(1, 9);
  size.actions = random.Between(1, 9);
  size.resources = random.Between(1, 9);
  // Rows beyond a word, one way and the other.
  if (random.OneIn(12)) size = {2, 3, random.Between(60, 140)};
  if (random.OneIn(12)) size = {2, random.Between(60, 140), 3};
  return size;
}

class GridRun {
 public:
  // One grid: number `number` of the seed. `organization`: of an engine that
  // looks up policies; otherwise of one policy set.
  void Check(std::uint64_t number, bool organization) {
    Random random(Seed(), number, kStream);
    const PolicyScenario scenario = MakeScenario(random);
    const auto set = BuildPolicies(scenario.policies, scenario.scene.trust);
    if (!set.ok()) return;
    const GridSize size = PickSize(random);
    Grid grid = MakeGrid(random, scenario, size);
    const auto engine =
        organization ? MakeOrganization(random, scenario, *set, grid).Build()
                     : Engine::Create(*set);
    if (!engine.ok()) {
      ++refused_;
      last_refusal_ = engine.status().ToString();
      return;
    }
    const std::string name = "seed " + std::to_string(Seed()) + " grid " +
                             std::to_string(number) +
                             (organization ? " organization" : " set");
    Compare(*engine, grid, name);
  }

  void Compare(const Engine& engine, const Grid& grid,
               const std::string& name) {
    std::vector<Decision> results(grid.size(), Decision::kAllowed);
    const absl::Status status = engine.EvaluateGrid(grid, results);
    if (!status.ok()) {
      ++failed_;
      EXPECT_TRUE(SomeCellIsRefused(grid)) << name << ": " << status;
      return;
    }
    ++compared_;
    std::vector<DecisionCounts> counts(grid.principals.size());
    for (std::size_t p = 0; p < grid.principals.size(); ++p) {
      for (std::size_t a = 0; a < grid.actions.size(); ++a) {
        for (std::size_t r = 0; r < grid.resources.size(); ++r) {
          const auto request = grid.RequestAt(p, a, r);
          ASSERT_TRUE(request.ok()) << name << ": " << request.status();
          const Decision expected = engine.Evaluate(*request);
          ASSERT_EQ(results[grid.IndexOf(p, a, r)], expected)
              << name << ": " << grid.principals[p].principal << " "
              << grid.actions[a] << " " << grid.resources[r].resource << " ("
              << p << ", " << a << ", " << r << ")";
          Count(expected, counts[p]);
        }
      }
    }
    CompareCounts(engine, grid, counts, name);
    CompareThreads(engine, grid, results, name);
  }

  void Print() const {
    std::printf("%zu compared, %zu failed, %zu refused (%s)\n", compared_,
                failed_, refused_, last_refusal_.c_str());
    std::printf("%zu allowed, %zu implicit, %zu explicit\n", total_.allowed,
                total_.implicit_deny, total_.explicit_deny);
  }
  [[nodiscard]] std::size_t compared() const { return compared_; }
  [[nodiscard]] const DecisionCounts& total() const { return total_; }

 private:
  static bool SomeCellIsRefused(const Grid& grid) {
    for (std::size_t p = 0; p < grid.principals.size(); ++p) {
      for (std::size_t a = 0; a < grid.actions.size(); ++a) {
        for (std::size_t r = 0; r < grid.resources.size(); ++r) {
          if (!grid.RequestAt(p, a, r).ok()) return true;
        }
      }
    }
    return false;
  }

  void Count(Decision decision, DecisionCounts& counts) {
    for (DecisionCounts* to : {&counts, &total_}) {
      switch (decision) {
        case Decision::kAllowed:
          ++to->allowed;
          break;
        case Decision::kImplicitDeny:
          ++to->implicit_deny;
          break;
        case Decision::kExplicitDeny:
          ++to->explicit_deny;
          break;
      }
    }
  }

  static void CompareCounts(const Engine& engine, const Grid& grid,
                            const std::vector<DecisionCounts>& expected,
                            const std::string& name) {
    std::vector<DecisionCounts> counts(grid.principals.size());
    ASSERT_TRUE(engine.CountGrid(grid, counts).ok()) << name;
    EXPECT_EQ(counts, expected) << name;
  }

  static void CompareThreads(const Engine& engine, const Grid& grid,
                             const std::vector<Decision>& expected,
                             const std::string& name) {
    std::vector<Decision> results(grid.size());
    ASSERT_TRUE(engine.EvaluateGrid(grid, results, {.threads = 3}).ok());
    EXPECT_EQ(results, expected) << name;
  }

  std::size_t compared_ = 0;
  std::size_t failed_ = 0;   // the grid has a part that is not valid
  std::size_t refused_ = 0;  // the organization
  std::string last_refusal_;
  DecisionCounts total_;
};

void RunGrids(bool organizations) {
  GridRun run;
  const std::uint64_t grids = EnvironmentNumber("IAMEVAL_GRIDS", 400);
  const std::uint64_t first = EnvironmentNumber("IAMEVAL_FIRST", 0);
  for (std::uint64_t i = first; i < first + grids; ++i) {
    run.Check(i, organizations);
    if (testing::Test::HasFailure()) break;
  }
  run.Print();
  if (grids < 400) return;
  EXPECT_GT(run.compared(), grids * 3 / 4);
  // All answers occur often enough to be worth comparing.
  const DecisionCounts& total = run.total();
  const std::size_t cells =
      total.allowed + total.implicit_deny + total.explicit_deny;
  EXPECT_GT(total.allowed, cells / 20);
  EXPECT_GT(total.implicit_deny, cells / 20);
  EXPECT_GT(total.explicit_deny, cells / 20);
}

TEST(BulkGrid, AgreesWithEvaluateOnPolicySets) { RunGrids(false); }

TEST(BulkGrid, AgreesWithEvaluateOnOrganizations) { RunGrids(true); }

}  // namespace
}  // namespace iameval_testing
