#ifndef IAMEVAL_LIB_AUTOMATA_BYTE_LANES_H_
#define IAMEVAL_LIB_AUTOMATA_BYTE_LANES_H_

#include <cstddef>
#include <cstdint>
#include <cstring>

#include "base/ascii.h"

#if defined(__SSE2__)
#include <emmintrin.h>
#endif

// Sixteen bytes at a time: the only place in automata/ that knows a processor.

namespace iameval::internal {

enum class LetterCase : std::uint8_t {
  kExact,
  kFold,  // ASCII letters only, whatever the locale (S-2.2, S-5.2)
};

// Bit i of a mask is about byte i.
class ByteLanes {
 public:
  static constexpr std::size_t kSize = 16;
  static constexpr std::uint32_t kAll = 0xFFFF;

#if defined(__SSE2__)
  static ByteLanes Load(const char* p) {
    return ByteLanes(_mm_loadu_si128(reinterpret_cast<const __m128i*>(p)));
  }
  [[nodiscard]] std::uint32_t Equal(char c) const {
    return Mask(_mm_cmpeq_epi8(lanes_, _mm_set1_epi8(c)));
  }
  [[nodiscard]] std::uint32_t Equal(ByteLanes other) const {
    return Mask(_mm_cmpeq_epi8(lanes_, other.lanes_));
  }
  // Bytes above 0x7F: parts of characters outside ASCII.
  [[nodiscard]] std::uint32_t High() const { return Mask(lanes_); }
  [[nodiscard]] ByteLanes Folded() const {
    // Signed comparison: bytes above 0x7F are negative, hence no letters.
    const __m128i from_a = _mm_cmpgt_epi8(lanes_, _mm_set1_epi8('A' - 1));
    const __m128i to_z = _mm_cmplt_epi8(lanes_, _mm_set1_epi8('Z' + 1));
    const __m128i capital = _mm_and_si128(from_a, to_z);
    return ByteLanes(
        _mm_or_si128(lanes_, _mm_and_si128(capital, _mm_set1_epi8(0x20))));
  }

 private:
  explicit ByteLanes(__m128i lanes) : lanes_(lanes) {}
  static std::uint32_t Mask(__m128i lanes) {
    return static_cast<std::uint32_t>(_mm_movemask_epi8(lanes));
  }

  __m128i lanes_;
#else
  static ByteLanes Load(const char* p) {
    ByteLanes lanes;
    std::memcpy(lanes.bytes_, p, kSize);
    return lanes;
  }
  [[nodiscard]] std::uint32_t Equal(char c) const {
    std::uint32_t mask = 0;
    for (std::size_t i = 0; i < kSize; ++i) {
      mask |= static_cast<std::uint32_t>(bytes_[i] == c) << i;
    }
    return mask;
  }
  [[nodiscard]] std::uint32_t Equal(const ByteLanes& other) const {
    std::uint32_t mask = 0;
    for (std::size_t i = 0; i < kSize; ++i) {
      mask |= static_cast<std::uint32_t>(bytes_[i] == other.bytes_[i]) << i;
    }
    return mask;
  }
  [[nodiscard]] std::uint32_t High() const {
    std::uint32_t mask = 0;
    for (std::size_t i = 0; i < kSize; ++i) {
      mask |= static_cast<std::uint32_t>((bytes_[i] & 0x80) != 0) << i;
    }
    return mask;
  }
  [[nodiscard]] ByteLanes Folded() const {
    ByteLanes folded;
    for (std::size_t i = 0; i < kSize; ++i) {
      folded.bytes_[i] = FoldAscii(bytes_[i]);
    }
    return folded;
  }

 private:
  ByteLanes() = default;
  char bytes_[kSize];
#endif
};

// One text byte, sixteen text bytes, as they are compared.
template <LetterCase kCase>
inline char TextByte(char c) {
  return kCase == LetterCase::kFold ? FoldAscii(c) : c;
}

template <LetterCase kCase>
inline ByteLanes TextLanes(const char* p) {
  const ByteLanes lanes = ByteLanes::Load(p);
  return kCase == LetterCase::kFold ? lanes.Folded() : lanes;
}

// `size` bytes of text equal to `literal`, which is folded already.
template <LetterCase kCase>
inline bool EqualBytes(const char* text, const char* literal,
                       std::size_t size) {
  if constexpr (kCase == LetterCase::kExact) {
    return std::memcmp(text, literal, size) == 0;
  } else {
    std::size_t i = 0;
    for (; i + ByteLanes::kSize <= size; i += ByteLanes::kSize) {
      const ByteLanes folded = TextLanes<kCase>(text + i);
      if (folded.Equal(ByteLanes::Load(literal + i)) != ByteLanes::kAll) {
        return false;
      }
    }
    for (; i < size; ++i) {
      if (FoldAscii(text[i]) != literal[i]) return false;
    }
    return true;
  }
}

inline bool IsContinuation(char c) {
  return (static_cast<unsigned char>(c) & 0xC0) == 0x80;
}

inline bool IsAsciiText(const char* p, std::size_t size) {
  std::size_t i = 0;
  for (; i + ByteLanes::kSize <= size; i += ByteLanes::kSize) {
    if (ByteLanes::Load(p + i).High() != 0) return false;
  }
  for (; i < size; ++i) {
    if ((static_cast<unsigned char>(p[i]) & 0x80) != 0) return false;
  }
  return true;
}

}  // namespace iameval::internal

#endif  // IAMEVAL_LIB_AUTOMATA_BYTE_LANES_H_
