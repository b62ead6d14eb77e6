#include "cli/junit.h"

#include <cerrno>
#include <cstddef>
#include <cstdio>
#include <string>
#include <string_view>
#include <system_error>

#include "absl/status/status.h"
#include "absl/strings/str_format.h"
#include "cli/markup.h"

namespace iameval_cli {
namespace {

// Lines stay lines.
std::string Escaped(std::string_view text) {
  std::string out;
  while (!text.empty()) {
    const std::size_t line_end = text.find('\n');
    out += EscapeMarkup(text.substr(0, line_end));
    if (line_end == std::string_view::npos) break;
    out += '\n';
    text.remove_prefix(line_end + 1);
  }
  return out;
}

}  // namespace

void JunitReport::BeginFile(std::string_view file) {
  suites_.push_back({.file = std::string(file), .cases = ""});
}

void JunitReport::Add(std::string_view name, std::size_t line, Result result,
                      std::string_view message, std::string_view text) {
  Suite& suite = suites_.back();
  ++suite.tests;
  suite.cases += absl::StrFormat(
      R"(    <testcase name="%s" classname="%s" file="%s" line="%d")",
      Escaped(name), Escaped(suite.file), Escaped(suite.file), line);
  if (result == Result::kPassed) {
    suite.cases += "/>\n";
    return;
  }
  const bool failed = result == Result::kFailed;
  ++(failed ? suite.failures : suite.errors);
  const char* element = failed ? "failure" : "error";
  suite.cases +=
      absl::StrFormat(">\n      <%s message=\"%s\">%s</%s>\n    </testcase>\n",
                      element, Escaped(message), Escaped(text), element);
}

void JunitReport::AddFileError(std::string_view message) {
  Add("(file)", 0, Result::kError, message, message);
}

std::string JunitReport::Xml() const {
  std::string suites;
  Suite sum;
  for (const Suite& suite : suites_) {
    suites += absl::StrFormat(
        "  <testsuite name=\"%s\" tests=\"%d\" failures=\"%d\" errors=\"%d\">\n"
        "%s  </testsuite>\n",
        Escaped(suite.file), suite.tests, suite.failures, suite.errors,
        suite.cases);
    sum.tests += suite.tests;
    sum.failures += suite.failures;
    sum.errors += suite.errors;
  }
  return absl::StrFormat(
      "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
      "<testsuites name=\"iameval\" tests=\"%d\" failures=\"%d\" "
      "errors=\"%d\">\n%s</testsuites>\n",
      sum.tests, sum.failures, sum.errors, suites);
}

absl::Status WriteFile(const std::string& path, std::string_view text) {
  errno = 0;
  std::FILE* file = std::fopen(path.c_str(), "wb");
  bool written = file != nullptr &&
                 std::fwrite(text.data(), 1, text.size(), file) == text.size();
  int error = written ? 0 : errno;
  if (file != nullptr && std::fclose(file) != 0 && written) {
    written = false;
    error = errno;
  }
  if (written) return absl::OkStatus();
  return absl::UnavailableError(
      path + ": " + std::generic_category().message(error != 0 ? error : EIO));
}

}  // namespace iameval_cli
