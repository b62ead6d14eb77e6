#ifndef IAMEVAL_LIB_BASE_HUGE_PAGES_H_
#define IAMEVAL_LIB_BASE_HUGE_PAGES_H_

#include <cstddef>
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
    if (!IsHuge(bytes)) return static_cast<T*>(::operator new(bytes));
    void* const memory = ::operator new(RoundedUp(bytes), kAlignment);
#if defined(__linux__)
    madvise(memory, RoundedUp(bytes), MADV_HUGEPAGE);
#endif
    return static_cast<T*>(memory);
  }

  void deallocate(T* memory, std::size_t count) {
    if (IsHuge(count * sizeof(T))) {
      ::operator delete(memory, kAlignment);
    } else {
      ::operator delete(memory);
    }
  }

  friend bool operator==(const HugePageAllocator&, const HugePageAllocator&) {
    return true;
  }

 private:
  static constexpr std::size_t kPage = std::size_t{2} << 20;
  static constexpr std::align_val_t kAlignment{kPage};

  static constexpr bool IsHuge(std::size_t bytes) { return bytes >= kPage; }
  static constexpr std::size_t RoundedUp(std::size_t bytes) {
    return (bytes + kPage - 1) / kPage * kPage;
  }
};

template <typename T>
using BigVector = std::vector<T, HugePageAllocator<T>>;

}  // namespace iameval::internal

#endif  // IAMEVAL_LIB_BASE_HUGE_PAGES_H_
