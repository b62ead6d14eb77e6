#include "iameval/query.h"

#include <algorithm>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/ascii.h"
#include "absl/strings/str_format.h"
#include "engine/documents.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "iameval/bulk.h"
#include "iameval/engine.h"

// What is told of a query's context may come as a row, by name and by handle;
// what came first counts (S-6.1).

namespace iameval_testing {
namespace {

using iameval::ContextPair;
using iameval::NamedContextPair;
using iameval::Decision;
using iameval::Engine;
using iameval::PolicySet;
using iameval::PreparedRequest;
using iameval::Query;

constexpr Decision kAllowed = Decision::kAllowed;
constexpr Decision kImplicit = Decision::kImplicitDeny;
constexpr Decision kExplicit = Decision::kExplicitDeny;

Engine EngineWhere(std::string_view condition) {
  return ValueOrDie(Engine::Create(
      PolicySet{.identity = {Identity({.condition = condition})}}));
}

// A query that only lacks its context.
Query QueryOf(const Engine& engine) {
  Query query(engine);
  query.SetCaller(ValueOrDie(engine.PrepareCaller(
      {.principal = "arn:aws:iam::111122223333:role/DemoRole"})));
  EXPECT_TRUE(query.SetAction("s3:GetObject").ok());
  EXPECT_TRUE(query
                  .SetResource("arn:aws:s3:::amzn-s3-demo-bucket/key",
                               "111122223333")
                  .ok());
  return query;
}

constexpr std::string_view kBlue = R"({"StringEquals": {"demo:color": "blue"}})";

TEST(QueryContext, NamesInAnyLetterCase) {
  const Engine engine = EngineWhere(kBlue);
  Query query = QueryOf(engine);
  EXPECT_EQ(query.Evaluate(), kImplicit);
  query.Set("Demo:COLOR", "blue");
  EXPECT_EQ(query.Evaluate(), kAllowed);
  query.ClearContext();
  EXPECT_EQ(query.Evaluate(), kImplicit);
  query.Set("demo:colon", "blue");
  EXPECT_EQ(query.Evaluate(), kImplicit);
}

TEST(QueryContext, TheFirstOfANameCounts) {
  const Engine engine = EngineWhere(kBlue);
  Query query = QueryOf(engine);
  query.Set("demo:color", "blue");
  query.Set("DEMO:color", "red");
  EXPECT_EQ(query.Evaluate(), kAllowed);
  query.ClearContext();
  query.SetAbsent("demo:color");
  query.Set("demo:color", "blue");
  EXPECT_EQ(query.Evaluate(), kImplicit);
}

TEST(QueryContext, TheFirstCountsHoweverItIsSet) {
  const Engine engine = EngineWhere(kBlue);
  const iameval::ContextKey key = engine.FindContextKey("demo:color");
  const std::string_view blue[] = {"blue"};
  const std::string_view red[] = {"red"};
  for (const bool first_is_blue : {true, false}) {
    const Decision expected = first_is_blue ? kAllowed : kImplicit;
    const auto& first = first_is_blue ? blue : red;
    const auto& second = first_is_blue ? red : blue;
    const ContextPair row[] = {{key, {first, false, false}},
                               {key, {second, false, false}}};
    Query query = QueryOf(engine);
    query.SetContext(row);
    query.Set("demo:color", second[0]);
    query.Set(key, second[0]);
    EXPECT_EQ(query.Evaluate(), expected) << "row, name, handle";
    const NamedContextPair named[] = {{"demo:COLOR", {first, false, false}},
                                      {"demo:color", {second, false, false}}};
    query.SetContext(named);
    query.Set(key, second[0]);
    query.Set("demo:color", second[0]);
    EXPECT_EQ(query.Evaluate(), expected) << "row of names, handle, name";
    query.ClearContext();
    query.Set("demo:color", first[0]);
    query.Set(key, second[0]);
    EXPECT_EQ(query.Evaluate(), expected) << "name, handle";
    query.ClearContext();
    query.Set(key, first[0]);
    query.Set("demo:color", second[0]);
    EXPECT_EQ(query.Evaluate(), expected) << "handle, name";
  }
}

TEST(QueryContext, AsManyKeysAsOneLikes) {
  const Engine engine = EngineWhere(kBlue);
  const std::string_view blue[] = {"blue"};
  const std::string_view other[] = {"x"};
  const iameval::ContextKey color = engine.FindContextKey("demo:color");
  for (const std::size_t count : {0, 15, 16, 31, 32, 33, 63, 64, 65, 200}) {
    std::vector<std::string> names;
    for (std::size_t i = 0; i < count; ++i) {
      names.push_back(absl::StrFormat("demo:%05d", i));
    }
    names.emplace_back("demo:color");
    Query query = QueryOf(engine);
    for (const std::string& name : names) {
      query.Set(name, name == "demo:color" ? "blue" : "x");
    }
    EXPECT_EQ(query.Evaluate(), kAllowed) << count << " names";
    std::vector<ContextPair> row;
    for (std::size_t i = 0; i < count; ++i) {
      row.push_back({engine.FindContextKey(names[i]), {other, false, false}});
    }
    query.SetContext(row);
    EXPECT_EQ(query.Evaluate(), kImplicit) << count << " in a row";
    row.push_back({color, {blue, false, false}});
    query.SetContext(row);
    EXPECT_EQ(query.Evaluate(), kAllowed) << count << " in a row, and it";
    std::vector<NamedContextPair> named;
    for (std::size_t i = 0; i < count; ++i) {
      named.push_back({names[i], {other, false, false}});
    }
    query.SetContext(named);
    EXPECT_EQ(query.Evaluate(), kImplicit) << count << " names in a row";
    named.push_back({"demo:color", {blue, false, false}});
    query.SetContext(named);
    EXPECT_EQ(query.Evaluate(), kAllowed) << count << " names, and it";
  }
}

TEST(QueryContext, LongNamesToo) {
  const std::string name = "demo:" + std::string(300, 'n');
  const Engine engine = EngineWhere(
      absl::StrFormat(R"({"StringEquals": {"%s": "blue"}})", name));
  Query query = QueryOf(engine);
  query.Set("demo:short", "x");
  query.Set(name, "blue");
  EXPECT_EQ(query.Evaluate(), kAllowed);
  // As long as far as the last byte of the length.
  const std::string_view blue[] = {"blue"};
  const std::string_view other[] = {"x"};
  const std::string shorter = name.substr(0, name.size() - 256);
  const NamedContextPair row[] = {{shorter, {other}}, {name, {blue}}};
  query.SetContext(row);
  EXPECT_EQ(query.Evaluate(), kAllowed);
  query.SetContext(std::span(row).first(1));
  EXPECT_EQ(query.Evaluate(), kImplicit);
}

TEST(QueryContext, NamesThatAreAlikeOrShort) {
  const std::string_view blue[] = {"blue"};
  const std::string_view other[] = {"x"};
  for (const std::string name :
       {"demo:color", "d:c", "demo:c12", "demo:c123"}) {
    SCOPED_TRACE(name);
    const Engine engine = EngineWhere(
        absl::StrFormat(R"({"StringEquals": {"%s": "blue"}})", name));
    std::string upper = name;
    for (char& c : upper) c = absl::ascii_toupper(c);
    std::string alike = name;
    alike[0] = 'x';
    const NamedContextPair row[] = {
        {{}, {other}}, {alike, {other}}, {"d", {other}}, {upper, {blue}}};
    Query query = QueryOf(engine);
    query.SetContext(row);
    EXPECT_EQ(query.Evaluate(), kAllowed);
    query.SetContext(std::span(row).first(3));
    EXPECT_EQ(query.Evaluate(), kImplicit);
    query.SetContext(std::span<const NamedContextPair>());
    EXPECT_EQ(query.Evaluate(), kImplicit) << "nothing of the row before";
  }
}

TEST(QueryContext, WhatFollowsFromKeys) {
  const Engine engine = EngineWhere(
      R"({"StringEquals": {"aws:CalledViaFirst": "sqs.amazonaws.com"},
          "ForAllValues:StringEquals": {"aws:TagKeys": ["team"]},
          "Null": {"aws:TagKeys": "false"}})");
  const std::string_view via[] = {"sqs.amazonaws.com", "sns.amazonaws.com"};
  const std::string_view alpha[] = {"alpha"};
  Query query = QueryOf(engine);
  query.SetList("aws:calledvia", via);
  query.Set("aws:RequestTag/team", "alpha");
  EXPECT_EQ(query.Evaluate(), kAllowed);
  query.Set("aws:requesttag/Stage", "x");
  EXPECT_EQ(query.Evaluate(), kImplicit) << "another tag";
  const ContextPair row[] = {
      {engine.FindContextKey("aws:CalledVia"), {via, true, false}},
      {engine.FindContextKey("aws:RequestTag/team"), {alpha, false, false}}};
  query.SetContext(row);
  EXPECT_EQ(query.Evaluate(), kAllowed);
  query.Set(engine.FindContextKey("aws:RequestTag/other"), "x");
  EXPECT_EQ(query.Evaluate(), kImplicit);
  const NamedContextPair named[] = {{"AWS:CalledVia", {via, true, false}},
                                    {"aws:requesttag/team", {alpha}}};
  const auto prepared = ValueOrDie(engine.PrepareContext(named));
  query.SetContext(prepared);
  EXPECT_EQ(query.Evaluate(), kAllowed);
  query.Set("aws:RequestTag/other", "x");
  EXPECT_EQ(query.Evaluate(), kImplicit);
  query.SetContext(prepared);
  EXPECT_EQ(query.Evaluate(), kAllowed);
  query.SetContext(named);
  EXPECT_EQ(query.Evaluate(), kAllowed);
  query.Set("aws:RequestTag/other", "x");
  EXPECT_EQ(query.Evaluate(), kImplicit);
}

// Rows are told apart by numbers, of which there are 2^32 / 64.
TEST(QueryContext, NothingIsLeftOfEarlierRows) {
  const Engine engine = EngineWhere(kBlue);
  const iameval::ContextKey key = engine.FindContextKey("demo:color");
  const std::string_view blue[] = {"blue"};
  const ContextPair row[] = {{key, {blue, false, false}}};
  Query query = QueryOf(engine);
  query.SetContext(row);
  EXPECT_EQ(query.Evaluate(), kAllowed);
  constexpr std::uint32_t kNumbers = std::uint32_t{1} << 26;
  for (std::uint32_t i = 0; i < kNumbers + 4; ++i) {
    query.ClearContext();
    if (i < kNumbers - 4) continue;
    ASSERT_EQ(query.Evaluate(), kImplicit) << i;
  }
  query.SetContext(row);
  EXPECT_EQ(query.Evaluate(), kAllowed);
}

TEST(PreparedContext, IsAContext) {
  const Engine engine = EngineWhere(kBlue);
  const std::string_view blue[] = {"blue"};
  const std::string_view red[] = {"red"};
  Query query = QueryOf(engine);
  {
    const std::string name = "DEMO:Color";
    const NamedContextPair pairs[] = {{"demo:other", {red}}, {name, {blue}}};
    const auto context = ValueOrDie(engine.PrepareContext(pairs));
    query.SetContext(context);
    EXPECT_EQ(query.Evaluate(), kAllowed);
    query.Set("demo:color", "red");
    query.Set(engine.FindContextKey("demo:color"), "red");
    EXPECT_EQ(query.Evaluate(), kAllowed) << "what was set first counts";
    query.ClearContext();
    EXPECT_EQ(query.Evaluate(), kImplicit);
  }
  const NamedContextPair absent[] = {{"demo:color", {{}, false, true}}};
  const auto without = ValueOrDie(engine.PrepareContext(absent));
  query.SetContext(without);
  query.Set("demo:color", "blue");
  EXPECT_EQ(query.Evaluate(), kImplicit);
  const auto empty = ValueOrDie(engine.PrepareContext({}));
  query.SetContext(empty);
  EXPECT_EQ(query.Evaluate(), kImplicit);
  query.Set("demo:color", "blue");
  EXPECT_EQ(query.Evaluate(), kAllowed) << "not in the prepared one";
  query.SetContext(empty);
  EXPECT_EQ(query.Evaluate(), kImplicit) << "nothing is left";
}

TEST(PreparedContext, OwnsItsTexts) {
  const Engine engine = EngineWhere(kBlue);
  std::string value = "blue";
  const std::string_view values[] = {value};
  const NamedContextPair pairs[] = {{"demo:color", {values}}};
  const auto context = ValueOrDie(engine.PrepareContext(pairs));
  value = "????";
  Query query = QueryOf(engine);
  query.SetContext(context);
  EXPECT_EQ(query.Evaluate(), kAllowed);
}

TEST(PreparedContext, RefusesWhatARequestRefuses) {
  const Engine engine = EngineWhere(kBlue);
  const std::string_view one[] = {"x"};
  const std::string_view two[] = {"x", "y"};
  const std::string_view bad[] = {"\xFF"};
  const auto message = [&](std::vector<NamedContextPair> pairs) {
    const auto context = engine.PrepareContext(pairs);
    EXPECT_EQ(context.status().code(), absl::StatusCode::kInvalidArgument);
    return std::string(context.status().message());
  };
  EXPECT_EQ(message({{"", {one}}}), "context: empty key");
  EXPECT_EQ(message({{"a:b", {one}}, {"A:B", {one}}}),
            "context: key \"A:B\" is given twice (letter case does not count)");
  EXPECT_EQ(message({{"a:b", {two}}}),
            "context: key \"a:b\" has 2 values, expected one (or multivalued)");
  EXPECT_EQ(message({{"a:b", {}}}),
            "context: key \"a:b\" has 0 values, expected one (or multivalued)");
  EXPECT_THAT(message({{"a:b", {bad}}}), testing::HasSubstr("a:b"));
  EXPECT_THAT(message({{"\xFF", {one}}}), testing::HasSubstr("context key"));
}

TEST(QueryContext, AKeyWithoutValuesIsAsGoodAsAbsent) {
  const Engine engine = EngineWhere(kBlue);
  for (const std::size_t count : {1, 64, 65}) {
    const std::vector<NamedContextPair> named(count, {"demo:color", {}});
    Query query = QueryOf(engine);
    query.SetContext(named);
    EXPECT_EQ(query.Evaluate(), kImplicit) << count;
    const std::vector<ContextPair> row(
        count, {engine.FindContextKey("demo:color"), {}});
    query.SetContext(row);
    EXPECT_EQ(query.Evaluate(), kImplicit) << count;
  }
}

// The tests of a caller's own keys are decided with the caller.
TEST(QueryCaller, ARequestMayOverrideWhatFollowsFromTheCaller) {
  const Engine engine = EngineWhere(
      R"({"ArnLike": {"aws:PrincipalArn": "arn:aws:iam::*:role/Demo*"},
          "StringEquals": {"aws:PrincipalType": "AssumedRole"}})");
  Query query = QueryOf(engine);
  EXPECT_EQ(query.Evaluate(), kAllowed);
  query.Set("aws:PrincipalArn", "arn:aws:iam::111122223333:role/DemoRole");
  EXPECT_EQ(query.Evaluate(), kAllowed) << "the same";
  query.ClearContext();
  query.Set("aws:PrincipalArn", "arn:aws:iam::111122223333:role/Other");
  EXPECT_EQ(query.Evaluate(), kImplicit);
  query.ClearContext();
  query.SetAbsent(engine.FindContextKey("aws:PrincipalArn"));
  EXPECT_EQ(query.Evaluate(), kImplicit);
  query.ClearContext();
  const std::string_view two[] = {"AssumedRole", "User"};
  query.SetList("aws:PrincipalType", two);
  EXPECT_EQ(query.Evaluate(), kImplicit) << "several values (S-5.20)";
  query.ClearContext();
  query.SetCaller(ValueOrDie(engine.PrepareCaller(
      {.principal = "arn:aws:iam::111122223333:role/Other"})));
  EXPECT_EQ(query.Evaluate(), kImplicit) << "another caller";
}

TEST(EvaluatePrepared, AnswersInTheirOrder) {
  const Engine engine = ValueOrDie(Engine::Create(PolicySet{
      .identity = {Identity({.condition = kBlue}),
                   Identity({.effect = "Deny", .action = "s3:DeleteObject"})}}));
  const auto caller = ValueOrDie(engine.PrepareCaller(
      {.principal = "arn:aws:iam::111122223333:role/DemoRole"}));
  const auto get = ValueOrDie(engine.PrepareAction("s3:GetObject"));
  const auto erase = ValueOrDie(engine.PrepareAction("s3:DeleteObject"));
  const auto object = ValueOrDie(engine.PrepareResource(
      "arn:aws:s3:::amzn-s3-demo-bucket/key", "111122223333"));
  const std::string_view blue[] = {"blue"};
  const ContextPair row[] = {
      {engine.FindContextKey("demo:color"), {blue, false, false}}};
  const PreparedRequest allowed{&caller, &get, &object, row};
  const PreparedRequest not_blue{&caller, &get, &object, {}};
  const PreparedRequest denied{&caller, &erase, &object, row};
  std::vector<PreparedRequest> requests;
  std::vector<Decision> expected;
  for (int i = 0; i < 10'000; ++i) {
    requests.push_back(i % 3 == 0 ? allowed : i % 3 == 1 ? not_blue : denied);
    expected.push_back(i % 3 == 0   ? kAllowed
                       : i % 3 == 1 ? kImplicit
                                    : kExplicit);
  }
  std::vector<Decision> decisions(requests.size());
  for (const unsigned threads : {1u, 2u}) {
    std::fill(decisions.begin(), decisions.end(), kExplicit);
    ASSERT_TRUE(
        engine.EvaluatePrepared(requests, decisions, {.threads = threads})
            .ok());
    EXPECT_EQ(decisions, expected);
  }
  decisions.pop_back();
  const absl::Status status = engine.EvaluatePrepared(requests, decisions);
  EXPECT_EQ(status.code(), absl::StatusCode::kInvalidArgument);
  EXPECT_EQ(status.message(), "results: found room for 9999, expected 10000");
}

}  // namespace
}  // namespace iameval_testing
