#include "differential/shrink.h"

#include <string>

#include "differential/json_tree.h"
#include "gtest/gtest.h"

namespace iameval_testing {
namespace {

Json Sample() {
  Json json = Json::Object();
  json.Add("keep", Json::Array({Json::String("abcXdef"), Json::String("b")}));
  json.Add("drop", Json::Array({Json::Word("1"), Json{}}));
  return json;
}

bool HasX(const Json& json) {
  return json.ToText().find('X') != std::string::npos;
}

TEST(Shrink, DropsAllThatDoesNotMatter) {
  EXPECT_EQ(Shrink(Sample(), HasX).ToText(), R"({"keep": "X"})");
}

TEST(Shrink, KeepsWhatIsNeededTogether) {
  const auto both = [](const Json& json) {
    const std::string text = json.ToText();
    return text.find("\"b\"") != std::string::npos &&
           text.find("null") != std::string::npos;
  };
  EXPECT_EQ(Shrink(Sample(), both).ToText(), R"({"keep": "b", "drop": null})");
}

TEST(Shrink, StopsWhenTheBudgetIsSpent) {
  int asked = 0;
  const auto counts = [&asked](const Json& json) {
    ++asked;
    return HasX(json);
  };
  EXPECT_TRUE(HasX(Shrink(Sample(), counts, 3)));
  EXPECT_EQ(asked, 3);
}

TEST(Shrink, CutsBetweenCharactersOnly) {
  Json json = Json::String("aéXéb");
  const Json shrunk = Shrink(json, [](const Json& candidate) {
    return candidate.text.find("X\xC3\xA9") != std::string::npos;
  });
  EXPECT_EQ(shrunk.text, "Xé");
}

TEST(Shrink, WritesEscapedTextPlainly) {
  Json json = Json::String("arn:aws:s3:::aXb");
  json.escaped = true;
  const Json shrunk = Shrink(json, [](const Json& candidate) {
    return candidate.text.find('X') != std::string::npos;
  });
  EXPECT_EQ(shrunk.ToText(), R"("arn:aws:s3:::X")");
}

TEST(Shrink, KeepsTheFieldsOfAnArn) {
  const auto has_x = [](const Json& candidate) {
    return candidate.text.find('X') != std::string::npos;
  };
  const Json arn = Json::String("arn:aws:iam::111122223333:user/aXb");
  EXPECT_EQ(Shrink(arn, has_x).text, "arn:aws:iam::111122223333:X");
  const auto any = [](const Json&) { return true; };
  EXPECT_EQ(Shrink(arn, any).text, "");
}

}  // namespace
}  // namespace iameval_testing
