// iameval unused, run as a program.

#include <string>

#include "cli/program.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace iameval_testing {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;

constexpr char kPolicy[] = R"({"Version": "2012-10-17", "Statement": [
  {"Sid": "Objects", "Effect": "Allow", "Resource": "*",
   "Action": ["s3:GetObject",
              "s3:Put*"]},
  {"Sid": "Queues", "Effect": "Allow", "Action": "sqs:*", "Resource": "*"},
  {"Effect": "Deny", "NotAction": "s3:*", "Resource": "*"}]})";

std::string Request(const std::string& action) {
  return R"({"principal":"arn:aws:iam::111122223333:user/Alice","action":")" +
         action + R"(","resource":"arn:aws:s3:::amzn-s3-demo-bucket/a"})" +
         "\n";
}

class UnusedTest : public testing::Test {
 protected:
  UnusedTest() {
    folder_.Write("role.json", kPolicy);
    policies_ = folder_.Write("policies.json",
                              R"({"identity":[{"file":"role.json"}]})");
  }

  ProgramResult Run(const std::string& requests,
                    const std::string& options = "") {
    const std::string file = folder_.Write("requests.jsonl", requests);
    return Iameval("unused --policies " + policies_ + " --requests " + file +
                   " " + options);
  }

  TempFolder folder_;
  std::string policies_;
};

TEST_F(UnusedTest, NamesStatementsAndActions) {
  const std::string role = folder_.path() + "/role.json";
  const ProgramResult result = Run(Request("S3:getobject"));
  EXPECT_EQ(result.exit_code, 1) << result.err;
  EXPECT_EQ(result.out,
            role + ":4:15: unused: s3:Put* in Statement[0] \"Objects\"\n" +
                role + ":5:3: unused: Statement[1] \"Queues\" (Allow)\n" +
                role + ":6:3: unused: Statement[2] (Deny)\n" +
                "1 requests: 2 of 3 statements unused, and 1 actions of the "
                "others\n");
}

TEST_F(UnusedTest, WithoutEffectIsWithoutUse) {
  // The Allow matches, but the Deny decides.
  const ProgramResult result = Run(Request("sqs:SendMessage"));
  EXPECT_THAT(result.out, AllOf(HasSubstr("Statement[1] \"Queues\" (Allow)"),
                                Not(HasSubstr("Statement[2] (Deny)"))));
}

TEST_F(UnusedTest, NothingUnusedIsExitStatus0) {
  folder_.Write("role.json", R"({"Version": "2012-10-17", "Statement":
      {"Effect": "Allow", "Action": "s3:Get*", "Resource": "*"}})");
  const ProgramResult result = Run(Request("s3:GetObject"));
  EXPECT_EQ(result.exit_code, 0) << result.err;
  EXPECT_EQ(result.out,
            "1 requests: 0 of 1 statements unused, and 0 actions of the "
            "others\n");
}

TEST_F(UnusedTest, Json) {
  const ProgramResult result =
      Run(Request("s3:GetObject") + "\n" + Request("s3:GetObject"), "--json");
  EXPECT_EQ(result.exit_code, 1);
  EXPECT_TRUE(IsJsonLine(result.out)) << result.out;
  EXPECT_THAT(
      result.out,
      AllOf(HasSubstr(R"({"requests": 2, "refused": 0, "policies": [)"),
            HasSubstr(R"("type": "identity", "statements": [{"statement": 0, )"
                      R"("sid": "Objects", "allow": true, "line": 2, )"
                      R"("column": 3, "requests": 2, "actions": [{"pattern": )"
                      R"("s3:GetObject", "line": 3, "column": 15, )"
                      R"("requests": 2}, {"pattern": "s3:Put*")"),
            HasSubstr(R"("allow": false, "line": 6, "column": 3, )"
                      R"("requests": 0, "actions": []})")));
}

// More requests than are counted at a time.
TEST_F(UnusedTest, ThreadsChangeNothing) {
  std::string requests;
  for (int i = 0; i < 5000; ++i) {
    requests += Request(i % 3 == 0   ? "s3:GetObject"
                        : i % 3 == 1 ? "sqs:SendMessage"
                                     : "s3:ListBucket");
    if (i % 1000 == 999) requests += "x\n";
  }
  const ProgramResult one = Run(requests, "--json");
  EXPECT_EQ(one.exit_code, 2) << "the bad lines";
  EXPECT_THAT(one.out,
              AllOf(HasSubstr(R"({"requests": 5000, "refused": 5, )"),
                    HasSubstr(R"("pattern": "s3:GetObject", "line": 3, )"
                              R"("column": 15, "requests": 1667})")));
  for (const std::string threads : {"0", "2", "5"}) {
    const ProgramResult more = Run(requests, "--json --threads " + threads);
    EXPECT_EQ(more.out, one.out);
    EXPECT_EQ(more.err, one.err);
  }
  EXPECT_EQ(Run("", "--threads 1000").exit_code, 2);
}

TEST_F(UnusedTest, BadRequestsAreNamedAndExitStatus2) {
  const ProgramResult result = Run("x\n" + Request("s3:GetObject"));
  EXPECT_EQ(result.exit_code, 2);
  EXPECT_THAT(result.err, HasSubstr("requests.jsonl:1: document: "));
  EXPECT_EQ(LastLine(result.out),
            "1 requests: 2 of 3 statements unused, and 1 actions of the "
            "others");
}

TEST_F(UnusedTest, WhatCannotBeReadIsExitStatus2) {
  EXPECT_EQ(Iameval("unused --policies /nonexistent.json").exit_code, 2);
  EXPECT_EQ(Iameval("unused").exit_code, 2);
  EXPECT_EQ(Iameval("unused --policies -").exit_code, 2);
  const ProgramResult result =
      Iameval("unused --policies " + policies_ + " --requests /nonexistent");
  EXPECT_EQ(result.exit_code, 2);
  EXPECT_THAT(result.out, IsEmpty());
  EXPECT_THAT(result.err, HasSubstr("/nonexistent: No such file"));
}

TEST_F(UnusedTest, HelpIsComplete) {
  const ProgramResult help = Iameval("unused --help");
  EXPECT_EQ(help.exit_code, 0);
  for (const std::string part : {"SYNOPSIS", "EXIT STATUS", "EXAMPLES",
                                 "--policies FILE", "--requests FILE",
                                 "--threads N"}) {
    EXPECT_THAT(help.out, HasSubstr(part));
  }
}

}  // namespace
}  // namespace iameval_testing
