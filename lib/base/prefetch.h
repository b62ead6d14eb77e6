#ifndef IAMEVAL_LIB_BASE_PREFETCH_H_
#define IAMEVAL_LIB_BASE_PREFETCH_H_

#include <cstddef>

namespace iameval::internal {

// Fetches memory that will be read soon; nothing happens for an address that
// cannot be read. The empty asm keeps the compiler from taking a function that
// does nothing else for one without an effect, calls of which g++ leaves out.
[[gnu::always_inline]] inline void Prefetch(const void* address) {
  __builtin_prefetch(address);
  __asm__ volatile("");
}

// The same for every cache line.
[[gnu::always_inline]] inline void PrefetchBytes(const void* begin,
                                                 std::size_t size) {
  constexpr std::size_t kCacheLine = 64;
  const char* const bytes = static_cast<const char*>(begin);
  for (std::size_t i = 0; i < size; i += kCacheLine) Prefetch(bytes + i);
}

}  // namespace iameval::internal

#endif  // IAMEVAL_LIB_BASE_PREFETCH_H_
