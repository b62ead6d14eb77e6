// What Engine::Builder::Build refuses, and the words it does it with: they name
// the thing and the place.

#include <functional>
#include <ostream>
#include <string>
#include <string_view>
#include <vector>

#include "engine/documents.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "iameval/engine.h"
#include "iameval/engine_builder.h"

namespace iameval_testing {
namespace {

using ::iameval::Account;
using ::iameval::Engine;
using ::iameval::Group;
using ::iameval::OrganizationalUnit;
using ::iameval::Resource;
using ::iameval::Role;
using ::iameval::Session;
using ::iameval::User;
using ::iameval::VpcEndpoint;
using Builder = Engine::Builder;

struct Refusal {
  std::string name;
  std::function<void(Builder&)> add;
  std::string message;
};

std::ostream& operator<<(std::ostream& os, const Refusal& refusal) {
  return os << refusal.name;
}

class RefusalTest : public ::testing::TestWithParam<Refusal> {};

TEST_P(RefusalTest, NamesTheThingAndThePlace) {
  Builder builder;
  GetParam().add(builder);
  const auto engine = builder.Build();
  ASSERT_FALSE(engine.ok());
  EXPECT_EQ(engine.status().code(), absl::StatusCode::kInvalidArgument);
  EXPECT_EQ(std::string(engine.status().message()), GetParam().message);
}

std::string NameOf(const ::testing::TestParamInfo<Refusal>& info) {
  return info.param.name;
}

const std::string alice(kAlice);
const std::string demo_role(kDemoRole);
const std::string demo_session(kDemoSession);
const std::string bucket(kBucket);
const std::string group = "arn:aws:iam::111122223333:group/Developers";
const std::string federated = "arn:aws:sts::111122223333:federated-user/demo";

std::vector<Refusal> OfTheOrganization() {
  return {
      {"UnitWithoutId", [](Builder& b) { b.Add(OrganizationalUnit{}); },
       R"(organizational unit "": expected an id)"},
      {"UnitTwice",
       [](Builder& b) {
         b.Add(OrganizationalUnit{.id = "r-demo"})
             .Add(OrganizationalUnit{.id = "r-demo"});
       },
       R"(organizational unit "r-demo": added twice)"},
      {"UnitOfUnknownUnit",
       [](Builder& b) {
         b.Add(OrganizationalUnit{.id = "ou-demo", .parent = "r-demo"});
       },
       R"(organizational unit "ou-demo": its parent "r-demo" was not added)"},
      {"UnitBelowItself",
       [](Builder& b) {
         b.Add(OrganizationalUnit{.id = "ou-demo", .parent = "ou-demo"});
       },
       R"(organizational unit "ou-demo": is its own ancestor)"},
      {"UnitsInACircle",
       [](Builder& b) {
         b.Add(OrganizationalUnit{.id = "ou-1", .parent = "ou-2"})
             .Add(OrganizationalUnit{.id = "ou-2", .parent = "ou-1"});
       },
       R"(organizational unit "ou-2": is its own ancestor)"},
      {"UnitTooDeep",
       [](Builder& b) {
         b.Add(OrganizationalUnit{.id = "ou-0"});
         for (int i = 1; i < 65; ++i) {
           b.Add(OrganizationalUnit{.id = "ou-" + std::to_string(i),
                                    .parent = "ou-" + std::to_string(i - 1)});
         }
         b.Add(Account{.id = "111122223333", .parent = "ou-64"});
       },
       R"(account "111122223333": lies below more than 64 units)"},
      {"ScpOfUnitIsAnother",
       [](Builder& b) {
         b.Add(OrganizationalUnit{.id = "r-demo", .scps = {{Identity()}}});
       },
       R"(SCPs of organizational unit "r-demo": policy 0 was parsed as a )"
       "document of type identity, expected scp"},
      {"RcpOfUnitIsAnother",
       [](Builder& b) {
         b.Add(OrganizationalUnit{
             .id = "r-demo",
             .rcps = {{Rcp({.effect = "Deny", .action = "s3:*"}),
                       Scp().Named("scp.json")}}});
       },
       R"(RCPs of organizational unit "r-demo": policy "scp.json" was parsed )"
       "as a document of type scp, expected rcp"},
      {"AccountWithoutDigits",
       [](Builder& b) { b.Add(Account{.id = "11112222333"}); },
       R"(account "11112222333": expected 12 digits)"},
      {"AccountTwice",
       [](Builder& b) {
         b.Add(Account{.id = "111122223333"})
             .Add(Account{.id = "111122223333"});
       },
       R"(account "111122223333": added twice)"},
      {"AccountOfUnknownUnit",
       [](Builder& b) {
         b.Add(Account{.id = "111122223333", .parent = "ou-demo"});
       },
       R"(account "111122223333": its parent "ou-demo" was not added)"},
      {"AccountBelowAnAccount",
       [](Builder& b) {
         b.Add(Account{.id = "111122223333"})
             .Add(Account{.id = "444455556666", .parent = "111122223333"});
       },
       R"(account "444455556666": its parent "111122223333" was not added)"},
      {"ScpOfAccountIsAnother",
       [](Builder& b) {
         b.Add(Account{.id = "111122223333", .scps = {{Boundary()}}});
       },
       R"(SCPs of account "111122223333": policy 0 was parsed as a document )"
       "of type boundary, expected scp"},
      {"TwoManagementAccounts",
       [](Builder& b) {
         b.Add(OrganizationalUnit{.id = "r-demo"})
             .Add(OrganizationalUnit{.id = "ou-demo", .parent = "r-demo"})
             .Add(Account{
                 .id = "111122223333", .parent = "r-demo", .management = true})
             .Add(Account{.id = "444455556666",
                          .parent = "ou-demo",
                          .management = true});
       },
       R"(account "444455556666": expected one management account below )"
       R"("r-demo", and 111122223333 is one already)"},
  };
}
INSTANTIATE_TEST_SUITE_P(Organization, RefusalTest,
                         ::testing::ValuesIn(OfTheOrganization()), NameOf);

std::vector<Refusal> OfPrincipals() {
  return {
      {"UserIsARole", [](Builder& b) { b.Add(User{.arn = demo_role}); },
       "user \"" + demo_role +
           "\": expected arn:PARTITION:iam::ACCOUNT:user/NAME"},
      {"UserIsNoArn", [](Builder& b) { b.Add(User{.arn = "Alice"}); },
       "user \"Alice\": expected arn:PARTITION:iam::ACCOUNT:user/NAME"},
      {"UserHasNoName",
       [](Builder& b) {
         b.Add(User{.arn = "arn:aws:iam::111122223333:user/division/"});
       },
       R"(user "arn:aws:iam::111122223333:user/division/": expected )"
       "arn:PARTITION:iam::ACCOUNT:user/NAME"},
      {"UserHasAWildcard",
       [](Builder& b) {
         b.Add(User{.arn = "arn:aws:iam::111122223333:user/*"});
       },
       R"(user "arn:aws:iam::111122223333:user/*": expected )"
       "arn:PARTITION:iam::ACCOUNT:user/NAME"},
      {"UserHasARegion",
       [](Builder& b) {
         b.Add(User{.arn = "arn:aws:iam:us-east-1:111122223333:user/Alice"});
       },
       R"(user "arn:aws:iam:us-east-1:111122223333:user/Alice": expected )"
       "arn:PARTITION:iam::ACCOUNT:user/NAME"},
      {"UserIsNotUtf8",
       [](Builder& b) {
         b.Add(User{.arn = "arn:aws:iam::111122223333:user/\xff"});
       },
       R"(user "arn:aws:iam::111122223333:user/\xff": expected )"
       "arn:PARTITION:iam::ACCOUNT:user/NAME"},
      {"UserTwice",
       [](Builder& b) { b.Add(User{.arn = alice}).Add(User{.arn = alice}); },
       "user \"" + alice + "\": added twice"},
      {"UserOfUnknownGroup",
       [](Builder& b) { b.Add(User{.arn = alice, .groups = {group}}); },
       "user \"" + alice + "\": its group \"" + group + "\" was not added"},
      {"UserOfAnotherAccountsGroup",
       [](Builder& b) {
         b.Add(Group{.arn = "arn:aws:iam::444455556666:group/G"})
             .Add(User{.arn = alice,
                       .groups = {"arn:aws:iam::444455556666:group/G"}});
       },
       "user \"" + alice +
           R"(": its group "arn:aws:iam::444455556666:group/G" is in another )"
           "account"},
      {"UserOfUnknownAccount",
       [](Builder& b) {
         b.Add(Account{.id = "444455556666"}).Add(User{.arn = alice});
       },
       "user \"" + alice + "\": its account 111122223333 was not added"},
      {"UsersPolicyIsAnother",
       [](Builder& b) {
         b.Add(User{.arn = alice,
                    .policies = {Identity(), SessionPolicy().Named("s")}});
       },
       "user \"" + alice +
           "\": policy \"s\" was parsed as a document of type session, "
           "expected identity"},
      {"UsersBoundaryIsAnother",
       [](Builder& b) { b.Add(User{.arn = alice, .boundary = Identity()}); },
       "boundary of user \"" + alice +
           "\": policy 0 was parsed as a document of type identity, expected "
           "boundary"},
      {"UserHasARolesId",
       [](Builder& b) {
         b.Add(User{.arn = alice, .unique_id = "AROADBQP57FF2AEXAMPLE"});
       },
       "user \"" + alice +
           "\": unique_id: found \"AROADBQP57FF2AEXAMPLE\", expected AIDA..."},
      {"IdTwice",
       [](Builder& b) {
         b.Add(User{.arn = alice, .unique_id = "AIDAEXAMPLE"})
             .Add(User{.arn = "arn:aws:iam::111122223333:user/Bob",
                       .unique_id = "AIDAEXAMPLE"});
       },
       R"(user "arn:aws:iam::111122223333:user/Bob": unique_id: )"
       R"("AIDAEXAMPLE" is that of ")" +
           alice + "\""},
      {"UsersTagTwice",
       [](Builder& b) {
         b.Add(User{.arn = alice, .tags = {{"Team", "a"}, {"tEAM", "a"}}});
       },
       "user \"" + alice +
           "\": tag \"tEAM\": given twice (letter case does not count)"},
      {"UsersTagWithoutKey",
       [](Builder& b) {
         b.Add(User{.arn = alice, .tags = {{"", "a"}}});
       },
       "user \"" + alice + "\": tag \"\": expected a key"},
      {"GroupIsAUser", [](Builder& b) { b.Add(Group{.arn = alice}); },
       "group \"" + alice +
           "\": expected arn:PARTITION:iam::ACCOUNT:group/NAME"},
      {"GroupTwice",
       [](Builder& b) { b.Add(Group{.arn = group}).Add(Group{.arn = group}); },
       "group \"" + group + "\": added twice"},
      {"PolicyOfGroupWithoutUsersIsAnother",
       [](Builder& b) { b.Add(Group{.arn = group, .policies = {Boundary()}}); },
       "group \"" + group +
           "\": policy 0 was parsed as a document of type boundary, expected "
           "identity"},
      {"RoleIsASession", [](Builder& b) { b.Add(Role{.arn = demo_session}); },
       "role \"" + demo_session +
           "\": expected arn:PARTITION:iam::ACCOUNT:role/NAME"},
      {"RoleTwice",
       [](Builder& b) {
         b.Add(Role{.arn = demo_role}).Add(Role{.arn = demo_role});
       },
       "role \"" + demo_role + "\": added twice"},
      {"RoleWithAnothersName",
       [](Builder& b) {
         b.Add(Role{.arn = demo_role})
             .Add(Role{.arn = "arn:aws:iam::111122223333:role/DemoRole"});
       },
       R"(role "arn:aws:iam::111122223333:role/DemoRole": the account has a )"
       "role of that name, \"" +
           demo_role + "\""},
      {"TrustPolicyIsAnother",
       [](Builder& b) {
         b.Add(Role{.arn = demo_role, .trust = ResourcePolicy()});
       },
       "trust policy of role \"" + demo_role +
           "\": policy 0 was parsed as a document of type resource, expected "
           "trust"},
  };
}
INSTANTIATE_TEST_SUITE_P(Principals, RefusalTest,
                         ::testing::ValuesIn(OfPrincipals()), NameOf);

std::vector<Refusal> OfSessions() {
  const std::string form =
      "\": expected arn:PARTITION:sts::ACCOUNT:assumed-role/ROLE/SESSION or "
      "...:federated-user/NAME";
  const auto no_session = [&form](std::string name, const std::string& arn) {
    return Refusal{std::move(name),
                   [arn](Builder& b) { b.Add(Session{.arn = arn}); },
                   "session \"" + arn + form};
  };
  return {
      no_session("SessionIsARole", demo_role),
      no_session("SessionHasNoName",
                 "arn:aws:sts::111122223333:assumed-role/DemoRole"),
      no_session("SessionHasAnEmptyName",
                 "arn:aws:sts::111122223333:assumed-role/DemoRole/"),
      no_session("SessionHasAPath",
                 "arn:aws:sts::111122223333:assumed-role/service-role/"
                 "DemoRole/session-1"),
      no_session("FederatedUserHasNoName",
                 "arn:aws:sts::111122223333:federated-user/"),
      no_session("SessionOfNoAccount", "arn:aws:sts::x:assumed-role/A/b"),
      {"SessionOfUnknownRole",
       [](Builder& b) { b.Add(Session{.arn = demo_session}); },
       "session \"" + demo_session + "\": its role was not added"},
      {"SessionOfUnknownIssuer",
       [](Builder& b) {
         b.Add(Session{.arn = demo_session, .issuer_arn = demo_role});
       },
       "session \"" + demo_session + "\": its role \"" + demo_role +
           "\" was not added"},
      {"SessionOfAnotherRole",
       [](Builder& b) {
         b.Add(Role{.arn = "arn:aws:iam::111122223333:role/Other"})
             .Add(Role{.arn = demo_role})
             .Add(
                 Session{.arn = demo_session,
                         .issuer_arn = "arn:aws:iam::111122223333:role/Other"});
       },
       "session \"" + demo_session +
           R"(": its role "arn:aws:iam::111122223333:role/Other" has no such )"
           "sessions"},
      {"SessionOfASession",
       [](Builder& b) {
         b.Add(Role{.arn = demo_role})
             .Add(Session{.arn = demo_session})
             .Add(Session{
                 .arn = "arn:aws:sts::111122223333:assumed-role/DemoRole/other",
                 .issuer_arn = demo_session});
       },
       R"(session "arn:aws:sts::111122223333:assumed-role/DemoRole/other": )"
       "its role \"" +
           demo_session + "\" was not added"},
      {"SessionTwice",
       [](Builder& b) {
         b.Add(Role{.arn = demo_role})
             .Add(Session{.arn = demo_session})
             .Add(Session{.arn = demo_session});
       },
       "session \"" + demo_session + "\": added twice"},
      {"SessionPolicyIsAnother",
       [](Builder& b) {
         b.Add(Role{.arn = demo_role})
             .Add(Session{.arn = demo_session, .policies = {{Identity()}}});
       },
       "session \"" + demo_session +
           "\": policy 0 was parsed as a document of type identity, expected "
           "session"},
      {"SessionsTagTwice",
       [](Builder& b) {
         b.Add(Role{.arn = demo_role})
             .Add(Session{.arn = demo_session,
                          .tags = {{"team", "a"}, {"Team", "b"}}});
       },
       "session \"" + demo_session +
           "\": tag \"Team\": given twice (letter case does not count)"},
      {"FederatedUserWithoutIssuer",
       [](Builder& b) { b.Add(Session{.arn = federated}); },
       "session \"" + federated +
           "\": expected issuer_arn: the user who called GetFederationToken"},
      {"FederatedUserOfUnknownUser",
       [](Builder& b) {
         b.Add(Session{.arn = federated, .issuer_arn = alice});
       },
       "session \"" + federated + "\": its user \"" + alice +
           "\" was not added"},
      {"FederatedUserOfARole",
       [](Builder& b) {
         b.Add(Role{.arn = demo_role})
             .Add(Session{.arn = federated, .issuer_arn = demo_role});
       },
       "session \"" + federated + "\": its user \"" + demo_role +
           "\" was not added"},
      {"FederatedUserOfAnotherAccountsUser",
       [](Builder& b) {
         const std::string bob = "arn:aws:iam::444455556666:user/Bob";
         b.Add(User{.arn = bob})
             .Add(Session{.arn = federated, .issuer_arn = bob});
       },
       "session \"" + federated +
           R"(": its user "arn:aws:iam::444455556666:user/Bob" is in another )"
           "account"},
      {"FederatedUserOfAnotherAccountsRoot",
       [](Builder& b) {
         b.Add(Session{.arn = federated,
                       .issuer_arn = "arn:aws:iam::444455556666:root"});
       },
       "session \"" + federated +
           R"(": its user "arn:aws:iam::444455556666:root" was not added)"},
  };
}
INSTANTIATE_TEST_SUITE_P(Sessions, RefusalTest,
                         ::testing::ValuesIn(OfSessions()), NameOf);

std::vector<Refusal> OfResources() {
  return {
      {"ResourceIsNoArn", [](Builder& b) { b.Add(Resource{.arn = "bucket"}); },
       R"(resource "bucket": expected an ARN)"},
      {"ResourceIsAPattern",
       [](Builder& b) {
         b.Add(Resource{.arn = bucket + "/*", .account = "111122223333"});
       },
       "resource \"" + bucket +
           "/*\": expected an ARN without wildcards: what lies below a "
           "resource is found through it"},
      {"ResourceTwice",
       [](Builder& b) {
         b.Add(Resource{.arn = bucket}).Add(Resource{.arn = bucket});
       },
       "resource \"" + bucket + "\": added twice"},
      {"PolicyOfNobodysResource",
       [](Builder& b) {
         b.Add(Resource{.arn = bucket, .policy = ResourcePolicy()});
       },
       "resource \"" + bucket +
           "\": expected an account: the ARN does not say who owns it"},
      {"OwnerIsNoAccount",
       [](Builder& b) { b.Add(Resource{.arn = bucket, .account = "Alice"}); },
       "resource \"" + bucket +
           "\": account: found \"Alice\", expected 12 digits"},
      {"OwnerIsNotTheArns",
       [](Builder& b) {
         b.Add(Resource{.arn = std::string(kKey), .account = "444455556666"});
       },
       "resource \"" + std::string(kKey) +
           "\": account: found 444455556666, but the ARN says 111122223333"},
      {"OwnerIsUnknown",
       [](Builder& b) {
         b.Add(Account{.id = "111122223333"})
             .Add(Resource{.arn = bucket, .account = "444455556666"});
       },
       "resource \"" + bucket + "\": its account 444455556666 was not added"},
      {"OwnerInTheArnIsUnknown",
       [](Builder& b) {
         b.Add(OrganizationalUnit{.id = "r-demo"})
             .Add(Resource{.arn = std::string(kKey)});
       },
       "resource \"" + std::string(kKey) +
           "\": its account 111122223333 was not added"},
      {"ResourcePolicyIsAnother",
       [](Builder& b) {
         b.Add(Resource{
             .arn = bucket, .account = "111122223333", .policy = Trust()});
       },
       "resource \"" + bucket +
           "\": policy 0 was parsed as a document of type trust, expected "
           "resource"},
      {"PolicyOfARole",
       [](Builder& b) {
         b.Add(Resource{.arn = demo_role, .policy = ResourcePolicy()});
       },
       "resource \"" + demo_role +
           "\": a role's policy is its trust policy: add it with the role"},
      {"TagsOfAUser",
       [](Builder& b) {
         b.Add(Resource{.arn = alice, .tags = {{"a", "b"}}})
             .Add(User{.arn = alice});
       },
       "resource \"" + alice +
           "\": its tags are those given with the user or role"},
      {"ResourcesTagTwice",
       [](Builder& b) {
         b.Add(Resource{.arn = bucket, .tags = {{"a", "1"}, {"A", "2"}}});
       },
       "resource \"" + bucket +
           "\": tag \"A\": given twice (letter case does not count)"},
      {"ResourcesTagIsNotUtf8",
       [](Builder& b) {
         b.Add(Resource{.arn = bucket, .tags = {{"a", "\xff"}}});
       },
       "resource \"" + bucket + "\": tag \"a\": not valid UTF-8"},
      {"EndpointIsAnArn",
       [](Builder& b) {
         b.Add(VpcEndpoint{
             .id = "arn:aws:ec2:us-east-1:111122223333:vpc-endpoint/vpce-1"});
       },
       R"(VPC endpoint "arn:aws:ec2:us-east-1:111122223333:vpc-endpoint/)"
       R"(vpce-1": expected an id, vpce-...)"},
      {"EndpointTwice",
       [](Builder& b) {
         b.Add(VpcEndpoint{.id = "vpce-1"}).Add(VpcEndpoint{.id = "vpce-1"});
       },
       R"(VPC endpoint "vpce-1": added twice)"},
      {"EndpointPolicyIsAnother",
       [](Builder& b) {
         b.Add(VpcEndpoint{.id = "vpce-1", .policy = ResourcePolicy()});
       },
       R"(VPC endpoint "vpce-1": policy 0 was parsed as a document of type )"
       "resource, expected vpce"},
  };
}
INSTANTIATE_TEST_SUITE_P(Resources, RefusalTest,
                         ::testing::ValuesIn(OfResources()), NameOf);

// The counterparts: what looks alike and is fine.
TEST(AcceptedTest, TheOrderOfAddDoesNotMatter) {
  EXPECT_TRUE(Builder()
                  .Add(Session{.arn = federated, .issuer_arn = alice})
                  .Add(Session{.arn = demo_session})
                  .Add(Role{.arn = demo_role})
                  .Add(User{.arn = alice, .groups = {group}})
                  .Add(Group{.arn = group})
                  .Add(Account{.id = "111122223333", .parent = "ou-demo"})
                  .Add(OrganizationalUnit{.id = "ou-demo", .parent = "r-demo"})
                  .Add(OrganizationalUnit{.id = "r-demo"})
                  .Build()
                  .ok());
}

TEST(AcceptedTest, AnEmptyBuilderBuilds) {
  EXPECT_TRUE(Builder().Build().ok());
}

TEST(AcceptedTest, NamesMayRepeatInOtherAccountsAndKinds) {
  EXPECT_TRUE(
      Builder()
          .Add(User{.arn = "arn:aws:iam::111122223333:user/Demo"})
          .Add(User{.arn = "arn:aws:iam::111122223333:user/division/Demo"})
          .Add(Role{.arn = "arn:aws:iam::111122223333:role/Demo"})
          .Add(Role{.arn = "arn:aws:iam::444455556666:role/division/Demo"})
          .Build()
          .ok());
}

TEST(AcceptedTest, AFailedBuildCanBeMended) {
  Builder builder;
  builder.Add(User{.arn = alice, .groups = {group}});
  EXPECT_FALSE(builder.Build().ok());
  EXPECT_TRUE(builder.Add(Group{.arn = group}).Build().ok());
}

TEST(AcceptedTest, SixtyFourLevels) {
  Builder builder;
  builder.Add(OrganizationalUnit{.id = "ou-0"});
  for (int i = 1; i < 64; ++i) {
    builder.Add(OrganizationalUnit{.id = "ou-" + std::to_string(i),
                                   .parent = "ou-" + std::to_string(i - 1)});
  }
  builder.Add(Account{.id = "111122223333", .parent = "ou-63"});
  EXPECT_TRUE(builder.Build().ok());
}

// A policy with an element that its place forbids does not get that far.
TEST(ScpTest, WithAPrincipalIsNoScp) {
  const auto scp = iameval::Policy::Parse(
      ToText(iameval::PolicyType::kResource, {}), iameval::PolicyType::kScp);
  ASSERT_FALSE(scp.ok());
  EXPECT_THAT(std::string(scp.status().message()),
              ::testing::HasSubstr("/Statement/Principal: "));
}

}  // namespace
}  // namespace iameval_testing
