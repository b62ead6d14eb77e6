#include "iameval/testing/matchers.h"

#include <string>
#include <string_view>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "iameval/request_check.h"
#include "iameval/service_reference.h"
#include "iameval/testing/builders.h"

namespace {

using ::iameval_testing::Allows;
using ::iameval_testing::BuildEngine;
using ::iameval_testing::Denies;
using ::iameval_testing::DeterminedBy;
using ::iameval_testing::ExplicitlyDenies;
using ::iameval_testing::HasNoIssues;
using ::iameval_testing::ImplicitlyDenies;
using ::iameval_testing::MakePolicy;
using ::iameval_testing::SameDecisionsAs;
using ::testing::AllOf;
using ::testing::DescribeMatcher;
using ::testing::HasSubstr;
using ::testing::Not;

// Allows s3:GetObject, explicitly denies s3:DeleteObject, says nothing of sqs.
iameval::Engine DemoEngine() {
  absl::StatusOr<iameval::Policy> policy =
      iameval::Policy::Parse(R"({"Version": "2012-10-17", "Statement": [
        {"Sid": "All", "Effect": "Allow", "Action": "s3:*", "Resource": "*"},
        {"Effect": "Deny", "Action": "s3:DeleteObject", "Resource": "*"}]})");
  return iameval::Engine::Create({.identity = {policy.value()}}).value();
}

iameval::Request DemoRequest(std::string_view action) {
  return iameval::Request::Builder()
      .Principal("arn:aws:iam::111122223333:role/DemoRole")
      .Action(action)
      .Resource("arn:aws:s3:::amzn-s3-demo-bucket/input/payload.csv")
      .ResourceAccount("111122223333")
      .Build()
      .value();
}

TEST(MatchersTest, TellAnAllowFromADeny) {
  const iameval::Engine engine = DemoEngine();
  const iameval::Request get = DemoRequest("s3:GetObject");
  EXPECT_THAT(engine, Allows(get));
  EXPECT_THAT(engine, Not(Denies(get)));
  EXPECT_THAT(engine, Not(ImplicitlyDenies(get)));
  EXPECT_THAT(engine, Not(ExplicitlyDenies(get)));
}

// An engine that takes the service reference into account knows that an object
// has no policy of its own.
TEST(MatchersTest, TakeACheckedEngine) {
  const iameval::Request get = DemoRequest("s3:GetBucketPolicy");
  EXPECT_THAT(DemoEngine(), Allows(get));
  const iameval::CheckedEngine checked(DemoEngine(),
                                       iameval::ServiceReference::BuiltIn());
  EXPECT_THAT(checked, ImplicitlyDenies(get));
  EXPECT_THAT(checked, Allows(DemoRequest("s3:GetObject"), DeterminedBy("All")));
  ::testing::StringMatchResultListener listener;
  EXPECT_FALSE(Allows(get).MatchAndExplain(checked, &listener));
  EXPECT_THAT(listener.str(), HasSubstr("AWS never makes this request"));
}

TEST(MatchersTest, TellTheDeniesApart) {
  const iameval::Engine engine = DemoEngine();
  const iameval::Request erase = DemoRequest("s3:DeleteObject");
  EXPECT_THAT(engine, Denies(erase));
  EXPECT_THAT(engine, ExplicitlyDenies(erase));
  EXPECT_THAT(engine, Not(ImplicitlyDenies(erase)));
  EXPECT_THAT(engine, Not(Allows(erase)));
  const iameval::Request send = DemoRequest("sqs:SendMessage");
  EXPECT_THAT(engine, Denies(send));
  EXPECT_THAT(engine, ImplicitlyDenies(send));
  EXPECT_THAT(engine, Not(ExplicitlyDenies(send)));
  EXPECT_THAT(engine, Not(Allows(send)));
}

TEST(MatchersTest, AFailurePrintsTheExplanation) {
  const iameval::Engine engine = DemoEngine();
  const iameval::Request request = DemoRequest("s3:DeleteObject");
  ::testing::StringMatchResultListener listener;
  EXPECT_FALSE(
      ::testing::ExplainMatchResult(Allows(request), engine, &listener));
  EXPECT_THAT(listener.str(), HasSubstr(engine.Explain(request).ToText()));
}

TEST(MatchersTest, SayWhatTheyExpect) {
  const iameval::Request request = DemoRequest("s3:GetObject");
  EXPECT_EQ(DescribeMatcher<iameval::Engine>(Allows(request)),
            "decides \"allowed\" when "
            "arn:aws:iam::111122223333:role/DemoRole asks for s3:GetObject on "
            "arn:aws:s3:::amzn-s3-demo-bucket/input/payload.csv");
  EXPECT_THAT(DescribeMatcher<iameval::Engine>(Not(Denies(request))),
              HasSubstr("does not decide \"implicitDeny\" or "
                        "\"explicitDeny\" when "));
}

template <typename T, typename Matcher>
std::string FailureOf(const Matcher& matcher, const T& value) {
  ::testing::StringMatchResultListener listener;
  EXPECT_FALSE(::testing::ExplainMatchResult(matcher, value, &listener));
  return listener.str();
}

TEST(MatchersTest, WhatBroughtADecisionAbout) {
  const iameval::Engine engine = DemoEngine();
  const iameval::Request get = DemoRequest("s3:GetObject");
  EXPECT_THAT(engine, Allows(get, DeterminedBy("All")));
  EXPECT_THAT(engine, Not(Allows(get, DeterminedBy("Other"))));
  EXPECT_THAT(engine, Not(Denies(get, DeterminedBy("All"))));
  EXPECT_THAT(engine, Allows(get, Not(DeterminedBy("Other"))));
  EXPECT_THAT(engine.Explain(get), DeterminedBy("All"));
  EXPECT_THAT(engine.Explain(DemoRequest("s3:DeleteObject")),
              Not(DeterminedBy("All")));
  EXPECT_THAT(FailureOf(Allows(get, DeterminedBy("Other")), engine),
              HasSubstr(engine.Explain(get).ToText()));
  EXPECT_THAT(DescribeMatcher<iameval::Engine>(
                  Allows(get, DeterminedBy("All"))),
              HasSubstr("with an explanation that says that the statement "
                        "\"All\" brought it about"));
}

TEST(MatchersTest, ComposeWithAllOf) {
  EXPECT_THAT(DemoEngine(),
              AllOf(Allows(DemoRequest("s3:GetObject")),
                    ExplicitlyDenies(DemoRequest("s3:DeleteObject")),
                    ImplicitlyDenies(DemoRequest("sqs:SendMessage"))));
}

TEST(MatchersTest, Issues) {
  const iameval::Policy clean = MakePolicy(R"({
    "Version": "2012-10-17", "Statement": {
      "Effect": "Allow", "Action": "s3:GetObject", "Resource": "*"}})");
  const iameval::Policy with_id = MakePolicy(R"({
    "Version": "2012-10-17", "Id": "x", "Statement": {
      "Effect": "Allow", "Action": "s3:GetObject", "Resource": "*"}})")
                                      .Named("policy.json");
  EXPECT_THAT(clean, HasNoIssues());
  EXPECT_THAT(with_id, Not(HasNoIssues()));
  EXPECT_THAT(with_id, Not(HasNoIssues(iameval::Severity::kWarning)));
  EXPECT_THAT(with_id, HasNoIssues(iameval::Severity::kError));
  EXPECT_THAT(FailureOf(HasNoIssues(), with_id),
              HasSubstr("policy.json:2:30: WARNING: INVALID_POLICY_ELEMENT: "));
}

TEST(MatchersTest, SameDecisions) {
  const iameval::Engine engine = DemoEngine();
  const iameval::Engine other = BuildEngine({.identity = {MakePolicy(R"({
      "Version": "2012-10-17", "Statement": {
        "Effect": "Allow", "Action": "s3:*", "Resource": "*"}})")}});
  const iameval::Request get = DemoRequest("s3:GetObject");
  const iameval::Request erase = DemoRequest("s3:DeleteObject");
  EXPECT_THAT(engine, SameDecisionsAs(engine, {get, erase}));
  EXPECT_THAT(engine, SameDecisionsAs(other, {get}));
  EXPECT_THAT(engine, Not(SameDecisionsAs(other, {get, erase})));
  const std::string failure =
      FailureOf(SameDecisionsAs(other, {get, erase}), engine);
  EXPECT_THAT(failure, HasSubstr("s3:DeleteObject on "));
  EXPECT_THAT(failure, HasSubstr("the other engine: allowed\n"));
  EXPECT_THAT(failure, HasSubstr("this one: explicitDeny\n"));
  EXPECT_THAT(failure, HasSubstr("decides 1 of 2 requests differently"));
}

TEST(MatchersTest, KindsOfDenyAreDifferentDecisions) {
  const iameval::Engine nothing = BuildEngine(iameval::PolicySet{});
  EXPECT_THAT(DemoEngine(), Not(SameDecisionsAs(
                                nothing, {DemoRequest("s3:DeleteObject")})));
}

TEST(MatchersTest, WhatTheyAreAppliedToIsNamed) {
  EXPECT_EQ(::testing::PrintToString(DemoEngine()), "the engine");
  EXPECT_EQ(::testing::PrintToString(
                DemoEngine().Explain(DemoRequest("s3:GetObject"))),
            "allowed");
  const iameval::Policy policy = MakePolicy(R"({
    "Version": "2012-10-17", "Statement": {
      "Effect": "Allow", "Action": "s3:GetObject", "Resource": "*"}})");
  EXPECT_EQ(::testing::PrintToString(policy), "the policy");
  EXPECT_EQ(::testing::PrintToString(policy.Named("a.json")), "a.json");
}

}  // namespace
