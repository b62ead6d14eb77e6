// W4: parsing and compiling all documents of a corpus.

#include <memory>
#include <string>
#include <vector>

#include "absl/strings/str_format.h"
#include "clock.h"
#include "contenders.h"
#include "generate.h"
#include "iameval/policy.h"
#include "iameval/policy_set.h"
#include "rows.h"
#include "table.h"
#include "workload.h"

namespace iameval_bench {
namespace {

using iameval::Policy;
using iameval::PolicySet;

std::vector<WorkPolicy> MakeDocuments(const std::string& folder) {
  if (!folder.empty()) return ReadCorpus(folder);
  std::vector<WorkPolicy> documents = GeneratePolicies(4000);
  for (const WorkPolicy& shipped : ShippedPolicies()) {
    documents.push_back(shipped);
  }
  return documents;
}

// The smallest of a few runs: what memory the allocator still has differs.
template <typename F>
double Smallest(F measure) {
  double smallest = measure();
  for (int i = 1; i < 5; ++i) smallest = std::min(smallest, measure());
  return smallest;
}

// The same number of statements must come out that the baseline reads.
void Check(const std::vector<WorkPolicy>& documents) {
  std::size_t statements = 0;
  for (const Policy& policy : ParsePolicies(documents)) {
    statements += policy.statement_count();
  }
  const std::size_t expected = MakeNaive(documents).size();
  if (statements != expected) {
    Fail(absl::StrFormat("found %d statements, expected %d", statements,
                         expected));
  }
}

}  // namespace

void AddLoading(const std::string& folder, Table& table) {
  const auto documents =
      std::make_shared<std::vector<WorkPolicy>>(MakeDocuments(folder));
  Check(*documents);
  std::size_t bytes = 0;
  for (const WorkPolicy& document : *documents) bytes += document.text.size();
  table.StartSection(absl::StrFormat(
      "%s, %d documents, %.2f MB", folder.empty() ? "generated" : "W4",
      documents->size(), static_cast<double>(bytes) / 1e6));
  table.AddMeasured(
      {.name = "w4/naive",
       .title = "naive: parse and lower",
       .unit = Unit::kMilliseconds},
      [documents] {
        return Smallest([&] {
          return ThreadNanosecondsOf([&] { return MakeNaive(*documents); });
        });
      });
  table.AddMeasured(
      {.name = "w4/both",
       .title = "parse and compile",
       .unit = Unit::kMilliseconds,
       .limit = 10e6,
       .baseline = "w4/naive"},
      [documents] {
        return Smallest([&] {
          return ThreadNanosecondsOf([&] {
            return MakeEngine(
                PolicySet{.identity = ParsePolicies(*documents)});
          });
        });
      });
  table.AddMeasured(
      {.name = "w4/parse",
       .title = "Policy::Parse",
       .unit = Unit::kMilliseconds},
      [documents] {
        return Smallest([&] {
          return ThreadNanosecondsOf([&] { return ParsePolicies(*documents); });
        });
      });
  table.AddMeasured(
      {.name = "w4/compile",
       .title = "Engine::Create",
       .unit = Unit::kMilliseconds},
      [documents] {
        const PolicySet policies{.identity = ParsePolicies(*documents)};
        return Smallest([&] {
          return ThreadNanosecondsOf([&] { return MakeEngine(policies); });
        });
      });
}

}  // namespace iameval_bench
