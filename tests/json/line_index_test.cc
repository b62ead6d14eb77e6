#include "json/line_index.h"

#include <cstddef>
#include <string>
#include <string_view>

#include "gtest/gtest.h"

namespace iameval::internal {
namespace {

TEST(LineIndex, CountsFromOne) {
  const LineIndex index("ab\n\ncd");
  EXPECT_EQ(index.At(0).line, 1);
  EXPECT_EQ(index.At(0).column, 1);
  EXPECT_EQ(index.At(2).column, 3);  // the line end is the line's last
  EXPECT_EQ(index.At(3).line, 2);
  EXPECT_EQ(index.At(3).column, 1);
  EXPECT_EQ(index.At(5).line, 3);
  EXPECT_EQ(index.At(5).column, 2);
  EXPECT_EQ(index.At(6).line, 3);  // the end of the text
}

TEST(LineIndex, CountsBytes) {
  EXPECT_EQ(LineIndex("\xC3\xA9x").At(2).column, 3);
}

TEST(LineIndex, AgreesWithCountingFromTheStart) {
  const std::string text = "\nabc\n\r\n\n  {\"x\": 1}\n\xC3\xA9\n";
  const LineIndex index(text);
  for (std::size_t offset = 0; offset <= text.size(); ++offset) {
    const LineColumn position = PositionOf(text, offset);
    EXPECT_EQ(index.At(offset).line, position.line) << offset;
    EXPECT_EQ(index.At(offset).column, position.column) << offset;
  }
}

}  // namespace
}  // namespace iameval::internal
