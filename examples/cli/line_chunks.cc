#include "cli/line_chunks.h"

#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstddef>
#include <string>
#include <system_error>
#include <utility>

#include "absl/status/status.h"
#include "absl/status/statusor.h"

namespace iameval_cli {
namespace {

// Some hundred requests: what is done for a chunk alone costs nothing, and it
// stays in the cache of a core.
constexpr std::size_t kBlock = std::size_t{256} << 10;

absl::Status FileError(const std::string& path, int error) {
  return absl::NotFoundError(path + ": " +
                             std::generic_category().message(error));
}

std::size_t CountLines(const std::string& text) {
  return static_cast<std::size_t>(std::count(text.begin(), text.end(), '\n'));
}

}  // namespace

absl::StatusOr<LineChunks> LineChunks::Open(const std::string& path,
                                            std::function<bool()> stopped) {
  const int file =
      path == "-" ? STDIN_FILENO : open(path.c_str(), O_RDONLY | O_CLOEXEC);
  if (file < 0) return FileError(path, errno);
  return LineChunks(path, file, std::move(stopped));
}

LineChunks::LineChunks(LineChunks&& other) noexcept
    : path_(std::move(other.path_)),
      file_(std::exchange(other.file_, -1)),
      stopped_(std::move(other.stopped_)),
      rest_(std::move(other.rest_)),
      line_(other.line_),
      status_(std::move(other.status_)) {}

LineChunks::~LineChunks() {
  if (file_ > STDIN_FILENO) close(file_);
}

void LineChunks::Fail(int error) { status_ = FileError(path_, error); }

// A signal between a look at stopped_ and a read would go unnoticed until
// something can be read; ppoll lets signals in only while it waits.
bool LineChunks::WaitForInput() {
  sigset_t signals;
  sigset_t before;
  sigemptyset(&signals);
  sigaddset(&signals, SIGINT);
  sigaddset(&signals, SIGTERM);
  pthread_sigmask(SIG_BLOCK, &signals, &before);
  bool stopped = stopped_();
  pollfd input = {.fd = file_, .events = POLLIN, .revents = 0};
  while (!stopped && ppoll(&input, 1, nullptr, &before) < 0 && errno == EINTR) {
    stopped = stopped_();
  }
  pthread_sigmask(SIG_SETMASK, &before, nullptr);
  return !stopped;
}

LineChunks::Got LineChunks::Read(std::string& text) {
  const std::size_t size = text.size();
  text.resize(size + kBlock);
  ssize_t got = -1;
  do {
    if (!WaitForInput()) {
      text.resize(size);
      return Got::kStopped;
    }
    got = read(file_, text.data() + size, kBlock);
  } while (got < 0 && errno == EINTR);
  if (got < 0) Fail(errno);
  const std::size_t more = got < 0 ? 0 : static_cast<std::size_t>(got);
  text.resize(size + more);
  return more == 0 ? Got::kEnd : Got::kSome;
}

bool LineChunks::SkipLine(LineChunk& chunk) {
  chunk.too_long = true;
  chunk.first_line = line_++;
  std::string& text = chunk.text;
  Got got = Got::kSome;
  std::size_t end = std::string::npos;
  while (got == Got::kSome && end == std::string::npos) {
    text.clear();
    got = Read(text);
    end = text.find('\n');
  }
  if (end != std::string::npos) rest_.assign(text, end + 1);
  text.clear();
  // The line is answered even if the input ends within it; not after a stop.
  return got != Got::kStopped && status_.ok();
}

bool LineChunks::Next(LineChunk& chunk) {
  chunk.too_long = false;
  chunk.first_line = line_;
  std::string& text = chunk.text;
  text.clear();
  std::swap(text, rest_);
  // What was left over has no line feed, or one behind a line too long.
  std::size_t end = text.rfind('\n');
  while (end == std::string::npos) {
    if (text.size() > kLongestLine) return SkipLine(chunk);
    switch (Read(text)) {
      case Got::kStopped:
        return false;  // a line that has not ended is not answered
      case Got::kEnd:
        return status_.ok() && !text.empty();
      case Got::kSome:
        break;
    }
    end = text.rfind('\n');
  }
  if (end + 1 < text.size()) {
    rest_.assign(text, end + 1);
    text.resize(end + 1);
  }
  line_ += CountLines(text);
  return true;
}

}  // namespace iameval_cli
