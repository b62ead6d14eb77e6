#include "services/arn_format.h"

#include <optional>
#include <string>
#include <string_view>

#include "gtest/gtest.h"

namespace iameval::internal {
namespace {

constexpr std::string_view kBucket = "arn:${Partition}:s3:::${BucketName}";
constexpr std::string_view kObject =
    "arn:${Partition}:s3:::${BucketName}/${ObjectName}";
constexpr std::string_view kQueue =
    "arn:${Partition}:sqs:${Region}:${Account}:${QueueName}";
constexpr std::string_view kEvent =
    "arn:${Partition}:health:*::event/${Service}/${Code}/*";

bool Fits(std::string_view format, std::string_view arn) {
  return MatchArnFormat(format, arn).has_value();
}

TEST(ArnFormat, CountsLiteralCharacters) {
  EXPECT_EQ(MatchArnFormat(kBucket, "arn:aws:s3:::amzn-s3-demo-bucket"), 5u);
  EXPECT_EQ(MatchArnFormat(kObject, "arn:aws:s3:::amzn-s3-demo-bucket/k"), 6u);
}

TEST(ArnFormat, FieldsBeforeTheResourceAreWhole) {
  EXPECT_TRUE(Fits(kQueue, "arn:aws:sqs:us-east-1:111122223333:jobs"));
  EXPECT_TRUE(Fits(kQueue, "arn:aws-cn:sqs:cn-north-1:111122223333:jobs"));
  EXPECT_FALSE(Fits(kQueue, "arn:aws:sqs::111122223333:jobs"));
  EXPECT_FALSE(Fits(kQueue, "arn:aws:sns:us-east-1:111122223333:jobs"));
  EXPECT_FALSE(Fits(kBucket, "arn:aws:s3:us-east-1::amzn-s3-demo-bucket"));
  EXPECT_FALSE(Fits(kQueue, "arn:aws:sqs:us-east-1:111122223333"));
  EXPECT_FALSE(Fits(kQueue, "*"));
  EXPECT_FALSE(Fits(kQueue, ""));
}

TEST(ArnFormat, VariablesOfTheResourceStandForAnything) {
  EXPECT_TRUE(Fits(kObject, "arn:aws:s3:::amzn-s3-demo-bucket/a/b:c"));
  EXPECT_TRUE(Fits(kBucket, "arn:aws:s3:::amzn-s3-demo-bucket/a"));
  EXPECT_TRUE(Fits(kObject, "arn:aws:s3:::amzn-s3-demo-bucket/"));
  EXPECT_FALSE(Fits(kObject, "arn:aws:s3:::/a"));
}

TEST(ArnFormat, PiecesOccurInOrderAndTheLastAtTheEnd) {
  constexpr std::string_view kResponse =
      "arn:${P}:x:::/apis/${Api}/integrations/${Id}/responses";
  EXPECT_TRUE(Fits(kResponse, "arn:aws:x:::/apis/a/integrations/b/responses"));
  EXPECT_TRUE(Fits(kResponse,
                   "arn:aws:x:::/apis/a/integrations/b/responses/c/responses"));
  EXPECT_FALSE(Fits(kResponse, "arn:aws:x:::/apis/a/integrations/responses"));
  EXPECT_FALSE(Fits(kResponse, "arn:aws:x:::/apis/a/b/responses"));
  EXPECT_FALSE(
      Fits(kResponse, "arn:aws:x:::/apis/a/integrations/b/responses/c"));
}

TEST(ArnFormat, AStarStandsForAnythingOrNothing) {
  EXPECT_TRUE(Fits(kEvent, "arn:aws:health:us-east-1::event/EC2/A/1"));
  EXPECT_TRUE(Fits(kEvent, "arn:aws:health:::event/EC2/A/"));
  EXPECT_FALSE(Fits(kEvent, "arn:aws:health:::event/EC2/A"));
}

TEST(ArnFormat, WithoutItsVariablesEndNothingBreaks) {
  EXPECT_TRUE(Fits("arn:${P}:x:::${Name", "arn:aws:x:::a"));
  EXPECT_TRUE(Fits("arn:${P}:x:::a*${B}*", "arn:aws:x:::ab"));
  EXPECT_FALSE(Fits("arn:aws", "arn:aws"));
}

std::string Translate(std::string_view from, std::string_view to,
                      std::string_view arn) {
  return FillVariables(to, CaptureVariables(from, arn));
}

TEST(ArnFormat, VariablesGoFromOneFormatToAnother) {
  EXPECT_EQ(Translate(kObject, kBucket, "arn:aws:s3:::b/in/a.csv"),
            "arn:aws:s3:::b");
  EXPECT_EQ(Translate(kBucket, kObject, "arn:aws-cn:s3:::b"),
            "arn:aws-cn:s3:::b/${ObjectName}");
  EXPECT_EQ(Translate(kBucket, kQueue, "arn:aws:s3:::b"),
            "arn:aws:sqs:${Region}:${Account}:${QueueName}");
  EXPECT_EQ(Translate(kQueue, kQueue, "arn:aws:sqs:us-east-1:111122223333:q"),
            "arn:aws:sqs:us-east-1:111122223333:q");
  EXPECT_EQ(Translate(kQueue, kBucket, "arn:aws:s3:::b"), kBucket);
}

TEST(ArnFormat, TellsAVariableThatSwallowsASlash) {
  EXPECT_TRUE(SwallowsSlash(kBucket, "arn:aws:s3:::b/k"));
  EXPECT_FALSE(SwallowsSlash(kBucket, "arn:aws:s3:::b"));
  EXPECT_FALSE(SwallowsSlash(kObject, "arn:aws:s3:::b/k"));
  EXPECT_TRUE(SwallowsSlash(kObject, "arn:aws:s3:::b/k/l"));
  EXPECT_FALSE(SwallowsSlash(kEvent, "arn:aws:health:::event/a/b/c/d"));
}

std::string Witness(std::string_view format, std::string_view pattern) {
  return ArnFormatWitness(format, pattern).value_or("none");
}

TEST(ArnFormat, WitnessesStandForWhatAPatternIsAbout) {
  EXPECT_EQ(Witness(kBucket, "*"), "arn:x:s3:::x");
  EXPECT_EQ(Witness(kObject, "*"), "arn:x:s3:::x/x");
  EXPECT_EQ(Witness(kBucket, "arn:aws:s3:::amzn-*"), "arn:aws:s3:::amzn-x");
  EXPECT_EQ(Witness(kObject, "arn:aws:s3:::b/*"), "arn:aws:s3:::b/x");
  EXPECT_EQ(Witness(kObject, "arn:aws:s3:::b"), "none");
  EXPECT_EQ(Witness(kObject, "arn:aws:s3:::b?k"), "arn:aws:s3:::b/k");
  EXPECT_EQ(Witness(kObject, "arn:aws:s3:::b/"), "arn:aws:s3:::b/");
  EXPECT_EQ(Witness(kBucket, "arn:aws:sqs:*:*:*"), "none");
}

TEST(ArnFormat, WitnessesKeepTheColons) {
  // A variable before the resource stands for no colon.
  EXPECT_EQ(Witness(kQueue, "arn:aws:sqs:us-east-1:*:jobs"),
            "arn:aws:sqs:us-east-1:x:jobs");
  EXPECT_EQ(Witness(kQueue, "arn:aws:sqs"), "arn:aws:sqs:x:x:x");
  EXPECT_EQ(Witness(kBucket, "arn:aws:s3:*:*:b"), "arn:aws:s3:::b");
}

TEST(ArnFormat, PolicyVariablesAreWildcards) {
  EXPECT_EQ(Witness(kObject, "arn:aws:s3:::b/${aws:username}/*"),
            "arn:aws:s3:::b/x/x");
  EXPECT_EQ(Witness(kObject, "arn:aws:s3:::b/${*}"), "arn:aws:s3:::b/*");
  EXPECT_EQ(Witness(kBucket, "arn:aws:s3:::${aws:username"),
            "arn:aws:s3:::${aws:username");
}

TEST(ArnFormat, AWitnessHasTheFormat) {
  for (const std::string_view pattern :
       {"*", "arn:*", "arn:aws:s3:::*/*", "a?n:*/*/*", "arn:aws:s3*b*",
        "arn:aws:s3:::?/?*?", "*:*", "arn:aws:s3"}) {
    const auto witness = ArnFormatWitness(kObject, pattern);
    ASSERT_TRUE(witness.has_value()) << pattern;
    EXPECT_TRUE(Fits(kObject, *witness)) << pattern << " " << *witness;
  }
}

TEST(ArnFormat, AVeryLongPatternIsCut) {
  const std::string pattern = "arn:aws:s3:::" + std::string(100'000, '?');
  EXPECT_EQ(Witness(kBucket, pattern).size(), kMaxWitnessPattern);
}

}  // namespace
}  // namespace iameval::internal
