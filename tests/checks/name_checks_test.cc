// Names that AWS does not have.

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
using ::testing::IsEmpty;

std::string Resource(std::string_view resource) {
  return Document(R"({"Effect":"Allow","Action":"s3:GetObject","Resource":")" +
                  std::string(resource) + "\"}");
}

std::string Equals(std::string_view key, std::string_view value) {
  return WithCondition(R"({"StringEquals":{")" + std::string(key) + R"(":")" +
                       std::string(value) + "\"}}");
}

TEST(NameChecks, Arns) {
  CheckReported({
      {"INVALID_PARTITION", kError, kIdentity, Resource("arn:amazon:s3:::b/*"),
       "/Statement/0/Resource", R"("arn:amazon:s3:::b/*")",
       Resource("arn:aws-us-gov:s3:::b/*")},
      {"INVALID_ARN_SERVICE_CASE", kError, kIdentity,
       Resource("arn:aws:S3:::b"), "/Statement/0/Resource",
       R"("arn:aws:S3:::b")", Resource("arn:aws:s3:::B")},
      {"INVALID_ARN_REGION", kError, kIdentity,
       Resource("arn:aws:sqs:eu-west:111122223333:q"), "/Statement/0/Resource",
       R"("arn:aws:sqs:eu-west:111122223333:q")",
       Resource("arn:aws:sqs:eu-west-1:111122223333:q")},
      {"INVALID_ARN_REGION", kError, kIdentity,
       Resource("arn:aws:sqs:cn-north-1:111122223333:q"),
       "/Statement/0/Resource", R"("arn:aws:sqs:cn-north-1:111122223333:q")",
       Resource("arn:aws-cn:sqs:cn-north-1:111122223333:q")},
  });
  // A wildcard may stand for anything, and regions of AWS's next continent have
  // names of their own.
  for (const std::string_view arn :
       {"arn:aws*:s3:::b/*", "arn:aws*:sqs:cn-north-1:111122223333:q",
        "arn:aws:sqs:aq-south-1:111122223333:q", "arn:aws:sqs:eu-*:*:q"}) {
    EXPECT_THAT(CodesOf(Resource(arn), kIdentity), IsEmpty()) << arn;
  }
}

TEST(NameChecks, Regions) {
  const std::string pointer =
      "/Statement/0/Condition/StringEquals/aws:RequestedRegion";
  for (const std::string_view bad : {"eu-central", "EU-west-1", "eu1", "1"}) {
    const std::string at = "\"" + std::string(bad) + "\"";
    CheckReported({{"INVALID_REGION", kError, kIdentity,
                    Equals("aws:RequestedRegion", bad), pointer, at,
                    Equals("aws:RequestedRegion", "us-gov-west-1")}});
  }
}

TEST(NameChecks, ServicePrincipals) {
  CheckReported({
      {"INVALID_SERVICE_PRINCIPAL_FORMAT", kError, kIdentity,
       Equals("iam:PassedToService", "lambda"),
       "/Statement/0/Condition/StringEquals/iam:PassedToService", R"("lambda")",
       Equals("iam:PassedToService", "lambda.amazonaws.com")},
      {"INVALID_SERVICE_PRINCIPAL_FORMAT", kError, kIdentity,
       Equals("aws:CalledViaFirst", "a.b.amazonaws.com"),
       "/Statement/0/Condition/StringEquals/aws:CalledViaFirst",
       R"("a.b.amazonaws.com")",
       Equals("aws:CalledViaFirst", "b.amazonaws.com")},
      {"INVALID_SERVICE_PRINCIPAL_FORMAT", kError, kTrust,
       Document(R"({"Effect":"Allow","Action":"sts:AssumeRole",)"
                R"("Principal":{"Service":["Lambda.amazonaws.com"]}})"),
       "/Statement/0/Principal/Service/0", R"("Lambda.amazonaws.com")",
       Document(R"({"Effect":"Allow","Action":"sts:AssumeRole",)"
                R"("Principal":{"Service":["s3.eu-west-1.amazonaws.com"]}})")},
  });
}

}  // namespace
}  // namespace iameval
