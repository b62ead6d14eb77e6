#include "cli/output.h"

#include <cerrno>
#include <cstdio>
#include <string>
#include <string_view>
#include <system_error>

#include "iameval/explanation.h"

namespace iameval_cli {

void Output::Write(std::string_view text) {
  if (!ok() || text.empty()) return;
  errno = 0;
  if (std::fwrite(text.data(), 1, text.size(), stdout) != text.size()) {
    error_ = errno != 0 ? errno : EIO;
  }
}

bool Output::Finish() {
  if (ok()) {
    errno = 0;
    if (std::fflush(stdout) != 0) error_ = errno != 0 ? errno : EIO;
  }
  if (ok()) return true;
  Complain("cannot write the output: " +
           std::generic_category().message(error_));
  return false;
}

void Complain(std::string_view message) {
  std::fputs(("iameval: " + iameval::Printable(message) + "\n").c_str(),
             stderr);
}

}  // namespace iameval_cli
