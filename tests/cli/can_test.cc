// iameval can, run as a program.

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

constexpr char kReadOnly[] = R"({
  "Version": "2012-10-17",
  "Statement": [
    {"Sid": "Read", "Effect": "Allow", "Action": "s3:GetObject",
     "Resource": "arn:aws:s3:::amzn-s3-demo-bucket/*"}
  ]
})";

constexpr char kTagged[] = R"({
  "Version": "2012-10-17",
  "Statement": {"Effect": "Allow", "Action": "s3:PutObject", "Resource": "*",
    "Condition": {"ForAllValues:StringEquals": {"aws:TagKeys": ["a", "b"]},
                  "Null": {"aws:TagKeys": "false"}}}
})";

constexpr char kRead[] =
    "can --action s3:GetObject "
    "--resource arn:aws:s3:::amzn-s3-demo-bucket/a.csv ";
constexpr char kBucketRole[] =
    "--principal arn:aws:iam::111122223333:role/DemoRole "
    "--resource-account 111122223333 ";

class CanTest : public testing::Test {
 protected:
  // A quoted path of a policy file.
  std::string File(const std::string& text) {
    return "'" + folder_.Write("p" + std::to_string(++files_) + ".json", text) +
           "' ";
  }
  std::string Policy(const std::string& statement) {
    return File(R"({"Version": "2012-10-17", "Statement": )" + statement + "}");
  }

  TempFolder folder_;
  int files_ = 0;
};

TEST_F(CanTest, AllowedIsExitStatus0AndTheFirstLine) {
  const ProgramResult result =
      Iameval(kRead + ("--identity " + File(kReadOnly)));
  EXPECT_EQ(result.exit_code, 0) << result.err;
  EXPECT_EQ(FirstLine(result.out), "allowed");
  EXPECT_THAT(result.out, HasSubstr("p1.json:4:5  Statement[0] \"Read\""));
  EXPECT_THAT(result.err, IsEmpty());
}

TEST_F(CanTest, ImplicitDenyIsExitStatus1) {
  const ProgramResult result = Iameval(
      "can --action s3:GetObject --resource arn:aws:s3:::other/a.csv "
      "--identity " +
      File(kReadOnly));
  EXPECT_EQ(result.exit_code, 1);
  EXPECT_EQ(FirstLine(result.out), "implicitDeny");
  EXPECT_THAT(result.out, HasSubstr("Came closest"));
}

TEST_F(CanTest, ExplicitDenyIsExitStatus1) {
  const ProgramResult result =
      Iameval(kRead + ("--identity " + File(kReadOnly)) +
              Policy(R"({"Effect": "Deny", "Action": "*", "Resource": "*"})"));
  EXPECT_EQ(result.exit_code, 1);
  EXPECT_EQ(FirstLine(result.out), "explicitDeny");
}

TEST_F(CanTest, ExplainListsEveryStatement) {
  const std::string identity =
      Policy(R"({"Sid": "Other", "Effect": "Allow", "Action": "ec2:*",
                 "Resource": "*"})") +
      File(kReadOnly);
  const std::string command = kRead + ("--identity " + identity);
  EXPECT_THAT(Iameval(command).out, Not(HasSubstr("\"Other\"")));
  EXPECT_THAT(Iameval(command + "--explain").out, HasSubstr("\"Other\""));
}

TEST_F(CanTest, JsonIsOneObjectOnOneLine) {
  const ProgramResult result =
      Iameval(kRead + ("--json --identity " + File(kReadOnly)));
  EXPECT_EQ(result.exit_code, 0);
  EXPECT_TRUE(IsJsonLine(result.out)) << result.out;
  EXPECT_THAT(result.out, StartsWith(R"({"decision": "allowed")"));
}

TEST_F(CanTest, HostileNamesCannotForgeOutput) {
  const std::string file =
      folder_.Write("a\nallowed\x1b[2J\xff.json",
                    R"({"Version": "2012-10-17", "Statement": {
            "Effect": "Deny", "Action": "*", "Resource": "*"}})");
  const ProgramResult text = Iameval(kRead + ("--identity '" + file + "'"));
  EXPECT_THAT(text.out, HasSubstr(R"(a\nallowed\x1b[2J\xff.json:1:)"));
  EXPECT_THAT(text.out, Not(HasSubstr("\x1b")));
  const ProgramResult json =
      Iameval(kRead + ("--json --identity '" + file + "'"));
  EXPECT_TRUE(IsJsonLine(json.out)) << json.out;
}

// --- Who asks ---------------------------------------------------------------

TEST_F(CanTest, WithoutPrincipalSaysWhatItAssumes) {
  const ProgramResult result = Iameval(
      "can --action sqs:SendMessage "
      "--resource arn:aws:sqs:us-east-1:444455556666:q --identity " +
      Policy(R"({"Effect": "Allow", "Action": "sqs:*", "Resource": "*"})"));
  EXPECT_EQ(result.exit_code, 0);
  EXPECT_THAT(result.out, HasSubstr("Note: nobody is named with --principal"));
  EXPECT_THAT(result.out, HasSubstr("account 444455556666"));
}

TEST_F(CanTest, WithoutPrincipalThereIsNoAnswerThatDependsOnIt) {
  const std::string by_name = Policy(R"({"Effect": "Allow", "Action": "*",
                 "Resource": "arn:aws:s3:::amzn-s3-demo-bucket/${aws:username}"
                })");
  const std::string not_by_arn =
      Policy(R"({"Effect": "Allow", "Action": "*", "Resource": "*",
                 "Condition": {"ArnNotLike": {"aws:PrincipalArn":
                   "arn:aws:iam::111122223333:role/Locked"}}})");
  const std::string same_account =
      Policy(R"({"Effect": "Allow", "Action": "*", "Resource": "*",
                 "Condition": {"StringEquals": {"aws:ResourceAccount":
                   "${aws:PrincipalAccount}"}}})");
  for (const std::string& policy : {by_name, not_by_arn, same_account}) {
    const ProgramResult result = Iameval(kRead + ("--identity " + policy));
    EXPECT_EQ(result.exit_code, 2) << policy << result.out;
    EXPECT_THAT(result.out, IsEmpty());
    EXPECT_THAT(result.err, HasSubstr("depends on who asks"));
  }
  EXPECT_EQ(
      Iameval(kRead + (kBucketRole + ("--identity " + same_account))).exit_code,
      0);
}

TEST_F(CanTest, WithoutPrincipalAGivenKeyIsKnown) {
  const std::string command =
      "can --action s3:GetObject --resource "
      "arn:aws:s3:::amzn-s3-demo-bucket/Alice --identity " +
      Policy(R"({"Effect": "Allow", "Action": "*",
                 "Resource": "arn:aws:s3:::amzn-s3-demo-bucket/${aws:username}"
                })");
  EXPECT_EQ(Iameval(command).exit_code, 2);
  EXPECT_EQ(Iameval(command + "--context AWS:UserName=Alice").exit_code, 0);
}

TEST_F(CanTest, PrincipalIsNeededWhereItIsCompared) {
  const std::string anyone = Policy(
      R"({"Effect": "Allow", "Principal": "*", "Action": "*",
          "Resource": "*"})");
  for (const char* option : {"--resource-policy ", "--vpce "}) {
    const ProgramResult result = Iameval(kRead + (option + anyone));
    EXPECT_EQ(result.exit_code, 2);
    EXPECT_THAT(result.err, HasSubstr("--principal is missing"));
  }
  EXPECT_EQ(
      Iameval(kRead + std::string("--principal-id AIDAEXAMPLE --identity ") +
              File(kReadOnly))
          .exit_code,
      2);
}

TEST_F(CanTest, NothingThatCouldAllowIsAMistake) {
  const ProgramResult result = Iameval(kRead);
  EXPECT_EQ(result.exit_code, 2);
  EXPECT_THAT(result.err, HasSubstr("--identity or --resource-policy"));
}

TEST_F(CanTest, RoleArnAloneIsThePrincipal) {
  const std::string by_arn =
      Policy(R"({"Effect": "Allow", "Action": "*", "Resource": "*",
                 "Condition": {"ArnEquals": {"aws:PrincipalArn":
                   "arn:aws:iam::111122223333:role/team/DemoRole"}}})");
  const std::string command =
      kRead + std::string(
                  "--resource-account 111122223333 --role-arn "
                  "arn:aws:iam::111122223333:role/team/DemoRole ");
  EXPECT_EQ(Iameval(command + "--identity " + by_arn).exit_code, 0);
  // A session's ARN has no path; --role-arn supplies it.
  EXPECT_EQ(Iameval(command +
                    "--principal arn:aws:sts::111122223333:assumed-role/"
                    "DemoRole/s --identity " +
                    by_arn)
                .exit_code,
            0);
}

// --- Layers -----------------------------------------------------------------

TEST_F(CanTest, EachPolicyOptionIsItsLayer) {
  const std::string allow =
      Policy(R"({"Effect": "Allow", "Action": "*", "Resource": "*"})");
  const std::string nothing =
      Policy(R"({"Effect": "Allow", "Action": "ec2:*", "Resource": "*"})");
  const std::string anyone = Policy(
      R"({"Effect": "Allow", "Principal": "*", "Action": "*",
          "Resource": "*"})");
  const std::string nobody = Policy(
      R"({"Effect": "Allow", "Principal": "*", "Action": "ec2:*",
          "Resource": "*"})");
  const std::string deny_rcp = Policy(
      R"({"Effect": "Deny", "Principal": "*", "Action": "s3:*",
          "Resource": "*"})");
  const std::string base = kRead + (kBucketRole + ("--identity " + allow));
  const auto decision = [&base](const std::string& options) {
    return FirstLine(Iameval(base + options).out);
  };
  EXPECT_EQ(decision(""), "allowed");
  EXPECT_EQ(decision("--boundary " + allow), "allowed");
  EXPECT_EQ(decision("--boundary " + nothing), "implicitDeny");
  EXPECT_EQ(decision("--session " + nothing), "implicitDeny");
  EXPECT_EQ(decision("--session " + nothing + allow), "allowed");
  EXPECT_EQ(decision("--vpce " + anyone), "allowed");
  EXPECT_EQ(decision("--vpce " + nobody), "implicitDeny");
  EXPECT_EQ(decision("--rcp " + deny_rcp), "explicitDeny");
  EXPECT_EQ(decision("--rcp " + deny_rcp + "--resource-is-management"),
            "allowed");
  EXPECT_EQ(
      FirstLine(
          Iameval(kRead + (kBucketRole + ("--resource-policy " + anyone))).out),
      "allowed");
}

TEST_F(CanTest, EveryScpLevelMustAllow) {
  const std::string allow =
      folder_.Write("allow", R"({"Version": "2012-10-17", "Statement":
                   {"Effect": "Allow", "Action": "*", "Resource": "*"}})");
  const std::string ec2 =
      folder_.Write("ec2", R"({"Version": "2012-10-17", "Statement":
                 {"Effect": "Allow", "Action": "ec2:*", "Resource": "*"}})");
  const auto decision = [&](const std::string& options) {
    return FirstLine(
        Iameval(kRead + (kBucketRole + ("--identity " + allow + options))).out);
  };
  EXPECT_EQ(decision(" --scp " + allow + " --scp " + allow), "allowed");
  EXPECT_EQ(decision(" --scp " + allow + " --scp " + ec2), "implicitDeny");
  // One level of two policies: either may allow.
  EXPECT_EQ(decision(" --scp " + ec2 + "," + allow), "allowed");
  // A level without policies blocks everything (S-7.4).
  EXPECT_EQ(decision(" --scp " + allow + " --scp ''"), "implicitDeny");
  EXPECT_EQ(decision(" --scp ''  --principal-is-management"), "allowed");
}

TEST_F(CanTest, TrustActionsTakeATrustPolicy) {
  const std::string command =
      "can --resource arn:aws:iam::111122223333:role/DemoRole "
      "--principal sagemaker.amazonaws.com "
      "--resource-policy examples/policies/greengrass-trust.json ";
  EXPECT_EQ(Iameval(command + "--action sts:AssumeRole").exit_code, 0);
  EXPECT_EQ(Iameval(command + "--action STS:assumerole").exit_code, 0);
  EXPECT_EQ(Iameval(command + "--action sts:TagSession").exit_code, 1);
  // As the policy of another resource it lacks its Resource element.
  EXPECT_EQ(Iameval(command + "--action sts:GetFederationToken").exit_code, 2);
}

// --- Context ----------------------------------------------------------------

TEST_F(CanTest, ContextValuesAreSingleOrMultivalued) {
  const std::string command =
      "can --action s3:PutObject --resource "
      "arn:aws:s3:::amzn-s3-demo-bucket/a --identity " +
      File(kTagged);
  const auto status = [&command](const std::string& context) {
    return Iameval(command + context).exit_code;
  };
  EXPECT_EQ(status(""), 1);
  EXPECT_EQ(status("--context aws:TagKeys=a"), 0);
  EXPECT_EQ(status("--context aws:TagKeys=a --context aws:TagKeys=b"), 0);
  EXPECT_EQ(status("--context aws:TagKeys=a --context aws:TagKeys=c"), 1);
  EXPECT_EQ(status("--context 'aws:TagKeys:=[\"b\"]'"), 0);
  EXPECT_EQ(status("--context 'aws:TagKeys:=[]'"), 1);
  EXPECT_EQ(status("--context 'aws:TagKeys:=null'"), 1);
  const std::string file =
      folder_.Write("context.json", R"({"aws:TagKeys": ["a", "b"]})");
  EXPECT_EQ(status("--context-file " + file), 0);
  EXPECT_EQ(status("--context-file - <" + file), 0);
}

TEST_F(CanTest, BadContextIsExitStatus2) {
  const std::string command = kRead + ("--identity " + File(kReadOnly));
  for (const char* context :
       {"--context a:b", "--context =v", "--context 'a:b:=['",
        "--context 'a:b:={}'", "--context a:b=1 --context A:B=2",
        "--context-file /nonexistent", "--context-file README.md"}) {
    const ProgramResult result = Iameval(command + context);
    EXPECT_EQ(result.exit_code, 2) << context;
    EXPECT_THAT(result.out, IsEmpty()) << context;
    EXPECT_THAT(result.err, StartsWith("iameval: ")) << context;
  }
}

TEST_F(CanTest, TimeGivesTheKeysOfTime) {
  const std::string command =
      kRead + ("--identity " +
               Policy(R"({"Effect": "Allow", "Action": "*", "Resource": "*",
                          "Condition": {"DateLessThan":
                            {"aws:CurrentTime": "2026-11-20T12:00:00Z"}}})"));
  const auto status = [&command](const std::string& time) {
    return Iameval(command + "--time " + time).exit_code;
  };
  EXPECT_EQ(Iameval(command).exit_code, 1);
  EXPECT_EQ(status("2026-11-20T11:59:59Z"), 0);
  EXPECT_EQ(status("2026-11-20T12:00:00Z"), 1);
  EXPECT_EQ(status("2026-11-20T12:59:59+01:00"), 0);
  EXPECT_EQ(status("2026-11-20"), 0);
  for (const char* bad : {"yesterday", "infinite-past", "2026-11-20T12",
                          "2026-13-01", "12026-01-01", "''"}) {
    EXPECT_EQ(status(bad), 2) << bad;
  }
}

// --- What goes wrong --------------------------------------------------------

TEST_F(CanTest, RefusedPolicyNamesFileAndPlace) {
  const std::string file = File(
      "{\"Version\": \"2012-10-17\",\n \"Statement\": {\n"
      "  \"Effect\": \"Permit\", \"Action\": \"*\", "
      "\"Resource\": \"*\"}}");
  const ProgramResult result = Iameval(kRead + ("--identity " + file));
  EXPECT_EQ(result.exit_code, 2);
  EXPECT_THAT(result.out, IsEmpty());
  EXPECT_THAT(result.err,
              AllOf(HasSubstr("p1.json: "), HasSubstr("line 3, column 13"),
                    HasSubstr("\"Permit\"")));
}

TEST_F(CanTest, UnreadableFilesAreNamed) {
  const ProgramResult missing =
      Iameval(kRead + std::string("--identity /nonexistent.json"));
  EXPECT_EQ(missing.exit_code, 2);
  EXPECT_EQ(missing.err,
            "iameval: /nonexistent.json: No such file or directory\n");
  const ProgramResult folder =
      Iameval(kRead + ("--identity " + folder_.path()));
  EXPECT_EQ(folder.exit_code, 2);
  EXPECT_THAT(folder.err, HasSubstr(": Is a directory"));
}

TEST_F(CanTest, BadRequestsAreExitStatus2) {
  const std::string identity = "--identity " + File(kReadOnly);
  for (const char* request :
       {"--action s3:Get* --resource '*'", "--action GetObject --resource '*'",
        "--action s3:GetObject --resource bucket",
        "--action s3:GetObject --resource '*' --principal Alice",
        "--action s3:GetObject", "--resource '*'",
        "--action s3:GetObject --resource '*' --no-such-option"}) {
    const ProgramResult result = Iameval("can " + identity + " " + request);
    EXPECT_EQ(result.exit_code, 2) << request;
    EXPECT_THAT(result.out, IsEmpty()) << request;
    EXPECT_THAT(result.err, StartsWith("iameval: ")) << request;
  }
}

TEST_F(CanTest, AnEmptyValueIsNoMissingOption) {
  for (const char* option :
       {"--principal", "--role-arn", "--resource-account", "--boundary",
        "--session", "--resource-policy", "--vpce", "--context-file", "--time",
        "--principal-id", "--federated-by", "--identity"}) {
    const ProgramResult result = Iameval(
        kRead + ("--identity " + File(kReadOnly)) + option + " \"$UNSET\"");
    EXPECT_EQ(result.exit_code, 2) << option;
    EXPECT_THAT(result.err, AllOf(HasSubstr(option), HasSubstr("empty")));
  }
}

TEST_F(CanTest, ErrorsOfAPolicyAreNoted) {
  const ProgramResult result =
      Iameval(kRead + ("--identity " + Policy(R"({"Effect": "Allow",
          "Action": "*", "Resource": ["*", "arn:aws:s3:::b/${}"]})")));
  EXPECT_EQ(result.exit_code, 0);
  EXPECT_THAT(result.out,
              HasSubstr("1 error that `iameval check --type identity` prints"));
}

TEST_F(CanTest, AnswerThatDoesNotArriveIsExitStatus2) {
  const std::string command =
      "\"$IAMEVAL\" " + (kRead + ("--identity " + File(kReadOnly)));
  const ProgramResult full = Shell(command + ">/dev/full");
  EXPECT_EQ(full.exit_code, 2);
  EXPECT_THAT(full.err, HasSubstr("No space left on device"));
  const ProgramResult closed = Shell(command + ">&-");
  EXPECT_EQ(closed.exit_code, 2);
  EXPECT_THAT(closed.err, HasSubstr("cannot write the output"));
}

// ---------------------------------------------------------------------------
// What is not known

constexpr char kFromVpc[] = R"({
  "Effect": "Allow", "Action": "s3:GetObject", "Resource": "*",
  "Condition": {"StringEquals": {"aws:SourceVpc": "vpc-111bbb22"}}})";

TEST_F(CanTest, DependsIsExitStatus3) {
  const std::string policy = Policy(kFromVpc);
  for (const char* unknown :
       {"--unknown aws:SourceVpc", "--unknown demo:a,aws:sourcevpc",
        "--unknown demo:a --unknown aws:SourceVpc", "--unknown-absent"}) {
    const ProgramResult result = Iameval(std::string(kRead) + kBucketRole +
                                         unknown + " --identity " + policy);
    EXPECT_EQ(result.exit_code, 3) << unknown << result.err;
    EXPECT_EQ(FirstLine(result.out), "depends");
    EXPECT_THAT(result.out,
                HasSubstr("aws:SourceVpc\n"
                          "  implicitDeny  if absent\n"
                          "  allowed       if \"vpc-111bbb22\"\n"));
  }
}

TEST_F(CanTest, UnknownKeysThatDoNotMatterLeaveTheAnswer) {
  const std::string policy = Policy(kFromVpc);
  const ProgramResult denied =
      Iameval(std::string(kRead) + kBucketRole +
              "--unknown aws:SourceIp --identity " + policy);
  EXPECT_EQ(denied.exit_code, 1);
  EXPECT_EQ(FirstLine(denied.out), "implicitDeny");
  const ProgramResult allowed =
      Iameval(std::string(kRead) + kBucketRole +
              "--unknown-absent --context aws:SourceVpc=vpc-111bbb22 "
              "--identity " +
              policy);
  EXPECT_EQ(allowed.exit_code, 0);
  EXPECT_EQ(FirstLine(allowed.out), "allowed");
}

TEST_F(CanTest, UnknownKeysAsJson) {
  const ProgramResult result = Iameval(std::string(kRead) + kBucketRole +
                                       "--unknown-absent --json --identity " +
                                       Policy(kFromVpc));
  EXPECT_EQ(result.exit_code, 3);
  EXPECT_TRUE(IsJsonLine(result.out)) << result.out;
  EXPECT_THAT(result.out, StartsWith("{\"outcome\": \"depends\""));
}

TEST_F(CanTest, WhoAsksMayBeUnknownToo) {
  const std::string policy = Policy(
      R"({"Effect": "Allow", "Action": "*", "Resource": "*",
          "Condition": {"StringEquals": {"aws:username": "Alice"}}})");
  const ProgramResult result =
      Iameval(kRead + ("--unknown-absent --identity " + policy));
  EXPECT_EQ(result.exit_code, 3);
  EXPECT_THAT(result.out, HasSubstr("\naws:username\n"));
}

TEST_F(CanTest, AKeyIsNotGivenAndUnknown) {
  const ProgramResult result =
      Iameval(std::string(kRead) + kBucketRole +
              "--unknown AWS:sourcevpc --context aws:SourceVpc=vpc-1 "
              "--identity " +
              Policy(kFromVpc));
  EXPECT_EQ(result.exit_code, 2);
  EXPECT_THAT(result.err, HasSubstr("the request gives this key"));
  EXPECT_EQ(Iameval(std::string(kRead) + kBucketRole +
                    "--unknown '' --identity " + Policy(kFromVpc))
                .exit_code,
            2);
}

}  // namespace
}  // namespace iameval_testing
