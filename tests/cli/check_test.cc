// iameval check and what the subcommands have in common, run as a program.

#include <string>

#include "cli/program.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace iameval_testing {
namespace {

using ::testing::AllOf;
using ::testing::ContainsRegex;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::MatchesRegex;
using ::testing::Not;
using ::testing::StartsWith;

class CheckTest : public testing::Test {
 protected:
  std::string Policy(const std::string& statement) {
    return folder_.Write(
        "policy.json", "{\n  \"Version\": \"2012-10-17\",\n  \"Statement\": " +
                           statement + "\n}\n");
  }

  TempFolder folder_;
};

TEST_F(CheckTest, ACleanPolicyPrintsNothing) {
  const ProgramResult result =
      Iameval("check " + Policy(R"({"Effect": "Allow", "Action": "s3:GetObject",
                 "Resource": "arn:aws:s3:::amzn-s3-demo-bucket/*"})"));
  EXPECT_EQ(result.exit_code, 0) << result.err;
  EXPECT_THAT(result.out, IsEmpty());
  EXPECT_THAT(result.err, IsEmpty());
}

TEST_F(CheckTest, AWarningIsPrintedAndNoFailure) {
  const std::string file = Policy(
      R"({"Effect": "Allow", "Action": "s3:*", "Resource": "*",
          "NotPrincipal": {"AWS": "111122223333"}})");
  const ProgramResult result = Iameval("check --type resource " + file);
  EXPECT_EQ(result.exit_code, 0);
  EXPECT_THAT(result.out, StartsWith(file + ":"));
  EXPECT_THAT(result.out,
              HasSubstr(": security warning: ALLOW_WITH_NOT_PRINCIPAL: "));
}

TEST_F(CheckTest, AnErrorIsExitStatus1) {
  const std::string file = Policy(R"({"Effect": "Allow", "Action": "s3:*",
                 "Resource": "arn:aws:s3:::amzn-s3-demo-bucket/${}"})");
  const ProgramResult result = Iameval("check " + file);
  EXPECT_EQ(result.exit_code, 1);
  EXPECT_THAT(result.out, StartsWith(file + ":4:"));
  EXPECT_THAT(result.out, HasSubstr(": error: EMPTY_VARIABLE: "));
}

TEST_F(CheckTest, ARefusalIsAnErrorAtItsPlace) {
  const std::string file =
      Policy(R"({"Effect": "Permit", "Action": "s3:*", "Resource": "*"})");
  const ProgramResult result = Iameval("check " + file);
  EXPECT_EQ(result.exit_code, 1);
  EXPECT_THAT(result.out,
              StartsWith(file + ":3:27: error: /Statement/Effect: "));
}

TEST_F(CheckTest, TheTypeDecidesWhatIsRefused) {
  const std::string trust = "examples/policies/greengrass-trust.json";
  EXPECT_EQ(Iameval("check --type trust " + trust).exit_code, 0);
  const ProgramResult as_identity = Iameval("check " + trust);
  EXPECT_EQ(as_identity.exit_code, 1);
  EXPECT_THAT(as_identity.out, HasSubstr("say --type resource, trust"));
  EXPECT_EQ(Iameval("check --type resource " + trust).exit_code, 1);
  const ProgramResult unknown = Iameval("check --type bucket " + trust);
  EXPECT_EQ(unknown.exit_code, 2);
  EXPECT_THAT(unknown.err, HasSubstr("bucket"));
}

TEST_F(CheckTest, UnreadableFilesAreExitStatus2) {
  const std::string bad =
      Policy(R"({"Effect": "Permit", "Action": "s3:*", "Resource": "*"})");
  const ProgramResult result =
      Iameval("check /nonexistent.json " + folder_.path() + " " + bad);
  EXPECT_EQ(result.exit_code, 2);
  EXPECT_THAT(result.err, AllOf(HasSubstr("No such file or directory"),
                                HasSubstr("Is a directory")));
  EXPECT_THAT(result.out, HasSubstr(": error: "));
}

TEST_F(CheckTest, JsonIsOneArray) {
  const std::string bad =
      Policy(R"({"Effect": "Permit", "Action": "s3:*", "Resource": "*"})");
  const ProgramResult result =
      Iameval("check --json examples/policies/AmazonSageMakerFullAccess.json " +
              bad + " | tr -d '\\n'; echo");
  EXPECT_TRUE(IsJsonLine(result.out)) << result.out;
  EXPECT_THAT(
      result.out,
      AllOf(HasSubstr(R"("refusal": null, "issues": [)"),
            HasSubstr(R"("refusal": {"pointer": "/Statement/Effect")")));
}

TEST_F(CheckTest, TheReferenceFindsGrantsWithoutEffect) {
  const std::string file = Policy(
      R"({"Effect": "Allow", "Action": ["s3:GetObject", "s3:ListBucket"],
          "Resource": "arn:aws:s3:::amzn-s3-demo-bucket/*"})");
  const ProgramResult result = Iameval("check " + file);
  EXPECT_EQ(result.exit_code, 0);
  EXPECT_THAT(
      result.out,
      HasSubstr("warning: UNSUPPORTED_RESOURCE_FOR_ACTION: s3:ListBucket"));
  EXPECT_THAT(Iameval("check --no-reference " + file).out, IsEmpty());
  const std::string reference =
      folder_.Write("reference.json", R"({"format": "other"})");
  const ProgramResult refused =
      Iameval("check --reference " + reference + " " + file);
  EXPECT_EQ(refused.exit_code, 2);
  EXPECT_THAT(refused.err, HasSubstr(reference + ": "));
  EXPECT_EQ(
      Iameval("check --no-reference --reference " + reference + " " + file)
          .exit_code,
      2);
}

// One that AWS publishes names a service that AWS closed.
TEST_F(CheckTest, ThePoliciesOfTheExamplesHaveNoErrors) {
  EXPECT_EQ(
      Iameval("check --no-reference examples/policies/AmazonSageMaker*.json "
              "examples/policies/sagemaker-studio-example-4.json "
              "examples/policies/async-inference-s3.json "
              "examples/policies/partner/identity.json")
          .exit_code,
      0);
  EXPECT_EQ(
      Iameval("check --type trust examples/policies/*trust*.json").exit_code,
      0);
  EXPECT_EQ(
      Iameval("check --type vpce examples/policies/vpce-*.json").exit_code, 0);
  EXPECT_EQ(Iameval("check --type scp examples/policies/partner/scp-*.json")
                .exit_code,
            0);
}

// --- All subcommands --------------------------------------------------------

TEST(ProgramTest, HelpIsAManualPage) {
  for (const char* subcommand : {"", "can ", "test ", "check "}) {
    const ProgramResult help = Iameval(std::string(subcommand) + "--help");
    EXPECT_EQ(help.exit_code, 0) << subcommand;
    for (const char* section :
         {"NAME\n  iameval", "\nSYNOPSIS\n", "\nDESCRIPTION\n", "OPTIONS",
          "\nEXIT STATUS\n"}) {
      if (std::string(section) == "OPTIONS" &&
          std::string(subcommand) == "can ") {
        section = "\nPOLICIES\n";
      }
      EXPECT_THAT(help.out, HasSubstr(section)) << subcommand;
    }
    EXPECT_THAT(help.out, Not(ContainsRegex("[^\n]{81}"))) << subcommand;
    EXPECT_THAT(help.err, IsEmpty());
  }
}

TEST(ProgramTest, HelpOfCanNamesEveryOption) {
  const std::string help = Iameval("can --help").out;
  for (const char* option : {"--action ",
                             "--resource ",
                             "--principal ",
                             "--identity ",
                             "--resource-policy ",
                             "--boundary ",
                             "--session ",
                             "--scp ",
                             "--rcp ",
                             "--vpce ",
                             "--role-arn ",
                             "--federated-by ",
                             "--principal-id ",
                             "--resource-account ",
                             "--context ",
                             "--context-file ",
                             "--time ",
                             "--explain",
                             "--json",
                             "EXAMPLES"}) {
    EXPECT_THAT(help, HasSubstr(option));
  }
}

TEST(ProgramTest, VersionIsOneLine) {
  const ProgramResult result = Iameval("--version");
  EXPECT_EQ(result.exit_code, 0);
  EXPECT_THAT(result.out, MatchesRegex("iameval [0-9]+\\.[0-9]+\\.[0-9]+\n"));
}

TEST(ProgramTest, BadUsageSaysWhereToLook) {
  const ProgramResult none = Iameval("");
  EXPECT_EQ(none.exit_code, 2);
  EXPECT_THAT(none.err, HasSubstr("see iameval --help"));
  const ProgramResult unknown = Iameval("may");
  EXPECT_EQ(unknown.exit_code, 2);
  EXPECT_THAT(unknown.err, HasSubstr("no subcommand is called may"));
  const ProgramResult missing = Iameval("can --resource x");
  EXPECT_EQ(missing.exit_code, 2);
  EXPECT_THAT(missing.err, HasSubstr("--action"));
  EXPECT_THAT(missing.err, HasSubstr("see iameval can --help"));
}

}  // namespace
}  // namespace iameval_testing
