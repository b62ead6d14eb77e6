// What has no place in the policy of a resource.

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
using ::testing::IsEmpty;

std::string Policy(std::string_view actions, std::string_view resources,
                   std::string_view more = "") {
  return Document(R"({"Effect":"Allow","Principal":{"AWS":"111122223333"},)"
                  R"("Action":)" +
                  std::string(actions) + R"(,"Resource":)" +
                  std::string(resources) + std::string(more) + "}");
}

constexpr std::string_view kBucket = R"("arn:aws:s3:::amzn-s3-demo-bucket/*")";

TEST(ResourcePolicyChecks, OfOtherServices) {
  CheckReported({
      {"UNSUPPORTED_ACTION_IN_POLICY", kError, kResource,
       Policy(R"(["s3:GetObject","kms:Decrypt"])", kBucket),
       "/Statement/0/Action/1", R"("kms:Decrypt")",
       Policy(R"(["s3:GetObject","S3:PutObject"])", kBucket)},
      {"UNSUPPORTED_RESOURCE_ARN_IN_POLICY", kError, kResource,
       Policy(R"("s3:GetObject")",
              R"(["arn:aws:s3:::amzn-s3-demo-bucket/*","arn:aws:kms:*:*:*"])"),
       "/Statement/0/Resource/1", R"("arn:aws:kms:*:*:*")",
       Policy(R"("s3:GetObject")", R"(["arn:aws:s3:::b/*","arn:aws:s3:::c"])")},
  });
}

// Where the document does not tell what it is attached to, or may be attached
// to anything.
TEST(ResourcePolicyChecks, OfUnknownResources) {
  EXPECT_THAT(
      CodesOf(Policy(R"(["s3:GetObject","kms:Decrypt"])", R"("*")"), kResource),
      IsEmpty());
  EXPECT_THAT(CodesOf(Policy(R"("vpc-lattice-svcs:Invoke")",
                             R"("arn:aws:vpc-lattice:*:*:service/*")"),
                      kResource),
              IsEmpty());
  EXPECT_THAT(CodesOf(Policy(R"(["s3:GetObject","kms:Decrypt"])", kBucket),
                      kVpcEndpoint),
              IsEmpty());
}

TEST(ResourcePolicyChecks, KeysThatTheResourceFixes) {
  constexpr std::string_view kCondition =
      R"(,"Condition":{"StringEquals":{"s3:ResourceAccount":"111122223333"}})";
  constexpr std::string_view kOther =
      R"(,"Condition":{"StringEquals":{"aws:SourceAccount":"111122223333"}})";
  CheckReported({{"IRRELEVANT_CONDITION_KEY_IN_POLICY", kSuggestion, kResource,
                  Policy(R"("s3:GetObject")", kBucket, kCondition),
                  "/Statement/0/Condition/StringEquals/s3:ResourceAccount",
                  R"("s3:ResourceAccount")",
                  Policy(R"("s3:GetObject")", kBucket, kOther)}});
  EXPECT_THAT(
      CodesOf(Policy(R"("s3:GetObject")", kBucket, kCondition), kVpcEndpoint),
      IsEmpty());
}

}  // namespace
}  // namespace iameval
