#include "checks/check_run.h"

#include <algorithm>
#include <cstdint>
#include <string_view>

#include "absl/status/statusor.h"
#include "absl/strings/str_format.h"
#include "json/json.h"
#include "json/line_index.h"

namespace iameval::internal {
namespace {

// Walks a tree in the order of the text and fills in where the issues stand,
// which are in that order, too. Passes by what has none inside.
class PlaceFinder {
 public:
  PlaceFinder(const LineIndex& lines, std::vector<Issue>& issues)
      : lines_(lines), next_(issues.begin()), end_(issues.end()) {}

  void Visit(JsonValue value) {
    Take(value);
    const std::size_t value_end = value.offset() + value.raw().size();
    if (next_ == end_ || next_->offset >= value_end) return;
    for (const JsonValue element : value.elements()) Visit(element);
    for (const JsonMember member : value.members()) {
      Take(member.key);
      Visit(member.value);
    }
  }

 private:
  void Take(JsonValue value) {
    for (; next_ != end_ && next_->offset <= value.offset(); ++next_) {
      const LineColumn position = lines_.At(next_->offset);
      next_->pointer = value.Pointer();
      next_->length = value.raw().size();
      next_->line = position.line;
      next_->column = position.column;
    }
  }

  const LineIndex& lines_;
  std::vector<Issue>::iterator next_;
  std::vector<Issue>::iterator end_;
};

}  // namespace

void CheckRun::Add(const Check& check, Extent where, std::string message) {
  if (findings_.size() == kMaxFindings) {
    ++left_out_;
    return;
  }
  findings_.push_back({&check, where.offset, std::move(message)});
}

std::vector<Issue> CheckRun::TakeIssues() && {
  std::vector<Issue> issues;
  if (findings_.empty()) return issues;
  std::stable_sort(
      findings_.begin(), findings_.end(),
      [](const Finding& a, const Finding& b) { return a.offset < b.offset; });
  issues.reserve(findings_.size());
  for (Finding& finding : findings_) {
    Issue& issue = issues.emplace_back();
    issue.severity = finding.check->severity;
    issue.code = std::string(finding.check->code);
    issue.offset = finding.offset;
    issue.message = std::move(finding.message);
  }
  if (left_out_ > 0) {
    absl::StrAppendFormat(&issues.back().message,
                          "; %d more findings are left out", left_out_);
  }
  // The model knows offsets; for pointers the text is read a second time, with
  // the largest limits there are, as it was within the caller's once.
  const std::string_view text = document_.text.view();
  const absl::StatusOr<JsonTree> tree =
      ParseJson(text, {.max_bytes = UINT32_MAX, .max_depth = 1'000});
  if (!tree.ok()) return issues;  // cannot be: it was parsed before
  const LineIndex lines(text);
  PlaceFinder(lines, issues).Visit(tree->root());
  return issues;
}

}  // namespace iameval::internal
