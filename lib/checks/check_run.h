#ifndef IAMEVAL_LIB_CHECKS_CHECK_RUN_H_
#define IAMEVAL_LIB_CHECKS_CHECK_RUN_H_

#include <cstddef>
#include <string>
#include <utility>
#include <vector>

#include "iameval/issue.h"
#include "policy/check.h"
#include "policy/model.h"

// Checks of a parsed document. The parser reports what it comes across; what
// needs a second look at the document is found here, when somebody asks for
// the issues and not before.

namespace iameval::internal {

// What the checks of one document share: the document, what they found, and
// what they may still cost.
class CheckRun {
 public:
  // As many findings as the parser keeps.
  static constexpr std::size_t kMaxFindings = 10'000;

  explicit CheckRun(const Document& document) : document_(document) {}

  [[nodiscard]] const Document& document() const { return document_; }

  // `where` is a value of the document, or a member's name.
  void Add(const Check& check, Extent where, std::string message);

  // Takes `steps` from what all comparisons of one thing with another may cost
  // together; false when that is used up. Checks then stop comparing: some
  // findings are missed, but no document takes more than a moment.
  [[nodiscard]] bool Spend(std::size_t steps) {
    if (steps > steps_left_) {
      steps_left_ = 0;
      return false;
    }
    steps_left_ -= steps;
    return true;
  }

  // In the order of the text, with pointers, lines and columns. Linear in the
  // text if there are any. The run is used up.
  [[nodiscard]] std::vector<Issue> TakeIssues() &&;

 private:
  struct Finding {
    const Check* check;
    std::size_t offset;
    std::string message;
  };

  const Document& document_;
  std::vector<Finding> findings_;
  std::size_t left_out_ = 0;
  std::size_t steps_left_ = 20'000'000;
};

}  // namespace iameval::internal

#endif  // IAMEVAL_LIB_CHECKS_CHECK_RUN_H_
