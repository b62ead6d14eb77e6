#include "base/quote.h"

#include <string>

#include "gtest/gtest.h"

namespace iameval::internal {
namespace {

TEST(Quote, LeavesPlainTextAlone) {
  EXPECT_EQ(Quote("Permit"), "\"Permit\"");
  EXPECT_EQ(Quote(""), "\"\"");
  EXPECT_EQ(Quote("Gr\xC3\xBC\xC3\x9F"), "\"Gr\xC3\xBC\xC3\x9F\"");
}

TEST(Quote, CannotForgeLinesOrSteerATerminal) {
  EXPECT_EQ(Quote("a\nb"), "\"a\\nb\"");
  EXPECT_EQ(Quote("\x1b[2J"), "\"\\x1b[2J\"");
  EXPECT_EQ(Quote("\xff"), "\"\\xff\"");
}

TEST(Quote, ShortensLongText) {
  EXPECT_EQ(Quote("abcdef", 6), "\"abcdef\"");
  EXPECT_EQ(Quote("abcdefg", 6), "\"abcdef\"...");
  EXPECT_LT(Quote(std::string(100'000, 'x')).size(), 100u);
}

TEST(Quote, CutsBetweenCharacters) {
  EXPECT_EQ(Quote("ab\xC3\xBC", 3), "\"ab\"...");
  EXPECT_EQ(Quote("ab\xC3\xBC", 4), "\"ab\xC3\xBC\"");
}

}  // namespace
}  // namespace iameval::internal
