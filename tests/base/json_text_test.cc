#include "base/json_text.h"

#include <string>
#include <string_view>

#include "base/utf8.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "json/json.h"

namespace iameval::internal {
namespace {

std::string Json(std::string_view text) {
  std::string out;
  AppendJsonString(out, text);
  return out;
}

std::string Printable(std::string_view text) {
  std::string out;
  AppendPrintable(out, text);
  return out;
}

TEST(JsonTextTest, PlainTextIsQuoted) {
  EXPECT_EQ(Json(""), R"("")");
  EXPECT_EQ(Json("arn:aws:s3:::b/*"), R"("arn:aws:s3:::b/*")");
  EXPECT_EQ(Json("grün \U0001F600"), "\"grün \U0001F600\"");
}

TEST(JsonTextTest, WhatJsonForbidsIsEscaped) {
  EXPECT_EQ(Json(R"(a"b\c)"), R"("a\"b\\c")");
  EXPECT_EQ(Json(std::string_view("\n\r\t\0\x1b\x7f", 6)),
            R"("\n\r\t\u0000\u001b\u007f")");
}

TEST(JsonTextTest, WhatIsNotUtf8IsReplaced) {
  constexpr std::string_view kReplacement = "\"\xEF\xBF\xBD\"";
  EXPECT_EQ(Json("\xff"), kReplacement);
  EXPECT_EQ(Json("\x80"), kReplacement);
  EXPECT_EQ(Json("\xc3"), kReplacement) << "cut off";
  EXPECT_EQ(Json("a\xc3"), "\"a\xEF\xBF\xBD\"");
}

TEST(JsonTextTest, EveryTextComesBackFromAParser) {
  for (int first = 0; first < 256; ++first) {
    for (int second = 0; second < 256; ++second) {
      const char bytes[] = {static_cast<char>(first),
                            static_cast<char>(second)};
      const std::string json = Json(std::string_view(bytes, 2));
      const absl::StatusOr<JsonTree> tree = ParseJson(json);
      ASSERT_TRUE(tree.ok()) << first << ' ' << second << tree.status();
      if (first < 0x80 && second < 0x80) {
        EXPECT_EQ(tree->root().text(), std::string_view(bytes, 2));
      }
    }
  }
}

TEST(JsonTextTest, PrintableTextStaysOnItsLine) {
  EXPECT_EQ(Printable("plain \"text\" \\ grün"), "plain \"text\" \\ grün");
  EXPECT_EQ(Printable(std::string_view("a\nb\r\t\0\x1b[2J\x7f", 11)),
            R"(a\nb\r\t\x00\x1b[2J\x7f)");
  EXPECT_EQ(Printable("\xff\xc3"), R"(\xff\xc3)");
}

TEST(JsonTextTest, PrintableTextHidesAndTurnsNothing) {
  EXPECT_EQ(Printable("a\u202Eb\u200Bc\u2066d\u0085e"),
            R"(a\u202eb\u200bc\u2066d\u0085e)");
}

TEST(Utf8Test, OnlyShortestFormsOfCodePointsAreValid) {
  const auto decode = [](std::string_view text) { return DecodeUtf8(text); };
  EXPECT_EQ(decode("\u00e9").code_point, 0xE9U);
  EXPECT_EQ(decode("\uFFFD").length, 3U);
  EXPECT_EQ(decode("\U0010FFFF").code_point, 0x10FFFFU);
  for (const std::string_view bad :
       {"\xC0\x80", "\xC1\xBF", "\xE0\x80\x80", "\xE0\x9F\xBF",
        "\xF0\x80\x80\x80", "\xF0\x8F\xBF\xBF", "\xED\xA0\x80", "\xED\xBF\xBF",
        "\xF4\x90\x80\x80", "\xF5\x80\x80\x80", "\xFF", "\x80", "\xE2\x82",
        "\xE2\x28\xA1"}) {
    EXPECT_FALSE(decode(bad).valid) << Printable(bad);
    EXPECT_EQ(decode(bad).length, 1U) << Printable(bad);
  }
}

}  // namespace
}  // namespace iameval::internal
