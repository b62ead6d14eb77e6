#include "program/arn_text.h"

#include <bit>
#include <cstddef>
#include <cstring>

#include "automata/byte_lanes.h"

namespace iameval::internal {

ArnText ScanArn(std::string_view text) {
  ArnText arn;
  arn.text = text;
  std::uint32_t high_bits = 0;
  const ByteLanes colon = ByteLanes::Fill(':');
  const auto scan = [&](const char* p, std::size_t offset) {
    const ByteLanes lanes = ByteLanes::Load(p);
    high_bits |= lanes.Mask();
    for (std::uint32_t mask = lanes.Equal(colon).Mask(); mask != 0;
         mask &= mask - 1) {
      if (arn.colon_count < arn.colons.size()) {
        arn.colons[arn.colon_count] = static_cast<std::uint32_t>(
            offset + static_cast<std::size_t>(std::countr_zero(mask)));
      }
      ++arn.colon_count;
    }
  };
  std::size_t i = 0;
  for (; i + ByteLanes::kSize <= text.size(); i += ByteLanes::kSize) {
    scan(text.data() + i, i);
  }
  if (i < text.size()) {
    char rest[ByteLanes::kSize] = {};
    std::memcpy(rest, text.data() + i, text.size() - i);
    scan(rest, i);
  }
  arn.ascii = high_bits == 0;
  return arn;
}

}  // namespace iameval::internal
