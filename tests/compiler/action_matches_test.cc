#include "compiler/action_matches.h"

#include <cstddef>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "automata/glob.h"
#include "automata/glob_pattern.h"
#include "automata/naive_glob.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace iameval::internal {
namespace {

using ::iameval_testing::TextSource;
using ::testing::ElementsAre;
using ::testing::ElementsAreArray;
using ::testing::IsEmpty;

// What the compiler has when all documents are in.
struct Names {
  Program program;
  NameTable texts;

  void AddPattern(std::string_view text) {
    if (texts.Intern(text) == program.action_patterns.size()) {
      program.action_patterns.Add(GlobPattern::FromText(text));
    }
  }
  void AddAction(std::string_view name) { program.actions.Intern(name); }
};

std::span<const PatternId> PatternsOf(const Names& names, ActionId action) {
  return In(names.program.matched_patterns,
            names.program.patterns_of_action[action]);
}

// Pattern by pattern and action by action.
void ExpectAllMatches(Names& names) {
  const ActionsOfPattern inverse =
      MatchActionPatterns(names.texts, names.program);
  std::vector<std::vector<ActionId>> actions(names.texts.size());
  for (ActionId action = 0; action < names.program.actions.size(); ++action) {
    const std::string_view name = names.program.actions.name(action);
    std::vector<PatternId> expected;
    for (PatternId id = 0; id < names.texts.size(); ++id) {
      if (!Glob::FromText(names.texts.name(id)).Matches(name)) continue;
      expected.push_back(id);
      actions[id].push_back(action);
    }
    EXPECT_THAT(PatternsOf(names, action), ElementsAreArray(expected)) << name;
  }
  for (PatternId id = 0; id < names.texts.size(); ++id) {
    EXPECT_THAT(inverse[id], ElementsAreArray(actions[id]))
        << names.texts.name(id);
  }
}

TEST(MatchActionPatterns, FindsPatternsOfEveryForm) {
  Names names;
  for (const std::string_view pattern :
       {"*", "s3:*", "s3:get*", "s3:get**", "s3:*object", "s3:g?t*", "*:get*",
        "s?:getobject", "s3*:getobject", "s3:getobject*", "iam:*"}) {
    names.AddPattern(pattern);
  }
  names.AddAction("s3:getobject");
  names.AddAction("iam:getrole");
  names.AddAction("s3:g");
  const ActionsOfPattern inverse =
      MatchActionPatterns(names.texts, names.program);
  EXPECT_THAT(PatternsOf(names, 0), ElementsAre(0, 1, 2, 3, 4, 5, 6, 7, 8, 9));
  EXPECT_THAT(PatternsOf(names, 1), ElementsAre(0, 6, 10));
  EXPECT_THAT(PatternsOf(names, 2), ElementsAre(0, 1));
  EXPECT_THAT(inverse[1], ElementsAre(0, 2));
  EXPECT_THAT(inverse[10], ElementsAre(1));
}

// Names are looked at in words that end with zeros.
TEST(MatchActionPatterns, TellsAZeroFromTheEndOfAName) {
  using namespace std::string_view_literals;  // NOLINT(build/namespaces)
  Names names;
  names.AddPattern("s3:get\0*"sv);
  names.AddPattern("s3:getobjecttagg\0*"sv);
  names.AddAction("s3:get");
  names.AddAction("s3:get\0"sv);
  names.AddAction("s3:getobjecttagg");
  MatchActionPatterns(names.texts, names.program);
  EXPECT_THAT(PatternsOf(names, 0), IsEmpty());
  EXPECT_THAT(PatternsOf(names, 1), ElementsAre(0));
  EXPECT_THAT(PatternsOf(names, 2), IsEmpty());
}

TEST(MatchActionPatterns, OfNothingFindsNothing) {
  Names names;
  names.AddAction("s3:getobject");
  MatchActionPatterns(names.texts, names.program);
  EXPECT_THAT(PatternsOf(names, 0), IsEmpty());
}

// More patterns than are tried one by one, names longer than are hashed.
TEST(MatchActionPatterns, FindsManyPatternsOfOneService) {
  Names names;
  for (std::size_t i = 0; i < 100; ++i) {
    const std::string name(i, 'a');
    names.AddPattern("s3:" + name + "*");
    names.AddPattern("s3:" + name + "b*c");
    names.AddPattern("s3:*" + name);
    names.AddAction("s3:" + name);
    names.AddAction("s3:" + name + "bc");
  }
  ExpectAllMatches(names);
}

TEST(MatchActionPatterns, AgreesWithOnePatternAtATime) {
  TextSource source(20250715);
  for (int round = 0; round < 30; ++round) {
    Names names;
    const std::vector<std::string> services = {"a", "ab", "abc", "b"};
    for (int i = 0; i < 150; ++i) {
      const std::string& service = services[source.Below(services.size())];
      names.AddAction(service + ":" + source.Text("ab", 1 + source.Below(6)));
      std::string pattern =
          source.OneIn(8) ? source.Text("ab*?", 1 + source.Below(3)) : service;
      pattern += ":" + source.Text("ab", source.Below(4));
      pattern += source.OneIn(3) ? source.Text("ab*?", 3) : "*";
      names.AddPattern(pattern);
    }
    ExpectAllMatches(names);
  }
}

// Names of all sizes around the sixteen places that are looked at at once, and
// patterns with two letters next to each other behind a wildcard, or without.
TEST(MatchActionPatterns, FindsLettersAnywhereInAName) {
  TextSource source(20261121);
  for (int round = 0; round < 30; ++round) {
    Names names;
    for (int i = 0; i < 100; ++i) {
      names.AddAction("ec2:" + source.Text("abcd", 1 + source.Below(40)));
    }
    for (int i = 0; i < 20; ++i) {
      const std::string letters = source.Text("abcd", 1 + source.Below(4));
      const std::string more = source.Text("abcd?", source.Below(3));
      names.AddPattern("ec2:" + source.Text("ab", source.Below(2)) + "*" +
                       letters + source.Text("*", source.Below(2)) + more);
    }
    ExpectAllMatches(names);
  }
}

}  // namespace
}  // namespace iameval::internal
