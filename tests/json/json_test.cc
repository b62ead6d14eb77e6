#include "json/json.h"

#include <atomic>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace iameval::internal {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::StartsWith;

std::string ErrorOf(std::string_view text, const JsonLimits& limits = {}) {
  const absl::StatusOr<JsonTree> tree = ParseJson(text, limits);
  return tree.ok() ? "" : std::string(tree.status().message());
}

TEST(Json, KnowsEveryKind) {
  const std::string_view text = R"([null, true, false, -1.50e+3, "s", [], {}])";
  const absl::StatusOr<JsonTree> tree = ParseJson(text);
  ASSERT_TRUE(tree.ok()) << tree.status();
  std::vector<JsonKind> kinds;
  std::vector<std::string> raw;
  for (const JsonValue value : tree->root().elements()) {
    kinds.push_back(value.kind());
    raw.emplace_back(value.raw());
  }
  EXPECT_THAT(kinds, ElementsAre(JsonKind::kNull, JsonKind::kBoolean,
                                 JsonKind::kBoolean, JsonKind::kNumber,
                                 JsonKind::kString, JsonKind::kArray,
                                 JsonKind::kObject));
  EXPECT_THAT(raw, ElementsAre("null", "true", "false", "-1.50e+3", "\"s\"",
                               "[]", "{}"));
  EXPECT_EQ(tree->root().size(), 7u);
  EXPECT_EQ(tree->root().raw(), text);
}

TEST(Json, KeepsMembersInTheOrderOfTheText) {
  const absl::StatusOr<JsonTree> tree =
      ParseJson(R"({"b": 1, "a": {"x": [true]}, "": "end"})");
  ASSERT_TRUE(tree.ok()) << tree.status();
  std::vector<std::string> members;
  for (const JsonMember member : tree->root().members()) {
    members.push_back(std::string(member.name) + "=" +
                      std::string(member.value.raw()));
  }
  EXPECT_THAT(members, ElementsAre("b=1", R"(a={"x": [true]})", R"(="end")"));
  EXPECT_EQ(tree->root().Find("b")->text(), "1");
  EXPECT_EQ(tree->root().Find("")->text(), "end");
  EXPECT_FALSE(tree->root().Find("c").has_value());
  EXPECT_FALSE(tree->root().Find("x").has_value());
}

TEST(Json, DecodesStrings) {
  const std::string_view text =
      R"(["plain", "\"\\\/\b\f\n\r\t", "\u0041\u00e9\u20ac\ud83d\ude00", "\\\\",
          "\u0000", "Grüße"])";
  const absl::StatusOr<JsonTree> tree = ParseJson(text);
  ASSERT_TRUE(tree.ok()) << tree.status();
  std::vector<std::string> decoded;
  for (const JsonValue value : tree->root().elements()) {
    decoded.emplace_back(value.text());
  }
  EXPECT_THAT(decoded,
              ElementsAre("plain", "\"\\/\b\f\n\r\t", "A\u00e9\u20ac\U0001F600",
                          "\\\\", std::string(1, '\0'), "Grüße"));
}

// What a caller of ReleaseDecoded relies on.
TEST(Json, StringsWithoutEscapesAreViewsIntoTheText) {
  const std::string text = R"({"name": "value"})";
  const absl::StatusOr<JsonTree> tree = ParseJson(text);
  ASSERT_TRUE(tree.ok()) << tree.status();
  const std::string_view value = tree->root().Find("name")->text();
  EXPECT_EQ(value.data(), text.data() + 10);
}

TEST(Json, DecodedStringsOutliveTheTree) {
  const std::string text = R"(["a\nb"])";
  absl::StatusOr<JsonTree> tree = ParseJson(text);
  ASSERT_TRUE(tree.ok()) << tree.status();
  const std::string_view value = (*tree->root().elements().begin()).text();
  const std::unique_ptr<char[]> kept = (*std::move(tree)).ReleaseDecoded();
  tree = absl::UnknownError("gone");
  EXPECT_EQ(value, "a\nb");
}

TEST(Json, KnowsWhereValuesStand) {
  const std::string_view text = "\n{ \"a\" :\n  [ 10 , \"\\u0062\" ]\n}\r\n";
  const absl::StatusOr<JsonTree> tree = ParseJson(text);
  ASSERT_TRUE(tree.ok()) << tree.status();
  const JsonValue array = *tree->root().Find("a");
  EXPECT_EQ(tree->root().offset(), 1u);
  EXPECT_EQ(array.offset(), 11u);
  EXPECT_EQ(array.raw(), "[ 10 , \"\\u0062\" ]");
  std::vector<std::string> places;
  for (const JsonValue value : array.elements()) {
    EXPECT_EQ(text.substr(value.offset(), value.raw().size()), value.raw());
    places.push_back(value.Location());
  }
  EXPECT_THAT(places,
              ElementsAre("/a/0: line 3, column 5", "/a/1: line 3, column 10"));
  const JsonMember member = *tree->root().members().begin();
  EXPECT_EQ(member.key.raw(), "\"a\"");
  EXPECT_EQ(member.key.offset(), 3u);
  EXPECT_EQ(tree->root().Location(), "document: line 2, column 1");
}

TEST(Json, CountsWhiteSpaceBetweenTokens) {
  const std::string_view text = " { \"a b\" : [ ] ,\n\"c\":{\t} }\r\n";
  const absl::StatusOr<JsonTree> tree = ParseJson(text);
  ASSERT_TRUE(tree.ok()) << tree.status();
  EXPECT_EQ(text.size() - tree->white_space(),
            std::string_view(R"({"a b":[],"c":{}})").size());
}

// RFC 6901.
TEST(Json, SpellsPointers) {
  const std::string_view text =
      R"({"a/b": {"m~n": [0, [1, {"": 2}]]}, "\u0041\"": 3})";
  const absl::StatusOr<JsonTree> tree = ParseJson(text);
  ASSERT_TRUE(tree.ok()) << tree.status();
  const JsonValue outer = *tree->root().Find("a/b");
  const JsonMember inner = *outer.members().begin();
  EXPECT_EQ(tree->root().Pointer(), "");
  EXPECT_EQ(inner.value.Pointer(), "/a~1b/m~0n");
  EXPECT_EQ(inner.key.Pointer(), "/a~1b/m~0n");
  const JsonValue pair = *++inner.value.elements().begin();
  const JsonValue object = *++pair.elements().begin();
  EXPECT_EQ(object.Find("")->Pointer(), "/a~1b/m~0n/1/1/");
  EXPECT_EQ(tree->root().Find("A\"")->Pointer(), "/A\"");
}

// simdjson itself has numbers of 64 bits.
TEST(Json, TakesNumbersOfAnySize) {
  const std::string digits(5'000, '7');
  for (const std::string& number :
       {std::string("123456789012345678901234567890"), "-" + digits,
        "0." + digits, std::string("1e400"), std::string("-1E-400"),
        std::string("18446744073709551616"), "1e" + digits}) {
    const std::string text =
        R"({"a": [1, "\"12x", )" + number + R"(], "b": -0})";
    const absl::StatusOr<JsonTree> tree = ParseJson(text);
    ASSERT_TRUE(tree.ok()) << tree.status();
    const JsonValue array = *tree->root().Find("a");
    EXPECT_EQ((*++ ++array.elements().begin()).text(), number);
    EXPECT_EQ((*++array.elements().begin()).text(), "\"12x");
    EXPECT_EQ(tree->root().Find("b")->text(), "-0");
  }
}

// The same large number must not hide what else is wrong.
TEST(Json, RefusesErrorsBesideLargeNumbers) {
  const std::string big = "123456789012345678901234567890";
  for (const std::string& text :
       {"[" + big + ", 01]", "[" + big + ", tru]", "[" + big + "1x]", "[" + big,
        R"({"a":1,"a":)" + big + "}", "[" + big + R"(, "\ud800"])",
        "[" + big + ", -]", "[" + big + ", 1.]", "[" + big + " 1]"}) {
    EXPECT_NE(ErrorOf(text), "") << text;
  }
}

struct Malformed {
  std::string_view text;
  std::string_view error;
};

TEST(Json, SaysWhatIsWrongAndWhere) {
  for (const Malformed& c : {
           Malformed{"",
                     "document: line 1, column 1: found the end of the text, "
                     "expected a JSON value"},
           {" \n ",
            "document: line 2, column 2: found the end of the text, expected a "
            "JSON value"},
           {"{",
            "document: line 1, column 2: found the end of the text, expected a "
            "member name in quotation marks"},
           {"{\"a\"",
            "/a: line 1, column 5: found the end of the text, expected \":\""},
           {"{\"a\" 1}", "/a: line 1, column 6: found \"1\", expected \":\""},
           {"{\"a\":}",
            "/a: line 1, column 6: found \"}\", expected a JSON value"},
           {"{\"a\":1,}",
            "document: line 1, column 8: found \"}\", expected a member name "
            "in quotation marks"},
           {"{\"a\":1 \"b\":2}",
            "document: line 1, column 8: found \"\"\", expected \",\" or "
            "\"}\""},
           {"{a:1}",
            "document: line 1, column 2: found \"a\", expected a member name "
            "in quotation marks"},
           {"{'a':1}",
            "document: line 1, column 2: found \"'\", expected a member name "
            "in quotation marks"},
           {"[1,\n 2",
            "document: line 2, column 3: found the end of the text, expected "
            "\",\" or \"]\""},
           {"[1,]", "/1: line 1, column 4: found \"]\", expected a JSON value"},
           {"[1}",
            "document: line 1, column 3: found \"}\", expected \",\" or "
            "\"]\""},
           {"{\"a\": [1, {\"b/c\": nul}]}",
            "/a/1/b~1c: line 1, column 19: found \"nul\", expected a JSON "
            "value"},
           {"[True]",
            "/0: line 1, column 2: found \"True\", expected a JSON value"},
           {"[truest]",
            "/0: line 1, column 2: found \"truest\", expected a JSON value"},
           {"[NaN]",
            "/0: line 1, column 2: found \"NaN\", expected a JSON value"},
           {"[01]",
            "/0: line 1, column 2: found \"01\", expected a JSON number"},
           {"[1.]",
            "/0: line 1, column 2: found \"1.\", expected a JSON number"},
           {"[.5]",
            "/0: line 1, column 2: found \".5\", expected a JSON value"},
           {"[+1]",
            "/0: line 1, column 2: found \"+1\", expected a JSON value"},
           {"[1e]",
            "/0: line 1, column 2: found \"1e\", expected a JSON number"},
           {"[-]", "/0: line 1, column 2: found \"-\", expected a JSON number"},
           {"[0x10]",
            "/0: line 1, column 2: found \"0x10\", expected a JSON number"},
           {"[] []",
            "document: line 1, column 4: found \"[\", expected the end of the "
            "text"},
           {"// x\n[]",
            "document: line 1, column 1: found \"/\", expected a JSON value"},
           {"\"abc",
            "document: line 1, column 5: found the end of the text, expected a "
            "quotation mark that ends the string"},
           {"\"a\nb\"",
            "document: line 1, column 3: found \"\\n\", expected no bare "
            "control character in a string"},
           {"\"\\x41\"",
            "document: line 1, column 2: found \"\\x\", expected an escape "
            "sequence of JSON"},
           {"\"\\u00g0\"",
            "document: line 1, column 2: found \"\\u00g0\", expected four "
            "hexadecimal digits"},
           {"\"\\u12",
            "document: line 1, column 2: found \"\\u12\", expected four "
            "hexadecimal digits"},
           {"\"\\ud83d\"",
            "document: line 1, column 2: found \"\\ud83d\", expected a "
            "surrogate pair"},
           {"\"\\ude00\"",
            "document: line 1, column 2: found \"\\ude00\", expected a "
            "surrogate pair"},
           {"\"\\ud83d\\u0041\"",
            "document: line 1, column 2: found \"\\ud83d\", expected a "
            "surrogate pair"},
           {"\"\\ud83d\\ud83d\\ude00\"",
            "document: line 1, column 2: found \"\\ud83d\", expected a "
            "surrogate pair"},
           {"\xef\xbb\xbf[]",
            "document: line 1, column 1: found a byte order mark, expected "
            "JSON without one"},
       }) {
    EXPECT_EQ(ErrorOf(c.text), c.error) << c.text;
  }
}

TEST(Json, RefusesWhatIsNoUtf8) {
  for (const std::string_view bytes :
       {"\xff", "\xc0\x80", "\xed\xa0\x80", "\xf4\x90\x80\x80", "\xe2\x82",
        "\x80", "\xf0\x80\x80\x80"}) {
    const std::string text = "[\"" + std::string(bytes) + "\"]";
    EXPECT_THAT(ErrorOf(text), StartsWith("/0: line 1, column 3: found"))
        << text;
    EXPECT_THAT(ErrorOf(text), HasSubstr("expected UTF-8")) << text;
  }
}

TEST(Json, RefusesNulBytes) {
  const std::string in_string("\"a\0b\"", 5);
  const std::string between("[1,\0 2]", 7);
  const std::string behind("[]\0", 3);
  EXPECT_THAT(ErrorOf(in_string), HasSubstr("column 3: found \"\\x00\""));
  EXPECT_THAT(ErrorOf(between), HasSubstr("column 4: found \"\\x00\""));
  EXPECT_THAT(ErrorOf(behind), HasSubstr("column 3: found \"\\x00\""));
}

TEST(Json, RefusesANameTwiceInOneObject) {
  EXPECT_EQ(ErrorOf("{\"a\": 1,\n \"a\": 2}"),
            "/a: line 2, column 2: found a second member \"a\", expected each "
            "name once in an object");
  // Spelled differently through escapes.
  EXPECT_THAT(
      ErrorOf(R"({"x": {"Effect": 1, "\u0045ffect": 2}})"),
      StartsWith("/x/Effect: line 1, column 21: found a second member"));
  EXPECT_EQ(ErrorOf(R"({"a": {"a": 1}, "b": [{"a": 1}, {"a": 2}]})"), "");
  EXPECT_EQ(ErrorOf(R"({"a": 1, "A": 2})"), "");
}

TEST(Json, RefusesANameTwiceAmongMany) {
  std::string text = "{";
  for (int i = 0; i < 5'000; ++i) {
    text += "\"name" + std::to_string(i) + "\":0,";
  }
  EXPECT_EQ(ErrorOf(text + "\"last\":0}"), "");
  EXPECT_THAT(ErrorOf(text + "\"name2500\":0}"),
              StartsWith("/name2500: line 1"));
  for (int count = 2; count < 30; ++count) {
    std::string names = "{";
    for (int i = 1; i < count; ++i) names += "\"" + std::to_string(i) + "\":0,";
    EXPECT_EQ(ErrorOf(names + "\"0\":0}"), "") << count;
    EXPECT_NE(ErrorOf(names + "\"1\":0}"), "") << count;
  }
}

TEST(Json, LimitsDepth) {
  const JsonLimits limits{.max_depth = 3};
  EXPECT_EQ(ErrorOf("[[[1]]]", limits), "");
  EXPECT_EQ(ErrorOf(R"({"a":[{"b":1}]})", limits), "");
  EXPECT_EQ(ErrorOf("[[[ [1]]]]", limits),
            "/0/0/0: line 1, column 5: found another array inside, expected at "
            "most 3 nested containers");
  EXPECT_EQ(ErrorOf(R"([[[{}]]])", limits),
            "/0/0/0: line 1, column 4: found another object inside, expected "
            "at most 3 nested containers");
  // Siblings are not depth.
  EXPECT_EQ(ErrorOf("[[[]],[[]],[[]],[[]]]", limits), "");
}

// Deeper than any stack would bear, whatever the limit is set to.
TEST(Json, SurvivesDeepNesting) {
  const JsonLimits limits{.max_bytes = 64 << 20, .max_depth = SIZE_MAX};
  const std::string open(5'000'000, '[');
  std::string objects;
  for (int i = 0; i < 500'000; ++i) objects += "{\"a\":";
  EXPECT_THAT(ErrorOf(open, limits), HasSubstr("at most 1000 nested"));
  EXPECT_THAT(ErrorOf(objects, limits), HasSubstr("at most 1000 nested"));
  const std::string deep = std::string(1'000, '[') + std::string(1'000, ']');
  EXPECT_EQ(ErrorOf(deep, limits), "");
  EXPECT_NE(ErrorOf("[" + deep + "]", limits), "");
}

TEST(Json, LimitsSize) {
  const JsonLimits limits{.max_bytes = 6};
  EXPECT_EQ(ErrorOf("[1, 2]", limits), "");
  EXPECT_EQ(ErrorOf("[1, 2] ", limits),
            "document: line 1, column 1: found 7 bytes, expected at most 6");
}

TEST(Json, ReadsTenMegabytes) {
  std::string text = "[";
  while (text.size() < 10'000'000)
    text += "{\"name\": [\"value\", 12, true]},\n";
  text += "null]";
  const absl::StatusOr<JsonTree> tree = ParseJson(text);
  ASSERT_TRUE(tree.ok()) << tree.status();
  JsonValue last = tree->root();
  for (const JsonValue value : tree->root().elements()) last = value;
  EXPECT_TRUE(last.is_null());
  EXPECT_EQ(last.Pointer(), "/" + std::to_string(tree->root().size() - 1));
}

TEST(Json, TakesAScalarForADocument) {
  for (const std::string_view text : {"1", " \"a\" ", "true", "null", "-0.0"}) {
    const absl::StatusOr<JsonTree> tree = ParseJson(text);
    ASSERT_TRUE(tree.ok()) << tree.status();
    EXPECT_EQ(tree->root().size(), 0u);
  }
}

TEST(Json, HasNoChildrenWhereThereAreNone) {
  const absl::StatusOr<JsonTree> tree = ParseJson(R"([[], {}, "a", {"b": 1}])");
  ASSERT_TRUE(tree.ok()) << tree.status();
  std::vector<int> elements;
  std::vector<int> members;
  for (const JsonValue value : tree->root().elements()) {
    int n = 0;
    for ([[maybe_unused]] const JsonValue element : value.elements()) ++n;
    elements.push_back(n);
    n = 0;
    for ([[maybe_unused]] const JsonMember member : value.members()) ++n;
    members.push_back(n);
  }
  EXPECT_THAT(elements, ElementsAre(0, 0, 0, 0));
  EXPECT_THAT(members, ElementsAre(0, 0, 0, 1));
}

TEST(Json, DescribesValuesForMessages) {
  const std::string text = R"(["Permit", 12, null, [], [1], {}, {"a": 1}, ")" +
                           std::string(200, 'x') + "\", " +
                           std::string(200, '1') + "]";
  const absl::StatusOr<JsonTree> tree = ParseJson(text);
  ASSERT_TRUE(tree.ok()) << tree.status();
  std::vector<std::string> described;
  for (const JsonValue value : tree->root().elements()) {
    described.push_back(Describe(value));
  }
  EXPECT_THAT(described,
              ElementsAre("\"Permit\"", "12", "null", "an empty array",
                          "an array", "an empty object", "an object",
                          "\"" + std::string(60, 'x') + "\"...",
                          std::string(60, '1') + "..."));
}

// A member name is the author's: it must not break a message's line.
TEST(Json, MakesPointersPrintableInMessages) {
  const std::string text = "{\"a\\nb\\u001b[2J\": 1}";
  const absl::StatusOr<JsonTree> tree = ParseJson(text);
  ASSERT_TRUE(tree.ok()) << tree.status();
  const JsonMember member = *tree->root().members().begin();
  EXPECT_EQ(UnexpectedValue(member.value, "a string").message(),
            "/a\\nb\\x1b[2J: line 1, column 19: found 1, expected a string");
}

// The parser keeps memory between calls, whichever thread they come from.
TEST(Json, ParsesOnManyThreads) {
  std::atomic<int> right = 0;
  std::vector<std::thread> threads;
  for (int t = 0; t < 8; ++t) {
    threads.emplace_back([t, &right] {
      for (int i = 0; i < 200; ++i) {
        const std::string value(static_cast<std::size_t>(i * (t + 1)), 'x');
        const std::string text =
            "[\"" + value + "\", \"\\u0041" + value + "\"]";
        const absl::StatusOr<JsonTree> tree = ParseJson(text);
        if (!tree.ok()) continue;
        const JsonValue first = *tree->root().elements().begin();
        const JsonValue second = *++tree->root().elements().begin();
        if (first.text() == value && second.text() == "A" + value) ++right;
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(right, 8 * 200);
}

// A large document does not leave its memory behind, a small one its text.
TEST(Json, ForgetsEarlierTexts) {
  const std::string large = "[\"" + std::string(1'000'000, 'y') + "\"]";
  for (const std::string& text : {large, std::string("[\"y\"]"), large}) {
    const absl::StatusOr<JsonTree> tree = ParseJson(text);
    ASSERT_TRUE(tree.ok()) << tree.status();
    EXPECT_EQ(tree->root().raw(), text);
    EXPECT_EQ(tree->root().size(), 1u);
  }
}

// Prefixes of a text are all malformed, and none may be read past its end.
TEST(Json, RefusesEveryPrefix) {
  const std::string text =
      R"({"a": [1, -2.5e3, "x\u00e9\ud83d\ude00\\", true, null], "b": {"c": {}}})";
  ASSERT_EQ(ErrorOf(text), "");
  for (std::size_t length = 0; length < text.size(); ++length) {
    // A heap copy of its own, so that AddressSanitizer sees a byte too many.
    const std::vector<char> copy(text.begin(),
                                 text.begin() + static_cast<long>(length));
    EXPECT_NE(ErrorOf({copy.data(), copy.size()}), "") << length;
  }
}

}  // namespace
}  // namespace iameval::internal
