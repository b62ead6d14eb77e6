#ifndef IAMEVAL_LIB_POLICY_FINDINGS_H_
#define IAMEVAL_LIB_POLICY_FINDINGS_H_

#include <cstddef>
#include <string>
#include <vector>

#include "iameval/issue.h"
#include "json/json.h"
#include "json/line_index.h"
#include "policy/check.h"

namespace iameval::internal {

// Collects the issues of one document. At most kMaxIssues are kept, so that a
// document of nothing but mistakes does not become many times its size.
class Findings {
 public:
  static constexpr std::size_t kMaxIssues = 10'000;

  // `lines` must outlive this.
  explicit Findings(const LineIndex& lines) : lines_(lines) {}

  // `where` is the value concerned; for a member's name, the name itself, whose
  // pointer is its value's.
  void Add(const Check& check, JsonValue where, std::string message);

  // For what is no JSON value but a piece of the text inside one.
  void AddAt(const Check& check, JsonValue where, std::size_t offset,
             std::size_t length, std::string message);

  // In the order of the text. If some were left out the last one says so.
  [[nodiscard]] std::vector<Issue> Take() &&;

 private:
  const LineIndex& lines_;
  std::vector<Issue> issues_;
  std::size_t left_out_ = 0;
};

}  // namespace iameval::internal

#endif  // IAMEVAL_LIB_POLICY_FINDINGS_H_
