#include "program/arn_text.h"

#include <bit>
#include <cstddef>
#include <cstring>

#include "base/byte_lanes.h"

namespace iameval::internal {
namespace {

constexpr std::size_t kLanes = ByteLanes::kSize;
constexpr std::size_t kBlock = 4 * kLanes;

// Which bytes of up to 64 are colons, and what tells whether all are ASCII.
struct Block {
  std::uint64_t colons = 0;
  ByteLanes bytes;  // of all lanes together

  // The sixteen bytes at `p`, which are the block's first.
  explicit Block(const char* p) : bytes(ByteLanes::Load(p)) {
    colons = bytes.Equal(ByteLanes::Fill(':')).Mask();
  }
  // Those which are the block's from `at` on.
  void Add(const char* p, std::size_t at) {
    const ByteLanes lanes = ByteLanes::Load(p);
    bytes = bytes.Or(lanes);
    colons |= std::uint64_t{lanes.Equal(ByteLanes::Fill(':')).Mask()} << at;
  }
  [[nodiscard]] bool ascii() const { return bytes.Mask() == 0; }
};

Block ScanFullBlock(const char* p) {
  Block block(p);
  block.Add(p + kLanes, kLanes);
  block.Add(p + 2 * kLanes, 2 * kLanes);
  block.Add(p + 3 * kLanes, 3 * kLanes);
  return block;
}

// A whole text of at most 64 bytes. What lies in the middle is read twice.
Block ScanShort(const char* p, std::size_t size) {
  if (size < kLanes) {
    char bytes[kLanes] = {};
    std::memcpy(bytes, p, size);
    return Block(bytes);
  }
  Block block(p);
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

// Notes colons of a block that begins at `at`.
void AddColons(std::uint64_t colons, std::size_t at, ArnText& arn) {
  std::uint32_t count = arn.colon_count;
  for (; colons != 0 && count < arn.colons.size(); colons &= colons - 1) {
    arn.colons[count++] = static_cast<std::uint32_t>(
        at + static_cast<std::size_t>(std::countr_zero(colons)));
  }
  arn.colon_count = count + CountBits(colons);
}

// The same for the first block, which has the first five, nearly always.
void SetColons(std::uint64_t colons, ArnText& arn) {
  arn.colon_count = 0;
#pragma GCC unroll 5
  for (std::uint32_t& colon : arn.colons) {
    if (colons == 0) return;
    colon = static_cast<std::uint32_t>(std::countr_zero(colons));
    colons &= colons - 1;
    ++arn.colon_count;
  }
  arn.colon_count += CountBits(colons);
}

}  // namespace

void ScanArn(std::string_view text, ArnText& arn) {
  arn.text = text;
  const char* const p = text.data();
  const std::size_t size = text.size();
  if (size <= kBlock) {
    const Block block = ScanShort(p, size);
    SetColons(block.colons, arn);
    arn.ascii = block.ascii();
    return;
  }
  Block block = ScanFullBlock(p);
  ByteLanes bytes = block.bytes;
  SetColons(block.colons, arn);
  std::size_t at = kBlock;
  for (; at + kBlock < size; at += kBlock) {
    block = ScanFullBlock(p + at);
    bytes = bytes.Or(block.bytes);
    AddColons(block.colons, at, arn);
  }
  // The last 64 bytes, of which some were seen.
  block = ScanFullBlock(p + size - kBlock);
  AddColons(block.colons >> (at + kBlock - size), at, arn);
  arn.ascii = bytes.Or(block.bytes).Mask() == 0;
}

}  // namespace iameval::internal
