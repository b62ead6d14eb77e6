// Explanations of an engine for an organization (S-7.27): which layers were
// consulted, what each comes to, which statements decided, and of an implicit
// deny the first allow that is missing, in words one can act on.

#include <ostream>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "engine/documents.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "iameval/engine.h"
#include "iameval/engine_builder.h"
#include "iameval/explanation.h"

namespace iameval_testing {
namespace {

using ::iameval::Account;
using ::iameval::Decision;
using ::iameval::Engine;
using ::iameval::Explanation;
using ::iameval::LayerReport;
using ::iameval::OrganizationalUnit;
using ::iameval::Policy;
using ::iameval::Request;
using ::iameval::Resource;
using ::iameval::Role;
using ::iameval::Session;
using ::iameval::StatementReport;
using ::iameval::User;
using ::iameval::VpcEndpoint;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

constexpr std::string_view kFederated =
    "arn:aws:sts::111122223333:federated-user/demo";
constexpr std::string_view kAliceEntry =
    R"({"AWS": "arn:aws:iam::111122223333:user/Alice"})";
constexpr std::string_view kAccountEntry = R"({"AWS": "111122223333"})";
constexpr std::string_view kRoleEntry =
    R"({"AWS": "arn:aws:iam::111122223333:role/service-role/DemoRole"})";
constexpr std::string_view kWhat =
    "s3:GetObject on arn:aws:s3:::amzn-s3-demo-bucket/reports/q1.csv";

User Alice(std::vector<Policy> policies) {
  return User{.arn = std::string(kAlice), .policies = std::move(policies)};
}

Resource Bucket(const Doc& doc, std::string_view account = "111122223333") {
  return Resource{.arn = std::string(kBucket),
                  .account = std::string(account),
                  .policy = ResourcePolicy(doc).Named("bucket.json")};
}

Explanation Explain(const Engine::Builder& builder,
                    const Request::Builder& request) {
  return ValueOrDie(builder.Build()).Explain(Build(request));
}

// "identity: allowed, an Allow statement matches", or "-" for a layer that was
// not consulted.
std::vector<std::string> Layers(const Explanation& explanation) {
  std::vector<std::string> lines;
  for (const LayerReport& layer : explanation.layers) {
    lines.push_back(
        layer.name + ": " +
        (layer.consulted ? std::string(DecisionName(layer.outcome)) : "-") +
        ", " + layer.detail);
  }
  return lines;
}

// "bucket.json 0" for each statement that decided.
std::vector<std::string> Deciding(const Explanation& explanation) {
  std::vector<std::string> places;
  for (const StatementReport& report : explanation.statements) {
    if (!report.determining) continue;
    places.push_back(report.statement.policy + " " +
                     std::to_string(report.statement.statement));
  }
  return places;
}

// --- Reasons: a line for each row of S-7.25, and each ceiling ---

struct ReasonCase {
  std::string name;
  Engine::Builder builder;
  Request::Builder request;
  std::string reason;
};

std::ostream& operator<<(std::ostream& os, const ReasonCase& c) {
  return os << c.name;
}

class ReasonTest : public ::testing::TestWithParam<ReasonCase> {};

TEST_P(ReasonTest, SaysWhatToChange) {
  const Explanation explanation =
      Explain(GetParam().builder, GetParam().request);
  EXPECT_EQ(explanation.reason, GetParam().reason);
}

std::string NameOf(const ::testing::TestParamInfo<ReasonCase>& info) {
  return info.param.name;
}

std::vector<ReasonCase> InOneAccount() {
  const std::string what(kWhat);
  const Doc put{.action = "s3:PutObject"};
  return {
      {"Direct", Engine::Builder().Add(Bucket({.principal = kAliceEntry})),
       Ask(kAlice),
       R"(the resource-based policy "bucket.json" allows the caller )" + what},
      {"Identity", Engine::Builder().Add(Alice({Identity()})).Add(Bucket(put)),
       Ask(kAlice), "an identity-based policy allows " + what},
      {"Nothing",
       Engine::Builder().Add(Alice({Identity(put)})).Add(Bucket(put)),
       Ask(kAlice),
       "neither an identity-based policy nor the resource-based policy "
       "\"bucket.json\" allows " +
           what},
      {"NothingAndNoResourcePolicy",
       Engine::Builder().Add(Alice({Identity(put)})),
       Ask(kAlice).ResourceAccount("111122223333"),
       "no identity-based policy allows " + what},
      {"OnlyDelegation",
       Engine::Builder().Add(Alice({})).Add(
           Bucket({.principal = kAccountEntry})),
       Ask(kAlice),
       "the resource-based policy \"bucket.json\" allows the caller's account, "
       "which leaves " +
           what + " to identity-based policies: none allows it"},
      {"Boundary",
       Engine::Builder().Add(
           User{.arn = std::string(kAlice),
                .policies = {Identity()},
                .boundary = Boundary(put).Named("boundary.json")}),
       Ask(kAlice).ResourceAccount("111122223333"),
       "the permissions boundary \"boundary.json\" does not allow " + what},
      {"BoundaryBelowAGrantToTheRole",
       Engine::Builder()
           .Add(Role{.arn = std::string(kDemoRole), .boundary = Boundary(put)})
           .Add(Bucket({.principal = kRoleEntry})),
       Ask(kDemoSession),
       "the permissions boundary does not allow " + what +
           "; what the resource-based policy grants the caller's role does not "
           "go beyond that"},
      {"SessionPolicy",
       Engine::Builder()
           .Add(Role{.arn = std::string(kDemoRole), .policies = {Identity()}})
           .Add(Session{.arn = std::string(kDemoSession),
                        .policies = {{SessionPolicy(put)}}}),
       Ask(kDemoSession).ResourceAccount("111122223333"),
       "no session policy allows " + what},
      {"FederatedWithoutSessionPolicy",
       Engine::Builder()
           .Add(Alice({Identity()}))
           .Add(Session{.arn = std::string(kFederated),
                        .issuer_arn = std::string(kAlice)}),
       Ask(kFederated).ResourceAccount("111122223333"),
       "the federated user has no session policy, and so no permissions of "
       "its own"},
      {"FederatedWhoseIssuerMayNot",
       Engine::Builder()
           .Add(Alice({Identity(put)}))
           .Add(Session{.arn = std::string(kFederated),
                        .issuer_arn = std::string(kAlice),
                        .policies = {{SessionPolicy()}}}),
       Ask(kFederated).ResourceAccount("111122223333"),
       "no identity-based policy of the issuing user allows " + what},
      {"RootUser", Engine::Builder(),
       Ask("arn:aws:iam::111122223333:root").ResourceAccount("111122223333"),
       "the root user needs no policy in its own account for " + what},
      {"UnknownPrincipal", Engine::Builder(),
       Ask(kAlice).ResourceAccount("111122223333"),
       "no identity-based policy allows " + what},
      {"GetCallerIdentity",
       Engine::Builder().Add(Alice({Identity({.effect = "Deny"})})),
       Ask(kAlice, "sts:GetCallerIdentity", "*"),
       "sts:GetCallerIdentity needs no permission"},
  };
}
INSTANTIATE_TEST_SUITE_P(OneAccount, ReasonTest,
                         ::testing::ValuesIn(InOneAccount()), NameOf);

std::vector<ReasonCase> AcrossAccounts() {
  const std::string what(kWhat);
  const Doc put{.action = "s3:PutObject"};
  const std::string accounts =
      "another account (111122223333) than the resource (444455556666)";
  return {
      {"Both",
       Engine::Builder()
           .Add(Alice({Identity()}))
           .Add(Bucket({.principal = kAccountEntry}, "444455556666")),
       Ask(kAlice),
       "an identity-based policy and the resource-based policy both allow " +
           what},
      {"ResourcePolicyIsSilent",
       Engine::Builder()
           .Add(Alice({Identity()}))
           .Add(Bucket(put, "444455556666")),
       Ask(kAlice),
       R"(the resource-based policy "bucket.json" must also allow )" + what +
           " to the caller, who is in " + accounts},
      {"NoResourcePolicy", Engine::Builder().Add(Alice({Identity()})),
       Ask(kAlice).ResourceAccount("444455556666"),
       "a resource-based policy must also allow " + what +
           " to the caller, who is in " + accounts},
      {"IdentityIsSilent",
       Engine::Builder().Add(Alice({})).Add(
           Bucket({.principal = kAliceEntry}, "444455556666")),
       Ask(kAlice),
       R"(the resource-based policy "bucket.json" allows )" + what +
           ", but an identity-based policy must also: the caller is in " +
           accounts},
      {"RootUser",
       Engine::Builder().Add(
           Bucket({.principal = kAccountEntry}, "444455556666")),
       Ask("arn:aws:iam::111122223333:root"),
       "the root user needs no policy of its own, and the resource-based "
       "policy \"bucket.json\" allows " +
           what},
      {"Partition", Engine::Builder().Add(Alice({Identity()})),
       Ask(kAlice, "s3:GetObject", "arn:aws-cn:s3:::demo/key")
           .ResourceAccount("444455556666"),
       "the caller is in partition aws and the resource in aws-cn: nothing is "
       "allowed from one to another"},
      {"Service", Engine::Builder().Add(Bucket(put)), Ask("logs.amazonaws.com"),
       R"(the resource-based policy "bucket.json" does not allow )" + what +
           " to logs.amazonaws.com, which has no policies of its own"},
      {"Anonymous", Engine::Builder(), Ask("anonymous"),
       "no resource-based policy allows " + what +
           " to an anonymous caller, which has no policies of its own"},
  };
}
INSTANTIATE_TEST_SUITE_P(Accounts, ReasonTest,
                         ::testing::ValuesIn(AcrossAccounts()), NameOf);

std::vector<ReasonCase> OfKeysAndRoles() {
  const std::string key = "kms:Decrypt on " + std::string(kKey);
  const std::string role = "sts:AssumeRole on " + std::string(kDemoRole);
  const auto with_key = [](const Doc& doc) {
    return Engine::Builder()
        .Add(Alice({Identity({.action = "kms:Encrypt"})}))
        .Add(Resource{.arn = std::string(kKey),
                      .policy = ResourcePolicy(doc).Named("key.json")});
  };
  const auto with_trust = [](std::string_view principal) {
    return Engine::Builder().Add(Alice({})).Add(Role{
        .arn = std::string(kDemoRole),
        .trust = Trust({.action = "sts:AssumeRole", .principal = principal})
                     .Named("trust.json")});
  };
  return {
      {"NoKeyPolicy", Engine::Builder().Add(Alice({Identity()})),
       Ask(kAlice, "kms:Decrypt", kKey),
       "no key policy was given, and without one nobody is allowed " + key},
      {"KeyPolicyIsSilent", with_key({.action = "kms:Encrypt"}),
       Ask(kAlice, "kms:Decrypt", kKey),
       "the key policy \"key.json\" does not allow " + key +
           " to the caller, and without it no other policy can"},
      {"KeyPolicyDelegates", with_key({.principal = kAccountEntry}),
       Ask(kAlice, "kms:Decrypt", kKey),
       "the key policy \"key.json\" allows the caller's account, which "
       "leaves " +
           key + " to identity-based policies: none allows it"},
      {"NoTrustPolicy",
       Engine::Builder().Add(Role{.arn = std::string(kDemoRole)}),
       Ask(kAlice, "sts:AssumeRole", kDemoRole),
       "no trust policy was given, and without one nobody is allowed " + role},
      {"TrustPolicyIsSilent", with_trust(R"({"AWS": "444455556666"})"),
       Ask(kAlice, "sts:AssumeRole", kDemoRole),
       "the role's trust policy \"trust.json\" does not allow " + role +
           " to the caller, and without it no other policy can"},
      {"TrustPolicyDelegates", with_trust(kAccountEntry),
       Ask(kAlice, "sts:AssumeRole", kDemoRole),
       "the role's trust policy \"trust.json\" allows the caller's account, "
       "which leaves " +
           role + " to identity-based policies: none allows it"},
      {"WrongProvider", with_trust(R"({"Federated": "accounts.google.com"})"),
       Ask("graph.facebook.com", "sts:AssumeRoleWithWebIdentity", kDemoRole),
       "the role's trust policy \"trust.json\" does not allow "
       "sts:AssumeRoleWithWebIdentity on " +
           std::string(kDemoRole) + " to graph.facebook.com"},
      {"ServiceOnAnUnknownKey", Engine::Builder(),
       Ask("logs.amazonaws.com", "kms:Decrypt", kKey),
       "no key policy was given, and without one nobody is allowed " + key},
  };
}
INSTANTIATE_TEST_SUITE_P(KeysAndRoles, ReasonTest,
                         ::testing::ValuesIn(OfKeysAndRoles()), NameOf);

// Three levels above an administrator; `node` replaces what is at its place.
Engine::Builder Organization(const OrganizationalUnit& root,
                             const OrganizationalUnit& unit,
                             const Account& account) {
  Engine::Builder builder;
  builder.Add(root).Add(unit).Add(account).Add(Alice({Identity()}));
  return builder;
}

const OrganizationalUnit& Root() {
  static const auto* const kRoot = new OrganizationalUnit{.id = "r-demo"};
  return *kRoot;
}
OrganizationalUnit Unit() { return {.id = "ou-demo", .parent = "r-demo"}; }
Account Member() { return {.id = "111122223333", .parent = "ou-demo"}; }

std::vector<ReasonCase> OfCeilings() {
  const std::string what(kWhat);
  const Policy sqs = Scp({.action = "sqs:*"});
  const Policy deny = Scp({.effect = "Deny", .sid = "NoReading"});
  OrganizationalUnit empty_root = Root();
  empty_root.scps.emplace();
  OrganizationalUnit narrow_unit = Unit();
  narrow_unit.scps = {{sqs.Named("queues.json")}};
  OrganizationalUnit sealed_unit = Unit();
  sealed_unit.rcps = {{Rcp({.effect = "Deny", .action = "s3:*"})}};
  Account narrow_account = Member();
  narrow_account.scps = {{sqs, sqs}};
  Account denied_account = Member();
  denied_account.scps = {{Scp(), deny.Named("deny.json")}};
  const auto read = [] { return Ask(kAlice).ResourceAccount("111122223333"); };
  return {
      {"ScpOfTheRoot", Organization(empty_root, Unit(), Member()), read(),
       "SCP level 1 (root) has no Allow for " + what +
           ": nothing is attached there"},
      {"ScpOfTheUnit", Organization(Root(), narrow_unit, Member()), read(),
       "SCP level 2 (OU) has no Allow for " + what +
           ": \"queues.json\" is all that is attached there"},
      {"ScpOfTheAccount", Organization(Root(), Unit(), narrow_account), read(),
       "SCP level 3 (account) has no Allow for " + what},
      {"DenyOfAnScp", Organization(Root(), Unit(), denied_account), read(),
       "the Deny statement \"NoReading\" of the service control policy "
       "\"deny.json\" at level 3 (account) matches " +
           what},
      {"DenyOfAnRcp", Organization(Root(), sealed_unit, Member()), read(),
       "a Deny statement of a resource control policy at level 2 (OU) "
       "matches " +
           what},
      {"Endpoint",
       Engine::Builder()
           .Add(Alice({Identity()}))
           .Add(VpcEndpoint{
               .id = "vpce-1",
               .policy =
                   EndpointPolicy({.action = "sqs:*"}).Named("endpoint.json")}),
       read().Context("aws:SourceVpce", "vpce-1"),
       "the VPC endpoint policy \"endpoint.json\" does not allow " + what},
      {"DenyOfAnIdentityPolicy",
       Engine::Builder().Add(Alice(
           {Identity(), Identity({.effect = "Deny"}).Named("deny.json")})),
       read(),
       "a Deny statement of the identity-based policy \"deny.json\" matches " +
           what},
      {"DenyOfAnUnnamedPolicy",
       Engine::Builder().Add(Alice({Identity({.effect = "Deny"})})), read(),
       "a Deny statement of an identity-based policy matches " + what},
  };
}
INSTANTIATE_TEST_SUITE_P(Ceilings, ReasonTest,
                         ::testing::ValuesIn(OfCeilings()), NameOf);

// S-7.27: the order in which a missing allow is named.
TEST(ReasonOrderTest, EndpointThenScpThenResourceThenIdentityThenBoundary) {
  OrganizationalUnit root = Root();
  Engine::Builder builder;
  const Policy other = Boundary({.action = "sqs:*"});
  builder.Add(Unit())
      .Add(Member())
      .Add(Account{.id = "444455556666"})
      .Add(Bucket({.action = "sqs:*"}, "444455556666"))
      .Add(VpcEndpoint{.id = "vpce-1",
                       .policy = EndpointPolicy({.action = "sqs:*"})});
  const auto reason = [&](const OrganizationalUnit& unit, const User& user,
                          const Request::Builder& request) {
    Engine::Builder whole = builder;
    return Explain(whole.Add(unit).Add(user), request).reason;
  };
  const User nobody{.arn = std::string(kAlice), .boundary = other};
  root.scps.emplace();
  EXPECT_THAT(
      reason(root, nobody, Ask(kAlice).Context("aws:SourceVpce", "vpce-1")),
      ::testing::StartsWith("the VPC endpoint policy does not allow"));
  EXPECT_THAT(reason(root, nobody, Ask(kAlice)),
              ::testing::StartsWith("SCP level 1 (root) has no Allow"));
  EXPECT_THAT(
      reason(Root(), nobody, Ask(kAlice)),
      ::testing::StartsWith("the resource-based policy \"bucket.json\" must"));
  const Request::Builder own = Ask(kAlice).ResourceAccount("111122223333");
  EXPECT_THAT(reason(Root(), nobody, own),
              ::testing::StartsWith("neither an identity-based policy nor"));
  User somebody = nobody;
  somebody.policies = {Identity()};
  EXPECT_THAT(reason(Root(), somebody, own),
              ::testing::StartsWith("the permissions boundary does not allow"));
}

// --- Layers and statements ---

TEST(LayersTest, EachSaysWhetherItTookPartAndWhatItComesTo) {
  OrganizationalUnit unit = Unit();
  unit.scps = {{Scp()}};
  Engine::Builder builder = Organization(Root(), unit, Member());
  builder.Add(Bucket({.principal = kAccountEntry}))
      .Add(Role{.arn = std::string(kDemoRole),
                .policies = {Identity().Named("identity.json")},
                .boundary = Boundary().Named("boundary.json")})
      .Add(Session{.arn = std::string(kDemoSession),
                   .policies = {{SessionPolicy().Named("session.json")}}});
  const Explanation explanation = Explain(builder, Ask(kDemoSession));
  EXPECT_THAT(
      Layers(explanation),
      ElementsAre("scp level 1: allowed, root: FullAWSAccess alone",
                  "scp level 2: allowed, OU: an Allow statement matches",
                  "scp level 3: allowed, account: FullAWSAccess alone",
                  "resource: allowed, allows the caller's account, which "
                  "delegates to its identity policies",
                  "identity: allowed, an Allow statement matches",
                  "boundary: allowed, an Allow statement matches",
                  "session: allowed, an Allow statement matches"));
  EXPECT_THAT(Deciding(explanation),
              ElementsAre(" 0", "identity.json 0", "boundary.json 0",
                          "session.json 0"));
}

TEST(LayersTest, ADirectGrantNeedsNeitherBoundaryNorSession) {
  Engine::Builder builder;
  builder.Add(Bucket({}))
      .Add(Role{.arn = std::string(kDemoRole),
                .boundary = Boundary().Named("boundary.json")});
  const Explanation explanation = Explain(builder, Ask(kDemoSession));
  EXPECT_EQ(explanation.decision, Decision::kAllowed);
  EXPECT_THAT(Layers(explanation),
              ElementsAre("resource: allowed, allows the caller",
                          "identity: implicitDeny, nothing is attached",
                          "boundary: allowed, an Allow statement matches"));
  EXPECT_THAT(Deciding(explanation), ElementsAre("bucket.json 0"));
}

TEST(LayersTest, AGrantToTheRoleNeedsTheBoundary) {
  Engine::Builder builder;
  builder.Add(Bucket({.principal = kRoleEntry}))
      .Add(Role{.arn = std::string(kDemoRole),
                .boundary = Boundary().Named("boundary.json")});
  const Explanation explanation = Explain(builder, Ask(kDemoSession));
  EXPECT_THAT(Layers(explanation),
              ElementsAre("resource: allowed, allows the caller's role",
                          "identity: implicitDeny, nothing is attached",
                          "boundary: allowed, an Allow statement matches"));
  EXPECT_THAT(Deciding(explanation),
              ElementsAre("bucket.json 0", "boundary.json 0"));
}

TEST(LayersTest, ThoseThatDoNotApplySayWhy) {
  OrganizationalUnit root = Root();
  root.scps = {{Scp({.effect = "Deny"})}};
  root.rcps = {{Rcp({.effect = "Deny", .action = "s3:*"})}};
  Engine::Builder builder;
  builder.Add(root)
      .Add(
          Account{.id = "111122223333", .parent = "r-demo", .management = true})
      .Add(Bucket({}));
  EXPECT_THAT(
      Layers(Explain(builder, Ask(kAlice))),
      ElementsAre(
          "rcp level 1: -, RCPs do not apply to the management account's "
          "resources",
          "rcp level 2: -, RCPs do not apply to the management account's "
          "resources",
          "scp level 1: -, SCPs do not apply to the management account's "
          "principals",
          "scp level 2: -, SCPs do not apply to the management account's "
          "principals",
          "resource: allowed, allows the caller"));
}

TEST(LayersTest, ATrustPolicyIsNotAskedForOtherActions) {
  Engine::Builder builder;
  builder.Add(Alice({Identity()}))
      .Add(Role{.arn = std::string(kDemoRole), .trust = Trust()});
  EXPECT_THAT(
      Layers(Explain(builder, Ask(kAlice, "iam:GetRole", kDemoRole))),
      ElementsAre("trust: -, a trust policy decides who may assume the role, "
                  "nothing else",
                  "identity: allowed, an Allow statement matches"));
}

TEST(LayersTest, AMissingKeyPolicyIsALayer) {
  Engine::Builder builder;
  builder.Add(Alice({Identity()}));
  EXPECT_THAT(Layers(Explain(builder, Ask(kAlice, "kms:Decrypt", kKey))),
              ElementsAre("resource: implicitDeny, no key policy was given",
                          "identity: allowed, an Allow statement matches"));
  EXPECT_THAT(
      Layers(Explain(builder, Ask(kAlice, "sts:AssumeRole", kDemoRole))),
      ElementsAre("trust: implicitDeny, no trust policy was given",
                  "identity: allowed, an Allow statement matches"));
}

// What policies say of it is shown, although it counts for nothing.
TEST(LayersTest, OfGetCallerIdentityDecideNothing) {
  Engine::Builder builder;
  builder.Add(Alice({Identity({.effect = "Deny"})}));
  const Explanation explanation =
      Explain(builder, Ask(kAlice, "sts:GetCallerIdentity", "*"));
  EXPECT_EQ(explanation.decision, Decision::kAllowed);
  EXPECT_THAT(Layers(explanation),
              ElementsAre("identity: explicitDeny, a Deny statement matches"));
  EXPECT_THAT(Deciding(explanation), IsEmpty());
}

TEST(StatementsTest, KeepThePlaceInTheirUsersAndGroupsPolicies) {
  const std::string group = "arn:aws:iam::111122223333:group/Developers";
  Engine::Builder builder;
  builder
      .Add(iameval::Group{.arn = group,
                          .policies = {Identity().Named("group.json")}})
      .Add(User{.arn = std::string(kAlice),
                .policies = {Identity({.action = "sqs:*"}).Named("own.json")},
                .groups = {group}});
  const Explanation explanation =
      Explain(builder, Ask(kAlice).ResourceAccount("111122223333"));
  ASSERT_EQ(explanation.statements.size(), 2U);
  EXPECT_EQ(explanation.statements[0].statement.policy, "own.json");
  EXPECT_EQ(explanation.statements[1].statement.policy, "group.json");
  EXPECT_EQ(explanation.statements[1].statement.policy_index, 1U);
  EXPECT_THAT(Deciding(explanation), ElementsAre("group.json 0"));
}

TEST(MissingKeysTest, AreThoseThatNeitherRequestNorEngineKnows) {
  Engine::Builder builder;
  builder.Add(User{.arn = std::string(kAlice),
                   .policies = {Identity({.condition = R"({"StringEquals": {
          "aws:PrincipalTag/team": "blue", "aws:PrincipalTag/other": "x",
          "aws:SourceVpc": "vpc-1", "aws:username": "Alice"}})"})},
                   .tags = {{"Team", "blue"}}});
  EXPECT_THAT(Explain(builder, Ask(kAlice).ResourceAccount("111122223333"))
                  .missing_context_keys,
              ElementsAre("aws:PrincipalTag/other", "aws:SourceVpc"));
}

// --- Notes: what the engine was asked about and does not know ---

std::vector<std::string> Notes(const Engine::Builder& builder,
                               const Request::Builder& request) {
  return Explain(builder, request).notes;
}

TEST(NotesTest, OfWhatIsKnownThereIsNone) {
  Engine::Builder builder = Organization(Root(), Unit(), Member());
  builder.Add(Bucket({}));
  EXPECT_THAT(Notes(builder, Ask(kAlice)), IsEmpty());
  EXPECT_THAT(Notes(builder, Ask("logs.amazonaws.com")), IsEmpty());
  EXPECT_THAT(Notes(builder, Ask("arn:aws:iam::111122223333:root")), IsEmpty());
  EXPECT_THAT(Notes(builder, Ask(kAlice, "s3:ListAllMyBuckets", "*")),
              IsEmpty());
  // Most resources have no policy, and nobody adds them all.
  EXPECT_THAT(Notes(builder, Ask(kAlice, "ec2:StopInstances",
                                 "arn:aws:ec2:us-east-1:111122223333:instance/"
                                 "i-1234567890abcdef0")),
              IsEmpty());
}

TEST(NotesTest, NameUnknownPrincipals) {
  const Engine::Builder builder = Engine::Builder().Add(Bucket({}));
  const std::string rest = ": no identity-based policies apply here";
  EXPECT_THAT(
      Notes(builder, Ask(kAlice)),
      ElementsAre("the engine does not know " + std::string(kAlice) + rest));
  EXPECT_THAT(Notes(builder, Ask(kDemoSession)),
              ElementsAre("the engine does not know the role of " +
                          std::string(kDemoSession) + rest));
  EXPECT_THAT(Notes(builder, Ask(kDemoSession).RoleArn(kDemoRole)),
              ElementsAre("the engine does not know the role " +
                          std::string(kDemoRole) + rest));
  EXPECT_THAT(
      Notes(builder, Ask(kFederated)),
      ElementsAre("the engine does not know " + std::string(kFederated) +
                  ", nor who issued its credentials" + rest));
  EXPECT_THAT(Notes(builder, Ask(kFederated).FederatedBy(kAlice)),
              ElementsAre("the engine does not know " + std::string(kAlice) +
                          ", who issued the credentials of " +
                          std::string(kFederated) + rest));
}

TEST(NotesTest, NameUnknownSessionsOfFederatedUsers) {
  Engine::Builder builder;
  builder.Add(Alice({Identity()})).Add(Bucket({}));
  EXPECT_THAT(Notes(builder, Ask(kFederated).FederatedBy(kAlice)),
              ElementsAre("the engine does not know the session " +
                          std::string(kFederated) +
                          ": it has no session policies here"));
}

TEST(NotesTest, NameUnknownAccounts) {
  Engine::Builder builder = Organization(Root(), Unit(), Member());
  builder.Add(Bucket({}));
  const std::string bob = "arn:aws:iam::444455556666:root";
  EXPECT_THAT(Notes(builder, Ask(bob)),
              ElementsAre("the engine does not know account 444455556666: no "
                          "SCPs apply"));
  EXPECT_THAT(
      Notes(builder, Ask(kAlice).ResourceAccount("444455556666")),
      ElementsAre("the engine does not know account 444455556666, which owns " +
                  std::string(kObject) + ": no RCPs apply"));
  EXPECT_THAT(Notes(builder, Ask(bob).ResourceAccount("444455556666")),
              ElementsAre("the engine does not know account 444455556666: no "
                          "SCPs or RCPs apply"));
  // Without an organization there is none to be in.
  EXPECT_THAT(Notes(Engine::Builder().Add(Bucket({})), Ask(bob)), IsEmpty());
}

TEST(NotesTest, NameUnknownResourcesWhereTheirPolicyDecides) {
  Engine::Builder builder;
  builder.Add(Alice({Identity()}));
  const std::string object(kObject);
  EXPECT_THAT(Notes(builder, Ask(kAlice)),
              ElementsAre("the engine does not know who owns " + object +
                          ": it is taken to be in the caller's account, "
                          "without a resource-based policy"));
  EXPECT_THAT(Notes(builder, Ask(kAlice).ResourceAccount("444455556666")),
              ElementsAre("the engine does not know " + object +
                          ": it has no resource-based policy here"));
  EXPECT_THAT(Notes(builder, Ask("anonymous")),
              ElementsAre("the engine does not know " + object +
                          ": it has no resource-based policy here"));
  EXPECT_THAT(Notes(builder, Ask(kAlice, "kms:Decrypt", kKey)),
              ElementsAre("the engine does not know " + std::string(kKey) +
                          ": it has no key policy here"));
  EXPECT_THAT(Notes(builder, Ask(kAlice, "sts:AssumeRole", kDemoRole)),
              ElementsAre("the engine does not know " + std::string(kDemoRole) +
                          ": it has no trust policy here"));
  builder.Add(Resource{.arn = std::string(kBucket)});
  EXPECT_THAT(Notes(builder, Ask(kAlice)),
              ElementsAre("the engine does not know who owns " + object +
                          ": it is taken to be in the caller's account"));
}

}  // namespace
}  // namespace iameval_testing
