#ifndef IAMEVAL_LIB_PROGRAM_SLICE_H_
#define IAMEVAL_LIB_PROGRAM_SLICE_H_

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace iameval::internal {

// A run of elements in one of a program's pools. Eight bytes instead of a
// vector's twenty-four and a heap block, and neighbours stay neighbours.
struct Slice {
  std::uint32_t begin = 0;
  std::uint32_t count = 0;

  [[nodiscard]] bool empty() const { return count == 0; }
};

template <typename T>
std::span<const T> In(const std::vector<T>& pool, Slice slice) {
  return std::span<const T>(pool.data() + slice.begin, slice.count);
}

// The slice of what was appended to `pool` since it had `before` elements.
template <typename T>
Slice SliceSince(const std::vector<T>& pool, std::size_t before) {
  return {static_cast<std::uint32_t>(before),
          static_cast<std::uint32_t>(pool.size() - before)};
}

}  // namespace iameval::internal

#endif  // IAMEVAL_LIB_PROGRAM_SLICE_H_
