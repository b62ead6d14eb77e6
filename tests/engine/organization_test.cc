// What reaches a request through the organization and the network: SCPs and
// RCPs by level, management accounts, service-linked roles, VPC endpoints.

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "engine/documents.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "iameval/engine.h"
#include "iameval/engine_builder.h"
#include "iameval/testing/matchers.h"

namespace iameval_testing {
namespace {

using ::iameval::Account;
using ::iameval::Engine;
using ::iameval::OrganizationalUnit;
using ::iameval::Policy;
using ::iameval::Request;
using ::iameval::Resource;
using ::iameval::Role;
using ::iameval::User;
using ::iameval::VpcEndpoint;
using Attached = std::optional<std::vector<Policy>>;

constexpr std::string_view kBob = "arn:aws:iam::444455556666:user/Bob";
constexpr std::string_view kServiceRole =
    "arn:aws:iam::111122223333:role/aws-service-role/sns.amazonaws.com/"
    "AWSServiceRoleForSns";

// What is attached to the three nodes on the way to account 111122223333.
struct Levels {
  Attached root = std::nullopt;
  Attached unit = std::nullopt;
  Attached account = std::nullopt;
};

// Account 111122223333 lies below ou-prod, 444455556666 below ou-test of the
// same root, 123456789012 is the management account, 777788889999 in no
// organization. Everybody is an administrator, and every bucket is open.
Engine::Builder Organization(const Levels& scps, const Levels& rcps = {}) {
  Engine::Builder builder;
  builder
      .Add(OrganizationalUnit{
          .id = "r-demo", .scps = scps.root, .rcps = rcps.root})
      .Add(OrganizationalUnit{.id = "ou-prod",
                              .parent = "r-demo",
                              .scps = scps.unit,
                              .rcps = rcps.unit})
      .Add(OrganizationalUnit{.id = "ou-test", .parent = "r-demo"})
      .Add(Account{.id = "111122223333",
                   .parent = "ou-prod",
                   .scps = scps.account,
                   .rcps = rcps.account})
      .Add(Account{.id = "444455556666", .parent = "ou-test"})
      .Add(
          Account{.id = "123456789012", .parent = "r-demo", .management = true})
      .Add(Account{.id = "777788889999"});
  for (const std::string_view arn :
       {kAlice, kBob, std::string_view("arn:aws:iam::123456789012:user/Carol"),
        std::string_view("arn:aws:iam::777788889999:user/Dave")}) {
    builder.Add(User{.arn = std::string(arn), .policies = {Identity()}});
  }
  builder.Add(Role{.arn = std::string(kServiceRole), .policies = {Identity()}});
  for (const std::string account :
       {"111122223333", "444455556666", "123456789012", "777788889999"}) {
    builder.Add(Resource{.arn = "arn:aws:s3:::" + account,
                         .account = account,
                         .policy = ResourcePolicy()});
  }
  return builder;
}

// `who` reads an object in the bucket of `account`.
Request Read(std::string_view who, std::string_view account) {
  return Build(Ask(who, "s3:GetObject",
                   "arn:aws:s3:::" + std::string(account) + "/key"));
}

Engine WithScps(const Levels& scps) {
  return ValueOrDie(Organization(scps).Build());
}
Engine WithRcps(const Levels& rcps) {
  return ValueOrDie(Organization({}, rcps).Build());
}

// --- SCPs (S-7.4, S-7.5) ---

TEST(ScpTest, NothingAttachedLimitsNothing) {
  EXPECT_THAT(WithScps({}), Allows(Read(kAlice, "111122223333")));
}

TEST(ScpTest, EveryLevelMustAllow) {
  const std::vector<Policy> s3 = {Scp({.action = "s3:*"})};
  const std::vector<Policy> sqs = {Scp({.action = "sqs:*"})};
  const Request read = Read(kAlice, "111122223333");
  EXPECT_THAT(WithScps({.root = s3, .unit = s3, .account = s3}), Allows(read));
  EXPECT_THAT(WithScps({.root = sqs, .unit = s3, .account = s3}),
              ImplicitlyDenies(read));
  EXPECT_THAT(WithScps({.root = s3, .unit = sqs, .account = s3}),
              ImplicitlyDenies(read));
  EXPECT_THAT(WithScps({.root = s3, .unit = s3, .account = sqs}),
              ImplicitlyDenies(read));
  // Within a level one of them is enough.
  EXPECT_THAT(WithScps({.unit = {{sqs[0], s3[0]}}}), Allows(read));
}

TEST(ScpTest, AnEmptyLevelBlocksAndAnAbsentOneDoesNot) {
  const Request read = Read(kAlice, "111122223333");
  const std::vector<Policy> none;
  EXPECT_THAT(WithScps({.root = none}), ImplicitlyDenies(read));
  EXPECT_THAT(WithScps({.unit = none}), ImplicitlyDenies(read));
  EXPECT_THAT(WithScps({.account = none}), ImplicitlyDenies(read));
}

TEST(ScpTest, AreInheritedAndStayInTheirBranch) {
  const std::vector<Policy> deny = {Scp(), Scp({.effect = "Deny"})};
  const Request alice = Read(kAlice, "111122223333");
  const Request bob = Read(kBob, "444455556666");
  EXPECT_THAT(WithScps({.root = deny}), ExplicitlyDenies(alice));
  EXPECT_THAT(WithScps({.root = deny}), ExplicitlyDenies(bob));
  EXPECT_THAT(WithScps({.unit = deny}), ExplicitlyDenies(alice));
  EXPECT_THAT(WithScps({.unit = deny}), Allows(bob));
  EXPECT_THAT(WithScps({.account = deny}), ExplicitlyDenies(alice));
  EXPECT_THAT(WithScps({.account = deny}), Allows(bob));
}

TEST(ScpTest, FollowTheCallerAndNotTheResource) {
  const Engine engine = WithScps({.unit = {{Scp(), Scp({.effect = "Deny"})}}});
  EXPECT_THAT(engine, ExplicitlyDenies(Read(kAlice, "444455556666")));
  EXPECT_THAT(engine, Allows(Read(kBob, "111122223333")));
}

TEST(ScpTest, ReachTheRootUserAndSpareOutsiders) {
  const Engine engine = WithScps({.root = {{Scp({.effect = "Deny"})}}});
  EXPECT_THAT(engine, ExplicitlyDenies(Read("arn:aws:iam::111122223333:root",
                                            "111122223333")));
  for (const std::string_view spared :
       {std::string_view("arn:aws:iam::123456789012:user/Carol"),  // management
        std::string_view("arn:aws:iam::123456789012:root"),
        std::string_view("arn:aws:iam::777788889999:user/Dave"),
        std::string_view("logs.amazonaws.com"), std::string_view("anonymous"),
        kServiceRole,
        std::string_view("arn:aws:sts::111122223333:assumed-role/"
                         "AWSServiceRoleForSns/session-1")}) {
    EXPECT_THAT(engine, Allows(Read(spared, "111122223333"))) << spared;
  }
}

TEST(ScpTest, OfAnAccountInNoUnitCount) {
  const auto with = [](Attached scps) {
    return ValueOrDie(
        Engine::Builder()
            .Add(Account{.id = "111122223333", .scps = std::move(scps)})
            .Add(User{.arn = std::string(kAlice), .policies = {Identity()}})
            .Build());
  };
  const Request list = Build(Ask(kAlice, "s3:ListAllMyBuckets", "*"));
  EXPECT_THAT(with(std::nullopt), Allows(list));
  EXPECT_THAT(with({{Scp({.effect = "Deny"})}}), ExplicitlyDenies(list));
  EXPECT_THAT(with(std::vector<Policy>()), ImplicitlyDenies(list));
}

// The request may say what the engine does not.
TEST(ScpTest, ARequestMayDeclareTheManagementAccount) {
  const Engine engine = WithScps({.root = {{Scp({.effect = "Deny"})}}});
  EXPECT_THAT(engine, Allows(Build(Ask(kAlice)
                                       .ResourceAccount("111122223333")
                                       .PrincipalAccountIsManagement(true))));
}

// Levels above one another in several organizations of one engine.
TEST(ScpTest, OrganizationsDoNotMix) {
  const Engine engine =
      ValueOrDie(Organization({})
                     .Add(OrganizationalUnit{
                         .id = "r-other", .scps = {{Scp({.effect = "Deny"})}}})
                     .Add(Account{.id = "222233334444", .parent = "r-other"})
                     .Add(User{.arn = "arn:aws:iam::222233334444:user/Eve",
                               .policies = {Identity()}})
                     .Build());
  EXPECT_THAT(engine, Allows(Read(kAlice, "111122223333")));
  EXPECT_THAT(engine,
              ExplicitlyDenies(
                  Read("arn:aws:iam::222233334444:user/Eve", "111122223333")));
}

// --- RCPs (S-7.6, S-7.7) ---

const std::vector<Policy>& DenyS3() {
  static const auto* const kDeny =
      new std::vector<Policy>{Rcp({.effect = "Deny", .action = "s3:*"})};
  return *kDeny;
}

TEST(RcpTest, FollowTheResourceAndNotTheCaller) {
  const Engine engine = WithRcps({.unit = DenyS3()});
  EXPECT_THAT(engine, ExplicitlyDenies(Read(kAlice, "111122223333")));
  EXPECT_THAT(engine, ExplicitlyDenies(Read(kBob, "111122223333")));
  EXPECT_THAT(engine, Allows(Read(kAlice, "444455556666")));
}

TEST(RcpTest, ReachOutsiders) {
  const Engine engine = WithRcps({.account = DenyS3()});
  for (const std::string_view reached :
       {std::string_view("arn:aws:iam::123456789012:user/Carol"),
        std::string_view("arn:aws:iam::777788889999:user/Dave"),
        std::string_view("arn:aws:iam::111122223333:root"),
        std::string_view("logs.amazonaws.com"),
        std::string_view("anonymous")}) {
    EXPECT_THAT(engine, ExplicitlyDenies(Read(reached, "111122223333")))
        << reached;
  }
  EXPECT_THAT(engine, Allows(Read(kServiceRole, "111122223333")));
}

TEST(RcpTest, AreInherited) {
  const Engine engine = WithRcps({.root = DenyS3()});
  EXPECT_THAT(engine, ExplicitlyDenies(Read(kAlice, "111122223333")));
  EXPECT_THAT(engine, ExplicitlyDenies(Read(kAlice, "444455556666")));
  EXPECT_THAT(engine, Allows(Read(kAlice, "123456789012")));  // management
  EXPECT_THAT(engine, Allows(Read(kAlice, "777788889999")));
}

// RCPFullAWSAccess is always attached.
TEST(RcpTest, AnEmptyLevelLimitsNothing) {
  EXPECT_THAT(WithRcps({.root = std::vector<Policy>()}),
              Allows(Read(kAlice, "111122223333")));
}

TEST(RcpTest, HoldForResourcesThatWereNotAdded) {
  const Engine engine = WithRcps({.unit = DenyS3()});
  const auto read = [] {
    return Ask(kAlice, "s3:GetObject", "arn:aws:s3:::unknown/key");
  };
  EXPECT_THAT(engine,
              ExplicitlyDenies(Build(read().ResourceAccount("111122223333"))));
  EXPECT_THAT(engine,
              ImplicitlyDenies(Build(read().ResourceAccount("444455556666"))));
  // Nobody says whose it is: the caller's, then.
  EXPECT_THAT(engine, ExplicitlyDenies(Build(read())));
}

// --- VPC endpoints (S-7.20) ---

Engine WithEndpoints() {
  return ValueOrDie(
      Engine::Builder()
          .Add(User{.arn = std::string(kAlice), .policies = {Identity()}})
          .Add(VpcEndpoint{.id = "vpce-1a2b3c4d",
                           .policy = EndpointPolicy({.action = "sqs:*"})})
          .Add(VpcEndpoint{
              .id = "vpce-0denied",
              .policy = EndpointPolicy({.effect = "Deny", .action = "s3:*"})})
          .Add(VpcEndpoint{.id = "vpce-0default"})
          .Build());
}

Request::Builder Through(std::string_view endpoint) {
  return Ask(kAlice)
      .ResourceAccount("111122223333")
      .Context("AWS:SourceVpce", endpoint);
}

TEST(EndpointTest, ThePolicyOfTheNamedOneFilters) {
  const Engine engine = WithEndpoints();
  EXPECT_THAT(engine,
              Allows(Build(Ask(kAlice).ResourceAccount("111122223333"))));
  EXPECT_THAT(engine, ImplicitlyDenies(Build(Through("vpce-1a2b3c4d"))));
  EXPECT_THAT(engine, ExplicitlyDenies(Build(Through("vpce-0denied"))));
}

TEST(EndpointTest, TheDefaultPolicyAllowsEverything) {
  EXPECT_THAT(WithEndpoints(), Allows(Build(Through("vpce-0default"))));
}

TEST(EndpointTest, AnUnknownOneIsTakenToHaveTheDefaultPolicy) {
  const Engine engine = WithEndpoints();
  const Request request = Build(Through("vpce-9unknown"));
  EXPECT_THAT(engine, Allows(request));
  EXPECT_THAT(
      engine.Explain(request).notes,
      ::testing::ElementsAre(
          "the engine does not know the VPC endpoint "
          "\"vpce-9unknown\": its policy is taken to allow everything"));
}

TEST(EndpointTest, ItNeverGrants) {
  const Engine engine = ValueOrDie(
      Engine::Builder()
          .Add(VpcEndpoint{.id = "vpce-1", .policy = EndpointPolicy()})
          .Build());
  EXPECT_THAT(engine, ImplicitlyDenies(Build(Through("vpce-1"))));
}

TEST(EndpointTest, AnExplicitlyAbsentOneIsNone) {
  EXPECT_THAT(WithEndpoints(),
              Allows(Build(Ask(kAlice)
                               .ResourceAccount("111122223333")
                               .ContextAbsent("aws:SourceVpce"))));
}

}  // namespace
}  // namespace iameval_testing
