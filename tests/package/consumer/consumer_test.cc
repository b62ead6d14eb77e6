// A user's own test of a policy, with the matchers.

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "iameval/testing/matchers.h"

namespace {

using ::iameval_testing::Allows;

TEST(ConsumerTest, ReadsOfTheBucketAreAllowed) {
  absl::StatusOr<iameval::Policy> policy =
      iameval::Policy::Parse(R"({"Version": "2012-10-17", "Statement": {
        "Effect": "Allow", "Action": "s3:GetObject",
        "Resource": "arn:aws:s3:::amzn-s3-demo-bucket/*"}})");
  ASSERT_TRUE(policy.ok()) << policy.status();
  absl::StatusOr<iameval::Engine> engine =
      iameval::Engine::Create({.identity = {*policy}});
  ASSERT_TRUE(engine.ok()) << engine.status();
  absl::StatusOr<iameval::Request> request =
      iameval::Request::Builder()
          .Principal("arn:aws:iam::111122223333:role/DemoRole")
          .Action("s3:GetObject")
          .Resource("arn:aws:s3:::amzn-s3-demo-bucket/input/payload.csv")
          .ResourceAccount("111122223333")
          .Build();
  ASSERT_TRUE(request.ok()) << request.status();
  EXPECT_THAT(*engine, Allows(*request));
}

}  // namespace
