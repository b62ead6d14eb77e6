// iameval test, run as a program.

#include <string>

#include "cli/program.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace iameval_testing {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::MatchesRegex;
using ::testing::Not;
using ::testing::StartsWith;

// One case: reads an object with a policy that allows it.
std::string Case(const std::string& id, const std::string& expected,
                 const std::string& effect = "Allow") {
  return R"({"id": ")" + id +
         R"(", "rule": "S-1.21", "note": "reads", "policies": {"identity": [)"
         R"({"Version": "2012-10-17", "Statement": {"Effect": ")" +
         effect +
         R"(", "Action": "s3:GetObject", "Resource": "*"}}]}, "request": )"
         R"({"principal": "arn:aws:iam::111122223333:user/Alice", )"
         R"("action": "s3:GetObject", "resource": )"
         R"("arn:aws:s3:::amzn-s3-demo-bucket/a", "resourceAccount": )"
         R"("111122223333", "context": {}}, "expected": ")" +
         expected + "\"}\n";
}

class TestTest : public testing::Test {
 protected:
  ProgramResult Run(const std::string& text, const std::string& options = "") {
    file_ = folder_.Write("cases.jsonl", text);
    return Iameval("test " + options + " " + file_);
  }

  TempFolder folder_;
  std::string file_;
};

TEST_F(TestTest, AllAsExpected) {
  const ProgramResult result =
      Run(Case("a", "allowed") + Case("b", "explicitDeny", "Deny") +
          Case("c", "denied", "Deny") + Case("d", "invalid", "Permit"));
  EXPECT_EQ(result.exit_code, 0) << result.err;
  EXPECT_EQ(result.out, "4 passed, 0 failed\n");
}

// A case is decided by its documents alone unless told otherwise.
TEST_F(TestTest, WithTheReference) {
  std::string text = Case("a", "allowed");
  text.replace(text.find("amzn-s3-demo-bucket/a"), 21, "amzn-s3-demo-bucket");
  EXPECT_EQ(Run(text).exit_code, 0) << "a bucket, by the texts";
  const ProgramResult result = Run(text, "--with-reference");
  EXPECT_EQ(result.exit_code, 1);
  EXPECT_THAT(result.out,
              AllOf(HasSubstr("expected allowed, got implicitDeny"),
                    HasSubstr("AWS never makes this request"),
                    HasSubstr("Questions that were probably meant")));
  EXPECT_THAT(Run(text, "--with-reference --json").out,
              HasSubstr("\"RESOURCE_TYPE_MISMATCH\""));
  EXPECT_EQ(Run(text, "--reference tests/services/sample.json").exit_code, 0)
      << "the sample does not know s3";
}

TEST_F(TestTest, DifferencesAreExplained) {
  const ProgramResult result = Run(
      Case("a", "allowed") + Case("b", "implicitDeny") + Case("c", "denied") +
      Case("d", "invalid") + Case("e", "implicitDeny", "Deny"));
  EXPECT_EQ(result.exit_code, 1);
  EXPECT_EQ(LastLine(result.out), "1 passed, 4 failed");
  EXPECT_THAT(
      result.out,
      AllOf(HasSubstr(file_ +
                      ":2: b (S-1.21): expected implicitDeny, got allowed\n"),
            HasSubstr(file_ + ":3: c (S-1.21): expected denied, got allowed\n"),
            HasSubstr(file_ + ":4: d (S-1.21): expected invalid, got allowed"),
            HasSubstr(
                ":5: e (S-1.21): expected implicitDeny, got explicitDeny\n"),
            HasSubstr("note: reads\n    allowed\n"), HasSubstr("Decided by"),
            Not(HasSubstr(": a (S-1.21)"))));
}

TEST_F(TestTest, RefusalIsShownWhereADecisionWasExpected) {
  const ProgramResult result = Run(Case("a", "allowed", "Permit"));
  EXPECT_EQ(result.exit_code, 1);
  EXPECT_THAT(result.out, AllOf(HasSubstr("expected allowed, got invalid"),
                                HasSubstr("\"Permit\"")));
}

TEST_F(TestTest, WhatIsNotInTheFormatIsExitStatus2) {
  std::string unknown_field = Case("x", "allowed");
  unknown_field.insert(1, R"("expectd": "allowed", )");
  std::string wrong_type = Case("x", "allowed");
  wrong_type.replace(wrong_type.find("\"context\": {}"), 13, "\"context\": []");
  const struct {
    std::string line;
    const char* names;
  } kBad[] = {
      {"not JSON\n", "cases.jsonl:2: "},
      {unknown_field, "expectd"},
      {wrong_type, "context"},
      {Case("x", "permitted"), "expected"},
      {R"({"id": "x"})", "cases.jsonl:2: "},
      {Case("first", "allowed"), "id: \"first\" is taken by line 1"},
  };
  for (const auto& bad : kBad) {
    const ProgramResult result =
        Run(Case("first", "allowed") + bad.line + "\n" + Case("z", "allowed"));
    EXPECT_EQ(result.exit_code, 2) << bad.line;
    EXPECT_THAT(result.err,
                AllOf(HasSubstr("cases.jsonl:2: "), HasSubstr(bad.names)));
    EXPECT_EQ(LastLine(result.out), "2 passed, 0 failed") << bad.line;
  }
}

TEST_F(TestTest, BlankLinesAndAMissingLastLineFeedAreFine) {
  std::string text =
      "\n" + Case("a", "allowed") + "  \r\n" + Case("b", "allowed");
  text.pop_back();
  const ProgramResult result = Run(text);
  EXPECT_EQ(result.exit_code, 0) << result.err;
  EXPECT_EQ(result.out, "2 passed, 0 failed\n");
}

TEST_F(TestTest, ReadsSeveralFilesAndStandardInput) {
  const std::string a = folder_.Write("a.jsonl", Case("a", "allowed"));
  const std::string b = folder_.Write("b.jsonl", Case("a", "denied"));
  const ProgramResult files = Iameval("test " + a + " " + b);
  EXPECT_EQ(files.exit_code, 1);
  EXPECT_EQ(LastLine(files.out), "1 passed, 1 failed");
  EXPECT_EQ(Iameval("test - <" + a).out, "1 passed, 0 failed\n");
}

TEST_F(TestTest, UnreadableFilesAreExitStatus2) {
  const std::string good = folder_.Write("a.jsonl", Case("a", "allowed"));
  for (const std::string& bad :
       {std::string("/nonexistent.jsonl"), folder_.path(), std::string("- <&-"),
        "- <" + folder_.path()}) {
    const ProgramResult result = Iameval("test " + good + " " + bad);
    EXPECT_EQ(result.exit_code, 2) << bad;
    EXPECT_THAT(result.err, StartsWith("iameval: ")) << bad;
    EXPECT_EQ(LastLine(result.out), "1 passed, 0 failed") << bad;
  }
  EXPECT_EQ(Iameval("test").exit_code, 2);
}

TEST_F(TestTest, JsonIsOneObjectOnOneLine) {
  const ProgramResult passed = Run(Case("a", "allowed"), "--json");
  EXPECT_EQ(passed.out,
            R"({"passed": 1, "failed": 0, "failures": [], "errors": []})"
            "\n");
  const ProgramResult failed = Run(
      Case("a", "denied") + Case("b", "denied", "Permit") + "x\n", "--json");
  EXPECT_EQ(failed.exit_code, 2);
  EXPECT_TRUE(IsJsonLine(failed.out)) << failed.out;
  EXPECT_THAT(failed.out,
              AllOf(HasSubstr(R"("line": 1, "id": "a")"),
                    HasSubstr(R"("explanation": {"decision": "allowed")"),
                    HasSubstr(R"("actual": "invalid", "refusal": ")"),
                    HasSubstr(R"("errors": [")")));
}

TEST_F(TestTest, AReaderThatLeavesIsNoticed) {
  std::string text;
  for (int i = 0; i < 2000; ++i) text += Case(std::to_string(i), "denied");
  const std::string file = folder_.Write("many.jsonl", text);
  const ProgramResult result = Shell("{ \"$IAMEVAL\" test " + file +
                                     "; echo \"status $?\" >&2; } | head -1");
  EXPECT_THAT(result.out, HasSubstr("expected denied, got allowed"));
  EXPECT_THAT(result.err,
              AllOf(HasSubstr("cannot write the output: Broken pipe"),
                    HasSubstr("status 2")));
}

TEST_F(TestTest, AnEndlessLineIsAnError) {
  const ProgramResult result = Iameval("test /dev/zero");
  EXPECT_EQ(result.exit_code, 2);
  EXPECT_THAT(result.err, MatchesRegex("iameval: /dev/zero: .*\n"));
}

TEST_F(TestTest, FilterSelectsById) {
  const std::string cases = Case("s3-read", "allowed") +
                            Case("s3-write", "denied") + Case("kms", "denied");
  const struct {
    const char* options;
    int exit_code;
    const char* last_line;
  } kFilters[] = {
      {"--filter 's3-*'", 1, "1 passed, 1 failed"},
      {"--filter s3-read", 0, "1 passed, 0 failed"},
      {"--filter '*r?ad'", 0, "1 passed, 0 failed"},
      {"--filter s3-read --filter kms", 1, "1 passed, 1 failed"},
      {"--filter '*'", 1, "1 passed, 2 failed"},
      {"--filter s3", 2, "0 passed, 0 failed"},
      {"--filter '?'", 2, "0 passed, 0 failed"},
  };
  for (const auto& filter : kFilters) {
    const ProgramResult result = Run(cases, filter.options);
    EXPECT_EQ(result.exit_code, filter.exit_code) << filter.options;
    EXPECT_EQ(LastLine(result.out), filter.last_line) << filter.options;
  }
  EXPECT_THAT(Run(cases, "--filter s3").err,
              HasSubstr("no case has an id that --filter selects"));
}

TEST_F(TestTest, JunitHasEveryCase) {
  const std::string xml = folder_.path() + "/results.xml";
  const ProgramResult result =
      Run(Case("a", "allowed") + Case("b<&>\\\"\\u0001", "denied") + "x\n" +
              Case("a", "allowed"),
          "--junit " + xml);
  EXPECT_EQ(result.exit_code, 2);
  const std::string report = Shell("cat " + xml).out;
  EXPECT_THAT(
      report,
      AllOf(
          StartsWith("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
                     "<testsuites name=\"iameval\" tests=\"4\" "
                     "failures=\"1\" errors=\"2\">\n"
                     "  <testsuite name=\"" +
                     file_ + "\" tests=\"4\" failures=\"1\" errors=\"2\">"),
          HasSubstr("<testcase name=\"a\" classname=\"" + file_ + "\" file=\"" +
                    file_ + "\" line=\"1\"/>"),
          HasSubstr("name=\"b&lt;&amp;&gt;&quot;\\x01\""),
          HasSubstr("<failure message=\"expected denied, got allowed\">"),
          HasSubstr("<testcase name=\"line 3\""),
          HasSubstr("<error message=\"id: &quot;a&quot; is taken by line 1")));
  EXPECT_EQ(Shell("python3 -c 'import sys, xml.dom.minidom as m; "
                  "m.parse(sys.argv[1])' " +
                  xml + " || ! command -v python3")
                .exit_code,
            0);
}

TEST_F(TestTest, JunitOfAFileThatCannotBeReadIsAnError) {
  const std::string xml = folder_.path() + "/results.xml";
  EXPECT_EQ(Iameval("test --junit " + xml + " /nonexistent.jsonl").exit_code,
            2);
  EXPECT_THAT(Shell("cat " + xml).out, HasSubstr("errors=\"1\""));
  const std::string good = folder_.Write("a.jsonl", Case("a", "allowed"));
  const ProgramResult full = Iameval("test --junit /dev/full " + good);
  EXPECT_EQ(full.exit_code, 2);
  EXPECT_THAT(full.err, HasSubstr("/dev/full: No space left"));
}

TEST_F(TestTest, PoliciesMayBeFilesBesideTheCases) {
  folder_.Write("role.json",
                R"({"Statement": {"Effect": "Allow", "Action": "s3:*",)"
                R"( "Resource": "*"}})");
  folder_.Write("bad.json", "{");
  const auto with_file = [](const std::string& id, const std::string& name,
                            const std::string& expected) {
    std::string line = Case(id, expected);
    const std::size_t begin = line.find("[{\"Version\"");
    const std::size_t end = line.find("}]", begin) + 2;
    return line.replace(begin, end - begin, "[{\"file\": \"" + name + "\"}]");
  };
  const ProgramResult good = Run(with_file("a", "role.json", "allowed") +
                                 with_file("b", "role.json", "allowed") +
                                 with_file("c", "bad.json", "invalid"));
  EXPECT_EQ(good.exit_code, 0) << good.out << good.err;
  const ProgramResult failing = Run(with_file("a", "role.json", "denied"));
  EXPECT_THAT(failing.out, HasSubstr("/role.json:1:15"));
  const ProgramResult missing = Run(with_file("a", "none.json", "allowed"));
  EXPECT_EQ(missing.exit_code, 2);
  EXPECT_THAT(missing.err,
              AllOf(HasSubstr("cases.jsonl:1: /policies/identity/0"),
                    HasSubstr("/none.json: No such file")));
}

}  // namespace
}  // namespace iameval_testing
