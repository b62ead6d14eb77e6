#ifndef IAMEVAL_BENCH_GLOB_WORKLOAD_H_
#define IAMEVAL_BENCH_GLOB_WORKLOAD_H_

#include <cstddef>
#include <string>
#include <vector>

// Globs, and texts to match with them: read from the workload's files, or made
// with a fixed seed.

namespace iameval_bench {

// Every `*` and `?` of a pattern is a wildcard.
struct GlobCase {
  std::string name;
  std::vector<std::string> patterns;
  std::vector<std::string> texts;

  [[nodiscard]] std::size_t text_bytes() const;
};

// `patterns` distinct resource patterns and ARNs, of which most match one.
// Without a folder at most 1,000 ARNs, otherwise 5,000.
GlobCase MakeGlobSet(const std::string& folder, std::size_t patterns);

// Patterns and texts made to be slow (W5).
std::vector<GlobCase> MakeAdversarialGlobs(const std::string& folder);

// The case with each text `times` times in a row, as one text.
GlobCase Lengthened(const GlobCase& original, std::size_t times);

}  // namespace iameval_bench

#endif  // IAMEVAL_BENCH_GLOB_WORKLOAD_H_
