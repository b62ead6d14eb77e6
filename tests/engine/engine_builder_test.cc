// Which policies and which context an engine for an account or organization
// finds for a request. What it refuses is in engine_builder_refusals_test.cc,
// organizations in organization_test.cc, explanations in explain_test.cc.

#include "iameval/engine_builder.h"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/documents.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "iameval/engine.h"
#include "iameval/testing/matchers.h"

namespace iameval_testing {
namespace {

using ::iameval::Decision;
using ::iameval::Engine;
using ::iameval::Policy;
using ::iameval::Request;
using ::testing::Not;

constexpr std::string_view kFederated =
    "arn:aws:sts::111122223333:federated-user/demo";
constexpr std::string_view kGroup =
    "arn:aws:iam::111122223333:group/Developers";

// What Alice, a session of DemoRole ... may do by their own policies is asked
// of this object of their own account.
Request Read(std::string_view principal) {
  return Build(Ask(principal).ResourceAccount("111122223333"));
}

// A policy that says yes when a key of the context has one value.
Policy AllowWhen(std::string_view key, std::string_view value) {
  const std::string condition = R"({"StringEquals": {")" + std::string(key) +
                                R"(": ")" + std::string(value) + R"("}})";
  return Identity({.condition = condition});
}

// --- Users and groups ---

TEST(UsersTest, OwnAndGroupPoliciesAreOneLayer) {
  const Engine engine = ValueOrDie(
      Engine::Builder()
          .Add(iameval::Group{.arn = std::string(kGroup),
                              .policies = {Identity({.action = "s3:*"})}})
          .Add(iameval::User{.arn = std::string(kAlice),
                             .policies = {Identity({.action = "sqs:*"})},
                             .groups = {std::string(kGroup)}})
          .Add(iameval::User{.arn = "arn:aws:iam::111122223333:user/Bob",
                             .groups = {std::string(kGroup)}})
          .Build());
  const std::string queue = "arn:aws:sqs:us-east-1:111122223333:demo";
  EXPECT_THAT(engine, Allows(Read(kAlice)));
  EXPECT_THAT(engine, Allows(Build(Ask(kAlice, "sqs:SendMessage", queue))));
  const std::string_view bob = "arn:aws:iam::111122223333:user/Bob";
  EXPECT_THAT(engine, Allows(Read(bob)));
  EXPECT_THAT(engine,
              ImplicitlyDenies(Build(Ask(bob, "sqs:SendMessage", queue))));
}

TEST(UsersTest, AGroupsDenyReachesItsUsersAlone) {
  const Engine engine = ValueOrDie(
      Engine::Builder()
          .Add(iameval::Group{.arn = std::string(kGroup),
                              .policies = {Identity({.effect = "Deny"})}})
          .Add(iameval::User{.arn = std::string(kAlice),
                             .policies = {Identity()},
                             .groups = {std::string(kGroup)}})
          .Add(iameval::User{.arn = "arn:aws:iam::111122223333:user/Bob",
                             .policies = {Identity()}})
          .Build());
  EXPECT_THAT(engine, ExplicitlyDenies(Read(kAlice)));
  EXPECT_THAT(engine, Allows(Read("arn:aws:iam::111122223333:user/Bob")));
}

TEST(UsersTest, AreFoundByTheWholeArn) {
  const Engine engine =
      ValueOrDie(Engine::Builder()
                     .Add(iameval::User{.arn = std::string(kAlice),
                                        .policies = {Identity()}})
                     .Build());
  EXPECT_THAT(engine, Allows(Read(kAlice)));
  for (const std::string_view other :
       {"arn:aws:iam::111122223333:user/alice",
        "arn:aws:iam::111122223333:user/division/Alice",
        "arn:aws:iam::444455556666:user/Alice",
        "arn:aws-cn:iam::111122223333:user/Alice",
        "arn:aws:iam::111122223333:role/Alice"}) {
    EXPECT_THAT(engine, ImplicitlyDenies(Read(other))) << other;
  }
}

TEST(UsersTest, ABoundaryLimits) {
  const Engine engine = ValueOrDie(
      Engine::Builder()
          .Add(iameval::User{.arn = std::string(kAlice),
                             .policies = {Identity()},
                             .boundary = Boundary({.action = "s3:Get*"})})
          .Build());
  EXPECT_THAT(engine, Allows(Read(kAlice)));
  EXPECT_THAT(
      engine,
      ImplicitlyDenies(
          Build(Ask(kAlice, "s3:PutObject").ResourceAccount("111122223333"))));
}

// S-7.16: it needs no policy, and nothing is added for it.
TEST(UsersTest, TheRootUserNeedsNoPolicyInItsAccount) {
  const Engine engine = ValueOrDie(Engine::Builder().Build());
  EXPECT_THAT(engine, Allows(Read("arn:aws:iam::111122223333:root")));
  EXPECT_THAT(engine, ImplicitlyDenies(Read("arn:aws:iam::444455556666:root")));
}

// --- Roles and their sessions ---

TEST(RolesTest, ASessionIsFoundByItsRolesName) {
  const Engine engine =
      ValueOrDie(Engine::Builder()
                     .Add(iameval::Role{.arn = std::string(kDemoRole),
                                        .policies = {Identity()}})
                     .Build());
  EXPECT_THAT(engine, Allows(Read(kDemoSession)));
  EXPECT_THAT(engine, Allows(Build(Ask(kDemoSession)
                                       .RoleArn(kDemoRole)
                                       .ResourceAccount("111122223333"))));
  EXPECT_THAT(engine, Allows(Read(kDemoRole)));
  for (const std::string_view other :
       {"arn:aws:sts::111122223333:assumed-role/DemoRole2/session-1",
        "arn:aws:sts::111122223333:assumed-role/demorole/session-1",
        "arn:aws:sts::444455556666:assumed-role/DemoRole/session-1",
        "arn:aws:iam::111122223333:role/DemoRole"}) {
    EXPECT_THAT(engine, ImplicitlyDenies(Read(other))) << other;
  }
}

// The request's word counts: it is a session of another role, which the engine
// does not know.
TEST(RolesTest, ARequestsRoleArnWins) {
  const Engine engine =
      ValueOrDie(Engine::Builder()
                     .Add(iameval::Role{.arn = std::string(kDemoRole),
                                        .policies = {Identity()}})
                     .Add(iameval::Session{.arn = std::string(kDemoSession)})
                     .Build());
  EXPECT_THAT(engine, Allows(Read(kDemoSession)));
  EXPECT_THAT(engine,
              ImplicitlyDenies(
                  Build(Ask(kDemoSession)
                            .RoleArn("arn:aws:iam::111122223333:role/DemoRole")
                            .ResourceAccount("111122223333"))));
}

TEST(RolesTest, ASessionPolicyLimitsItsSessionAlone) {
  const Engine engine =
      ValueOrDie(Engine::Builder()
                     .Add(iameval::Role{.arn = std::string(kDemoRole),
                                        .policies = {Identity()}})
                     .Add(iameval::Session{
                         .arn = std::string(kDemoSession),
                         .policies = {{SessionPolicy({.action = "sqs:*"})}}})
                     .Build());
  EXPECT_THAT(engine, ImplicitlyDenies(Read(kDemoSession)));
  EXPECT_THAT(
      engine,
      Allows(Read("arn:aws:sts::111122223333:assumed-role/DemoRole/other")));
}

TEST(RolesTest, NoSessionPoliciesAndAnEmptyListDiffer) {
  const auto with = [](std::optional<std::vector<Policy>> policies) {
    return ValueOrDie(
        Engine::Builder()
            .Add(iameval::Role{.arn = std::string(kDemoRole),
                               .policies = {Identity()}})
            .Add(iameval::Session{.arn = std::string(kDemoSession),
                                  .issuer_arn = std::string(kDemoRole),
                                  .policies = std::move(policies)})
            .Build());
  };
  EXPECT_THAT(with(std::nullopt), Allows(Read(kDemoSession)));
  EXPECT_THAT(with(std::vector<Policy>()),
              ImplicitlyDenies(Read(kDemoSession)));
}

TEST(RolesTest, ARolesBoundaryLimitsAllItsSessions) {
  const Engine engine = ValueOrDie(
      Engine::Builder()
          .Add(iameval::Role{.arn = std::string(kDemoRole),
                             .policies = {Identity()},
                             .boundary = Boundary({.action = "sqs:*"})})
          .Add(iameval::Session{.arn = std::string(kDemoSession)})
          .Build());
  EXPECT_THAT(engine, ImplicitlyDenies(Read(kDemoSession)));
  EXPECT_THAT(engine, ImplicitlyDenies(Read(kDemoRole)));
}

// --- Federated users (S-7.12) ---

Engine WithFederatedUser(std::optional<std::vector<Policy>> policies) {
  return ValueOrDie(
      Engine::Builder()
          .Add(iameval::User{.arn = std::string(kAlice),
                             .policies = {Identity({.action = "s3:*"})},
                             .boundary = Boundary({.action = "s3:Get*"})})
          .Add(iameval::Session{.arn = std::string(kFederated),
                                .issuer_arn = std::string(kAlice),
                                .policies = std::move(policies)})
          .Build());
}

TEST(FederatedUsersTest, HaveWhatSessionIssuerAndBoundaryAllow) {
  const Engine engine = WithFederatedUser({{SessionPolicy()}});
  EXPECT_THAT(engine, Allows(Read(kFederated)));
  EXPECT_THAT(
      engine,  // the boundary of the issuing user
      ImplicitlyDenies(Build(
          Ask(kFederated, "s3:PutObject").ResourceAccount("111122223333"))));
  EXPECT_THAT(
      engine,
      ImplicitlyDenies(Build(Ask(kFederated, "sqs:SendMessage",
                                 "arn:aws:sqs:us-east-1:111122223333:demo"))));
}

TEST(FederatedUsersTest, HaveNothingWithoutSessionPolicies) {
  EXPECT_THAT(WithFederatedUser(std::nullopt),
              ImplicitlyDenies(Read(kFederated)));
}

// A name of a federated user is anybody's choice: the issuer tells them apart.
TEST(FederatedUsersTest, OfAnotherIssuerAreOthers) {
  const Engine engine = WithFederatedUser({{SessionPolicy()}});
  const auto by = [](std::string_view issuer) {
    return Build(
        Ask(kFederated).FederatedBy(issuer).ResourceAccount("111122223333"));
  };
  EXPECT_THAT(engine, Allows(by(kAlice)));
  EXPECT_THAT(engine,
              ImplicitlyDenies(by("arn:aws:iam::111122223333:user/Bob")));
}

TEST(FederatedUsersTest, OfTheRootUserHaveNoIdentityPolicies) {
  const Engine engine = ValueOrDie(
      Engine::Builder()
          .Add(iameval::Session{.arn = std::string(kFederated),
                                .issuer_arn = "arn:aws:iam::111122223333:root",
                                .policies = {{SessionPolicy()}}})
          .Add(iameval::Resource{
              .arn = std::string(kBucket),
              .account = "111122223333",
              .policy = ResourcePolicy(
                  {.action = "s3:GetObject",
                   .principal = R"({"AWS": "arn:aws:sts::111122223333:)"
                                R"(federated-user/demo"})"})})
          .Build());
  EXPECT_THAT(engine, Allows(Build(Ask(kFederated))));
  EXPECT_THAT(engine, ImplicitlyDenies(Build(Ask(kFederated, "s3:PutObject"))));
}

// S-3.8, S-7.9: the resource policy names the issuer; the engine knows who that
// is although the request does not say.
TEST(FederatedUsersTest, AreReachedThroughTheirIssuer) {
  const Engine engine = ValueOrDie(
      WithFederatedUser({{SessionPolicy()}})
          .ToBuilder()
          .Add(iameval::Resource{
              .arn = std::string(kBucket),
              .account = "111122223333",
              .policy = ResourcePolicy(
                  {.action = "s3:GetObjectAcl",
                   .principal =
                       R"({"AWS": "arn:aws:iam::111122223333:user/Alice"})"})})
          .Build());
  EXPECT_THAT(engine, Allows(Build(Ask(kFederated, "s3:GetObjectAcl"))));
}

// --- Resources ---

Engine WithBucketPolicy(const Doc& doc, std::string_view owner) {
  return ValueOrDie(
      Engine::Builder()
          .Add(iameval::User{.arn = std::string(kAlice),
                             .policies = {Identity({.action = "s3:Get*"})}})
          .Add(iameval::Resource{.arn = std::string(kBucket),
                                 .account = std::string(owner),
                                 .policy = ResourcePolicy(doc)})
          .Build());
}

TEST(ResourcesTest, ABucketsPolicyAndOwnerHoldForItsObjects) {
  const Doc grant{.principal =
                      R"({"AWS": "arn:aws:iam::111122223333:user/Alice"})"};
  const Request put = Build(Ask(kAlice, "s3:PutObject"));
  const Request read = Build(Ask(kAlice));
  // A direct grant within the account is enough, across accounts it is not.
  EXPECT_THAT(WithBucketPolicy(grant, "111122223333"), Allows(put));
  EXPECT_THAT(WithBucketPolicy(grant, "444455556666"), ImplicitlyDenies(put));
  EXPECT_THAT(WithBucketPolicy(grant, "444455556666"), Allows(read));
  EXPECT_THAT(WithBucketPolicy({.effect = "Deny"}, "111122223333"),
              ExplicitlyDenies(read));
}

TEST(ResourcesTest, AnotherBucketIsNotFound) {
  const Engine engine = WithBucketPolicy({.effect = "Deny"}, "111122223333");
  for (const std::string_view other :
       {"arn:aws:s3:::amzn-s3-demo-bucket2/key",
        "arn:aws:s3:::amzn-s3-demo-bucke",
        "arn:aws:s3:::other/"
        "amzn-s3-demo-bucket",
        "arn:aws-cn:s3:::amzn-s3-demo-bucket/key"}) {
    EXPECT_THAT(
        engine,
        Not(ExplicitlyDenies(Build(Ask(kAlice, "s3:GetObject", other)))))
        << other;
  }
}

TEST(ResourcesTest, ARequestsOwnerWins) {
  const Doc grant{.principal =
                      R"({"AWS": "arn:aws:iam::111122223333:user/Alice"})"};
  EXPECT_THAT(
      WithBucketPolicy(grant, "444455556666"),
      Allows(
          Build(Ask(kAlice, "s3:PutObject").ResourceAccount("111122223333"))));
}

// A policy on the thing, a request about something in it.
struct BelowCase {
  std::string_view added;
  std::string_view asked;
  bool below;
};

std::ostream& operator<<(std::ostream& os, const BelowCase& c) {
  return os << c.asked << (c.below ? " in " : " not in ") << c.added;
}

class BelowTest : public ::testing::TestWithParam<BelowCase> {};

TEST_P(BelowTest, TheNearestPolicyHolds) {
  const Engine engine = ValueOrDie(
      Engine::Builder()
          .Add(iameval::User{.arn = std::string(kAlice),
                             .policies = {Identity()}})
          .Add(iameval::Resource{.arn = std::string(GetParam().added),
                                 .account = "111122223333",
                                 .policy = ResourcePolicy({.effect = "Deny"})})
          .Build());
  const Request request = Build(Ask(kAlice, "demo:Use", GetParam().asked)
                                    .ResourceAccount("111122223333"));
  EXPECT_EQ(engine.Evaluate(request),
            GetParam().below ? Decision::kExplicitDeny : Decision::kAllowed);
}

constexpr BelowCase kBelow[] = {
    {"arn:aws:s3:::demo", "arn:aws:s3:::demo/a/b:c/", true},
    {"arn:aws:s3:::demo", "arn:aws:s3:::demo/", true},
    {"arn:aws:s3:::demo", "arn:aws:s3:::demo:x", false},
    {"arn:aws:s3:us-east-1:111122223333:accesspoint/demo",
     "arn:aws:s3:us-east-1:111122223333:accesspoint/demo/object/a/b/c/d/e/f/g/"
     "h/i/j/k",
     true},
    {"arn:aws:s3:us-east-1:111122223333:accesspoint/demo",
     "arn:aws:s3:us-east-1:111122223333:accesspoint/demo2/object/a", false},
    {"arn:aws:lambda:us-east-1:111122223333:function:demo",
     "arn:aws:lambda:us-east-1:111122223333:function:demo:7", true},
    {"arn:aws:lambda:us-east-1:111122223333:function:demo",
     "arn:aws:lambda:us-east-1:111122223333:function:demo7", false},
    {"arn:aws:dynamodb:us-east-1:111122223333:table/demo",
     "arn:aws:dynamodb:us-east-1:111122223333:table/demo/index/by-date", true},
    {"arn:aws:sqs:us-east-1:111122223333:demo",
     "arn:aws:sqs:us-east-1:111122223333:demo", true},
    {"arn:aws:sqs:us-east-1:111122223333:demo",
     "arn:aws:sqs:us-east-2:111122223333:demo", false},
    // In these names a slash is a letter.
    {"arn:aws:ecr:us-east-1:111122223333:repository/team",
     "arn:aws:ecr:us-east-1:111122223333:repository/team/app", false},
    {"arn:aws:secretsmanager:us-east-1:111122223333:secret:team",
     "arn:aws:secretsmanager:us-east-1:111122223333:secret:team/db-a1b2c3",
     false},
    {"arn:aws:ssm:us-east-1:111122223333:parameter/team",
     "arn:aws:ssm:us-east-1:111122223333:parameter/team/db", false},
    {"arn:aws:logs:us-east-1:111122223333:log-group:/aws/lambda",
     "arn:aws:logs:us-east-1:111122223333:log-group:/aws/lambda/demo", false},
    {"arn:aws:logs:us-east-1:111122223333:log-group:/aws/lambda/demo",
     "arn:aws:logs:us-east-1:111122223333:log-group:/aws/lambda/demo:"
     "log-stream:2024/01/01/[$LATEST]ab",
     true},
    {"arn:aws:iam::111122223333:user/division",
     "arn:aws:iam::111122223333:user/division/Alice", false},
};

INSTANTIATE_TEST_SUITE_P(Arns, BelowTest, ::testing::ValuesIn(kBelow));

// What was added for its tags is still in its bucket.
TEST(ResourcesTest, AnObjectWithTagsKeepsItsBucketsPolicyAndOwner) {
  const auto builder = [](const Doc& doc) {
    return Engine::Builder()
        .Add(iameval::User{
            .arn = std::string(kAlice),
            .policies = {Identity({.condition = R"({"StringEquals": {
                     "aws:ResourceTag/env": "dev",
                     "aws:ResourceAccount": "111122223333"}})"})}})
        .Add(iameval::Resource{.arn = std::string(kObject),
                               .tags = {{"env", "dev"}}})
        .Add(iameval::Resource{.arn = std::string(kBucket),
                               .account = "111122223333",
                               .policy = ResourcePolicy(doc)});
  };
  const Engine denying = ValueOrDie(builder({.effect = "Deny"}).Build());
  EXPECT_THAT(denying, ExplicitlyDenies(Build(Ask(kAlice))));
  const Engine silent = ValueOrDie(builder({.action = "s3:PutObject"}).Build());
  EXPECT_THAT(silent, Allows(Build(Ask(kAlice))));
  // Tags do not hold below what has them, nor beside it.
  EXPECT_THAT(
      silent,
      ImplicitlyDenies(Build(Ask(kAlice, "s3:GetObject",
                                 "arn:aws:s3:::amzn-s3-demo-bucket/other"))));
}

TEST(ResourcesTest, AKeyNeedsItsPolicy) {
  const auto decide = [](std::optional<Policy> policy, std::string_view who) {
    const Engine engine =
        ValueOrDie(Engine::Builder()
                       .Add(iameval::User{.arn = std::string(kAlice),
                                          .policies = {Identity()}})
                       .Add(iameval::Resource{.arn = std::string(kKey),
                                              .policy = std::move(policy)})
                       .Build());
    return engine.Evaluate(Build(Ask(who, "kms:Decrypt", kKey)));
  };
  const std::string_view root = "arn:aws:iam::111122223333:root";
  const std::string_view bob = "arn:aws:iam::111122223333:user/Bob";
  EXPECT_EQ(decide(std::nullopt, kAlice), Decision::kImplicitDeny);
  EXPECT_EQ(decide(std::nullopt, root), Decision::kImplicitDeny);
  const Policy delegation = ResourcePolicy(
      {.principal = R"({"AWS": "arn:aws:iam::111122223333:root"})"});
  EXPECT_EQ(decide(delegation, kAlice), Decision::kAllowed);
  EXPECT_EQ(decide(delegation, bob), Decision::kImplicitDeny);
  EXPECT_EQ(decide(delegation, root), Decision::kAllowed);
}

TEST(ResourcesTest, ServicesAndAnonymousCallersHaveThePolicyAlone) {
  const Engine engine = ValueOrDie(
      Engine::Builder()
          .Add(iameval::Resource{
              .arn = std::string(kBucket),
              .account = "111122223333",
              .policy = ResourcePolicy(
                  {.action = "s3:PutObject",
                   .principal = R"({"Service": "logs.amazonaws.com"})"})})
          .Build());
  EXPECT_THAT(engine, Allows(Build(Ask("logs.amazonaws.com", "s3:PutObject"))));
  EXPECT_THAT(engine, ImplicitlyDenies(Build(Ask("logs.amazonaws.com"))));
  EXPECT_THAT(engine,
              ImplicitlyDenies(Build(Ask("anonymous", "s3:PutObject"))));
}

// --- Trust policies (S-7.18) ---

TEST(TrustTest, ARolesTrustPolicyDecidesWhoMayAssumeIt) {
  const Engine engine = ValueOrDie(
      Engine::Builder()
          .Add(iameval::User{.arn = std::string(kAlice),
                             .policies = {Identity()}})
          .Add(iameval::Role{
              .arn = std::string(kDemoRole),
              .trust = Trust({.action = "sts:AssumeRole",
                              .principal = R"({"AWS": "111122223333"})"})})
          .Add(
              iameval::Role{.arn = "arn:aws:iam::111122223333:role/Untrusting"})
          .Build());
  const auto assume = [](std::string_view who, std::string_view role) {
    return Build(Ask(who, "sts:AssumeRole", role));
  };
  EXPECT_THAT(engine, Allows(assume(kAlice, kDemoRole)));
  EXPECT_THAT(engine, ImplicitlyDenies(assume(
                          "arn:aws:iam::111122223333:user/Bob", kDemoRole)));
  EXPECT_THAT(engine,
              ImplicitlyDenies(
                  assume(kAlice, "arn:aws:iam::111122223333:role/Untrusting")));
  EXPECT_THAT(engine, ImplicitlyDenies(assume(
                          kAlice, "arn:aws:iam::111122223333:role/Unknown")));
  // It says nothing of other actions on the role.
  EXPECT_THAT(engine, Allows(Build(Ask(kAlice, "iam:GetRole", kDemoRole))));
}

TEST(TrustTest, AProviderNeedsNothingElse) {
  const Engine engine = ValueOrDie(
      Engine::Builder()
          .Add(iameval::Role{
              .arn = std::string(kDemoRole),
              .trust = Trust(
                  {.action = "sts:AssumeRoleWithWebIdentity",
                   .principal = R"({"Federated": "accounts.google.com"})"})})
          .Build());
  EXPECT_THAT(engine,
              Allows(Build(Ask("accounts.google.com",
                               "sts:AssumeRoleWithWebIdentity", kDemoRole))));
  EXPECT_THAT(
      engine,
      ImplicitlyDenies(Build(Ask("graph.facebook.com",
                                 "sts:AssumeRoleWithWebIdentity", kDemoRole))));
}

// --- Tags (S-5.2, S-7.22) ---

Engine WithTags(const Policy& policy) {
  return ValueOrDie(
      Engine::Builder()
          .Add(iameval::User{.arn = std::string(kAlice),
                             .policies = {policy},
                             .tags = {{"Team", "blue"}, {"Cost", "7"}}})
          .Add(iameval::Role{.arn = std::string(kDemoRole),
                             .policies = {policy},
                             .tags = {{"Team", "blue"}, {"Cost", "7"}}})
          .Add(iameval::Session{.arn = std::string(kDemoSession),
                                .tags = {{"TEAM", "red"}}})
          .Add(iameval::Session{.arn = std::string(kFederated),
                                .issuer_arn = std::string(kAlice),
                                .policies = {{SessionPolicy()}},
                                .tags = {{"team", "red"}}})
          .Build());
}

TEST(TagsTest, OfPrincipalsAreKnown) {
  const Engine blue = WithTags(AllowWhen("aws:PrincipalTag/team", "blue"));
  EXPECT_THAT(blue, Allows(Read(kAlice)));
  EXPECT_THAT(blue, Allows(Read(kDemoRole)));
  EXPECT_THAT(
      blue,
      Allows(Read("arn:aws:sts::111122223333:assumed-role/DemoRole/other")));
  EXPECT_THAT(blue, ImplicitlyDenies(Read(kDemoSession)));
  EXPECT_THAT(blue, ImplicitlyDenies(Read(kFederated)));
}

TEST(TagsTest, OfASessionOverrideOthersWhateverTheirCase) {
  const Engine red = WithTags(AllowWhen("AWS:principaltag/tEAM", "red"));
  EXPECT_THAT(red, Allows(Read(kDemoSession)));
  EXPECT_THAT(red, Allows(Read(kFederated)));
  EXPECT_THAT(red, ImplicitlyDenies(Read(kAlice)));
  const Engine cost = WithTags(AllowWhen("aws:PrincipalTag/cost", "7"));
  EXPECT_THAT(cost, Allows(Read(kDemoSession)));
  EXPECT_THAT(cost, Allows(Read(kFederated)));
}

TEST(TagsTest, OfRequestsWin) {
  const auto read = [] { return Ask(kAlice).ResourceAccount("111122223333"); };
  const Engine blue = WithTags(AllowWhen("aws:PrincipalTag/team", "blue"));
  const Engine green = WithTags(AllowWhen("aws:PrincipalTag/team", "green"));
  const Request supplied =
      Build(read().Context("aws:PrincipalTag/TEAM", "green"));
  const Request absent = Build(read().ContextAbsent("aws:PrincipalTag/team"));
  EXPECT_THAT(green, Allows(supplied));
  EXPECT_THAT(blue, ImplicitlyDenies(supplied));
  EXPECT_THAT(blue, ImplicitlyDenies(absent));
}

TEST(TagsTest, OfResourcesAreKnown) {
  const Engine engine =
      ValueOrDie(Engine::Builder()
                     .Add(iameval::User{
                         .arn = std::string(kAlice),
                         .policies = {AllowWhen("aws:ResourceTag/env", "dev")}})
                     .Add(iameval::Resource{
                         .arn = std::string(kKey),
                         .policy = ResourcePolicy(
                             {.principal = R"({"AWS": "111122223333"})"}),
                         .tags = {{"Env", "dev"}}})
                     .Build());
  const auto decrypt = [] { return Ask(kAlice, "kms:Decrypt", kKey); };
  EXPECT_THAT(engine, Allows(Build(decrypt())));
  EXPECT_THAT(engine, ImplicitlyDenies(Build(
                          decrypt().Context("aws:ResourceTag/env", "prod"))));
  EXPECT_THAT(
      engine,
      ImplicitlyDenies(Build(decrypt().ContextAbsent("aws:ResourceTag/env"))));
}

// A role's tags are given once, for both of its parts.
TEST(TagsTest, OfUsersAndRolesAreThoseOfResourcesToo) {
  for (const std::string_view key :
       {"aws:ResourceTag/team", "iam:ResourceTag/team"}) {
    const Engine engine = WithTags(AllowWhen(key, "blue"));
    EXPECT_THAT(engine, Allows(Build(Ask(kAlice, "iam:GetRole", kDemoRole))))
        << key;
    EXPECT_THAT(engine, Allows(Build(Ask(kAlice, "iam:GetUser", kAlice))))
        << key;
    EXPECT_THAT(engine, ImplicitlyDenies(
                            Build(Ask(kAlice, "iam:GetUser",
                                      "arn:aws:iam::111122223333:user/Bob"))))
        << key;
  }
}

// --- Derived keys (S-6.1, S-6.2, S-4.14) ---

Engine WithIds(const Policy& policy) {
  return ValueOrDie(
      Engine::Builder()
          .Add(iameval::User{.arn = std::string(kAlice),
                             .policies = {policy},
                             .unique_id = "AIDACKCEVSQ6C2EXAMPLE"})
          .Add(iameval::Role{.arn = std::string(kDemoRole),
                             .policies = {policy},
                             .unique_id = "AROADBQP57FF2AEXAMPLE"})
          .Build());
}

TEST(DerivedKeysTest, APrincipalArnIsTheRolesWithItsPath) {
  const Engine engine = WithIds(AllowWhen("aws:PrincipalArn", kDemoRole));
  EXPECT_THAT(engine, Allows(Read(kDemoSession)));
  EXPECT_THAT(engine, Allows(Read(kDemoRole)));
  EXPECT_THAT(engine, ImplicitlyDenies(Read(kAlice)));
  EXPECT_THAT(engine, ImplicitlyDenies(
                          Build(Ask(kDemoSession)
                                    .ResourceAccount("111122223333")
                                    .Context("aws:PrincipalArn", "other"))));
  EXPECT_THAT(engine,
              ImplicitlyDenies(Build(Ask(kDemoSession)
                                         .ResourceAccount("111122223333")
                                         .ContextAbsent("aws:principalarn"))));
}

TEST(DerivedKeysTest, AUserIdIsMadeOfWhatTheEngineKnows) {
  const Engine user = WithIds(AllowWhen("aws:userid", "AIDACKCEVSQ6C2EXAMPLE"));
  EXPECT_THAT(user, Allows(Read(kAlice)));
  const Engine role =
      WithIds(AllowWhen("aws:userid", "AROADBQP57FF2AEXAMPLE:session-1"));
  EXPECT_THAT(role, Allows(Read(kDemoSession)));
  EXPECT_THAT(
      role, ImplicitlyDenies(
                Read("arn:aws:sts::111122223333:assumed-role/DemoRole/other")));
  EXPECT_THAT(role, ImplicitlyDenies(Read(kDemoRole)));  // no session's name
}

TEST(DerivedKeysTest, ARequestsIdWins) {
  const auto read = [] {
    return Ask(kDemoSession).ResourceAccount("111122223333");
  };
  const Engine known =
      WithIds(AllowWhen("aws:userid", "AROADBQP57FF2AEXAMPLE:session-1"));
  const Engine other = WithIds(AllowWhen("aws:userid", "AROA2:session-1"));
  EXPECT_THAT(other, Allows(Build(read().PrincipalId("AROA2"))));
  EXPECT_THAT(known, ImplicitlyDenies(Build(read().PrincipalId("AROA2"))));
  EXPECT_THAT(
      known, ImplicitlyDenies(Build(read().Context("aws:userid", "somebody"))));
  EXPECT_THAT(known,
              ImplicitlyDenies(Build(read().ContextAbsent("aws:UserId"))));
}

// S-3.9: ids in a resource-based policy meet the ids that the engine knows.
TEST(DerivedKeysTest, IdsArePrincipals) {
  const auto with = [](std::string_view principal) {
    return ValueOrDie(WithIds(Identity({.action = "sqs:*"}))
                          .ToBuilder()
                          .Add(iameval::Resource{.arn = std::string(kBucket),
                                                 .account = "111122223333",
                                                 .policy = ResourcePolicy(
                                                     {.principal = principal})})
                          .Build());
  };
  const Engine user = with(R"({"AWS": "AIDACKCEVSQ6C2EXAMPLE"})");
  EXPECT_THAT(user, Allows(Build(Ask(kAlice))));
  EXPECT_THAT(user, ImplicitlyDenies(Build(Ask(kDemoSession))));
  const Engine role = with(R"({"AWS": "AROADBQP57FF2AEXAMPLE"})");
  EXPECT_THAT(role, Allows(Build(Ask(kDemoSession))));
  EXPECT_THAT(role,
              ImplicitlyDenies(Build(Ask(kDemoSession).PrincipalId("AROA2"))));
}

TEST(DerivedKeysTest, AnOwnerIsKnownWhereTheArnDoesNotSay) {
  const Engine engine = ValueOrDie(
      Engine::Builder()
          .Add(iameval::User{
              .arn = std::string(kAlice),
              .policies = {AllowWhen("aws:ResourceAccount", "111122223333")}})
          .Add(iameval::Resource{.arn = std::string(kBucket),
                                 .account = "111122223333"})
          .Add(iameval::Resource{
              .arn = "arn:aws:ec2:us-east-1::snapshot/snap-012345678",
              .account = "111122223333"})
          .Build());
  EXPECT_THAT(engine, Allows(Build(Ask(kAlice))));
  EXPECT_THAT(engine, ImplicitlyDenies(Build(
                          Ask(kAlice).ContextAbsent("aws:ResourceAccount"))));
  const std::string_view snapshot =
      "arn:aws:ec2:us-east-1::snapshot/snap-012345678";
  EXPECT_THAT(engine, Allows(Build(Ask(kAlice, "ec2:CopySnapshot", snapshot))));
  // Q-51: EBS has no such key.
  EXPECT_THAT(
      engine,
      ImplicitlyDenies(Build(Ask(kAlice, "ebs:GetSnapshotBlock", snapshot))));
}

// --- What-if ---

TEST(ToBuilderTest, HoldsEverything) {
  const Engine before =
      ValueOrDie(Engine::Builder({.get_caller_identity_is_free = false})
                     .Add(iameval::User{.arn = std::string(kAlice)})
                     .Build());
  const Engine after = ValueOrDie(
      before.ToBuilder()
          .Add(iameval::User{.arn = "arn:aws:iam::111122223333:user/Bob",
                             .policies = {Identity({.action = "s3:*"})}})
          .Add(iameval::Resource{
              .arn = std::string(kBucket),
              .account = "111122223333",
              .policy =
                  ResourcePolicy({.principal = R"({"AWS": ")" +
                                               std::string(kAlice) + R"("})"})})
          .Build());
  EXPECT_THAT(before, ImplicitlyDenies(Build(Ask(kAlice))));
  EXPECT_THAT(after, Allows(Build(Ask(kAlice))));
  EXPECT_THAT(after, Allows(Build(Ask("arn:aws:iam::111122223333:user/Bob"))));
  // The options too.
  EXPECT_THAT(after, ImplicitlyDenies(
                         Build(Ask(kAlice, "sts:GetCallerIdentity", "*"))));
}

TEST(BuilderTest, CanBeCopiedAndBuiltAgain) {
  Engine::Builder builder;
  builder.Add(
      iameval::User{.arn = std::string(kAlice), .policies = {Identity()}});
  Engine::Builder copy = builder;
  copy.Add(iameval::User{.arn = "arn:aws:iam::111122223333:user/Bob",
                         .policies = {Identity()}});
  const Request bob = Read("arn:aws:iam::111122223333:user/Bob");
  EXPECT_THAT(ValueOrDie(builder.Build()), ImplicitlyDenies(bob));
  EXPECT_THAT(ValueOrDie(copy.Build()), Allows(bob));
  builder = copy;
  EXPECT_THAT(ValueOrDie(builder.Build()), Allows(bob));
  const Engine::Builder moved = std::move(builder);
  EXPECT_THAT(ValueOrDie(moved.Build()), Allows(bob));
}

// An engine outlives the builder, and the policies it was given.
TEST(BuilderTest, AnEngineStandsAlone) {
  std::optional<Engine> engine;
  {
    Engine::Builder builder;
    builder.Add(iameval::User{
        .arn = std::string(kAlice),
        .policies = {Identity({.sid = "All"}).Named("administrator")},
        .tags = {{"team", "blue"}}});
    engine = ValueOrDie(builder.Build());
  }
  const iameval::Explanation why = engine->Explain(Read(kAlice));
  EXPECT_EQ(why.decision, Decision::kAllowed);
  ASSERT_EQ(why.statements.size(), 1U);
  EXPECT_EQ(why.statements[0].statement.policy, "administrator");
}

}  // namespace
}  // namespace iameval_testing
