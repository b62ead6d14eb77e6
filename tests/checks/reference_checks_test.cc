// What only the service reference can tell of a policy: each check where it
// reports, and a document like it where it does not.

#include <algorithm>
#include <initializer_list>
#include <string>
#include <string_view>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "iameval/issue.h"
#include "iameval/policy.h"
#include "iameval/policy_check.h"
#include "iameval/service_reference.h"
#include "policy/documents.h"

namespace iameval {
namespace {

using ::iameval_testing::Document;
using ::testing::AllOf;
using ::testing::Each;
using ::testing::ElementsAre;
using ::testing::EndsWith;
using ::testing::Field;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;

std::vector<Issue> Check(const std::string& text) {
  const auto policy = Policy::Parse(text);
  EXPECT_TRUE(policy.ok()) << policy.status();
  if (!policy.ok()) return {};
  return CheckPolicy(ServiceReference::BuiltIn(), *policy);
}

struct Row {
  std::string_view code;
  Severity severity;
  std::string statement;
  std::string_view pointer;
  std::string_view at;
  std::string without;
};

void CheckRows(std::initializer_list<Row> rows) {
  for (const Row& row : rows) {
    const std::string text = Document(row.statement);
    SCOPED_TRACE(text);
    const std::vector<Issue> issues = Check(text);
    ASSERT_EQ(issues.size(), 1U);
    EXPECT_EQ(issues[0].code, row.code);
    EXPECT_EQ(issues[0].severity, row.severity);
    EXPECT_EQ(issues[0].pointer, row.pointer);
    EXPECT_EQ(text.substr(issues[0].offset, issues[0].length), row.at);
    EXPECT_EQ(issues[0].line, 1);
    EXPECT_EQ(issues[0].column, static_cast<int>(issues[0].offset) + 1);
    EXPECT_THAT(Check(Document(row.without)), IsEmpty());
  }
}

// An Allow of one action, or a list, on everything.
std::string Allow(std::string_view actions) {
  return R"({"Effect":"Allow","Action":)" + std::string(actions) +
         R"(,"Resource":"*"})";
}

std::string On(std::string_view actions, std::string_view resources) {
  return R"({"Effect":"Deny","Action":)" + std::string(actions) +
         R"(,"Resource":)" + std::string(resources) + "}";
}

std::string With(std::string_view action, std::string_view condition) {
  return R"({"Effect":"Allow","Action":")" + std::string(action) +
         R"(","Resource":"*","Condition":)" + std::string(condition) + "}";
}

TEST(ReferenceChecks, Actions) {
  CheckRows({
      {"INVALID_ACTION", Severity::kError, Allow(R"(["s3:GetObjekt"])"),
       "/Statement/0/Action/0", R"("s3:GetObjekt")",
       Allow(R"(["S3:getobject"])")},
      {"INVALID_ACTION", Severity::kError, Allow(R"("s3:Fetch*")"),
       "/Statement/0/Action", R"("s3:Fetch*")", Allow(R"("s3:Get*")")},
      {"INVALID_SERVICE_IN_ACTION", Severity::kError, Allow(R"("s4:*")"),
       "/Statement/0/Action", R"("s4:*")", Allow(R"("s3:*")")},
  });
}

TEST(ReferenceChecks, WhatWasMeant) {
  const auto message = [](std::string_view action) {
    const std::vector<Issue> issues = Check(Document(Allow(action)));
    return issues.size() == 1 ? issues[0].message : "";
  };
  EXPECT_THAT(message(R"("s3:ListObjectsV2")"),
              EndsWith(": did you mean s3:ListBucket?"));
  // Nothing of that service, or anything.
  EXPECT_THAT(message(R"("s3:DescribeInstances")"), Not(HasSubstr("?")));
  EXPECT_THAT(message(R"("s3:Fetch*")"), Not(HasSubstr("?")));
}

TEST(ReferenceChecks, ServicesWithoutResourceControlPolicies) {
  const auto rcp = [](std::string_view action) {
    const auto policy = Policy::Parse(
        Document(R"({"Effect":"Deny","Principal":"*","Resource":"*",)"
                 R"("Action":")" +
                 std::string(action) + "\"}"),
        PolicyType::kRcp);
    return CheckPolicy(ServiceReference::BuiltIn(), *policy);
  };
  EXPECT_THAT(rcp("ec2:RunInstances"),
              ElementsAre(Field(&Issue::code, "RCP_SYNTAX_ERROR_ACTION")));
  EXPECT_THAT(rcp("s3:GetObject"), IsEmpty());
}

TEST(ReferenceChecks, PrefixesOfKeys) {
  EXPECT_THAT(
      Check(Document(With("s3:GetObject", R"({"StringEquals":{"s4:a":"b"}})"))),
      ElementsAre(Field(&Issue::code, "INVALID_SERVICE")));
  for (const std::string_view key :
       {"saml:edupersonorgdn", "catalog:ChangeType", "idp.example.com/a:aud",
        "AWS:username", "S3:authType"}) {
    EXPECT_THAT(
        Check(Document(
            With("s3:GetObject",
                 R"({"StringEquals":{")" + std::string(key) + R"(":"b"}})"))),
        Each(Field(&Issue::code, "UNSUPPORTED_ACTION_FOR_CONDITION_KEY")))
        << key;
  }
}

TEST(ReferenceChecks, Keys) {
  CheckRows({
      {"INVALID_SERVICE_CONDITION_KEY", Severity::kError,
       With("s3:ListBucket", R"({"StringEquals":{"s3:prefixes":"a/"}})"),
       "/Statement/0/Condition/StringEquals/s3:prefixes", R"("s3:prefixes")",
       With("s3:ListBucket", R"({"StringEquals":{"s3:prefix":"a/"}})")},
      {"UNSUPPORTED_ACTION_FOR_CONDITION_KEY", Severity::kError,
       With("s3:GetObject", R"({"StringEquals":{"s3:prefix":"a/"}})"),
       "/Statement/0/Condition/StringEquals/s3:prefix", R"("s3:prefix")",
       With("s3:*", R"({"StringEquals":{"s3:prefix":"a/"}})")},
      {"TYPE_MISMATCH", Severity::kWarning,
       With("s3:ListBucket", R"({"StringEquals":{"s3:max-keys":"10"}})"),
       "/Statement/0/Condition/StringEquals/s3:max-keys", R"("s3:max-keys")",
       With("s3:ListBucket", R"({"NumericEquals":{"s3:max-keys":"10"}})")},
  });
  // A test that is true without the key may be meant for the other actions, and
  // what a wildcard covers is not asked.
  const auto both = [](std::string_view op) {
    return Document(R"({"Effect":"Allow","Resource":"*","Action":)"
                    R"(["s3:ListBucket","s3:GetObject","s3:Put*"],)"
                    R"("Condition":{")" +
                    std::string(op) + R"(":{"s3:prefix":"a/"}}})");
  };
  const std::vector<Issue> issues = Check(both("StringEquals"));
  ASSERT_EQ(issues.size(), 1U);
  EXPECT_EQ(issues[0].code, "UNSUPPORTED_ACTION_FOR_CONDITION_KEY");
  EXPECT_THAT(issues[0].message, HasSubstr("for s3:GetObject never have"));
  EXPECT_THAT(Check(both("StringEqualsIfExists")), IsEmpty());
  EXPECT_THAT(
      Check(both("StringNotEqualsIfExists")),
      ElementsAre(Field(&Issue::code, "S3_PREFIX_IN_NEGATIVE_CONTEXT")));
  // Nor are actions without a resource.
  EXPECT_THAT(Check(Document(With("ec2:DescribeInstances",
                                  R"({"StringEquals":{"ec2:ResourceTag/a":)"
                                  R"("b"}})"))),
              IsEmpty());
  // Providers' keys begin with a domain; families of keys have any name.
  EXPECT_THAT(
      Check(Document(With("s3:GetObject",
                          R"({"StringEquals":{"idp.example.com:aud":"x",)"
                          R"("s3:ExistingObjectTag/a":"b"}})"))),
      IsEmpty());
}

TEST(ReferenceChecks, ResourcesThatAnActionDoesNotTake) {
  CheckRows({
      {"UNSUPPORTED_RESOURCE_FOR_ACTION", Severity::kWarning,
       On(R"(["s3:GetObject","s3:ListBucket"])",
          R"("arn:aws:s3:::amzn-s3-demo-bucket/*")"),
       "/Statement/0/Action/1", R"("s3:ListBucket")",
       On(R"(["s3:GetObject","s3:ListBucket"])",
          R"(["arn:aws:s3:::amzn-s3-demo-bucket",)"
          R"("arn:aws:s3:::amzn-s3-demo-bucket/*"])")},
      {"UNSUPPORTED_RESOURCE_FOR_ACTION", Severity::kWarning,
       On(R"("s3:ListAllMyBuckets")", R"("arn:aws:s3:::*")"),
       "/Statement/0/Action", R"("s3:ListAllMyBuckets")",
       On(R"("s3:ListAllMyBuckets")", R"("*")")},
  });
  // What a variable stands for is not known, and what is missing is anything.
  EXPECT_THAT(Check(Document(
                  On(R"("s3:ListBucket")",
                     R"("arn:aws:s3:::amzn-s3-demo-bucket${aws:username}")"))),
              IsEmpty());
  EXPECT_THAT(Check(Document(On(R"("sqs:SendMessage")", R"("arn:aws:sqs")"))),
              IsEmpty());
  // NotResource leaves nearly everything.
  EXPECT_THAT(
      Check(Document(R"({"Effect":"Deny","Action":"s3:ListBucket",)"
                     R"("NotResource":"arn:aws:s3:::amzn-s3-demo-bucket/*"})")),
      IsEmpty());
}

TEST(ReferenceChecks, AMessageNamesWhatIsTaken) {
  const std::vector<Issue> issues = Check(Document(
      On(R"("sagemaker:InvokeEndpointAsync")", R"("arn:aws:s3:::b/*")")));
  ASSERT_EQ(issues.size(), 1U);
  EXPECT_THAT(issues[0].message, HasSubstr(":endpoint/${EndpointName}"));
}

// CloudWatch Logs asks about its log groups in several ways.
TEST(ReferenceChecks, ActionsOnLogs) {
  for (const std::string_view resource :
       {"log-group:/demo/*:log-stream:*", "log-group:/demo:*", "log-group:*"}) {
    EXPECT_THAT(Check(Document(
                    On(R"("logs:DescribeLogStreams")",
                       "\"arn:aws:logs:*:*:" + std::string(resource) + "\""))),
                IsEmpty())
        << resource;
  }
  for (const std::string_view resource :
       {"*", "log-group:*", "log-group:*:*", "log-group:*:log-stream:*"}) {
    EXPECT_THAT(Check(Document(On(R"("logs:DescribeLogGroups")",
                                  "\"arn:aws:logs:*:111122223333:" +
                                      std::string(resource) + "\""))),
                IsEmpty())
        << resource;
  }
  EXPECT_THAT(
      Check(Document(On(R"("logs:DescribeLogGroups")",
                        R"("arn:aws:logs:*:*:log-group:/demo/*")"))),
      ElementsAre(Field(&Issue::code, "UNSUPPORTED_RESOURCE_FOR_ACTION")));
}

// However many of a statement's actions have no effect, it is one issue, at the
// first of them.
TEST(ReferenceChecks, OneIssueForAStatementsGrantsWithoutEffect) {
  const std::string text =
      Document(On(R"(["s3:GetObject","s3:ListBucket","s3:ListAllMyBuckets",)"
                  R"("s3:GetBucketPolicy","s3:PutBucketPolicy"])",
                  R"("arn:aws:s3:::amzn-s3-demo-bucket/*")"));
  const std::vector<Issue> issues = Check(text);
  ASSERT_EQ(issues.size(), 1U);
  EXPECT_EQ(issues[0].pointer, "/Statement/0/Action/1");
  EXPECT_THAT(
      issues[0].message,
      AllOf(HasSubstr("s3:ListBucket, s3:GetBucketPolicy and "
                      "s3:PutBucketPolicy have no effect here: they take none "
                      "of these resources, s3:ListBucket for one takes arn:"),
            HasSubstr("; s3:ListAllMyBuckets has no effect here: it takes no "
                      "resource, so only \"*\" as Resource covers it")));
  std::string lists;
  for (const std::string_view type :
       {"Apps", "Domains", "Endpoints", "Models", "Projects", "Workteams",
        "TrainingJobs", "NotebookInstances"}) {
    lists += (lists.empty() ? "[\"sagemaker:List" : ",\"sagemaker:List") +
             std::string(type) + "\"";
  }
  const std::vector<Issue> many =
      Check(Document(On(lists + "]", R"("arn:aws:sagemaker:*:*:endpoint/*")")));
  ASSERT_EQ(many.size(), 1U);
  EXPECT_THAT(
      many[0].message,
      HasSubstr("sagemaker:ListProjects and 3 more have no effect here"));
}

// Together with what the document alone tells, in the order of the text.
TEST(ReferenceChecks, AmongTheOthers) {
  const auto codes = [](const std::vector<Issue>& issues) {
    std::vector<std::string> result;
    for (const Issue& issue : issues) result.push_back(issue.code);
    return result;
  };
  EXPECT_THAT(
      codes(Check(R"({"Statement":{"Sid":"","Effect":"Allow",)"
                  R"("Action":["s3:GetObjekt","s3:*","s3:Get*","s4:A"],)"
                  R"("Resource":"*"}})")),
      ElementsAre("MISSING_VERSION", "EMPTY_SID_VALUE", "REDUNDANT_ACTION",
                  "INVALID_ACTION", "REDUNDANT_ACTION",
                  "INVALID_SERVICE_IN_ACTION"));
}

}  // namespace
}  // namespace iameval
