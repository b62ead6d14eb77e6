#include "base/base64.h"

#include <string>
#include <string_view>

#include "gtest/gtest.h"

namespace iameval::internal {
namespace {

TEST(Base64, AcceptsEncodings) {
  for (const std::string_view text :
       {"", "QQ==", "QUE=", "QUFB", "QmluYXJ5VmFsdWVJbkJhc2U2NA==", "+/+/",
        "AA==", "////"}) {
    EXPECT_TRUE(IsBase64(text)) << text;
  }
  EXPECT_TRUE(IsBase64(std::string(100'000, 'A')));
}

TEST(Base64, RefusesOtherTexts) {
  for (const std::string_view text :
       {"Q", "QQ", "QUE", "QQ=", "QQ===", "=", "==", "====", "A===", "=QQ=",
        "Q=Q=", "QQ==QQ==", "QU FB", "QUFB\n", "-_-_", "QUF*", "QUF\xC3"}) {
    EXPECT_FALSE(IsBase64(text)) << text;
  }
}

// Two spellings of one byte would make "equal texts" and "equal bytes" differ.
TEST(Base64, RefusesBitsThatEncodeNothing) {
  EXPECT_TRUE(IsBase64("QQ=="));
  EXPECT_FALSE(IsBase64("QR=="));
  EXPECT_TRUE(IsBase64("QUE="));
  EXPECT_FALSE(IsBase64("QUF="));
}

// For every last character, by what it leaves over.
TEST(Base64, ChecksEveryLastCharacter) {
  constexpr std::string_view kAlphabet =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  for (std::size_t i = 0; i < kAlphabet.size(); ++i) {
    const std::string two = std::string("A") + kAlphabet[i] + "==";
    const std::string three = std::string("AA") + kAlphabet[i] + "=";
    EXPECT_EQ(IsBase64(two), i % 16 == 0) << two;
    EXPECT_EQ(IsBase64(three), i % 4 == 0) << three;
  }
}

}  // namespace
}  // namespace iameval::internal
