#ifndef IAMEVAL_LIB_BASE_HASH_H_
#define IAMEVAL_LIB_BASE_HASH_H_

#include <bit>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string_view>

#include "base/ascii.h"

namespace iameval::internal {

// A 64-bit hash of a text's bytes, the same in every process: compiled programs
// hold such hashes, and requests are hashed before they meet a program. Not
// meant to resist collisions made on purpose; every hit is compared in full.
constexpr std::uint64_t kHashMultiplier = 0x9E3779B97F4A7C15u;

constexpr std::uint64_t MixHash(std::uint64_t a, std::uint64_t b) {
  // 128-bit multiply folded to 64 bits, as wyhash does.
  __extension__ using Wide = unsigned __int128;
  const Wide product = static_cast<Wide>(a ^ kHashMultiplier) * (b | 1);
  return static_cast<std::uint64_t>(product) ^
         static_cast<std::uint64_t>(product >> 64);
}

// The `left` last bytes of a text of `size` bytes, fewer than eight of them, as
// a number; `p` is where they begin.
inline std::uint64_t LoadTail(const char* p, std::size_t left,
                              std::size_t size) {
  std::uint64_t tail = 0;
  if (left == 0) return tail;
  if (size >= 8 && std::endian::native == std::endian::little) {
    std::memcpy(&tail, p + left - 8, 8);  // spares a call for a few bytes
    return tail >> (64 - 8 * left);
  }
  std::memcpy(&tail, p, left);
  return tail;
}

inline std::uint64_t HashBytes(std::string_view text) {
  std::uint64_t hash = text.size() * kHashMultiplier;
  const char* p = text.data();
  std::size_t left = text.size();
  while (left >= 8) {
    std::uint64_t word;
    std::memcpy(&word, p, 8);
    hash = MixHash(hash, word);
    p += 8;
    left -= 8;
  }
  return MixHash(hash,
                 LoadTail(p, left, text.size()) ^ 0xD6E8FEB86659FD93u);
}

// Folds the ASCII capitals among eight bytes to small letters, all at once.
constexpr std::uint64_t FoldAsciiWord(std::uint64_t word) {
  constexpr std::uint64_t kOnes = 0x0101010101010101u;
  const std::uint64_t low7 = word & (kOnes * 0x7F);
  const std::uint64_t from_a = low7 + kOnes * (0x80 - 'A');
  const std::uint64_t past_z = low7 + kOnes * (0x80 - 'Z' - 1);
  const std::uint64_t capitals =
      (from_a & ~past_z & ~word) & (kOnes * 0x80);
  return word | (capitals >> 2);
}

// HashBytes of the text with its ASCII letters folded to lower case.
inline std::uint64_t HashFolded(std::string_view text) {
  std::uint64_t hash = text.size() * kHashMultiplier;
  const char* p = text.data();
  std::size_t left = text.size();
  while (left >= 8) {
    std::uint64_t word;
    std::memcpy(&word, p, 8);
    hash = MixHash(hash, FoldAsciiWord(word));
    p += 8;
    left -= 8;
  }
  const std::uint64_t tail = LoadTail(p, left, text.size());
  return MixHash(hash, FoldAsciiWord(tail) ^ 0xD6E8FEB86659FD93u);
}

// Folds `text` to lower case into `out`, which has room for its size rounded up
// to a multiple of eight, and returns HashBytes of the result.
inline std::uint64_t FoldAndHash(std::string_view text, char* out) {
  std::uint64_t hash = text.size() * kHashMultiplier;
  const char* p = text.data();
  std::size_t left = text.size();
  for (; left >= 8; p += 8, out += 8, left -= 8) {
    std::uint64_t word;
    std::memcpy(&word, p, 8);
    word = FoldAsciiWord(word);
    std::memcpy(out, &word, 8);
    hash = MixHash(hash, word);
  }
  const std::uint64_t tail = FoldAsciiWord(LoadTail(p, left, text.size()));
  if (left > 0) std::memcpy(out, &tail, 8);
  return MixHash(hash, tail ^ 0xD6E8FEB86659FD93u);
}

}  // namespace iameval::internal

#endif  // IAMEVAL_LIB_BASE_HASH_H_
