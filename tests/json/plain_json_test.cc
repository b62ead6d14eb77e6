#include "json/plain_json.h"

#include <random>
#include <string>
#include <string_view>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "json/json.h"

namespace iameval::internal {
namespace {

using testing::IsEmpty;

// Values as text: "name kind text", one a line, in the order of the document.
void Describe(std::string_view name, JsonValue value, std::string& out) {
  const bool is_leaf = !value.is_array() && !value.is_object();
  out += std::string(name) + " " + std::string(JsonKindName(value.kind())) +
         " " + (is_leaf ? std::string(value.text()) : "") + "\n";
  for (const JsonValue element : value.elements()) Describe("", element, out);
  for (const JsonMember member : value.members()) {
    Describe(member.name, member.value, out);
  }
  if (!is_leaf) out += "end\n";
}

std::string Describe(const PlainJson& json) {
  std::string out;
  std::vector<std::size_t> ends;
  for (std::size_t at = 0; at <= json.nodes().size(); ++at) {
    while (!ends.empty() && ends.back() == at) {
      out += "end\n";
      ends.pop_back();
    }
    if (at == json.nodes().size()) break;
    const PlainJson::Node& node = json.nodes()[at];
    out += std::string(node.name) + " " + std::string(JsonKindName(node.kind)) +
           " " + std::string(node.text) + "\n";
    if (node.kind == JsonKind::kArray || node.kind == JsonKind::kObject) {
      ends.push_back(node.end);
    }
  }
  return out;
}

std::string Described(std::string_view text) {
  const absl::StatusOr<JsonTree> tree = ParseJson(text);
  if (!tree.ok()) return std::string(tree.status().message());
  std::string out;
  Describe("", tree->root(), out);
  return out;
}

TEST(PlainJsonTest, ReadsWhatRequestsLookLike) {
  PlainJson json;
  for (const std::string_view text : {
           R"({})",
           R"({"a":"b"})",
           " { \"a\" : \"b\" ,\t\"c\" : [ ] , \"d\" : { } }\r\n",
           R"({"a":[1,-2.5e3,true,false,null,"x",["y"],{"z":{}}],"b":0})",
           R"({"":"","ä":"äöü €","key with space":"[{,:"})",
       }) {
    ASSERT_TRUE(json.Read(text)) << text;
    EXPECT_EQ(Describe(json), Described(text)) << text;
  }
}

TEST(PlainJsonTest, LeavesTheRestToTheJudge) {
  PlainJson json;
  const std::string deep = R"({"a":{"a":{"a":{"a":{}}}}})";
  const std::string many = R"({"a":[)" + std::string(5000, '1') + "]}";
  std::string nodes = "{\"a\":[0";
  for (std::size_t i = 0; i < PlainJson::kMostNodes; ++i) nodes += ",0";
  nodes += "]}";
  for (const std::string& text : {
           std::string(),
           std::string(" "),
           std::string("[]"),
           std::string("1"),
           std::string("null"),
           std::string(R"("a")"),
           std::string("{"),
           std::string("}"),
           std::string(R"({"a")"),
           std::string(R"({"a":)"),
           std::string(R"({"a":1)"),
           std::string(R"({"a":"b)"),
           std::string(R"({"a":"b"}})"),
           std::string(R"({"a":"b"} x)"),
           std::string(R"({"a":"b"}{})"),
           std::string(R"({"a":"b",})"),
           std::string(R"({,"a":"b"})"),
           std::string(R"({"a":"b" "c":"d"})"),
           std::string(R"({"a":"b":"c"})"),
           std::string(R"({"a":"b"c})"),
           std::string(R"({"a"x:"b"})"),
           std::string(R"({"a":[1,]})"),
           std::string(R"({"a":[1 2]})"),
           std::string(R"({"a":[1}})"),
           std::string(R"({"a":{]})"),
           std::string(R"({"a":01})"),
           std::string(R"({"a":1.})"),
           std::string(R"({"a":+1})"),
           std::string(R"({"a":1x})"),
           std::string(R"({"a":truex})"),
           std::string(R"({"a":tru})"),
           std::string(R"({"a":nul})"),
           std::string(R"({"a":nulls})"),
           std::string(R"({"a":NaN})"),
           std::string(R"({'a':1})"),
           std::string(R"({a:1})"),
           std::string(R"({1:1})"),
           std::string(R"({"a":"\u0041"})"),
           std::string("{\"a\":\"\n\"}"),
           std::string("{\"a\":\"\x01\"}"),
           std::string("{\"a\":\"\xff\"}"),
           std::string("{\"a\":\"\xed\xa0\x80\"}"),
           std::string("\xef\xbb\xbf{\"a\":1}"),
           std::string("{\"a\":1}\0", 8),
           deep,
           many,
           nodes,
       }) {
    EXPECT_FALSE(json.Read(text)) << text;
    EXPECT_THAT(json.nodes(), IsEmpty());
  }
  EXPECT_FALSE(
      json.Read("{\"a\":\"" + std::string(PlainJson::kMostBytes, 'x') + "\"}"));
  // It goes on.
  EXPECT_TRUE(json.Read(R"({"a":"b"})"));
}

// One or two places of the text changed.
std::string Mutated(std::string text, std::mt19937& random) {
  static constexpr std::string_view kPieces[] = {
      "\"",   "\\",   "{",     "}",    "[",    "]",    ":", ",",
      " ",    "\n",   "1",     "-",    ".",    "e",    "t", "n",
      "true", "null", "\"a\"", "\"\"", "\x01", "\xff", "ä", "0"};
  const auto below = [&random](std::size_t n) { return random() % n; };
  for (std::size_t i = 0, n = 1 + below(2); i < n && !text.empty(); ++i) {
    const std::size_t at = below(text.size());
    switch (below(4)) {
      case 0:
        text.erase(at, 1 + below(3));
        break;
      case 1:
        text.insert(at, kPieces[below(std::size(kPieces))]);
        break;
      case 2:
        text.replace(at, 1, kPieces[below(std::size(kPieces))]);
        break;
      default:
        std::swap(text[at], text[below(text.size())]);
        break;
    }
  }
  return text;
}

TEST(PlainJsonTest, WhatItReadsTheJudgeReadsAlike) {
  PlainJson json;
  std::mt19937 random(20261120);
  const std::string text =
      R"({"id":"a","c":{"x":"y","z":["1",2,true,null],"w":-1.5},"d":false})";
  int read = 0;
  for (int i = 0; i < 300'000; ++i) {
    const std::string mutated = Mutated(text, random);
    if (!json.Read(mutated)) continue;
    ++read;
    const absl::StatusOr<JsonTree> tree = ParseJson(mutated);
    if (!tree.ok()) {
      // Only a name that stands twice.
      ASSERT_NE(tree.status().message().find("found a second member"),
                absl::string_view::npos)
          << mutated << ": " << tree.status();
      continue;
    }
    ASSERT_EQ(Describe(json), Described(mutated)) << mutated;
  }
  EXPECT_GT(read, 10'000);
}

}  // namespace
}  // namespace iameval::internal
