// iameval matrix, run as a program.

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

constexpr char kAccount[] = R"({
  "users": [{"arn": "arn:aws:iam::111122223333:user/Alice", "policies": [
    {"Version": "2012-10-17", "Statement": [
      {"Sid": "Reads", "Effect": "Allow",
       "Action": ["s3:GetObject", "s3:GetObjectTagging", "s3:List*"],
       "Resource": "*"},
      {"Effect": "Deny", "Action": "s3:DeleteObject", "Resource": "*"}]}]}],
  "roles": [{"arn": "arn:aws:iam::111122223333:role/path/DemoRole"}],
  "resources": [
    {"arn": "arn:aws:s3:::amzn-s3-demo-bucket", "account": "111122223333"}]})";

// With --no-reference.
constexpr char kCsvOfAll[] =
    "principal,action,resource,decision,issue\r\n"
    "arn:aws:iam::111122223333:user/Alice,s3:DeleteObject,"
    "arn:aws:s3:::amzn-s3-demo-bucket,explicitDeny,\r\n"
    "arn:aws:iam::111122223333:user/Alice,s3:GetObject,"
    "arn:aws:s3:::amzn-s3-demo-bucket,allowed,\r\n"
    "arn:aws:iam::111122223333:user/Alice,s3:GetObjectTagging,"
    "arn:aws:s3:::amzn-s3-demo-bucket,allowed,\r\n"
    "arn:aws:iam::111122223333:role/path/DemoRole,s3:DeleteObject,"
    "arn:aws:s3:::amzn-s3-demo-bucket,implicitDeny,\r\n"
    "arn:aws:iam::111122223333:role/path/DemoRole,s3:GetObject,"
    "arn:aws:s3:::amzn-s3-demo-bucket,implicitDeny,\r\n"
    "arn:aws:iam::111122223333:role/path/DemoRole,s3:GetObjectTagging,"
    "arn:aws:s3:::amzn-s3-demo-bucket,implicitDeny,\r\n";

class MatrixTest : public testing::Test {
 protected:
  ProgramResult Run(const std::string& arguments) const {
    return Iameval("matrix --policies " + account_ + " " + arguments);
  }

  const TempFolder folder_;
  const std::string account_ = folder_.Write("account.json", kAccount);
};

TEST_F(MatrixTest, ATableOfWhatTheAccountHas) {
  const ProgramResult result = Run("");
  EXPECT_EQ(result.exit_code, 0);
  EXPECT_THAT(result.err, IsEmpty());
  EXPECT_EQ(result.out,
            "arn:aws:s3:::amzn-s3-demo-bucket\n"
            "                       user/Alice  role/path/DemoRole\n"
            "  s3:DeleteObject      .           .\n"
            "  s3:GetObject         .           .\n"
            "  s3:GetObjectTagging  .           .\n"
            "\n"
            "allow  0 allowed    -  0 implicitly denied    "
            "DENY  0 explicitly denied\n"
            ".  6 never asked: the action takes no such resource\n")
      << "they take objects";
  EXPECT_THAT(Run("--all").out,
              HasSubstr("  s3:DeleteObject      -           -\n"
                        "  s3:GetObject         -           -\n"))
      << "implicitly denied";
  EXPECT_THAT(Run("--no-reference").out,
              HasSubstr("  s3:DeleteObject      DENY        -\n"
                        "  s3:GetObject         allow       -\n"
                        "  s3:GetObjectTagging  allow       -\n"
                        "\n"
                        "allow  2 allowed    -  3 implicitly denied    "
                        "DENY  1 explicitly denied\n"));
}

TEST_F(MatrixTest, OnePrincipalHasResourcesAsColumns) {
  const ProgramResult result =
      Run("--principals arn:aws:iam::111122223333:user/Alice "
          "--actions s3:GetObject s3:PutObject "
          "--resources arn:aws:s3:::a/1 arn:aws:s3:::b/1 "
          "--resource-account 111122223333");
  EXPECT_EQ(result.exit_code, 0) << result.err;
  EXPECT_THAT(result.out, StartsWith("arn:aws:iam::111122223333:user/Alice\n"
                                     "                a/1    b/1\n"
                                     "  s3:GetObject  allow  allow\n"
                                     "  s3:PutObject  -      -\n"));
}

TEST_F(MatrixTest, ColumnsAsWished) {
  const ProgramResult result =
      Run("--no-reference --columns actions --actions s3:GetObject s3:GetObjectTagging");
  EXPECT_EQ(result.exit_code, 0) << result.err;
  EXPECT_THAT(
      result.out,
      HasSubstr("                      s3:GetObject  s3:GetObjectTagging\n"
                "  user/Alice          allow         allow\n"
                "  role/path/DemoRole  -             -\n"));
}

TEST_F(MatrixTest, PatternsStandForWhatAwsHasAndThePoliciesName) {
  const std::string set = folder_.Write(
      "set.json",
      R"({"identity": [{"Version": "2012-10-17", "Statement": {"Effect":
        "Allow", "Action": "sqs:SendPostcard", "Resource": "*"}}]})");
  const ProgramResult result = Iameval(
      "matrix --format csv --actions 'SQS:send*' 'nosuchservice:A' "
      "--resources '*' --principals arn:aws:iam::111122223333:user/Alice "
      "--policies " +
      set);
  EXPECT_EQ(result.exit_code, 0) << result.err;
  EXPECT_THAT(result.out,
              AllOf(HasSubstr(",sqs:SendMessage,*,implicitDeny,\r\n"),
                    HasSubstr(",sqs:SendPostcard,*,allowed,"
                              "UNKNOWN_ACTION\r\n"),
                    HasSubstr(",nosuchservice:A,*,implicitDeny,"
                              "UNKNOWN_ACTION\r\n"),
                    Not(HasSubstr("sqs:ReceiveMessage"))));
}

TEST_F(MatrixTest, CsvAndItsOrder) {
  const ProgramResult result = Run("--format csv --no-reference");
  EXPECT_EQ(result.exit_code, 0);
  EXPECT_EQ(result.out, kCsvOfAll);
}

// The decisions are those of iameval can, and say what makes no sense.
TEST_F(MatrixTest, QuestionsThatMakeNoSenseAreMarked) {
  const std::string ask =
      "--principals arn:aws:iam::111122223333:user/Alice "
      "--actions s3:DeleteObject s3:ListAllMyBuckets s3:NoSuch "
      "--resources arn:aws:s3:::amzn-s3-demo-bucket "
      "arn:aws:s3:::amzn-s3-demo-bucket/a --format ";
  const std::string alice = "arn:aws:iam::111122223333:user/Alice,";
  const std::string bucket = "arn:aws:s3:::amzn-s3-demo-bucket,";
  const std::string object = "arn:aws:s3:::amzn-s3-demo-bucket/a,";
  EXPECT_EQ(Run(ask + "csv").out,
            "principal,action,resource,decision,issue\r\n" + alice +
                "s3:DeleteObject," + bucket +
                "implicitDeny,RESOURCE_TYPE_MISMATCH\r\n" + alice +
                "s3:DeleteObject," + object + "explicitDeny,\r\n" + alice +
                "s3:ListAllMyBuckets," + bucket +
                "allowed,RESOURCE_NOT_APPLICABLE\r\n" + alice +
                "s3:ListAllMyBuckets," + object +
                "allowed,RESOURCE_NOT_APPLICABLE\r\n" + alice + "s3:NoSuch," +
                bucket + "implicitDeny,UNKNOWN_ACTION\r\n" + alice +
                "s3:NoSuch," + object + "implicitDeny,UNKNOWN_ACTION\r\n");
  EXPECT_THAT(Run(ask + "json").out,
              AllOf(HasSubstr("\"decision\": \"implicitDeny\", \"issue\": "
                              "\"RESOURCE_TYPE_MISMATCH\"}"),
                    HasSubstr("\"decision\": \"explicitDeny\"}")));
}

TEST_F(MatrixTest, TheReferenceCanBeAFiles) {
  const std::string ask =
      "--principals arn:aws:iam::111122223333:user/Alice "
      "--actions 'kitchen:*' --resources arn:aws:s3:::b --format csv ";
  EXPECT_EQ(Run(ask).exit_code, 2) << "no such actions";
  EXPECT_THAT(Run(ask + "--reference tests/services/sample.json").out,
              HasSubstr(",RESOURCE_TYPE_MISMATCH\r\n"));
  EXPECT_THAT(Run(ask + "--reference /no/such/file").err,
              HasSubstr("/no/such/file"));
}

TEST_F(MatrixTest, CsvQuotes) {
  const ProgramResult result =
      Run("--format csv --actions s3:GetObject "
          "--resources 'arn:aws:s3:::b/say \"a,b\"'");
  EXPECT_THAT(result.out, HasSubstr(",\"arn:aws:s3:::b/say \"\"a,b\"\"\","));
}

TEST_F(MatrixTest, JsonIsOneDocument) {
  const ProgramResult result = Run("--format json --no-reference | tr '\\n' ' '; echo");
  EXPECT_TRUE(IsJsonLine(result.out)) << result.out;
  EXPECT_THAT(
      result.out,
      AllOf(StartsWith("{\"cells\": [ {\"principal\": "),
            HasSubstr("\"action\": \"s3:GetObject\", \"resource\": "
                      "\"arn:aws:s3:::amzn-s3-demo-bucket\", "
                      "\"decision\": \"allowed\"}"),
            HasSubstr("\"complete\": true, \"counts\": {\"allowed\": 2, "
                      "\"implicitDeny\": 3, \"explicitDeny\": 1}}"),
            Not(HasSubstr("explanation"))));
}

TEST_F(MatrixTest, JsonExplains) {
  const ProgramResult result =
      Run("--format json --explain --no-reference --actions s3:GetObject "
          "| tr '\\n' ' '; echo");
  EXPECT_TRUE(IsJsonLine(result.out));
  EXPECT_THAT(result.out, HasSubstr("\"explanation\": {\"decision\": "
                                    "\"allowed\", \"reason\": "));
  EXPECT_THAT(Run("--format json --explain --actions s3:GetObject").out,
              HasSubstr("\"probableQuestions\": [{\"who\": "))
      << "as iameval can prints it";
  EXPECT_EQ(Run("--explain").exit_code, 2);
}

TEST_F(MatrixTest, ThreadsDoNotMatter) {
  EXPECT_EQ(Run("--format csv --no-reference --threads 3").out, kCsvOfAll);
}

TEST_F(MatrixTest, ListsFromFiles) {
  const std::string actions = folder_.Write(
      "actions", "# what we ask about\n\ns3:GetObject\r\n  s3:deleteobject \n");
  const std::string resources =
      folder_.Write("resources",
                    "{\"resource\": \"arn:aws:s3:::b/1\", "
                    "\"resourceAccount\": \"111122223333\"}\n");
  const ProgramResult result =
      Iameval("matrix --format csv --policies " + account_ + " --actions @" +
              actions + " --resources @" + resources +
              " --principals @- <<'end'\n"
              "arn:aws:iam::111122223333:user/Alice\nend");
  EXPECT_EQ(result.exit_code, 0) << result.err;
  EXPECT_EQ(result.out,
            "principal,action,resource,decision,issue\r\n"
            "arn:aws:iam::111122223333:user/Alice,s3:GetObject,"
            "arn:aws:s3:::b/1,allowed,\r\n"
            "arn:aws:iam::111122223333:user/Alice,s3:deleteobject,"
            "arn:aws:s3:::b/1,explicitDeny,\r\n");
}

TEST_F(MatrixTest, AMemberThatIsAnObjectHasAContext) {
  const std::string policies =
      folder_.Write("policies.json",
                    R"({"identity": [{"Version": "2012-10-17", "Statement": {
        "Effect": "Allow", "Action": "s3:*", "Resource": "*",
        "Condition": {"StringEquals": {"aws:PrincipalTag/team": "a"}}}}]})");
  const std::string principals = folder_.Write(
      "principals", R"({"principal": "arn:aws:iam::111122223333:user/A", )"
                    R"("context": {"aws:PrincipalTag/team": "a"}})"
                    "\n"
                    R"({"principal": "arn:aws:iam::111122223333:user/B", )"
                    R"("context": {"aws:PrincipalTag/team": "b"}})"
                    "\n");
  const ProgramResult result =
      Iameval("matrix --format csv --policies " + policies + " --principals @" +
              principals +
              " --actions s3:GetObject --resources arn:aws:s3:::b/1 "
              "--resource-account 111122223333");
  EXPECT_EQ(result.exit_code, 0) << result.err;
  EXPECT_THAT(result.out, AllOf(HasSubstr("user/A,s3:GetObject,"
                                          "arn:aws:s3:::b/1,allowed"),
                                HasSubstr("user/B,s3:GetObject,"
                                          "arn:aws:s3:::b/1,implicitDeny")));
}

TEST_F(MatrixTest, TheContextIsForAll) {
  const std::string policies =
      folder_.Write("policies.json",
                    R"({"identity": [{"Version": "2012-10-17", "Statement": {
        "Effect": "Allow", "Action": "s3:*", "Resource": "*",
        "Condition": {"Bool": {"aws:SecureTransport": "true"}}}}]})");
  const std::string ask =
      "matrix --format csv --policies " + policies +
      " --principals arn:aws:iam::111122223333:user/A --actions s3:GetObject "
      "--resources arn:aws:s3:::b/1 --resource-account 111122223333";
  EXPECT_THAT(Iameval(ask).out, HasSubstr("implicitDeny"));
  EXPECT_THAT(Iameval(ask + " --context aws:SecureTransport=true").out,
              HasSubstr("allowed"));
}

TEST_F(MatrixTest, NumbersWhereNamesDoNotFit) {
  std::string users;
  for (int i = 0; i < 60; ++i) {
    users += "arn:aws:iam::111122223333:user/A-User-With-A-Long-Name-" +
             std::to_string(i) + "\n";
  }
  const ProgramResult result = Run(
      "--no-reference --actions s3:GetObject --principals @" +
      folder_.Write("users", users) + " arn:aws:iam::111122223333:user/Alice");
  EXPECT_EQ(result.exit_code, 0) << result.err;
  EXPECT_THAT(result.out,
              AllOf(HasSubstr("  1  user/A-User-With-A-Long-Name-0\n"),
                    HasSubstr(" 61  user/Alice\n"),
                    HasSubstr("  s3:GetObject  -  -  -  ")));
  std::size_t begin = 0;
  for (std::size_t end = result.out.find('\n'); end != std::string::npos;
       end = result.out.find('\n', begin)) {
    EXPECT_LE(end - begin, 100u);
    begin = end + 1;
  }
}

TEST_F(MatrixTest, WhatIsWrongIsNamed) {
  const auto error = [&](const std::string& arguments) {
    const ProgramResult result = Run(arguments);
    EXPECT_EQ(result.exit_code, 2) << arguments;
    EXPECT_THAT(result.out, IsEmpty()) << arguments;
    return result.err;
  };
  EXPECT_THAT(error("--actions 'nosuchservice:*'"),
              HasSubstr("--actions: nosuchservice:*: no action is known"));
  EXPECT_THAT(error("--actions GetObject"), HasSubstr("GetObject"));
  EXPECT_THAT(error("--resources bucket"),
              AllOf(HasSubstr("--resources"), HasSubstr("bucket")));
  EXPECT_THAT(error("--principals Alice"),
              AllOf(HasSubstr("--principals"), HasSubstr("Alice")));
  const std::string list = folder_.Write("list", "*\n\nx\n");
  EXPECT_THAT(error("--resources @" + list), HasSubstr(list + ":3: "));
  const std::string typo = folder_.Write("typo", "{\"resouce\": \"*\"}\n");
  EXPECT_THAT(error("--resources @" + typo),
              AllOf(HasSubstr(typo + ":1: "), HasSubstr("resouce")));
  EXPECT_THAT(error("--actions @" + folder_.Write("empty", "\n")),
              HasSubstr("--actions: the list is empty"));
  EXPECT_THAT(error("--actions @/no/such/file"), HasSubstr("/no/such/file"));
  EXPECT_THAT(error("--format xml"), HasSubstr("xml"));
  EXPECT_THAT(Iameval("matrix --policies /no/such/file").err,
              HasSubstr("/no/such/file"));
  const std::string set = folder_.Write("set.json", R"({"identity": []})");
  EXPECT_THAT(Iameval("matrix --policies " + set).err,
              HasSubstr("--principals is missing"));
}

TEST_F(MatrixTest, ATrustPolicyIsAskedForItsActionsOnly) {
  const std::string set = folder_.Write(
      "set.json",
      R"({"resource": {"Version": "2012-10-17", "Statement": {"Effect":
        "Allow", "Principal": {"Service": "sagemaker.amazonaws.com"},
        "Action": "sts:AssumeRole"}}})");
  const std::string ask = "matrix --format csv --policies " + set +
                          " --principals sagemaker.amazonaws.com --resources "
                          "arn:aws:iam::111122223333:role/DemoRole --actions ";
  EXPECT_THAT(Iameval(ask + "'sts:AssumeRole'").out, HasSubstr("allowed"));
  EXPECT_EQ(Iameval(ask + "s3:GetObject").exit_code, 2);
}

TEST_F(MatrixTest, TooMuchForAPersonIsRefused) {
  std::string many;
  for (int i = 0; i < 20'000; ++i) many += "s3:A" + std::to_string(i) + "\n";
  const std::string actions = "--actions @" + folder_.Write("many", many);
  const ProgramResult result =
      Run(actions +
          " --resources '*' arn:aws:s3:::a arn:aws:s3:::b "
          "--format html");
  EXPECT_EQ(result.exit_code, 2);
  EXPECT_THAT(result.err,
              AllOf(HasSubstr("120000 decisions"), HasSubstr("--format csv")));
  EXPECT_EQ(Run(actions + " --format csv | wc -l").out, "40001\n");
}

TEST_F(MatrixTest, NoColoursIntoAPipe) {
  EXPECT_THAT(Run("").out, Not(HasSubstr("\x1b")));
}

TEST_F(MatrixTest, HostileNamesStayOnTheirLine) {
  const ProgramResult result =
      Run("--actions s3:GetObject --resources \"$(printf "
          "'arn:aws:s3:::b/\\033[31m\\342\\200\\256x')\"");
  EXPECT_EQ(result.exit_code, 0) << result.err;
  EXPECT_THAT(result.out, StartsWith("arn:aws:s3:::b/\\x1b[31m\\u202ex\n"));
}

TEST_F(MatrixTest, AFullDiskIsAnError) {
  for (const std::string format : {"table", "csv", "json", "html"}) {
    const ProgramResult result = Run("--format " + format + " >/dev/full");
    EXPECT_EQ(result.exit_code, 2) << format;
    EXPECT_THAT(result.err, HasSubstr("cannot write the output"));
  }
}

// Large enough that it is still at it.
TEST_F(MatrixTest, AnInterruptEndsAfterAWholeLine) {
  std::string many;
  for (int i = 0; i < 3000; ++i) {
    many += "arn:aws:s3:::b/" + std::to_string(i) + "\n";
  }
  const std::string resources = folder_.Write("many", many);
  std::string actions;
  for (int i = 0; i < 3000; ++i) actions += "s3:A" + std::to_string(i) + "\n";
  const std::string lists = " --resources @" + resources + " --actions @" +
                            folder_.Write("actions", actions);
  const std::string fifo = folder_.path() + "/fifo";
  for (const std::string format : {"csv", "json"}) {
    // The reader takes some lines, has the writer interrupted, and reads on.
    const ProgramResult result =
        Shell("rm -f " + fifo + "; mkfifo " + fifo + "\n" +
              "\"$IAMEVAL\" matrix --policies " + account_ + lists +
              " --format " + format + " >" + fifo + " &\n" +
              "{ head -n 3 >/dev/null; kill -INT $!; cat >" + folder_.path() +
              "/rest; } <" + fifo + "\n" + "wait $!\necho $?\ntail -n 2 " +
              folder_.path() + "/rest");
    EXPECT_THAT(result.out, StartsWith("2\n")) << format;
    EXPECT_THAT(result.err, HasSubstr("stopped"));
    if (format == "csv") {
      EXPECT_TRUE(result.out.ends_with(",UNKNOWN_ACTION\r\n"));
    } else {
      EXPECT_THAT(result.out, HasSubstr("], \"complete\": false, "));
    }
  }
}

TEST_F(MatrixTest, ThePageIsWhole) {
  const ProgramResult result = Run("--format html");
  EXPECT_EQ(result.exit_code, 0);
  EXPECT_THAT(
      result.out,
      AllOf(StartsWith("<!DOCTYPE html>\n"),
            HasSubstr("<title>Access matrix: account.json</title>"),
            HasSubstr("2 principals \u00d7 3 actions \u00d7 1 resource"),
            Not(HasSubstr("http://")), Not(HasSubstr("https://"))));
  EXPECT_EQ(LastLine(result.out), "</html>");
}

TEST_F(MatrixTest, HelpSaysItAll) {
  const ProgramResult result = Iameval("matrix --help");
  EXPECT_EQ(result.exit_code, 0);
  for (const char* part :
       {"NAME\n  iameval matrix - ", "\nSYNOPSIS\n", "--policies FILE",
        "--principals PRINCIPAL...", "--actions ACTION...",
        "--resources RESOURCE...", "--resource-account ID", "--context",
        "--format FORMAT", "--columns AXIS", "--all", "--explain",
        "--threads N", "--no-progress", "--reference FILE",
        "--no-reference", "RESOURCE_TYPE_MISMATCH", "\nEXIT STATUS\n", "\nEXAMPLES\n"}) {
    EXPECT_THAT(result.out, HasSubstr(part));
  }
}

}  // namespace
}  // namespace iameval_testing
