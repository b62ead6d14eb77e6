#ifndef IAMEVAL_BENCH_ARGUMENTS_H_
#define IAMEVAL_BENCH_ARGUMENTS_H_

#include <string>
#include <string_view>

// What the benchmark programs are called with.

namespace iameval_bench {

struct Arguments {
  bool check = false;  // compare the answers, measure nothing
  bool slow = false;   // what takes minutes as well
  int rounds = 5;
  std::string only;      // names of parts, comma-separated; empty: all
  std::string markdown;  // a file for the table; empty: none

  // Whether `part` is to be run.
  [[nodiscard]] bool Wants(std::string_view part) const;
};

// Takes out Google Benchmark's own arguments first. Ends the program at one
// that neither knows.
Arguments ParseArguments(int argc, char** argv);

}  // namespace iameval_bench

#endif  // IAMEVAL_BENCH_ARGUMENTS_H_
