#ifndef IAMEVAL_LIB_COMPILER_RUN_SORTER_H_
#define IAMEVAL_LIB_COMPILER_RUN_SORTER_H_

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace iameval::internal {

// Sorts lists that are made of a few ascending runs, as lists of numbers tend
// to be that were given out in the order of the policies: by merging the runs,
// in time linear in the list times the logarithm of its runs. Kept and used
// again for its memory.
class RunSorter {
 public:
  void Sort(std::span<std::uint32_t> values) {
    FindRuns(values);
    if (ends_.size() < 2) return;
    merged_.resize(values.size());
    while (ends_.size() > 1) MergePairs(values);
  }

 private:
  void FindRuns(std::span<const std::uint32_t> values) {
    ends_.clear();
    for (std::size_t i = 1; i < values.size(); ++i) {
      if (values[i] < values[i - 1]) ends_.push_back(i);
    }
    ends_.push_back(values.size());
  }

  // Each run with its neighbour; one that has none stays.
  void MergePairs(std::span<std::uint32_t> values) {
    std::uint32_t* out = merged_.data();
    std::size_t begin = 0;
    std::size_t runs = 0;
    for (std::size_t i = 0; i < ends_.size(); i += 2) {
      const std::size_t middle = ends_[i];
      const std::size_t end = i + 1 < ends_.size() ? ends_[i + 1] : middle;
      out = Merge(values.data() + begin, values.data() + middle,
                  values.data() + end, out);
      ends_[runs++] = end;
      begin = end;
    }
    ends_.resize(runs);
    std::copy(merged_.begin(), merged_.end(), values.begin());
  }

  // Without a branch on which is smaller, which nobody could predict.
  static std::uint32_t* Merge(const std::uint32_t* a,
                              const std::uint32_t* middle,
                              const std::uint32_t* end, std::uint32_t* out) {
    const std::uint32_t* b = middle;
    while (a != middle && b != end) {
      const std::uint32_t first = *a;
      const std::uint32_t second = *b;
      *out++ = std::min(first, second);
      b += static_cast<std::ptrdiff_t>(second < first);
      a += static_cast<std::ptrdiff_t>(second >= first);
    }
    out = std::copy(a, middle, out);
    return std::copy(b, end, out);
  }

  std::vector<std::size_t> ends_;  // of the runs
  std::vector<std::uint32_t> merged_;
};

}  // namespace iameval::internal

#endif  // IAMEVAL_LIB_COMPILER_RUN_SORTER_H_
