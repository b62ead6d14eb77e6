#include "automata/text_classes.h"

#include <algorithm>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "automata/arn_glob.h"
#include "automata/glob.h"
#include "base/arn.h"
#include "base/latin1.h"
#include "differential/random.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace iameval::internal {
namespace {

using ::iameval_testing::ArnGlob;
using ::iameval_testing::Random;
using ::testing::Contains;
using ::testing::SizeIs;
using ::testing::UnorderedElementsAre;

TextSet Set(TextSet::Kind kind, std::string_view pattern) {
  return {kind, GlobPattern::FromText(pattern)};
}

// What a set is, said with the matchers of the library.
bool Has(const TextSet& set, const std::string& text) {
  switch (set.kind) {
    case TextSet::Kind::kGlob:
      return Glob(set.pattern).Matches(text);
    case TextSet::Kind::kIgnoreCase:
      return EqualsIgnoringCase(set.pattern.literal(), text);
    case TextSet::Kind::kSixFields:
      return ArnGlob(set.pattern).Matches(text);
    case TextSet::Kind::kIsArn:
      return SplitSixFields(text).has_value();
  }
  return false;
}

std::vector<bool> ClassOf(const std::vector<TextSet>& sets,
                          const std::string& text) {
  std::vector<bool> bits;
  for (const TextSet& set : sets) bits.push_back(Has(set, text));
  bits.push_back(!text.empty());
  return bits;
}

TEST(TextClassesTest, WithoutSetsThereIsTheEmptyTextAndAnother) {
  EXPECT_THAT(*RepresentativeTexts({}, 1), UnorderedElementsAre("", "x"));
}

TEST(TextClassesTest, OneOfEachKind) {
  const std::vector<TextSet> sets = {Set(TextSet::Kind::kGlob, "a*"),
                                     Set(TextSet::Kind::kGlob, "*b")};
  EXPECT_THAT(*RepresentativeTexts(sets, 1),
              UnorderedElementsAre("", "x", "a", "b", "ab"));
}

TEST(TextClassesTest, PreferredTextsStandForTheirClass) {
  const std::vector<TextSet> sets = {Set(TextSet::Kind::kGlob, "vpc-*")};
  const std::vector<std::string> preferred = {"vpc-111bbb22", "vpc-2", "other"};
  EXPECT_THAT(*RepresentativeTexts(sets, 1, preferred),
              UnorderedElementsAre("", "vpc-111bbb22", "other"));
}

TEST(TextClassesTest, NothingIsFoundForAClassThatHasNoText) {
  // What ends in "ab" ends in "b".
  const std::vector<TextSet> sets = {Set(TextSet::Kind::kGlob, "*ab"),
                                     Set(TextSet::Kind::kGlob, "*b")};
  EXPECT_THAT(*RepresentativeTexts(sets, 1), SizeIs(4));
}

TEST(TextClassesTest, AsManyTextsOfAClassAsAreWanted) {
  const std::vector<TextSet> sets = {Set(TextSet::Kind::kGlob, "a"),
                                     Set(TextSet::Kind::kGlob, "?")};
  const auto texts = RepresentativeTexts(sets, 3);
  ASSERT_TRUE(texts.has_value());
  const auto one_character = std::count_if(
      texts->begin(), texts->end(),
      [](const std::string& text) { return text.size() == 1; });
  EXPECT_EQ(one_character, 4);  // "a" is a class of its own
  EXPECT_THAT(*texts, Contains("a"));
}

TEST(TextClassesTest, LetterCaseOfLatin1) {
  const std::vector<TextSet> sets = {
      Set(TextSet::Kind::kIgnoreCase, "\xC3\xA9t"),  // "ét"
      Set(TextSet::Kind::kGlob, "\xC3\x89*")};       // "É*"
  EXPECT_THAT(*RepresentativeTexts(sets, 1), SizeIs(5));
}

TEST(TextClassesTest, AWildcardStaysInItsField) {
  const std::vector<TextSet> sets = {
      Set(TextSet::Kind::kSixFields, "arn:aws:iam::*:role/a*"),
      {TextSet::Kind::kIsArn, {}}};
  const auto texts = RepresentativeTexts(sets, 1);
  ASSERT_TRUE(texts.has_value());
  EXPECT_THAT(*texts,
              UnorderedElementsAre("", "x", ":::::", "arn:aws:iam:::role/a"));
}

TEST(TextClassesTest, APatternWithFewerFieldsMatchesNothing) {
  const std::vector<TextSet> sets = {Set(TextSet::Kind::kSixFields, "*")};
  EXPECT_THAT(*RepresentativeTexts(sets, 1), UnorderedElementsAre("", "x"));
}

TEST(TextClassesTest, LimitsAreKept) {
  std::vector<TextSet> sets;
  for (char c = 'a'; c <= 'p'; ++c) {
    sets.push_back(Set(TextSet::Kind::kGlob, std::string("*") + c + "*"));
  }
  // 2^16 classes.
  EXPECT_EQ(RepresentativeTexts(sets, 1, {}, {.states = 1000}), std::nullopt);
  const std::vector<TextSet> large = {
      Set(TextSet::Kind::kGlob, std::string(300'000, 'a'))};
  EXPECT_EQ(RepresentativeTexts(large, 1), std::nullopt);
}

std::string RandomText(Random& random, std::string_view alphabet,
                       std::size_t most) {
  std::string text;
  for (std::size_t n = random.Below(most + 1); n > 0; --n) {
    text += alphabet[random.Below(alphabet.size())];
  }
  return text;
}

// Every class that some text falls into is found, and what is found falls into
// different classes.
TEST(TextClassesTest, AllClassesOfRandomPatterns) {
  Random random(7);
  for (int round = 0; round < 400; ++round) {
    std::vector<TextSet> sets;
    for (std::size_t n = random.Between(1, 4); n > 0; --n) {
      switch (random.Below(4)) {
        case 0:
          sets.push_back({TextSet::Kind::kIgnoreCase,
                          GlobPattern::FromLiteral(
                              RandomText(random, "abAB:", 3))});
          break;
        case 1:
          sets.push_back(Set(TextSet::Kind::kSixFields,
                             RandomText(random, "a*?:::::", 10)));
          sets.push_back({TextSet::Kind::kIsArn, {}});
          break;
        default:
          sets.push_back(
              Set(TextSet::Kind::kGlob, RandomText(random, "ab*?:", 6)));
          break;
      }
    }
    const auto texts = RepresentativeTexts(sets, 1);
    ASSERT_TRUE(texts.has_value());
    std::set<std::vector<bool>> classes;
    for (const std::string& text : *texts) {
      EXPECT_TRUE(classes.insert(ClassOf(sets, text)).second) << text;
    }
    for (int i = 0; i < 300; ++i) {
      const std::string text = RandomText(random, "abABx::::", 9);
      EXPECT_TRUE(classes.contains(ClassOf(sets, text)))
          << "no text is like \"" << text << "\", round " << round;
    }
  }
}

}  // namespace
}  // namespace iameval::internal
