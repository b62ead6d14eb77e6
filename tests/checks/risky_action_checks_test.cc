// iam:PassRole and iam:CreateServiceLinkedRole for every role.

#include <string>
#include <string_view>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "iameval/issue.h"
#include "iameval/policy.h"
#include "policy/documents.h"
#include "policy/issue_rows.h"

namespace iameval {
namespace {

using enum PolicyType;
using enum Severity;
using ::iameval_testing::CheckReported;
using ::iameval_testing::CodesOf;
using ::iameval_testing::Document;
using ::testing::Contains;
using ::testing::IsEmpty;
using ::testing::Not;

std::string Statement(std::string_view rest,
                      std::string_view effect = "Allow") {
  return Document(R"({"Effect":")" + std::string(effect) + "\"," +
                  std::string(rest) + "}");
}

constexpr std::string_view kOneRole =
    R"("Resource":"arn:aws:iam::111122223333:role/DemoRole")";

TEST(RiskyActionChecks, PassRole) {
  const auto row = [](std::string_view code, std::string_view action,
                      std::string_view resource, std::string_view pointer,
                      std::string_view at) {
    return iameval_testing::Reported{
        code,
        kSecurityWarning,
        kIdentity,
        Statement(std::string(action) + "," + std::string(resource)),
        pointer,
        at,
        Statement(std::string(action) + "," + std::string(kOneRole))};
  };
  constexpr std::string_view kNotResource =
      R"("NotResource":"arn:aws:iam::111122223333:role/DemoRole")";
  constexpr std::string_view kAll = R"("Resource":"*")";
  CheckReported({
      row("PASS_ROLE_WITH_STAR_IN_RESOURCE", R"("Action":["iam:PassRole"])",
          kAll, "/Statement/0/Action/0", R"("iam:PassRole")"),
      row("PASS_ROLE_WITH_STAR_IN_RESOURCE", R"("Action":"IAM:passrole")",
          R"("Resource":"arn:aws:iam::*:role/*")", "/Statement/0/Action",
          R"("IAM:passrole")"),
      row("PASS_ROLE_WITH_STAR_IN_ACTION_AND_RESOURCE",
          R"("Action":"iam:Pass*")", kAll, "/Statement/0/Action",
          R"("iam:Pass*")"),
      row("PASS_ROLE_WITH_STAR_IN_RESOURCE_AND_NOT_ACTION",
          R"("NotAction":"s3:*")", kAll, "/Statement/0/NotAction", R"("s3:*")"),
      row("PASS_ROLE_WITH_NOT_RESOURCE", R"("Action":"iam:PassRole")",
          kNotResource, "/Statement/0/Action", R"("iam:PassRole")"),
      row("PASS_ROLE_WITH_STAR_IN_ACTION_AND_NOT_RESOURCE", R"("Action":"*")",
          kNotResource, "/Statement/0/Action", R"("*")"),
      row("PASS_ROLE_WITH_NOT_ACTION_AND_NOT_RESOURCE",
          R"("NotAction":["s3:*"])", kNotResource, "/Statement/0/NotAction/0",
          R"("s3:*")"),
  });
  EXPECT_THAT(
      CodesOf(Statement(R"("NotAction":"iam:*","Resource":"*")"), kIdentity),
      IsEmpty());
}

TEST(RiskyActionChecks, CreateServiceLinkedRole) {
  const std::string name = R"("Action":"iam:CreateServiceLinkedRole",)";
  const auto reported = [](std::string_view code, const std::string& rest,
                           std::string_view pointer, std::string_view at) {
    CheckReported({{code, kWarning, kIdentity, Statement(rest), pointer, at,
                    Statement(rest, "Deny")}});
  };
  reported("CREATE_SLR_WITH_STAR_IN_RESOURCE", name + R"("Resource":"*")",
           "/Statement/0/Action", R"("iam:CreateServiceLinkedRole")");
  reported("CREATE_SLR_WITH_STAR_IN_ACTION_AND_RESOURCE",
           R"("Action":"iam:*","Resource":"*")", "/Statement/0/Action",
           R"("iam:*")");
  reported("CREATE_SLR_WITH_STAR_IN_RESOURCE_AND_NOT_ACTION",
           R"("NotAction":"s3:*","Resource":"*")", "/Statement/0/NotAction",
           R"("s3:*")");
  reported("CREATE_SLR_WITH_NOT_RESOURCE",
           name + R"("NotResource":"arn:aws:iam::111122223333:role/A")",
           "/Statement/0/Action", R"("iam:CreateServiceLinkedRole")");
  reported("CREATE_SLR_WITH_STAR_IN_ACTION_AND_NOT_RESOURCE",
           R"("Action":"*","NotResource":"arn:aws:iam::111122223333:role/A")",
           "/Statement/0/Action", R"("*")");
  reported("CREATE_SLR_WITH_NOT_ACTION_AND_NOT_RESOURCE",
           R"("NotAction":"s3:*",)"
           R"("NotResource":"arn:aws:iam::111122223333:role/A")",
           "/Statement/0/NotAction", R"("s3:*")");
}

TEST(RiskyActionChecks, AConditionLimits) {
  const auto with = [](std::string_view test) {
    return Statement(R"("Action":"iam:PassRole","Resource":"*","Condition":{)" +
                     std::string(test) + "}");
  };
  constexpr std::string_view kCode = "PASS_ROLE_WITH_STAR_IN_RESOURCE";
  for (const std::string_view limits :
       {R"("StringEquals":{"iam:PassedToService":"ec2.amazonaws.com"})",
        R"("StringLike":{"IAM:passedToService":"ec2.amazonaws.com*"})",
        R"("ArnLike":{"iam:AssociatedResourceArn":"arn:aws:ec2:*:*:a/*"})"}) {
    EXPECT_THAT(CodesOf(with(limits), kIdentity),
                Not(Contains(std::string(kCode))))
        << limits;
  }
  for (const std::string_view does_not :
       {R"("StringEqualsIfExists":{"iam:PassedToService":"ec2.amazonaws.com"})",
        R"("StringNotEquals":{"iam:PassedToService":"ec2.amazonaws.com"})",
        R"("StringLike":{"iam:PassedToService":"*.amazonaws.com"})",
        R"("Bool":{"aws:SecureTransport":"true"})"}) {
    EXPECT_THAT(CodesOf(with(does_not), kIdentity),
                Contains(std::string(kCode)))
        << does_not;
  }
}

// A ceiling grants nothing.
TEST(RiskyActionChecks, NotInBoundariesAndServiceControlPolicies) {
  const std::string text = Statement(R"("Action":"*","Resource":"*")");
  EXPECT_THAT(CodesOf(text, kBoundary), IsEmpty());
  EXPECT_THAT(CodesOf(text, kScp), IsEmpty());
}

}  // namespace
}  // namespace iameval
