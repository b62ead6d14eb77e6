#include "automata/glob_set.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

#include "automata/arn_glob.h"
#include "automata/glob.h"
#include "automata/glob_index.h"
#include "automata/glob_template.h"
#include "automata/naive_glob.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "re2/re2.h"
#include "re2/set.h"

namespace iameval::internal {
namespace {

using ::iameval_testing::AllTexts;
using ::iameval_testing::ArnGlob;
using ::iameval_testing::NaiveArnGlob;
using ::iameval_testing::NaiveGlob;
using ::iameval_testing::TextSource;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

using Ids = std::vector<std::uint32_t>;

GlobSet SetOf(const std::vector<GlobPattern>& patterns,
              const GlobSet::Options& options = {}) {
  GlobSet::Builder builder(options);
  for (const GlobPattern& pattern : patterns) builder.Add(pattern);
  return std::move(builder).Build();
}

GlobSet SetOfTexts(const std::vector<std::string>& texts,
                   const GlobSet::Options& options = {}) {
  GlobSet::Builder builder(options);
  for (const std::string& text : texts) {
    builder.Add(GlobPattern::FromText(text));
  }
  return std::move(builder).Build();
}

std::string Letters(std::size_t number, std::size_t size) {
  std::string text;
  for (std::size_t i = 0; i < size; ++i, number /= 26) {
    text += static_cast<char>('a' + number % 26);
  }
  return text;
}

TEST(GlobSet, SaysWhichPatternsMatch) {
  const GlobSet set = SetOfTexts({
      "arn:aws:s3:::amzn-s3-demo-bucket/*",
      "arn:aws:s3:::*",
      "arn:aws:ec2:*:111122223333:instance/*",
      "*",
      "arn:aws:iam::111122223333:role/DemoRole",
      "arn:aws:s3:::amzn-s3-demo-bucket",
      "arn:aws:iam::111122223333:role/Demo????",
  });
  EXPECT_EQ(set.size(), 7u);
  EXPECT_THAT(set.Matches("arn:aws:s3:::amzn-s3-demo-bucket/a"),
              ElementsAre(0, 1, 3));
  EXPECT_THAT(set.Matches("arn:aws:ec2:us-east-1:111122223333:instance/i-1"),
              ElementsAre(2, 3));
  EXPECT_THAT(set.Matches("arn:aws:iam::111122223333:role/DemoRole"),
              ElementsAre(3, 4, 6));
  EXPECT_THAT(set.Matches(""), ElementsAre(3));
}

TEST(GlobSet, OfNothingMatchesNothing) {
  EXPECT_THAT(GlobSet().Matches(""), IsEmpty());
  EXPECT_THAT(GlobSet().Matches("arn:aws:s3:::b"), IsEmpty());
  EXPECT_EQ(GlobSet().size(), 0u);
}

TEST(GlobSet, ReportsEveryIdOfARepeatedPattern) {
  std::vector<std::string> patterns(100, "arn:aws:s3:::*photos*");
  patterns.push_back("arn:aws:s3:::*");
  patterns.insert(patterns.end(), 100, "arn:aws:s3:::photos");
  const GlobSet set = SetOfTexts(patterns);
  EXPECT_EQ(set.Matches("arn:aws:s3:::photos").size(), 201u);
  EXPECT_EQ(set.Matches("arn:aws:s3:::photosphotos").size(), 101u);
}

TEST(GlobSet, StopsWhenTold) {
  const GlobSet set = SetOfTexts(std::vector<std::string>(50, "a*"));
  int calls = 0;
  EXPECT_FALSE(set.ForEachMatch("ab", [&](std::uint32_t) {
    ++calls;
    return calls < 3;
  }));
  EXPECT_EQ(calls, 3);
  EXPECT_TRUE(set.ForEachMatch("b", [](std::uint32_t) { return false; }));
  EXPECT_TRUE(set.ForEachMatch("ab", [&](std::uint32_t) { ++calls; }));
  EXPECT_EQ(calls, 53);
}

TEST(GlobSet, CopiesShareWhatTheyHold) {
  GlobSet copy;
  {
    const GlobSet set = SetOfTexts({"a*", "*b"});
    copy = set;
  }
  EXPECT_THAT(copy.Matches("ab"), ElementsAre(0, 1));
}

// Every pattern of up to four tokens in one set: each class of windows, each
// place, lists of every length.
TEST(GlobSet, AgreesWithTheDefinitionOnEverySmallCase) {
  const std::vector<std::string> patterns = AllTexts("ab*?:", 4);
  const GlobSet set = SetOfTexts(patterns);
  for (const std::string& text : AllTexts("ab:", 6)) {
    Ids expected;
    for (std::size_t i = 0; i < patterns.size(); ++i) {
      if (NaiveGlob(patterns[i], text)) {
        expected.push_back(static_cast<std::uint32_t>(i));
      }
    }
    ASSERT_EQ(set.Matches(text), expected) << text;
  }
}

TEST(GlobSet, SixFieldsAgreeWithTheDefinition) {
  std::vector<std::string> patterns;
  for (const std::string& pattern : AllTexts("a*:", 8)) {
    if (std::count(pattern.begin(), pattern.end(), ':') >= 4) {
      patterns.push_back(pattern);
    }
  }
  GlobSet::Options options;
  options.splitting = Splitting::kSixFields;
  const GlobSet set = SetOfTexts(patterns, options);
  for (const std::string& text : AllTexts("a:", 8)) {
    Ids expected;
    for (std::size_t i = 0; i < patterns.size(); ++i) {
      if (NaiveArnGlob(patterns[i], text)) {
        expected.push_back(static_cast<std::uint32_t>(i));
      }
    }
    ASSERT_EQ(set.Matches(text), expected) << text;
  }
}

// What the set has to say, from globs that know nothing of each other.
class Expectation {
 public:
  Expectation(const std::vector<GlobPattern>& patterns,
              const GlobSet::Options& options)
      : splitting_(options.splitting) {
    for (const GlobPattern& pattern : patterns) {
      globs_.emplace_back(pattern, options.letter_case);
      arn_globs_.emplace_back(pattern, options.letter_case);
    }
  }

  [[nodiscard]] Ids Matches(std::string_view text) const {
    Ids ids;
    for (std::size_t i = 0; i < globs_.size(); ++i) {
      if (splitting_ == Splitting::kWhole ? globs_[i].Matches(text)
                                          : arn_globs_[i].Matches(text)) {
        ids.push_back(static_cast<std::uint32_t>(i));
      }
    }
    return ids;
  }

 private:
  Splitting splitting_;
  std::vector<Glob> globs_;
  std::vector<ArnGlob> arn_globs_;
};

// Random sets, made to be alike: from few letters and few pieces.
class SetSource {
 public:
  explicit SetSource(std::uint64_t seed) : source_(seed) {
    constexpr std::string_view kLetters[] = {
        "a", "ab", "aab", "abc:/", "aBé€", "a:b:", "abcdefgh:"};
    letters_ = kLetters[source_.Below(7)];
    longest_ = 2 + source_.Below(source_.OneIn(2) ? 50 : 12);
    wildcards_ = 1 + source_.Below(5);
    for (std::string& piece : pieces_) {
      piece = source_.Text(letters_, source_.Below(20));
    }
  }

  GlobSet::Options Options() {
    GlobSet::Options options;
    if (source_.OneIn(3)) options.letter_case = LetterCase::kFold;
    if (source_.OneIn(4)) options.splitting = Splitting::kSixFields;
    if (source_.OneIn(8)) options.max_index_bytes = source_.Below(4000);
    if (source_.OneIn(3)) options.key_mask = 3;
    return options;
  }

  std::vector<GlobPattern> Patterns() {
    const std::size_t count = 1 + source_.Below(source_.OneIn(4) ? 400 : 40);
    std::vector<GlobPattern> patterns;
    for (std::size_t i = 0; i < count; ++i) {
      GlobPattern pattern;
      const std::size_t size = source_.Below(longest_);
      for (std::size_t n = 0; n < size;) {
        const std::string piece = Piece();
        n += piece.size() + 1;
        pattern.AppendLiteral(piece);
        if (source_.Below(10) < wildcards_) {
          pattern.AppendText(source_.OneIn(4) ? "?" : "*");
        }
      }
      if (source_.OneIn(6)) pattern.AppendText(":*:*:a:b:");
      patterns.push_back(pattern);
    }
    return patterns;
  }

  std::string Text(const std::vector<GlobPattern>& patterns) {
    std::string text;
    if (source_.OneIn(3)) {
      const GlobPattern& pattern = patterns[source_.Below(patterns.size())];
      text = source_.Instance(pattern, letters_, 12);
    } else {
      const std::size_t size = source_.Below(2 * longest_);
      while (text.size() < size) text += Piece();
      if (source_.OneIn(4)) text += ":a:b:a:b:";
    }
    if (source_.OneIn(40)) {
      const std::string unit = text + "a";
      while (text.size() < 3000) text += unit;
    }
    return text;
  }

 private:
  std::string Piece() {
    return source_.OneIn(3) ? pieces_[source_.Below(4)]
                            : source_.Text(letters_, 1 + source_.Below(3));
  }

  TextSource source_;
  std::string_view letters_;
  std::size_t longest_;
  std::size_t wildcards_;
  std::string pieces_[4];
};

TEST(GlobSet, RandomSetsAgreeWithSingleGlobs) {
  std::size_t matches = 0;
  for (std::uint64_t seed = 1; seed <= 3000; ++seed) {
    SetSource source(seed);
    const GlobSet::Options options = source.Options();
    const std::vector<GlobPattern> patterns = source.Patterns();
    const GlobSet set = SetOf(patterns, options);
    const Expectation expectation(patterns, options);
    for (int i = 0; i < 20; ++i) {
      const std::string text = source.Text(patterns);
      const Ids expected = expectation.Matches(text);
      matches += expected.size();
      ASSERT_EQ(set.Matches(text), expected)
          << "seed " << seed << " text " << text << "\n"
          << set.Dump();
    }
  }
  EXPECT_GT(matches, 10000u);
}

// Patterns and texts as policies and requests have them.
std::string RandomArn(TextSource& source, bool pattern) {
  const auto pick = [&](std::initializer_list<std::string_view> choices) {
    return std::string(*(choices.begin() + source.Below(choices.size())));
  };
  const std::string service = pick({"s3", "ec2", "iam", "sqs", "logs"});
  std::string account = "11112222" + std::to_string(1000 + source.Below(50));
  std::string name = pick({"role/", "user/", "table/", "", "log-group:/aws/"});
  name += pick({"Demo", "Alice", "photos", "amzn-s3-demo-bucket"});
  name += std::to_string(source.Below(40));
  if (!source.OneIn(3)) name += "/" + source.Text("abc-", source.Below(6));
  if (pattern) {
    if (source.OneIn(3)) name += "*";
    if (source.OneIn(9)) name = "*" + name.substr(name.size() / 2);
    if (source.OneIn(9)) name[source.Below(name.size())] = '?';
    if (source.OneIn(5)) account = "*";
  }
  const std::string region =
      pattern && !source.OneIn(3) ? "*" : pick({"", "us-east-1", "eu-west-1"});
  return "arn:aws:" + service + ":" + region + ":" + account + ":" + name;
}

// A text of its own, or one that a pattern of the set matches.
std::string RandomText(TextSource& source,
                       const std::vector<GlobPattern>& patterns) {
  if (source.OneIn(2)) return RandomArn(source, false);
  const GlobPattern& pattern = patterns[source.Below(patterns.size())];
  return source.Instance(pattern, "ab1-/", 5);
}

std::vector<GlobPattern> RandomArnPatterns(TextSource& source,
                                           std::size_t count) {
  std::vector<GlobPattern> patterns;
  for (std::size_t i = 0; i < count; ++i) {
    patterns.push_back(GlobPattern::FromText(RandomArn(source, true)));
  }
  return patterns;
}

std::string Regex(std::string_view pattern) {
  std::string regex = "(?s)";
  for (const char c : pattern) {
    if (c == '*') {
      regex += ".*";
    } else if (c == '?') {
      regex += ".";
    } else {
      regex += RE2::QuoteMeta(std::string(1, c));
    }
  }
  return regex;
}

TEST(GlobSet, LargeSetsAgreeWithRe2Set) {
  for (const std::size_t count : {5u, 50u, 500u, 3000u}) {
    TextSource source(count);
    RE2::Options re2_options;
    re2_options.set_max_mem(std::int64_t{1} << 30);
    RE2::Set re2_set(re2_options, RE2::ANCHOR_BOTH);
    const std::vector<GlobPattern> patterns = RandomArnPatterns(source, count);
    for (std::size_t i = 0; i < count; ++i) {
      ASSERT_EQ(re2_set.Add(Regex(patterns[i].ToString()), nullptr),
                static_cast<int>(i));
    }
    ASSERT_TRUE(re2_set.Compile());
    const GlobSet set = SetOf(patterns);
    std::size_t matches = 0;
    for (int i = 0; i < 500; ++i) {
      const std::string text = RandomText(source, patterns);
      std::vector<int> found;
      RE2::Set::ErrorInfo error;
      ASSERT_TRUE(re2_set.Match(text, &found, &error) ||
                  error.kind == RE2::Set::kNoError);
      Ids expected(found.begin(), found.end());
      std::sort(expected.begin(), expected.end());
      matches += expected.size();
      ASSERT_EQ(set.Matches(text), expected) << text;
    }
    EXPECT_GT(matches, 200u);
  }
}

TEST(GlobSet, AgreesWithSingleGlobsAtEverySizeThatChangesItsIndex) {
  // Beyond 2,000 and 20,000 patterns the index is sampled more densely.
  for (const std::size_t count : {2000u, 2001u, 20001u}) {
    TextSource source(count);
    const std::vector<GlobPattern> patterns = RandomArnPatterns(source, count);
    const GlobSet set = SetOf(patterns);
    const Expectation expectation(patterns, {});
    for (int i = 0; i < 200; ++i) {
      const std::string text = RandomText(source, patterns);
      ASSERT_EQ(set.Matches(text), expectation.Matches(text)) << text;
    }
  }
}

TEST(GlobSet, FoldsLetters) {
  GlobSet::Options options;
  options.letter_case = LetterCase::kFold;
  std::vector<std::string> patterns = {"S3:Get*",       "s3:*Object",
                                       "IAM:PassRole",  "*:*",
                                       "ec2:Describe*", "s3:*é*"};
  const GlobSet set = SetOfTexts(patterns, options);
  EXPECT_THAT(set.Matches("s3:getobject"), ElementsAre(0, 1, 3));
  EXPECT_THAT(set.Matches("S3:GETOBJECT"), ElementsAre(0, 1, 3));
  EXPECT_THAT(set.Matches("iam:passrole"), ElementsAre(2, 3));
  EXPECT_THAT(set.Matches("s3:É"), ElementsAre(3));
}

// S-2.10: a star may take more fields than it was written for.
TEST(GlobSet, StarsCrossFields) {
  std::vector<std::string> patterns;
  for (int i = 0; i < 100; ++i) {
    patterns.push_back("arn:aws:ec2:*:1111222233" + std::to_string(10 + i) +
                       ":vpc/*");
  }
  patterns.push_back("arn:*:b");
  const GlobSet set = SetOfTexts(patterns);
  EXPECT_THAT(set.Matches("arn:aws:ec2:r:111122223333:vpc/1"), ElementsAre(23));
  EXPECT_THAT(set.Matches("arn:aws:ec2:r:x:y:z/111122223333:vpc/1"), IsEmpty());
  EXPECT_THAT(set.Matches("arn:aws:ec2:r:x:y:111122223333:vpc/1"),
              ElementsAre(23));
  EXPECT_THAT(set.Matches("arn:aws:ec2:r:111122223333:vpc/:111122223334:vpc/b"),
              ElementsAre(23, 24));
  EXPECT_THAT(set.Matches("arn:aws:s3:::a:b"), ElementsAre(100));
}

TEST(GlobSet, HolesAreCandidates) {
  GlobPattern pattern = GlobPattern::FromText("arn:aws:s3:::home/");
  pattern.AppendHole(0).AppendText("/*");
  const GlobSet set =
      SetOf({pattern, GlobPattern::FromText("arn:aws:s3:::home/*")});
  EXPECT_THAT(set.Matches("arn:aws:s3:::home/Alice/a"), ElementsAre(0, 1));
  EXPECT_THAT(set.Matches("arn:aws:s3:::home/Alice"), ElementsAre(1));
}

// Whatever the values, a pattern that matches with them is a candidate.
TEST(GlobSet, NoMatchWithHolesIsLost) {
  TextSource source(20250605);
  for (const Splitting splitting : {Splitting::kWhole, Splitting::kSixFields}) {
    const auto matches_filled =
        splitting == Splitting::kWhole ? MatchesTemplate : MatchesArnTemplate;
    GlobSet::Options options;
    options.splitting = splitting;
    for (int round = 0; round < 300; ++round) {
      std::vector<GlobPattern> patterns;
      for (int i = 0; i < 12; ++i) {
        GlobPattern pattern;
        for (std::size_t j = source.Below(9); j > 0; --j) {
          if (source.OneIn(3)) {
            pattern.AppendHole(0);
          } else {
            pattern.AppendText(source.Text("ab::*?é", 1 + source.Below(2)));
          }
        }
        patterns.push_back(pattern);
      }
      const GlobSet set = SetOf(patterns, options);
      const std::string value = source.Text("ab:*é", source.Below(6));
      const std::array<std::string_view, 1> values = {value};
      for (const GlobPattern& of : patterns) {
        const std::string text = source.Instance(of.Filled(values), "ab:", 3);
        const Ids candidates = set.Matches(text);
        for (std::uint32_t i = 0; i < patterns.size(); ++i) {
          const bool matches =
              matches_filled(text, patterns[i], values, LetterCase::kExact);
          ASSERT_TRUE(!matches || std::binary_search(candidates.begin(),
                                                     candidates.end(), i))
              << patterns[i].ToString() << " on " << text;
        }
      }
    }
  }
}

TEST(GlobSet, KeepsItsAnswersWithinAnyBudget) {
  TextSource source(5);
  const std::vector<GlobPattern> patterns = RandomArnPatterns(source, 300);
  const Expectation expectation(patterns, {});
  std::size_t last_usage = 0;
  for (const std::size_t budget : {0u, 8000u, 20000u, 40000u, 1000000u}) {
    GlobSet::Options options;
    options.max_index_bytes = budget;
    const GlobSet set = SetOf(patterns, options);
    EXPECT_GE(set.MemoryUsage(), last_usage);
    last_usage = set.MemoryUsage();
    for (int i = 0; i < 100; ++i) {
      const std::string text = RandomText(source, patterns);
      ASSERT_EQ(set.Matches(text), expectation.Matches(text))
          << text << " with a budget of " << budget;
    }
  }
}

TEST(GlobSet, IsBuiltTheSameEveryTime) {
  TextSource source(6);
  const std::vector<GlobPattern> patterns = RandomArnPatterns(source, 1000);
  const GlobSet first = SetOf(patterns);
  const GlobSet second = SetOf(patterns);
  EXPECT_EQ(first.Dump(), second.Dump());
  EXPECT_EQ(first.MemoryUsage(), second.MemoryUsage());
  for (int i = 0; i < 200; ++i) {
    const std::string text = RandomText(source, patterns);
    Ids from_first;
    Ids from_second;
    first.ForEachMatch(text,
                       [&](std::uint32_t id) { from_first.push_back(id); });
    second.ForEachMatch(text,
                        [&](std::uint32_t id) { from_second.push_back(id); });
    EXPECT_EQ(from_first, from_second);
  }
}

TEST(GlobSet, DumpShowsHowPatternsAreFiled) {
  std::vector<std::string> patterns;
  for (int i = 0; i < 20; ++i) {
    patterns.push_back("arn:aws:sqs:*:1111222233" + std::to_string(10 + i) +
                       ":*");
  }
  patterns.insert(patterns.end(), {"*", "s3:*", "*.csv"});
  EXPECT_EQ(SetOfTexts(patterns).Dump().substr(0, 9), "stride 7\n");
  EXPECT_THAT(SetOfTexts(patterns).Dump(),
              HasSubstr("\n3 arn:aws:sqs:*:111122223313:* wide inside "
                        "\":111122223313:\"\n"));
  EXPECT_THAT(SetOfTexts(patterns).Dump(),
              HasSubstr("\n20 * unfiled\n21 s3:* head head \"s3\"\n"
                        "22 *.csv tail tail \".csv\"\n"));
}

// Nested prefixes, nested suffixes, and a thousand patterns with one window.
TEST(GlobSet, StandsPatternsThatAreAlike) {
  std::vector<std::string> prefixes;
  std::vector<std::string> suffixes;
  std::vector<std::string> infixes;
  for (std::size_t i = 0; i < 1000; ++i) {
    prefixes.push_back("arn:aws:s3:::b/" + std::string(2 * i, 'x') + "*");
    suffixes.push_back("arn:aws:s3:::*/" + std::string(2 * i, 'y'));
    infixes.push_back("*aaaaaaaaaaaaaaaa*" + Letters(i, 3) + "*");
  }
  EXPECT_EQ(SetOfTexts(prefixes)
                .Matches("arn:aws:s3:::b/" + std::string(1999, 'x') + "y")
                .size(),
            1000u);
  EXPECT_EQ(SetOfTexts(prefixes)
                .Matches("arn:aws:s3:::b/" + std::string(901, 'x') + "y")
                .size(),
            451u);
  EXPECT_THAT(
      SetOfTexts(suffixes).Matches("arn:aws:s3:::b/" + std::string(998, 'y')),
      ElementsAre(499));
  const GlobSet set = SetOfTexts(infixes);
  const std::string a(3000, 'a');
  EXPECT_THAT(set.Matches(a), ElementsAre(0));  // "aaa" is Letters(0, 3)
  EXPECT_THAT(set.Matches(a + "daa" + a), ElementsAre(0, 3, 78));
}

// More windows in one text than the query remembers.
TEST(GlobSet, ReportsOnceHoweverManyWindowsATextHas) {
  std::vector<std::string> patterns;
  std::string text;
  for (std::size_t i = 0; i < 4000; ++i) {
    patterns.push_back("*" + Letters(i, 3) + Letters(7 * i, 11) + "*");
    text += Letters(i, 3) + Letters(7 * i, 11) + "-";
  }
  const GlobSet set = SetOfTexts(patterns);
  const Expectation expectation(
      [&] {
        std::vector<GlobPattern> globs;
        for (const std::string& p : patterns) {
          globs.push_back(GlobPattern::FromText(p));
        }
        return globs;
      }(),
      {});
  EXPECT_EQ(set.Matches(text), expectation.Matches(text));
  EXPECT_EQ(set.Matches(text + text), expectation.Matches(text + text));
  EXPECT_EQ(set.Matches(text + text).size(), 4000u);
}

TEST(GlobSet, StandsHugePatternsAndTexts) {
  const std::string huge(100000, 'a');
  std::string stars;
  for (int i = 0; i < 10000; ++i) stars += "a*";
  std::vector<std::string> patterns = {huge,
                                       huge + "*",
                                       "*" + huge,
                                       stars,
                                       stars + "b",
                                       "*b*",
                                       std::string(100000, '?')};
  for (std::size_t i = 0; i < 20; ++i) {
    patterns.push_back("*" + Letters(i, 4) + "*");
  }
  const GlobSet set = SetOfTexts(patterns);
  EXPECT_THAT(set.Matches(huge), ElementsAre(0, 1, 2, 3, 6, 7));
  EXPECT_THAT(set.Matches(huge + "b"), ElementsAre(1, 3, 4, 5, 7));
  EXPECT_THAT(set.Matches("b" + huge), ElementsAre(2, 5, 7, 8));
}

// Two windows, or two grams, that the index cannot tell apart. Found by
// looking at some hundred thousand of them.
TEST(GlobSet, SurvivesGramsThatCollide) {
  TextSource source(8);
  std::unordered_map<std::uint32_t, std::string> seen;
  int pairs = 0;
  for (int i = 0; i < 400000; ++i) {
    const std::string gram = source.Text("abcdefghijkl", 8);
    const std::uint64_t number = LoadGram<LetterCase::kExact>(gram.data(), 8);
    const auto [it, is_new] =
        seen.try_emplace(TagGram(number, WindowClass::Wide().salt()), gram);
    if (is_new || it->second == gram) continue;
    ++pairs;
    const std::string other = it->second;
    const GlobSet set = SetOfTexts({"*" + gram + "*", "*" + other + "*",
                                    "*xxxxxxxx*", "*yyyyyyyy*", "*zzzzzzzz*"});
    EXPECT_THAT(set.Matches("x" + gram + gram), ElementsAre(0));
    EXPECT_THAT(set.Matches(other + "x" + other), ElementsAre(1));
    EXPECT_THAT(set.Matches(other + gram + other), ElementsAre(0, 1));
  }
  EXPECT_GE(pairs, 8);
}

TEST(GlobSet, SurvivesWindowsThatCollide) {
  // All begin with one gram, so they are in one list.
  std::unordered_map<std::uint32_t, std::string> seen;
  std::vector<std::string> windows;
  for (std::size_t i = 0; i < 400000 && windows.size() < 12; ++i) {
    const std::string window = "aaaaaaaa" + Letters(i * 104729, 6);
    const auto [it, is_new] = seen.try_emplace(
        WindowKey<LetterCase::kExact>(window, WindowPlace::kInside, 0, 0),
        window);
    if (is_new || it->second == window) continue;
    windows.push_back(it->second);
    windows.push_back(window);
  }
  ASSERT_GE(windows.size(), 10u);
  std::vector<std::string> patterns;
  std::vector<GlobPattern> globs;
  for (const std::string& window : windows) {
    for (const char c : {'x', 'y', 'z'}) {
      patterns.push_back("*" + window + "*" + c + "*");
      globs.push_back(GlobPattern::FromText(patterns.back()));
    }
  }
  const GlobSet set = SetOfTexts(patterns);
  const Expectation expectation(globs, {});
  for (const std::string& a : windows) {
    for (const std::string& b : windows) {
      const std::string text = a + "-y-" + b + "-" + a + "x" + b;
      ASSERT_EQ(set.Matches(text), expectation.Matches(text)) << text;
    }
  }
}

}  // namespace
}  // namespace iameval::internal
