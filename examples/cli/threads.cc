#include "cli/threads.h"

#include "CLI/CLI.hpp"

namespace iameval_cli {
namespace {

// More of them only cost memory.
constexpr unsigned kMostThreads = 256;

}  // namespace

void AddThreadsOption(CLI::App& app, unsigned& threads, const char* group) {
  app.add_option("--threads", threads,
                 threads == 0
                     ? "How many threads decide; 0, the default: one for each "
                       "core.\nThe output is the same."
                     : "How many threads decide; 0: one for each core. "
                       "Default 1.\nThe output is the same.")
      ->type_name("N")
      ->check(CLI::Range(0U, kMostThreads).description(""))
      ->group(group);
}

}  // namespace iameval_cli
