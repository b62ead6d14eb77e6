// What a decision depends on when context keys are not known.

#include "iameval/partial_decision.h"

#include <array>
#include <cstddef>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "differential/random.h"
#include "engine/documents.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "iameval/engine.h"
#include "iameval/engine_builder.h"

namespace iameval_testing {
namespace {

using ::iameval::ContextEntry;
using ::iameval::Decision;
using ::iameval::Engine;
using ::iameval::KeyDependence;
using ::iameval::PartialDecision;
using ::iameval::PartialOutcome;
using ::iameval::PolicySet;
using ::iameval::PolicyType;
using ::iameval::Request;
using ::iameval::UnknownKeys;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::StartsWith;

const UnknownKeys kAllAbsent{.keys = {}, .all_absent = true};

PartialDecision Decide(const PolicySet& policies,
                       const Request::Builder& request,
                       const UnknownKeys& unknown = kAllAbsent) {
  return ValueOrDie(Engine::Create(policies))
      .EvaluatePartially(Build(request), unknown);
}

// Of Alice's request for an object in her own account's bucket, under one
// statement that allows it.
PartialDecision Decide(std::string_view condition,
                       const UnknownKeys& unknown = kAllAbsent) {
  return Decide({.identity = {Identity({.condition = condition})}},
                Ask(kAlice), unknown);
}

std::vector<std::string> Keys(const PartialDecision& decision) {
  std::vector<std::string> keys;
  for (const KeyDependence& key : decision.keys) keys.push_back(key.key);
  return keys;
}

TEST(PartialTest, AnUnknownKeyIsAThirdAnswer) {
  const PartialDecision decision =
      Decide(R"({"StringEquals": {"aws:SourceVpc": "vpc-111bbb22"}})");
  EXPECT_EQ(decision.outcome, PartialOutcome::kDepends);
  EXPECT_FALSE(decision.upper_bound);
  ASSERT_THAT(Keys(decision), ElementsAre("aws:SourceVpc"));
  const KeyDependence& key = decision.keys.front();
  EXPECT_TRUE(key.changes_access);
  ASSERT_TRUE(key.example.has_value());
  EXPECT_EQ(key.example->first.shape, ContextEntry::Shape::kAbsent);
  EXPECT_EQ(key.example->first_decision, Decision::kImplicitDeny);
  EXPECT_THAT(key.example->second.values, ElementsAre("vpc-111bbb22"));
  EXPECT_EQ(key.example->second_decision, Decision::kAllowed);
  EXPECT_THAT(key.example->given, IsEmpty());
}

TEST(PartialTest, KeysOfStatementsForOtherActionsDoNotCount) {
  const PartialDecision decision =
      Decide({.identity = {Identity(),
                           Identity({.effect = "Deny",
                                     .action = "s3:PutObject",
                                     .condition =
                                         R"({"Null": {"demo:a": true}})"})}},
             Ask(kAlice));
  EXPECT_EQ(decision.outcome, PartialOutcome::kAllowed);
  EXPECT_THAT(decision.keys, IsEmpty());
}

TEST(PartialTest, KeysOfOtherResourcesAndPrincipalsDoNotCount) {
  const PartialDecision decision =
      Decide({.identity = {Identity(),
                           Identity({.effect = "Deny",
                                     .resource = "arn:aws:s3:::other/*",
                                     .condition =
                                         R"({"Bool": {"demo:a": true}})"})},
              .resource = ResourcePolicy(
                  {.effect = "Deny",
                   .principal = R"({"AWS":
                       "arn:aws:iam::111122223333:user/Bob"})",
                   .condition = R"({"Bool": {"demo:b": true}})"})},
             Ask(kAlice).ResourceAccount("111122223333"));
  EXPECT_EQ(decision.outcome, PartialOutcome::kAllowed);
}

TEST(PartialTest, EveryLayerCounts) {
  const auto doc = [](std::string_view key) {
    return absl::StrFormat(R"({"StringEquals": {"%s": "yes"}})",
                           std::string(key));
  };
  const std::string identity = doc("demo:identity");
  const std::string boundary = doc("demo:boundary");
  const std::string scp = doc("demo:scp");
  const std::string rcp = doc("demo:rcp");
  const std::string endpoint = doc("demo:endpoint");
  const std::string resource = doc("demo:resource");
  const PartialDecision decision = Decide(
      {.identity = {Identity({.condition = identity})},
       .boundary = Boundary({.condition = boundary}),
       .scp = std::vector<PolicySet::Level>{{Scp()},
                                            {Scp({.condition = scp})}},
       .rcp = std::vector<PolicySet::Level>{{Rcp(
           {.effect = "Deny", .action = "s3:*", .condition = rcp})}},
       .resource = ResourcePolicy({.effect = "Deny", .condition = resource}),
       .vpc_endpoint = EndpointPolicy({.condition = endpoint})},
      Ask(kAlice).ResourceAccount("111122223333"));
  EXPECT_EQ(decision.outcome, PartialOutcome::kDepends);
  EXPECT_FALSE(decision.upper_bound);
  EXPECT_THAT(Keys(decision),
              ElementsAre("demo:boundary", "demo:endpoint", "demo:identity",
                          "demo:rcp", "demo:resource", "demo:scp"));
  const auto& scp_key = decision.keys.back();
  ASSERT_EQ(scp_key.statements.size(), 1U);
  EXPECT_EQ(scp_key.statements.front().type, PolicyType::kScp);
  EXPECT_EQ(scp_key.statements.front().level, 2U);
  EXPECT_EQ(scp_key.example->given.size(), 3U);  // identity, boundary, endpoint
}

TEST(PartialTest, ALayerThatDoesNotApplyDoesNotCount) {
  const PartialDecision decision =
      Decide({.identity = {Identity()},
              .scp = std::vector<PolicySet::Level>{{Scp(
                  {.condition = R"({"Bool": {"demo:a": true}})"})}}},
             Ask(kAlice).PrincipalAccountIsManagement(true));
  EXPECT_EQ(decision.outcome, PartialOutcome::kAllowed);
}

// A same-account grant to the caller itself goes beyond identity-based policies
// and boundary (S-7.9): their keys cannot take it back.
TEST(PartialTest, AGrantThatSufficesMakesOtherKeysIrrelevant) {
  const PartialDecision decision =
      Decide({.identity = {Identity({.condition =
                                         R"({"Bool": {"demo:a": true}})"})},
              .boundary = Boundary({.condition =
                                        R"({"Bool": {"demo:b": true}})"}),
              .resource = ResourcePolicy()},
             Ask(kAlice).ResourceAccount("111122223333"));
  EXPECT_EQ(decision.outcome, PartialOutcome::kAllowed);
}

TEST(PartialTest, TestsOfOneKeyAreSeenTogether) {
  const auto allow = [](std::string_view condition) {
    return Identity({.condition = condition});
  };
  const PartialDecision either =
      Decide({.identity = {allow(R"({"StringEquals": {"demo:a": "x"}})"),
                           allow(R"({"StringNotEquals": {"demo:a": "x"}})"),
                           allow(R"({"ForAllValues:StringLike":
                                     {"demo:a": "*"}})")}},
             Ask(kAlice));
  EXPECT_EQ(either.outcome, PartialOutcome::kAllowed);
  EXPECT_FALSE(either.upper_bound);
  const PartialDecision neither = Decide(
      R"({"StringLike": {"demo:a": "a*"}, "StringNotLike": {"demo:a": "*"}})");
  EXPECT_EQ(neither.outcome, PartialOutcome::kImplicitDeny);
}

TEST(PartialTest, OnlyWhichKindOfDeny) {
  const PartialDecision decision = Decide(
      {.identity = {Identity({.effect = "Deny",
                              .condition = R"({"Bool": {"demo:a": true}})"})}},
      Ask(kAlice));
  EXPECT_EQ(decision.outcome, PartialOutcome::kDenied);
  ASSERT_THAT(Keys(decision), ElementsAre("demo:a"));
  EXPECT_FALSE(decision.keys.front().changes_access);
  EXPECT_THAT(decision.ToText(), HasSubstr("demo:a (only which kind of deny)"));
}

TEST(PartialTest, ACertainDenySettlesIt) {
  const PartialDecision decision =
      Decide({.identity = {Identity({.condition =
                                         R"({"Bool": {"demo:a": true}})"}),
                           Identity({.effect = "Deny"})}},
             Ask(kAlice));
  EXPECT_EQ(decision.outcome, PartialOutcome::kExplicitDeny);
  EXPECT_THAT(decision.keys, IsEmpty());
}

TEST(PartialTest, PolicyVariables) {
  const PolicySet policies{
      .identity = {Identity(
          {.resource = "arn:aws:s3:::amzn-s3-demo-bucket/"
                       "${aws:PrincipalTag/team}/*"})}};
  const PartialDecision decision = Decide(policies, Ask(kAlice));
  ASSERT_THAT(Keys(decision), ElementsAre("aws:PrincipalTag/team"));
  EXPECT_FALSE(decision.upper_bound);
  EXPECT_THAT(decision.keys.front().example->second.values,
              ElementsAre("reports"));
  // A value that is known is used.
  EXPECT_EQ(Decide(policies, Ask(kAlice).Context("aws:PrincipalTag/team",
                                                 "reports"))
                .outcome,
            PartialOutcome::kAllowed);
}

TEST(PartialTest, TwoUnknownKeysThatMustBeEqual) {
  const PartialDecision decision = Decide(R"({
      "StringEquals": {"aws:ResourceTag/team": "${aws:PrincipalTag/team}"}})");
  EXPECT_EQ(decision.outcome, PartialOutcome::kDepends);
  EXPECT_FALSE(decision.upper_bound);
  EXPECT_THAT(Keys(decision),
              ElementsAre("aws:PrincipalTag/team", "aws:ResourceTag/team"));
  // Equal to each other and to "a": not both "b", whatever they are.
  const PartialDecision never = Decide(R"({
      "StringEquals": {"aws:ResourceTag/team": "${aws:PrincipalTag/team}",
                       "aws:PrincipalTag/team": "a"},
      "StringNotEquals": {"aws:ResourceTag/team": ["a", "b"]}})");
  EXPECT_EQ(never.outcome, PartialOutcome::kImplicitDeny);
  // Alike in every other way, and yet different.
  const PartialDecision differ = Decide(R"({
      "StringNotEquals": {"aws:ResourceTag/team": "${aws:PrincipalTag/team}"},
      "StringLike": {"aws:ResourceTag/team": "a?",
                     "aws:PrincipalTag/team": "a?"}})");
  EXPECT_EQ(differ.outcome, PartialOutcome::kDepends);
}

TEST(PartialTest, NullIfExistsAndSets) {
  EXPECT_EQ(Decide(R"({"Null": {"demo:a": [true, false]}})").outcome,
            PartialOutcome::kAllowed);
  EXPECT_EQ(Decide(R"({"Null": {"demo:a": true}})").outcome,
            PartialOutcome::kDepends);
  EXPECT_EQ(Decide(R"({"BoolIfExists": {"demo:a": true}})")
                .keys.front()
                .example->first_decision,
            Decision::kAllowed);  // absent
  // No list satisfies both (S-5.18).
  EXPECT_EQ(Decide(R"({"ForAnyValue:StringEquals": {"demo:a": "x"},
                       "ForAllValues:StringNotEquals": {"demo:a": "x"}})")
                .outcome,
            PartialOutcome::kImplicitDeny);
  // A list does that a single value cannot.
  const PartialDecision list =
      Decide(R"({"ForAnyValue:StringEquals": {"demo:a": "x"},
                 "ForAnyValue:StringNotEquals": {"demo:a": "x"}})");
  ASSERT_EQ(list.outcome, PartialOutcome::kDepends);
  EXPECT_EQ(list.keys.front().example->second.values.size(), 2U);
  // S-5.21.
  EXPECT_EQ(Decide(R"({"ForAllValues:Null": {"demo:a": true}})").outcome,
            PartialOutcome::kAllowed);
}

TEST(PartialTest, NumbersBetweenNumbers) {
  const auto decide = [](std::string_view low, std::string_view high) {
    return Decide(absl::StrFormat(
                      R"({"NumericGreaterThan": {"demo:n": %s},
                          "NumericLessThan": {"demo:n": %s}})",
                      std::string(low), std::string(high)))
        .outcome;
  };
  EXPECT_EQ(decide("5", "6"), PartialOutcome::kDepends);
  EXPECT_EQ(decide("-6.05", "-6.0"), PartialOutcome::kDepends);
  EXPECT_EQ(decide("-1", "0"), PartialOutcome::kDepends);
  EXPECT_EQ(decide("-1", "1"), PartialOutcome::kDepends);
  EXPECT_EQ(decide("0", "0.001"), PartialOutcome::kDepends);
  EXPECT_EQ(decide("6", "5"), PartialOutcome::kImplicitDeny);
  EXPECT_EQ(decide("5", "5.0"), PartialOutcome::kImplicitDeny);
}

TEST(PartialTest, DatesBetweenDates) {
  const auto decide = [](std::string_view low, std::string_view high) {
    return Decide(absl::StrFormat(
                      R"({"DateGreaterThan": {"aws:CurrentTime": "%s"},
                          "DateLessThan": {"aws:CurrentTime": "%s"}})",
                      std::string(low), std::string(high)))
        .outcome;
  };
  EXPECT_EQ(decide("2026-01-01", "2026-01-02"), PartialOutcome::kDepends);
  EXPECT_EQ(decide("2026-01-01T00:00:00Z", "2026-01-01T00:00:01Z"),
            PartialOutcome::kDepends);  // half a second
  EXPECT_EQ(decide("2026-01-01T00:00:00Z", "2026-01-01T01:00:00+01:00"),
            PartialOutcome::kImplicitDeny);
  EXPECT_EQ(decide("253402300800", "99999999999999999999"),
            PartialOutcome::kDepends);
}

TEST(PartialTest, AddressesInsideAndOutsideRanges) {
  const PartialDecision decision =
      Decide(R"({"IpAddress": {"aws:SourceIp": "10.0.0.0/8"},
                 "NotIpAddress": {"aws:SourceIp": "10.0.0.0/9"}})");
  ASSERT_EQ(decision.outcome, PartialOutcome::kDepends);
  EXPECT_THAT(decision.keys.front().example->second.values,
              ElementsAre("10.128.0.0"));
  EXPECT_EQ(Decide(R"({"IpAddress": {"aws:SourceIp": "10.0.0.0/9"},
                       "NotIpAddress": {"aws:SourceIp": "10.0.0.0/8"}})")
                .outcome,
            PartialOutcome::kImplicitDeny);
  EXPECT_EQ(Decide(R"({"IpAddress": {"aws:SourceIp": "::/0"},
                       "NotIpAddress":
                           {"aws:SourceIp": ["::/1", "8000::/1"]}})")
                .outcome,
            PartialOutcome::kImplicitDeny);
}

TEST(PartialTest, WhatTheRequestSaysOfAnUnknownKeyDoesNotCount) {
  const PolicySet policies{
      .identity = {Identity({.condition = R"({"Bool": {"demo:a": true}})"})}};
  const auto request = Ask(kAlice).Context("demo:a", "true");
  EXPECT_EQ(Decide(policies, request, {}).outcome, PartialOutcome::kAllowed);
  EXPECT_EQ(Decide(policies, request).outcome, PartialOutcome::kAllowed);
  EXPECT_EQ(Decide(policies, request, {.keys = {"DEMO:A"}}).outcome,
            PartialOutcome::kDepends);
}

TEST(PartialTest, NotEveryAbsentKeyIsUnknown) {
  const PolicySet policies{
      .identity = {Identity({.condition = R"({"Bool": {"demo:a": true}})"})}};
  EXPECT_EQ(Decide(policies, Ask(kAlice), {.keys = {"demo:b"}}).outcome,
            PartialOutcome::kImplicitDeny);
  EXPECT_EQ(Decide(policies, Ask(kAlice).ContextAbsent("demo:a")).outcome,
            PartialOutcome::kImplicitDeny);
  // Derived from the request (S-6.3).
  EXPECT_EQ(Decide(R"({"StringEquals": {"aws:username": "Alice"}})").outcome,
            PartialOutcome::kAllowed);
  EXPECT_EQ(Decide(R"({"StringEquals": {"aws:username": "Alice"}})",
                   {.keys = {"aws:username"}})
                .outcome,
            PartialOutcome::kDepends);
}

TEST(PartialTest, WhatFollowsFromAnUnknownKeyIsUnknownToo) {
  const auto depends_on = [](std::string_view tested,
                             std::string_view unknown) {
    const std::string condition = absl::StrFormat(
        R"({"Null": {"%s": false}})", std::string(tested));
    return Decide(condition, {.keys = {std::string(unknown)}}).outcome ==
           PartialOutcome::kDepends;
  };
  EXPECT_TRUE(depends_on("aws:TagKeys", "aws:RequestTag/team"));
  EXPECT_TRUE(depends_on("aws:CalledViaFirst", "aws:CalledVia"));
  EXPECT_TRUE(depends_on("aws:ViaAWSService", "aws:CalledVia"));
  EXPECT_TRUE(depends_on("aws:EpochTime", "aws:CurrentTime"));
  EXPECT_FALSE(depends_on("aws:SourceIp", "aws:CurrentTime"));
  const PolicySet policies{.identity = {Identity(
                               {.condition = R"({"Null":
                                   {"aws:TagKeys": false}})"})}};
  EXPECT_EQ(Decide(policies, Ask(kAlice).ContextAbsent("aws:TagKeys"),
                   {.keys = {"aws:RequestTag/team"}})
                .outcome,
            PartialOutcome::kImplicitDeny);
}

TEST(PartialTest, GetCallerIdentityDependsOnNothing) {
  const PartialDecision decision =
      Decide({.identity = {Identity({.effect = "Deny",
                                     .condition =
                                         R"({"Bool": {"demo:a": true}})"})}},
             Ask(kAlice, "sts:GetCallerIdentity", "*"));
  EXPECT_EQ(decision.outcome, PartialOutcome::kAllowed);
}

// Which endpoint a request comes through selects a policy.
TEST(PartialTest, AnUnknownEndpointOfAnAccount) {
  Engine::Builder builder;
  builder.Add(iameval::User{.arn = std::string(kAlice),
                            .policies = {Identity()}});
  EXPECT_EQ(ValueOrDie(builder.Build())
                .EvaluatePartially(Build(Ask(kAlice)), kAllAbsent)
                .outcome,
            PartialOutcome::kAllowed);
  builder.Add(iameval::VpcEndpoint{
      .id = "vpce-1a2b3c4d",
      .policy = EndpointPolicy({.action = "s3:PutObject"})});
  const Engine engine = ValueOrDie(builder.Build());
  const PartialDecision decision =
      engine.EvaluatePartially(Build(Ask(kAlice)), kAllAbsent);
  ASSERT_THAT(Keys(decision), ElementsAre("aws:SourceVpce"));
  EXPECT_EQ(decision.keys.front().example->first_decision, Decision::kAllowed);
  EXPECT_THAT(decision.keys.front().example->second.values,
              ElementsAre("vpce-1a2b3c4d"));
  const Request through = Build(Ask(kAlice).Context("aws:SourceVpce",
                                                    "vpce-1a2b3c4d"));
  EXPECT_EQ(engine.EvaluatePartially(through, kAllAbsent).outcome,
            PartialOutcome::kImplicitDeny);
}

// What an account's engine knows of its principals is known, unless it is said
// not to be.
TEST(PartialTest, TagsThatAnAccountKnows) {
  const Engine engine = ValueOrDie(
      Engine::Builder()
          .Add(iameval::User{
              .arn = std::string(kAlice),
              .policies = {Identity({.condition = R"({"StringEquals":
                  {"aws:PrincipalTag/team": "red"}})"})},
              .tags = {{"team", "red"}}})
          .Build());
  const Request request = Build(Ask(kAlice));
  EXPECT_EQ(engine.EvaluatePartially(request, kAllAbsent).outcome,
            PartialOutcome::kAllowed);
  EXPECT_EQ(engine
                .EvaluatePartially(request, {.keys = {"aws:PrincipalTag/Team"}})
                .outcome,
            PartialOutcome::kDepends);
  const Request without = Build(
      Ask(kAlice).ContextAbsent("aws:PrincipalTag/team"));
  EXPECT_EQ(engine.EvaluatePartially(without, kAllAbsent).outcome,
            PartialOutcome::kImplicitDeny);
}

// ---------------------------------------------------------------------------
// Where not everything can be told apart

TEST(PartialTest, OneKeyReadInTwoWaysIsAnUpperBound) {
  const PartialDecision decision =
      Decide(R"({"NumericEquals": {"demo:a": 1},
                 "StringLike": {"demo:a": "2*"}})");
  EXPECT_EQ(decision.outcome, PartialOutcome::kDepends);
  EXPECT_TRUE(decision.upper_bound);
  EXPECT_THAT(Keys(decision), ElementsAre("demo:a"));
  EXPECT_THAT(decision.ToText(), HasSubstr("an upper bound"));
}

TEST(PartialTest, AnUpperBoundKeepsWhatIsKnown) {
  // demo:a cannot be resolved, but does not matter without demo:b.
  const PartialDecision decision =
      Decide(R"({"NumericEquals": {"demo:a": 1},
                 "StringLike": {"demo:a": "2*"},
                 "StringEquals": {"demo:b": "x"},
                 "StringNotEquals": {"demo:b": "x"}})");
  EXPECT_EQ(decision.outcome, PartialOutcome::kImplicitDeny);
  EXPECT_FALSE(decision.upper_bound);
}

TEST(PartialTest, ManyKeysStayWithinBounds) {
  std::string condition = R"({"StringLike": {)";
  for (int i = 0; i < 40; ++i) {
    absl::StrAppend(&condition, i == 0 ? "" : ", ", "\"demo:k", i,
                    "\": [\"a*\", \"*b\", \"c\"]");
  }
  const PartialDecision decision = Decide(condition + "}}");
  EXPECT_EQ(decision.outcome, PartialOutcome::kDepends);
  EXPECT_TRUE(decision.upper_bound);
  EXPECT_EQ(decision.keys.size(), 40U);
}

TEST(PartialTest, LongListsAndHostilePatterns) {
  std::string ids;
  for (int i = 0; i < 2'000; ++i) {
    absl::StrAppend(&ids, i == 0 ? "" : ", ", "\"vpc-", i, "\"");
  }
  const PartialDecision list =
      Decide(absl::StrCat(R"({"StringEquals": {"aws:SourceVpc": [)", ids,
                          "]}}"));
  EXPECT_EQ(list.outcome, PartialOutcome::kDepends);
  EXPECT_FALSE(list.upper_bound);
  std::string globs;
  for (char c = 'a'; c <= 'z'; ++c) {
    absl::StrAppend(&globs, c == 'a' ? "" : ", ", "\"*", std::string(1, c),
                    "*", std::string(1, c), "*\"");
  }
  const PartialDecision stars = Decide(absl::StrCat(
      R"({"ForAllValues:StringLike": {"demo:a": [)", globs, "]}}"));
  EXPECT_EQ(stars.outcome, PartialOutcome::kDepends);
  EXPECT_TRUE(stars.upper_bound);
}

// ---------------------------------------------------------------------------
// What is printed

TEST(PartialTest, TextAndJson) {
  const PartialDecision decision =
      Decide({.identity = {Identity(
                  {.condition = R"({"StringEquals": {"demo:a": "x"},
                                    "ForAnyValue:StringEquals":
                                        {"demo:b": ["y", "z"]}})",
                   .sid = "Both"})}},
             Ask(kAlice));
  EXPECT_EQ(decision.ToText(),
            "depends\n"
            "  s3:GetObject on "
            "arn:aws:s3:::amzn-s3-demo-bucket/reports/q1.csv is allowed or "
            "denied, depending on\n"
            "  demo:a and demo:b\n"
            "\n"
            "demo:a\n"
            "  implicitDeny  if absent\n"
            "  allowed       if \"x\"\n"
            "  with demo:b \"y\"\n"
            "  Allow  identity  policy[0]:1:40  Statement[0] \"Both\"\n"
            "\n"
            "demo:b\n"
            "  implicitDeny  if absent\n"
            "  allowed       if \"y\"\n"
            "  with demo:a \"x\"\n"
            "  Allow  identity  policy[0]:1:40  Statement[0] \"Both\"\n");
  const std::string json = decision.ToJson();
  EXPECT_THAT(json, StartsWith(R"({"outcome": "depends", "reason": ")"));
  EXPECT_THAT(json, HasSubstr(R"("example": {"given": {"demo:b": "y"}, )"
                              R"("first": null, "firstDecision": )"
                              R"("implicitDeny", "second": "x", )"
                              R"("secondDecision": "allowed"})"));
  EXPECT_THAT(json, Not(HasSubstr("\n")));
}

// ---------------------------------------------------------------------------
// Small policies, every combination of many values

using Values = std::vector<ContextEntry>;

// What the tests of one key are made of, and values around them.
struct Family {
  std::vector<std::string_view> operators;
  std::vector<std::string_view> operands;
  std::vector<std::string_view> values;
};

const std::array<Family, 5>& Families() {
  static const auto* families = new std::array<Family, 5>{{
      {{"StringEquals", "StringNotEquals", "StringLike", "StringNotLike",
        "StringEqualsIgnoreCase", "Bool"},
       {"a", "b", "a*", "*b", "A", "?", "*", "", "true"},
       {"", "a", "A", "b", "ab", "aab", "B", "x", "xyz", "true", "False"}},
      {{"NumericEquals", "NumericNotEquals", "NumericLessThan",
        "NumericGreaterThan", "NumericLessThanEquals",
        "NumericGreaterThanEquals"},
       {"-1", "0", "0.5", "1", "1.0", "2"},
       {"-2", "-1", "-0.5", "0", "0.25", "0.5", "0.75", "1", "1.5", "2", "3",
        "x", ""}},
      {{"DateEquals", "DateNotEquals", "DateLessThan", "DateGreaterThan"},
       {"2025", "2026-01-01", "2026-01-01T00:00:01Z", "1"},
       {"1969", "1", "2", "2024", "2025", "2025-06-01", "2026",
        "2026-01-01T00:00:00.5Z", "2026-01-01T00:00:01Z", "2027", "x", ""}},
      {{"IpAddress", "NotIpAddress"},
       {"10.0.0.0/8", "10.1.0.0/16", "10.1.0.1", "2001:db8::/32", "0.0.0.0/0"},
       {"9.255.255.255", "10.0.0.0", "10.1.0.0", "10.1.0.1", "10.1.0.2",
        "10.2.0.0", "11.0.0.0", "2001:db8::1", "2001:db9::", "x", ""}},
      {{"ArnLike", "ArnNotLike", "StringEquals", "StringLike"},
       {"arn:aws:iam::*:role/*", "arn:aws:iam::1:role/a", "arn:*", "*"},
       {"arn:aws:iam::1:role/a", "arn:aws:iam::1:role/b:c",
        "arn:aws:iam::2:user/a", "a:b:c:d:e", "arn:aws:iam::1:2:role/a", "x",
        ""}},
  }};
  return *families;
}

class SmallWorld {
 public:
  explicit SmallWorld(Random& random) : random_(random) {
    for (std::size_t key = 0; key < kKeys; ++key) {
      families_[key] = random.PickFrom(Families());
      // Keys are compared with each other where they have values in common.
      if (random.OneIn(3)) families_[key] = Families()[0];
      AddValues(key);
    }
    policies_.identity = {MakePolicy()};
    if (random.OneIn(3)) {
      policies_.scp = std::vector<PolicySet::Level>{{MakeScp()}};
    }
  }

  [[nodiscard]] const PolicySet& policies() const { return policies_; }

  // Every decision, and every change of one key.
  void Check() {
    const Engine engine = ValueOrDie(Engine::Create(policies_));
    const PartialDecision answer = engine.EvaluatePartially(
        Build(Ask(kAlice)), {.keys = {"demo:k0", "demo:k1"}});
    std::vector<Decision> decisions;
    for (const ContextEntry& second : values_[1]) {
      for (const ContextEntry& first : values_[0]) {
        decisions.push_back(engine.Evaluate(Make({first, second})));
      }
    }
    std::set<Decision> all(decisions.begin(), decisions.end());
    CheckOutcome(answer, all);
    const std::size_t row = values_[0].size();
    std::array<Changes, kKeys> changes;
    for (std::size_t i = 0; i < decisions.size(); ++i) {
      changes[0].Add(decisions[i], decisions[i - i % row]);
      changes[1].Add(decisions[i], decisions[i % row]);
    }
    for (std::size_t key = 0; key < kKeys; ++key) {
      CheckKey(answer, key, changes[key]);
    }
    for (const KeyDependence& key : answer.keys) CheckExample(engine, key);
    if (answer.upper_bound) ++upper_bounds;
  }

  static inline int upper_bounds = 0;

 private:
  static constexpr std::size_t kKeys = 2;

  struct Changes {
    bool any = false;
    bool access = false;
    void Add(Decision a, Decision b) {
      any |= a != b;
      access |= (a == Decision::kAllowed) != (b == Decision::kAllowed);
    }
  };

  static std::string Name(std::size_t key) {
    return "demo:k" + std::to_string(key);
  }

  void AddValues(std::size_t key) {
    Values& values = values_[key];
    values.push_back({Name(key), ContextEntry::Shape::kAbsent, {}});
    values.push_back({Name(key), ContextEntry::Shape::kMulti, {}});
    for (const std::string_view text : families_[key].values) {
      values.push_back(
          {Name(key), ContextEntry::Shape::kSingle, {std::string(text)}});
    }
    for (int i = 0; i < 12; ++i) {
      ContextEntry list{Name(key), ContextEntry::Shape::kMulti, {}};
      for (std::size_t n = random_.Between(1, 3); n > 0; --n) {
        list.values.emplace_back(random_.PickFrom(families_[key].values));
      }
      values.push_back(std::move(list));
    }
  }

  std::string MakeTest() {
    const std::size_t key = random_.Below(kKeys);
    const Family& family = families_[key];
    std::string op;
    std::string operand(random_.PickFrom(family.operands));
    switch (random_.Weighted({8, 1, 1})) {
      case 0:
        op = random_.PickFrom(family.operators);
        if (random_.OneIn(4)) op += "IfExists";
        break;
      case 1:
        op = "Null";
        operand = random_.Pick({"true", "false"});
        break;
      default:
        op = random_.Pick({"StringEquals", "StringNotEquals", "StringLike"});
        operand = "${" + Name(1 - key) +
                  std::string(random_.Pick({"}", ", 'a'}"}));
        break;
    }
    const std::string set(random_.Pick(
        {"", "", "", "ForAllValues:", "ForAnyValue:"}));
    std::string values = "\"" + operand + "\"";
    if (random_.OneIn(3)) {
      absl::StrAppend(&values, ", \"",
                      std::string(random_.PickFrom(family.operands)), "\"");
    }
    return absl::StrCat("\"", op == "Null" ? op : set + op, "\": {\"",
                        Name(key), "\": [", values, "]}");
  }

  std::string MakeStatement() {
    std::string tests = MakeTest();
    if (random_.OneIn(2)) {
      const std::string more = MakeTest();
      const auto op = [](const std::string& test) {
        return test.substr(0, test.find(':', test.rfind('{') - 3));
      };
      if (op(more) != op(tests)) absl::StrAppend(&tests, ", ", more);
    }
    return absl::StrCat(R"({"Effect": ")",
                        random_.OneIn(3) ? "Deny" : "Allow",
                        R"(", "Action": "*", "Resource": "*", "Condition": {)",
                        tests, "}}");
  }

  std::string MakeText() {
    std::string text = R"({"Version": "2012-10-17", "Statement": [)";
    for (std::size_t n = random_.Between(1, 4); n > 0; --n) {
      absl::StrAppend(&text, MakeStatement(), n > 1 ? ", " : "");
    }
    return text + "]}";
  }

  iameval::Policy Parse(PolicyType type) {
    text_ = MakeText();
    auto policy = iameval::Policy::Parse(text_, type);
    // Some combinations are refused (one operator twice): not in this test.
    while (!policy.ok()) {
      text_ = MakeText();
      policy = iameval::Policy::Parse(text_, type);
    }
    return *policy;
  }
  iameval::Policy MakePolicy() { return Parse(PolicyType::kIdentity); }
  iameval::Policy MakeScp() { return Parse(PolicyType::kScp); }

  static Request Make(const Values& values) {
    Request::Builder builder = Ask(kAlice);
    for (const ContextEntry& entry : values) {
      if (entry.shape == ContextEntry::Shape::kSingle) {
        builder.Context(entry.key, entry.values.front());
      } else if (entry.shape == ContextEntry::Shape::kMulti) {
        const std::vector<std::string_view> views(entry.values.begin(),
                                                  entry.values.end());
        builder.ContextList(entry.key, views);
      }
    }
    return Build(builder);
  }

  static void CheckOutcome(const PartialDecision& answer,
                           const std::set<Decision>& all) {
    const bool allowed = all.contains(Decision::kAllowed);
    switch (answer.outcome) {
      case PartialOutcome::kAllowed:
        EXPECT_EQ(all, std::set{Decision::kAllowed});
        break;
      case PartialOutcome::kImplicitDeny:
        EXPECT_EQ(all, std::set{Decision::kImplicitDeny});
        break;
      case PartialOutcome::kExplicitDeny:
        EXPECT_EQ(all, std::set{Decision::kExplicitDeny});
        break;
      case PartialOutcome::kDenied:
        EXPECT_FALSE(allowed);
        break;
      case PartialOutcome::kDepends:
        break;
    }
  }

  static void CheckKey(const PartialDecision& answer, std::size_t key,
                       const Changes& changes) {
    const KeyDependence* listed = nullptr;
    for (const KeyDependence& k : answer.keys) {
      if (k.key == Name(key)) listed = &k;
    }
    EXPECT_TRUE(listed != nullptr || !changes.any) << Name(key);
    if (listed != nullptr) {
      EXPECT_TRUE(listed->changes_access || !changes.access) << Name(key);
      EXPECT_TRUE(listed->example.has_value() || answer.upper_bound);
    }
  }

  static void CheckExample(const Engine& engine, const KeyDependence& key) {
    if (!key.example.has_value()) return;
    Values values = key.example->given;
    values.push_back(key.example->first);
    EXPECT_EQ(engine.Evaluate(Make(values)), key.example->first_decision);
    values.back() = key.example->second;
    EXPECT_EQ(engine.Evaluate(Make(values)), key.example->second_decision);
    EXPECT_NE(key.example->first_decision, key.example->second_decision);
  }

  Random& random_;
  std::array<Family, kKeys> families_;
  std::array<Values, kKeys> values_;
  std::string text_;
  PolicySet policies_;
};

TEST(PartialTest, AnswersAreThoseOfEveryCombination) {
  for (std::uint64_t round = 0; round < 500; ++round) {
    Random random(11, round);
    SmallWorld world(random);
    world.Check();
    if (!HasFailure()) continue;
    ADD_FAILURE() << "round " << round;
    for (const auto& policy : world.policies().identity) {
      ADD_FAILURE() << policy.text();
    }
    return;
  }
  // Where a number, a date or an address is compared as text too.
  EXPECT_LT(SmallWorld::upper_bounds, 200);
}

}  // namespace
}  // namespace iameval_testing
