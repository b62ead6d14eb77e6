// Measures decisions: what README.md's table says of them.
//
//   decision_bench [--check] [--rounds=N] [--only=w1,w2,...] [--markdown=FILE]
//                  [--benchmark_...]
//
// The workload is read from the folder that IAMEVAL_WORKLOAD names; where it is
// not set, from the shipped policies and a generator. --check compares the
// answers and measures nothing.

#include <cstdio>
#include <fstream>
#include <string>
#include <string_view>

#include "arguments.h"
#include "rows.h"
#include "table.h"
#include "workload.h"

namespace {

using iameval_bench::Table;

struct Part {
  std::string_view name;
  void (*add)(const std::string& folder, Table& table);
};
constexpr Part kParts[] = {
    {"w1", iameval_bench::AddSingleRole},
    {"w2", iameval_bench::AddManyStatements},
    {"scp", iameval_bench::AddOrganization},
    {"w3", iameval_bench::AddGrid},
    {"w4", iameval_bench::AddLoading},
    {"threads", iameval_bench::AddThreads},
};

}  // namespace

int main(int argc, char** argv) {
  const iameval_bench::Arguments arguments =
      iameval_bench::ParseArguments(argc, argv);
  const std::string folder = iameval_bench::WorkloadFolder();
  Table table;
  for (const Part& part : kParts) {
    if (!arguments.Wants(part.name)) continue;
    part.add(folder, table);
    std::fprintf(stderr, "%s: all answers are right\n",
                 std::string(part.name).c_str());
  }
  if (arguments.check) return 0;
  table.Run(arguments.rounds);
  const std::string markdown = table.Markdown();
  std::fputs(markdown.c_str(), stdout);
  if (!arguments.markdown.empty()) {
    std::ofstream(arguments.markdown) << markdown;
  }
  return 0;
}
