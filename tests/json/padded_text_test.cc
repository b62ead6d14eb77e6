#include "json/padded_text.h"

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "gtest/gtest.h"

namespace iameval::internal {
namespace {

// A copy in memory that holds nothing but it.
struct Copy {
  explicit Copy(std::string_view text)
      : room(text.size() + PaddedText::kPadding, 'x'),
        padded(text, room.data()) {}

  std::vector<char> room;
  PaddedText padded;
};

TEST(PaddedText, IsTheTextAndSpacesBehindIt) {
  for (std::size_t size = 0; size < 70; ++size) {
    std::string text;
    while (text.size() < size) text += static_cast<char>('a' + size % 26);
    const Copy copy(text);
    EXPECT_EQ(copy.padded.view(), text);
    EXPECT_EQ(std::string(copy.room.begin(), copy.room.end()),
              text + std::string(PaddedText::kPadding, ' '));
  }
}

TEST(PaddedText, KnowsWhatItHasWhereverThatStands) {
  for (std::size_t size = 1; size < 70; ++size) {
    for (std::size_t at = 0; at < size; ++at) {
      std::string text(size, '~');
      EXPECT_TRUE(Copy(text).padded.is_plain());
      EXPECT_TRUE(Copy(text).padded.is_one_line());
      for (const char c : {'$', '\\'}) {
        text[at] = c;
        EXPECT_FALSE(Copy(text).padded.is_plain()) << text;
        EXPECT_TRUE(Copy(text).padded.is_one_line()) << text;
      }
      for (const char c : {'\n', '\x80', '\xC4', '\xFF'}) {
        text[at] = c;
        EXPECT_TRUE(Copy(text).padded.is_plain()) << text;
        EXPECT_FALSE(Copy(text).padded.is_one_line()) << text;
      }
    }
  }
}

}  // namespace
}  // namespace iameval::internal
