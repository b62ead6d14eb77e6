#include "runtime/grid_bits.h"

#include <algorithm>
#include <array>
#include <cstring>

namespace iameval::internal {
namespace {

static_assert(static_cast<int>(Decision::kAllowed) == 0 &&
              static_cast<int>(Decision::kImplicitDeny) == 1 &&
              static_cast<int>(Decision::kExplicitDeny) == 2);
static_assert(sizeof(Decision) == 1);

constexpr Word kOnes = 0x0101010101010101u;
constexpr std::size_t kGroup = 8;  // cells that are written at once

using Group = std::array<unsigned char, kGroup>;

// For each byte: its bits as eight bytes of 0 or 1, the lowest bit first in
// memory.
constexpr std::array<Word, 256> MakeSpreadTable() {
  std::array<Word, 256> table{};
  for (std::size_t byte = 0; byte < table.size(); ++byte) {
    Group group{};
    for (std::size_t bit = 0; bit < kGroup; ++bit) {
      group[bit] = static_cast<unsigned char>(byte >> bit & 1);
    }
    table[byte] = std::bit_cast<Word>(group);
  }
  return table;
}
constexpr std::array<Word, 256> kSpread = MakeSpreadTable();

// 1 + 1 where denied, 1 - 1 where allowed: no byte carries into another.
Word DecideGroup(Word deny, Word allow) {
  return kOnes + kSpread[deny & 0xFF] - kSpread[allow & 0xFF];
}

// The 64 bits from `offset` on. REQUIRES: a further word after them.
Word WindowAt(const Word* words, std::size_t offset) {
  const Word* at = words + offset / kWordBits;
  const unsigned shift = static_cast<unsigned>(offset % kWordBits);
  return shift == 0 ? at[0] : at[0] >> shift | at[1] << (kWordBits - shift);
}

}  // namespace

void SetFirstBits(std::span<Word> words, std::size_t count) {
  const std::size_t full = count / kWordBits;
  std::fill(words.begin(), words.end(), Word{0});
  std::fill_n(words.begin(), full, ~Word{0});
  if (count % kWordBits != 0) {
    words[full] = (Word{1} << (count % kWordBits)) - 1;
  }
}

void InvertFirstBits(std::span<Word> words, std::size_t count) {
  const std::size_t full = count / kWordBits;
  for (std::size_t i = 0; i < full; ++i) words[i] = ~words[i];
  if (count % kWordBits != 0) {
    words[full] ^= (Word{1} << (count % kWordBits)) - 1;
  }
}

void OrProduct(Word* plane, std::span<const Word> actions, const Word* targets,
               std::size_t target_count) {
  ForEachBit(actions, [&](std::size_t action) {
    OrRowAt(plane, action * target_count, targets, target_count);
  });
}

void ExpandDecisions(const Word* deny, const Word* allow, std::size_t offset,
                     std::size_t count, Decision* out) {
  for (; count >= kWordBits; count -= kWordBits, offset += kWordBits) {
    const Word denied = WindowAt(deny, offset);
    const Word allowed = WindowAt(allow, offset) & ~denied;
    if ((denied | allowed) == 0) {
      std::memset(out, static_cast<int>(Decision::kImplicitDeny), kWordBits);
    } else {
      for (std::size_t i = 0; i < kWordBits; i += kGroup) {
        const Word group = DecideGroup(denied >> i, allowed >> i);
        std::memcpy(out + i, &group, kGroup);
      }
    }
    out += kWordBits;
  }
  if (count == 0) return;
  const Word denied = WindowAt(deny, offset);
  const Word allowed = WindowAt(allow, offset) & ~denied;
  for (std::size_t i = 0; i < count; i += kGroup) {
    const Word group = DecideGroup(denied >> i, allowed >> i);
    std::memcpy(out + i, &group, std::min(kGroup, count - i));
  }
}

std::size_t CountBits(const Word* words, std::size_t offset,
                      std::size_t count) {
  std::size_t bits = 0;
  for (; count >= kWordBits; count -= kWordBits, offset += kWordBits) {
    bits += static_cast<std::size_t>(std::popcount(WindowAt(words, offset)));
  }
  if (count == 0) return bits;
  const Word mask = (Word{1} << count) - 1;
  return bits + static_cast<std::size_t>(
                    std::popcount(WindowAt(words, offset) & mask));
}

}  // namespace iameval::internal
