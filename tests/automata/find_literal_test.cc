#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "automata/chunk.h"
#include "automata/naive_glob.h"
#include "base/ascii.h"
#include "gtest/gtest.h"

namespace iameval::internal {
namespace {

using ::iameval_testing::AllTexts;
using ::iameval_testing::TextSource;

void ExpectFinds(std::string_view text, std::string_view literal,
                 std::size_t from = 0) {
  EXPECT_EQ(FindLiteral<LetterCase::kExact>(text, from, literal),
            text.find(literal, from))
      << "\"" << literal << "\" in \"" << text << "\" from " << from;
  const std::string folded = FoldAscii(literal);
  EXPECT_EQ(FindLiteral<LetterCase::kFold>(text, from, folded),
            FoldAscii(text).find(folded, from))
      << "\"" << folded << "\" in \"" << text << "\" from " << from;
}

TEST(FindLiteral, FindsTheFirstPlace) {
  const std::vector<std::string> literals = AllTexts("ab", 5);
  for (const std::string& text : AllTexts("ab", 9)) {
    for (const std::string& literal : literals) ExpectFinds(text, literal);
  }
}

TEST(FindLiteral, BeginsWhereItIsTold) {
  for (std::size_t from = 0; from <= 40; ++from) {
    ExpectFinds("abcabcabcabcabcabcabcabcabcabcabcabcabca", "bca", from);
  }
}

TEST(FindLiteral, FoldsTheText) {
  EXPECT_EQ(FindLiteral<LetterCase::kFold>("xxS3:GetObjectxx", 0, "getobject"),
            5u);
  EXPECT_EQ(FindLiteral<LetterCase::kExact>("xxS3:GetObjectxx", 0, "getobject"),
            kNoMatch);
  // Neither is a letter, though only one bit makes the difference.
  EXPECT_EQ(FindLiteral<LetterCase::kFold>("[", 0, "{"), kNoMatch);
  EXPECT_EQ(FindLiteral<LetterCase::kFold>("@", 0, "`"), kNoMatch);
}

// Texts in which almost every place looks right for long, so that the search
// by first and last bytes gives up.
TEST(FindLiteral, FindsInPeriodicTexts) {
  for (std::size_t period = 1; period <= 7; ++period) {
    const std::string unit = std::string(period - 1, 'a') + "b";
    std::string text;
    while (text.size() < 6000) text += unit;
    for (const std::size_t size : {30u, 100u, 501u, 2000u}) {
      std::string literal = text.substr(0, size);
      ExpectFinds(text, literal, 1);
      literal[size / 2] = 'c';
      ExpectFinds(text, literal);
      text[4000] = 'c';
      ExpectFinds(text, literal);
      text[4000] = unit[4000 % period];
      for (const std::size_t at : {3000u, 5000u, 5999u}) {
        std::string other = text;
        other[at] = 'c';
        ExpectFinds(other, other.substr(at - size / 2, size));
      }
    }
  }
}

TEST(FindLiteral, AgreesWithTheStandardLibrary) {
  TextSource source(20250601);
  for (int i = 0; i < 30000; ++i) {
    const std::string unit = source.Text("aAbB", 1 + source.Below(20));
    std::string text;
    const std::size_t size = source.Below(3000);
    while (text.size() < size) {
      text += unit;
      if (source.OneIn(8)) text += source.Text("aAbBc", source.Below(3));
    }
    std::string literal;
    if (text.empty() || source.OneIn(4)) {
      literal = source.Text("aAb", source.Below(12));
    } else {
      const std::size_t at = source.Below(text.size());
      literal = text.substr(at, source.Below(1500));
      if (!literal.empty() && source.OneIn(2)) {
        literal[source.Below(literal.size())] = source.OneIn(2) ? 'a' : 'b';
      }
    }
    ExpectFinds(text, literal, source.OneIn(3) ? source.Below(40) : 0);
    if (HasFailure()) return;
  }
}

}  // namespace
}  // namespace iameval::internal
