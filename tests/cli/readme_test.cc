// README.md shows programs, commands and their output. They are what it says:
// the first C++ block is examples/first.cc, and each command of a `console`
// block, run in the repository's folder, prints the lines below it.

#include <cstddef>
#include <fstream>
#include <iterator>
#include <string>
#include <vector>

#include "cli/program.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace iameval_testing {
namespace {

std::string ReadFile(const std::string& path) {
  std::ifstream file(IAMEVAL_SOURCE_DIR "/" + path, std::ios::binary);
  return std::string(std::istreambuf_iterator<char>(file), {});
}

// What stands between ```<language> and ```, for each such block.
std::vector<std::string> Blocks(const std::string& text,
                                const std::string& language) {
  const std::string open = "\n```" + language + "\n";
  std::vector<std::string> blocks;
  for (std::size_t at = text.find(open); at != std::string::npos;
       at = text.find(open, at)) {
    at += open.size();
    const std::size_t end = text.find("```\n", at);
    blocks.push_back(text.substr(at, end - at));
  }
  return blocks;
}

struct Shown {
  std::string command;
  std::string output;
};

// "$ " begins a command, which a backslash continues on the next line.
std::vector<Shown> Commands(const std::string& block) {
  std::vector<Shown> shown;
  bool continued = false;
  std::size_t at = 0;
  while (at < block.size()) {
    const std::size_t end = block.find('\n', at);
    const std::string line = block.substr(at, end - at);
    at = end + 1;
    if (continued) {
      shown.back().command += line + "\n";
    } else if (line.starts_with("$ ")) {
      shown.push_back({line.substr(2) + "\n", ""});
    } else if (!shown.empty()) {
      shown.back().output += line + "\n";
    }
    continued = (continued || line.starts_with("$ ")) && line.ends_with("\\");
  }
  return shown;
}

TEST(ReadmeTest, TheFirstProgramIsAnExample) {
  const std::vector<std::string> blocks = Blocks(ReadFile("README.md"), "cpp");
  ASSERT_FALSE(blocks.empty());
  EXPECT_EQ(blocks.front(), ReadFile("examples/first.cc"));
}

TEST(ReadmeTest, CommandsPrintWhatIsShown) {
  const std::string path =
      "PATH=\"$(dirname \"$IAMEVAL\"):$PATH\"\nexec 2>&1\n";
  std::size_t commands = 0;
  for (const std::string& block : Blocks(ReadFile("README.md"), "console")) {
    for (const Shown& shown : Commands(block)) {
      ++commands;
      EXPECT_EQ(Shell(path + shown.command).out, shown.output) << shown.command;
    }
  }
  EXPECT_GE(commands, 4U);
}

}  // namespace
}  // namespace iameval_testing
