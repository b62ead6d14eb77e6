// What the program does with the service reference: iameval actions, action,
// resource, and the questions that iameval can takes exception to.

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

constexpr char kSample[] = "--reference tests/services/sample.json ";
constexpr char kEndpointOnBucket[] =
    "can --action sagemaker:InvokeEndpointAsync "
    "--resource arn:aws:s3:::amzn-s3-demo-bucket "
    "--identity examples/policies/AmazonSageMakerFullAccess.json ";

TEST(ActionsTest, ListsWhatAPatternCovers) {
  const ProgramResult result = Iameval("actions 's3:Get*Acl'");
  EXPECT_EQ(result.exit_code, 0) << result.err;
  EXPECT_EQ(result.out,
            "s3:GetBucketAcl         Read  accesspoint, bucket\n"
            "s3:GetObjectAcl         Read  accesspointobject, object\n"
            "s3:GetObjectVersionAcl  Read  accesspointobject, object\n");
  EXPECT_EQ(Iameval("actions sts:GetCallerIdentity").out,
            "sts:GetCallerIdentity  Read  -\n");
}

TEST(ActionsTest, APatternThatCoversNothingIsExitStatus1) {
  const ProgramResult result = Iameval("actions 's3:Nope*'");
  EXPECT_EQ(result.exit_code, 1);
  EXPECT_THAT(result.out, IsEmpty());
  EXPECT_THAT(result.err, HasSubstr("s3:Nope* covers no action of npm "));
  EXPECT_EQ(Iameval("actions --json 's3:Nope*'").out, "[]\n");
}

TEST(ActionTest, SaysWhatIsKnown) {
  const ProgramResult result =
      Iameval(std::string("action ") + kSample + "KITCHEN:cook");
  EXPECT_EQ(result.exit_code, 0) << result.err;
  EXPECT_EQ(
      result.out,
      "kitchen:Cook\n"
      "  Service       Sample Kitchen\n"
      "  Access level  Write\n"
      "  RCPs          do not apply\n"
      "\n"
      "Resource types (* required)\n"
      "  stove*\n"
      "    arn:${Partition}:kitchen:${Region}:${Account}:stove/${StoveName}\n"
      "    arn:${Partition}:kitchen:${Region}:${Account}:stoves:${StoveName}\n"
      "      kitchen:ResourceTag/${TagKey}  String\n"
      "      kitchen:Heat                   Numeric\n"
      "\n"
      "Condition keys, besides those of the resource and the global ones\n"
      "  aws:TagKeys   ArrayOfString\n"
      "  kitchen:Heat  Numeric\n"
      "\n"
      "The call may also need\n"
      "  pantry:TakeItem\n"
      "\n"
      "From npm @example/iam-data 1.2.3 of 2026-11-20\n");
  EXPECT_THAT(Iameval(std::string("action kitchen:ListStoves ") + kSample).out,
              HasSubstr("\nTakes no resource: Resource must be \"*\"\n"));
}

TEST(ActionTest, AnUnknownActionIsExitStatus1AndAGuess) {
  const ProgramResult result = Iameval("action s3:ListObjectsV2");
  EXPECT_EQ(result.exit_code, 1);
  EXPECT_THAT(result.out, IsEmpty());
  EXPECT_THAT(result.err, HasSubstr("; did you mean s3:ListBucket?"));
}

TEST(ResourceTest, SaysWhatAnArnIsAndWhatTakesIt) {
  const ProgramResult result =
      Iameval(std::string("resource arn:aws:pantry:::shelf/item ") + kSample);
  EXPECT_EQ(result.exit_code, 0) << result.err;
  EXPECT_EQ(result.out,
            "pantry item  arn:${Partition}:pantry:::${ShelfName}/${ItemName}\n"
            "\n"
            "Actions on it\n"
            "  pantry:TakeItem  Write, Permissions management\n"
            "\n"
            "From npm @example/iam-data 1.2.3 of 2026-11-20\n");
  EXPECT_EQ(Iameval("resource arn:aws:nosuch:::x").exit_code, 1);
  EXPECT_EQ(Iameval("resource x").exit_code, 1);
}

TEST(ReferenceTest, JsonIsOneLine) {
  for (const char* arguments :
       {"actions --json 's3:Get*'", "action --json s3:GetObject",
        "resource --json arn:aws:s3:::amzn-s3-demo-bucket"}) {
    const ProgramResult result = Iameval(arguments);
    EXPECT_EQ(result.exit_code, 0) << arguments;
    EXPECT_TRUE(IsJsonLine(result.out)) << arguments;
  }
}

TEST(ReferenceTest, ABadFileIsNamedWithThePlace) {
  const TempFolder folder;
  const std::string file = folder.Write("r.json", R"({"format": 1})");
  const ProgramResult result =
      Iameval("action s3:GetObject --reference " + file);
  EXPECT_EQ(result.exit_code, 2);
  EXPECT_THAT(result.out, IsEmpty());
  EXPECT_THAT(result.err, HasSubstr("r.json: /format: line 1, column 12: "
                                    "found 1, expected "));
  EXPECT_EQ(
      Iameval(std::string(kEndpointOnBucket) + "--reference " + file).exit_code,
      2);
  EXPECT_THAT(Iameval("actions x:y --reference /nonexistent/r.json").err,
              HasSubstr("/nonexistent/r.json"));
}

// S-8.5
TEST(CanWithReferenceTest, AnEndpointIsNoBucket) {
  const ProgramResult result = Iameval(kEndpointOnBucket);
  EXPECT_EQ(result.exit_code, 1);
  EXPECT_THAT(
      result.out,
      AllOf(StartsWith("implicitDeny\n  AWS never makes this request: "),
            HasSubstr("takes an endpoint"),
            HasSubstr("Questions that were probably meant"),
            HasSubstr("s3:GetObject on arn:aws:s3:::amzn-s3-demo-bucket/"),
            HasSubstr("the model's execution role"),
            Not(HasSubstr("000000000000"))));
}

TEST(CanWithReferenceTest, WithoutItTextsAreCompared) {
  const ProgramResult result =
      Iameval(std::string(kEndpointOnBucket) + "--no-reference");
  EXPECT_EQ(result.exit_code, 0) << result.out;
  EXPECT_THAT(result.out, Not(HasSubstr("probably meant")));
  EXPECT_EQ(
      Iameval(std::string(kEndpointOnBucket) + "--no-reference " + kSample)
          .exit_code,
      2);
}

TEST(CanWithReferenceTest, JsonHasTheIssues) {
  const ProgramResult result =
      Iameval(std::string(kEndpointOnBucket) + "--json");
  EXPECT_TRUE(IsJsonLine(result.out)) << result.out;
  EXPECT_THAT(result.out, HasSubstr(R"("code": "RESOURCE_TYPE_MISMATCH")"));
  const ProgramResult plain =
      Iameval(std::string(kEndpointOnBucket) + "--json --no-reference");
  EXPECT_TRUE(IsJsonLine(plain.out)) << plain.out;
  EXPECT_THAT(plain.out, Not(HasSubstr("\"issues\"")));
}

// S-7.7: RCPs are for some services, SageMaker is none of them.
TEST(CanWithReferenceTest, AnRcpOfAServiceThatHasNone) {
  const TempFolder folder;
  const std::string rcp = folder.Write(
      "rcp.json",
      R"({"Version": "2012-10-17", "Statement": [{"Effect": "Deny",
          "Principal": "*", "Action": "sagemaker:*", "Resource": "*"}]})");
  const std::string ask =
      "can --action sagemaker:InvokeEndpointAsync --resource "
      "arn:aws:sagemaker:us-east-1:111122223333:endpoint/my-endpoint "
      "--principal arn:aws:iam::111122223333:role/DemoRole "
      "--identity examples/policies/AmazonSageMakerFullAccess.json --rcp " +
      rcp;
  const ProgramResult result = Iameval(ask);
  EXPECT_EQ(result.exit_code, 0);
  EXPECT_THAT(result.out,
              AllOf(StartsWith("allowed\n"),
                    HasSubstr("warning: RCP_NOT_APPLICABLE: sagemaker is not "
                              "among the services")));
  EXPECT_THAT(Iameval(ask + " --unknown-absent").out,
              AllOf(StartsWith("allowed\n"), HasSubstr("RCP_NOT_APPLICABLE")));
  EXPECT_THAT(Iameval(ask + " --no-reference").out,
              StartsWith("explicitDeny\n"));
}

TEST(CanWithReferenceTest, AMisspeltActionIsDecidedAndNamed) {
  const ProgramResult result = Iameval(
      "can --action s3:GetObjct --resource arn:aws:s3:::amzn-s3-demo-bucket/a "
      "--identity examples/policies/async-inference-s3.json");
  EXPECT_EQ(FirstLine(result.out), "implicitDeny");
  EXPECT_THAT(result.out,
              AllOf(HasSubstr("warning: UNKNOWN_ACTION: s3:GetObjct is not in "
                              "the reference"),
                    HasSubstr("  s3:GetObject on "
                              "arn:aws:s3:::amzn-s3-demo-bucket/a\n")));
}

}  // namespace
}  // namespace iameval_testing
