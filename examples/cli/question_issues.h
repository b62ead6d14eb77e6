#ifndef IAMEVAL_EXAMPLES_CLI_QUESTION_ISSUES_H_
#define IAMEVAL_EXAMPLES_CLI_QUESTION_ISSUES_H_

#include <cstddef>
#include <optional>
#include <string_view>
#include <vector>

#include "iameval/bulk.h"
#include "iameval/service_reference.h"

namespace iameval_cli {

// What makes no sense about asking an action of a resource, by a code of
// iameval/request_check.h. kNone as well where there is no reference to tell.
enum class QuestionIssue : unsigned char {
  kNone,
  kUnknownAction,          // UNKNOWN_ACTION
  kResourceNotApplicable,  // RESOURCE_NOT_APPLICABLE: decided on "*"
  kResourceTypeMismatch,   // RESOURCE_TYPE_MISMATCH: AWS never asks that
};

// The code; of kNone, nothing.
std::string_view CodeOf(QuestionIssue issue);

QuestionIssue FindIssue(
    const std::optional<iameval::ServiceReference>& reference,
    std::string_view action, std::string_view resource);

// The issues of a grid's actions and resources.
class QuestionIssues {
 public:
  QuestionIssues(const std::optional<iameval::ServiceReference>& reference,
                 const iameval::Grid& grid);

  [[nodiscard]] QuestionIssue At(std::size_t action,
                                 std::size_t resource) const {
    return rows_[row_of_action_[action]][resource];
  }
  // For each of them (action * resources + resource): the action takes no such
  // resource, or none at all.
  [[nodiscard]] std::vector<bool> Unrelated() const;
  // How many have that issue.
  [[nodiscard]] std::size_t Count(QuestionIssue issue) const;

 private:
  // By resource; actions that take the same types share a row.
  std::vector<std::vector<QuestionIssue>> rows_;
  std::vector<std::size_t> row_of_action_;
};

}  // namespace iameval_cli

#endif  // IAMEVAL_EXAMPLES_CLI_QUESTION_ISSUES_H_
