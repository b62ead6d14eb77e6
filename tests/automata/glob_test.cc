#include "automata/glob.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "automata/arn_glob.h"
#include "automata/glob_template.h"
#include "automata/naive_glob.h"
#include "base/ascii.h"
#include "gtest/gtest.h"
#include "re2/re2.h"

namespace iameval::internal {
namespace {

using ::iameval_testing::AllTexts;
using ::iameval_testing::ArnGlob;
using ::iameval_testing::NaiveArnGlob;
using ::iameval_testing::NaiveGlob;
using ::iameval_testing::NaiveMatch;
using ::iameval_testing::TextSource;

bool Matches(std::string_view pattern, std::string_view text) {
  return Glob::FromText(pattern).Matches(text);
}

using Values = std::span<const std::string_view>;

bool MatchesWith(const GlobPattern& pattern, std::string_view text,
                 Values values) {
  return MatchesTemplate(text, pattern, values, LetterCase::kExact);
}

bool ArnMatchesWith(const GlobPattern& pattern, std::string_view text,
                    Values values) {
  return MatchesArnTemplate(text, pattern, values, LetterCase::kExact);
}

std::string Repeat(std::string_view unit, std::size_t times) {
  std::string text;
  for (std::size_t i = 0; i < times; ++i) text += unit;
  return text;
}

TEST(Glob, MatchesWhatItSays) {
  EXPECT_TRUE(Matches("arn:aws:s3:::amzn-s3-demo-bucket/*",
                      "arn:aws:s3:::amzn-s3-demo-bucket/photos/1.jpg"));
  EXPECT_TRUE(Matches("arn:aws:s3:::amzn-s3-demo-bucket/*",
                      "arn:aws:s3:::amzn-s3-demo-bucket/"));
  EXPECT_FALSE(Matches("arn:aws:s3:::amzn-s3-demo-bucket/*",
                       "arn:aws:s3:::amzn-s3-demo-bucket"));
  EXPECT_TRUE(Matches("arn:aws:iam::111122223333:user/?lice",
                      "arn:aws:iam::111122223333:user/Alice"));
  EXPECT_FALSE(Matches("arn:aws:iam::111122223333:user/?lice",
                       "arn:aws:iam::111122223333:user/lice"));
}

// S-2.8, S-2.9, S-2.10: anchored, and `*` runs across slashes and colons.
TEST(Glob, IsAnchoredAndCrossesEverything) {
  EXPECT_FALSE(Matches("b", "abc"));
  EXPECT_FALSE(Matches("a", "ab"));
  EXPECT_FALSE(Matches("b", "ab"));
  EXPECT_TRUE(Matches("arn:aws:s3:*:b", "arn:aws:s3:us-east-1::a:b"));
  EXPECT_TRUE(Matches("a*z", "a/b:c\nd z"));
  EXPECT_TRUE(Matches("a?z", "a/z"));
  EXPECT_TRUE(Matches("a?z", "a:z"));
  EXPECT_TRUE(Matches("a?z", std::string_view("a\0z", 3)));
}

// S-2.14, S-2.20.
TEST(Glob, KnowsNoOtherSpecialCharacter) {
  EXPECT_TRUE(Matches("a.[b]+(c)^\\$|{}d", "a.[b]+(c)^\\$|{}d"));
  EXPECT_FALSE(Matches("a.c", "abc"));
  EXPECT_FALSE(Matches("[ab]", "a"));
  EXPECT_TRUE(Matches("", ""));
  EXPECT_FALSE(Matches("", "a"));
  EXPECT_TRUE(Matches("*", ""));
  EXPECT_FALSE(Matches("?", ""));
}

// S-4.5: wildcard characters that are none.
TEST(Glob, MatchesLiteralWildcards) {
  const Glob glob(GlobPattern::FromLiteral("a*?").AppendAnyRun());
  EXPECT_TRUE(glob.Matches("a*?"));
  EXPECT_TRUE(glob.Matches("a*?b"));
  EXPECT_FALSE(glob.Matches("abc"));
  EXPECT_FALSE(glob.Matches("a*b"));
}

TEST(Glob, TakesCharactersForCharacters) {
  EXPECT_TRUE(Matches("?", "é"));
  EXPECT_FALSE(Matches("??", "é"));
  EXPECT_TRUE(Matches("a?c", "a€c"));
  EXPECT_TRUE(Matches("*?c", "😀c"));
  EXPECT_FALSE(Matches("*??c", "😀c"));
  EXPECT_TRUE(Matches("*é?*", "xéxx"));
  EXPECT_FALSE(Matches("*é?*", "xé"));
  EXPECT_TRUE(Matches("????", "日本語x"));
}

// Bytes that are not UTF-8 have a meaning too, the naive one.
TEST(Glob, TakesStrayContinuationBytesWithTheByteBefore) {
  EXPECT_TRUE(Matches("a?", "a\x80\x80"));
  EXPECT_TRUE(Matches("?", "a\x80\x80"));
  EXPECT_TRUE(Matches("?", "\x80\x80"));
  EXPECT_FALSE(Matches("??", "\x80\x80"));
  EXPECT_TRUE(Matches("*\x80", "a\x80\x80"));
}

TEST(Glob, CompiledIsTheSamePattern) {
  for (const std::string& text : AllTexts("a*?:", 6)) {
    const GlobPattern pattern = GlobPattern::FromText(text);
    EXPECT_EQ(Glob(pattern).ToString(), pattern.ToString());
  }
  EXPECT_EQ(Glob(GlobPattern::FromLiteral("*a")).ToString(), "${*}a");
  EXPECT_EQ(ArnGlob::FromText("a:b*:?:d:*:f:*").ToString(), "a:b*:?:d:*:f:*");
  EXPECT_EQ(Glob::FromText("A*", LetterCase::kFold).ToString(), "a*");
}

TEST(Glob, AnswersQuestions) {
  EXPECT_TRUE(Glob::FromText("abc").is_literal());
  EXPECT_EQ(Glob::FromText("abc").literal(), "abc");
  EXPECT_TRUE(Glob().is_literal());
  EXPECT_TRUE(Glob().Matches(""));
  EXPECT_FALSE(Glob().Matches("a"));
  EXPECT_FALSE(Glob::FromText("ab*").is_literal());
  EXPECT_EQ(Glob::FromText("ab*").literal(), "");
  EXPECT_TRUE(Glob::FromText("**").is_match_all());
  EXPECT_FALSE(Glob::FromText("?*").is_match_all());
  EXPECT_FALSE(Glob::FromText("a*").is_match_all());
}

TEST(Glob, AgreesWithTheDefinitionOnEverySmallCase) {
  const std::vector<std::string> texts = AllTexts("ab:", 6);
  for (const std::string& pattern : AllTexts("ab*?:", 5)) {
    const Glob glob = Glob::FromText(pattern);
    for (const std::string& text : texts) {
      ASSERT_EQ(glob.Matches(text), NaiveGlob(pattern, text))
          << "pattern " << pattern << " text " << text;
    }
  }
}

TEST(Glob, AgreesWithTheDefinitionOnSmallCasesWithLongCharacters) {
  // Two bytes of a character each, in every order.
  const std::vector<std::string> texts = AllTexts("a\xC3\xA9", 7);
  for (const std::string& pattern : AllTexts("a*?\xC3", 5)) {
    const Glob glob = Glob::FromText(pattern);
    for (const std::string& text : texts) {
      ASSERT_EQ(glob.Matches(text), NaiveGlob(pattern, text))
          << "pattern " << pattern << " text " << testing::PrintToString(text);
    }
  }
}

// Literals that begin inside a character; NaiveGlob would take such a pattern
// before it was brought into normal form.
TEST(Glob, AgreesWithTheDefinitionOnLiteralsThatAreNotUtf8) {
  const std::vector<std::string> texts = AllTexts("a\xC3\xA9", 6);
  for (const std::string& text : AllTexts("a*?\xA9", 6)) {
    const GlobPattern pattern = GlobPattern::FromText(text);
    const Glob glob(pattern);
    for (const std::string& t : texts) {
      ASSERT_EQ(glob.Matches(t), NaiveMatch(pattern, t))
          << pattern.ToString() << " text " << testing::PrintToString(t);
    }
  }
}

TEST(Glob, FoldsAsciiLettersOnly) {
  const Glob glob = Glob::FromText("S3:Get*Tagging", LetterCase::kFold);
  EXPECT_TRUE(glob.Matches("s3:getobjecttagging"));
  EXPECT_TRUE(glob.Matches("S3:GETOBJECTTAGGING"));
  EXPECT_FALSE(glob.Matches("s3:getobjecttaggings"));
  EXPECT_FALSE(Matches("S3:Get*", "s3:getobject"));
  const Glob accent = Glob::FromText("É?", LetterCase::kFold);
  EXPECT_TRUE(accent.Matches("ÉÉ"));
  EXPECT_FALSE(accent.Matches("éÉ"));
}

TEST(Glob, FoldingAgreesWithTheDefinition) {
  TextSource source(7);
  for (int i = 0; i < 100000; ++i) {
    const std::string pattern = source.Text("aAbB*?[{@`é", source.Below(10));
    const std::string text =
        source.Text("aAbB[{@`é", source.Below(source.OneIn(8) ? 60 : 12));
    ASSERT_EQ(Glob::FromText(pattern, LetterCase::kFold).Matches(text),
              NaiveGlob(FoldAscii(pattern), FoldAscii(text)))
        << "pattern " << pattern << " text " << text;
  }
}

// The pattern as a regular expression of RE2, which is written by others and
// works quite differently.
std::string Regex(std::string_view pattern) {
  std::string regex = "(?s)";
  for (std::size_t i = 0; i < pattern.size(); ++i) {
    if (pattern[i] == '*') {
      regex += ".*";
    } else if (pattern[i] == '?') {
      regex += ".";
    } else {
      const std::size_t end =
          std::min(pattern.find_first_of("*?", i), pattern.size());
      regex += RE2::QuoteMeta(std::string(pattern.substr(i, end - i)));
      i = end - 1;
    }
  }
  return regex;
}

TEST(Glob, AgreesWithRe2) {
  TextSource source(20250602);
  RE2::Options options;
  options.set_max_mem(64 << 20);
  int matches = 0;
  for (int i = 0; i < 6000; ++i) {
    const std::string_view letters = source.OneIn(3)   ? "ab"
                                     : source.OneIn(2) ? "aé€😀:"
                                                       : "abc:/";
    // Long pieces between few wildcards, or short ones between many.
    std::string pattern;
    std::string text;
    const std::size_t longest = source.OneIn(2) ? 3 : 30;
    for (std::size_t j = source.Below(7); j > 0; --j) {
      const std::string piece = source.Text(letters, source.Below(longest));
      pattern += piece + source.Text("**?", source.Below(3));
      if (!source.OneIn(9)) text += piece;
      text += source.Text(letters, source.Below(source.OneIn(4) ? 100 : 4));
    }
    const RE2 regex(Regex(pattern), options);
    ASSERT_TRUE(regex.ok());
    const Glob glob = Glob::FromText(pattern);
    const bool expected = RE2::FullMatch(text, regex);
    matches += expected ? 1 : 0;
    ASSERT_EQ(glob.Matches(text), expected)
        << "pattern " << pattern << " text " << text;
  }
  EXPECT_GT(matches, 500);
}

TEST(Glob, StandsHostilePatterns) {
  const std::string a2048(2048, 'a');
  for (const std::size_t stars : {1u, 4u, 64u, 1000u}) {
    EXPECT_FALSE(Matches(Repeat("a*", stars) + "b", a2048));
    EXPECT_TRUE(Matches(Repeat("a*", stars) + "b", a2048 + "b"));
    EXPECT_FALSE(Matches("*" + Repeat("ab*", stars) + "c", Repeat("ab", 2000)));
    EXPECT_TRUE(Matches("*" + Repeat("ab*", stars) + "b", Repeat("ab", 2000)));
  }
  EXPECT_TRUE(Matches(Repeat("a*", 10000), std::string(10000, 'a')));
  EXPECT_FALSE(Matches(Repeat("a*", 10000), std::string(9999, 'a')));
  for (const std::size_t size : {16u, 256u, 1000u, 50000u}) {
    const std::string run(size, 'a');
    const std::string text(100000, 'a');
    EXPECT_FALSE(Matches("*" + run + "b", text));
    EXPECT_FALSE(Matches("*" + run + "b*", text));
    EXPECT_FALSE(Matches("*b" + run + "*", text));
    EXPECT_FALSE(Matches("*" + run + "b" + run + "*", text));
    EXPECT_TRUE(Matches("*" + run + "b" + run + "*", text + "b" + text));
    EXPECT_TRUE(Matches("*" + run, text));
  }
}

TEST(Glob, StandsHugePatterns) {
  const std::string huge(100000, 'a');
  EXPECT_TRUE(Matches(huge, huge));
  EXPECT_FALSE(Matches(huge + "b", huge));
  EXPECT_TRUE(Matches(huge + "*" + huge, huge + huge));
  EXPECT_FALSE(Matches(huge + "*" + huge, huge + huge.substr(1)));
  const std::string any(100000, '?');
  EXPECT_TRUE(Matches(any, huge));
  EXPECT_FALSE(Matches(any, huge + "a"));
  EXPECT_FALSE(Matches(any + "*", huge.substr(1)));
  EXPECT_TRUE(Matches("*" + any + "*", huge));
  EXPECT_TRUE(Matches(any, Repeat("é", 100000)));
  EXPECT_FALSE(Matches(any, Repeat("é", 50000)));
}

// Chunks with `?` are searched in two ways, for texts with and without long
// characters; and both must cope with a chunk that nearly fits everywhere.
TEST(Glob, FindsChunksWithAnyCharacterInLongTexts) {
  for (const std::string_view end : {"", "é"}) {
    const std::string text = std::string(5000, 'a') + std::string(end);
    for (const std::size_t size : {3u, 20u, 63u, 64u, 65u, 200u, 2000u}) {
      const std::string chunk = Repeat("a?", size);
      EXPECT_EQ(Matches("*" + chunk + "b*", text), false);
      EXPECT_EQ(Matches("*" + chunk + "*", text), true);
      EXPECT_EQ(Matches("*" + chunk + "b*", text + "b" + text), true);
      EXPECT_EQ(Matches("*" + chunk + "b", text + "b"), true);
      EXPECT_EQ(Matches("*" + chunk + "c", text + "b"), false);
    }
  }
  // More characters than the automaton for chunks with `?` has states.
  const std::string chunk = Repeat("a?", 40000);
  const std::string text = std::string(90000, 'a') + "é";
  EXPECT_TRUE(Matches("*" + chunk + "*", text));
  EXPECT_FALSE(Matches("*" + chunk + "b*", text));
}

TEST(Glob, ManyGapsAgreeWithRe2) {
  TextSource source(3);
  for (const std::size_t gap : {1u, 8u, 24u, 70u}) {
    const std::string pattern = "*a" + std::string(gap, '?') + "b*";
    const RE2 regex(Regex(pattern));
    for (int i = 0; i < 300; ++i) {
      const std::string text =
          source.Text(i % 2 == 0 ? "ab" : "abé", source.Below(gap + 8));
      ASSERT_EQ(Matches(pattern, text), RE2::FullMatch(text, regex))
          << pattern << " " << text;
    }
  }
}

TEST(GlobHoles, TakeValuesAsLiteralText) {
  GlobPattern pattern = GlobPattern::FromText("home/");
  pattern.AppendHole(0).AppendText("/*");
  const std::array<std::string_view, 1> alice = {"Alice"};
  const std::array<std::string_view, 1> star = {"*"};
  EXPECT_TRUE(MatchesWith(pattern, "home/Alice/photo.jpg", alice));
  EXPECT_FALSE(MatchesWith(pattern, "home/Bob/photo.jpg", alice));
  EXPECT_FALSE(MatchesWith(pattern, "home/Alice/photo.jpg", star));
  EXPECT_TRUE(MatchesWith(pattern, "home/*/photo.jpg", star));
}

TEST(GlobHoles, MatchNothingWithoutValues) {
  const GlobPattern pattern = GlobPattern().AppendHole(1).AppendAnyRun();
  const std::array<std::string_view, 2> values = {"", ""};
  EXPECT_TRUE(MatchesWith(pattern, "a", values));
  EXPECT_FALSE(MatchesWith(pattern, "a", Values(values).first(1)));
  EXPECT_FALSE(MatchesWith(pattern, "a", {}));
}

TEST(GlobHoles, ValuesAreOptionalWithoutHoles) {
  const std::array<std::string_view, 1> values = {"x"};
  const GlobPattern pattern = GlobPattern::FromText("a:b:c:d:e:*");
  for (const Values some : {Values(values), Values()}) {
    EXPECT_TRUE(MatchesWith(pattern, "a:b:c:d:e:f", some));
    EXPECT_TRUE(ArnMatchesWith(pattern, "a:b:c:d:e:f", some));
  }
}

// With `values`, what the filled pattern matches.
TEST(GlobHoles, AgreeWithTheFilledPattern) {
  TextSource source(20250603);
  int matches = 0;
  for (int i = 0; i < 60000; ++i) {
    const LetterCase letter_case =
        source.OneIn(3) ? LetterCase::kFold : LetterCase::kExact;
    GlobPattern pattern;
    const std::size_t size = 1 + source.Below(8);
    for (std::size_t j = 0; j < size; ++j) {
      switch (source.Below(6)) {
        case 0:
        case 1:
          pattern.AppendHole(static_cast<std::uint32_t>(source.Below(3)));
          break;
        case 2:
          pattern.AppendAnyRun();
          break;
        case 3:
          pattern.AppendAnyChar();
          break;
        default:
          pattern.AppendLiteral(source.Text("aB:é", 1));
      }
    }
    const std::string first = source.Text("aB*?é", source.Below(4));
    const std::string second = source.Text("aAbB", source.Below(3));
    const std::array<std::string_view, 3> values = {first, second, ""};
    const std::string text = source.Text("aAbB*é:", source.Below(9));
    const Glob filled(pattern.Filled(values), letter_case);
    const bool expected = filled.Matches(text);
    matches += expected ? 1 : 0;
    const GlobPattern as_read =
        letter_case == LetterCase::kFold ? pattern.Folded() : pattern;
    ASSERT_EQ(MatchesTemplate(text, as_read, values, letter_case), expected)
        << pattern.ToString() << " as " << filled.ToString() << " on " << text;
  }
  EXPECT_GT(matches, 2000);
}

TEST(GlobHoles, StandHostileValues) {
  GlobPattern pattern = GlobPattern::FromText("*");
  pattern.AppendHole(0).AppendLiteral("b").AppendHole(0).AppendAnyRun();
  // Short enough to be put together for the search, and not.
  for (const std::size_t size : {100u, 2000u, 3000u, 20000u}) {
    const std::string run(size, 'a');
    const std::array<std::string_view, 1> values = {run};
    const std::string text(2 * size + 100, 'a');
    EXPECT_FALSE(MatchesWith(pattern, text, values));
    EXPECT_TRUE(MatchesWith(pattern, text + "b" + text, values));
    EXPECT_FALSE(MatchesWith(pattern, text + "b" + run.substr(1), values));
  }
  GlobPattern any = GlobPattern::FromText("*?");
  any.AppendHole(0).AppendText("?");
  for (const std::size_t size : {100u, 5000u}) {
    const std::string run(size, 'a');
    const std::array<std::string_view, 1> values = {run};
    EXPECT_TRUE(MatchesWith(any, "é" + run + "é", values));
    EXPECT_TRUE(MatchesWith(any, "éa" + run + "é", values));
    EXPECT_FALSE(MatchesWith(any, "é" + run, values));
    EXPECT_FALSE(MatchesWith(any, run + "é", values));
  }
}

// S-5.12.
TEST(ArnGlob, ConfinesWildcardsToTheirField) {
  const ArnGlob glob = ArnGlob::FromText("arn:aws:s*:*:111122223333:a*z");
  EXPECT_TRUE(glob.Matches("arn:aws:s3:us-east-1:111122223333:a/b:c/z"));
  EXPECT_TRUE(glob.Matches("arn:aws:s3::111122223333:az"));
  EXPECT_FALSE(glob.Matches("arn:aws:s3:x:us-east-1:111122223333:az"));
  EXPECT_FALSE(glob.Matches("arn:aws:s3:us-east-1:444455556666:az"));
  EXPECT_FALSE(ArnGlob::FromText("arn:aws:s3:?:1:b").Matches("arn:aws:s3:::b"));
}

TEST(ArnGlob, NeedsSixFieldsOnBothSides) {
  EXPECT_FALSE(ArnGlob::FromText("*").Matches("arn:aws:s3:::b"));
  EXPECT_FALSE(ArnGlob::FromText("arn:aws:*").Matches("arn:aws:s3:::b"));
  EXPECT_FALSE(ArnGlob::FromText("*:*:*:*:*").Matches("a:b:c:d:e"));
  EXPECT_FALSE(ArnGlob::FromText("*:*:*:*:*:*").Matches("a:b:c:d:e"));
  EXPECT_TRUE(ArnGlob::FromText("*:*:*:*:*:*").Matches(":::::"));
  EXPECT_TRUE(ArnGlob::FromText(":::::").Matches(":::::"));
  EXPECT_FALSE(ArnGlob::FromText(":::::").Matches("::::::"));
  EXPECT_FALSE(ArnGlob().Matches(":::::"));
  EXPECT_FALSE(ArnGlob().Matches(""));
}

TEST(ArnGlob, AgreesWithTheDefinitionOnEverySmallCase) {
  const std::vector<std::string> texts = AllTexts("a:", 8);
  for (const std::string& pattern : AllTexts("a*:", 8)) {
    if (std::count(pattern.begin(), pattern.end(), ':') < 4) continue;
    const ArnGlob glob = ArnGlob::FromText(pattern);
    for (const std::string& text : texts) {
      ASSERT_EQ(glob.Matches(text), NaiveArnGlob(pattern, text))
          << "pattern " << pattern << " text " << text;
    }
  }
}

TEST(ArnGlob, InsertsValuesBeforeItSplits) {
  GlobPattern pattern = GlobPattern::FromText("a:");
  pattern.AppendHole(0).AppendText(":*:d:e:f");
  const std::array<std::string_view, 1> plain = {"b"};
  const std::array<std::string_view, 1> colon = {"b:c"};
  EXPECT_TRUE(ArnMatchesWith(pattern, "a:b:x:d:e:f", plain));
  EXPECT_FALSE(ArnMatchesWith(pattern, "a:b:c:d:e:f", colon));
  // With the colon, * is the fourth field and the sixth is "e:f".
  EXPECT_TRUE(ArnMatchesWith(pattern, "a:b:c:x:d:e:f", colon));
  EXPECT_FALSE(ArnMatchesWith(pattern, "a:b:c:x:y:d:e:f", colon));
  // A value can provide the fields that are missing.
  GlobPattern only_hole;
  only_hole.AppendHole(0).AppendAnyRun();
  const std::array<std::string_view, 1> arn = {"arn:aws:s3:::amzn"};
  EXPECT_TRUE(ArnMatchesWith(only_hole, "arn:aws:s3:::amzn-s3-demo", arn));
  EXPECT_FALSE(ArnMatchesWith(only_hole, "arn:aws:s3:::amzn", plain));
  EXPECT_FALSE(ArnMatchesWith(only_hole, "arn:aws:s3:::amzn", {}));
}

TEST(ArnGlob, HolesAgreeWithTheFilledPattern) {
  TextSource source(20250604);
  int matches = 0;
  for (int i = 0; i < 60000; ++i) {
    GlobPattern pattern;
    for (int field = 0; field < 6; ++field) {
      if (field > 0 && !source.OneIn(12)) pattern.AppendLiteral(":");
      for (std::size_t j = source.Below(3); j > 0; --j) {
        if (source.OneIn(3)) {
          pattern.AppendHole(static_cast<std::uint32_t>(source.Below(2)));
        } else {
          pattern.AppendText(source.Text("ab**?", 1));
        }
      }
    }
    const std::string first = source.Text("aab:*", source.Below(3));
    const std::array<std::string_view, 2> values = {first, "b"};
    const GlobPattern filled = pattern.Filled(values);
    const std::string text = source.OneIn(2)
                                 ? source.Text("aab::", 5 + source.Below(8))
                                 : source.Instance(filled, "ab:", 1);
    const bool expected = ArnGlob(filled).Matches(text);
    matches += expected ? 1 : 0;
    ASSERT_EQ(ArnMatchesWith(pattern, text, values), expected)
        << pattern.ToString() << " with " << first << " on " << text;
  }
  EXPECT_GT(matches, 3000);
}

TEST(ArnGlob, FoldsLetters) {
  const ArnGlob glob =
      ArnGlob::FromText("ARN:aws:S3:::Bucket*", LetterCase::kFold);
  EXPECT_TRUE(glob.Matches("arn:AWS:s3:::bucket/Key"));
  EXPECT_FALSE(glob.Matches("arn:AWS:s3:::packet/Key"));
}

TEST(NaiveMatch, AgreesWithNaiveGlob) {
  for (const std::string& pattern : AllTexts("a*?", 5)) {
    for (const std::string& text : AllTexts("ab", 5)) {
      ASSERT_EQ(NaiveMatch(GlobPattern::FromText(pattern), text),
                NaiveGlob(pattern, text));
    }
  }
}

}  // namespace
}  // namespace iameval::internal
