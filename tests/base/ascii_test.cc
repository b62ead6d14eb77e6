#include "base/ascii.h"

#include "gtest/gtest.h"

namespace iameval::internal {
namespace {

TEST(AsciiTest, FoldsTheTwentySixLettersAndNoOtherByte) {
  for (int byte = 0; byte < 256; ++byte) {
    const char c = static_cast<char>(byte);
    const bool upper = byte >= 'A' && byte <= 'Z';
    EXPECT_EQ(FoldAscii(c), upper ? static_cast<char>(byte + 32) : c) << byte;
  }
  // U+00C4 as UTF-8 stays as it is.
  EXPECT_EQ(FoldAscii("S3:Get\xC3\x84"), "s3:get\xC3\x84");
}

TEST(AsciiTest, EqualityIgnoresAsciiCaseOnly) {
  EXPECT_TRUE(EqualsIgnoringAsciiCase("", ""));
  EXPECT_TRUE(EqualsIgnoringAsciiCase("aws:SourceVpc", "AWS:sourcevpc"));
  EXPECT_FALSE(EqualsIgnoringAsciiCase("aws:SourceVpc", "aws:SourceVpce"));
  EXPECT_FALSE(EqualsIgnoringAsciiCase("@", "`"));  // 32 apart, no letters
  EXPECT_FALSE(EqualsIgnoringAsciiCase("[", "{"));
  EXPECT_FALSE(EqualsIgnoringAsciiCase("\xC3\x84", "\xC3\xA4"));
}

TEST(AsciiTest, DigitsAreTheTenOfAscii) {
  EXPECT_TRUE(IsAsciiDigit('0'));
  EXPECT_TRUE(IsAsciiDigit('9'));
  EXPECT_FALSE(IsAsciiDigit('/'));
  EXPECT_FALSE(IsAsciiDigit(':'));
  EXPECT_FALSE(IsAsciiDigit('\xB2'));
}

}  // namespace
}  // namespace iameval::internal
