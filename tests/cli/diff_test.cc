// iameval diff, run as a program.

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
using ::testing::StartsWith;

// A `policies` object with an identity-based policy of these statements, or
// without any policy.
std::string Policies(const std::string& statements) {
  if (statements.empty()) return R"({"identity": []})";
  return R"({"identity": [{"Version": "2012-10-17", "Statement": [)" +
         statements + "]}]}";
}

constexpr char kReads[] =
    R"({"Sid": "Reads", "Effect": "Allow", "Action": "s3:GetObject",
        "Resource": "*"})";
constexpr char kWrites[] =
    R"({"Sid": "Writes", "Effect": "Allow", "Action": "s3:PutObject",
        "Resource": "*"})";
constexpr char kDeletesNothing[] =
    R"({"Sid": "DeletesNothing", "Effect": "Deny", "Action": "s3:DeleteObject",
        "Resource": "*"})";
constexpr char kReadsElsewhere[] =
    R"({"Sid": "Reads", "Effect": "Allow", "Action": "s3:GetObject",
        "Resource": "arn:aws:s3:::elsewhere/*"})";

std::string Request(const std::string& action, const std::string& id = "") {
  return "{" + (id.empty() ? "" : "\"id\": " + id + ", ") +
         R"("principal": "arn:aws:iam::111122223333:user/Alice", )"
         R"("action": ")" +
         action +
         R"(", "resource": "arn:aws:s3:::amzn-s3-demo-bucket/a", )"
         R"("resourceAccount": "111122223333"})"
         "\n";
}

class DiffTest : public testing::Test {
 protected:
  ProgramResult Run(const std::string& before, const std::string& after,
                    const std::string& arguments) const {
    return Iameval("diff --before " + folder_.Write("before.json", before) +
                   " --after " + folder_.Write("after.json", after) + " " +
                   arguments);
  }
  // Compares reads, writes, deletes and lists.
  ProgramResult RunAll(const std::string& before, const std::string& after,
                       const std::string& arguments = "") const {
    const std::string requests = folder_.Write(
        "requests.jsonl",
        Request("s3:GetObject", "\"r\"") + Request("s3:PutObject", "2") + "\n" +
            Request("s3:DeleteObject") + Request("s3:ListBucket"));
    return Run(Policies(before), Policies(after),
               "--requests " + requests + " " + arguments);
  }

  const TempFolder folder_;
  const std::string and_ = ", ";
};

TEST_F(DiffTest, NothingChanges) {
  const ProgramResult result = RunAll(kReads, kReads);
  EXPECT_EQ(result.exit_code, 0) << result.err;
  EXPECT_EQ(result.out,
            "4 requests compared: 0 gain access, 0 lose access, 0 are denied "
            "in another way, 4 unchanged\n"
            "1 of them AWS never asks: the action takes no such resource\n");
}

TEST_F(DiffTest, EveryDirectionTotalsFirst) {
  const ProgramResult result = RunAll(kReads, kWrites + and_ + kDeletesNothing);
  EXPECT_EQ(result.exit_code, 1);
  EXPECT_THAT(result.err, IsEmpty());
  EXPECT_EQ(
      result.out,
      "4 requests compared: 1 gains access, 1 loses access, 1 is denied in "
      "another way, 1 unchanged\n"
      "1 of them AWS never asks: the action takes no such resource\n"
      "\n"
      "GAINS ACCESS (1)\n"
      "\n"
      "  implicitDeny -> allowed\n"
      "  + Allow  identity  identity[0]:1:41  Statement[0] \"Writes\"\n"
      "      arn:aws:iam::111122223333:user/Alice\n"
      "        s3:PutObject  arn:aws:s3:::amzn-s3-demo-bucket/a  (id 2)\n"
      "\n"
      "LOSES ACCESS (1)\n"
      "\n"
      "  allowed -> implicitDeny\n"
      "  - Allow  identity  identity[0]:1:41  Statement[0] \"Reads\"\n"
      "      arn:aws:iam::111122223333:user/Alice\n"
      "        s3:GetObject  arn:aws:s3:::amzn-s3-demo-bucket/a  (id \"r\")\n"
      "\n"
      "IS DENIED IN ANOTHER WAY (1)\n"
      "\n"
      "  implicitDeny -> explicitDeny\n"
      "  + Deny   identity  identity[0]:2:27  Statement[1] "
      "\"DeletesNothing\"\n"
      "      arn:aws:iam::111122223333:user/Alice\n"
      "        s3:DeleteObject  arn:aws:s3:::amzn-s3-demo-bucket/a\n"
      "\n"
      "+ a statement that applies after the change only, - before it only\n");
}

TEST_F(DiffTest, WhyAStatementNoLongerApplies) {
  const ProgramResult result = RunAll(kReads, kReadsElsewhere);
  EXPECT_EQ(result.exit_code, 1);
  EXPECT_THAT(result.out,
              HasSubstr("Statement[0] \"Reads\"\n"
                        "    now it does not apply: Resource: request has "
                        "\"arn:aws:s3:::amzn-s3-demo-bucket/a\", policy has "
                        "\"arn:aws:s3:::elsewhere/*\"\n"));
}

TEST_F(DiffTest, ALayerWhereNoStatementDiffers) {
  const ProgramResult result =
      Run(Policies(kReads),
          R"({"boundary": [], "scp": [[]], "identity": [)"
          R"({"Version": "2012-10-17", "Statement": [)" +
              std::string(kReads) + "]}]}",
          "--requests - <<'end'\n" + Request("s3:GetObject") + "end");
  EXPECT_EQ(result.exit_code, 1) << result.err;
  EXPECT_THAT(result.out,
              HasSubstr("  ~ scp level 1: not consulted -> implicitDeny"));
}

TEST_F(DiffTest, FailOn) {
  EXPECT_EQ(RunAll(kReads, "").exit_code, 1);
  EXPECT_EQ(RunAll(kReads, "", "--fail-on gained").exit_code, 0);
  EXPECT_EQ(RunAll(kReads, "", "--fail-on lost").exit_code, 1);
  EXPECT_EQ(RunAll("", kReads, "--fail-on gained").exit_code, 1);
  EXPECT_EQ(RunAll("", kReads, "--fail-on lost").exit_code, 0);
  EXPECT_EQ(RunAll("", kDeletesNothing, "--fail-on gained").exit_code, 0);
  EXPECT_EQ(RunAll("", kDeletesNothing).exit_code, 1);
  EXPECT_EQ(RunAll("", "", "--fail-on tuesday").exit_code, 2);
}

TEST_F(DiffTest, Json) {
  const ProgramResult result = RunAll(kReads, kWrites, "--json");
  EXPECT_EQ(result.exit_code, 1);
  std::string line = result.out;
  for (char& c : line) {
    if (c == '\n') c = ' ';
  }
  line.back() = '\n';
  EXPECT_TRUE(IsJsonLine(line)) << line;
  EXPECT_THAT(
      line,
      AllOf(StartsWith("{\"changes\": [ {\"id\": \"r\", \"line\": 1, "
                       "\"direction\": \"lost\", \"principal\": "),
            HasSubstr("{\"id\": 2, \"line\": 2, \"direction\": \"gained\""),
            HasSubstr("\"statements\": [{\"before\": {\"statement\": "
                      "{\"type\": \"identity\""),
            HasSubstr("\"outcome\": \"matches\", \"determining\": true"),
            HasSubstr("\"after\": null}]"),
            HasSubstr("\"complete\": true, \"totals\": {\"compared\": 4, "
                      "\"changed\": 2, \"gained\": 1, \"lost\": 1, "
                      "\"denyDiffers\": 0, ")));
  const ProgramResult same = RunAll(kReads, kReads, "--json");
  EXPECT_EQ(same.exit_code, 0);
  EXPECT_THAT(same.out, StartsWith("{\"changes\": [\n], \"complete\": true"));
}

TEST_F(DiffTest, AGrid) {
  const ProgramResult result =
      Run(Policies(kReads), Policies(kWrites),
          "--principals arn:aws:iam::111122223333:user/Alice "
          "--resources arn:aws:s3:::b/1 arn:aws:s3:::b/2 "
          "--resource-account 111122223333");
  EXPECT_EQ(result.exit_code, 1) << result.err;
  EXPECT_THAT(
      result.out,
      AllOf(StartsWith("4 requests compared: 2 gain access, 2 lose access"),
            HasSubstr("        s3:PutObject  arn:aws:s3:::b/1\n"
                      "        s3:PutObject  arn:aws:s3:::b/2\n")))
      << "actions are those that either side names";
}

TEST_F(DiffTest, OneCauseIsListedOnceWithAllItsRequests) {
  std::string requests;
  for (int i = 0; i < 150; ++i) requests += Request("s3:GetObject");
  const std::string arguments = "--requests " + folder_.Write("many", requests);
  const ProgramResult some = Run(Policies(kReads), Policies(""), arguments);
  EXPECT_THAT(some.out, AllOf(HasSubstr("LOSES ACCESS (150)"),
                              HasSubstr("        and 50 more\n")));
  EXPECT_EQ(some.out.find("Statement[0]"), some.out.rfind("Statement[0]"));
  const ProgramResult all =
      Run(Policies(kReads), Policies(""), arguments + " --limit 0");
  EXPECT_THAT(all.out, Not(HasSubstr(" more\n")));
}

// More than are read at a time.
// What AWS never asks is denied on both sides, so that nobody gains it.
TEST_F(DiffTest, QuestionsThatMakeNoSense) {
  const std::string lists =
      R"({"Effect": "Allow", "Action": "s3:List*", "Resource": "*"})";
  const auto run = [&](const std::string& arguments) {
    return Run(Policies(""), Policies(lists),
               "--principals arn:aws:iam::111122223333:user/Alice "
               "--actions s3:ListBucket s3:ListAllMyBuckets "
               "--resources arn:aws:s3:::b/object " +
                   arguments);
  };
  EXPECT_THAT(run("").out,
              AllOf(StartsWith("2 requests compared: 1 gains access, "),
                    HasSubstr("\n1 of them AWS never asks: "),
                    HasSubstr("s3:ListAllMyBuckets  arn:aws:s3:::b/object  "
                              "RESOURCE_NOT_APPLICABLE\n"),
                    Not(HasSubstr("s3:ListBucket"))));
  EXPECT_THAT(run("--no-reference").out,
              AllOf(StartsWith("2 requests compared: 2 gain access, "),
                    HasSubstr("s3:ListBucket"), Not(HasSubstr("never asks"))));
  EXPECT_THAT(run("--json").out,
              AllOf(HasSubstr("\"issue\": \"RESOURCE_NOT_APPLICABLE\", "),
                    HasSubstr("\"neverAsked\": 1, ")));
}

TEST_F(DiffTest, LongFiles) {
  std::string requests;
  for (int i = 0; i < 10'000; ++i) {
    requests += Request(i == 9'999 ? "s3:GetObject" : "s3:ListBucket",
                        std::to_string(i));
  }
  const ProgramResult result =
      Run(Policies(kReads), Policies(""),
          "--requests " + folder_.Write("many", requests));
  EXPECT_EQ(result.exit_code, 1);
  EXPECT_THAT(result.out, AllOf(StartsWith("10000 requests compared: "),
                                HasSubstr("(id 9999)")));
}

TEST_F(DiffTest, ABadLineIsNamedAndLeftOut) {
  const std::string requests = folder_.Write(
      "bad.jsonl", Request("s3:GetObject") + "{\"principal\": 1\n" +
                       Request("s3:Get*") + Request("s3:PutObject"));
  const ProgramResult result =
      Run(Policies(kReads), Policies(""), "--requests " + requests);
  EXPECT_EQ(result.exit_code, 2);
  EXPECT_THAT(result.err,
              AllOf(HasSubstr(requests + ":2: "), HasSubstr(requests + ":3: "),
                    HasSubstr("2 lines left out")));
  EXPECT_THAT(result.out, StartsWith("2 requests compared: "));
  EXPECT_THAT(
      Run(Policies(kReads), Policies(""), "--json --requests " + requests).out,
      HasSubstr("\"complete\": false"));
}

TEST_F(DiffTest, WhatIsWrongIsNamed) {
  EXPECT_THAT(RunAll(kReads, kReads, "--actions s3:GetObject").err,
              HasSubstr("either it or a grid"));
  EXPECT_THAT(Iameval("diff --before /no/such/file --after x").err,
              HasSubstr("/no/such/file"));
  const ProgramResult refused =
      RunAll(kReads, R"({"Effect": "Permit", "Action": "*", "Resource": "*"})");
  EXPECT_EQ(refused.exit_code, 2);
  EXPECT_THAT(refused.err, AllOf(HasSubstr("after.json"), HasSubstr("Permit")));
  EXPECT_THAT(refused.out, IsEmpty());
  EXPECT_EQ(RunAll(kReads, kWrites, ">/dev/full").exit_code, 2);
}

TEST_F(DiffTest, HelpSaysItAll) {
  const ProgramResult result = Iameval("diff --help");
  EXPECT_EQ(result.exit_code, 0);
  for (const char* part :
       {"NAME\n  iameval diff - ", "--before FILE", "--after FILE",
        "--requests FILE", "--principals", "--json", "--limit N",
        "--reference FILE", "--no-reference",
        "--fail-on KIND", "\nEXIT STATUS\n", "\nEXAMPLES\n"}) {
    EXPECT_THAT(result.out, HasSubstr(part));
  }
}

}  // namespace
}  // namespace iameval_testing
