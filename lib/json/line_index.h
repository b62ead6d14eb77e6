#ifndef IAMEVAL_LIB_JSON_LINE_INDEX_H_
#define IAMEVAL_LIB_JSON_LINE_INDEX_H_

#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

namespace iameval::internal {

// Both 1-based; columns count bytes.
struct LineColumn {
  int line = 1;
  int column = 1;
};

// The position of one offset; linear in it. A line ends at '\n'.
LineColumn PositionOf(std::string_view text, std::size_t offset);

// The positions of many offsets: linear in the text once, then logarithmic in
// the number of lines.
class LineIndex {
 public:
  // Of a text of one line.
  LineIndex() = default;
  explicit LineIndex(std::string_view text);

  [[nodiscard]] LineColumn At(std::size_t offset) const;

 private:
  std::vector<std::uint32_t> starts_;  // of every line but the first
};

}  // namespace iameval::internal

#endif  // IAMEVAL_LIB_JSON_LINE_INDEX_H_
