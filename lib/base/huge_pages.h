#ifndef IAMEVAL_LIB_BASE_HUGE_PAGES_H_
#define IAMEVAL_LIB_BASE_HUGE_PAGES_H_

#include <cstddef>
#include <cstdint>
#include <new>
#include <vector>

#if defined(__linux__)
#include <sys/mman.h>
#endif

namespace iameval::internal {

// Memory for tables of megabytes that are read here and there. With pages of
// four kilobytes, each such read has to look up its page as well; so the system
// is asked for pages of two megabytes. It may decline.
template <typename T>
class HugePageAllocator {
 public:
  using value_type = T;

  HugePageAllocator() = default;
  template <typename U>
  explicit HugePageAllocator(const HugePageAllocator<U>&) {}

  [[nodiscard]] T* allocate(std::size_t count) {
    const std::size_t bytes = count * sizeof(T);
    void* const memory = ::operator new(bytes);
    AskForHugePages(memory, bytes);
    return static_cast<T*>(memory);
  }

  void deallocate(T* memory, std::size_t) { ::operator delete(memory); }

  friend bool operator==(const HugePageAllocator&, const HugePageAllocator&) {
    return true;
  }

 private:
  // For the huge pages inside; what is left over at the ends gets small ones.
  static void AskForHugePages([[maybe_unused]] void* memory,
                              [[maybe_unused]] std::size_t bytes) {
#if defined(__linux__)
    constexpr std::uintptr_t kPage = std::uintptr_t{2} << 20;
    const auto begin = reinterpret_cast<std::uintptr_t>(memory);
    const std::uintptr_t first = (begin + kPage - 1) / kPage * kPage;
    const std::uintptr_t last = (begin + bytes) / kPage * kPage;
    if (first < last) {
      madvise(reinterpret_cast<void*>(first), last - first, MADV_HUGEPAGE);
    }
#endif
  }
};

template <typename T>
using BigVector = std::vector<T, HugePageAllocator<T>>;

}  // namespace iameval::internal

#endif  // IAMEVAL_LIB_BASE_HUGE_PAGES_H_
