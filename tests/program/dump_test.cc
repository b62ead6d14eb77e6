#include <string>
#include <string_view>
#include <vector>

#include "engine/documents.h"
#include "engine/policy_store.h"
#include "gtest/gtest.h"
#include "iameval/policy.h"

// The compiled form as text: what a change of the compiler changes shows here.

namespace iameval::internal {
namespace {

using iameval_testing::ValueOrDie;

std::string DumpOf(std::string_view document, PolicyType type) {
  PolicyStore store;
  const std::vector<Policy> policies = {
      ValueOrDie(Policy::Parse(document, type))};
  const auto bundle = store.Add(policies, type, "test");
  EXPECT_TRUE(bundle.ok()) << bundle.status();
  store.Finish();
  return store.program().Dump();
}

TEST(Dump, ActionsLeadToTheStatementsThatMayMatch) {
  EXPECT_EQ(DumpOf(R"({
    "Version": "2012-10-17",
    "Statement": [
      {"Effect": "Allow", "Action": ["s3:Get*", "s3:ListBucket"],
       "Resource": "arn:aws:s3:::amzn-s3-demo-bucket/*"},
      {"Effect": "Allow", "Action": "s3:GetObject", "Resource": "*"},
      {"Effect": "Deny", "Action": "*", "Resource": "*",
       "Condition": {"Bool": {"aws:SecureTransport": "false"}}}]})",
                   PolicyType::kIdentity),
            R"(0: allow
    action s3:listbucket s3:get*
    resource arn:aws:s3:::amzn-s3-demo-bucket/*
1: allow
    action s3:getobject
    resource *
2: deny
    action *
    resource *
    if aws:securetransport bool false
bundle 0:
  s3:listbucket: entry 2: deny-any 2 allow-bound 0
  s3:getobject: entry 3: deny-any 2 allow-any 1 allow-bound 0
  s3:get*: entry 1: allow-bound 0
  *: entry 0: deny-any 2
)");
}

TEST(Dump, ServiceControlPoliciesAreSharedAndListedBeforehand) {
  EXPECT_EQ(DumpOf(R"({
    "Version": "2012-10-17",
    "Statement": [
      {"Effect": "Deny", "NotAction": ["iam:*", "sts:*"], "Resource": "*",
       "Condition": {
         "StringNotEquals": {"aws:RequestedRegion": ["us-east-1"]},
         "ArnNotLike": {"aws:PrincipalArn": [
           "arn:aws:iam::*:role/A", "arn:aws:iam::*:role/B",
           "arn:aws:iam::*:role/C", "arn:aws:iam::*:role/D"]}}},
      {"Effect": "Deny", "Action": "iam:CreateUser", "Resource": "*",
       "Condition": {"ArnNotLike": {"aws:PrincipalArn": [
           "arn:aws:iam::*:role/A", "arn:aws:iam::*:role/B",
           "arn:aws:iam::*:role/C", "arn:aws:iam::*:role/D"]}}}]})",
                   PolicyType::kScp),
            R"(0: deny
    action not (list 0) iam:* sts:*
    resource *
    if not aws:principalarn arn~ arn:aws:iam::*:role/A arn:aws:iam::*:role/B arn:aws:iam::*:role/C arn:aws:iam::*:role/D (shared test 1)
    if not aws:requestedregion string= us-east-1
1: deny
    action iam:createuser
    resource *
    if not aws:principalarn arn~ arn:aws:iam::*:role/A arn:aws:iam::*:role/B arn:aws:iam::*:role/C arn:aws:iam::*:role/D (shared test 1)
bundle 0:
  iam:createuser: entry 1: deny-any 1
  (NotAction): entry 0: deny-any 0
)");
}

TEST(Dump, VariablesPrincipalsAndExclusions) {
  EXPECT_EQ(DumpOf(R"({
    "Version": "2012-10-17",
    "Statement": {
      "Effect": "Allow",
      "Principal": {"AWS": ["111122223333",
                            "arn:aws:iam::444455556666:role/DemoRole"]},
      "Action": "s3:PutObject",
      "NotResource": ["arn:aws:s3:::amzn-s3-demo-bucket/${aws:username}/*",
                      "arn:aws:s3:::amzn-s3-demo-bucket/public/*"]}})",
                   PolicyType::kResource),
            R"(0: allow
    action s3:putobject
    resource not arn:aws:s3:::amzn-s3-demo-bucket/${0}/* ${aws:username} arn:aws:s3:::amzn-s3-demo-bucket/public/*
    principal account:111122223333 role:arn:aws:iam::444455556666:role/DemoRole
bundle 0:
  s3:putobject: entry 0: allow-any 0
)");
}

}  // namespace
}  // namespace iameval::internal
