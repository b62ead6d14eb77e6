#include "reference/principals.h"

#include <deque>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "reference/caller.h"
#include "reference/requests.h"

namespace iameval::reference {
namespace {

using internal::PrincipalElement;
using internal::PrincipalEntry;
using internal::PrincipalKey;

constexpr std::string_view kAccount = "111122223333";
constexpr std::string_view kRoot = "arn:aws:iam::111122223333:root";
constexpr std::string_view kRole = "arn:aws:iam::111122223333:role/team/App";
constexpr std::string_view kSession =
    "arn:aws:sts::111122223333:assumed-role/App/session1";
constexpr std::string_view kFederated =
    "arn:aws:sts::111122223333:federated-user/portal-user";
constexpr std::string_view kSaml =
    "arn:aws:iam::111122223333:saml-provider/Example";

// Its entries live as long as the program.
PrincipalElement Principal(std::vector<std::string_view> values,
                           PrincipalKey key = PrincipalKey::kAws) {
  static std::deque<std::vector<PrincipalEntry>> kept;
  std::vector<PrincipalEntry>& entries = kept.emplace_back();
  for (const std::string_view value : values) {
    entries.push_back({key, value, {}});
  }
  PrincipalElement element;
  element.form = PrincipalElement::Form::kMap;
  element.entries = entries;
  return element;
}

PrincipalElement NotPrincipal(std::vector<std::string_view> values,
                              PrincipalKey key = PrincipalKey::kAws) {
  PrincipalElement element = Principal(std::move(values), key);
  element.negated = true;
  return element;
}

// A request of that caller; the caller's views point into it.
class Calls {
 public:
  explicit Calls(std::string_view principal, std::string_view role_arn = "",
                 std::string_view issuer = "", std::string_view id = "")
      : request_(*AliceReads()
                      .Principal(principal)
                      .RoleArn(role_arn)
                      .FederatedBy(issuer)
                      .PrincipalId(id)
                      .Build()),
        caller_(IdentifyCaller(request_)) {}

  MatchKind Matches(std::string_view value,
                    PrincipalKey key = PrincipalKey::kAws) const {
    return MatchPrincipal(Principal({value}, key), true, false, caller_);
  }
  // A Deny with that NotPrincipal matches.
  bool IsDenied(std::vector<std::string_view> values,
                PrincipalKey key = PrincipalKey::kAws,
                bool has_boundary = false) const {
    return MatchPrincipal(NotPrincipal(std::move(values), key), false,
                          has_boundary, caller_) != MatchKind::kNone;
  }
  const Caller& caller() const { return caller_; }

 private:
  Request request_;
  Caller caller_;
};

TEST(PrincipalTest, StarMatchesEverybodyDirectly) {
  PrincipalElement anyone;
  anyone.form = PrincipalElement::Form::kAnyone;
  for (const std::string_view principal :
       {kAlice, kRoot, kSession, kFederated, std::string_view("anonymous"),
        std::string_view("sns.amazonaws.com")}) {
    const Calls calls(principal);
    EXPECT_EQ(calls.Matches("*"), MatchKind::kDirect) << principal;
    EXPECT_EQ(MatchPrincipal(anyone, true, false, calls.caller()),
              MatchKind::kDirect);
  }
}

TEST(PrincipalTest, AccountIsDelegationButForItsRootUser) {
  for (const std::string_view entry : {kAccount, kRoot}) {
    EXPECT_EQ(Calls(kAlice).Matches(entry), MatchKind::kAccount);
    EXPECT_EQ(Calls(kSession).Matches(entry), MatchKind::kAccount);
    EXPECT_EQ(Calls(kFederated).Matches(entry), MatchKind::kAccount);
    EXPECT_EQ(Calls(kFederated, "", kRoot).Matches(entry), MatchKind::kAccount);
    EXPECT_EQ(Calls(kRoot).Matches(entry), MatchKind::kDirect);
    EXPECT_EQ(Calls("anonymous").Matches(entry), MatchKind::kNone);
    EXPECT_EQ(Calls("sns.amazonaws.com").Matches(entry), MatchKind::kNone);
    EXPECT_EQ(Calls("arn:aws:iam::444455556666:user/Alice").Matches(entry),
              MatchKind::kNone);
  }
}

TEST(PrincipalTest, UserMatchesByItsWholeArnOrId) {
  EXPECT_EQ(Calls(kAlice).Matches(kAlice), MatchKind::kDirect);
  EXPECT_EQ(Calls(kAlice).Matches("arn:aws:iam::111122223333:user/alice"),
            MatchKind::kNone);
  EXPECT_EQ(Calls(kAlice).Matches("arn:aws:iam::111122223333:user/team/Alice"),
            MatchKind::kNone);
  const Calls with_id(kAlice, "", "", "AIDAEXAMPLE");
  EXPECT_EQ(with_id.Matches("AIDAEXAMPLE"), MatchKind::kDirect);
  EXPECT_EQ(with_id.Matches("AIDAOTHER"), MatchKind::kNone);
}

TEST(PrincipalTest, RoleMatchesItsSessions) {
  const Calls session(kSession, kRole, "", "AROAEXAMPLE");
  EXPECT_EQ(session.Matches(kRole), MatchKind::kRole);
  EXPECT_EQ(session.Matches("arn:aws:iam::111122223333:role/App"),
            MatchKind::kNone);
  EXPECT_EQ(session.Matches("AROAEXAMPLE"), MatchKind::kRole);
  EXPECT_EQ(session.Matches(kSession), MatchKind::kDirect);
  EXPECT_EQ(
      session.Matches("arn:aws:sts::111122223333:assumed-role/App/session2"),
      MatchKind::kNone);
  // Without the role's ARN the path is not known.
  EXPECT_EQ(Calls(kSession).Matches(kRole), MatchKind::kRole);
  EXPECT_EQ(Calls(kSession).Matches("arn:aws:iam::111122223333:role/Apple"),
            MatchKind::kNone);
  EXPECT_EQ(Calls(kRole).Matches(kRole), MatchKind::kRole);
}

TEST(PrincipalTest, FederatedUserMatchesByItselfAndItsIssuer) {
  const Calls calls(kFederated, "", kAlice);
  EXPECT_EQ(calls.Matches(kFederated), MatchKind::kDirect);
  EXPECT_EQ(calls.Matches(kAlice), MatchKind::kRole);
  EXPECT_EQ(Calls(kFederated).Matches(kAlice), MatchKind::kNone);
}

TEST(PrincipalTest, ServicesAndProvidersMatchUnderTheirOwnKeyOnly) {
  const Calls service("s3.ap-east-1.amazonaws.com");
  EXPECT_EQ(
      service.Matches("s3.ap-east-1.amazonaws.com", PrincipalKey::kService),
      MatchKind::kDirect);
  EXPECT_EQ(service.Matches("s3.amazonaws.com", PrincipalKey::kService),
            MatchKind::kNone);
  const Calls provider(kSaml);
  EXPECT_EQ(provider.Matches(kSaml, PrincipalKey::kFederated),
            MatchKind::kDirect);
  EXPECT_EQ(provider.Matches(kSaml), MatchKind::kNone);
  EXPECT_EQ(provider.Matches(kAccount), MatchKind::kNone);
}

TEST(PrincipalTest, StrongestEntryCounts) {
  const Calls calls(kSession, kRole);
  const auto strongest = [&](std::vector<std::string_view> entries) {
    return MatchPrincipal(Principal(std::move(entries)), true, false,
                          calls.caller());
  };
  EXPECT_EQ(strongest({kAccount, kRole}), MatchKind::kRole);
  EXPECT_EQ(strongest({kSession, kAccount}), MatchKind::kDirect);
  EXPECT_EQ(strongest({}), MatchKind::kNone);
}

TEST(NotPrincipalTest, ExemptsWhomItListsWithTheWholeChain) {
  EXPECT_FALSE(Calls(kAlice).IsDenied({kAlice, kRoot}));
  EXPECT_FALSE(Calls(kAlice).IsDenied({kAlice, kAccount}));
  EXPECT_TRUE(Calls(kAlice).IsDenied({kAlice}));
  EXPECT_TRUE(Calls(kAlice).IsDenied({kRoot}));
  EXPECT_FALSE(Calls(kRoot).IsDenied({kRoot}));
  const Calls session(kSession, kRole);
  EXPECT_FALSE(session.IsDenied({kAccount, kRole, kSession}));
  EXPECT_TRUE(session.IsDenied({kAccount, kRole}));
  EXPECT_TRUE(session.IsDenied({kAccount, kSession}));
  EXPECT_TRUE(session.IsDenied({kRole, kSession}));
  EXPECT_TRUE(Calls(kRole).IsDenied({kAccount, kRole}));
  const Calls federated(kFederated, "", kAlice);
  EXPECT_FALSE(federated.IsDenied({kAccount, kAlice, kFederated}));
  EXPECT_TRUE(federated.IsDenied({kAccount, kFederated}));
  EXPECT_FALSE(Calls(kFederated, "", kRoot).IsDenied({kAccount, kFederated}));
  EXPECT_TRUE(Calls(kFederated).IsDenied({kAccount, kAlice, kFederated}));
}

TEST(NotPrincipalTest, ServicesByNameAndAnonymousNever) {
  const Calls service("sns.amazonaws.com");
  EXPECT_FALSE(service.IsDenied({"sns.amazonaws.com"}, PrincipalKey::kService));
  EXPECT_TRUE(service.IsDenied({"sqs.amazonaws.com"}, PrincipalKey::kService));
  EXPECT_TRUE(Calls("anonymous").IsDenied({"*"}));
  EXPECT_FALSE(Calls(kAlice).IsDenied({"*"}));
}

TEST(NotPrincipalTest, NobodyWithABoundaryIsExempt) {
  EXPECT_TRUE(Calls(kAlice).IsDenied({kAlice, kRoot}, PrincipalKey::kAws,
                                     /*has_boundary=*/true));
}

TEST(NotPrincipalTest, EmptyListMatchesNobody) {
  EXPECT_FALSE(Calls(kAlice).IsDenied({}));
}

TEST(NotPrincipalTest, AllowMatchesWhomNoEntryMatches) {
  const auto kind = [](const Calls& calls) {
    return MatchPrincipal(NotPrincipal({kAccount}), true, false,
                          calls.caller());
  };
  EXPECT_EQ(kind(Calls(kAlice)), MatchKind::kNone);
  EXPECT_EQ(kind(Calls("anonymous")), MatchKind::kDirect);
}

TEST(CallerTest, ServiceLinkedRolesAreKnownByTheirPath) {
  EXPECT_TRUE(Calls("arn:aws:iam::111122223333:role/aws-service-role/"
                    "sns.amazonaws.com/AWSServiceRoleForExample")
                  .caller()
                  .is_service_linked_role());
  EXPECT_FALSE(Calls(kRole).caller().is_service_linked_role());
  EXPECT_FALSE(Calls(kAlice).caller().is_service_linked_role());
}

}  // namespace
}  // namespace iameval::reference
