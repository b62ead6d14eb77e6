#include "cli/session.h"

#include <sys/ioctl.h>
#include <unistd.h>

#include <chrono>
#include <csignal>
#include <cstddef>
#include <cstdio>
#include <cstdlib>
#include <string>
#include <string_view>
#include <utility>

#include "absl/strings/str_format.h"
#include "iameval/bulk.h"

namespace iameval_cli {
namespace {

// About a millisecond of decisions.
constexpr std::size_t kReportEvery = 10'000;
constexpr std::chrono::milliseconds kShowEvery{200};

volatile std::sig_atomic_t g_stopped = 0;

void AskToStop(int /*signal*/) { g_stopped = 1; }

void HandleSignals(bool handle) {
  struct sigaction action = {};
  action.sa_handler = handle ? AskToStop : SIG_DFL;
  // The second one ends the program. A read that waits is given up.
  action.sa_flags = handle ? static_cast<int>(SA_RESETHAND) : 0;
  sigaction(SIGINT, &action, nullptr);
  sigaction(SIGTERM, &action, nullptr);
}

bool IsSet(const char* name) {
  const char* value = std::getenv(name);
  return value != nullptr && *value != '\0';
}

}  // namespace

Session::Session(std::string what, bool progress)
    : what_(std::move(what)), shows_(progress && isatty(STDERR_FILENO) == 1) {
  g_stopped = 0;
  HandleSignals(true);
}

Session::~Session() {
  Clear();
  HandleSignals(false);
}

bool Session::stopped() const { return g_stopped != 0; }

void Session::Report(std::size_t done, std::size_t total) {
  if (stopped()) stop_.request_stop();
  if (!shows_) return;
  const auto now = std::chrono::steady_clock::now();
  // The first line after a while only: short work needs none.
  if (next_ == std::chrono::steady_clock::time_point()) {
    next_ = now + 2 * kShowEvery;
  }
  if (now < next_) return;
  next_ = now + kShowEvery;
  std::string line = absl::StrFormat("\r%d", done);
  if (total > 0) {
    const double percent =
        100 * static_cast<double>(done) / static_cast<double>(total);
    absl::StrAppendFormat(&line, " of %d", total);
    line += " " + what_ + absl::StrFormat(" (%.0f%%)", percent);
  } else {
    line += " " + what_;
  }
  line += "\x1b[K";
  std::fputs(line.c_str(), stderr);
  shown_ = true;
}

iameval::BulkOptions Session::Options(unsigned threads) {
  iameval::BulkOptions options;
  options.threads = threads;
  options.progress = [this](std::size_t done, std::size_t total) {
    Report(done, total);
  };
  options.progress_every = kReportEvery;
  options.stop = stop_token();
  return options;
}

void Session::Clear() {
  if (!shown_) return;
  std::fputs("\r\x1b[K", stderr);
  shown_ = false;
}

bool WantsColour() {
  if (isatty(STDOUT_FILENO) != 1 || IsSet("NO_COLOR")) return false;
  const char* terminal = std::getenv("TERM");
  return terminal != nullptr && std::string_view(terminal) != "dumb";
}

std::size_t OutputWidth() {
  constexpr std::size_t kDefault = 100;
  winsize size = {};
  if (ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) != 0 || size.ws_col == 0) {
    return kDefault;
  }
  return size.ws_col;
}

}  // namespace iameval_cli
