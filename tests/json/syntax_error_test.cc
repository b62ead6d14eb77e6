#include "json/syntax_error.h"

#include <cstddef>
#include <optional>
#include <random>
#include <string>
#include <string_view>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "json/json.h"

namespace iameval::internal {
namespace {

constexpr std::size_t kDepth = 16;

TEST(SyntaxError, FindsNoneInJson) {
  for (const std::string_view text :
       {"null", " [ ] ", "{}", R"({"a":{"b":[1,2.5e-3,-0]}})",
        R"("\"\\\/\b\f\n\r\t\u00e9\ud83d\ude00")", "1e9999",
        "\"\x7f\xc2\x80\""}) {
    EXPECT_FALSE(FindSyntaxError(text, kDepth).has_value()) << text;
  }
}

TEST(SyntaxError, SaysWhereAndWhat) {
  const std::optional<SyntaxError> error =
      FindSyntaxError(R"({"a": [1, {"b~": [tru]}]})", kDepth);
  ASSERT_TRUE(error.has_value());
  EXPECT_EQ(error->offset, 18u);
  EXPECT_EQ(error->pointer, "/a/1/b~0/0");
  EXPECT_EQ(error->found, "\"tru\"");
  EXPECT_EQ(error->expected, "a JSON value");
}

TEST(SyntaxError, CountsDepth) {
  const std::string text = std::string(kDepth, '[') + std::string(kDepth, ']');
  EXPECT_FALSE(FindSyntaxError(text, kDepth).has_value());
  EXPECT_TRUE(FindSyntaxError(text, kDepth - 1).has_value());
  EXPECT_TRUE(FindSyntaxError("[" + text + "]", kDepth).has_value());
}

TEST(SyntaxError, FindsTheEndOfNumbers) {
  EXPECT_EQ(EndOfJsonNumber("[-12.5e+3,", 1), 9u);
  EXPECT_EQ(EndOfJsonNumber("0", 0), 1u);
  EXPECT_EQ(EndOfJsonNumber("00", 0), std::string_view::npos);
  EXPECT_EQ(EndOfJsonNumber("1.", 0), std::string_view::npos);
  EXPECT_EQ(EndOfJsonNumber("1e", 0), std::string_view::npos);
  EXPECT_EQ(EndOfJsonNumber("-", 0), std::string_view::npos);
  EXPECT_EQ(EndOfJsonNumber("1x", 0), std::string_view::npos);
  EXPECT_EQ(EndOfJsonNumber("1,", 5), std::string_view::npos);
}

// The reader of this file and simdjson must take the same texts for JSON: where
// they differ, one of them is wrong.
TEST(SyntaxError, AgreesWithTheParser) {
  std::mt19937 random(6901);
  const auto below = [&](std::size_t n) {
    return std::uniform_int_distribution<std::size_t>(0, n - 1)(random);
  };
  const std::string_view good =
      R"({"a":[1,-2.5e3,"x\u00e9\ud83d\ude00\\",true,null],"b":{"c":{},"d":[]}})";
  constexpr std::string_view kBytes =
      "{}[]\",:\\u0d8cefn tr-.E+\n\x01\x80\xc3\xed\xff";
  int accepted = 0;
  for (int i = 0; i < 100'000; ++i) {
    std::string text(good);
    for (std::size_t n = 1 + below(3); n > 0; --n) {
      const std::size_t at = below(text.size());
      if (below(2) == 0) {
        text[at] = kBytes[below(kBytes.size())];
      } else {
        text.erase(at, 1 + below(4));
        text.insert(at, text.substr(below(text.size()), below(6)));
      }
    }
    const absl::StatusOr<JsonTree> tree =
        ParseJson(text, {.max_bytes = 1'000, .max_depth = kDepth});
    const bool conforms = !FindSyntaxError(text, kDepth).has_value();
    accepted += conforms ? 1 : 0;
    if (tree.ok() == conforms) continue;
    // Names are the parser's alone to compare.
    ASSERT_FALSE(tree.ok()) << text;
    ASSERT_THAT(std::string(tree.status().message()),
                ::testing::HasSubstr("found a second member"))
        << text;
  }
  EXPECT_GT(accepted, 1'000);  // else there is little to agree on
}

}  // namespace
}  // namespace iameval::internal
