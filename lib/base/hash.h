#ifndef IAMEVAL_LIB_BASE_HASH_H_
#define IAMEVAL_LIB_BASE_HASH_H_

#include <bit>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string_view>

#include "base/byte_lanes.h"

namespace iameval::internal {

// A 64-bit hash of a text's bytes, the same in every process: compiled programs
// hold such hashes, and requests are hashed before they meet a program. Not
// meant to resist collisions made on purpose; every hit is compared in full.
constexpr std::uint64_t kHashMultiplier = 0x9E3779B97F4A7C15u;

constexpr std::uint64_t MixHash(std::uint64_t a, std::uint64_t b) {
  // 128-bit multiply folded to 64 bits, as wyhash does.
  __extension__ using Wide = unsigned __int128;
  const Wide product = static_cast<Wide>(a ^ kHashMultiplier) *
                       (b ^ std::uint64_t{0xD6E8FEB86659FD93u});
  return static_cast<std::uint64_t>(product) ^
         static_cast<std::uint64_t>(product >> 64);
}

// What a NameTable looks a name up by.
constexpr std::uint32_t UpperHalf(std::uint64_t hash) {
  return static_cast<std::uint32_t>(hash >> 32);
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

// Goes over a text sixteen bytes at a time, the last of which overlap; a text
// of fewer bytes is two overlapping words. `out` is where the text goes as it
// is hashed, if it is not null. (action_look.h has it a second time, in one
// look with the rest.)
template <LetterCase kCase>
inline std::uint64_t HashText(std::string_view text, char* out) {
  const char* const p = text.data();
  const std::size_t size = text.size();
  std::uint64_t hash = size * kHashMultiplier;
  const auto add = [&](std::size_t at) {
    const ByteLanes lanes = TextLanes<kCase>(p + at);
    if (out != nullptr) lanes.Store(out + at);
    hash = MixHash(hash ^ lanes.Low(), lanes.High());
  };
  if (size >= ByteLanes::kSize) {
    // Twice, even if once would do: sizes from 16 to 32 take one path.
    const std::size_t last = size - ByteLanes::kSize;
    add(0);
    for (std::size_t i = ByteLanes::kSize; i < last; i += ByteLanes::kSize) {
      add(i);
    }
    add(last);
    return hash;
  }
  if (size >= 8) {
    const std::uint64_t low = TextWord<kCase, std::uint64_t>(p);
    const std::uint64_t high = TextWord<kCase, std::uint64_t>(p + size - 8);
    if (out != nullptr) {
      std::memcpy(out, &low, 8);
      std::memcpy(out + size - 8, &high, 8);
    }
    return MixHash(hash ^ low, high);
  }
  if (size >= 4) {
    const auto low =
        static_cast<std::uint32_t>(TextWord<kCase, std::uint32_t>(p));
    const auto high =
        static_cast<std::uint32_t>(TextWord<kCase, std::uint32_t>(p + size - 4));
    if (out != nullptr) {
      std::memcpy(out, &low, 4);
      std::memcpy(out + size - 4, &high, 4);
    }
    return MixHash(hash ^ low, high);
  }
  std::uint64_t word = 0;
  for (std::size_t i = 0; i < size; ++i) {
    const char c = TextByte<kCase>(p[i]);
    word = word << 8 | static_cast<unsigned char>(c);
    if (out != nullptr) out[i] = c;
  }
  return MixHash(hash ^ word, word);
}

inline std::uint64_t HashBytes(std::string_view text) {
  return HashText<LetterCase::kExact>(text, nullptr);
}

// HashBytes of the text with its ASCII letters folded to lower case.
inline std::uint64_t HashFolded(std::string_view text) {
  return HashText<LetterCase::kFold>(text, nullptr);
}

// Folds `text` to lower case into `out`, which has room for it, and returns
// HashBytes of the result.
inline std::uint64_t FoldAndHash(std::string_view text, char* out) {
  return HashText<LetterCase::kFold>(text, out);
}

}  // namespace iameval::internal

#endif  // IAMEVAL_LIB_BASE_HASH_H_
