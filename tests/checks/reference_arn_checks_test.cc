// ARNs that no resource of theirs has: each check where it reports, and an ARN
// like it where it does not.

#include <string>
#include <string_view>

#include "checks/checked_rows.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "iameval/issue.h"
#include "iameval/policy.h"
#include "policy/documents.h"

namespace iameval {
namespace {

using ::iameval_testing::CheckedCodes;
using ::iameval_testing::CheckedIssues;
using ::iameval_testing::Document;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

// A Deny of everything, so that nothing but the ARN is looked at.
std::string Of(std::string_view arn) {
  return Document(R"({"Effect":"Deny","Action":"*","Resource":")" +
                  std::string(arn) + "\"}");
}

struct Arns {
  std::string_view code;
  std::string_view bad;
  std::string_view good;
};

void CheckArns(std::initializer_list<Arns> rows) {
  for (const Arns& row : rows) {
    const std::string at = "\"" + std::string(row.bad) + "\"";
    iameval_testing::CheckRows(
        {{row.code, Severity::kError, PolicyType::kIdentity, Of(row.bad),
          "/Statement/0/Resource", at, Of(row.good)}});
    EXPECT_THAT(CheckedCodes(Of(row.bad)), ElementsAre(row.code));
    EXPECT_THAT(CheckedCodes(Of(row.good)), IsEmpty()) << row.good;
  }
}

TEST(ReferenceArnChecks, Services) {
  CheckArns({
      {"INVALID_SERVICE", "arn:aws:s4:::amzn-s3-demo-bucket",
       "arn:aws:s3:::amzn-s3-demo-bucket"},
      // Closed, though a resource type of EC2 still has such ARNs; "catalog" is
      // in the ARNs of servicecatalog only, and not closed.
      {"INVALID_SERVICE",
       "arn:aws:elastic-inference:*:*:elastic-inference-accelerator/*",
       "arn:aws:catalog:*:*:portfolio/*"},
  });
}

TEST(ReferenceArnChecks, Regions) {
  CheckArns({
      {"ARN_REGION_NOT_ALLOWED",
       "arn:aws:iam:us-east-1:111122223333:role/DemoRole",
       "arn:aws:iam:*:111122223333:role/DemoRole"},
      {"ARN_REGION_NOT_ALLOWED", "arn:aws:s3:eu-west-1::amzn-s3-demo-bucket/*",
       "arn:aws:s3:eu-west-1:111122223333:accesspoint/demo"},
      {"MISSING_ARN_REGION", "arn:aws:sqs::111122223333:demo-queue",
       "arn:aws:sqs:eu-west-1:111122223333:demo-queue"},
      // Images are of no account, rules of one.
      {"MISSING_ARN_REGION", "arn:aws:ec2:::image/ami-*",
       "arn:aws:ec2:*::image/ami-*"},
  });
}

TEST(ReferenceArnChecks, Accounts) {
  CheckArns({
      {"ARN_ACCOUNT_NOT_ALLOWED",
       "arn:aws:s3::111122223333:amzn-s3-demo-bucket/*",
       "arn:aws:s3::*:amzn-s3-demo-bucket/*"},
      {"MISSING_ARN_ACCOUNT", "arn:aws:sns:eu-west-1::demo-topic",
       "arn:aws:sns:eu-west-1:*:demo-topic"},
      {"MISSING_ARN_ACCOUNT", "arn:aws:iam:::role/DemoRole",
       "arn:aws:iam::aws:policy/ReadOnlyAccess"},
  });
  // Some resources are AWS's own, whatever the reference says.
  EXPECT_THAT(CheckedCodes(Of("arn:aws:ssm:*::document/AWS-RunShellScript")),
              IsEmpty());
}

TEST(ReferenceArnChecks, Resources) {
  CheckArns({
      {"INVALID_ARN_RESOURCE", "arn:aws:lambda:eu-west-1:111122223333:fn:demo",
       "arn:aws:lambda:eu-west-1:111122223333:function:demo"},
      {"INVALID_ARN_RESOURCE", "arn:aws:iam::111122223333:DemoRole",
       "arn:aws:iam::111122223333:role/DemoRole"},
  });
  // Patterns and paths of requests are not judged.
  EXPECT_THAT(CheckedCodes(Of("arn:aws:states:*:*:statemachine:*")), IsEmpty());
  EXPECT_THAT(CheckedCodes(Of("arn:aws:apigateway:*::/v2/apis")), IsEmpty());
  EXPECT_THAT(CheckedCodes(Of("arn:aws:iam::111122223333:${aws:username}")),
              IsEmpty());
}

TEST(ReferenceArnChecks, AMessageSaysWhatIsExpected) {
  const auto issues = CheckedIssues(Of("arn:aws:sqs:::demo-queue"));
  ASSERT_EQ(issues.size(), 2U);
  EXPECT_THAT(issues[0].message,
              HasSubstr("expected arn:${Partition}:sqs:${Region}:${Account}:"
                        "${QueueName}"));
}

TEST(ReferenceArnChecks, NotResourceToo) {
  EXPECT_THAT(
      CheckedCodes(Document(R"({"Effect":"Deny","Action":"*","NotResource":)"
                            R"(["arn:aws:s3:::b","arn:aws:s4:::b"]})")),
      ElementsAre("INVALID_SERVICE"));
}

}  // namespace
}  // namespace iameval
