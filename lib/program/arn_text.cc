#include "program/arn_text.h"

#include <bit>
#include <cstddef>
#include <cstring>

#include "automata/byte_lanes.h"

namespace iameval::internal {
namespace {

constexpr std::size_t kBlock = 64;

// Which bytes of a block of up to 64 are colons, and whether all are ASCII.
struct Block {
  std::uint64_t colons = 0;
  std::uint32_t high_bits = 0;
};

struct Lanes {
  explicit Lanes(const char* p) {
    const ByteLanes lanes = ByteLanes::Load(p);
    high_bits = lanes.Mask();
    colons = lanes.Equal(ByteLanes::Fill(':')).Mask();
  }

  std::uint32_t high_bits = 0;
  std::uint64_t colons = 0;
};

// The last bytes of a text, fewer than sixteen.
Lanes LastLanes(std::string_view text, std::size_t count) {
  if (text.size() >= ByteLanes::kSize) {  // read some of them again
    Lanes lanes(text.data() + text.size() - ByteLanes::kSize);
    lanes.colons >>= ByteLanes::kSize - count;
    return lanes;
  }
  char rest[ByteLanes::kSize] = {};
  std::memcpy(rest, text.data() + text.size() - count, count);
  return Lanes(rest);
}

Block ScanBlock(std::string_view text, std::size_t at) {
  const std::size_t left = text.size() - at;
  Block block;
  const auto add = [&block](const Lanes& lanes, std::size_t i) {
    block.high_bits |= lanes.high_bits;
    block.colons |= lanes.colons << i;
  };
  std::size_t i = 0;
  for (; i + ByteLanes::kSize <= left; i += ByteLanes::kSize) {
    if (i == kBlock) return block;
    add(Lanes(text.data() + at + i), i);
  }
  if (i < left && i < kBlock) add(LastLanes(text, left - i), i);
  return block;
}

}  // namespace

void ScanArn(std::string_view text, ArnText& arn) {
  arn.text = text;
  std::uint32_t high_bits = 0;
  std::uint32_t count = 0;
  for (std::size_t at = 0; at < text.size(); at += kBlock) {
    Block block = ScanBlock(text, at);
    high_bits |= block.high_bits;
    for (; block.colons != 0; block.colons &= block.colons - 1) {
      if (count < arn.colons.size()) {
        arn.colons[count] = static_cast<std::uint32_t>(
            at + static_cast<std::size_t>(std::countr_zero(block.colons)));
      }
      ++count;
    }
  }
  arn.colon_count = count;
  arn.ascii = high_bits == 0;
}

}  // namespace iameval::internal
