#include "program/pattern_table.h"

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "automata/arn_glob.h"
#include "automata/glob.h"
#include "differential/random.h"
#include "gtest/gtest.h"
#include "program/arn_text.h"

// What the table answers for a text whose colons are known must be what the
// glob says: its ways around the search are for ARNs, and must hold for all.

namespace iameval::internal {
namespace {

using iameval_testing::ArnGlob;
using iameval_testing::Random;

std::string Piece(Random& random) {
  constexpr std::string_view kPieces[] = {"",  "a",  "b",   "ab",  "aab",
                                          "*", "a*", "*b",  "a*b", "*a*b*",
                                          "?", "b?", "*aa*"};
  return std::string(random.PickFrom(kPieces));
}

std::string Pattern(Random& random) {
  std::string pattern = random.OneIn(10) ? Piece(random) : "arn";
  const std::size_t colons = random.OneIn(4) ? random.Below(8) : 5;
  for (std::size_t i = 0; i < colons; ++i) {
    pattern += ':';
    if (i < 4 && random.OneIn(2)) {
      pattern += '*';
    } else if (i < 4 && random.OneIn(2)) {
      pattern += "aws";
    } else {
      pattern += Piece(random);
    }
  }
  if (random.OneIn(3)) pattern += Piece(random) + Piece(random);
  return pattern;
}

std::string Text(Random& random, std::string_view pattern) {
  constexpr std::string_view kPieces[] = {"", "a", "b", "aab", "aws", ":", "é"};
  std::string text;
  if (random.OneIn(5)) {
    const std::size_t pieces = random.Below(14);
    for (std::size_t i = 0; i < pieces; ++i) text += random.PickFrom(kPieces);
    return text;
  }
  // One that the pattern nearly matches, or matches.
  for (const char c : pattern) {
    if (random.OneIn(40)) continue;
    if (c == '*' || c == '?') {
      text += random.OneIn(12) ? ":" : random.PickFrom(kPieces);
    } else {
      text += c;
    }
  }
  return text;
}

TEST(PatternTable, AgreesWithGlobsOnTextsWithKnownColons) {
  Random random(20'261'120);
  std::size_t matches = 0;
  for (int round = 0; round < 60'000; ++round) {
    const std::string pattern = Pattern(random);
    const GlobPattern compiled = GlobPattern::FromText(pattern);
    PatternTable whole;
    PatternTable fields(Splitting::kSixFields);
    whole.Add(GlobPattern::FromText("arn:aws:x:*:*:*"));
    fields.Add(GlobPattern::FromText("arn:aws:x:*:*:*"));
    const PatternId in_whole = whole.Add(compiled);
    const PatternId in_fields = fields.Add(compiled);
    const Glob glob(compiled);
    const ArnGlob arn_glob(compiled);
    for (int i = 0; i < 4; ++i) {
      const std::string text = Text(random, pattern);
      const ArnText arn = ScanArn(text);
      const bool expected = glob.Matches(text);
      matches += expected ? 1 : 0;
      ASSERT_EQ(whole.Matches(in_whole, arn), expected)
          << pattern << " on " << text;
      ASSERT_EQ(whole.Matches(in_whole, text), expected)
          << pattern << " on " << text;
      ASSERT_EQ(fields.Matches(in_fields, arn), arn_glob.Matches(text))
          << pattern << " on " << text << " by field";
    }
  }
  EXPECT_GT(matches, 20'000u);
}

TEST(ScanArn, FindsColonsWhereverTheyAre) {
  Random random(7);
  for (int round = 0; round < 20'000; ++round) {
    std::string text;
    const std::size_t size = random.Below(200);
    for (std::size_t i = 0; i < size; ++i) text += random.OneIn(9) ? ':' : 'x';
    if (!text.empty() && random.OneIn(3)) text[random.Below(size)] = '\xC3';
    std::vector<std::size_t> colons;
    bool ascii = true;
    for (std::size_t i = 0; i < size; ++i) {
      if (text[i] == ':') colons.push_back(i);
      ascii = ascii && text[i] != '\xC3';
    }
    const ArnText arn = ScanArn(text);
    ASSERT_EQ(arn.colon_count, colons.size()) << text;
    ASSERT_EQ(arn.ascii, ascii) << text;
    for (std::size_t i = 0; i < colons.size() && i < arn.colons.size(); ++i) {
      ASSERT_EQ(arn.colons[i], colons[i]) << text;
    }
  }
}

TEST(ScanArn, TellsArnsFromOtherTexts) {
  EXPECT_TRUE(ScanArn("arn:aws:s3:::amzn-s3-demo-bucket").is_arn());
  EXPECT_FALSE(ScanArn("arm:aws:s3:::amzn-s3-demo-bucket").is_arn());
  EXPECT_FALSE(ScanArn("a:b:c:d:e:f").is_arn());
  EXPECT_FALSE(ScanArn("arn:aws:s3::").is_arn());
  EXPECT_FALSE(ScanArn("").is_arn());
}

}  // namespace
}  // namespace iameval::internal
