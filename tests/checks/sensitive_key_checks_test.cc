// Conditions that hold less than they promise because of their key.

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
using ::iameval_testing::WithCondition;
using ::testing::IsEmpty;

std::string Like(std::string_view key, std::string_view value,
                 std::string_view op = "StringLike") {
  return WithCondition("{\"" + std::string(op) + "\":{\"" + std::string(key) +
                       "\":\"" + std::string(value) + "\"}}");
}

TEST(SensitiveKeyChecks, Wildcards) {
  CheckReported({
      {"WILDCARD_USAGE_TOO_PERMISSIVE", kError, kIdentity,
       Like("aws:PrincipalOrgID", "o-a1b2*"),
       "/Statement/0/Condition/StringLike/aws:PrincipalOrgID", R"("o-a1b2*")",
       Like("aws:PrincipalOrgID", "o-a1b2c3d4e5")},
      {"WILDCARD_USAGE_TOO_PERMISSIVE", kError, kIdentity,
       Like("aws:userid", "AIDA*:demo"),
       "/Statement/0/Condition/StringLike/aws:userid", R"("AIDA*:demo")",
       Like("aws:userid", "AIDACKCEVSQ6C2EXAMPLE:*")},
      {"WILDCARD_USAGE_TOO_PERMISSIVE", kError, kIdentity,
       Like("AWS:UserId", "AIDA*", "StringNotLike"),
       "/Statement/0/Condition/StringNotLike/AWS:UserId", R"("AIDA*")",
       Like("AWS:UserId", "*:*", "StringNotLike")},
  });
  // Variables are no wildcards, and other keys have use for them.
  EXPECT_THAT(CodesOf(Like("aws:ResourceAccount", "${aws:PrincipalAccount}"),
                      kIdentity),
              IsEmpty());
  EXPECT_THAT(CodesOf(Like("aws:PrincipalTag/team", "blue-*"), kIdentity),
              IsEmpty());
}

TEST(SensitiveKeyChecks, WhatTheCallerChooses) {
  CheckReported({
      {"UNTRUSTWORTHY_CONDITION_KEY", kSecurityWarning, kIdentity,
       Like("aws:UserAgent", "demo/1"),
       "/Statement/0/Condition/StringLike/aws:UserAgent", R"("aws:UserAgent")",
       WithCondition(R"({"Null":{"aws:UserAgent":"false"}})")},
      {"UNTRUSTWORTHY_CONDITION_KEY", kSecurityWarning, kIdentity,
       Like("aws:referer", "https://example.com/*"),
       "/Statement/0/Condition/StringLike/aws:referer", R"("aws:referer")",
       Like("aws:username", "Alice")},
  });
}

TEST(SensitiveKeyChecks, KeysOfSomeServices) {
  const auto deny = [](std::string_view actions) {
    return Document(R"({"Effect":"Deny",)" + std::string(actions) +
                    R"(,"Resource":"*","Condition":{"StringNotEquals":)"
                    R"({"aws:VpceOrgID":"o-a1b2c3d4e5"}}})");
  };
  CheckReported({
      {"USE_CONDITION_KEY_ONLY_WITH_SUPPORTED_SERVICES", kWarning, kScp,
       deny(R"("Action":"*")"),
       "/Statement/0/Condition/StringNotEquals/aws:VpceOrgID",
       R"("aws:VpceOrgID")", deny(R"("Action":"s3:*")")},
      {"USE_CONDITION_KEY_ONLY_WITH_SUPPORTED_SERVICES", kWarning, kScp,
       deny(R"("NotAction":"iam:*")"),
       "/Statement/0/Condition/StringNotEquals/aws:VpceOrgID",
       R"("aws:VpceOrgID")", deny(R"("Action":["s3:*","kms:*"])")},
  });
}

}  // namespace
}  // namespace iameval
