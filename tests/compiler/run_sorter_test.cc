#include "compiler/run_sorter.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <random>
#include <vector>

#include "gtest/gtest.h"

namespace iameval::internal {
namespace {

std::vector<std::uint32_t> Sorted(std::vector<std::uint32_t> values) {
  std::sort(values.begin(), values.end());
  return values;
}

TEST(RunSorter, SortsListsOfAnyRuns) {
  std::mt19937 engine(20261121);
  const auto random = [&engine] {
    return static_cast<std::uint32_t>(engine());
  };
  RunSorter sorter;
  for (int i = 0; i < 2000; ++i) {
    std::vector<std::uint32_t> values(random() % 60);
    // From one run to a run for each value, some values twice.
    const std::uint32_t run = random() % 20 + 1;
    for (std::size_t at = 0; at < values.size(); ++at) {
      values[at] = at % run == 0 ? random() % 1000
                                 : values[at - 1] + random() % 3;
    }
    const std::vector<std::uint32_t> expected = Sorted(values);
    sorter.Sort(values);
    EXPECT_EQ(values, expected);
  }
}

TEST(RunSorter, SortsWhatDescends) {
  std::vector<std::uint32_t> values;
  for (std::uint32_t i = 0; i < 1000; ++i) values.push_back(1000 - i);
  RunSorter sorter;
  sorter.Sort(values);
  EXPECT_EQ(values, Sorted(values));
}

}  // namespace
}  // namespace iameval::internal
