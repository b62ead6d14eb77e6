#include "reference/evaluate.h"

#include <ostream>
#include <string>
#include <string_view>
#include <vector>

#include "absl/strings/str_format.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "iameval/policy.h"
#include "reference/principals.h"
#include "reference/requests.h"

namespace iameval::reference {
namespace {

constexpr Decision kAllowed = Decision::kAllowed;
constexpr Decision kImplicit = Decision::kImplicitDeny;
constexpr Decision kExplicit = Decision::kExplicitDeny;

using Level = PolicySet::Level;
using Levels = std::vector<Level>;
using Policies = std::vector<Policy>;

constexpr std::string_view kAccount = "111122223333";
constexpr std::string_view kRoot = "arn:aws:iam::111122223333:root";
constexpr std::string_view kRole = "arn:aws:iam::111122223333:role/App";
constexpr std::string_view kSession =
    "arn:aws:sts::111122223333:assumed-role/App/session1";
constexpr std::string_view kFederated =
    "arn:aws:sts::111122223333:federated-user/portal-user";
constexpr std::string_view kKey =
    "arn:aws:kms:us-east-1:111122223333:key/1234abcd-12ab-34cd-56ef-123456789"
    "0ab";
constexpr std::string_view kTarget = "arn:aws:iam::111122223333:role/Target";

Policy Parse(std::string_view statement, PolicyType type) {
  const std::string text = absl::StrFormat(
      R"({"Version": "2012-10-17", "Statement": %s})", statement);
  absl::StatusOr<Policy> policy = Policy::Parse(text, type);
  EXPECT_TRUE(policy.ok()) << policy.status() << "\n" << text;
  return *std::move(policy);
}

// One statement about every action and resource.
Policy Everything(PolicyType type, std::string_view effect = "Allow") {
  std::string statement = absl::StrFormat(R"({"Effect": "%s")", effect);
  if (type == PolicyType::kResource || type == PolicyType::kTrust ||
      type == PolicyType::kVpcEndpoint || type == PolicyType::kRcp) {
    statement += R"(, "Principal": "*")";
  }
  statement += type == PolicyType::kRcp && effect == "Deny"
                   ? R"(, "Action": ["s3:*", "kms:*", "sts:*"])"
                   : R"(, "Action": "*")";
  if (type != PolicyType::kTrust) statement += R"(, "Resource": "*")";
  return Parse(statement + "}", type);
}

// Allows nothing that is asked here.
Policy Nothing(PolicyType type) {
  return Parse(
      R"({"Effect": "Allow", "Action": "ec2:RunInstances", "Resource": "*"})",
      type);
}

// A resource or trust policy that allows everything to one principal.
Policy Grants(std::string_view principal, std::string_view key = "AWS",
              PolicyType type = PolicyType::kResource) {
  return Parse(absl::StrFormat(
                   R"({"Effect": "Allow", "Principal": {"%s": "%s"},
                       "Action": "%s"%s})",
                   key, principal, type == PolicyType::kTrust ? "sts:*" : "*",
                   type == PolicyType::kTrust ? "" : R"(, "Resource": "*")"),
               type);
}

Decision Decide(const PolicySet& policies, const Request::Builder& builder) {
  const auto request = builder.Build();
  EXPECT_TRUE(request.ok()) << request.status();
  return Evaluate(policies, *request);
}

Request::Builder Reads(std::string_view principal) {
  return AliceReads().Principal(principal);
}

Request::Builder SessionReads() { return Reads(kSession).RoleArn(kRole); }

// --- S-7.25 ---

struct Row {
  bool same_account;
  bool must_have;
  MatchKind kind;
  bool i;
  bool b;
  bool s;
};

// The table, read from top to bottom.
Decision TableOf(const Row& row) {
  const bool ibs = row.i && row.b && row.s;
  bool allowed = false;
  if (!row.same_account) {
    allowed = row.kind != MatchKind::kNone && ibs;
  } else if (row.kind == MatchKind::kDirect) {
    allowed = true;
  } else if (row.kind == MatchKind::kRole) {
    allowed = row.b && row.s;
  } else if (row.kind == MatchKind::kAccount) {
    allowed = ibs;
  } else {
    allowed = ibs && !row.must_have;
  }
  return allowed ? kAllowed : kImplicit;
}

// A role session's request, since it can have all the kinds.
Decision DecideRow(const Row& row) {
  constexpr std::string_view kNames[] = {"", kAccount, kRole, kSession};
  PolicySet policies;
  policies.identity = {row.i ? Everything(PolicyType::kIdentity)
                             : Nothing(PolicyType::kIdentity)};
  policies.boundary = row.b ? Everything(PolicyType::kBoundary)
                            : Nothing(PolicyType::kBoundary);
  policies.session = Policies{row.s ? Everything(PolicyType::kSession)
                                    : Nothing(PolicyType::kSession)};
  if (row.kind != MatchKind::kNone) {
    policies.resource = Grants(kNames[static_cast<int>(row.kind)]);
  }
  Request::Builder builder = SessionReads();
  if (row.must_have) builder.Action("kms:Decrypt").Resource(kKey);
  builder.ResourceAccount(row.same_account ? kAccount : "444455556666");
  return Decide(policies, builder);
}

TEST(DecisionTableTest, EveryRowOfS7_25) {
  for (const MatchKind kind : {MatchKind::kNone, MatchKind::kAccount,
                               MatchKind::kRole, MatchKind::kDirect}) {
    for (int bits = 0; bits < 32; ++bits) {
      const Row row{(bits & 1) != 0, (bits & 2) != 0, kind,
                    (bits & 4) != 0, (bits & 8) != 0, (bits & 16) != 0};
      EXPECT_EQ(DecideRow(row), TableOf(row))
          << "kind " << static_cast<int>(kind) << " bits " << bits;
    }
  }
}

TEST(DecisionTableTest, CallersWithoutAnAccountNeedADirectGrant) {
  PolicySet service;
  service.resource = Grants("sns.amazonaws.com", "Service");
  EXPECT_EQ(Decide(service, Reads("sns.amazonaws.com")), kAllowed);
  EXPECT_EQ(Decide(service, Reads("sqs.amazonaws.com")), kImplicit);
  EXPECT_EQ(Decide(service, Reads("anonymous")), kImplicit);
  PolicySet anyone;
  anyone.resource = Everything(PolicyType::kResource);
  EXPECT_EQ(Decide(anyone, Reads("anonymous")), kAllowed);
  EXPECT_EQ(Decide(anyone, Reads("sns.amazonaws.com")), kAllowed);
  EXPECT_EQ(Decide({}, Reads("anonymous")), kImplicit);
  // Their account is nobody's, so another account's resource is the same.
  EXPECT_EQ(Decide(anyone, Reads("anonymous").ResourceAccount("444455556666")),
            kAllowed);
}

// --- S-7.9 ---

struct Grant {
  const char* name;
  std::string_view caller;
  std::string_view named;
  Decision without_identity;
  Decision without_boundary;  // allowed by identity and resource policy only
  Decision without_session;
};

void PrintTo(const Grant& grant, std::ostream* out) { *out << grant.name; }

class ImplicitDenyTest : public testing::TestWithParam<Grant> {};

TEST_P(ImplicitDenyTest, AsInS7_9) {
  const Grant& grant = GetParam();
  Request::Builder builder = Reads(grant.caller);
  if (grant.caller == kSession) builder.RoleArn(kRole);
  if (grant.caller == kFederated) builder.FederatedBy(kAlice);
  const bool has_session =
      grant.caller == kSession || grant.caller == kFederated;
  PolicySet all;
  all.resource = Grants(grant.named);
  all.boundary = Everything(PolicyType::kBoundary);
  if (has_session) all.session = Policies{Everything(PolicyType::kSession)};
  EXPECT_EQ(Decide(all, builder), grant.without_identity);
  PolicySet no_boundary = all;
  no_boundary.boundary = Nothing(PolicyType::kBoundary);
  EXPECT_EQ(Decide(no_boundary, builder), grant.without_boundary);
  if (!has_session) return;
  PolicySet no_session = all;
  no_session.session = Policies{Nothing(PolicyType::kSession)};
  EXPECT_EQ(Decide(no_session, builder), grant.without_session);
}

INSTANTIATE_TEST_SUITE_P(
    Grants, ImplicitDenyTest,
    testing::Values(
        Grant{"UserByArn", kAlice, kAlice, kAllowed, kAllowed, kAllowed},
        Grant{"UserByAccount", kAlice, kAccount, kImplicit, kImplicit,
              kImplicit},
        Grant{"UserByStar", kAlice, "*", kAllowed, kAllowed, kAllowed},
        Grant{"SessionByArn", kSession, kSession, kAllowed, kAllowed, kAllowed},
        Grant{"SessionByRole", kSession, kRole, kAllowed, kImplicit, kImplicit},
        Grant{"SessionByAccount", kSession, kAccount, kImplicit, kImplicit,
              kImplicit},
        Grant{"SessionByStar", kSession, "*", kAllowed, kAllowed, kAllowed},
        Grant{"FederatedByArn", kFederated, kFederated, kAllowed, kAllowed,
              kAllowed},
        Grant{"FederatedByIssuer", kFederated, kAlice, kAllowed, kImplicit,
              kImplicit},
        Grant{"FederatedByAccount", kFederated, kAccount, kImplicit, kImplicit,
              kImplicit}),
    [](const testing::TestParamInfo<Grant>& tested) {
      return std::string(tested.param.name);
    });

TEST(RootUserTest, NeedsNoPolicyInItsOwnAccount) {
  EXPECT_EQ(Decide({}, Reads(kRoot)), kAllowed);
  EXPECT_EQ(Decide({}, Reads(kRoot).ResourceAccount("444455556666")),
            kImplicit);
  // S-7.16: identity policies and boundaries do not limit it.
  PolicySet attached;
  attached.identity = {Everything(PolicyType::kIdentity, "Deny")};
  attached.boundary = Nothing(PolicyType::kBoundary);
  EXPECT_EQ(Decide(attached, Reads(kRoot)), kAllowed);
  PolicySet denied;
  denied.resource = Everything(PolicyType::kResource, "Deny");
  EXPECT_EQ(Decide(denied, Reads(kRoot)), kExplicit);
}

TEST(FederatedUserTest, HasNothingWithoutSessionPolicies) {
  PolicySet policies;
  policies.identity = {Everything(PolicyType::kIdentity)};
  const Request::Builder reads = Reads(kFederated).FederatedBy(kAlice);
  EXPECT_EQ(Decide(policies, reads), kImplicit);
  policies.session = Policies{Everything(PolicyType::kSession)};
  EXPECT_EQ(Decide(policies, reads), kAllowed);
  policies.session.emplace();
  EXPECT_EQ(Decide(policies, reads), kImplicit);
}

// --- Layers ---

TEST(LayersTest, ADenyAnywhereDecides) {
  PolicySet all;
  all.identity = {Everything(PolicyType::kIdentity)};
  all.boundary = Everything(PolicyType::kBoundary);
  all.session = Policies{Everything(PolicyType::kSession)};
  all.scp = Levels{Level{Everything(PolicyType::kScp)}};
  all.rcp = Levels{Level{Everything(PolicyType::kRcp)}};
  all.resource = Everything(PolicyType::kResource);
  all.vpc_endpoint = Everything(PolicyType::kVpcEndpoint);
  EXPECT_EQ(Decide(all, SessionReads()), kAllowed);
  const auto denied_by = [&](auto add) {
    PolicySet policies = all;
    add(policies);
    return Decide(policies, SessionReads()) == kExplicit;
  };
  EXPECT_TRUE(denied_by([](PolicySet& p) {
    p.identity.push_back(Everything(PolicyType::kIdentity, "Deny"));
  }));
  EXPECT_TRUE(denied_by([](PolicySet& p) {
    p.boundary = Everything(PolicyType::kBoundary, "Deny");
  }));
  EXPECT_TRUE(denied_by([](PolicySet& p) {
    p.session->push_back(Everything(PolicyType::kSession, "Deny"));
  }));
  EXPECT_TRUE(denied_by([](PolicySet& p) {
    p.scp->push_back({Everything(PolicyType::kScp, "Deny")});
  }));
  EXPECT_TRUE(denied_by([](PolicySet& p) {
    p.rcp->push_back({Everything(PolicyType::kRcp, "Deny")});
  }));
  EXPECT_TRUE(denied_by([](PolicySet& p) {
    p.resource = Everything(PolicyType::kResource, "Deny");
  }));
  EXPECT_TRUE(denied_by([](PolicySet& p) {
    p.vpc_endpoint = Everything(PolicyType::kVpcEndpoint, "Deny");
  }));
}

TEST(LayersTest, EveryScpLevelMustAllow) {
  PolicySet policies;
  policies.identity = {Everything(PolicyType::kIdentity)};
  const Policy full = Everything(PolicyType::kScp);
  policies.scp.emplace();
  EXPECT_EQ(Decide(policies, AliceReads()), kAllowed);  // no levels
  policies.scp = Levels{Level{full}, Level{Nothing(PolicyType::kScp), full}};
  EXPECT_EQ(Decide(policies, AliceReads()), kAllowed);
  policies.scp = Levels{Level{full}, Level{Nothing(PolicyType::kScp)}};
  EXPECT_EQ(Decide(policies, AliceReads()), kImplicit);
  policies.scp = Levels{Level{full}, Level{}};
  EXPECT_EQ(Decide(policies, AliceReads()), kImplicit);
  // S-7.4: an SCP grants nothing.
  policies.identity.clear();
  policies.scp = Levels{Level{full}};
  EXPECT_EQ(Decide(policies, AliceReads()), kImplicit);
}

TEST(LayersTest, ScpsReachMemberAccountsPrincipalsOnly) {
  PolicySet policies;
  policies.resource = Everything(PolicyType::kResource);
  policies.scp = Levels{Level{}};
  EXPECT_EQ(Decide(policies, AliceReads()), kImplicit);
  EXPECT_EQ(Decide(policies, Reads(kRoot)), kImplicit);
  EXPECT_EQ(Decide(policies, AliceReads().PrincipalAccountIsManagement(true)),
            kAllowed);
  EXPECT_EQ(Decide(policies, Reads("sns.amazonaws.com")), kAllowed);
  EXPECT_EQ(Decide(policies, Reads("anonymous")), kAllowed);
  EXPECT_EQ(
      Decide(policies, Reads("arn:aws:iam::111122223333:role/aws-service-role/"
                             "sns.amazonaws.com/AWSServiceRoleForExample")),
      kAllowed);
}

TEST(LayersTest, RcpsReachEveryCallerOfMemberAccountsResources) {
  PolicySet policies;
  policies.resource = Everything(PolicyType::kResource);
  policies.rcp = Levels{Level{Everything(PolicyType::kRcp, "Deny")}};
  for (const std::string_view caller :
       {kAlice, kRoot, kSession, std::string_view("anonymous"),
        std::string_view("sns.amazonaws.com")}) {
    EXPECT_EQ(Decide(policies, Reads(caller)), kExplicit) << caller;
  }
  EXPECT_EQ(Decide(policies, AliceReads().ResourceAccountIsManagement(true)),
            kAllowed);
  EXPECT_EQ(
      Decide(policies, Reads("arn:aws:iam::111122223333:role/aws-service-role/"
                             "sns.amazonaws.com/AWSServiceRoleForExample")),
      kAllowed);
  EXPECT_EQ(Decide(policies, AliceReads().Action("kms:Decrypt").Resource(kKey)),
            kExplicit);
  EXPECT_EQ(
      Decide(policies, AliceReads().Action("KMS:retireGrant").Resource(kKey)),
      kAllowed);
  // RCPFullAWSAccess is always there (S-7.6).
  policies.rcp = Levels{Level{}, Level{}};
  EXPECT_EQ(Decide(policies, AliceReads()), kAllowed);
}

TEST(LayersTest, AnEndpointPolicyMustAllow) {
  PolicySet policies;
  policies.identity = {Everything(PolicyType::kIdentity)};
  policies.vpc_endpoint = Parse(
      R"({"Effect": "Allow", "Principal": "*", "Action": "s3:PutObject",
          "Resource": "*"})",
      PolicyType::kVpcEndpoint);
  EXPECT_EQ(Decide(policies, AliceReads()), kImplicit);
  EXPECT_EQ(Decide(policies, AliceReads().Action("s3:PutObject")), kAllowed);
  // S-7.20: it grants nothing.
  policies.identity.clear();
  EXPECT_EQ(Decide(policies, AliceReads().Action("s3:PutObject")), kImplicit);
}

TEST(AccountsTest, UnknownOwnerIsAnotherAccountIfThereIsAResourcePolicy) {
  PolicySet policies;
  policies.identity = {Everything(PolicyType::kIdentity)};
  const Request::Builder reads = AliceReads().ResourceAccount("");
  EXPECT_EQ(Decide(policies, reads), kAllowed);
  policies.resource = Grants("444455556666");
  EXPECT_EQ(Decide(policies, reads), kImplicit);
  policies.resource = Grants(kAlice);
  EXPECT_EQ(Decide(policies, reads), kAllowed);
  policies.identity.clear();
  EXPECT_EQ(Decide(policies, reads), kImplicit);
}

TEST(AccountsTest, PartitionsDoNotMix) {
  PolicySet policies;
  policies.identity = {Everything(PolicyType::kIdentity)};
  policies.resource = Grants(kAlice);
  EXPECT_EQ(Decide(policies, AliceReads().ResourceAccount("444455556666")),
            kAllowed);
  EXPECT_EQ(Decide(policies, AliceReads()
                                 .ResourceAccount("444455556666")
                                 .Resource("arn:aws-cn:s3:::bucket/x")),
            kImplicit);
}

TEST(KmsTest, TheKeyPolicyMustOpenTheKey) {
  PolicySet policies;
  policies.identity = {Everything(PolicyType::kIdentity)};
  const Request::Builder decrypts =
      AliceReads().Action("kms:Decrypt").Resource(kKey);
  EXPECT_EQ(Decide(policies, decrypts), kImplicit);
  EXPECT_EQ(
      Decide(
          policies,
          AliceReads().Principal(kRoot).Action("kms:Decrypt").Resource(kKey)),
      kImplicit);
  EXPECT_EQ(Decide(policies, AliceReads().Action("kms:ListKeys").Resource("*")),
            kAllowed);
  policies.resource = Grants(kAccount);
  EXPECT_EQ(Decide(policies, decrypts), kAllowed);
}

TEST(TrustTest, TheTrustPolicyMustAllow) {
  PolicySet policies;
  policies.identity = {Everything(PolicyType::kIdentity)};
  const Request::Builder assumes =
      AliceReads().Action("sts:AssumeRole").Resource(kTarget);
  EXPECT_EQ(Decide(policies, assumes), kImplicit);
  policies.resource = Grants(kAccount, "AWS", PolicyType::kTrust);
  EXPECT_EQ(Decide(policies, assumes), kAllowed);
  policies.identity.clear();
  EXPECT_EQ(Decide(policies, assumes), kImplicit);
  policies.resource = Grants(kAlice, "AWS", PolicyType::kTrust);
  EXPECT_EQ(Decide(policies, assumes), kAllowed);
  // It says nothing about other actions on the role.
  policies.resource = Everything(PolicyType::kTrust, "Deny");
  policies.identity = {Everything(PolicyType::kIdentity)};
  EXPECT_EQ(
      Decide(policies, AliceReads().Action("iam:GetRole").Resource(kTarget)),
      kAllowed);
  EXPECT_EQ(Decide(policies, assumes), kExplicit);
}

TEST(TrustTest, ProvidersAreTrustedAsFederatedOnly) {
  constexpr std::string_view kProvider = "accounts.google.com";
  const Request::Builder assumes = AliceReads()
                                       .Principal(kProvider)
                                       .Action("sts:AssumeRoleWithWebIdentity")
                                       .Resource(kTarget);
  PolicySet policies;
  policies.resource = Grants(kProvider, "Federated", PolicyType::kTrust);
  EXPECT_EQ(Decide(policies, assumes), kAllowed);
  policies.resource = Everything(PolicyType::kTrust);
  EXPECT_EQ(Decide(policies, assumes), kImplicit);
  policies.resource = Everything(PolicyType::kTrust, "Deny");
  EXPECT_EQ(Decide(policies, assumes), kExplicit);
  policies.resource = Grants(kAlice, "AWS", PolicyType::kTrust);
  EXPECT_EQ(
      Decide(policies,
             AliceReads().Action("sts:AssumeRoleWithSAML").Resource(kTarget)),
      kImplicit);
}

TEST(GetCallerIdentityTest, IsAlwaysAllowedUnlessSwitchedOff) {
  PolicySet policies;
  policies.identity = {Everything(PolicyType::kIdentity, "Deny")};
  const Request request =
      *AliceReads().Action("STS:getCallerIdentity").Resource("*").Build();
  EXPECT_EQ(Evaluate(policies, request), kAllowed);
  EXPECT_EQ(Evaluate(policies, request,
                     {.get_caller_identity_is_always_allowed = false}),
            kExplicit);
}

TEST(MatchingStatementsTest, NamesLayerPolicyStatementAndKind) {
  PolicySet policies;
  policies.identity = {Nothing(PolicyType::kIdentity),
                       Everything(PolicyType::kIdentity)};
  policies.scp = {
      {{Everything(PolicyType::kScp)}, {Everything(PolicyType::kScp, "Deny")}}};
  policies.resource = Grants(kAccount);
  std::vector<std::string> names;
  for (const MatchedStatement& matched :
       MatchingStatements(policies, *AliceReads().Build())) {
    names.push_back(ToString(matched));
  }
  EXPECT_THAT(names, testing::ElementsAre("Allow identity [1] statement 0",
                                          "Allow resource [0] statement 0 (A)",
                                          "Allow scp level 1 [0] statement 0",
                                          "Deny scp level 2 [0] statement 0"));
}

}  // namespace
}  // namespace iameval::reference
