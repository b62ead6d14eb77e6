// W3: all principals on all actions on all resources of an account.

#include <benchmark/benchmark.h>

#include <algorithm>
#include <array>
#include <cstddef>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "absl/strings/str_format.h"
#include "base/ascii.h"
#include "clock.h"
#include "contenders.h"
#include "generate.h"
#include "iameval/bulk.h"
#include "iameval/engine.h"
#include "iameval/engine_builder.h"
#include "iameval/organization.h"
#include "iameval/policy.h"
#include "iameval/query.h"
#include "naive.h"
#include "rows.h"
#include "table.h"
#include "workload.h"

namespace iameval_bench {
namespace {

using iameval::ContextEntry;
using iameval::Decision;
using iameval::Engine;
using iameval::EngineOptions;
using iameval::Grid;
using iameval::Policy;

// How many principals the contenders that go cell by cell are timed with.
constexpr std::size_t kSample = 20;

// The baseline: each cell by itself.
class NaiveGrid {
 public:
  explicit NaiveGrid(const GridWorkload& work) : work_(work) {
    for (const WorkPolicy& policy : work.policies) {
      policies_.emplace_back().Add(policy.text);
    }
    for (const std::string& action : work.actions) {
      actions_.push_back(iameval::internal::FoldAscii(action));
    }
    for (const GridWorkload::Principal& principal : work.principals) {
      WorkRequest request;
      request.context = work.context;
      request.context.insert(request.context.end(), principal.context.begin(),
                             principal.context.end());
      requests_.emplace_back(request);
    }
  }

  Decision Decide(std::size_t principal, std::size_t action,
                  std::size_t resource) {
    NaiveRequest& request = requests_[principal];
    request.action = actions_[action];
    request.resource = work_.resources[resource];
    bool allowed = false;
    for (const std::size_t policy : work_.principals[principal].policies) {
      if (policies_[policy].Denies(request)) return Decision::kExplicitDeny;
      allowed = allowed || policies_[policy].Allows(request);
    }
    return allowed ? Decision::kAllowed : Decision::kImplicitDeny;
  }

 private:
  const GridWorkload& work_;
  std::vector<NaivePolicies> policies_;
  std::vector<std::string> actions_;
  std::vector<NaiveRequest> requests_;
};

ContextEntry MakeEntry(const WorkKey& key) {
  return {key.key,
          key.multivalued ? ContextEntry::Shape::kMulti
                          : ContextEntry::Shape::kSingle,
          key.values};
}

// What the library would derive and the workload does not have.
std::vector<std::string_view> AbsentKeys(const GridWorkload& work) {
  static constexpr std::string_view kDerived[] = {
      "aws:PrincipalIsAWSService", "aws:PrincipalType", "aws:username",
      "aws:userid"};
  return KeysInPolicies(work.policies, kDerived);
}

Grid MakeGrid(const GridWorkload& work) {
  Grid grid;
  for (const GridWorkload::Principal& each : work.principals) {
    iameval::GridPrincipal& principal = grid.principals.emplace_back();
    principal.principal = each.arn;
    for (const WorkKey& key : each.context) {
      principal.context.push_back(MakeEntry(key));
    }
  }
  grid.actions = work.actions;
  for (const std::string& resource : work.resources) {
    grid.resources.push_back(
        {.resource = resource, .account = std::string(kAccount)});
  }
  for (const WorkKey& key : work.context) {
    grid.context.push_back(MakeEntry(key));
  }
  for (const std::string_view key : AbsentKeys(work)) {
    grid.context.push_back(
        {std::string(key), ContextEntry::Shape::kAbsent, {}});
  }
  return grid;
}

Engine BuildEngine(const GridWorkload& work,
                   const std::vector<Policy>& policies) {
  Engine::Builder builder(EngineOptions{.get_caller_identity_is_free = false});
  builder.Add(iameval::Account{.id = std::string(kAccount),
                               .parent = {},
                               .scps = {},
                               .rcps = {}});
  for (const GridWorkload::Principal& principal : work.principals) {
    std::vector<Policy> attached;
    for (const std::size_t policy : principal.policies) {
      attached.push_back(policies[policy]);
    }
    if (principal.arn.find(":user/") != std::string::npos) {
      iameval::User user;
      user.arn = principal.arn;
      user.policies = std::move(attached);
      builder.Add(std::move(user));
    } else {
      iameval::Role role;
      role.arn = principal.arn;
      role.policies = std::move(attached);
      builder.Add(std::move(role));
    }
  }
  auto engine = builder.Build();
  if (!engine.ok()) Fail(engine.status().ToString());
  return *std::move(engine);
}

// Everything that the rows share.
struct GridSubject {
  explicit GridSubject(GridWorkload workload)
      : work(std::move(workload)),
        policies(ParsePolicies(work.policies)),
        engine(BuildEngine(work, policies)),
        grid(MakeGrid(work)),
        naive(work),
        decisions(work.cells()) {}

  void EvaluateGrid() {
    const absl::Status status = engine.EvaluateGrid(grid, decisions);
    if (!status.ok()) Fail(status.ToString());
  }

  // Every cell, against the baseline.
  void Check() {
    EvaluateGrid();
    for (std::size_t p = 0; p < work.principals.size(); ++p) {
      for (std::size_t a = 0; a < work.actions.size(); ++a) {
        for (std::size_t r = 0; r < work.resources.size(); ++r) {
          CheckCell(p, a, r);
        }
      }
    }
  }

  void CheckCell(std::size_t p, std::size_t a, std::size_t r) {
    const Decision expected = Expected(work.actions[a], work.resources[r],
                                       naive.Decide(p, a, r));
    const Decision found = decisions[grid.IndexOf(p, a, r)];
    if (found == expected) return;
    Fail(absl::StrFormat(
        "grid: found %s, expected %s: %s, %s on %s",
        iameval::DecisionName(found), iameval::DecisionName(expected),
        work.principals[p].arn, work.actions[a], work.resources[r]));
  }

  const GridWorkload work;
  const std::vector<Policy> policies;
  const Engine engine;
  const Grid grid;
  NaiveGrid naive;
  std::vector<Decision> decisions;
};

void AddOneByOne(const std::shared_ptr<GridSubject>& subject,
                 std::size_t sample, Table& table) {
  const std::size_t actions = subject->work.actions.size();
  const std::size_t resources = subject->work.resources.size();
  table.Add({.name = "w3/naive", .title = "naive, one by one"},
            sample * actions * resources, [=] {
              for (std::size_t p = 0; p < sample; ++p) {
                for (std::size_t a = 0; a < actions; ++a) {
                  for (std::size_t r = 0; r < resources; ++r) {
                    benchmark::DoNotOptimize(subject->naive.Decide(p, a, r));
                  }
                }
              }
            });
}

}  // namespace

void AddGrid(const std::string& folder, Table& table) {
  const auto subject = std::make_shared<GridSubject>(
      folder.empty() ? GenerateGrid() : ReadGrid(folder));
  subject->Check();
  const std::size_t cells = subject->work.cells();
  table.StartSection(absl::StrFormat(
      "%s, grid of %d decisions: %d principals, %d actions, %d resources",
      folder.empty() ? "generated" : "W3", cells,
      subject->work.principals.size(), subject->work.actions.size(),
      subject->work.resources.size()));
  AddOneByOne(subject, std::min(kSample, subject->work.principals.size()),
              table);
  table.Add({.name = "w3/grid",
             .title = "EvaluateGrid, its set-up included, a decision",
             .limit = 1,
             .baseline = "w3/naive"},
            cells, [subject] { subject->EvaluateGrid(); });
  table.Add({.name = "w3/count",
             .title = "CountGrid, the same",
             .baseline = "w3/naive"},
            cells, [subject] {
              std::vector<iameval::DecisionCounts> counts(
                  subject->grid.principals.size());
              if (!subject->engine.CountGrid(subject->grid, counts).ok()) {
                Fail("CountGrid");
              }
            });
  table.AddMeasured({.name = "w3/build",
                     .title = "Engine::Builder with all principals",
                     .unit = Unit::kMilliseconds},
                    [subject] {
                      return ThreadNanosecondsOf([&] {
                        return BuildEngine(subject->work, subject->policies);
                      });
                    });
}

}  // namespace iameval_bench
