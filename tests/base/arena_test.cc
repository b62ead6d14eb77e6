#include "base/arena.h"

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "gtest/gtest.h"

namespace iameval::internal {
namespace {

TEST(Arena, ObjectsAreValueInitializedAndApart) {
  Arena arena;
  std::vector<std::span<std::uint64_t>> made;
  for (std::size_t count = 1; count < 200; ++count) {
    const std::span<std::uint64_t> numbers = arena.Make<std::uint64_t>(count);
    ASSERT_EQ(numbers.size(), count);
    for (std::uint64_t& number : numbers) {
      EXPECT_EQ(number, 0u);
      number = count;
    }
    made.push_back(numbers);
  }
  for (const std::span<std::uint64_t> numbers : made) {
    for (const std::uint64_t number : numbers) {
      EXPECT_EQ(number, numbers.size());
    }
  }
}

TEST(Arena, ObjectsAreAlignedBehindSmallerOnes) {
  Arena arena;
  for (int i = 0; i < 100; ++i) {
    arena.Make<char>(static_cast<std::size_t>(i % 7) + 1);
    const auto* const pointer = arena.Make<void*>(1).data();
    EXPECT_EQ(reinterpret_cast<std::uintptr_t>(pointer) % alignof(void*), 0u);
  }
}

TEST(Arena, WhatIsReservedIsOnePiece) {
  Arena arena;
  arena.Make<char>(5);
  arena.Reserve(100 * sizeof(std::uint64_t));
  const std::uint64_t* const first = arena.Make<std::uint64_t>(1).data();
  for (std::ptrdiff_t i = 1; i < 100; ++i) {
    EXPECT_EQ(arena.Make<std::uint64_t>(1).data() - first, i);
  }
}

TEST(Arena, NothingTakesNothing) {
  Arena arena;
  EXPECT_TRUE(arena.Make<int>(0).empty());
}

}  // namespace
}  // namespace iameval::internal
