#include "guardrails.h"

#include <algorithm>
#include <array>
#include <string>
#include <string_view>
#include <vector>

#include "absl/strings/str_format.h"
#include "base/ascii.h"

namespace iameval_bench {
namespace {

using iameval::internal::EqualsIgnoringAsciiCase;

// Services without regions, and those that everybody needs.
constexpr std::array<std::string_view, 52> kGlobalServices = {
    "access-analyzer", "account",          "acm",
    "activate",        "artifact",         "aws-marketplace",
    "aws-portal",      "billing",          "billingconductor",
    "budgets",         "ce",               "chatbot",
    "chime",           "cloudfront",       "cloudtrail",
    "compute-optimizer", "config",         "consoleapp",
    "consolidatedbilling", "cur",          "datapipeline",
    "devicefarm",      "directconnect",    "discovery-marketplace",
    "ecr-public",      "fms",              "freetier",
    "globalaccelerator", "health",         "iam",
    "importexport",    "invoicing",        "iq",
    "kms",             "license-manager",  "mobileanalytics",
    "networkmanager",  "notifications",    "organizations",
    "payments",        "pricing",          "quicksight",
    "resource-explorer-2", "route53",      "route53domains",
    "savingsplans",    "shield",           "sso",
    "sts",             "support",          "trustedadvisor",
    "waf"};
constexpr std::array<std::string_view, 22> kApprovedServices = {
    "athena",  "bedrock", "cloudwatch", "codecommit", "ec2",   "ecr",
    "elasticfilesystem",  "events",     "glue",       "iam",   "kms",
    "lambda",  "logs",    "s3",         "sagemaker",  "secretsmanager",
    "sns",     "sqs",     "ssm",        "states",     "sts",   "tag"};

template <std::size_t kCount>
std::string ActionsOf(const std::array<std::string_view, kCount>& services) {
  std::string text;
  for (const std::string_view service : services) {
    text += absl::StrFormat("%s\"%s:*\"", text.empty() ? "" : ",", service);
  }
  return text;
}

constexpr std::string_view kExempt =
    R"("ArnNotLike":{"aws:PrincipalArn":[
      "arn:aws:iam::*:role/OrganizationAccountAccessRole",
      "arn:aws:iam::*:role/AWSControlTowerExecution",
      "arn:aws:iam::*:role/aws-reserved/sso.amazonaws.com/*/AWSReservedSSO_Admin_*",
      "arn:aws:iam::*:role/stacksets-exec-*",
      "arn:aws:iam::*:role/cdk-*-cfn-exec-role-*",
      "arn:aws:iam::*:role/security/*",
      "arn:aws:iam::*:role/networking/*",
      "arn:aws:iam::444455556666:role/*",
      "arn:aws:iam::*:role/MlPlatform*",
      "arn:aws:iam::*:role/Demo*"]})";

WorkPolicy DenyStatements() {
  const std::string exempt(kExempt);
  return {
      "guardrails",
      absl::StrFormat(
          R"({"Version":"2012-10-17","Statement":[
{"Sid":"Regions","Effect":"Deny","NotAction":[%s],"Resource":"*","Condition":{
 "StringNotEquals":{"aws:RequestedRegion":["us-east-1","us-west-2","eu-west-1",
  "eu-central-1"]},%s}},
{"Sid":"Services","Effect":"Deny","NotAction":[%s],"Resource":"*",
 "Condition":{%s}},
{"Sid":"Root","Effect":"Deny","Action":"*","Resource":"*","Condition":{
 "StringLike":{"aws:PrincipalArn":"arn:aws:iam::*:root"}}},
{"Sid":"Leave","Effect":"Deny","Action":["organizations:LeaveOrganization",
 "account:CloseAccount"],"Resource":"*"},
{"Sid":"Trail","Effect":"Deny","Action":["cloudtrail:DeleteTrail",
 "cloudtrail:StopLogging","cloudtrail:UpdateTrail",
 "cloudtrail:PutEventSelectors"],"Resource":"*","Condition":{%s}},
{"Sid":"Guard","Effect":"Deny","Action":["guardduty:Delete*",
 "guardduty:Disassociate*","guardduty:StopMonitoringMembers","config:Delete*",
 "config:StopConfigurationRecorder"],"Resource":"*","Condition":{%s}},
{"Sid":"Users","Effect":"Deny","Action":["iam:CreateUser",
 "iam:CreateAccessKey","iam:CreateLoginProfile"],"Resource":"*",
 "Condition":{%s}},
{"Sid":"Public","Effect":"Deny","Action":["s3:PutAccountPublicAccessBlock",
 "s3:PutBucketPublicAccessBlock","ec2:DisableEbsEncryptionByDefault"],
 "Resource":"*","Condition":{%s}}]})",
          ActionsOf(kGlobalServices), exempt, ActionsOf(kApprovedServices),
          exempt, exempt, exempt, exempt, exempt)};
}

WorkPolicy FullAccess() {
  return {"FullAWSAccess",
          R"({"Version":"2012-10-17","Statement":{"Effect":"Allow",
              "Action":"*","Resource":"*"}})"};
}

}  // namespace

std::vector<WorkPolicy> Guardrails() {
  return {FullAccess(), DenyStatements()};
}

void AddRegion(Workload& workload) {
  for (WorkRequest& request : workload.requests) {
    if (std::none_of(request.context.begin(), request.context.end(),
                     [](const WorkKey& key) {
                       return EqualsIgnoringAsciiCase(key.key,
                                                      "aws:RequestedRegion");
                     })) {
      request.context.push_back({"aws:RequestedRegion", {"us-east-1"}});
    }
    request.expected.reset();
  }
}

}  // namespace iameval_bench
