// Decides one workload again and again, for a profiler to look at:
//
//   valgrind --tool=callgrind --toggle-collect='*MeasuredPart*'
//     decision_profile w1 keys 1
//
// Arguments: w1, scp (w1 under service control policies), w2 or w4; what is
// measured; passes; for w2 the statements. Of all but w4: naive, request
// (Engine::Evaluate), strings, names, keys, row, prepared (through a Query that
// is filled in each time), batch (EvaluatePrepared), filled (Query::Evaluate
// alone). Of w4: parse, or compile, which includes it.

#include <cstdio>
#include <cstdlib>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "contenders.h"
#include "doors.h"
#include "guardrails.h"
#include "iameval/query.h"
#include "subject.h"
#include "workload.h"

namespace iameval_bench {
namespace {

template <typename F>
[[gnu::noinline]] std::size_t MeasuredPart(int passes, std::size_t size,
                                           F decide) {
  std::size_t allowed = 0;
  for (int pass = 0; pass < passes; ++pass) {
    for (std::size_t i = 0; i < size; ++i) {
      allowed += decide(i) == iameval::Decision::kAllowed ? 1 : 0;
    }
  }
  return allowed;
}

[[gnu::noinline]] std::size_t MeasuredPart(
    int passes, std::span<const WorkPolicy> documents, bool compile) {
  std::size_t statements = 0;
  for (int pass = 0; pass < passes; ++pass) {
    auto policies = ParsePolicies(documents);
    for (const iameval::Policy& policy : policies) {
      statements += policy.statement_count();
    }
    if (compile) {
      MakeEngine(iameval::PolicySet{.identity = std::move(policies)});
    }
  }
  return statements;
}

// All requests of a pass in one call.
std::size_t DecideBatch(const Subject& subject, const Door& door, int passes) {
  const auto requests = door.Prepared();
  std::vector<iameval::Decision> decisions(requests.size());
  return MeasuredPart(passes, 1, [&](std::size_t) {
    (void)subject.engine().EvaluatePrepared(requests, decisions);
    return decisions.front();
  });
}

std::size_t DecideDoor(const Subject& subject, std::string_view contender,
                       int passes) {
  const Interned interned = contender == "names" ? Interned::kNothing
                            : contender == "strings"
                                ? Interned::kNamedContext
                            : contender == "keys"  ? Interned::kKeys
                            : contender == "row"   ? Interned::kContext
                            : contender == "prepared"
                                ? Interned::kTargets
                                : Interned::kEverything;
  Door door(subject.engine(), subject.workload().requests, interned);
  if (contender == "batch") return DecideBatch(subject, door, passes);
  if (contender != "filled") {
    return MeasuredPart(passes, door.size(),
                        [&](std::size_t i) { return door.Ask(i); });
  }
  const std::vector<iameval::Query> queries = door.FillAll();
  return MeasuredPart(passes, queries.size(), [&](std::size_t i) {
    return queries[i].Evaluate();
  });
}

std::size_t Decide(Workload workload, std::string_view contender, int passes,
                   std::vector<WorkPolicy> scp = {}) {
  const Subject subject("profile", std::move(workload), std::move(scp));
  if (contender == "naive") {
    return MeasuredPart(passes, subject.size(),
                        [&](std::size_t i) { return subject.Naive(i); });
  }
  if (contender != "request") return DecideDoor(subject, contender, passes);
  const auto requests = MakeRequests(subject.workload().requests);
  return MeasuredPart(passes, subject.size(), [&](std::size_t i) {
    return subject.engine().Evaluate(requests[i]);
  });
}

}  // namespace
}  // namespace iameval_bench

int main(int argc, char** argv) {
  using namespace iameval_bench;
  const std::vector<std::string_view> args(argv + 1, argv + argc);
  const std::string folder = WorkloadFolder();
  if (args.size() < 3 || folder.empty()) {
    Fail("usage: IAMEVAL_WORKLOAD=FOLDER decision_profile "
         "w1|scp|w2|w4 naive|request|strings|names|keys|row|prepared|batch|"
         "filled|parse|compile PASSES [STATEMENTS]");
  }
  const int passes = std::atoi(argv[3]);
  std::size_t count = 0;
  if (args[0] == "w4") {
    count = MeasuredPart(passes, ReadCorpus(folder), args[1] == "compile");
  } else if (args[0] == "w1") {
    count = Decide(ReadSingleRole(folder), args[1], passes);
  } else if (args[0] == "scp") {
    Workload workload = ReadSingleRole(folder);
    AddRegion(workload);
    count = Decide(std::move(workload), args[1], passes, Guardrails());
  } else {
    const std::size_t n = args.size() > 3 ? std::strtoul(argv[4], nullptr, 10)
                                          : 1000;
    count = Decide(ReadManyStatements(folder, n), args[1], passes);
  }
  std::printf("%zu\n", count);
  return 0;
}
