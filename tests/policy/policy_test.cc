#include "iameval/policy.h"

#include <optional>
#include <string>
#include <string_view>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "policy/documents.h"

namespace iameval {
namespace {

using ::iameval_testing::Identity;
using ::iameval_testing::kAllTypes;
using ::testing::ElementsAre;

TEST(Policy, TypesHaveNames) {
  std::vector<std::string> names;
  for (const PolicyType type : kAllTypes) {
    names.emplace_back(PolicyTypeName(type));
    EXPECT_EQ(PolicyTypeFromName(PolicyTypeName(type)), type);
  }
  EXPECT_THAT(names, ElementsAre("identity", "boundary", "session", "resource",
                                 "trust", "vpce", "scp", "rcp"));
  for (const std::string_view name : {"", "Identity", "key", "identity "}) {
    EXPECT_EQ(PolicyTypeFromName(name), std::nullopt) << name;
  }
}

TEST(Policy, TellsWhatWasParsed) {
  const std::string text =
      "{\"Version\":\"2012-10-17\",\n\"Statement\":[\n"
      R"(
  {"Sid":"A","Effect":"Allow","Action":"*","Resource":"*"},
  {"Effect":"Deny","Action":"*","Resource":"*"}]})";
  const auto policy = Policy::Parse(text);
  ASSERT_TRUE(policy.ok()) << policy.status();
  EXPECT_EQ(policy->type(), PolicyType::kIdentity);
  EXPECT_EQ(policy->name(), "");
  EXPECT_EQ(policy->text(), text);
  ASSERT_EQ(policy->statement_count(), 2u);
  const StatementInfo first = policy->statement(0);
  EXPECT_EQ(first.index, 0u);
  EXPECT_EQ(first.sid, "A");
  EXPECT_TRUE(first.allow);
  EXPECT_EQ(text.substr(first.offset, 7), "{\"Sid\":");
  EXPECT_EQ(first.line, 4);
  EXPECT_EQ(first.column, 3);
  const StatementInfo second = policy->statement(1);
  EXPECT_EQ(second.index, 1u);
  EXPECT_EQ(second.sid, "");
  EXPECT_FALSE(second.allow);
  EXPECT_EQ(second.line, 5);
}

TEST(Policy, CopiesShareTheDocument) {
  std::optional<Policy> original = *Policy::Parse(Identity(R"(,"Sid":"A")"));
  const Policy named = original->Named("ReadOnly");
  EXPECT_EQ(named.document(), original->document());
  EXPECT_EQ(original->name(), "");
  original.reset();
  EXPECT_EQ(named.name(), "ReadOnly");
  EXPECT_EQ(named.statement(0).sid, "A");
  EXPECT_EQ(named.Named("Other").name(), "Other");
}

TEST(Policy, TextNeedNotOutliveParsing) {
  std::optional<std::string> text = Identity(R"(,"Sid":"A")");
  const Policy policy = *Policy::Parse(*text);
  text.reset();
  EXPECT_EQ(policy.text(), Identity(R"(,"Sid":"A")"));
}

// The types differ in what they take: the default is an identity-based policy.
TEST(Policy, IsParsedAsTheTypeGiven) {
  const std::string text =
      R"({"Version":"2012-10-17","Statement":{"Effect":"Allow",)"
      R"("Principal":"*","Action":"s3:*","Resource":"*"}})";
  EXPECT_FALSE(Policy::Parse(text).ok());
  const auto resource = Policy::Parse(text, PolicyType::kResource);
  ASSERT_TRUE(resource.ok()) << resource.status();
  EXPECT_EQ(resource->type(), PolicyType::kResource);
}

}  // namespace
}  // namespace iameval
