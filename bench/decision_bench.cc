// Measures decisions: what README.md's table says of them.
//
//   decision_bench [--check] [--rounds=N] [--only=w1,w2,...] [--markdown=FILE]
//                  [--benchmark_...]
//
// The workload is read from the folder that IAMEVAL_WORKLOAD names; where it is
// not set, from the shipped policies and a generator. --check compares the
// answers and measures nothing.

#include <benchmark/benchmark.h>

#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

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

struct Arguments {
  bool check = false;
  int rounds = 5;
  std::string only;
  std::string markdown;
};

Arguments Parse(int argc, char** argv) {
  Arguments arguments;
  for (int i = 1; i < argc; ++i) {
    const std::string_view argument = argv[i];
    const std::string value(argument.substr(argument.find('=') + 1));
    if (argument == "--check") {
      arguments.check = true;
    } else if (argument.starts_with("--rounds=")) {
      arguments.rounds = std::atoi(value.c_str());
    } else if (argument.starts_with("--only=")) {
      arguments.only = value;
    } else if (argument.starts_with("--markdown=")) {
      arguments.markdown = value;
    } else {
      iameval_bench::Fail("unknown argument " + std::string(argument));
    }
  }
  return arguments;
}

// Whether `name` stands in the comma-separated list, or the list is empty.
bool Lists(std::string_view list, std::string_view name) {
  if (list.empty()) return true;
  while (!list.empty()) {
    const std::string_view item = list.substr(0, list.find(','));
    if (item == name) return true;
    list.remove_prefix(std::min(list.size(), item.size() + 1));
  }
  return false;
}

}  // namespace

int main(int argc, char** argv) {
  benchmark::Initialize(&argc, argv);  // takes its own arguments out
  const Arguments arguments = Parse(argc, argv);
  const std::string folder = iameval_bench::WorkloadFolder();
  Table table;
  for (const Part& part : kParts) {
    if (!Lists(arguments.only, part.name)) continue;
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
