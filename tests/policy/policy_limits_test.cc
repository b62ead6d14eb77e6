// Hostile documents: nothing crashes, hangs or is accepted by accident.

#include <cstddef>
#include <random>
#include <string>
#include <string_view>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "iameval/policy.h"
#include "policy/documents.h"

namespace iameval {
namespace {

using ::iameval_testing::Document;
using ::iameval_testing::Identity;
using ::iameval_testing::kAllTypes;
using ::iameval_testing::RefusalOf;
using ::iameval_testing::StatementFor;
using ::iameval_testing::WithCondition;
using ::testing::AnyOf;
using ::testing::HasSubstr;
using ::testing::StartsWith;

constexpr PolicyType kIdentity = PolicyType::kIdentity;

// `count` times `part`, with commas between.
std::string Repeated(std::string_view part, std::size_t count) {
  std::string text;
  text.reserve((part.size() + 1) * count);
  for (std::size_t i = 0; i < count; ++i) {
    if (i != 0) text += ',';
    text += part;
  }
  return text;
}

TEST(PolicyLimits, RefusesWhatIsNoDocument) {
  for (const PolicyType type : kAllTypes) {
    for (const std::string_view text :
         {std::string_view(""), std::string_view(" "), std::string_view("{"),
          std::string_view("}"), std::string_view("null"),
          std::string_view("0"), std::string_view("\"x\""),
          std::string_view("{}"), std::string_view("[{}]"),
          std::string_view("\0", 1), std::string_view("{}\0", 3),
          std::string_view("\xff\xfe{\0}\0", 6),
          std::string_view("\xef\xbb\xbf{}")}) {
      EXPECT_THAT(RefusalOf(text, type), StartsWith("document: line 1, column"))
          << PolicyTypeName(type) << " " << text;
    }
  }
}

TEST(PolicyLimits, RefusesByteOrderMark) {
  EXPECT_THAT(RefusalOf("\xef\xbb\xbf" + Identity(""), kIdentity),
              HasSubstr("found a byte order mark"));
}

TEST(PolicyLimits, RefusesDeepNesting) {
  std::string deep;
  for (int i = 0; i < 10'000; ++i) deep += R"({"Statement":[)";
  EXPECT_THAT(RefusalOf(deep, kIdentity), HasSubstr("at most 32 nested"));
  EXPECT_THAT(RefusalOf(Identity(R"(,"Sid":)" + std::string(10'000, '[') +
                                 std::string(10'000, ']')),
                        kIdentity),
              HasSubstr("at most 32 nested"));
  EXPECT_THAT(RefusalOf(Identity(R"(,"Sid":[[[]]])"), kIdentity),
              HasSubstr("found an array, expected a string"));
  const ParseOptions shallow{.max_depth = 2};
  EXPECT_THAT(RefusalOf(Identity(""), kIdentity, shallow),
              HasSubstr("at most 2 nested"));
}

TEST(PolicyLimits, LimitsSize) {
  const std::string text = Identity("");
  const ParseOptions exact{.max_bytes = text.size()};
  const ParseOptions short_by_one{.max_bytes = text.size() - 1};
  EXPECT_EQ(RefusalOf(text, kIdentity, exact), "");
  EXPECT_EQ(RefusalOf(text, kIdentity, short_by_one),
            "document: line 1, column 1: found 96 bytes, expected at most 95");
  EXPECT_THAT(RefusalOf(std::string((16 << 20) + 1, ' '), kIdentity),
              HasSubstr("expected at most 16777216"));
}

TEST(PolicyLimits, ReadsTenMegabytes) {
  const std::string action = "\"s3:" + std::string(1'000, 'a') + "\"";
  const std::string statement =
      R"({"Effect":"Allow","Resource":"*","Action":[)" +
      Repeated(action, 1'000) + "]}";
  const std::string text = Document(Repeated(statement, 10));
  ASSERT_GT(text.size(), 10'000'000u);
  EXPECT_EQ(RefusalOf(text, kIdentity), "");
}

TEST(PolicyLimits, LimitsStatements) {
  const std::string statement =
      R"({"Effect":"Allow","Action":"*","Resource":"*"})";
  const std::string text = Document(Repeated(statement, 100'000));
  EXPECT_EQ(RefusalOf(text, kIdentity), "");
  EXPECT_THAT(RefusalOf(Document(Repeated(statement, 100'001)), kIdentity),
              HasSubstr("/Statement: line 1, column 37: found 100001 "
                        "statements, expected at most 100000"));
  const ParseOptions options{.max_statements = 1};
  EXPECT_EQ(RefusalOf(Document(statement), kIdentity, options), "");
  EXPECT_THAT(RefusalOf(Document(Repeated(statement, 2)), kIdentity, options),
              HasSubstr("found 2 statements, expected at most 1"));
}

TEST(PolicyLimits, LimitsLists) {
  const ParseOptions options{.max_list_values = 2};
  const auto principals = [](std::string_view list) {
    return Document(R"({"Effect":"Deny","Action":"*","Resource":"*",)"
                    R"("Principal":{"AWS":[)" +
                    std::string(list) + "]}}");
  };
  const auto list = [](std::string_view element, std::string_view other,
                       std::string_view values) {
    return Document(R"({"Effect":"Allow",")" + std::string(other) +
                    R"(":"*",")" + std::string(element) + "\":[" +
                    std::string(values) + "]}");
  };
  struct Row {
    PolicyType type;
    std::string two;
    std::string three;
  };
  for (const Row& row : {
           Row{kIdentity, list("Action", "Resource", R"("*","*")"),
               list("Action", "Resource", R"("*","*","*")")},
           {kIdentity, list("NotResource", "Action", R"("*","*")"),
            list("NotResource", "Action", R"("*","*","*")")},
           {PolicyType::kResource, principals(R"("*","*")"),
            principals(R"("*","*","*")")},
           {kIdentity, WithCondition(R"({"Null":{"a:b":[true,true]}})"),
            WithCondition(R"({"Null":{"a:b":[true,true,true]}})")},
       }) {
    EXPECT_EQ(RefusalOf(row.two, row.type, options), "");
    EXPECT_THAT(RefusalOf(row.three, row.type, options),
                HasSubstr("found 3 values, expected at most 2"));
  }
}

TEST(PolicyLimits, ReadsLongPatterns) {
  const std::string stars(100'000, '*');
  const std::string marks(100'000, '?');
  for (const std::string& pattern : {stars, marks, "a" + stars + "b"}) {
    const std::string text =
        Document(R"({"Effect":"Allow","Action":"s3:)" + pattern +
                 R"(","Resource":"arn:aws:s3:::)" + pattern +
                 R"(","Condition":{"StringLike":{"aws:a":")" + pattern +
                 R"("},"ArnLike":{"aws:a":"arn:aws:s3:::)" + pattern + "\"}}}");
    EXPECT_EQ(RefusalOf(text, kIdentity), "");
  }
  const std::string colons(100'000, ':');
  EXPECT_EQ(RefusalOf(Document(R"({"Effect":"Allow","Action":"*",)"
                               R"("Resource":"arn:)" +
                               colons + "\"}"),
                      kIdentity),
            "");
  EXPECT_THAT(RefusalOf(Document(R"({"Effect":"Allow","Resource":"*",)"
                                 R"("Action":"s3)" +
                                 colons + "\"}"),
                        kIdentity),
              HasSubstr("/Statement/0/Action"));
}

// Each is work for a check that could be quadratic.
TEST(PolicyLimits, StaysLinear) {
  const std::string open_variables = [] {
    std::string text;
    for (int i = 0; i < 1'000'000; ++i) text += "${ ";
    return text;
  }();
  EXPECT_EQ(RefusalOf(WithCondition(R"({"StringLike":{"aws:a":")" +
                                    open_variables + "}\"}}"),
                      kIdentity),
            "");
  // 100,000 statements with one Sid, and as many findings.
  const std::string statement =
      R"({"Sid":"A","Effect":"Allow","Action":"*","Resource":"*"})";
  EXPECT_EQ(RefusalOf(Document(Repeated(statement, 100'000)), kIdentity), "");
  // 100,000 lines, each with a finding.
  const std::string line =
      "{\"Effect\":\"Allow\",\"Action\":\"*:*\",\n"
      "\"Resource\":\"*\"}";
  EXPECT_EQ(RefusalOf(Document(Repeated(line, 100'000)), kIdentity), "");
  // One operator with 100,000 keys.
  std::string keys;
  for (int i = 0; i < 100'000; ++i) {
    keys += "\"aws:k" + std::to_string(i) + "\":\"v\",";
  }
  EXPECT_EQ(
      RefusalOf(WithCondition(R"({"StringLike":{)" + keys + R"("aws:a":"v"}})"),
                kIdentity),
      "");
}

// Documents with bytes changed, removed, doubled: whatever comes out, it is an
// answer. The message of a refusal has a place and is one line.
TEST(PolicyLimits, SurvivesDamage) {
  std::vector<std::string> texts = {
      WithCondition(
          R"({"StringLike":{"aws:a":["\u0041${aws:username, 'x'}*",1.5,true]},)"
          R"("IpAddress":{"aws:SourceIp":"10.0.0.0/8"}})"),
      Document(StatementFor(PolicyType::kResource, R"(,"Sid":"a\nb")"))};
  std::mt19937 random(20121017);
  const auto below = [&](std::size_t n) {
    return std::uniform_int_distribution<std::size_t>(0, n - 1)(random);
  };
  constexpr std::string_view kBytes =
      "{}[]\",:\\u0dn tf-e.$*?/\n\0\x80\xc3\xff";
  for (int i = 0; i < 20'000; ++i) {
    std::string text = texts[below(texts.size())];
    for (std::size_t n = 1 + below(4); n > 0 && !text.empty(); --n) {
      const std::size_t at = below(text.size());
      switch (below(4)) {
        case 0:
          text[at] = kBytes[below(kBytes.size())];
          break;
        case 1:
          text.erase(at, 1 + below(8));
          break;
        case 2:
          text.insert(at, text.substr(below(text.size()), below(16)));
          break;
        default:
          text.insert(at, 1, kBytes[below(kBytes.size())]);
      }
    }
    const PolicyType type = kAllTypes[below(kAllTypes.size())];
    const std::string refusal = RefusalOf(text, type);
    if (refusal.empty()) continue;
    ASSERT_THAT(refusal, AnyOf(StartsWith("/"), StartsWith("document: ")))
        << text;
    ASSERT_THAT(refusal, HasSubstr(": line ")) << text;
    ASSERT_EQ(refusal.find('\n'), std::string::npos) << text;
  }
}

}  // namespace
}  // namespace iameval
