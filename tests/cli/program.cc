#include "cli/program.h"

#include <stdlib.h>
#include <sys/wait.h>

#include <cstddef>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <string_view>

#include "gtest/gtest.h"
#include "json/json.h"

namespace iameval_testing {
namespace {

std::string ReadAll(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  return std::string(std::istreambuf_iterator<char>(file), {});
}

}  // namespace

ProgramResult Shell(const std::string& command) {
  const TempFolder folder;
  const std::string out = folder.path() + "/out";
  const std::string err = folder.path() + "/err";
  const std::string script = folder.Write(
      "script", "cd '" IAMEVAL_SOURCE_DIR "' || exit 99\n" + command + "\n");
  setenv("IAMEVAL", IAMEVAL_CLI, /*overwrite=*/1);
  const int status = std::system(
      ("sh '" + script + "' >'" + out + "' 2>'" + err + "' </dev/null")
          .c_str());
  ProgramResult result;
  if (WIFEXITED(status)) result.exit_code = WEXITSTATUS(status);
  result.out = ReadAll(out);
  result.err = ReadAll(err);
  return result;
}

ProgramResult Iameval(const std::string& arguments) {
  return Shell("\"$IAMEVAL\" " + arguments);
}

TempFolder::TempFolder() : path_(testing::TempDir() + "iameval-cli-XXXXXX") {
  if (mkdtemp(path_.data()) == nullptr) std::abort();
}

TempFolder::~TempFolder() {
  std::error_code ignored;
  std::filesystem::remove_all(path_, ignored);
}

std::string TempFolder::Write(std::string_view name,
                              std::string_view text) const {
  std::string file = path_ + "/" + std::string(name);
  std::ofstream(file, std::ios::binary) << text;
  return file;
}

std::string FirstLine(const std::string& text) {
  return text.substr(0, text.find('\n'));
}

std::string LastLine(const std::string& text) {
  if (text.empty() || text.back() != '\n') return "(no line feed at the end)";
  const std::string lines = text.substr(0, text.size() - 1);
  return lines.substr(lines.rfind('\n') + 1);
}

bool IsJsonLine(const std::string& text) {
  return !text.empty() && text.find('\n') == text.size() - 1 &&
         iameval::internal::ParseJson(text).ok();
}

}  // namespace iameval_testing
