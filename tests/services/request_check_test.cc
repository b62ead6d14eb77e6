#include "iameval/request_check.h"

#include <initializer_list>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "iameval/engine.h"
#include "iameval/policy.h"
#include "iameval/request.h"
#include "iameval/service_reference.h"

namespace iameval {
namespace {

using ::testing::AllOf;
using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;

constexpr std::string_view kBucket = "arn:aws:s3:::amzn-s3-demo-bucket";
constexpr std::string_view kObject = "arn:aws:s3:::amzn-s3-demo-bucket/a.csv";
constexpr std::string_view kEndpoint =
    "arn:aws:sagemaker:us-east-1:111122223333:endpoint/my-endpoint";

Request::Builder Ask(std::string_view action, std::string_view resource) {
  return Request::Builder()
      .Principal("arn:aws:iam::111122223333:role/DemoRole")
      .Action(action)
      .Resource(resource)
      .ResourceAccount(
          resource == "*" || resource.find("::") < 20 ? "111122223333" : "");
}

Request Built(const Request::Builder& builder) {
  const auto request = builder.Build();
  EXPECT_TRUE(request.ok()) << request.status();
  return *request;
}

std::vector<Issue> Check(const Request::Builder& builder) {
  return CheckRequest(ServiceReference::BuiltIn(), Built(builder));
}

std::vector<std::string> Codes(const std::vector<Issue>& issues) {
  std::vector<std::string> codes;
  for (const Issue& issue : issues) codes.push_back(issue.code);
  return codes;
}

// "who action resource"
std::vector<std::string> Questions(std::string_view action,
                                   std::string_view resource) {
  std::vector<std::string> questions;
  for (const ProbableQuestion& q : ProbableQuestions(
           ServiceReference::BuiltIn(), Built(Ask(action, resource)))) {
    questions.push_back(q.who + " " + q.action + " " + q.resource);
  }
  return questions;
}

CheckedEngine Checked(std::string_view statements) {
  const auto policy =
      Policy::Parse(R"({"Version": "2012-10-17", "Statement": [)" +
                    std::string(statements) + "]}");
  EXPECT_TRUE(policy.ok()) << policy.status();
  const auto engine = Engine::Create({.identity = {*policy}});
  EXPECT_TRUE(engine.ok()) << engine.status();
  return CheckedEngine(*engine, ServiceReference::BuiltIn());
}

constexpr std::string_view kAdmin =
    R"({"Effect": "Allow", "Action": "*", "Resource": "*"})";

// --- What is wrong with a request -------------------------------------------

TEST(CheckRequest, SaysNothingOfAProperRequest) {
  EXPECT_THAT(Check(Ask("sagemaker:InvokeEndpointAsync", kEndpoint)
                        .Context("aws:SourceIp", "203.0.113.7")
                        .Context("sagemaker:ResourceTag/team", "ml")),
              IsEmpty());
  EXPECT_THAT(Check(Ask("s3:GetObject", kObject)), IsEmpty());
  EXPECT_THAT(Check(Ask("sts:GetCallerIdentity", "*")), IsEmpty());
  EXPECT_THAT(Check(Ask("S3:LISTBUCKET", kBucket)
                        .Context("S3:Prefix", "home/")
                        .Context("s3:max-keys", "10")),
              IsEmpty());
}

// S-8.4
TEST(CheckRequest, AResourceOfAnotherType) {
  const auto issues = Check(Ask("sagemaker:InvokeEndpointAsync", kBucket));
  ASSERT_THAT(Codes(issues), ElementsAre("RESOURCE_TYPE_MISMATCH"));
  EXPECT_EQ(issues[0].severity, Severity::kError);
  EXPECT_EQ(issues[0].pointer, "/resource");
  EXPECT_EQ(issues[0].message,
            "sagemaker:InvokeEndpointAsync takes an endpoint "
            "(arn:${Partition}:sagemaker:${Region}:${Account}:endpoint/"
            "${EndpointName}), and arn:aws:s3:::amzn-s3-demo-bucket is a "
            "bucket of s3");
  EXPECT_THAT(Codes(Check(Ask("s3:ListBucket", kObject))),
              ElementsAre("RESOURCE_TYPE_MISMATCH"));
  EXPECT_THAT(Codes(Check(Ask("s3:GetObject", kBucket))),
              ElementsAre("RESOURCE_TYPE_MISMATCH"));
  EXPECT_THAT(Check(Ask("s3:GetObject", "arn:aws:nosuch:::thing"))[0].message,
              HasSubstr("is of no type that the reference has"));
}

// S-8.3
TEST(CheckRequest, AResourceForAnActionThatTakesNone) {
  const auto issues = Check(Ask("s3:ListAllMyBuckets", kBucket));
  ASSERT_THAT(Codes(issues), ElementsAre("RESOURCE_NOT_APPLICABLE"));
  EXPECT_EQ(issues[0].severity, Severity::kWarning);
}

// S-8.6, S-8.7
TEST(CheckRequest, MissingResources) {
  const auto none = Check(Ask("sagemaker:InvokeEndpointAsync", "*"));
  ASSERT_THAT(Codes(none), ElementsAre("MISSING_REQUIRED_RESOURCE"));
  EXPECT_EQ(none[0].severity, Severity::kWarning);
  EXPECT_THAT(none[0].message, HasSubstr("an endpoint"));
  EXPECT_THAT(Check(Ask("s3:GetObject", "*")), IsEmpty());

  const auto more = Check(
      Ask("ec2:RunInstances", "arn:aws:ec2:us-east-1:111122223333:instance/*"));
  ASSERT_THAT(Codes(more), ElementsAre("MISSING_REQUIRED_RESOURCE"));
  EXPECT_EQ(more[0].severity, Severity::kSuggestion);
  EXPECT_THAT(more[0].message,
              AllOf(HasSubstr("an image"), HasSubstr("a subnet"),
                    Not(HasSubstr("an instance"))));
}

TEST(CheckCall, WhatAnotherRequestOfTheCallHasIsNotMissing) {
  std::vector<Request> call;
  for (const std::string_view resource :
       {"111122223333:instance/*", "111122223333:network-interface/*",
        "111122223333:security-group/*", "111122223333:subnet/*",
        ":image/ami-0abcdef1234567890"}) {
    call.push_back(Built(Ask(
        "ec2:RunInstances", "arn:aws:ec2:us-east-1:" + std::string(resource))));
  }
  EXPECT_THAT(CheckCall(ServiceReference::BuiltIn(), call), IsEmpty());
  call.pop_back();
  const auto issues = CheckCall(ServiceReference::BuiltIn(), call);
  ASSERT_EQ(issues.size(), 4u);
  EXPECT_EQ(issues[3].pointer, "/3/resource");
  EXPECT_THAT(issues[3].message, HasSubstr("also needs an image, each"));
}

// S-8.11
TEST(CheckRequest, UnknownActions) {
  const auto issues =
      Check(Ask("s3:GetObjects", kObject).Context("s3:prefix", "a"));
  ASSERT_THAT(Codes(issues), ElementsAre("UNKNOWN_ACTION"));
  EXPECT_EQ(issues[0].pointer, "/action");
  EXPECT_THAT(issues[0].message, HasSubstr("did you mean s3:GetObject?"));
  EXPECT_THAT(Check(Ask("nosuch:Thing", "*"))[0].message,
              HasSubstr("nor is a service nosuch"));
}

// S-8.8
TEST(CheckRequest, UnsupportedKeys) {
  const auto issues = Check(Ask("s3:GetObject", kObject)
                                .Context("s3:prefix", "a")
                                .Context("s3:MaxKeys", "1")
                                .Context("aws:SourceIpAddress", "10.0.0.1")
                                .ContextAbsent("s3:delimiter"));
  ASSERT_THAT(Codes(issues), ElementsAre("UNSUPPORTED_CONDITION_KEY",
                                         "UNSUPPORTED_CONDITION_KEY",
                                         "UNSUPPORTED_CONDITION_KEY"));
  EXPECT_EQ(issues[0].pointer, "/context/s3:prefix");
  EXPECT_EQ(issues[0].message,
            "requests for s3:GetObject never have s3:prefix");
  EXPECT_THAT(issues[1].message, HasSubstr("did you mean s3:max-keys?"));
  EXPECT_THAT(issues[2].message, HasSubstr("is not in the reference of"));
}

TEST(CheckRequest, KeysOfAnotherResourceType) {
  const auto issues = Check(Ask("s3:GetObject", kObject)
                                .Context("s3:AccessPointNetworkOrigin", "VPC"));
  ASSERT_THAT(Codes(issues), ElementsAre("UNSUPPORTED_CONDITION_KEY"));
  EXPECT_THAT(issues[0].message, HasSubstr("has no s3:AccessPointNetworkOrigin "
                                           "on an object of s3"));
}

// S-6.12
TEST(CheckRequest, KeysOfIdentityProvidersAreNotJudged) {
  EXPECT_THAT(Check(Ask("s3:GetObject", kObject)
                        .Context("example.com:sub", "alice")
                        .Context("oidc.example.com/id/A1:aud", "x")
                        .Context("saml:sub", "alice")),
              IsEmpty());
}

// S-6.13
TEST(CheckRequest, ValuesOfAnotherType) {
  const auto issues = Check(Ask("s3:ListBucket", kBucket)
                                .Context("s3:max-keys", "many")
                                .Context("aws:SecureTransport", "yes")
                                .Context("aws:SourceIp", "10.0.0.0/8")
                                .Context("aws:CurrentTime", "now")
                                .Context("aws:SourceArn", "topic")
                                .Context("aws:EpochTime", "1700000000"));
  EXPECT_THAT(Codes(issues),
              ElementsAre("MISTYPED_CONDITION_KEY", "MISTYPED_CONDITION_KEY",
                          "MISTYPED_CONDITION_KEY", "MISTYPED_CONDITION_KEY",
                          "MISTYPED_CONDITION_KEY"));
  EXPECT_EQ(issues[0].message,
            "s3:max-keys is a Numeric, and \"many\" is none");
}

TEST(CheckRequest, SeveralValuesOfASingleValuedKey) {
  const auto issues =
      Check(Ask("s3:GetObject", kObject)
                .ContextList("aws:PrincipalOrgID", {"o-a1", "o-b2"})
                .ContextList("aws:TagKeys", {"a", "b"})
                .ContextList("aws:username", {"Alice"}));
  ASSERT_THAT(Codes(issues),
              ElementsAre("MULTIPLE_VALUES_FOR_SINGLE_VALUED_KEY"));
  EXPECT_EQ(issues[0].pointer, "/context/aws:PrincipalOrgID");
}

TEST(CheckRequest, PointersAreEscaped) {
  EXPECT_EQ(
      Check(Ask("s3:ListBucket", kBucket).Context("a:b/c~d", "x"))[0].pointer,
      "/context/a:b~1c~0d");
}

// --- What was probably meant ------------------------------------------------

// S-8.5
TEST(ProbableQuestions, AnEndpointAndItsBucket) {
  EXPECT_THAT(
      Questions("sagemaker:InvokeEndpointAsync", kBucket),
      ElementsAre(
          "the caller sagemaker:InvokeEndpointAsync "
          "arn:aws:sagemaker:${Region}:111122223333:endpoint/${EndpointName}",
          "the model's execution role s3:GetObject "
          "arn:aws:s3:::amzn-s3-demo-bucket/${InputKey}",
          "the model's execution role s3:PutObject "
          "arn:aws:s3:::amzn-s3-demo-bucket/${OutputKey}",
          "the caller s3:PutObject "
          "arn:aws:s3:::amzn-s3-demo-bucket/${InputKey}",
          "the model's execution role kms:Decrypt "
          "arn:aws:kms:${Region}:111122223333:key/${KeyId}",
          "the model's execution role kms:GenerateDataKey "
          "arn:aws:kms:${Region}:111122223333:key/${KeyId}"));
}

TEST(ProbableQuestions, TheBucketOfAnObjectAndTheOtherWayRound) {
  EXPECT_THAT(Questions("s3:GetBucketLocation", kObject),
              ElementsAre("the caller s3:GetBucketLocation "
                          "arn:aws:s3:::amzn-s3-demo-bucket",
                          "the caller s3:GetObject "
                          "arn:aws:s3:::amzn-s3-demo-bucket/a.csv"));
  EXPECT_THAT(Questions("s3:DeleteObject", kBucket),
              Contains("the caller s3:DeleteObject "
                       "arn:aws:s3:::amzn-s3-demo-bucket/${ObjectName}"));
}

TEST(ProbableQuestions, OtherActions) {
  EXPECT_THAT(Questions("s3:ListObjectsV2", kBucket),
              ElementsAre("the caller s3:ListBucket "
                          "arn:aws:s3:::amzn-s3-demo-bucket"));
  EXPECT_THAT(Questions("sagemaker:GetObject", kObject),
              Contains("the caller s3:GetObject "
                       "arn:aws:s3:::amzn-s3-demo-bucket/a.csv"));
  EXPECT_THAT(Questions("textract:AnalyzeDocument", kObject),
              ElementsAre("the caller textract:AnalyzeDocument *",
                          "the caller s3:GetObject "
                          "arn:aws:s3:::amzn-s3-demo-bucket/${InputKey}"));
}

TEST(ProbableQuestions, NoneWhereNothingIsWrong) {
  EXPECT_THAT(Questions("s3:GetObject", kObject), IsEmpty());
  EXPECT_THAT(Questions("s3:GetObject", "*"), IsEmpty());
  EXPECT_THAT(Questions("sts:GetCallerIdentity", "*"), IsEmpty());
  EXPECT_THAT(Questions("nosuch:NoSuchThingAtAll", "*"), IsEmpty());
}

// --- Decisions with a reference ---------------------------------------------

// S-8.4: no statement counts, not even a Deny.
TEST(CheckedEngine, ARequestThatNeverOccursIsImplicitlyDenied) {
  const Request request = Built(Ask("sagemaker:InvokeEndpointAsync", kBucket));
  for (const std::string_view effect : {"Allow", "Deny"}) {
    const CheckedEngine engine =
        Checked(R"({"Effect": ")" + std::string(effect) +
                R"(", "Action": "*", "Resource": "*"})");
    EXPECT_EQ(engine.Evaluate(request), Decision::kImplicitDeny);
    const CheckedExplanation checked = engine.Explain(request);
    EXPECT_EQ(checked.explanation.decision, Decision::kImplicitDeny);
    EXPECT_THAT(checked.explanation.reason,
                HasSubstr("AWS never makes this request"));
    EXPECT_THAT(checked.explanation.statements, IsEmpty());
    EXPECT_THAT(Codes(checked.issues), ElementsAre("RESOURCE_TYPE_MISMATCH"));
  }
}

// S-8.3
TEST(CheckedEngine, AnActionWithoutResourcesIsDecidedOnEvery) {
  const Request request = Built(Ask("s3:ListAllMyBuckets", kBucket));
  EXPECT_EQ(Checked(kAdmin).Evaluate(request), Decision::kAllowed);
  EXPECT_EQ(Checked(R"({"Effect": "Allow", "Action": "*",
                        "Resource": "arn:aws:s3:::*"})")
                .Evaluate(request),
            Decision::kImplicitDeny);
}

// S-8.8
TEST(CheckedEngine, KeysThatTheRequestNeverHasAreAbsent) {
  constexpr std::string_view kByPrefix =
      R"({"Effect": "Allow", "Action": "s3:*", "Resource": "*",
          "Condition": {"StringEquals": {"s3:prefix": "a"}}})";
  EXPECT_EQ(Checked(kByPrefix).Evaluate(
                Built(Ask("s3:GetObject", kObject).Context("s3:prefix", "a"))),
            Decision::kImplicitDeny);
  EXPECT_EQ(Checked(kByPrefix).Evaluate(
                Built(Ask("s3:ListBucket", kBucket).Context("s3:prefix", "a"))),
            Decision::kAllowed);
}

TEST(CheckedEngine, KeepsEverythingElseOfARequest) {
  constexpr std::string_view kPicky =
      R"({"Effect": "Allow", "Action": "s3:GetObject", "Resource": "*",
          "Condition": {
            "StringEquals": {"aws:userid": "AROAEXAMPLE:me",
                             "aws:ResourceAccount": "444455556666"},
            "ArnEquals": {"aws:PrincipalArn":
                            "arn:aws:iam::111122223333:role/team/DemoRole"},
            "ForAllValues:StringEquals": {"aws:TagKeys": ["a", "b"]},
            "Null": {"aws:TagKeys": "false", "aws:PrincipalType": "true"},
            "DateEquals": {"aws:CurrentTime": "2026-11-20T00:00:00Z"}}})";
  const Request request =
      Built(Request::Builder()
                .Principal("arn:aws:sts::111122223333:assumed-role/DemoRole/me")
                .RoleArn("arn:aws:iam::111122223333:role/team/DemoRole")
                .PrincipalId("AROAEXAMPLE")
                .Action("s3:GetObject")
                .Resource(kObject)
                .ResourceAccount("444455556666")
                .ContextList("aws:TagKeys", {"a", "b"})
                .ContextAbsent("aws:PrincipalType")
                .Context("s3:prefix", "never in such a request")
                .Time(std::chrono::sys_days(std::chrono::year(2026) /
                                            std::chrono::November / 20)));
  const Explanation with = Checked(kPicky).Explain(request).explanation;
  ASSERT_EQ(with.statements.size(), 1u);
  EXPECT_EQ(with.statements[0].outcome, StatementOutcome::kMatches)
      << with.ToText(true);
}

// S-7.7
TEST(CheckedEngine, RcpsReachSomeServicesOnly) {
  const auto identity = Policy::Parse(
      R"({"Version": "2012-10-17", "Statement": )" + std::string(kAdmin) + "}");
  const auto rcp = Policy::Parse(
      R"({"Version": "2012-10-17", "Statement": {"Effect": "Deny",
          "Principal": "*", "Action": ["s3:*", "sagemaker:*", "nosuch:*"],
          "Resource": "*"}})",
      PolicyType::kRcp);
  ASSERT_TRUE(identity.ok() && rcp.ok());
  const CheckedEngine engine(
      *Engine::Create({.identity = {*identity}, .rcp = {{{*rcp}}}}),
      ServiceReference::BuiltIn());
  const Request invoke = Built(Ask("sagemaker:InvokeEndpoint", kEndpoint));
  const Request get = Built(Ask("s3:GetObject", kObject));
  EXPECT_EQ(engine.Evaluate(get), Decision::kExplicitDeny);
  EXPECT_THAT(Codes(engine.Explain(get).issues), IsEmpty());
  EXPECT_EQ(engine.Evaluate(Built(Ask("nosuch:Thing", kObject))),
            Decision::kExplicitDeny)
      << "nobody knows, and the stricter answer is taken";
  EXPECT_EQ(engine.Evaluate(invoke), Decision::kAllowed);
  EXPECT_THAT(Codes(engine.Explain(invoke).issues),
              ElementsAre("RCP_NOT_APPLICABLE"));
  EXPECT_THAT(
      engine.Explain(invoke).ToText(true),
      HasSubstr("RCPs do not apply to the service sagemaker"));
  EXPECT_EQ(engine.engine().Evaluate(invoke), Decision::kExplicitDeny)
      << "an engine takes every service to support them";
  EXPECT_THAT(Codes(Checked(kAdmin).Explain(invoke).issues), IsEmpty())
      << "there are none";
}

// S-8.6
TEST(CheckedEngine, ACallIsAsAllowedAsItsWorstRequest) {
  const CheckedEngine engine = Checked(
      R"({"Effect": "Allow", "Action": "*", "Resource": "*"},
         {"Effect": "Deny", "Action": "s3:DeleteObject", "Resource": "*"})");
  const Request get = Built(Ask("s3:GetObject", kObject));
  const Request never = Built(Ask("s3:GetObject", kBucket));
  const Request erase = Built(Ask("s3:DeleteObject", kObject));
  const auto all = [&engine](std::initializer_list<Request> requests) {
    return engine.EvaluateAll(std::vector(requests));
  };
  EXPECT_EQ(all({get, get}), Decision::kAllowed);
  EXPECT_EQ(all({get, never}), Decision::kImplicitDeny);
  EXPECT_EQ(all({never, erase, get}), Decision::kExplicitDeny);
  EXPECT_EQ(all({}), Decision::kImplicitDeny);
}

TEST(CheckedEngine, WithoutAReferenceDecidesByTheTexts) {
  const CheckedEngine engine(Checked(kAdmin).engine(), std::nullopt);
  const Request request = Built(Ask("sagemaker:InvokeEndpointAsync", kBucket));
  EXPECT_EQ(engine.Evaluate(request), Decision::kAllowed);
  EXPECT_THAT(engine.Explain(request).issues, IsEmpty());
  EXPECT_EQ(engine.Explain(request).ToText(),
            engine.engine().Explain(request).ToText());
}

TEST(CheckedEngine, UnknownActionsAreDecidedAsTexts) {
  EXPECT_EQ(Checked(kAdmin).Evaluate(Built(Ask("nosuch:Thing", kBucket))),
            Decision::kAllowed);
}

TEST(CheckedExplanation, ShowsTheQuestionsThatWereMeant) {
  const CheckedExplanation checked = Checked(kAdmin).Explain(
      Built(Ask("sagemaker:InvokeEndpointAsync", kBucket)));
  EXPECT_THAT(
      checked.ToText(),
      AllOf(::testing::StartsWith("implicitDeny\n  AWS never makes this"),
            HasSubstr("Questions that were probably meant\n"
                      "  sagemaker:InvokeEndpointAsync on arn:aws:sagemaker:"),
            Not(HasSubstr("About the question"))));
  EXPECT_THAT(
      checked.ToJson(),
      AllOf(HasSubstr(R"("issues": [{"severity": "ERROR", )"
                      R"("code": "RESOURCE_TYPE_MISMATCH", )"
                      R"("pointer": "/resource", "message": ")"),
            HasSubstr(R"("probableQuestions": [{"who": "the caller", )"
                      R"("action": "sagemaker:InvokeEndpointAsync", )")));
  const CheckedExplanation plain =
      Checked(kAdmin).Explain(Built(Ask("s3:GetObject", kObject)));
  EXPECT_EQ(plain.ToText(), plain.explanation.ToText());
  EXPECT_THAT(plain.ToJson(),
              ::testing::EndsWith(
                  R"("notes": [], "issues": [], "probableQuestions": []})"));
}

TEST(CheckedExplanation, ListsTheIssues) {
  EXPECT_THAT(
      Checked(kAdmin)
          .Explain(Built(Ask("s3:GetObject", kObject).Context("s3:prefix", "")))
          .ToText(),
      HasSubstr("\nAbout the question\n  warning: UNSUPPORTED_CONDITION_KEY: "
                "requests for s3:GetObject never have s3:prefix\n"));
}

}  // namespace
}  // namespace iameval
