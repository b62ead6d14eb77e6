// Unit tests of the policies of examples/policies: what a role that runs
// asynchronous SageMaker inference may do, and what it must not.
//
// Links iameval::matchers and GTest::gmock_main. The macro
// IAMEVAL_EXAMPLE_POLICIES is the folder of the policies.

#include <string>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "iameval/engine_builder.h"
#include "iameval/testing/builders.h"
#include "iameval/testing/matchers.h"

namespace {

using ::iameval::PolicyType;
using ::iameval_testing::Allows;
using ::iameval_testing::Ask;
using ::iameval_testing::Denies;
using ::iameval_testing::DeterminedBy;
using ::iameval_testing::ExplicitlyDenies;
using ::iameval_testing::HasNoIssues;
using ::iameval_testing::ImplicitlyDenies;
using ::iameval_testing::SameDecisionsAs;
using ::testing::AllOf;
using ::testing::Not;

constexpr char kRole[] = "arn:aws:iam::111122223333:role/DemoRole";
constexpr char kEndpoint[] =
    "arn:aws:sagemaker:us-east-1:111122223333:endpoint/my-async-endpoint";
constexpr char kBucket[] = "arn:aws:s3:::bucket_name";
constexpr char kInput[] = "arn:aws:s3:::bucket_name/input/payload.csv";

iameval::Policy Read(const std::string& file,
                     PolicyType type = PolicyType::kIdentity) {
  return iameval_testing::ReadPolicy(IAMEVAL_EXAMPLE_POLICIES "/" + file, type);
}

// The account: a role, who may assume it, and the bucket that it works on.
iameval::Engine Account(const std::vector<iameval::Policy>& policies) {
  return iameval_testing::BuildEngine(
      iameval::Engine::Builder()
          .Add(iameval::Account{.id = "111122223333"})
          .Add(iameval::Role{
              .arn = kRole,
              .policies = policies,
              .trust = Read("trust-sagemaker-setsourceidentity.json",
                            PolicyType::kTrust)})
          .Add(iameval::Resource{.arn = kBucket, .account = "111122223333"}));
}

class ExecutionRoleTest : public testing::Test {
 protected:
  const iameval::Policy full_ = Read("AmazonSageMakerFullAccess.json");
  const iameval::Policy bucket_ = Read("async-inference-s3.json");
  const iameval::Engine account_ = Account({full_, bucket_});
};

TEST_F(ExecutionRoleTest, InvokesTheEndpoint) {
  EXPECT_THAT(account_,
              Allows(Ask(kRole, "sagemaker:InvokeEndpointAsync", kEndpoint),
                     DeterminedBy("AllowAllNonAdminSageMakerActions")));
}

TEST_F(ExecutionRoleTest, UsesTheBucketButDoesNotAdministerIt) {
  EXPECT_THAT(account_, AllOf(Allows(Ask(kRole, "s3:GetObject", kInput)),
                              Allows(Ask(kRole, "s3:PutObject", kInput)),
                              Denies(Ask(kRole, "s3:DeleteObject", kInput)),
                              Denies(Ask(kRole, "s3:PutBucketPolicy",
                                         kBucket))));
}

// The policy for the bucket names its objects; s3:ListBucket takes the bucket.
TEST_F(ExecutionRoleTest, ListsTheBucketByTheManagedPolicyAlone) {
  const iameval::Request list = Ask(kRole, "s3:ListBucket", kBucket);
  EXPECT_THAT(Account({bucket_}), ImplicitlyDenies(list));
  EXPECT_THAT(Account({full_}), Allows(list));
}

TEST_F(ExecutionRoleTest, IsAssumedBySageMakerAlone) {
  EXPECT_THAT(account_,
              AllOf(Allows(Ask("sagemaker.amazonaws.com", "sts:AssumeRole",
                               kRole)),
                    Denies(Ask("lambda.amazonaws.com", "sts:AssumeRole",
                               kRole)),
                    Denies(Ask("arn:aws:iam::444455556666:user/Alice",
                               "sts:AssumeRole", kRole))));
}

// A bucket policy that keeps everybody out who does not come through a VPC
// endpoint.
TEST(BucketTest, IsReadThroughItsEndpointOnly) {
  const iameval::Engine account = iameval_testing::BuildEngine(
      iameval::Engine::Builder()
          .Add(iameval::Role{
              .arn = kRole,
              .policies = {iameval_testing::MakePolicy(R"({
                "Version": "2012-10-17",
                "Statement": {"Sid": "ReadAll", "Effect": "Allow",
                              "Action": "s3:GetObject", "Resource": "*"}})")}})
          .Add(iameval::Resource{
              .arn = "arn:aws:s3:::your-sample-bucket",
              .account = "111122223333",
              .policy = Read("s3-deny-unless-vpce.json",
                             PolicyType::kResource)}));
  constexpr char kModel[] = "arn:aws:s3:::your-sample-bucket/model.tar.gz";
  EXPECT_THAT(account, ExplicitlyDenies(Ask(kRole, "s3:GetObject", kModel)));
  EXPECT_THAT(account, Allows(Ask(kRole, "s3:GetObject", kModel,
                                  {{"aws:SourceVpce", "vpce-1a2b3c4d"}}),
                              DeterminedBy("ReadAll")));
}

TEST_F(ExecutionRoleTest, TheBucketsPolicyAddsNothingToTheObjectsOfOthers) {
  EXPECT_THAT(account_,
              SameDecisionsAs(
                  Account({full_}),
                  {Ask(kRole, "s3:GetObject", "arn:aws:s3:::other/a.csv"),
                   Ask(kRole, "s3:PutObject", "arn:aws:s3:::other/a.csv"),
                   Ask(kRole, "s3:ListBucket", "arn:aws:s3:::other")}));
}

TEST_F(ExecutionRoleTest, PoliciesAreWellFormed) {
  EXPECT_THAT(bucket_, HasNoIssues());
  EXPECT_THAT(full_, HasNoIssues(iameval::Severity::kError));
  // It has an Id, which identity-based policies have not.
  EXPECT_THAT(Read("sagemaker-studio-example-4.json"), Not(HasNoIssues()));
}

}  // namespace
