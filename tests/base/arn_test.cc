#include "base/arn.h"

#include "gtest/gtest.h"

namespace iameval::internal {
namespace {

TEST(ArnTest, SplitsAtTheFirstFiveColons) {
  const auto arn =
      ParseArn("arn:aws:logs:us-east-1:111122223333:log-group:demo:*");
  ASSERT_TRUE(arn.has_value());
  EXPECT_EQ(arn->partition, "aws");
  EXPECT_EQ(arn->service, "logs");
  EXPECT_EQ(arn->region, "us-east-1");
  EXPECT_EQ(arn->account, "111122223333");
  EXPECT_EQ(arn->resource, "log-group:demo:*");
}

TEST(ArnTest, FieldsMayBeEmpty) {
  const auto bucket = ParseArn("arn:aws:s3:::amzn-s3-demo-bucket");
  ASSERT_TRUE(bucket.has_value());
  EXPECT_EQ(bucket->region, "");
  EXPECT_EQ(bucket->account, "");
  EXPECT_EQ(bucket->resource, "amzn-s3-demo-bucket");
  const auto nothing = ParseArn("arn:::::");
  ASSERT_TRUE(nothing.has_value());
  EXPECT_EQ(nothing->partition, "");
  EXPECT_EQ(nothing->resource, "");
}

TEST(ArnTest, NeedsFiveColonsAndTheWordArn) {
  EXPECT_FALSE(ParseArn("").has_value());
  EXPECT_FALSE(ParseArn("*").has_value());
  EXPECT_FALSE(ParseArn("arn").has_value());
  EXPECT_FALSE(ParseArn("arn:aws:s3::amzn-s3-demo-bucket").has_value());
  EXPECT_FALSE(ParseArn("urn:aws:s3:::amzn-s3-demo-bucket").has_value());
  EXPECT_FALSE(ParseArn("ARN:aws:s3:::amzn-s3-demo-bucket").has_value());
  EXPECT_FALSE(ParseArn(" arn:aws:s3:::amzn-s3-demo-bucket").has_value());
}

TEST(ArnTest, SixFieldsKeepWhatStandsFirst) {
  const auto fields = SplitSixFields("*:a::b:c:d:e");
  ASSERT_TRUE(fields.has_value());
  EXPECT_EQ((*fields)[0], "*");
  EXPECT_EQ((*fields)[2], "");
  EXPECT_EQ((*fields)[5], "d:e");
  EXPECT_FALSE(SplitSixFields("a:b:c:d:e").has_value());
}

TEST(ArnTest, AnAccountIsTwelveDigits) {
  EXPECT_TRUE(IsAccountId("111122223333"));
  EXPECT_TRUE(IsAccountId("000000000000"));
  EXPECT_FALSE(IsAccountId(""));
  EXPECT_FALSE(IsAccountId("11112222333"));
  EXPECT_FALSE(IsAccountId("1111222233334"));
  EXPECT_FALSE(IsAccountId("11112222333a"));
  EXPECT_FALSE(IsAccountId("11112222333*"));
  EXPECT_FALSE(IsAccountId("1111 2222333"));
}

}  // namespace
}  // namespace iameval::internal
