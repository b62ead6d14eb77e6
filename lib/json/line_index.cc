#include "json/line_index.h"

#include <algorithm>

namespace iameval::internal {

LineColumn PositionOf(std::string_view text, std::size_t offset) {
  const std::string_view before = text.substr(0, offset);
  const auto lines = std::count(before.begin(), before.end(), '\n');
  const std::size_t last = before.rfind('\n');
  const std::size_t start = last == std::string_view::npos ? 0 : last + 1;
  return {static_cast<int>(lines) + 1,
          static_cast<int>(before.size() - start) + 1};
}

LineIndex::LineIndex(std::string_view text) {
  for (std::size_t at = text.find('\n'); at != std::string_view::npos;
       at = text.find('\n', at + 1)) {
    starts_.push_back(static_cast<std::uint32_t>(at + 1));
  }
}

LineColumn LineIndex::At(std::size_t offset) const {
  const auto next = std::upper_bound(starts_.begin(), starts_.end(), offset);
  const std::size_t start = next == starts_.begin() ? 0 : *(next - 1);
  return {static_cast<int>(next - starts_.begin()) + 1,
          static_cast<int>(offset - start) + 1};
}

}  // namespace iameval::internal
