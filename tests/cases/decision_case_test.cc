#include "iameval/decision_case.h"

#include <string>
#include <string_view>
#include <vector>

#include "absl/strings/str_format.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "iameval/policy.h"

namespace iameval {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

constexpr std::string_view kAllow =
    R"({"Version":"2012-10-17","Statement":{"Effect":"Allow",)"
    R"("Action":"*","Resource":"*"}})";
constexpr std::string_view kResourcePolicy =
    R"({"Version":"2012-10-17","Statement":{"Effect":"Allow",)"
    R"("Principal":"*","Action":"*","Resource":"*"}})";
constexpr std::string_view kTrustPolicy =
    R"({"Version":"2012-10-17","Statement":{"Effect":"Allow",)"
    R"("Principal":{"AWS":"111122223333"},"Action":"sts:AssumeRole"}})";
constexpr std::string_view kRequest =
    R"({"principal":"arn:aws:iam::111122223333:user/Alice",)"
    R"("action":"s3:GetObject","resource":"*"})";

std::string Case(std::string_view policies,
                 std::string_view request = kRequest) {
  return absl::StrFormat(
      R"({"id":"c1","policies":%s,"request":%s,"expected":"allowed"})",
      policies, request);
}

std::string Asks(std::string_view action) {
  return absl::StrFormat(
      R"({"principal":"arn:aws:iam::111122223333:user/Alice",)"
      R"("action":"%s","resource":"arn:aws:iam::111122223333:role/R"})",
      action);
}

// The message with which the text is not in the format.
std::string FormatError(std::string_view json) {
  const auto result = ParseDecisionCase(json);
  EXPECT_FALSE(result.ok()) << json;
  if (result.ok()) return "";
  EXPECT_EQ(result.status().code(), absl::StatusCode::kInvalidArgument);
  return std::string(result.status().message());
}

TEST(DecisionCaseTest, ReadsEveryField) {
  const auto result = ParseDecisionCase(absl::StrFormat(
      R"({"id":"c1","rule":"S-7.1","note":"why","policies":{"identity":[%s]},)"
      R"("request":%s,"expected":"denied"})",
      kAllow, kRequest));
  ASSERT_TRUE(result.ok()) << result.status();
  EXPECT_EQ(result->id, "c1");
  EXPECT_EQ(result->rule, "S-7.1");
  EXPECT_EQ(result->note, "why");
  EXPECT_EQ(result->expected, Expectation::kDenied);
  ASSERT_TRUE(result->policies.ok());
  EXPECT_EQ(result->policies->identity.size(), 1U);
  ASSERT_TRUE(result->request.ok());
  EXPECT_EQ(result->request->action(), "s3:GetObject");
}

TEST(DecisionCaseTest, KnowsEveryExpectation) {
  for (const Expectation expectation :
       {Expectation::kAllowed, Expectation::kImplicitDeny,
        Expectation::kExplicitDeny, Expectation::kDenied,
        Expectation::kInvalid}) {
    const auto result = ParseDecisionCase(absl::StrFormat(
        R"({"id":"c","policies":{},"request":%s,"expected":"%s"})", kRequest,
        ExpectationName(expectation)));
    ASSERT_TRUE(result.ok()) << result.status();
    EXPECT_EQ(result->expected, expectation);
  }
}

TEST(DecisionCaseTest, NamesTheFieldThatIsNotInTheFormat) {
  EXPECT_THAT(FormatError("[]"), HasSubstr("expected an object"));
  EXPECT_THAT(FormatError("{"), HasSubstr("line 1"));
  EXPECT_THAT(FormatError(R"({"id":"c"})"),
              HasSubstr(R"(missing field "policies")"));
  EXPECT_THAT(FormatError(Case(R"({"identities":[]})")),
              HasSubstr(R"(unknown field "identities")"));
  EXPECT_THAT(FormatError(Case("{}", R"({"principal":"anonymous"})")),
              HasSubstr(R"(missing field "action")"));
  EXPECT_THAT(
      FormatError(Case("{}", R"({"principal":"anonymous","action":"a:b",)"
                             R"("resource":"*","recourse":""})")),
      HasSubstr("/request/recourse"));
  EXPECT_THAT(
      FormatError(Case("{}", R"({"principal":"anonymous","action":"a:b",)"
                             R"("resource":17})")),
      HasSubstr("/request/resource: line 1"));
  EXPECT_THAT(FormatError(absl::StrFormat(
                  R"({"id":"c","policies":{},"request":%s,"expected":"deny"})",
                  kRequest)),
              HasSubstr(R"(found "deny", expected "allowed")"));
  EXPECT_THAT(
      FormatError(absl::StrFormat(
          R"({"id":"","policies":{},"request":%s,"expected":"allowed"})",
          kRequest)),
      HasSubstr("/id"));
}

TEST(DecisionCaseTest, EveryPlaceOfPoliciesHasItsShape) {
  const std::string allow(kAllow);
  EXPECT_THAT(FormatError(Case(R"({"identity":)" + allow + "}")),
              HasSubstr("expected an array of policy documents"));
  EXPECT_THAT(FormatError(Case(R"({"identity":[7]})")),
              HasSubstr("/policies/identity/0"));
  EXPECT_THAT(
      FormatError(Case(R"({"boundary":[)" + allow + "," + allow + "]}")),
      HasSubstr("expected at most one policy document"));
  EXPECT_THAT(FormatError(Case(R"({"scp":[)" + allow + "]}")),
              HasSubstr("/policies/scp/0"));
  EXPECT_THAT(FormatError(Case(R"({"session":null})")),
              HasSubstr("/policies/session"));
  EXPECT_THAT(FormatError(Case(R"({"vpce":null})")),
              HasSubstr("/policies/vpce"));
}

TEST(DecisionCaseTest, ARefusedPolicyOrRequestIsNoFormatError) {
  const auto policy = ParseDecisionCase(
      Case(R"({"scp":[[],[{"Statement":{"Effect":"Permit"}}]]})"));
  ASSERT_TRUE(policy.ok()) << policy.status();
  EXPECT_TRUE(policy->request.ok());
  ASSERT_FALSE(policy->policies.ok());
  EXPECT_THAT(std::string(policy->policies.status().message()),
              HasSubstr("scp level 2 [0]: "));
  const auto request = ParseDecisionCase(
      Case("{}", R"({"principal":"Alice","action":"s3:*","resource":"*"})"));
  ASSERT_TRUE(request.ok()) << request.status();
  EXPECT_TRUE(request->policies.ok());
  EXPECT_FALSE(request->request.ok());
}

TEST(DecisionCaseTest, AStringIsTheTextOfADocument) {
  const auto valid = ParseDecisionCase(
      Case(R"({"identity":["{\"Statement\":{\"Effect\":\"Allow\",)"
           R"(\"Action\":\"*\",\"Resource\":\"*\"}}"]})"));
  ASSERT_TRUE(valid.ok()) << valid.status();
  EXPECT_TRUE(valid->policies.ok()) << valid->policies.status();
  const auto malformed = ParseDecisionCase(Case(R"({"identity":["{,"]})"));
  ASSERT_TRUE(malformed.ok()) << malformed.status();
  EXPECT_FALSE(malformed->policies.ok());
}

PolicySet Policies(std::string_view json, std::string_view action = "") {
  absl::StatusOr<PolicySet> set = ParsePolicySet(json, action);
  EXPECT_TRUE(set.ok()) << set.status();
  return *std::move(set);
}

TEST(PolicySetTest, AbsentAndEmptyDiffer) {
  const PolicySet absent = Policies("{}");
  EXPECT_THAT(absent.identity, IsEmpty());
  EXPECT_FALSE(absent.boundary.has_value());
  EXPECT_FALSE(absent.session.has_value());
  EXPECT_FALSE(absent.scp.has_value());
  EXPECT_FALSE(absent.rcp.has_value());
  EXPECT_FALSE(absent.resource.has_value());
  EXPECT_FALSE(absent.vpc_endpoint.has_value());
  const PolicySet empty =
      Policies(R"({"boundary":[],"session":[],"scp":[],"rcp":[[],[]],)"
               R"("resource":null,"vpce":[]})");
  EXPECT_FALSE(empty.boundary.has_value());
  ASSERT_TRUE(empty.session.has_value());
  EXPECT_THAT(*empty.session, IsEmpty());
  ASSERT_TRUE(empty.scp.has_value());
  EXPECT_THAT(*empty.scp, IsEmpty());
  ASSERT_TRUE(empty.rcp.has_value());
  EXPECT_THAT(*empty.rcp, ElementsAre(IsEmpty(), IsEmpty()));
  EXPECT_FALSE(empty.resource.has_value());
  EXPECT_FALSE(empty.vpc_endpoint.has_value());
}

TEST(PolicySetTest, NamesPoliciesByTheirPlace) {
  const std::string allow(kAllow);
  const PolicySet set =
      Policies(R"({"identity":[)" + allow + "," + allow + R"(],"boundary":)" +
               allow + R"(,"session":[)" + allow + R"(],"scp":[[],[)" + allow +
               R"(]],"resource":)" + std::string(kResourcePolicy) +
               R"(,"vpce":[)" + std::string(kResourcePolicy) + "]}");
  EXPECT_EQ(set.identity[1].name(), "identity[1]");
  EXPECT_EQ(set.boundary->name(), "boundary");
  EXPECT_EQ(set.session->front().name(), "session[0]");
  EXPECT_EQ((*set.scp)[1].front().name(), "scp level 2 [0]");
  EXPECT_EQ(set.resource->name(), "resource");
  EXPECT_EQ(set.vpc_endpoint->name(), "vpce");
}

TEST(PolicySetTest, TypesFollowThePlace) {
  const std::string allow(kAllow);
  const PolicySet set =
      Policies(R"({"identity":[)" + allow + R"(],"boundary":)" + allow +
               R"(,"session":[)" + allow + R"(],"scp":[[)" + allow + "]]}");
  EXPECT_EQ(set.identity[0].type(), PolicyType::kIdentity);
  EXPECT_EQ(set.boundary->type(), PolicyType::kBoundary);
  EXPECT_EQ(set.session->front().type(), PolicyType::kSession);
  EXPECT_EQ((*set.scp)[0][0].type(), PolicyType::kScp);
}

TEST(PolicySetTest, TheActionMakesAResourcePolicyATrustPolicy) {
  const std::string trust = R"({"resource":)" + std::string(kTrustPolicy) + "}";
  for (const std::string_view action :
       {"sts:AssumeRole", "STS:assumerolewithsaml",
        "sts:AssumeRoleWithWebIdentity", "sts:TagSession",
        "sts:setSourceIdentity"}) {
    const PolicySet set = Policies(trust, action);
    EXPECT_EQ(set.resource->type(), PolicyType::kTrust) << action;
    EXPECT_EQ(set.resource->name(), "trust");
    const auto parsed = ParseDecisionCase(Case(trust, Asks(action)));
    ASSERT_TRUE(parsed.ok());
    EXPECT_TRUE(parsed->policies.ok()) << parsed->policies.status();
  }
  for (const std::string_view action : {"sts:GetCallerIdentity", "s3:*", ""}) {
    EXPECT_FALSE(ParsePolicySet(trust, action).ok()) << action;
  }
}

TEST(PolicySetTest, PositionsReferToTheDocument) {
  const PolicySet set =
      Policies("{\"identity\":\n [\n  " + std::string(kAllow) + "]}");
  EXPECT_EQ(set.identity[0].text(), kAllow);
  EXPECT_EQ(set.identity[0].statement(0).line, 1);
}

TEST(RequestTest, ReadsEveryField) {
  const auto request = ParseRequest(
      R"({"principal":"arn:aws:sts::111122223333:assumed-role/R/s",)"
      R"("roleArn":"arn:aws:iam::111122223333:role/p/R",)"
      R"("principalId":"AROAEXAMPLE","action":"s3:GetObject",)"
      R"("resource":"arn:aws:s3:::b/x","resourceAccount":"444455556666",)"
      R"("principalAccountIsManagement":true,)"
      R"("resourceAccountIsManagement":true,"serviceSupportsRcps":false})");
  ASSERT_TRUE(request.ok()) << request.status();
  EXPECT_EQ(request->principal(), "arn:aws:sts::111122223333:assumed-role/R/s");
  EXPECT_EQ(request->role_arn(), "arn:aws:iam::111122223333:role/p/R");
  EXPECT_EQ(request->principal_id(), "AROAEXAMPLE");
  EXPECT_EQ(request->resource(), "arn:aws:s3:::b/x");
  EXPECT_EQ(request->resource_account(), "444455556666");
  EXPECT_TRUE(request->principal_account_is_management());
  EXPECT_TRUE(request->resource_account_is_management());
  EXPECT_FALSE(request->service_supports_rcps());
  const auto federated = ParseRequest(
      R"({"principal":"arn:aws:sts::111122223333:federated-user/f",)"
      R"("federatedBy":"arn:aws:iam::111122223333:user/Alice",)"
      R"("action":"s3:GetObject","resource":"*"})");
  ASSERT_TRUE(federated.ok()) << federated.status();
  EXPECT_EQ(federated->federated_by(), "arn:aws:iam::111122223333:user/Alice");
  EXPECT_FALSE(federated->principal_account_is_management());
  EXPECT_TRUE(federated->service_supports_rcps());
}

TEST(RequestTest, ManagementFlagsAreBooleans) {
  EXPECT_FALSE(
      ParseRequest(R"({"principal":"anonymous","action":"a:b",)"
                   R"("resource":"*","resourceAccountIsManagement":"yes"})")
          .ok());
}

// The context as "key=value" for single values, "key=[a|b]" for lists and
// "key!" for explicit absence.
std::vector<std::string> Context(std::string_view json) {
  Request::Builder builder;
  builder.Principal("anonymous").Action("a:b").Resource("*");
  const absl::Status status = AddContext(json, builder);
  if (!status.ok()) return {std::string(status.message())};
  std::vector<std::string> texts;
  const auto request = builder.Build();
  EXPECT_TRUE(request.ok()) << request.status();
  if (!request.ok()) return {};
  for (const ContextEntry& entry : request->context()) {
    std::string values;
    for (const std::string& value : entry.values) {
      values += (values.empty() ? "" : "|") + value;
    }
    switch (entry.shape) {
      case ContextEntry::Shape::kSingle:
        texts.push_back(entry.key + "=" + values);
        break;
      case ContextEntry::Shape::kMulti:
        texts.push_back(entry.key + "=[" + values + "]");
        break;
      case ContextEntry::Shape::kAbsent:
        texts.push_back(entry.key + "!");
        break;
    }
  }
  return texts;
}

TEST(AddContextTest, NumbersAndBooleansCountAsTheirText) {
  EXPECT_THAT(Context(R"({"a":"x","b":1.50,"c":true,"d":-1e3})"),
              ElementsAre("a=x", "b=1.50", "c=true", "d=-1e3"));
}

TEST(AddContextTest, AnArrayIsAMultivaluedKey) {
  EXPECT_THAT(Context(R"({"a":["x",1,false],"b":["x"],"c":[]})"),
              ElementsAre("a=[x|1|false]", "b=[x]", "c=[]"));
}

TEST(AddContextTest, NullIsAnAbsentKey) {
  EXPECT_THAT(Context(R"({"aws:username":null})"),
              ElementsAre("aws:username!"));
}

TEST(AddContextTest, NamesTheKeyThatHasNoValue) {
  EXPECT_THAT(Context(R"({"a":{"b":1}})"),
              ElementsAre(HasSubstr("/a: line 1")));
  EXPECT_THAT(Context(R"({"a":["x",null]})"),
              ElementsAre(HasSubstr("/a/1: line 1")));
  EXPECT_THAT(Context("[]"), ElementsAre(HasSubstr("expected an object")));
}

TEST(AddContextTest, AnErrorLeavesTheBuilderAlone) {
  Request::Builder builder;
  builder.Principal("anonymous").Action("a:b").Resource("*");
  EXPECT_FALSE(AddContext(R"({"a":"x","b":{}})", builder).ok());
  EXPECT_THAT(builder.Build()->context(), IsEmpty());
}

TEST(AddContextTest, OneKeyInTwoSpellingsIsRefusedWithTheRequest) {
  const auto result = ParseDecisionCase(
      Case("{}", R"({"principal":"anonymous","action":"a:b","resource":"*",)"
                 R"("context":{"aws:Tag":"x","AWS:tag":"y"}})"));
  ASSERT_TRUE(result.ok()) << result.status();
  EXPECT_FALSE(result->request.ok());
}

}  // namespace
}  // namespace iameval
