#include "policy/findings.h"

#include <algorithm>
#include <utility>

#include "absl/strings/str_format.h"

namespace iameval::internal {

void Findings::Add(const Check& check, JsonValue where, std::string message) {
  AddAt(check, where, where.offset(), where.raw().size(), std::move(message));
}

void Findings::AddAt(const Check& check, JsonValue where, std::size_t offset,
                     std::size_t length, std::string message) {
  if (issues_.size() == kMaxIssues) {
    ++left_out_;
    return;
  }
  const LineColumn position = lines_.At(offset);
  issues_.push_back({.severity = check.severity,
                     .code = std::string(check.code),
                     .pointer = where.Pointer(),
                     .offset = offset,
                     .length = length,
                     .line = position.line,
                     .column = position.column,
                     .message = std::move(message)});
}

std::vector<Issue> Findings::Take() && {
  std::stable_sort(
      issues_.begin(), issues_.end(),
      [](const Issue& a, const Issue& b) { return a.offset < b.offset; });
  if (left_out_ > 0) {
    absl::StrAppendFormat(&issues_.back().message,
                          "; %d more findings are left out", left_out_);
  }
  return std::move(issues_);
}

}  // namespace iameval::internal
