#include "reference/patterns.h"

#include <optional>
#include <string>
#include <string_view>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "reference/caller.h"
#include "reference/context.h"
#include "reference/requests.h"

namespace iameval::reference {
namespace {

bool Glob(std::string_view pattern, std::string_view text) {
  return Matches(ToPattern(Verbatim(pattern)), text);
}

TEST(GlobTest, IsAnchoredAtBothEnds) {
  EXPECT_TRUE(Glob("abc", "abc"));
  EXPECT_FALSE(Glob("abc", "abcd"));
  EXPECT_FALSE(Glob("abc", "ab"));
  EXPECT_FALSE(Glob("abc", "xabc"));
  EXPECT_TRUE(Glob("", ""));
  EXPECT_FALSE(Glob("", "a"));
}

TEST(GlobTest, StarIsAnyRunAlsoNone) {
  EXPECT_TRUE(Glob("*", ""));
  EXPECT_TRUE(Glob("a*c", "ac"));
  EXPECT_TRUE(Glob("a*c", "abbbc"));
  EXPECT_FALSE(Glob("a*c", "abbb"));
  EXPECT_TRUE(Glob("*ab*ab*", "xabyabz"));
  EXPECT_FALSE(Glob("*ab*ab*", "xabz"));
  EXPECT_TRUE(Glob("a**", "a"));
}

TEST(GlobTest, QuestionMarkIsOneCharacterOfUtf8) {
  EXPECT_TRUE(Glob("a?c", "abc"));
  EXPECT_FALSE(Glob("a?c", "ac"));
  EXPECT_FALSE(Glob("a?", "a"));
  EXPECT_TRUE(Glob("a?c", "a\u00E9c"));
  EXPECT_TRUE(Glob("?", "\U0001F600"));
  EXPECT_FALSE(Glob("??", "\u00E9"));
}

TEST(GlobTest, OtherCharactersAreThemselves) {
  EXPECT_FALSE(Glob("a.c", "abc"));
  EXPECT_TRUE(Glob("[a]+(b)^\\", "[a]+(b)^\\"));
  EXPECT_TRUE(Glob("a*", "a*"));
  EXPECT_FALSE(Glob("a", "*"));
}

TEST(GlobTest, ManyStarsAreNoTrouble) {
  std::string pattern;
  for (int i = 0; i < 100; ++i) pattern += "*a";
  EXPECT_FALSE(Glob(pattern + "b", std::string(1000, 'a')));
}

class VariableTest : public testing::Test {
 protected:
  std::optional<std::string> Filled(std::string_view text) const {
    const auto expansion = Expand(text, context_);
    if (!expansion.has_value()) return std::nullopt;
    return Join(*expansion);
  }

  const Request request_ = *AliceReads()
                                .Context("aws:PrincipalTag/team", "blue")
                                .Context("example:Star", "a*c")
                                .Context("example:Empty", "")
                                .ContextList("example:List", {"one"})
                                .Build();
  const Context context_{request_, IdentifyCaller(request_)};
};

TEST_F(VariableTest, TakesTheValueOfASingleValuedKey) {
  EXPECT_EQ(Filled("home/${aws:username}/*"), "home/Alice/*");
  EXPECT_EQ(Filled("${AWS:principaltag/TEAM}"), "blue");
  EXPECT_EQ(Filled("${example:Empty}"), "");
  EXPECT_EQ(Filled("${aws:username}-${aws:PrincipalTag/team}"), "Alice-blue");
}

TEST_F(VariableTest, WithoutAValueSpoilsTheText) {
  EXPECT_EQ(Filled("x${aws:PrincipalTag/none}"), std::nullopt);
  EXPECT_EQ(Filled("${example:List}"), std::nullopt);
  EXPECT_EQ(Filled("${aws:username}${aws:PrincipalTag/none}"), std::nullopt);
}

TEST_F(VariableTest, HasADefault) {
  EXPECT_EQ(Filled("${aws:PrincipalTag/none, 'a b'}"), "a b");
  EXPECT_EQ(Filled("${aws:PrincipalTag/team, 'red'}"), "blue");
  EXPECT_EQ(Filled("${example:List, 'many'}"), "many");
  EXPECT_EQ(Filled("${aws:PrincipalTag/none, ''}"), "");
  EXPECT_EQ(Filled("${aws:PrincipalTag/none, '}'}"), "}");
}

TEST_F(VariableTest, SpecialCharactersAndValuesAreLiteral) {
  const auto matches = [&](std::string_view pattern, std::string_view text) {
    return Matches(ToPattern(*Expand(pattern, context_)), text);
  };
  EXPECT_TRUE(matches("a${*}c", "a*c"));
  EXPECT_FALSE(matches("a${*}c", "abc"));
  EXPECT_FALSE(matches("a${?}c", "abc"));
  EXPECT_TRUE(matches("${$}{x}", "${x}"));
  EXPECT_TRUE(matches("${example:Star}*", "a*cd"));
  EXPECT_FALSE(matches("${example:Star}*", "abcd"));
}

TEST_F(VariableTest, MalformedTextStandsForItself) {
  for (const std::string_view text :
       {"${aws:username", "${}", "${aws:user name}", "${aws:username,'x'}",
        "${aws:username, x}", "${aws:username, 'x' }", "${aws:username, 'x}",
        "$aws:username", "$", "${"}) {
    EXPECT_EQ(Filled(text), text);
  }
  EXPECT_EQ(Filled("${ ${aws:username}"), "${ Alice");
}

TEST(ActionTest, PrefixAndNameMatchApartIgnoringCase) {
  EXPECT_TRUE(ActionMatches("*", "s3:GetObject"));
  EXPECT_TRUE(ActionMatches("*:*", "s3:GetObject"));
  EXPECT_TRUE(ActionMatches("S3:getobject", "s3:GetObject"));
  EXPECT_TRUE(ActionMatches("s?:Get*", "s3:GetObject"));
  EXPECT_FALSE(ActionMatches("s3:Get", "s3:GetObject"));
  EXPECT_FALSE(ActionMatches("s*t", "s3:GetObject"));
  EXPECT_FALSE(ActionMatches("ec2:*", "s3:GetObject"));
}

class ResourceTest : public VariableTest {
 protected:
  bool Matches(std::string_view entry, std::string_view resource,
               ShortArn short_arn = ShortArn::kComplete,
               bool has_variables = true) const {
    return ResourceMatches(entry, resource, short_arn, has_variables, context_);
  }
};

TEST_F(ResourceTest, IsOneGlobOverTheWholeArn) {
  EXPECT_TRUE(Matches("*", kObject));
  EXPECT_TRUE(Matches("*", "*"));
  EXPECT_TRUE(Matches("arn:aws:s3:::amzn-s3-demo-bucket/*", kObject));
  EXPECT_FALSE(Matches("arn:aws:s3:::amzn-s3-demo-bucket", kObject));
  EXPECT_FALSE(Matches("arn:aws:s3:::*", "*"));
  EXPECT_FALSE(Matches("arn:aws:s3:::AMZN-s3-demo-bucket/*", kObject));
  EXPECT_TRUE(Matches("arn:aws:s3:*:*:amzn*", kObject));
  EXPECT_FALSE(Matches("arn:aws:sqs:us-east-2::q",
                       "arn:aws:sqs:us-east-2:111122223333:q"));
  EXPECT_TRUE(Matches("arn:aws:sqs:us-*:11112222*:a?c",
                      "arn:aws:sqs:us-east-2:111122223333:x:a:c"));
}

TEST_F(ResourceTest, ShortArnIsCompletedOrMatchesNothing) {
  EXPECT_TRUE(Matches("arn:aws:s3", kObject));
  EXPECT_TRUE(Matches("arn:*", kObject));
  EXPECT_FALSE(Matches("arn:aws:sqs", kObject));
  EXPECT_FALSE(Matches("arn:*", kObject, ShortArn::kMatchesNothing));
}

TEST_F(ResourceTest, VariablesLiveAfterTheFifthColon) {
  EXPECT_TRUE(
      Matches("arn:aws:iam::111122223333:user/${aws:username}", kAlice));
  EXPECT_FALSE(Matches("arn:aws:iam::111122223333:user/${aws:username}", kAlice,
                       ShortArn::kComplete, false));
  EXPECT_FALSE(
      Matches("arn:aws:iam::${aws:PrincipalAccount}:user/Alice", kAlice));
  EXPECT_FALSE(Matches("arn:aws:s3:::${aws:PrincipalTag/none}*", kObject));
}

}  // namespace
}  // namespace iameval::reference
