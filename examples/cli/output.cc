#include "cli/output.h"

#include <unistd.h>

#include <cerrno>
#include <cstddef>
#include <cstdio>
#include <string>
#include <string_view>
#include <system_error>

#include "iameval/explanation.h"

namespace iameval_cli {
namespace {

// Somebody who watches sees everything at once.
std::size_t MostHeld() {
  static const std::size_t most =
      isatty(STDOUT_FILENO) == 1 ? 0 : std::size_t{1} << 14;
  return most;
}

}  // namespace

void Output::Write(std::string_view text) {
  if (!ok()) return;
  held_ += text;
  if (held_.size() >= MostHeld()) Flush();
}

void Output::Flush() {
  std::string_view rest = held_;
  while (!rest.empty()) {
    const ssize_t written = write(STDOUT_FILENO, rest.data(), rest.size());
    if (written < 0 && errno == EINTR) continue;
    if (written <= 0) {
      error_ = written < 0 ? errno : EIO;
      break;
    }
    rest.remove_prefix(static_cast<std::size_t>(written));
  }
  held_.clear();
}

bool Output::Finish() {
  if (ok()) Flush();
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
