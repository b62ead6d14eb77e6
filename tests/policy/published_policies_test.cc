// Documents that AWS published. They are not in this repository: the tests are
// skipped where the folder that IAMEVAL_SHARED_DATA names is not there.

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <map>
#include <optional>
#include <set>
#include <sstream>
#include <string>
#include <string_view>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "iameval/policy.h"
#include "json/json.h"

namespace iameval {
namespace {

using internal::JsonTree;
using internal::JsonValue;
using internal::ParseJson;

std::optional<std::filesystem::path> SharedFile(std::string_view name) {
  const char* const folder = std::getenv("IAMEVAL_SHARED_DATA");
  const std::filesystem::path path =
      std::filesystem::path(folder == nullptr
                                ? std::string(IAMEVAL_SOURCE_DIR) + "/../shared"
                                : std::string(folder)) /
      name;
  if (!std::filesystem::exists(path)) return std::nullopt;
  return path;
}

std::string ReadFile(const std::filesystem::path& path) {
  std::ostringstream text;
  text << std::ifstream(path).rdbuf();
  return text.str();
}

PolicyType TypeOfKind(std::string_view kind) {
  if (kind == "endpoint") return PolicyType::kVpcEndpoint;
  if (kind == "trust") return PolicyType::kTrust;
  if (kind == "key" || kind == "resource") return PolicyType::kResource;
  return PolicyType::kIdentity;  // identity, fragment
}

TEST(PublishedPolicies, SeedsLoadUnlessTheyHavePlaceholders) {
  const auto manifest_path = SharedFile("seeds/manifest.json");
  if (!manifest_path.has_value()) GTEST_SKIP() << "no seeds/manifest.json";
  const std::string manifest_text = ReadFile(*manifest_path);
  const absl::StatusOr<JsonTree> manifest = ParseJson(manifest_text);
  ASSERT_TRUE(manifest.ok()) << manifest.status();
  int documents = 0;
  std::map<std::string, std::string> refused;
  for (const JsonValue entry : manifest->root().elements()) {
    ++documents;
    const std::string file(entry.Find("file")->text());
    const auto policy =
        Policy::Parse(ReadFile(manifest_path->parent_path() / file),
                      TypeOfKind(entry.Find("kind")->text()));
    if (policy.ok()) continue;
    const std::string error(policy.status().message());
    refused[std::string(entry.Find("name")->text())] = error;
    // Only because what stands for an ARN is none.
    EXPECT_GT(entry.Find("placeholders")->size(), 0u) << error;
    EXPECT_THAT(error, ::testing::HasSubstr(
                           "expected \"*\" or an ARN, which begins with"));
  }
  EXPECT_EQ(documents, 59);
  for (const auto& [name, error] : refused) {
    RecordProperty(name, error);
  }
  EXPECT_THAT(refused, ::testing::SizeIs(::testing::Lt(5)));
}

TEST(PublishedPolicies, ManagedPoliciesParse) {
  const auto path = SharedFile("data/managed-policies.jsonl");
  if (!path.has_value()) GTEST_SKIP() << "no data/managed-policies.jsonl";
  std::ifstream lines(*path);
  std::string line;
  int documents = 0;
  std::set<std::string> codes;
  while (std::getline(lines, line)) {
    const absl::StatusOr<JsonTree> tree = ParseJson(line);
    ASSERT_TRUE(tree.ok()) << tree.status();
    ++documents;
    const auto policy = Policy::Parse(tree->root().Find("document")->raw());
    ASSERT_TRUE(policy.ok())
        << tree->root().Find("name")->text() << ": " << policy.status();
    for (const Issue& issue : policy->issues()) codes.insert(issue.code);
  }
  EXPECT_EQ(documents, 1'641);
  // Nothing else is unusual about what AWS itself publishes; one of its
  // policies has a variable for an account in a Resource.
  EXPECT_THAT(
      codes,
      ::testing::ElementsAre(
          "CREATE_SLR_WITH_STAR_IN_ACTION_AND_RESOURCE",
          "CREATE_SLR_WITH_STAR_IN_RESOURCE", "EQUIVALENT_TO_NULL_FALSE",
          "INVALID_SERVICE_PRINCIPAL_FORMAT",
          "PASS_ROLE_WITH_STAR_IN_ACTION_AND_RESOURCE",
          "PASS_ROLE_WITH_STAR_IN_RESOURCE",
          "POLICY_SIZE_EXCEEDS_IDENTITY_POLICY_QUOTA", "REDUNDANT_ACTION",
          "REDUNDANT_RESOURCE", "STRING_LIKE_OPERATOR_WITH_ARN_CONDITION_KEYS",
          "TYPE_MISMATCH", "VARIABLE_UNSUPPORTED_IN_ELEMENT"));
}

}  // namespace
}  // namespace iameval
