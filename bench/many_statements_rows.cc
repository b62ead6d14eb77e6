// W2: from 10 to 100,000 statements of one principal.

#include <benchmark/benchmark.h>
#include <malloc.h>

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <limits>
#include <memory>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_format.h"
#include "clock.h"
#include "contenders.h"
#include "doors.h"
#include "generate.h"
#include "iameval/policy.h"
#include "iameval/policy_set.h"
#include "iameval/request.h"
#include "rows.h"
#include "subject.h"
#include "table.h"
#include "workload.h"

namespace iameval_bench {
namespace {

using iameval::Decision;
using iameval::Engine;
using iameval::Policy;
using iameval::PolicySet;
using iameval::Request;

struct Size {
  std::size_t statements;
  double limit;           // ns a decision
  std::size_t naive_asks;  // so that the baseline's pass stays short
};
constexpr Size kSizes[] = {{10, 80, 2000},
                           {100, 100, 2000},
                           {1000, 150, 2000},
                           {10'000, 250, 400},
                           {100'000, 600, 80}};

Workload MakeWorkload(const std::string& folder, std::size_t statements) {
  if (!folder.empty()) return ReadManyStatements(folder, statements);
  Workload workload;
  workload.policies = GeneratePolicies(statements);
  workload.requests = GenerateRequests(workload.policies, 2000);
  return workload;
}

// The slowest of the first requests that a new engine sees of each action. Of
// each request the fastest of the rounds counts, since a round may be
// interrupted.
class FirstRequests {
 public:
  explicit FirstRequests(const SubjectPtr& subject)
      : policies_{.identity = ParsePolicies(subject->workload().policies)} {
    std::set<std::string> seen;
    for (const WorkRequest& request : subject->workload().requests) {
      if (!seen.insert(request.action).second) continue;
      requests_.push_back(MakeRequest(request, kPrincipal));
    }
    fastest_.resize(requests_.size(), std::numeric_limits<double>::max());
  }

  double Measure() {
    const Engine engine = MakeEngine(policies_);
    for (std::size_t i = 0; i < requests_.size(); ++i) {
      const double time = NanosecondsOf([&] {
        benchmark::DoNotOptimize(engine.Evaluate(requests_[i]));
      });
      fastest_[i] = std::min(fastest_[i], time);
    }
    return *std::max_element(fastest_.begin(), fastest_.end());
  }

 private:
  PolicySet policies_;
  std::vector<Request> requests_;
  std::vector<double> fastest_;
};

// Bytes that malloc has given out.
double HeapInUse() {
  const struct mallinfo2 info = mallinfo2();
  return static_cast<double>(info.uordblks + info.hblkhd);
}

void AddBuilding(const SubjectPtr& subject, const std::string& prefix,
                 Table& table) {
  const auto documents = std::make_shared<std::vector<WorkPolicy>>(
      subject->workload().policies);
  table.AddMeasured({.name = prefix + "build",
                     .title = "build: Engine::Create of parsed policies",
                     .unit = Unit::kMilliseconds,
                     .limit = 300e6},
                    [documents] {
                      const PolicySet policies{
                          .identity = ParsePolicies(*documents)};
                      return ThreadNanosecondsOf(
                          [&] { return MakeEngine(policies); });
                    });
  table.AddMeasured({.name = prefix + "parse",
                     .title = "Policy::Parse of all documents",
                     .unit = Unit::kMilliseconds},
                    [documents] {
                      return ThreadNanosecondsOf(
                          [&] { return ParsePolicies(*documents); });
                    });
  table.AddMeasured(
      {.name = prefix + "memory",
       .title = "memory of the engine without the documents (malloc)",
       .unit = Unit::kMegabytes,
       .limit = 60e6},
      [documents] {
        const PolicySet policies{.identity = ParsePolicies(*documents)};
        const double before = HeapInUse();
        const Engine engine = MakeEngine(policies);
        return HeapInUse() - before;
      });
  table.AddMeasured({.name = prefix + "program",
                     .title = "memory of the program: Engine::MemoryUsage",
                     .unit = Unit::kMegabytes,
                     .limit = 60e6},
                    [subject] {
                      return static_cast<double>(
                          subject->engine().MemoryUsage());
                    });
  table.AddMeasured({.name = prefix + "documents",
                     .title = "memory of the parsed documents (malloc)",
                     .unit = Unit::kMegabytes},
                    [documents] {
                      const double before = HeapInUse();
                      const auto policies = ParsePolicies(*documents);
                      return HeapInUse() - before;
                    });
}

void AddSize(const std::string& folder, const Size& size, Table& table) {
  const auto subject = std::make_shared<Subject>(
      absl::StrFormat("%d statements", size.statements),
      MakeWorkload(folder, size.statements));
  const std::string prefix = absl::StrFormat("w2_%d/", size.statements);
  table.StartSection(absl::StrFormat(
      "%s, %d statements", folder.empty() ? "generated" : "W2",
      size.statements));
  const std::size_t asks = std::min(size.naive_asks, subject->size());
  table.Add({.name = prefix + "naive", .title = "naive"}, asks,
            [subject, asks] {
              for (std::size_t i = 0; i < asks; ++i) {
                benchmark::DoNotOptimize(subject->Naive(i));
              }
            });
  const auto door = std::make_shared<Door>(
      subject->engine(), subject->workload().requests, Interned::kContext);
  subject->Check("keys", [&](std::size_t i) { return door->Ask(i); });
  table.Add({.name = prefix + "keys",
             .title = "context keys interned",
             .limit = size.limit,
             .baseline = prefix + "naive"},
            door->size(), [subject, door] {
              for (std::size_t i = 0; i < door->size(); ++i) {
                benchmark::DoNotOptimize(door->Ask(i));
              }
            });
  const auto first = std::make_shared<FirstRequests>(subject);
  table.AddMeasured({.name = prefix + "first",
                     .title = "slowest first request of an action",
                     .unit = Unit::kMicroseconds,
                     .limit = 20e3},
                    [first] { return first->Measure(); }, true);
  if (size.statements == 100'000) AddBuilding(subject, prefix, table);
}

}  // namespace

void AddManyStatements(const std::string& folder, Table& table) {
  for (const Size& size : kSizes) {
    // The baseline would take seconds to check what was generated.
    if (folder.empty() && size.statements > 10'000) continue;
    AddSize(folder, size, table);
  }
}

}  // namespace iameval_bench
