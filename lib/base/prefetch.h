#ifndef IAMEVAL_LIB_BASE_PREFETCH_H_
#define IAMEVAL_LIB_BASE_PREFETCH_H_

#include <cstddef>
#include <cstdint>

namespace iameval::internal {

// Fetches memory that will be read soon; nothing happens for an address that
// cannot be read. The empty asm keeps the compiler from taking a function that
// does nothing else for one without an effect, calls of which g++ leaves out.
[[gnu::always_inline]] inline void Prefetch(const void* address) {
  __builtin_prefetch(address);
  __asm__ volatile("");
}

// The same for every cache line. The addresses are counted as numbers: what is
// fetched may reach past what a pointer may be moved to, and be null.
[[gnu::always_inline]] inline void PrefetchBytes(const void* begin,
                                                 std::size_t size) {
  constexpr std::size_t kCacheLine = 64;
  const auto first = reinterpret_cast<std::uintptr_t>(begin);
  for (std::size_t i = 0; i < size; i += kCacheLine) {
    Prefetch(reinterpret_cast<const void*>(first + i));
  }
}

}  // namespace iameval::internal

#endif  // IAMEVAL_LIB_BASE_PREFETCH_H_
