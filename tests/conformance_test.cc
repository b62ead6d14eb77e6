// Every case file of tests/conformance/, and of the folder of cases that may
// lie beside the repository, through the reference evaluator and the engine:
// both must give the decision that the case expects.
//
// IAMEVAL_SHARED_CASES names another folder for the latter.

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <iterator>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/str_format.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "iameval/decision.h"
#include "iameval/decision_case.h"
#include "iameval/engine.h"
#include "reference/evaluate.h"

namespace iameval {
namespace {

namespace fs = std::filesystem;

// The case files of a folder, by name. A *.json file holds one case, a *.jsonl
// file one on each line.
std::vector<fs::path> CaseFiles(const fs::path& folder) {
  std::vector<fs::path> files;
  if (!fs::is_directory(folder)) return files;
  for (const auto& entry : fs::directory_iterator(folder)) {
    const fs::path& path = entry.path();
    if (path.extension() == ".json" || path.extension() == ".jsonl") {
      files.push_back(path);
    }
  }
  std::sort(files.begin(), files.end());
  return files;
}

fs::path SharedFolder() {
  const char* folder = std::getenv("IAMEVAL_SHARED_CASES");
  if (folder != nullptr && *folder != '\0') return folder;
  return fs::path(IAMEVAL_SOURCE_DIR) / ".." / "shared" / "cases";
}

struct Line {
  int number = 1;
  std::string text;
};

// The texts of the cases in a file; blank lines are skipped.
std::vector<Line> CaseTexts(const fs::path& path) {
  std::ifstream file(path, std::ios::binary);
  EXPECT_TRUE(file) << path << " cannot be read";
  if (path.extension() == ".json") {
    return {{1, std::string(std::istreambuf_iterator<char>(file), {})}};
  }
  std::vector<Line> lines;
  std::string text;
  for (int number = 1; std::getline(file, text); ++number) {
    if (text.find_first_not_of(" \t\r") == std::string::npos) continue;
    lines.push_back({number, text});
  }
  return lines;
}

bool Satisfies(Decision decision, Expectation expected) {
  switch (expected) {
    case Expectation::kAllowed:
      return decision == Decision::kAllowed;
    case Expectation::kImplicitDeny:
      return decision == Decision::kImplicitDeny;
    case Expectation::kExplicitDeny:
      return decision == Decision::kExplicitDeny;
    case Expectation::kDenied:
      return decision != Decision::kAllowed;
    case Expectation::kInvalid:
      return false;
  }
  return false;
}

// What went wrong with a case; empty when nothing did.
std::string CheckRefusal(const DecisionCase& test) {
  const bool refused = !test.policies.ok() || !test.request.ok();
  if (refused == (test.expected == Expectation::kInvalid)) return "";
  if (!refused) return "neither the policies nor the request are refused";
  return absl::StrFormat("refused: %s", test.policies.ok()
                                            ? test.request.status().message()
                                            : test.policies.status().message());
}

std::string CheckDecisions(const DecisionCase& test) {
  const Decision reference = reference::Evaluate(*test.policies, *test.request);
  const absl::StatusOr<Engine> engine = Engine::Create(*test.policies);
  const std::string engine_says =
      engine.ok() ? std::string(DecisionName(engine->Evaluate(*test.request)))
                  : engine.status().ToString();
  if (engine.ok() && Satisfies(reference, test.expected) &&
      Satisfies(engine->Evaluate(*test.request), test.expected)) {
    return "";
  }
  std::string text = absl::StrFormat(
      "reference: %s\n  engine: %s\n  statements that match by the reference:",
      DecisionName(reference), engine_says);
  for (const auto& matched :
       reference::MatchingStatements(*test.policies, *test.request)) {
    text += "\n    " + reference::ToString(matched);
  }
  return text;
}

// Runs the cases of one file and returns how many there are.
int RunFile(const fs::path& path) {
  std::set<std::string> ids;
  int count = 0;
  for (const Line& line : CaseTexts(path)) {
    const std::string place =
        absl::StrFormat("%s:%d", path.filename().string(), line.number);
    const absl::StatusOr<DecisionCase> test = ParseDecisionCase(line.text);
    if (!test.ok()) {
      ADD_FAILURE() << place << ": not a decision case: " << test.status();
      continue;
    }
    EXPECT_TRUE(ids.insert(test->id).second)
        << place << ": the id " << test->id << " is used twice";
    ++count;
    std::string problem = CheckRefusal(*test);
    if (problem.empty() && test->expected != Expectation::kInvalid) {
      problem = CheckDecisions(*test);
    }
    if (problem.empty()) continue;
    ADD_FAILURE() << absl::StrFormat(
        "%s: %s, rule %s: %s\n  expected: %s\n  %s", place, test->id,
        test->rule.empty() ? "not named" : test->rule, test->note,
        ExpectationName(test->expected), problem);
  }
  EXPECT_GT(count, 0) << path << " holds no cases";
  return count;
}

void RunFolder(const fs::path& folder) {
  int total = 0;
  for (const fs::path& path : CaseFiles(folder)) {
    const int count = RunFile(path);
    std::cout << absl::StrFormat("%d cases in %s\n", count,
                                 path.filename().string());
    total += count;
  }
  std::cout << absl::StrFormat("%d cases in all\n", total);
}

TEST(ConformanceTest, CasesOfTheRepository) {
  const fs::path folder =
      fs::path(IAMEVAL_SOURCE_DIR) / "tests" / "conformance";
  EXPECT_FALSE(CaseFiles(folder).empty()) << "no case files in " << folder;
  RunFolder(folder);
}

TEST(ConformanceTest, CasesBesideTheRepository) {
  const fs::path folder = SharedFolder();
  if (CaseFiles(folder).empty()) {
    GTEST_SKIP() << "no case files in " << folder;
  }
  RunFolder(folder);
}

}  // namespace
}  // namespace iameval
