#include "arguments.h"

#include <benchmark/benchmark.h>

#include <algorithm>
#include <cstdlib>
#include <string>
#include <string_view>

#include "workload.h"

namespace iameval_bench {

bool Arguments::Wants(std::string_view part) const {
  std::string_view list = only;
  while (!list.empty()) {
    const std::string_view item = list.substr(0, list.find(','));
    if (item == part) return true;
    list.remove_prefix(std::min(list.size(), item.size() + 1));
  }
  return only.empty();
}

Arguments ParseArguments(int argc, char** argv) {
  benchmark::Initialize(&argc, argv);
  Arguments arguments;
  for (int i = 1; i < argc; ++i) {
    const std::string_view argument = argv[i];
    const std::string value(argument.substr(argument.find('=') + 1));
    if (argument == "--check") {
      arguments.check = true;
    } else if (argument == "--slow") {
      arguments.slow = true;
    } else if (argument.starts_with("--rounds=")) {
      arguments.rounds = std::atoi(value.c_str());
    } else if (argument.starts_with("--only=")) {
      arguments.only = value;
    } else if (argument.starts_with("--markdown=")) {
      arguments.markdown = value;
    } else {
      Fail("unknown argument " + std::string(argument));
    }
  }
  return arguments;
}

}  // namespace iameval_bench
