#ifndef IAMEVAL_TESTS_DIFFERENTIAL_RANDOM_H_
#define IAMEVAL_TESTS_DIFFERENTIAL_RANDOM_H_

#include <array>
#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <span>
#include <string_view>
#include <vector>

namespace iameval_testing {

// A source of choices: either a pseudo-random generator (xoshiro256**, seeded
// through splitmix64) or the bytes of a fuzzer's input, followed by a generator
// once they are used up. The standard library's distributions differ between
// implementations; this gives the same choices everywhere, so a printed seed
// is enough to repeat a run.
//
// Two calls in the operands of one expression happen in no defined order; give
// each its own statement, or the choices depend on the compiler.
class Random {
 public:
  explicit Random(std::uint64_t seed, std::uint64_t stream = 0,
                  std::uint64_t substream = 0) {
    std::uint64_t mix = Mix(seed) ^ Mix(stream + 0x51ED270B2D3AB1C5U);
    mix = Mix(mix) ^ Mix(substream + 0x8E2A1D5F4B6C7D39U);
    for (std::uint64_t& word : state_) word = Mix(mix += kGolden);
  }

  // Choices come from `bytes`, which must outlive the object.
  explicit Random(std::span<const std::uint8_t> bytes)
      : Random(bytes.size(), 0, 0) {
    bytes_ = bytes;
  }

  std::uint64_t Next() {
    const std::uint64_t result = Rotate(state_[1] * 5, 7) * 9;
    const std::uint64_t shifted = state_[1] << 17U;
    state_[2] ^= state_[0];
    state_[3] ^= state_[1];
    state_[1] ^= state_[2];
    state_[0] ^= state_[3];
    state_[2] ^= shifted;
    state_[3] = Rotate(state_[3], 45);
    return result;
  }

  // In [0, bound); 0 when bound is 0. The bias of the remainder does not
  // matter here.
  std::size_t Below(std::size_t bound) {
    if (bound <= 1) return 0;
    if (!bytes_.empty()) {
      std::size_t value = TakeByte();
      for (std::size_t top = bound - 1; top > 255; top >>= 8U) {
        value = value << 8U | TakeByte();
      }
      return value % bound;
    }
    return static_cast<std::size_t>(Next() % bound);
  }

  // In [low, high].
  std::size_t Between(std::size_t low, std::size_t high) {
    return low + Below(high - low + 1);
  }

  bool Percent(unsigned percent) { return Below(100) < percent; }
  bool OneIn(std::size_t n) { return Below(n) == 0; }

  std::string_view Pick(std::initializer_list<std::string_view> choices) {
    return choices.begin()[Below(choices.size())];
  }

  template <typename Container>
  const auto& PickFrom(const Container& choices) {
    return choices[Below(std::size(choices))];
  }

  // An index, with the probability of its weight.
  std::size_t Weighted(std::initializer_list<unsigned> weights) {
    std::size_t total = 0;
    for (const unsigned weight : weights) total += weight;
    std::size_t left = Below(total);
    std::size_t index = 0;
    for (const unsigned weight : weights) {
      if (left < weight) return index;
      left -= weight;
      ++index;
    }
    return 0;
  }

 private:
  static constexpr std::uint64_t kGolden = 0x9E3779B97F4A7C15U;

  static constexpr std::uint64_t Rotate(std::uint64_t x, unsigned k) {
    return x << k | x >> (64U - k);
  }

  // splitmix64's finalizer.
  static constexpr std::uint64_t Mix(std::uint64_t z) {
    z += kGolden;
    z = (z ^ (z >> 30U)) * 0xBF58476D1CE4E5B9U;
    z = (z ^ (z >> 27U)) * 0x94D049BB133111EBU;
    return z ^ (z >> 31U);
  }

  std::size_t TakeByte() {
    if (bytes_.empty()) return static_cast<std::size_t>(Next() & 0xFFU);
    const std::size_t byte = bytes_.front();
    bytes_ = bytes_.subspan(1);
    return byte;
  }

  std::array<std::uint64_t, 4> state_{};
  std::span<const std::uint8_t> bytes_;
};

}  // namespace iameval_testing

#endif  // IAMEVAL_TESTS_DIFFERENTIAL_RANDOM_H_
