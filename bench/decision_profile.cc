// Decides one workload again and again, for a profiler to look at:
//
//   valgrind --tool=callgrind --toggle-collect='*MeasuredPart*'
//     decision_profile w1 engine 1
//
// Arguments: w1, w2 or w4; which contender; passes; for w2 the statements.

#include <cstdio>
#include <cstdlib>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "contenders.h"
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

std::size_t Decide(const Workload& workload, std::string_view contender,
                   int passes) {
  const std::size_t size = workload.requests.size();
  if (contender == "naive") {
    const NaivePolicies naive = MakeNaive(workload.policies);
    const auto requests = MakeNaiveRequests(workload.requests);
    return MeasuredPart(passes, size, [&](std::size_t i) {
      return naive.Decide(requests[i]);
    });
  }
  const iameval::Engine engine = MakeEngine(workload);
  const auto requests = MakeRequests(workload.requests);
  return MeasuredPart(passes, size, [&](std::size_t i) {
    return engine.Evaluate(requests[i]);
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
         "w1|w2|w4 naive|engine|parse|compile PASSES [STATEMENTS]");
  }
  const int passes = std::atoi(argv[3]);
  std::size_t count = 0;
  if (args[0] == "w4") {
    count = MeasuredPart(passes, ReadCorpus(folder), args[1] == "compile");
  } else if (args[0] == "w1") {
    count = Decide(ReadSingleRole(folder), args[1], passes);
  } else {
    const std::size_t n = args.size() > 3 ? std::strtoul(argv[4], nullptr, 10)
                                          : 1000;
    count = Decide(ReadManyStatements(folder, n), args[1], passes);
  }
  std::printf("%zu\n", count);
  return 0;
}
