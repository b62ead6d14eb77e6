#include "program/arn_text.h"

#include <bit>
#include <cstddef>
#include <cstring>

#include "base/byte_lanes.h"

namespace iameval::internal {
namespace {

constexpr std::size_t kLanes = ByteLanes::kSize;
constexpr std::size_t kBlock = 4 * kLanes;

// Which bytes of up to 64 are colons, and whether all are ASCII.
struct Block {
  std::uint64_t colons = 0;
  std::uint32_t high_bits = 0;

  // The sixteen bytes at `p`, which are the block's from `at` on.
  void Add(const char* p, std::size_t at) {
    const ByteLanes lanes = ByteLanes::Load(p);
    high_bits |= lanes.Mask();
    colons |= std::uint64_t{lanes.Equal(ByteLanes::Fill(':')).Mask()} << at;
  }
};

Block ScanFullBlock(const char* p) {
  Block block;
  block.Add(p, 0);
  block.Add(p + kLanes, kLanes);
  block.Add(p + 2 * kLanes, 2 * kLanes);
  block.Add(p + 3 * kLanes, 3 * kLanes);
  return block;
}

// A whole text of at most 64 bytes. What lies in the middle is read twice.
Block ScanShort(const char* p, std::size_t size) {
  Block block;
  if (size < kLanes) {
    char bytes[kLanes] = {};
    std::memcpy(bytes, p, size);
    block.Add(bytes, 0);
    return block;
  }
  block.Add(p, 0);
  block.Add(p + size - kLanes, size - kLanes);
  if (size > 2 * kLanes) {
    block.Add(p + kLanes, kLanes);
    block.Add(p + size - 2 * kLanes, size - 2 * kLanes);
  }
  return block;
}

// How many; most processors count them faster, but not all can.
std::uint32_t CountBits(std::uint64_t bits) {
  std::uint32_t count = 0;
  for (; bits != 0; bits &= bits - 1) ++count;
  return count;
}

// Notes colons of a block that begins at `at`. The first block has the first
// five, nearly always.
void AddColons(std::uint64_t colons, std::size_t at, ArnText& arn) {
  std::uint32_t count = arn.colon_count;
  for (; colons != 0 && count < arn.colons.size(); colons &= colons - 1) {
    arn.colons[count++] = static_cast<std::uint32_t>(
        at + static_cast<std::size_t>(std::countr_zero(colons)));
  }
  arn.colon_count = count + CountBits(colons);
}

}  // namespace

void ScanArn(std::string_view text, ArnText& arn) {
  arn.text = text;
  arn.colon_count = 0;
  const char* const p = text.data();
  const std::size_t size = text.size();
  if (size <= kBlock) {
    const Block block = ScanShort(p, size);
    AddColons(block.colons, 0, arn);
    arn.ascii = block.high_bits == 0;
    return;
  }
  std::uint32_t high_bits = 0;
  std::size_t at = 0;
  for (; at + kBlock < size; at += kBlock) {
    const Block block = ScanFullBlock(p + at);
    high_bits |= block.high_bits;
    AddColons(block.colons, at, arn);
  }
  // The last 64 bytes, of which some were seen.
  const Block block = ScanFullBlock(p + size - kBlock);
  high_bits |= block.high_bits;
  AddColons(block.colons >> (at + kBlock - size), at, arn);
  arn.ascii = high_bits == 0;
}

}  // namespace iameval::internal
