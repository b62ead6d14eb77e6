#ifndef IAMEVAL_LIB_BASE_ARENA_H_
#define IAMEVAL_LIB_BASE_ARENA_H_

#include <algorithm>
#include <cstddef>
#include <memory>
#include <new>
#include <span>
#include <type_traits>

namespace iameval::internal {

// Memory for many small things that go together: they are made one behind the
// other in a few pieces of memory and freed with the arena, never before. They
// do not move. Not thread-safe.
class Arena {
 public:
  Arena() = default;
  Arena(const Arena&) = delete;
  Arena& operator=(const Arena&) = delete;
  ~Arena() {
    while (last_ != nullptr) {
      Chunk* const before = last_->before;
      ::operator delete(last_);
      last_ = before;
    }
  }

  // Room for so many more bytes in one piece.
  void Reserve(std::size_t bytes) {
    if (left_ < bytes) AddChunk(bytes);
  }

  // `count` objects, each member initialized as its class says; numbers and
  // pointers are zero.
  template <typename T>
  std::span<T> Make(std::size_t count) {
    static_assert(std::is_trivially_destructible_v<T>);
    static_assert(alignof(T) <= kAlignment);
    if (count == 0) return {};
    T* const first = static_cast<T*>(Take(count * sizeof(T)));
    if constexpr (std::is_trivially_default_constructible_v<T>) {
      std::uninitialized_value_construct_n(first, count);
    } else {  // the above would write zeros first
      std::uninitialized_default_construct_n(first, count);
    }
    return {first, count};
  }

  // The same, for a caller who writes each of them.
  template <typename T>
  std::span<T> MakeUnwritten(std::size_t count) {
    static_assert(std::is_trivially_copyable_v<T> && std::is_aggregate_v<T>);
    static_assert(alignof(T) <= kAlignment);
    if (count == 0) return {};
    return {static_cast<T*>(Take(count * sizeof(T))), count};
  }

 private:
  static constexpr std::size_t kAlignment = alignof(void*);

  struct Chunk {
    Chunk* before;
  };
  static_assert(sizeof(Chunk) % kAlignment == 0);

  void* Take(std::size_t bytes) {
    bytes = (bytes + kAlignment - 1) / kAlignment * kAlignment;
    // Each piece is larger than the one before, so that they are few.
    if (left_ < bytes) AddChunk(std::max(bytes, grown_));
    std::byte* const taken = next_;
    next_ += bytes;
    left_ -= bytes;
    return taken;
  }

  void AddChunk(std::size_t bytes) {
    last_ = new (::operator new(sizeof(Chunk) + bytes)) Chunk{last_};
    next_ = reinterpret_cast<std::byte*>(last_ + 1);
    left_ = bytes;
    grown_ += bytes;
  }

  Chunk* last_ = nullptr;
  std::byte* next_ = nullptr;  // of the last chunk, what is free
  std::size_t left_ = 0;
  std::size_t grown_ = 512;
};

}  // namespace iameval::internal

#endif  // IAMEVAL_LIB_BASE_ARENA_H_
