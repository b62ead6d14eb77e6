#include "cli/files.h"

#include <algorithm>
#include <cerrno>
#include <cstddef>
#include <cstdio>
#include <string>
#include <string_view>
#include <system_error>
#include <utility>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "iameval/policy.h"

namespace iameval_cli {
namespace {

constexpr std::size_t kBlock = std::size_t{64} << 10;

absl::Status FileError(const std::string& path, const std::string& problem) {
  return absl::NotFoundError(path + ": " + problem);
}

std::string Problem(int error) {
  return std::generic_category().message(error != 0 ? error : EIO);
}

// Standard input is nobody's to close.
void CloseUnlessStdin(std::FILE* file) {
  if (file != stdin) std::fclose(file);
}

}  // namespace

absl::StatusOr<InputFile> InputFile::Open(const std::string& path) {
  errno = 0;
  std::FILE* file = path == "-" ? stdin : std::fopen(path.c_str(), "rb");
  if (file == nullptr) return FileError(path, Problem(errno));
  return InputFile(path, Handle(file, CloseUnlessStdin));
}

bool InputFile::Fill() {
  if (!status_.ok() || std::feof(file_.get()) != 0) return false;
  buffer_.resize(kBlock);
  errno = 0;
  const std::size_t got =
      std::fread(buffer_.data(), 1, buffer_.size(), file_.get());
  if (std::ferror(file_.get()) != 0) {
    Stop(Problem(errno));
    return false;
  }
  unread_ = std::string_view(buffer_.data(), got);
  return got > 0;
}

void InputFile::Stop(const std::string& problem) {
  status_ = FileError(path_, problem);
}

bool InputFile::ReadLine(std::string& line) {
  line.clear();
  bool any = false;
  while (!unread_.empty() || Fill()) {
    any = true;
    const std::size_t end = std::min(unread_.find('\n'), unread_.size());
    const bool complete = end < unread_.size();
    if (line.size() + end > kMaxBytes) {
      Stop("a line of more than 64 MiB");
      return false;
    }
    line.append(unread_.substr(0, end));
    unread_.remove_prefix(complete ? end + 1 : end);
    if (complete) return true;
  }
  return any && status_.ok();
}

absl::StatusOr<std::string> InputFile::ReadAll() {
  std::string text;
  while (!unread_.empty() || Fill()) {
    if (text.size() + unread_.size() > kMaxBytes) Stop("more than 64 MiB");
    if (!status_.ok()) break;
    text.append(unread_);
    unread_ = {};
  }
  if (!status_.ok()) return status_;
  return text;
}

absl::StatusOr<std::string> ReadFile(const std::string& path) {
  absl::StatusOr<InputFile> file = InputFile::Open(path);
  if (!file.ok()) return file.status();
  return file->ReadAll();
}

absl::StatusOr<iameval::Policy> LoadPolicy(const std::string& path,
                                           iameval::PolicyType type) {
  const absl::StatusOr<std::string> text = ReadFile(path);
  if (!text.ok()) return text.status();
  const absl::StatusOr<iameval::Policy> policy =
      iameval::Policy::Parse(*text, type);
  if (!policy.ok()) {
    return absl::Status(policy.status().code(),
                        path + ": " + Message(policy.status()));
  }
  return policy->Named(path);
}

std::string Message(const absl::Status& status) {
  return std::string(status.message());
}

}  // namespace iameval_cli
