#include "automata/glob_pattern.h"

#include <array>
#include <string>
#include <string_view>
#include <vector>

#include "absl/hash/hash_testing.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace iameval::internal {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

std::vector<std::string> Shown(const std::vector<GlobPattern>& patterns) {
  std::vector<std::string> shown;
  for (const GlobPattern& p : patterns) shown.push_back(p.ToString());
  return shown;
}

TEST(GlobPattern, ReadsEveryWildcardOfAText) {
  EXPECT_EQ(GlobPattern::FromText("a*b?c").ToString(), "a*b?c");
  EXPECT_EQ(GlobPattern::FromText("").ToString(), "");
  EXPECT_EQ(GlobPattern::FromText("*"), GlobPattern().AppendAnyRun());
  EXPECT_EQ(GlobPattern::FromText("?"), GlobPattern().AppendAnyChar());
  EXPECT_EQ(GlobPattern::FromText("abc"), GlobPattern::FromLiteral("abc"));
}

TEST(GlobPattern, KeepsLiteralWildcardsApart) {
  const GlobPattern literal = GlobPattern::FromLiteral("*?$");
  EXPECT_NE(literal, GlobPattern::FromText("*?$"));
  EXPECT_EQ(literal.ToString(), "${*}${?}${$}");
  EXPECT_TRUE(literal.is_literal());
  EXPECT_EQ(literal.literal(), "*?$");
}

TEST(GlobPattern, IsInNormalForm) {
  EXPECT_EQ(GlobPattern::FromText("***").ToString(), "*");
  EXPECT_EQ(GlobPattern::FromText("a**?*?b").ToString(), "a??*b");
  EXPECT_EQ(GlobPattern::FromText("*?"), GlobPattern::FromText("?*"));
  EXPECT_EQ(GlobPattern::FromLiteral("ab").AppendLiteral("c"),
            GlobPattern::FromLiteral("abc"));
  EXPECT_EQ(GlobPattern::FromText("a").AppendLiteral("").AppendText(""),
            GlobPattern::FromText("a"));
}

TEST(GlobPattern, AppendsAPatternToAnother) {
  GlobPattern pattern = GlobPattern::FromText("a*");
  pattern.Append(GlobPattern::FromText("*?b")).Append(GlobPattern());
  EXPECT_EQ(pattern.ToString(), "a?*b");
  pattern.Append(pattern);
  EXPECT_EQ(pattern.ToString(), "a?*ba?*b");
}

TEST(GlobPattern, AnswersQuestions) {
  EXPECT_TRUE(GlobPattern().is_literal());
  EXPECT_EQ(GlobPattern().literal(), "");
  EXPECT_FALSE(GlobPattern().has_wildcards());
  EXPECT_TRUE(GlobPattern::FromText("**").is_match_all());
  EXPECT_FALSE(GlobPattern::FromText("?*").is_match_all());
  EXPECT_FALSE(GlobPattern::FromText("*a").is_match_all());
  EXPECT_TRUE(GlobPattern::FromText("a?").has_wildcards());
  EXPECT_FALSE(GlobPattern::FromText("a?").is_literal());
  EXPECT_FALSE(GlobPattern().AppendHole(0).is_literal());
  EXPECT_FALSE(GlobPattern().AppendHole(0).has_wildcards());
  EXPECT_FALSE(GlobPattern().AppendHole(0).is_match_all());
}

TEST(GlobPattern, KnowsItsLiteralEnds) {
  const GlobPattern pattern = GlobPattern::FromText("arn:aws:s3:::b/*.csv");
  EXPECT_EQ(pattern.literal_prefix(), "arn:aws:s3:::b/");
  EXPECT_EQ(pattern.literal_suffix(), ".csv");
  EXPECT_EQ(GlobPattern::FromText("*").literal_prefix(), "");
  EXPECT_EQ(GlobPattern::FromText("a?").literal_suffix(), "");
  EXPECT_EQ(GlobPattern::FromText("a").literal_suffix(), "a");
  EXPECT_EQ(GlobPattern::FromText("a").AppendHole(0).literal_prefix(), "a");
}

TEST(GlobPattern, HasHoles) {
  GlobPattern pattern = GlobPattern::FromText("home/");
  EXPECT_EQ(pattern.hole_count(), 0u);
  pattern.AppendHole(2).AppendAnyRun().AppendHole(0);
  EXPECT_EQ(pattern.hole_count(), 3u);
  EXPECT_EQ(pattern.ToString(), "home/${2}*${0}");
  EXPECT_EQ(pattern.Widened().ToString(), "home/*");
  const std::array<std::string_view, 3> values = {"*", "unused", "Alice"};
  const GlobPattern filled = pattern.Filled(values);
  EXPECT_EQ(filled.ToString(), "home/Alice*${*}");
  EXPECT_EQ(filled.hole_count(), 0u);
}

TEST(GlobPattern, FillsInNormalForm) {
  GlobPattern pattern = GlobPattern::FromText("*");
  pattern.AppendHole(0).AppendAnyChar().AppendHole(0).AppendAnyRun();
  const std::array<std::string_view, 1> empty = {""};
  EXPECT_EQ(pattern.Filled(empty).ToString(), "?*");
}

TEST(GlobPattern, FoldsAsciiLettersOnly) {
  EXPECT_EQ(GlobPattern::FromText("S3:Get*É").Folded().ToString(), "s3:get*É");
}

TEST(GlobPattern, SplitsAtTheFirstFiveColons) {
  EXPECT_THAT(
      Shown(GlobPattern::FromText("arn:aws:s*:?::a:b*").SplitSixFields()),
      ElementsAre("arn", "aws", "s*", "?", "", "a:b*"));
  EXPECT_THAT(Shown(GlobPattern::FromText(":::::").SplitSixFields()),
              ElementsAre("", "", "", "", "", ""));
  EXPECT_THAT(GlobPattern::FromText("a:b:c:d:e").SplitSixFields(), IsEmpty());
  GlobPattern hole = GlobPattern::FromText("a:");
  hole.AppendHole(0).AppendText(":c:d:e:f:*");
  EXPECT_THAT(Shown(hole.SplitSixFields()),
              ElementsAre("a", "${0}", "c", "d", "e", "f:*"));
}

TEST(GlobPattern, HashesAsItCompares) {
  EXPECT_TRUE(absl::VerifyTypeImplementsAbslHashCorrectly(
      {GlobPattern(), GlobPattern::FromText("*"), GlobPattern::FromText("?"),
       GlobPattern::FromText("??"), GlobPattern::FromText("a*b"),
       GlobPattern::FromText("ab*"), GlobPattern::FromLiteral("*"),
       GlobPattern().AppendHole(0), GlobPattern().AppendHole(1)}));
}

}  // namespace
}  // namespace iameval::internal
