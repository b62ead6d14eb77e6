#ifndef IAMEVAL_LIB_RUNTIME_GRID_BITS_H_
#define IAMEVAL_LIB_RUNTIME_GRID_BITS_H_

#include <bit>
#include <cstddef>
#include <cstdint>
#include <span>

#include "iameval/decision.h"

// Sets as bits in 64-bit words: rows (of actions, of targets) and planes
// (actions × targets, row after row without gaps, so that a plane of few
// targets wastes no bits).

namespace iameval::internal {

using Word = std::uint64_t;
constexpr std::size_t kWordBits = 64;

constexpr std::size_t WordsFor(std::size_t bits) {
  return (bits + kWordBits - 1) / kWordBits;
}

inline void SetBit(Word* words, std::size_t bit) {
  words[bit / kWordBits] |= Word{1} << (bit % kWordBits);
}

inline bool HasBit(const Word* words, std::size_t bit) {
  return (words[bit / kWordBits] >> (bit % kWordBits) & 1) != 0;
}

inline bool HasAnyBit(std::span<const Word> words) {
  for (const Word word : words) {
    if (word != 0) return true;
  }
  return false;
}

// Sets the first `count` bits of `words` and clears the others.
void SetFirstBits(std::span<Word> words, std::size_t count);

// Inverts the first `count` bits; REQUIRES: the others are clear.
void InvertFirstBits(std::span<Word> words, std::size_t count);

// Calls f(index) for each bit that is set, ascending.
template <typename F>
void ForEachBit(std::span<const Word> words, F f) {
  for (std::size_t i = 0; i < words.size(); ++i) {
    for (Word word = words[i]; word != 0; word &= word - 1) {
      f(i * kWordBits + static_cast<std::size_t>(std::countr_zero(word)));
    }
  }
}

// ORs `bits` bits of `row` into `plane` at bit `offset`. REQUIRES: the row has
// no bits beyond, and the plane has a word more than its bits need.
inline void OrRowAt(Word* plane, std::size_t offset, const Word* row,
                    std::size_t bits) {
  Word* out = plane + offset / kWordBits;
  const unsigned shift = static_cast<unsigned>(offset % kWordBits);
  const std::size_t words = WordsFor(bits);
  if (shift == 0) {
    for (std::size_t i = 0; i < words; ++i) out[i] |= row[i];
    return;
  }
  for (std::size_t i = 0; i < words; ++i) {
    out[i] |= row[i] << shift;
    out[i + 1] |= row[i] >> (kWordBits - shift);
  }
}

// ORs the plane of all (action, target) of the two rows into `plane`.
void OrProduct(Word* plane, std::span<const Word> actions, const Word* targets,
               std::size_t target_count);

// The decisions of `count` cells from bit `offset` on: an explicit deny where
// `deny` has a bit, otherwise allowed where `allow` has one. REQUIRES, here and
// below: a further word after the last one with such bits.
void ExpandDecisions(const Word* deny, const Word* allow, std::size_t offset,
                     std::size_t count, Decision* out);

// The bits set among `count` from bit `offset` on.
std::size_t CountBits(const Word* words, std::size_t offset, std::size_t count);

}  // namespace iameval::internal

#endif  // IAMEVAL_LIB_RUNTIME_GRID_BITS_H_
