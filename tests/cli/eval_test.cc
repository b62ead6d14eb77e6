// iameval eval, run as a program.

#include <cstddef>
#include <string>
#include <vector>

#include "absl/strings/str_format.h"
#include "cli/program.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace iameval_testing {
namespace {

using ::testing::AllOf;
using ::testing::EndsWith;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::StartsWith;

constexpr char kPolicies[] =
    R"({"identity": [{"Version": "2012-10-17", "Statement": [
      {"Sid": "Read", "Effect": "Allow", "Action": "s3:Get*", "Resource": "*"},
      {"Effect": "Deny", "Action": "s3:GetBucketAcl", "Resource": "*"}]}]})";

std::string Request(const std::string& id, const std::string& action) {
  return R"({"id":)" + id +
         R"(,"principal":"arn:aws:iam::111122223333:user/Alice","action":")" +
         action + R"(","resource":"arn:aws:s3:::amzn-s3-demo-bucket/a",)" +
         R"("context":{"aws:SourceIp":"192.0.2.1"}})" + "\n";
}

std::size_t CountLines(const std::string& text) {
  std::size_t lines = 0;
  for (const char c : text) lines += c == '\n' ? 1 : 0;
  return lines;
}

class EvalTest : public testing::Test {
 protected:
  EvalTest() { policies_ = folder_.Write("policies.json", kPolicies); }

  std::string Command(const std::string& options = "") {
    return "\"$IAMEVAL\" eval --policies " + policies_ + " " + options;
  }
  ProgramResult Run(const std::string& requests,
                    const std::string& options = "") {
    const std::string file = folder_.Write("requests.jsonl", requests);
    return Shell(Command(options) + " <" + file);
  }
  // Many requests, some of them bad.
  std::string Many(int count) {
    std::string text;
    for (int i = 0; i < count; ++i) {
      text += i % 97 == 5
                  ? "{\"id\":" + std::to_string(i) + "}\n"
                  : Request(std::to_string(i),
                            i % 3 == 0 ? "s3:GetObject" : "s3:PutObject");
    }
    return text;
  }

  // The program in the background, with pipes 3 to it and 4 from it.
  std::string Talk(const std::string& options) {
    return "cd " + folder_.path() + "; rm -f in out; mkfifo in out\n" +
           Command(options) + " <in >out & pid=$!; exec 3>in 4<out\n";
  }
  static std::string Say(const std::string& text) {
    return "printf '%s' '" + text + "' >&3\n";
  }
  static std::string Hear() { return "read -r answer <&4; echo \"$answer\"\n"; }

  TempFolder folder_;
  std::string policies_;
};

TEST_F(EvalTest, AnswersInTheOrderOfTheInput) {
  const ProgramResult result =
      Run(Request("1", "s3:GetObject") + "\n  \t\r\n" +
          Request("\"b\"", "s3:GetBucketAcl") + Request("\"b\"", "s3:List"));
  EXPECT_EQ(result.exit_code, 0) << result.err;
  EXPECT_EQ(result.out,
            "{\"id\":1,\"decision\":\"allowed\"}\n"
            "{\"id\":\"b\",\"decision\":\"explicitDeny\"}\n"
            "{\"id\":\"b\",\"decision\":\"implicitDeny\"}\n");
  EXPECT_THAT(result.err, IsEmpty());
}

TEST_F(EvalTest, ABadLineIsAnsweredAndTheRestDecided) {
  const std::string good = Request("3", "s3:GetObject");
  const ProgramResult result =
      Run("x\n{\"id\":\"two\",\"action\":1}\n" + good + good.substr(0, 40));
  EXPECT_EQ(result.exit_code, 1);
  EXPECT_EQ(CountLines(result.out), 4U);
  EXPECT_THAT(result.out,
              AllOf(StartsWith("{\"id\":null,\"error\":\"document: line 1"),
                    HasSubstr("\n{\"id\":\"two\",\"error\":\""),
                    HasSubstr("\n{\"id\":3,\"decision\":\"allowed\"}\n"
                              "{\"id\":null,\"error\":\"")));
  EXPECT_THAT(result.err,
              AllOf(HasSubstr("iameval: -:1: document: "),
                    HasSubstr("iameval: -:2: "), HasSubstr("iameval: -:4: "),
                    HasSubstr("iameval: 3 of 4 requests were refused\n")));
}

TEST_F(EvalTest, OnlyTheFirstBadLinesAreNamedButAllAreAnswered) {
  std::string bad;
  for (int i = 0; i < 50; ++i) bad += "bad\n";
  const ProgramResult result = Run(bad);
  EXPECT_EQ(CountLines(result.out), 50U);
  EXPECT_EQ(CountLines(result.err), 12U);
  EXPECT_THAT(result.err, EndsWith("50 of 50 requests were refused\n"));
}

TEST_F(EvalTest, Csv) {
  const std::string requests =
      Request("\"a,\\\"b\\\"\"", "s3:GetObject") + "{\"id\":1}\n";
  EXPECT_EQ(Run(requests, "--format csv").out,
            "id,decision,error\n"
            "\"a,\"\"b\"\"\",allowed,\n"
            "1,,\"document: line 1, column 1: missing field "
            "\"\"principal\"\"\"\n");
  EXPECT_THAT(Run(requests, "--format csv --no-header").out,
              StartsWith("\"a,"));
  EXPECT_THAT(Run(requests, "--format csv --explain").out,
              AllOf(StartsWith("id,decision,error,reason,determinedBy\n"),
                    HasSubstr(",identity[0]:2:7 Read\n"),
                    EndsWith("principal\"\"\",,\n")));
}

TEST_F(EvalTest, ExplainSaysWhy) {
  const ProgramResult result =
      Run(Request("1", "s3:GetObject") + "{\"id\":2}\n", "--explain");
  EXPECT_TRUE(IsJsonLine(result.out.substr(0, result.out.find('\n') + 1)));
  EXPECT_THAT(
      result.out,
      AllOf(StartsWith("{\"id\":1,\"decision\":\"allowed\",\"reason\":\"an "),
            HasSubstr("\"determinedBy\":[{\"type\":\"identity\","
                      "\"policy\":\"identity[0]\""),
            HasSubstr("\"sid\":\"Read\",\"allow\":true,\"line\":2"),
            HasSubstr("\n{\"id\":2,\"error\":")));
}

// As iameval can: the bucket's ACL is none of an object, and an unknown action
// is decided by the texts.
TEST_F(EvalTest, WithTheReference) {
  const std::string requests = Request("1", "s3:GetObject") +
                               Request("2", "s3:GetBucketAcl") +
                               Request("3", "s3:GetNoSuch") + "{\"id\": 4}\n";
  const ProgramResult result = Run(requests, "--with-reference");
  EXPECT_EQ(result.exit_code, 1) << "the last line";
  EXPECT_THAT(result.out,
              StartsWith("{\"id\":1,\"decision\":\"allowed\"}\n"
                         "{\"id\":2,\"decision\":\"implicitDeny\","
                         "\"issue\":\"RESOURCE_TYPE_MISMATCH\"}\n"
                         "{\"id\":3,\"decision\":\"allowed\","
                         "\"issue\":\"UNKNOWN_ACTION\"}\n"
                         "{\"id\":4,\"error\":"));
  EXPECT_EQ(Run(requests, "--with-reference --threads 2").out, result.out);
  EXPECT_THAT(Run(requests, "--with-reference --format csv").out,
              StartsWith("id,decision,error,issue\n"
                         "1,allowed,,\n"
                         "2,implicitDeny,,RESOURCE_TYPE_MISMATCH\n"));
  EXPECT_THAT(Run(requests, "--with-reference --explain").out,
              HasSubstr("\"issue\":\"RESOURCE_TYPE_MISMATCH\","
                        "\"reason\":\"AWS never makes this request: "));
  EXPECT_THAT(Run(requests).out,
              HasSubstr("{\"id\":2,\"decision\":\"explicitDeny\"}\n"))
      << "by the texts";
  EXPECT_THAT(
      Run(requests, "--reference tests/services/sample.json").out,
      HasSubstr("{\"id\":2,\"decision\":\"explicitDeny\","
                "\"issue\":\"UNKNOWN_ACTION\"}\n"))
      << "the sample does not know s3";
  EXPECT_EQ(Run(requests, "--reference /no/such/file").exit_code, 2);
}

TEST_F(EvalTest, ThreadsChangeNothing) {
  const std::string requests = Many(20'000);
  for (const std::string options : {"", "--format csv --explain"}) {
    const ProgramResult one = Run(requests, options);
    EXPECT_EQ(one.exit_code, 1);
    for (const std::string threads : {"2", "5", "0"}) {
      const ProgramResult many =
          Run(requests, options + " --threads " + threads);
      EXPECT_EQ(many.exit_code, 1);
      EXPECT_TRUE(many.out == one.out) << threads;
      EXPECT_EQ(many.err, one.err);
    }
  }
}

TEST_F(EvalTest, ShardsJoinedAreTheWhole) {
  const std::string requests = folder_.Write("all.jsonl", Many(5'000));
  const ProgramResult whole = Shell(Command() + " <" + requests);
  const std::string shards = "cd " + folder_.path() +
                             " && split -n l/7 all.jsonl shard. && "
                             "for shard in shard.??; do " +
                             Command() + " <$shard; done";
  EXPECT_EQ(CountLines(whole.out), 5'000U);
  EXPECT_TRUE(Shell(shards).out == whole.out);
  // Hadoop, Spark and GNU parallel hand over the pieces in the same way.
  const std::string csv =
      Shell(Command("--format csv --no-header") + " <" + requests + " | md5sum")
          .out;
  EXPECT_EQ(
      Shell("cd " + folder_.path() + " && for shard in shard.??; do " +
            Command("--format csv --no-header") + " <$shard; done | md5sum")
          .out,
      csv);
}

TEST_F(EvalTest, AnAnswerDoesNotWaitForMoreInput) {
  for (const std::string threads : {"1", "2"}) {
    // The second request is written after the first answer was read.
    const ProgramResult result = Shell(
        Talk("--threads " + threads) + Say(Request("1", "s3:GetObject")) +
        Hear() + Say(Request("2", "s3:Put")) + Hear() + "exec 3>&-; wait");
    EXPECT_EQ(result.out,
              "{\"id\":1,\"decision\":\"allowed\"}\n"
              "{\"id\":2,\"decision\":\"implicitDeny\"}\n")
        << result.err;
  }
}

TEST_F(EvalTest, ALineTooLongIsAnError) {
  const ProgramResult result =
      Shell("{ printf '%s' '" + Request("1", "s3:GetObject") +
            "'; head -c 100000000 /dev/zero | tr '\\0' x; echo; printf '%s' '" +
            Request("3", "s3:GetObject") +
            "'; head -c 20000000 /dev/zero; } | " + Command());
  EXPECT_EQ(result.exit_code, 1) << result.err;
  EXPECT_EQ(result.out,
            "{\"id\":1,\"decision\":\"allowed\"}\n"
            "{\"id\":null,\"error\":\"a line of more than 16 MiB\"}\n"
            "{\"id\":3,\"decision\":\"allowed\"}\n"
            "{\"id\":null,\"error\":\"a line of more than 16 MiB\"}\n");
  EXPECT_THAT(result.err, AllOf(HasSubstr("-:2: "), HasSubstr("-:4: ")));
}

TEST_F(EvalTest, AFullDiskIsNoticedAndLeavesWholeLines) {
  const std::string requests = folder_.Write("all.jsonl", Many(20'000));
  const ProgramResult full = Shell(Command() + " <" + requests + " >/dev/full");
  EXPECT_EQ(full.exit_code, 2);
  EXPECT_THAT(full.err, HasSubstr("cannot write the output: No space left"));
  for (const std::string options : {"", "--threads 3"}) {
    for (const std::string to : {">", ">>"}) {
      const ProgramResult limited =
          Shell("cd " + folder_.path() + "; rm -f out; ( ulimit -f 8; " +
                Command(options) + " <" + requests + to +
                "out ); echo $?; wc -c <out; tail -c 1 out | od -An -c");
      EXPECT_THAT(limited.out, StartsWith("2\n")) << limited.err;
      EXPECT_THAT(limited.out, EndsWith("\\n\n"));
      EXPECT_THAT(limited.err, HasSubstr("File too large"));
      const ProgramResult whole = Shell(
          "cd " + folder_.path() + "; " + Command() + " <" + requests +
          " 2>/dev/null | head -n $(wc -l <out) | cmp - out && wc -l <out");
      EXPECT_EQ(whole.exit_code, 0) << whole.out;
      EXPECT_THAT(whole.out, Not(StartsWith("0")));
    }
  }
}

TEST_F(EvalTest, AReaderThatLeavesIsNoticed) {
  const std::string requests = folder_.Write("all.jsonl", Many(20'000));
  for (const std::string options : {"", "--threads 2"}) {
    const ProgramResult result =
        Shell("{ " + Command(options) + " <" + requests +
              "; echo \"status $?\" >&2; } | head -n 1");
    EXPECT_EQ(result.out, "{\"id\":0,\"decision\":\"allowed\"}\n");
    EXPECT_THAT(result.err,
                AllOf(HasSubstr("cannot write the output: Broken pipe"),
                      HasSubstr("status 2")));
  }
}

TEST_F(EvalTest, AStopKeepsWhatIsDone) {
  for (const std::string threads : {"1", "2"}) {
    for (const std::string signal : {"INT", "TERM"}) {
      // It waits for the rest of a line when the signal comes.
      const ProgramResult result = Shell(
          Talk("--threads " + threads) +
          Say(Request("1", "s3:GetObject") + "{\"id\"") + Hear() + "kill -" +
          signal + " $pid; wait $pid; echo \"status $?\"; cat <&4");
      EXPECT_EQ(result.out, "{\"id\":1,\"decision\":\"allowed\"}\nstatus 2\n")
          << signal << result.err;
      EXPECT_THAT(result.err, HasSubstr("stopped after 1 answers"));
    }
  }
}

TEST_F(EvalTest, WhatCannotBeReadIsExitStatus2) {
  const std::string request =
      folder_.Write("request.jsonl", Request("1", "s3:GetObject"));
  const std::string broken = folder_.Write("broken.json", "{\"identity\": 1}");
  const struct {
    std::string arguments;
    std::string says;
  } kBad[] = {
      {"--policies /nonexistent.json --requests " + request,
       "/nonexistent.json: No such"},
      {"--policies " + broken + " --requests " + request,
       broken + ": /identity: line 1, column 14: found 1"},
      {"--policies " + policies_ + " --requests /nonexistent.jsonl",
       "No such file"},
      {"--policies " + policies_ + " --requests " + folder_.path(),
       "Is a directory"},
      {"--policies " + policies_ + " <&-", "Bad file descriptor"},
      {"--policies -", "standard input cannot be both"},
      {"--requests " + request, "--policies"},
      {"--policies " + policies_ + " --format xml --requests " + request,
       "no format"},
      {"--policies " + policies_ + " --threads 1000 --requests " + request,
       "--threads"},
      {"--policies " + policies_ + " --threads -1 --requests " + request,
       "--threads"},
      {"--policies '' --requests " + request, "the value is empty"},
  };
  for (const auto& bad : kBad) {
    const ProgramResult result = Iameval("eval " + bad.arguments);
    EXPECT_EQ(result.exit_code, 2) << bad.arguments;
    EXPECT_THAT(result.err,
                AllOf(StartsWith("iameval: "), HasSubstr(bad.says)));
    EXPECT_THAT(result.out, IsEmpty());
  }
}

TEST_F(EvalTest, PoliciesByFileNameAndWhatIsWrongWithThem) {
  folder_.Write("role.json",
                R"({"Version": "2012-10-17", "Statement": {"Effect": "Allow",)"
                R"( "Action": "s3:Get*", "Resource": "*"}})");
  const std::string account = folder_.Write(
      "account.json",
      R"({"users": [{"arn": "arn:aws:iam::111122223333:user/Alice",
                     "policies": [{"file": "role.json"}]},
                    {"arn": "arn:aws:iam::111122223333:user/Bob",
                     "policies": [{"file": "none.json"}]}]})");
  const ProgramResult missing = Iameval("eval --policies " + account);
  EXPECT_EQ(missing.exit_code, 2);
  EXPECT_THAT(missing.err,
              AllOf(HasSubstr(account + ": /users/1/policies/0: line 4"),
                    HasSubstr("/none.json: No such file")));
  const ProgramResult empty = Shell(
      "printf '{\"identity\": [{\"file\": \"" + folder_.path() +
      "/role.json\"}]}' | \"$IAMEVAL\" eval --policies - --requests /dev/null");
  EXPECT_THAT(empty.out, IsEmpty());
}

TEST_F(EvalTest, StandardInputAndAFileAreTheSame) {
  const std::string file =
      folder_.Write("requests.jsonl", Request("1", "s3:GetObject"));
  const ProgramResult named = Shell(Command("--requests " + file));
  EXPECT_EQ(named.out, "{\"id\":1,\"decision\":\"allowed\"}\n");
  EXPECT_EQ(Shell(Command("--requests -") + " <" + file).out, named.out);
  EXPECT_EQ(Shell(Command() + " </dev/null").exit_code, 0);
}

TEST_F(EvalTest, NoProgressWhereNoTerminalIs) {
  EXPECT_THAT(Run(Many(1'000)).err, Not(HasSubstr("\r")));
}

TEST_F(EvalTest, HelpIsComplete) {
  const ProgramResult help = Iameval("eval --help");
  EXPECT_EQ(help.exit_code, 0);
  for (const std::string part :
       {"SYNOPSIS", "EXIT STATUS", "EXAMPLES", "--policies FILE",
        "--threads N\n", "--format FORMAT", "--explain", "--no-header",
        "--with-reference", "--reference FILE",
        "--no-progress"}) {
    EXPECT_THAT(help.out, HasSubstr(part));
  }
}

}  // namespace
}  // namespace iameval_testing
