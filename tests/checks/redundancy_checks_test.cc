// What may be left out of a document: each check where it reports, and a
// document like it where it does not.

#include <string>
#include <string_view>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "iameval/issue.h"
#include "iameval/policy.h"
#include "policy/documents.h"
#include "policy/issue_rows.h"

namespace iameval {
namespace {

using enum PolicyType;
using enum Severity;
using ::iameval_testing::CheckReported;
using ::iameval_testing::CodesOf;
using ::iameval_testing::Document;
using ::iameval_testing::WithCondition;
using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::SizeIs;

std::string Actions(std::string_view actions) {
  return Document(R"({"Effect":"Allow","Action":)" + std::string(actions) +
                  R"(,"Resource":"*"})");
}

std::string Resources(std::string_view resources) {
  return Document(R"({"Effect":"Allow","Action":"s3:GetObject","Resource":)" +
                  std::string(resources) + "}");
}

TEST(RedundancyChecks, Actions) {
  CheckReported({
      {"REDUNDANT_ACTION", kSuggestion, kIdentity,
       Actions(R"(["s3:GetObject","s3:Get*"])"), "/Statement/0/Action/0",
       R"("s3:GetObject")", Actions(R"(["s3:PutObject","s3:Get*"])")},
      {"REDUNDANT_ACTION", kSuggestion, kIdentity,
       Actions(R"(["s3:*","S3:getobject"])"), "/Statement/0/Action/1",
       R"("S3:getobject")", Actions(R"(["s3:*","sqs:SendMessage"])")},
      // The later of two that are equal but for letter case.
      {"REDUNDANT_ACTION", kSuggestion, kIdentity,
       Actions(R"(["s3:GetObject","sqs:*","s3:getObject"])"),
       "/Statement/0/Action/2", R"("s3:getObject")",
       Actions(R"(["s3:GetObject","sqs:*","s3:GetObjectAcl"])")},
      {"REDUNDANT_ACTION", kSuggestion, kIdentity,
       Actions(R"(["s3:Get*Acl","s3:*Acl"])"), "/Statement/0/Action/0",
       R"("s3:Get*Acl")", Actions(R"(["s3:Get*Acl","s3:*Tagging"])")},
      {"REDUNDANT_ACTION", kSuggestion, kIdentity,
       Document(R"({"Effect":"Deny","NotAction":["iam:*","iam:Get*"],)"
                R"("Resource":"*"})"),
       "/Statement/0/NotAction/1", R"("iam:Get*")",
       Document(R"({"Effect":"Deny","NotAction":["iam:*","sts:Get*"],)"
                R"("Resource":"*"})")},
  });
  EXPECT_THAT(CodesOf(Actions(R"(["s3:Get?","s3:Get*"])"), kIdentity),
              ElementsAre("REDUNDANT_ACTION"));
  // `?` is one character: it covers no `*`.
  EXPECT_THAT(CodesOf(Actions(R"(["s3:Get?","s3:G*t"])"), kIdentity),
              IsEmpty());
}

TEST(RedundancyChecks, AMessageNamesThePatternThatCovers) {
  const auto policy = Policy::Parse(Actions(R"(["s3:GetObject","s3:Get*"])"));
  ASSERT_TRUE(policy.ok()) << policy.status();
  ASSERT_THAT(policy->issues(), SizeIs(1));
  EXPECT_THAT(policy->issues()[0].message, HasSubstr(R"("s3:Get*")"));
}

TEST(RedundancyChecks, Resources) {
  CheckReported({
      {"REDUNDANT_RESOURCE", kSuggestion, kIdentity,
       Resources(R"(["arn:aws:s3:::amzn-s3-demo-bucket*",)"
                 R"("arn:aws:s3:::amzn-s3-demo-bucket*/*"])"),
       "/Statement/0/Resource/1", R"("arn:aws:s3:::amzn-s3-demo-bucket*/*")",
       Resources(R"(["arn:aws:s3:::amzn-s3-demo-bucket",)"
                 R"("arn:aws:s3:::amzn-s3-demo-bucket/*"])")},
      {"REDUNDANT_RESOURCE", kSuggestion, kIdentity,
       Resources(R"(["arn:aws:s3:::amzn-s3-demo-bucket","*"])"),
       "/Statement/0/Resource/0", R"("arn:aws:s3:::amzn-s3-demo-bucket")",
       // Letter case counts (S-2.7).
       Resources(R"(["arn:aws:s3:::b/A*","arn:aws:s3:::b/a*"])")},
  });
}

TEST(RedundancyChecks, Numbers) {
  const auto limit = [](std::string_view op, std::string_view values) {
    return WithCondition("{\"" + std::string(op) + R"(":{"s3:max-keys":)" +
                         std::string(values) + "}}");
  };
  CheckReported({
      {"REDUNDANT_CONDITION_VALUE_NUM", kSuggestion, kIdentity,
       limit("NumericLessThan", R"(["10","100"])"),
       "/Statement/0/Condition/NumericLessThan/s3:max-keys/0", R"("10")",
       limit("NumericLessThan", R"(["100"])")},
      {"REDUNDANT_CONDITION_VALUE_NUM", kSuggestion, kIdentity,
       limit("NumericGreaterThanEquals", "[10,100]"),
       "/Statement/0/Condition/NumericGreaterThanEquals/s3:max-keys/1", "100",
       limit("NumericEquals", "[10,100]")},
  });
}

TEST(RedundancyChecks, Statements) {
  const std::string one =
      R"({"Effect":"Allow","Action":"s3:GetObject","Resource":"*"})";
  const std::string named =
      R"({"Sid":"A","Resource":["*"],"Effect":"Allow",)"
      R"("Action":"s3:GetObject"})";
  const std::string other =
      R"({"Effect":"Deny","Action":"s3:GetObject","Resource":"*"})";
  CheckReported({{"REDUNDANT_STATEMENT", kSuggestion, kIdentity,
                  Document(one + "," + named), "/Statement/1", named,
                  Document(one + "," + other)}});
}

TEST(RedundancyChecks, SessionsBesideTheirRole) {
  const auto trust = [](std::string_view principals) {
    return Document(R"({"Effect":"Allow","Action":"sts:AssumeRole",)"
                    R"("Principal":{"AWS":)" +
                    std::string(principals) + "}}");
  };
  const std::string session =
      R"("arn:aws:sts::111122223333:assumed-role/DemoRole/session1")";
  CheckReported(
      {{"REDUNDANT_PRINCIPAL_IN_ROLE_TRUST_POLICY", kSuggestion, kTrust,
        trust(R"(["arn:aws:iam::111122223333:role/app/DemoRole",)" + session +
              "]"),
        "/Statement/0/Principal/AWS/1", session,
        trust(R"(["arn:aws:iam::444455556666:role/DemoRole",)" + session +
              "]")}});
}

// Many patterns of one head, none of which covers another: the comparisons
// have a limit, and the document is accepted all the same.
TEST(RedundancyChecks, AHostileListIsGivenUp) {
  std::string actions = "[";
  for (int i = 0; i < 20'000; ++i) {
    if (i > 0) actions += ',';
    actions += "\"s3:*a*a*a*b" + std::to_string(i) + "\"";
  }
  const auto policy = Policy::Parse(Actions(actions + "]"));
  ASSERT_TRUE(policy.ok()) << policy.status();
  EXPECT_THAT(policy->issues(),
              Not(Contains(testing::Field(&Issue::code, "REDUNDANT_ACTION"))));
}

// Copies share the document and what was found in it.
TEST(RedundancyChecks, CopiesShareTheIssues) {
  const auto policy = Policy::Parse(Actions(R"(["s3:GetObject","s3:Get*"])"));
  ASSERT_TRUE(policy.ok()) << policy.status();
  const Policy copy = policy->Named("copy");
  EXPECT_EQ(copy.issues().data(), policy->issues().data());
}

}  // namespace
}  // namespace iameval
