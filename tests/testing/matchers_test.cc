#include "iameval/testing/matchers.h"

#include <string_view>

#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace {

using ::iameval_testing::Allows;
using ::iameval_testing::Denies;
using ::iameval_testing::ExplicitlyDenies;
using ::iameval_testing::ImplicitlyDenies;
using ::testing::DescribeMatcher;
using ::testing::HasSubstr;
using ::testing::Not;

// Allows s3:GetObject, explicitly denies s3:DeleteObject, says nothing of sqs.
iameval::Engine DemoEngine() {
  absl::StatusOr<iameval::Policy> policy =
      iameval::Policy::Parse(R"({"Version": "2012-10-17", "Statement": [
        {"Effect": "Allow", "Action": "s3:*", "Resource": "*"},
        {"Effect": "Deny", "Action": "s3:DeleteObject", "Resource": "*"}]})");
  return iameval::Engine::Create({.identity = {policy.value()}}).value();
}

iameval::Request DemoRequest(std::string_view action) {
  return iameval::Request::Builder()
      .Principal("arn:aws:iam::111122223333:role/DemoRole")
      .Action(action)
      .Resource("arn:aws:s3:::amzn-s3-demo-bucket/input/payload.csv")
      .ResourceAccount("111122223333")
      .Build()
      .value();
}

TEST(MatchersTest, TellAnAllowFromADeny) {
  const iameval::Engine engine = DemoEngine();
  const iameval::Request get = DemoRequest("s3:GetObject");
  EXPECT_THAT(engine, Allows(get));
  EXPECT_THAT(engine, Not(Denies(get)));
  EXPECT_THAT(engine, Not(ImplicitlyDenies(get)));
  EXPECT_THAT(engine, Not(ExplicitlyDenies(get)));
}

TEST(MatchersTest, TellTheDeniesApart) {
  const iameval::Engine engine = DemoEngine();
  const iameval::Request erase = DemoRequest("s3:DeleteObject");
  EXPECT_THAT(engine, Denies(erase));
  EXPECT_THAT(engine, ExplicitlyDenies(erase));
  EXPECT_THAT(engine, Not(ImplicitlyDenies(erase)));
  EXPECT_THAT(engine, Not(Allows(erase)));
  const iameval::Request send = DemoRequest("sqs:SendMessage");
  EXPECT_THAT(engine, Denies(send));
  EXPECT_THAT(engine, ImplicitlyDenies(send));
  EXPECT_THAT(engine, Not(ExplicitlyDenies(send)));
  EXPECT_THAT(engine, Not(Allows(send)));
}

TEST(MatchersTest, AFailurePrintsTheExplanation) {
  const iameval::Engine engine = DemoEngine();
  const iameval::Request request = DemoRequest("s3:DeleteObject");
  ::testing::StringMatchResultListener listener;
  EXPECT_FALSE(
      ::testing::ExplainMatchResult(Allows(request), engine, &listener));
  EXPECT_THAT(listener.str(), HasSubstr(engine.Explain(request).ToText()));
}

TEST(MatchersTest, SayWhatTheyExpect) {
  const iameval::Request request = DemoRequest("s3:GetObject");
  EXPECT_EQ(DescribeMatcher<iameval::Engine>(Allows(request)),
            "decides \"allowed\" when "
            "arn:aws:iam::111122223333:role/DemoRole asks for s3:GetObject on "
            "arn:aws:s3:::amzn-s3-demo-bucket/input/payload.csv");
  EXPECT_THAT(DescribeMatcher<iameval::Engine>(Not(Denies(request))),
              HasSubstr("does not decide \"implicitDeny\" or "
                        "\"explicitDeny\" when "));
}

}  // namespace
