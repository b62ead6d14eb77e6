#include "reference/context.h"

#include <chrono>
#include <string>
#include <string_view>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "reference/caller.h"
#include "reference/requests.h"

namespace iameval::reference {
namespace {

// The key's values joined with "|", or "(absent)".
std::string Value(const Request::Builder& builder, std::string_view key) {
  const auto request = builder.Build();
  if (!request.ok()) return request.status().ToString();
  const Context context(*request, IdentifyCaller(*request));
  const ContextEntry* entry = context.Find(key);
  if (entry == nullptr) return "(absent)";
  std::string joined;
  for (const std::string& value : entry->values) {
    if (!joined.empty()) joined += "|";
    joined += value;
  }
  return joined;
}

Request::Builder Calls(std::string_view principal) {
  Request::Builder builder = AliceReads();
  builder.Principal(principal);
  return builder;
}

constexpr std::string_view kSession =
    "arn:aws:sts::111122223333:assumed-role/DemoRole/session1";
constexpr std::string_view kFederated =
    "arn:aws:sts::111122223333:federated-user/portal-user";
constexpr std::string_view kRoot = "arn:aws:iam::111122223333:root";

TEST(ContextTest, PrincipalArnIsTheRolesNeverTheSessions) {
  EXPECT_EQ(Value(Calls(kAlice), "aws:PrincipalArn"), kAlice);
  EXPECT_EQ(Value(Calls(kRoot), "aws:PrincipalArn"), kRoot);
  EXPECT_EQ(Value(Calls(kFederated), "aws:PrincipalArn"), kFederated);
  EXPECT_EQ(Value(Calls(kSession), "aws:PrincipalArn"),
            "arn:aws:iam::111122223333:role/DemoRole");
  constexpr std::string_view kRole =
      "arn:aws:iam::111122223333:role/team/DemoRole";
  EXPECT_EQ(Value(Calls(kSession).RoleArn(kRole), "aws:PrincipalArn"), kRole);
  EXPECT_EQ(Value(Calls(kRole), "aws:PrincipalArn"), kRole);
  EXPECT_EQ(Value(Calls("sns.amazonaws.com"), "aws:PrincipalArn"), "(absent)");
  EXPECT_EQ(Value(Calls("anonymous"), "aws:PrincipalArn"), "(absent)");
}

TEST(ContextTest, UserKeysFollowTheTable) {
  EXPECT_EQ(
      Value(Calls("arn:aws:iam::111122223333:user/team/Alice"), "aws:username"),
      "Alice");
  EXPECT_EQ(Value(Calls(kAlice), "aws:userid"), "(absent)");
  EXPECT_EQ(Value(Calls(kAlice).PrincipalId("AIDAEXAMPLE"), "aws:userid"),
            "AIDAEXAMPLE");
  EXPECT_EQ(Value(Calls(kAlice), "aws:PrincipalType"), "User");
  EXPECT_EQ(Value(Calls(kRoot), "aws:username"), "(absent)");
  EXPECT_EQ(Value(Calls(kRoot), "aws:userid"), "111122223333");
  EXPECT_EQ(Value(Calls(kRoot), "aws:PrincipalType"), "Account");
  EXPECT_EQ(Value(Calls(kFederated), "aws:userid"), "111122223333:portal-user");
  EXPECT_EQ(Value(Calls(kFederated), "aws:PrincipalType"), "FederatedUser");
  EXPECT_EQ(Value(Calls(kSession), "aws:userid"), "(absent)");
  EXPECT_EQ(Value(Calls(kSession).PrincipalId("AROAEXAMPLE"), "aws:userid"),
            "AROAEXAMPLE:session1");
  EXPECT_EQ(Value(Calls(kSession), "aws:PrincipalType"), "AssumedRole");
  EXPECT_EQ(Value(Calls("anonymous"), "aws:userid"), "anonymous");
  EXPECT_EQ(Value(Calls("anonymous"), "aws:PrincipalType"), "Anonymous");
  EXPECT_EQ(Value(Calls("sns.amazonaws.com"), "aws:PrincipalType"), "(absent)");
}

TEST(ContextTest, SaysWhetherAServiceCalls) {
  EXPECT_EQ(Value(Calls(kAlice), "aws:PrincipalIsAWSService"), "false");
  EXPECT_EQ(Value(Calls("sns.amazonaws.com"), "aws:PrincipalIsAWSService"),
            "true");
  EXPECT_EQ(Value(Calls("anonymous"), "aws:PrincipalIsAWSService"), "(absent)");
  EXPECT_EQ(Value(Calls("sns.amazonaws.com"), "aws:PrincipalServiceName"),
            "sns.amazonaws.com");
  EXPECT_EQ(Value(Calls(kAlice), "aws:PrincipalServiceName"), "(absent)");
}

TEST(ContextTest, AccountsOfPrincipalAndResource) {
  EXPECT_EQ(Value(Calls(kAlice), "aws:PrincipalAccount"), "111122223333");
  EXPECT_EQ(Value(Calls("anonymous"), "aws:PrincipalAccount"), "anonymous");
  EXPECT_EQ(Value(AliceReads().ResourceAccount("444455556666"),
                  "aws:ResourceAccount"),
            "444455556666");
  EXPECT_EQ(Value(AliceReads().ResourceAccount("").Resource(
                      "arn:aws:sqs:us-east-1:123456789012:q"),
                  "aws:ResourceAccount"),
            "123456789012");
  EXPECT_EQ(Value(AliceReads().ResourceAccount(""), "aws:ResourceAccount"),
            "(absent)");
  EXPECT_EQ(Value(AliceReads().ResourceAccount("").Resource(
                      "arn:aws:iam::aws:policy/ReadOnlyAccess"),
                  "aws:ResourceAccount"),
            "(absent)");
  EXPECT_EQ(
      Value(AliceReads().Action("events:PutEvents"), "aws:ResourceAccount"),
      "(absent)");
}

TEST(ContextTest, RegionComesFromTheArn) {
  EXPECT_EQ(Value(AliceReads(), "aws:RequestedRegion"), "(absent)");
  EXPECT_EQ(Value(AliceReads().Resource("arn:aws:sqs:us-east-1:123456789012:q"),
                  "aws:RequestedRegion"),
            "us-east-1");
}

TEST(ContextTest, ListsGiveTheirFirstAndLastElement) {
  const Request::Builder builder = AliceReads().ContextList(
      "aws:CalledVia",
      {"athena.amazonaws.com", "cloudformation.amazonaws.com"});
  EXPECT_EQ(Value(builder, "aws:CalledViaFirst"), "athena.amazonaws.com");
  EXPECT_EQ(Value(builder, "aws:CalledViaLast"),
            "cloudformation.amazonaws.com");
  EXPECT_EQ(Value(builder, "aws:ViaAWSService"), "true");
  EXPECT_EQ(
      Value(AliceReads().ContextList("aws:CalledVia", {}), "aws:ViaAWSService"),
      "false");
  EXPECT_EQ(Value(AliceReads(), "aws:ViaAWSService"), "(absent)");
}

TEST(ContextTest, TagKeysAreThoseOfTheRequestTags) {
  const Request::Builder builder = AliceReads()
                                       .Context("aws:RequestTag/team", "blue")
                                       .ContextAbsent("aws:RequestTag/gone")
                                       .Context("AWS:requesttag/Env", "prod");
  EXPECT_EQ(Value(builder, "aws:TagKeys"), "team|Env");
  EXPECT_EQ(Value(AliceReads(), "aws:TagKeys"), "(absent)");
}

TEST(ContextTest, TimeInBothForms) {
  const Request::Builder builder =
      AliceReads().Time(std::chrono::sys_seconds(std::chrono::seconds(86399)));
  EXPECT_EQ(Value(builder, "aws:CurrentTime"), "1970-01-01T23:59:59Z");
  EXPECT_EQ(Value(builder, "aws:EpochTime"), "86399");
  EXPECT_EQ(Value(AliceReads(), "aws:CurrentTime"), "(absent)");
}

TEST(ContextTest, WhatTheCallerSaysWins) {
  EXPECT_EQ(Value(AliceReads().Context("AWS:UserName", "Bob"), "aws:username"),
            "Bob");
  EXPECT_EQ(Value(AliceReads().ContextAbsent("aws:username"), "aws:username"),
            "(absent)");
  EXPECT_EQ(Value(AliceReads().ContextList("aws:username", {}), "aws:username"),
            "");
}

}  // namespace
}  // namespace iameval::reference
