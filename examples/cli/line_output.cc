#include "cli/line_output.h"

#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstddef>
#include <string_view>

namespace iameval_cli {
namespace {

// Takes back the last `size` bytes of standard output if that is a file and
// they are its end. Where it is not there is nothing to be done.
void TakeBack(std::size_t size) {
  struct stat file = {};
  const off_t at = lseek(STDOUT_FILENO, 0, SEEK_CUR);
  if (fstat(STDOUT_FILENO, &file) != 0 || !S_ISREG(file.st_mode) ||
      file.st_size != at) {
    return;
  }
  const off_t end = at - static_cast<off_t>(size);
  if (ftruncate(STDOUT_FILENO, end) == 0) {
    lseek(STDOUT_FILENO, end, SEEK_SET);
  }
}

}  // namespace

bool LineOutput::Write(std::string_view lines) {
  if (error_ != 0) return false;
  std::size_t written = 0;
  while (written < lines.size()) {
    const ssize_t now =
        write(STDOUT_FILENO, lines.data() + written, lines.size() - written);
    if (now < 0 && errno == EINTR) continue;
    if (now <= 0) {
      error_ = now < 0 ? errno : EIO;
      const std::size_t whole = lines.substr(0, written).rfind('\n') + 1;
      if (whole < written) TakeBack(written - whole);
      return false;
    }
    written += static_cast<std::size_t>(now);
  }
  return true;
}

}  // namespace iameval_cli
