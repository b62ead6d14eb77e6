#ifndef IAMEVAL_TESTS_CLI_PROGRAM_H_
#define IAMEVAL_TESTS_CLI_PROGRAM_H_

#include <string>
#include <string_view>

namespace iameval_testing {

// What a command left behind.
struct ProgramResult {
  int exit_code = -1;
  std::string out;  // standard output
  std::string err;  // standard error
};

// Runs a command line with sh in the repository's folder; "$IAMEVAL" in it is
// the program under test. Standard input is empty unless redirected.
ProgramResult Shell(const std::string& command);

// The program with these arguments, as a shell reads them.
ProgramResult Iameval(const std::string& arguments);

// A folder of this test's own, removed at the end.
class TempFolder {
 public:
  TempFolder();
  ~TempFolder();
  TempFolder(const TempFolder&) = delete;
  TempFolder& operator=(const TempFolder&) = delete;

  // Writes a file and returns its path.
  std::string Write(std::string_view name, std::string_view text) const;
  [[nodiscard]] const std::string& path() const { return path_; }

 private:
  std::string path_;
};

// The first line, without its line feed.
std::string FirstLine(const std::string& text);
// The last line, without its line feed.
std::string LastLine(const std::string& text);

// It is one JSON text and a line feed.
bool IsJsonLine(const std::string& text);

}  // namespace iameval_testing

#endif  // IAMEVAL_TESTS_CLI_PROGRAM_H_
