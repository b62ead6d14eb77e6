#ifndef IAMEVAL_LIB_BASE_BYTE_LANES_H_
#define IAMEVAL_LIB_BASE_BYTE_LANES_H_

#include <bit>
#include <climits>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string_view>

#include "base/ascii.h"

#if defined(__SSE2__) && defined(__x86_64__)
#include <emmintrin.h>
#endif

// Sixteen bytes at a time: the only place that knows a processor.

namespace iameval::internal {

enum class LetterCase : std::uint8_t {
  kExact,
  kFold,  // ASCII letters only, whatever the locale (S-2.2, S-5.2)
};

// Comparisons give lanes again, all ones where they hold; bit i of Mask() is
// the highest bit of byte i.
class ByteLanes {
 public:
  static constexpr std::size_t kSize = 16;
  static constexpr std::uint32_t kAll = 0xFFFF;

#if defined(__SSE2__) && defined(__x86_64__)
  static ByteLanes Load(const char* p) {
    return ByteLanes(_mm_loadu_si128(reinterpret_cast<const __m128i*>(p)));
  }
  // Eight bytes from each place.
  static ByteLanes LoadHalves(const char* low, const char* high) {
    const auto load = [](const char* p) {
      return _mm_loadl_epi64(reinterpret_cast<const __m128i*>(p));
    };
    return ByteLanes(_mm_unpacklo_epi64(load(low), load(high)));
  }
  static ByteLanes Fill(char c) { return ByteLanes(_mm_set1_epi8(c)); }
  void Store(char* p) const {
    _mm_storeu_si128(reinterpret_cast<__m128i*>(p), lanes_);
  }
  // The two halves as numbers, as a load of eight bytes gives them.
  [[nodiscard]] std::uint64_t Low() const {
    return static_cast<std::uint64_t>(_mm_cvtsi128_si64(lanes_));
  }
  [[nodiscard]] std::uint64_t High() const {
    return static_cast<std::uint64_t>(
        _mm_cvtsi128_si64(_mm_unpackhi_epi64(lanes_, lanes_)));
  }

  [[nodiscard]] ByteLanes Equal(ByteLanes other) const {
    return ByteLanes(_mm_cmpeq_epi8(lanes_, other.lanes_));
  }
  // Of signed bytes.
  [[nodiscard]] ByteLanes Greater(ByteLanes other) const {
    return ByteLanes(_mm_cmpgt_epi8(lanes_, other.lanes_));
  }
  [[nodiscard]] ByteLanes And(ByteLanes other) const {
    return ByteLanes(_mm_and_si128(lanes_, other.lanes_));
  }
  [[nodiscard]] ByteLanes AndNot(ByteLanes other) const {
    return ByteLanes(_mm_andnot_si128(other.lanes_, lanes_));
  }
  [[nodiscard]] ByteLanes Or(ByteLanes other) const {
    return ByteLanes(_mm_or_si128(lanes_, other.lanes_));
  }
  [[nodiscard]] std::uint32_t Mask() const {
    return static_cast<std::uint32_t>(_mm_movemask_epi8(lanes_));
  }
  [[nodiscard]] ByteLanes Folded() const {
    // Moves the capitals, and nothing else, to the end of the signed numbers.
    const __m128i moved =
        _mm_add_epi8(lanes_, _mm_set1_epi8(SCHAR_MAX - 'Z'));
    const __m128i capital =
        _mm_cmpgt_epi8(moved, _mm_set1_epi8(SCHAR_MAX - ('Z' - 'A') - 1));
    return ByteLanes(
        _mm_or_si128(lanes_, _mm_and_si128(capital, _mm_set1_epi8(0x20))));
  }

 private:
  explicit ByteLanes(__m128i lanes) : lanes_(lanes) {}

  __m128i lanes_;
#else
  static ByteLanes Load(const char* p) {
    ByteLanes lanes;
    std::memcpy(lanes.bytes_, p, kSize);
    return lanes;
  }
  static ByteLanes LoadHalves(const char* low, const char* high) {
    ByteLanes lanes;
    std::memcpy(lanes.bytes_, low, kSize / 2);
    std::memcpy(lanes.bytes_ + kSize / 2, high, kSize / 2);
    return lanes;
  }
  static ByteLanes Fill(char c) {
    ByteLanes lanes;
    std::memset(lanes.bytes_, c, kSize);
    return lanes;
  }
  void Store(char* p) const { std::memcpy(p, bytes_, kSize); }
  [[nodiscard]] std::uint64_t Low() const { return Half(0); }
  [[nodiscard]] std::uint64_t High() const { return Half(8); }

  [[nodiscard]] ByteLanes Equal(const ByteLanes& other) const {
    ByteLanes lanes;
    for (std::size_t i = 0; i < kSize; ++i) {
      lanes.bytes_[i] = bytes_[i] == other.bytes_[i] ? '\xFF' : '\0';
    }
    return lanes;
  }
  [[nodiscard]] ByteLanes Greater(const ByteLanes& other) const {
    ByteLanes lanes;
    for (std::size_t i = 0; i < kSize; ++i) {
      const bool greater = static_cast<signed char>(bytes_[i]) >
                           static_cast<signed char>(other.bytes_[i]);
      lanes.bytes_[i] = greater ? '\xFF' : '\0';
    }
    return lanes;
  }
  [[nodiscard]] ByteLanes And(const ByteLanes& other) const {
    ByteLanes lanes;
    for (std::size_t i = 0; i < kSize; ++i) {
      lanes.bytes_[i] = static_cast<char>(bytes_[i] & other.bytes_[i]);
    }
    return lanes;
  }
  [[nodiscard]] ByteLanes AndNot(const ByteLanes& other) const {
    ByteLanes lanes;
    for (std::size_t i = 0; i < kSize; ++i) {
      lanes.bytes_[i] = static_cast<char>(bytes_[i] & ~other.bytes_[i]);
    }
    return lanes;
  }
  [[nodiscard]] ByteLanes Or(const ByteLanes& other) const {
    ByteLanes lanes;
    for (std::size_t i = 0; i < kSize; ++i) {
      lanes.bytes_[i] = static_cast<char>(bytes_[i] | other.bytes_[i]);
    }
    return lanes;
  }
  [[nodiscard]] std::uint32_t Mask() const {
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
  [[nodiscard]] std::uint64_t Half(std::size_t at) const {
    std::uint64_t half;
    std::memcpy(&half, bytes_ + at, 8);
    return half;
  }

  char bytes_[kSize];
#endif
};

// Eight numbers of sixteen bits. As with bytes, comparisons give lanes of ones.
class ShortLanes {
 public:
  static constexpr std::size_t kSize = 8;

#if defined(__SSE2__) && defined(__x86_64__)
  template <typename Number>  // of either sign
  static ShortLanes Load(const Number* p) {
    static_assert(sizeof(Number) == 2);
    return ShortLanes(_mm_loadu_si128(reinterpret_cast<const __m128i*>(p)));
  }
  static ShortLanes Fill(std::uint16_t number) {
    return ShortLanes(_mm_set1_epi16(static_cast<std::int16_t>(number)));
  }
  [[nodiscard]] ShortLanes Equal(ShortLanes other) const {
    return ShortLanes(_mm_cmpeq_epi16(lanes_, other.lanes_));
  }
  // As signed numbers.
  [[nodiscard]] ShortLanes Greater(ShortLanes other) const {
    return ShortLanes(_mm_cmpgt_epi16(lanes_, other.lanes_));
  }
  [[nodiscard]] ShortLanes And(ShortLanes other) const {
    return ShortLanes(_mm_and_si128(lanes_, other.lanes_));
  }
  [[nodiscard]] ShortLanes Or(ShortLanes other) const {
    return ShortLanes(_mm_or_si128(lanes_, other.lanes_));
  }
  // Of lanes of ones or zeros: a bit for each.
  [[nodiscard]] std::uint32_t Mask() const {
    return static_cast<std::uint32_t>(
        _mm_movemask_epi8(_mm_packs_epi16(lanes_, _mm_setzero_si128())));
  }

 private:
  explicit ShortLanes(__m128i lanes) : lanes_(lanes) {}

  __m128i lanes_;
#else
  template <typename Number>
  static ShortLanes Load(const Number* p) {
    static_assert(sizeof(Number) == 2);
    ShortLanes lanes;
    std::memcpy(lanes.numbers_, p, sizeof(lanes.numbers_));
    return lanes;
  }
  static ShortLanes Fill(std::uint16_t number) {
    ShortLanes lanes;
    for (std::int16_t& lane : lanes.numbers_) {
      lane = static_cast<std::int16_t>(number);
    }
    return lanes;
  }
  [[nodiscard]] ShortLanes Equal(const ShortLanes& other) const {
    return ForEach(other, [](int a, int b) { return a == b ? -1 : 0; });
  }
  [[nodiscard]] ShortLanes Greater(const ShortLanes& other) const {
    return ForEach(other, [](int a, int b) { return a > b ? -1 : 0; });
  }
  [[nodiscard]] ShortLanes And(const ShortLanes& other) const {
    return ForEach(other, [](int a, int b) { return a & b; });
  }
  [[nodiscard]] ShortLanes Or(const ShortLanes& other) const {
    return ForEach(other, [](int a, int b) { return a | b; });
  }
  [[nodiscard]] std::uint32_t Mask() const {
    std::uint32_t mask = 0;
    for (std::size_t i = 0; i < kSize; ++i) {
      mask |= static_cast<std::uint32_t>(numbers_[i] != 0) << i;
    }
    return mask;
  }

 private:
  ShortLanes() = default;
  template <typename F>
  ShortLanes ForEach(const ShortLanes& other, F f) const {
    ShortLanes result;
    for (std::size_t i = 0; i < kSize; ++i) {
      result.numbers_[i] =
          static_cast<std::int16_t>(f(numbers_[i], other.numbers_[i]));
    }
    return result;
  }

  std::int16_t numbers_[kSize];
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

// Bit i: the first number of the i-th of eight pairs is `number`.
inline std::uint32_t EqualAmongEightPairs(const std::uint32_t* p,
                                          std::uint32_t number) {
#if defined(__SSE2__) && defined(__x86_64__)
  const __m128i wanted = _mm_set1_epi32(static_cast<int>(number));
  const auto firsts = [p](std::size_t at) {
    const auto* const pairs = reinterpret_cast<const float*>(p + at);
    return _mm_castps_si128(_mm_shuffle_ps(_mm_loadu_ps(pairs),
                                           _mm_loadu_ps(pairs + 4),
                                           _MM_SHUFFLE(2, 0, 2, 0)));
  };
  const __m128i low = _mm_cmpeq_epi32(firsts(0), wanted);
  const __m128i high = _mm_cmpeq_epi32(firsts(8), wanted);
  return static_cast<std::uint32_t>(_mm_movemask_ps(_mm_castsi128_ps(low)) |
                                    _mm_movemask_ps(_mm_castsi128_ps(high))
                                        << 4);
#else
  std::uint32_t mask = 0;
  for (std::size_t i = 0; i < 8; ++i) {
    mask |= static_cast<std::uint32_t>(p[2 * i] == number) << i;
  }
  return mask;
#endif
}

// Up to eight bytes of text as a number.
template <LetterCase kCase, typename Word>
inline std::uint64_t TextWord(const char* p) {
  Word word;
  std::memcpy(&word, p, sizeof(word));
  return kCase == LetterCase::kFold ? FoldAsciiWord(word) : word;
}

template <LetterCase kCase, typename Word>
inline bool EqualWords(const char* text, const char* literal,
                       std::size_t last) {
  constexpr LetterCase kExact = LetterCase::kExact;
  const std::uint64_t first_difference =
      TextWord<kCase, Word>(text) ^ TextWord<kExact, Word>(literal);
  const std::uint64_t last_difference = TextWord<kCase, Word>(text + last) ^
                                        TextWord<kExact, Word>(literal + last);
  return (first_difference | last_difference) == 0;
}

// `size` bytes of text equal to `literal`, which is folded already. Most
// comparisons are of a few bytes; a call would take longer than they do.
template <LetterCase kCase>
inline bool EqualBytes(const char* text, const char* literal,
                       std::size_t size) {
  if (size >= ByteLanes::kSize) {
    if (kCase == LetterCase::kExact && size > 4 * ByteLanes::kSize) {
      return std::memcmp(text, literal, size) == 0;
    }
    const std::size_t last = size - ByteLanes::kSize;
    for (std::size_t i = 0; i < last; i += ByteLanes::kSize) {
      if (TextLanes<kCase>(text + i)
              .Equal(ByteLanes::Load(literal + i))
              .Mask() != ByteLanes::kAll) {
        return false;
      }
    }
    return TextLanes<kCase>(text + last)
               .Equal(ByteLanes::Load(literal + last))
               .Mask() == ByteLanes::kAll;
  }
  if (size >= 8) {
    return EqualWords<kCase, std::uint64_t>(text, literal, size - 8);
  }
  if (size >= 4) {
    return EqualWords<kCase, std::uint32_t>(text, literal, size - 4);
  }
  for (std::size_t i = 0; i < size; ++i) {
    if (TextByte<kCase>(text[i]) != literal[i]) return false;
  }
  return true;
}

// As ==, without a call for a few bytes.
inline bool IsSameText(std::string_view a, std::string_view b) {
  return a.size() == b.size() &&
         EqualBytes<LetterCase::kExact>(a.data(), b.data(), a.size());
}

// How many bytes two stretches of memory have in common at their beginning.
template <LetterCase kCase>
inline std::size_t CommonPrefix(const char* text, const char* literal,
                                std::size_t size) {
  std::size_t i = 0;
  for (; i + ByteLanes::kSize <= size; i += ByteLanes::kSize) {
    const std::uint32_t equal =
        TextLanes<kCase>(text + i).Equal(ByteLanes::Load(literal + i)).Mask();
    if (equal != ByteLanes::kAll) {
      return i + static_cast<std::size_t>(std::countr_one(equal));
    }
  }
  while (i < size && TextByte<kCase>(text[i]) == literal[i]) ++i;
  return i;
}

inline bool IsContinuation(char c) {
  return (static_cast<unsigned char>(c) & 0xC0) == 0x80;
}

inline bool IsAsciiText(const char* p, std::size_t size) {
  std::size_t i = 0;
  for (; i + ByteLanes::kSize <= size; i += ByteLanes::kSize) {
    if (ByteLanes::Load(p + i).Mask() != 0) return false;
  }
  for (; i < size; ++i) {
    if ((static_cast<unsigned char>(p[i]) & 0x80) != 0) return false;
  }
  return true;
}

}  // namespace iameval::internal

#endif  // IAMEVAL_LIB_BASE_BYTE_LANES_H_
