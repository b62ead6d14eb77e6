// Requests: what Builder::Build refuses and in which words, which context keys
// it derives, and variations by ToBuilder.

#include "iameval/request.h"

#include <chrono>
#include <cstdint>
#include <map>
#include <ostream>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "engine/documents.h"
#include "engine/request_data.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "iameval/engine.h"
#include "iameval/testing/matchers.h"

namespace iameval_testing {
namespace {

using ::iameval::ContextEntry;
using ::iameval::Engine;
using ::iameval::Request;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::Pair;
using ::testing::UnorderedElementsAre;

constexpr std::string_view kFederated =
    "arn:aws:sts::111122223333:federated-user/demo";

// --- Refusals ---

struct Refusal {
  std::string name;
  Request::Builder builder;
  std::string message;
};

std::ostream& operator<<(std::ostream& os, const Refusal& refusal) {
  return os << refusal.name;
}

class RequestRefusalTest : public ::testing::TestWithParam<Refusal> {};

TEST_P(RequestRefusalTest, NamesThePartWhatWasFoundAndWhatWasExpected) {
  const auto request = GetParam().builder.Build();
  ASSERT_FALSE(request.ok());
  EXPECT_EQ(request.status().code(), absl::StatusCode::kInvalidArgument);
  EXPECT_EQ(std::string(request.status().message()), GetParam().message);
}

std::string NameOf(const ::testing::TestParamInfo<Refusal>& info) {
  return info.param.name;
}

Refusal OfPrincipal(std::string name, std::string_view principal,
                    std::string_view expected) {
  return {std::move(name), Ask(principal),
          "principal: found \"" + std::string(principal) + "\", expected " +
              std::string(expected)};
}

std::vector<Refusal> PrincipalRefusals() {
  const std::string any =
      "\"anonymous\", an ARN, a service principal (name.amazonaws.com) or an "
      "identity provider";
  const std::string kinds = "the ARN of a user, a role or the root user";
  return {
      {"Missing", Ask(""), "principal: missing"},
      OfPrincipal("Name", "Alice", any),
      OfPrincipal("Account", "111122223333", any),
      OfPrincipal("Everybody", "*", any),
      OfPrincipal("ServiceWithWildcard", "*.amazonaws.com", any),
      OfPrincipal("Group", "arn:aws:iam::111122223333:group/Developers", kinds),
      OfPrincipal("UserWithoutName", "arn:aws:iam::111122223333:user/", kinds),
      OfPrincipal("WithoutAccount", "arn:aws:iam:::user/Alice",
                  "an ARN with a 12-digit account"),
      OfPrincipal("Wildcard", "arn:aws:iam::111122223333:user/*",
                  "an ARN without wildcards"),
      OfPrincipal("Instance", "arn:aws:ec2:us-east-1:111122223333:instance/i-1",
                  "an IAM or STS ARN"),
      OfPrincipal("SessionWithoutName",
                  "arn:aws:sts::111122223333:assumed-role/DemoRole",
                  "assumed-role/ROLE/SESSION after the account"),
      OfPrincipal("SessionWithEmptyName",
                  "arn:aws:sts::111122223333:assumed-role/DemoRole/",
                  "assumed-role/ROLE/SESSION after the account"),
      OfPrincipal("StsWithoutKind", "arn:aws:sts::111122223333:demo",
                  "an assumed-role or federated-user ARN"),
  };
}
INSTANTIATE_TEST_SUITE_P(Principal, RequestRefusalTest,
                         ::testing::ValuesIn(PrincipalRefusals()), NameOf);

std::vector<Refusal> CompanionRefusals() {
  const std::string role(kDemoRole);
  const std::string alice(kAlice);
  return {
      {"RoleArnIsAUser", Ask(kDemoSession).RoleArn(kAlice),
       "roleArn: found \"" + alice + "\", expected the ARN of an IAM role"},
      {"RoleArnOfAnotherRole",
       Ask(kDemoSession).RoleArn("arn:aws:iam::111122223333:role/Other"),
       R"(roleArn: found "arn:aws:iam::111122223333:role/Other", expected the )"
       "role of the session " +
           std::string(kDemoSession)},
      {"RoleArnOfAnotherAccount",
       Ask(kDemoSession).RoleArn("arn:aws:iam::444455556666:role/DemoRole"),
       R"(roleArn: found "arn:aws:iam::444455556666:role/DemoRole", expected )"
       "the role of the session " +
           std::string(kDemoSession)},
      {"RoleArnBesideAUser", Ask(kAlice).RoleArn(kDemoRole),
       "roleArn: found \"" + role +
           "\", expected no role ARN unless the principal is a role session"},
      {"RoleArnBesideAnotherRole",
       Ask(kDemoRole).RoleArn("arn:aws:iam::111122223333:role/Other"),
       R"(roleArn: found "arn:aws:iam::111122223333:role/Other", expected the )"
       "principal's own ARN"},
      {"IssuerBesideAUser", Ask(kAlice).FederatedBy(kAlice),
       "federatedBy: found \"" + alice +
           "\", expected no issuer unless the principal is a federated user"},
      {"IssuerIsARole", Ask(kFederated).FederatedBy(kDemoRole),
       "federatedBy: found \"" + role +
           "\", expected the ARN of an IAM user or the root user"},
  };
}
INSTANTIATE_TEST_SUITE_P(Companions, RequestRefusalTest,
                         ::testing::ValuesIn(CompanionRefusals()), NameOf);

Refusal OfAction(std::string name, std::string_view action) {
  return {std::move(name), Ask(kAlice, action),
          "action: found \"" + std::string(action) +
              "\", expected \"service:Name\" without wildcards"};
}

Refusal OfResource(std::string name, std::string_view resource) {
  return {std::move(name), Ask(kAlice, "s3:GetObject", resource),
          "resource: found \"" + std::string(resource) +
              "\", expected \"*\" or an ARN with six fields"};
}

std::vector<Refusal> PartRefusals() {
  return {
      OfAction("NoAction", ""),
      OfAction("ActionWithoutColon", "GetObject"),
      OfAction("ActionWithoutService", ":GetObject"),
      OfAction("ActionWithoutName", "s3:"),
      OfAction("ActionWithTwoColons", "s3:Get:Object"),
      OfAction("ActionWithWildcard", "s3:Get*"),
      OfAction("ActionWithQuestionMark", "s3:GetObjec?"),
      OfResource("NoResource", ""),
      OfResource("BucketName", "amzn-s3-demo-bucket"),
      OfResource("ShortArn", "arn:aws:s3::demo"),
      {"Owner", Ask(kAlice).ResourceAccount("1234"),
       "resourceAccount: found \"1234\", expected 12 digits"},
      {"KeyTwice",
       Ask(kAlice)
           .Context("aws:SourceIp", "192.0.2.1")
           .ContextAbsent("AWS:sourceip"),
       "context: key \"AWS:sourceip\" is given twice (letter case does not "
       "count)"},
      {"EmptyKey", Ask(kAlice).Context("", "x"), "context: empty key"},
      {"ValueIsNotUtf8", Ask(kAlice).Context("aws:referer", "\xff"),
       "aws:referer: not valid UTF-8"},
      {"ResourceIsNotUtf8",
       Ask(kAlice, "s3:GetObject", "arn:aws:s3:::demo/\xff"),
       "resource: not valid UTF-8"},
  };
}
INSTANTIATE_TEST_SUITE_P(Parts, RequestRefusalTest,
                         ::testing::ValuesIn(PartRefusals()), NameOf);

TEST(RequestTest, AcceptsWhatLooksOdd) {
  for (const std::string_view resource :
       {"*", "arn:aws:s3:::demo/a*b?", "arn:aws:s3:::demo/a:b//",
        "arn:aws:sqs:us-east-1:111122223333:demo", "arn:::::"}) {
    EXPECT_TRUE(Ask(kAlice, "s3:GetObject", resource).Build().ok()) << resource;
  }
  for (const std::string_view principal :
       {"anonymous", "sns.amazonaws.com", "s3.ap-east-1.amazonaws.com",
        "accounts.google.com", "arn:aws-cn:iam::111122223333:root",
        "arn:aws:iam::111122223333:oidc-provider/idp.example.com"}) {
    EXPECT_TRUE(Ask(principal).Build().ok()) << principal;
  }
}

// --- Accessors and ToBuilder ---

TEST(RequestTest, KeepsItsParts) {
  const std::chrono::sys_seconds time(std::chrono::seconds(1700000000));
  const Request request = Build(Ask(kDemoSession)
                                    .RoleArn(kDemoRole)
                                    .PrincipalId("AROAEXAMPLE")
                                    .ResourceAccount("111122223333")
                                    .PrincipalAccountIsManagement(true)
                                    .ResourceAccountIsManagement(true)
                                    .ServiceSupportsRcps(false)
                                    .Context("aws:SourceIp", "192.0.2.1")
                                    .ContextList("aws:TagKeys", {"a", "b"})
                                    .ContextAbsent("aws:referer")
                                    .Time(time));
  EXPECT_EQ(request.principal(), kDemoSession);
  EXPECT_EQ(request.role_arn(), kDemoRole);
  EXPECT_EQ(request.federated_by(), "");
  EXPECT_EQ(request.principal_id(), "AROAEXAMPLE");
  EXPECT_EQ(request.action(), "s3:GetObject");
  EXPECT_EQ(request.resource(), kObject);
  EXPECT_EQ(request.resource_account(), "111122223333");
  EXPECT_TRUE(request.principal_account_is_management());
  EXPECT_TRUE(request.resource_account_is_management());
  EXPECT_FALSE(request.service_supports_rcps());
  EXPECT_EQ(request.time(), time);
  ASSERT_EQ(request.context().size(), 3U);
  EXPECT_EQ(request.context()[0].key, "aws:SourceIp");
  EXPECT_EQ(request.context()[0].shape, ContextEntry::Shape::kSingle);
  EXPECT_THAT(request.context()[1].values, ElementsAre("a", "b"));
  EXPECT_EQ(request.context()[1].shape, ContextEntry::Shape::kMulti);
  EXPECT_EQ(request.context()[2].shape, ContextEntry::Shape::kAbsent);
}

TEST(RequestTest, ToBuilderHoldsEveryPart) {
  const Request request =
      Build(Ask(kFederated)
                .FederatedBy(kAlice)
                .ResourceAccount("111122223333")
                .ResourceAccountIsManagement(true)
                .ServiceSupportsRcps(false)
                .ContextList("aws:TagKeys", {"a"})
                .Time(std::chrono::sys_seconds(std::chrono::seconds(1))));
  const Request same = Build(request.ToBuilder());
  EXPECT_EQ(same.principal(), request.principal());
  EXPECT_EQ(same.federated_by(), request.federated_by());
  EXPECT_EQ(same.resource_account(), request.resource_account());
  EXPECT_TRUE(same.resource_account_is_management());
  EXPECT_FALSE(same.service_supports_rcps());
  EXPECT_EQ(same.time(), request.time());
  ASSERT_EQ(same.context().size(), 1U);
  EXPECT_EQ(same.context()[0].shape, ContextEntry::Shape::kMulti);
  const Request other =
      Build(request.ToBuilder().Action("s3:PutObject").Context("a:b", "c"));
  EXPECT_EQ(other.action(), "s3:PutObject");
  EXPECT_EQ(other.context().size(), 2U);
  EXPECT_EQ(request.action(), "s3:GetObject");
  EXPECT_EQ(request.context().size(), 1U);
}

TEST(RequestTest, AVariationHasItsOwnDerivedKeys) {
  const Engine engine = ValueOrDie(Engine::Create(
      {.identity = {Identity(
           {.condition = R"({"StringEquals": {"aws:username": "Alice"}})"})}}));
  const Request alice = Build(Ask(kAlice, "s3:ListAllMyBuckets", "*"));
  const Request bob =
      Build(alice.ToBuilder().Principal("arn:aws:iam::111122223333:user/Bob"));
  EXPECT_THAT(engine, Allows(alice));
  EXPECT_THAT(engine, ImplicitlyDenies(bob));
}

// --- Derived keys (S-6.2 to S-6.5, S-4.14) ---

std::map<std::string, std::vector<std::string>> Derived(
    const Request::Builder& builder) {
  const Request request = Build(builder);
  std::map<std::string, std::vector<std::string>> derived;
  for (const auto& item : request.data().view.derived) {
    derived.emplace(
        std::string(item.key),
        std::vector<std::string>(item.values.begin(), item.values.end()));
  }
  return derived;
}

// An action without resource, so that only the caller's keys are derived.
Request::Builder List(std::string_view principal) {
  return Ask(principal, "s3:ListAllMyBuckets", "*");
}

TEST(DerivedTest, OfAUser) {
  EXPECT_THAT(
      Derived(List("arn:aws:iam::111122223333:user/division/Alice")),
      UnorderedElementsAre(
          Pair("aws:principalarn",
               ElementsAre("arn:aws:iam::111122223333:user/division/Alice")),
          Pair("aws:principalaccount", ElementsAre("111122223333")),
          Pair("aws:principalisawsservice", ElementsAre("false")),
          Pair("aws:principaltype", ElementsAre("User")),
          Pair("aws:username", ElementsAre("Alice"))));
  EXPECT_THAT(Derived(List(kAlice).PrincipalId("AIDAEXAMPLE"))["aws:userid"],
              ElementsAre("AIDAEXAMPLE"));
}

TEST(DerivedTest, OfASession) {
  EXPECT_THAT(
      Derived(List(kDemoSession).RoleArn(kDemoRole).PrincipalId("AROA1")),
      UnorderedElementsAre(
          Pair("aws:principalarn", ElementsAre(std::string(kDemoRole))),
          Pair("aws:principalaccount", ElementsAre("111122223333")),
          Pair("aws:principalisawsservice", ElementsAre("false")),
          Pair("aws:principaltype", ElementsAre("AssumedRole")),
          Pair("aws:userid", ElementsAre("AROA1:session-1"))));
  // Without the role's ARN its path is taken to be "/" (Q-45).
  EXPECT_THAT(Derived(List(kDemoSession))["aws:principalarn"],
              ElementsAre("arn:aws:iam::111122223333:role/DemoRole"));
}

TEST(DerivedTest, OfARoleThereIsNoSessionsName) {
  const auto derived = Derived(List(kDemoRole).PrincipalId("AROA1"));
  EXPECT_THAT(derived.at("aws:principalarn"),
              ElementsAre(std::string(kDemoRole)));
  EXPECT_EQ(derived.count("aws:userid"), 0U);
}

TEST(DerivedTest, OfAFederatedUser) {
  EXPECT_THAT(
      Derived(List(kFederated)),
      UnorderedElementsAre(
          Pair("aws:principalarn", ElementsAre(std::string(kFederated))),
          Pair("aws:principalaccount", ElementsAre("111122223333")),
          Pair("aws:principalisawsservice", ElementsAre("false")),
          Pair("aws:principaltype", ElementsAre("FederatedUser")),
          Pair("aws:userid", ElementsAre("111122223333:demo"))));
}

TEST(DerivedTest, OfTheRootUser) {
  EXPECT_THAT(Derived(List("arn:aws:iam::111122223333:root")),
              UnorderedElementsAre(
                  Pair("aws:principalarn",
                       ElementsAre("arn:aws:iam::111122223333:root")),
                  Pair("aws:principalaccount", ElementsAre("111122223333")),
                  Pair("aws:principalisawsservice", ElementsAre("false")),
                  Pair("aws:principaltype", ElementsAre("Account")),
                  Pair("aws:userid", ElementsAre("111122223333"))));
}

TEST(DerivedTest, OfOutsiders) {
  EXPECT_THAT(Derived(List("anonymous")),
              UnorderedElementsAre(
                  Pair("aws:principalaccount", ElementsAre("anonymous")),
                  Pair("aws:principaltype", ElementsAre("Anonymous")),
                  Pair("aws:userid", ElementsAre("anonymous"))));
  EXPECT_THAT(
      Derived(List("sns.amazonaws.com")),
      UnorderedElementsAre(
          Pair("aws:principalisawsservice", ElementsAre("true")),
          Pair("aws:principalservicename", ElementsAre("sns.amazonaws.com"))));
  EXPECT_THAT(Derived(Ask("accounts.google.com",
                          "sts:AssumeRoleWithWebIdentity", kDemoRole)),
              UnorderedElementsAre(
                  Pair("aws:resourceaccount", ElementsAre("111122223333"))));
}

TEST(DerivedTest, OfResources) {
  const auto of = [](std::string_view action, std::string_view resource) {
    return Derived(Ask("anonymous", action, resource));
  };
  const auto queue =
      of("sqs:SendMessage", "arn:aws:sqs:us-east-2:111122223333:demo");
  EXPECT_THAT(queue.at("aws:resourceaccount"), ElementsAre("111122223333"));
  EXPECT_THAT(queue.at("aws:requestedregion"), ElementsAre("us-east-2"));
  const auto object = of("s3:GetObject", kObject);
  EXPECT_EQ(object.count("aws:resourceaccount"), 0U);
  EXPECT_EQ(object.count("aws:requestedregion"), 0U);
  // "aws" is no account.
  EXPECT_EQ(of("iam:GetPolicy", "arn:aws:iam::aws:policy/ReadOnlyAccess")
                .count("aws:resourceaccount"),
            0U);
  // Q-51.
  EXPECT_EQ(of("events:PutEvents",
               "arn:aws:events:us-east-1:111122223333:event-bus/demo")
                .count("aws:resourceaccount"),
            0U);
  EXPECT_THAT(Derived(Ask(kAlice).ResourceAccount("444455556666"))
                  .at("aws:resourceaccount"),
              ElementsAre("444455556666"));
}

TEST(DerivedTest, OfCalledVia) {
  auto derived = Derived(List(kAlice).ContextList(
      "AWS:CalledVia", {"athena.amazonaws.com", "glue.amazonaws.com"}));
  EXPECT_THAT(derived["aws:calledviafirst"],
              ElementsAre("athena.amazonaws.com"));
  EXPECT_THAT(derived["aws:calledvialast"], ElementsAre("glue.amazonaws.com"));
  EXPECT_THAT(derived["aws:viaawsservice"], ElementsAre("true"));
  derived = Derived(List(kAlice).ContextList("aws:CalledVia", {}));
  EXPECT_EQ(derived.count("aws:calledviafirst"), 0U);
  EXPECT_THAT(derived["aws:viaawsservice"], ElementsAre("false"));
  EXPECT_EQ(Derived(List(kAlice)).count("aws:viaawsservice"), 0U);
}

TEST(DerivedTest, OfRequestTags) {
  EXPECT_THAT(Derived(List(kAlice)
                          .Context("aws:RequestTag/Team", "blue")
                          .Context("AWS:requesttag/cost", "7")
                          .ContextAbsent("aws:RequestTag/none")
                          .Context("aws:RequestTag/", "x"))["aws:tagkeys"],
              ElementsAre("Team", "cost"));
}

TEST(DerivedTest, OfTheTime) {
  const auto at = [](std::int64_t seconds) {
    return Derived(List(kAlice).Time(
        std::chrono::sys_seconds(std::chrono::seconds(seconds))));
  };
  EXPECT_THAT(at(1709208000)["aws:currenttime"],
              ElementsAre("2024-02-29T12:00:00Z"));
  EXPECT_THAT(at(1709208000)["aws:epochtime"], ElementsAre("1709208000"));
  EXPECT_THAT(at(-1)["aws:currenttime"], ElementsAre("1969-12-31T23:59:59Z"));
  // No clock is ever read (S-6.5).
  EXPECT_EQ(Derived(List(kAlice)).count("aws:currenttime"), 0U);
}

TEST(DerivedTest, WhatTheCallerSaysIsNotDerived) {
  EXPECT_THAT(Derived(List("anonymous")
                          .Context("AWS:USERID", "somebody")
                          .ContextAbsent("aws:principaltype")
                          .ContextList("aws:PrincipalAccount", {})),
              IsEmpty());
}

}  // namespace
}  // namespace iameval_testing
