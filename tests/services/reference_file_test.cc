// Reference files: what ServiceReference::Parse takes and what it refuses.

#include <fstream>
#include <iterator>
#include <string>
#include <string_view>

#include "absl/status/status.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "iameval/service_reference.h"

namespace iameval {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

std::string SampleText() {
  std::ifstream file(IAMEVAL_SOURCE_DIR "/tests/services/sample.json");
  return {std::istreambuf_iterator<char>(file), {}};
}

// The sample with `found` replaced; `found` must be in it.
std::string Changed(std::string_view found, std::string_view replacement) {
  std::string text = SampleText();
  const std::size_t at = text.find(found);
  EXPECT_NE(at, std::string::npos) << found;
  return text.replace(at, found.size(), replacement);
}

std::string ErrorOf(const std::string& json) {
  const auto reference = ServiceReference::Parse(json);
  if (reference.ok()) return "accepted";
  EXPECT_EQ(reference.status().code(), absl::StatusCode::kInvalidArgument);
  return std::string(reference.status().message());
}

TEST(ReferenceFile, IsWrittenAsItWasRead) {
  const std::string text = SampleText();
  const auto reference = ServiceReference::Parse(text);
  ASSERT_TRUE(reference.ok()) << reference.status();
  EXPECT_EQ(reference->ToJson(), text);
}

TEST(ReferenceFile, TheBuiltInDataIsTheSameAsAFile) {
  const std::string json = ServiceReference::BuiltIn().ToJson();
  const auto reference = ServiceReference::Parse(json);
  ASSERT_TRUE(reference.ok()) << reference.status();
  EXPECT_EQ(reference->ToJson(), json);
}

TEST(ReferenceFile, OrderDoesNotMatter) {
  const auto reference = ServiceReference::Parse(R"({
    "services": {
      "b": {"name": "B", "actions": {"Z": {"access": []},
                                     "a": {"access": ["Read"]}}},
      "A": {"name": "A", "actions": {}}},
    "globalKeys": {"aws:b": "String", "aws:A": "Bool"},
    "source": {"notice": "", "name": "n", "version": "v", "date": "d",
               "license": "l"},
    "format": "iameval-service-reference-1"})");
  ASSERT_TRUE(reference.ok()) << reference.status();
  EXPECT_EQ(reference->services().front().prefix(), "A");
  EXPECT_EQ(reference->global_keys().front().name(), "aws:A");
  EXPECT_EQ(reference->FindAction("B:z")->full_name(), "b:Z");
  EXPECT_EQ(reference->ExpandActions("*").size(), 2u);
}

TEST(ReferenceFile, OutlivesItsText) {
  std::string text = SampleText();
  const auto reference = ServiceReference::Parse(text);
  ASSERT_TRUE(reference.ok());
  text.assign(text.size(), 'x');
  const ServiceReference copy = *reference;
  EXPECT_EQ(copy.FindService("pantry")->name(), "Sample Pantry");
  EXPECT_EQ(copy.source().version, "1.2.3");
}

TEST(ReferenceFile, DependentActionsMayBeOfLaterServices) {
  const auto reference = ServiceReference::Parse(SampleText());
  ASSERT_TRUE(reference.ok());
  const auto dependents =
      reference->FindAction("kitchen:Cook")->dependent_actions();
  ASSERT_EQ(dependents.size(), 1u);
  EXPECT_EQ(dependents[0].full_name(), "pantry:TakeItem");
}

TEST(ReferenceFile, RefusesWhatIsNoReference) {
  EXPECT_THAT(ErrorOf(""), HasSubstr("line 1"));
  EXPECT_EQ(ErrorOf("[]"),
            "document: line 1, column 1: found an empty array, expected an "
            "object");
  EXPECT_EQ(ErrorOf("{}"),
            "document: line 1, column 1: found no member \"format\"");
  EXPECT_EQ(ErrorOf(R"({"Version": "2012-10-17", "Statement": []})"),
            "/Version: line 1, column 13: found a member of that name, "
            "expected one of format source globalKeys services");
  EXPECT_THAT(ErrorOf(Changed("reference-1", "reference-2")),
              HasSubstr("/format: line 1, column 11: found "
                        "\"iameval-service-reference-2\", expected "
                        "\"iameval-service-reference-1\""));
}

TEST(ReferenceFile, NamesThePlaceOfEveryMistake) {
  EXPECT_THAT(ErrorOf(Changed("\"version\":\"1.2.3\"", "\"version\":1")),
              HasSubstr("/source/version: line 1, column 92: found 1, "
                        "expected a string"));
  EXPECT_THAT(ErrorOf(Changed("\"aws:PrincipalArn\":\"ARN\"",
                              "\"aws:PrincipalArn\":\"Arn\"")),
              HasSubstr("/globalKeys/aws:PrincipalArn: line 1"));
  EXPECT_THAT(ErrorOf(Changed("aws:PrincipalArn", "PrincipalArn")),
              HasSubstr("found a name without a colon"));
  EXPECT_THAT(ErrorOf(Changed("aws:RequestTag/${TagKey}", "aws:${A}/${B}")),
              HasSubstr("expected at most one ${...}"));
  EXPECT_THAT(ErrorOf(Changed("\"access\":[\"List\"]", "\"access\":[\"All\"]")),
              HasSubstr("/services/kitchen/actions/ListStoves/access/0: "));
  EXPECT_THAT(ErrorOf(Changed("\"keys\":[\"kitchen:Heat\"]",
                              "\"keys\":[\"kitchen:Cold\"]")),
              HasSubstr("found \"kitchen:Cold\", expected a key of the service "
                        "or a global key"));
  EXPECT_THAT(ErrorOf(Changed("\"required\":true", "\"required\":\"yes\"")),
              HasSubstr("expected a boolean"));
  EXPECT_THAT(ErrorOf(Changed("{\"old stove\":{},\"stove\"",
                              "{\"new stove\":{},\"stove\"")),
              HasSubstr("/actions/TagStove/resourceTypes/new stove: "));
  EXPECT_THAT(ErrorOf(Changed("[\"pantry:TakeItem\"]", "[\"pantry:Gone\"]")),
              HasSubstr("found \"pantry:Gone\", expected an action"));
  EXPECT_THAT(ErrorOf(Changed("\"ListStoves\"", "\"cook\"")),
              HasSubstr("/services/kitchen/actions/cook: "));
  EXPECT_THAT(ErrorOf(Changed("arn:${Partition}:pantry:::${ShelfName}\"",
                              "arn:${Partition}:pantry\"")),
              HasSubstr("expected the format of an ARN, with six fields"));
  EXPECT_THAT(ErrorOf(Changed("\"rcp\":true", "\"rcp\":1")),
              HasSubstr("/services/pantry/rcp: "));
  EXPECT_THAT(ErrorOf(Changed("\"Cook\"", "\"" + std::string(256, 'C') + "\"")),
              HasSubstr("found 256 characters, expected between 1 and 255"));
}

}  // namespace
}  // namespace iameval
