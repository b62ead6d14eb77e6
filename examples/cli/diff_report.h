#ifndef IAMEVAL_EXAMPLES_CLI_DIFF_REPORT_H_
#define IAMEVAL_EXAMPLES_CLI_DIFF_REPORT_H_

#include <array>
#include <cstddef>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "cli/question_issues.h"
#include "iameval/difference.h"

// What iameval diff says of a difference.

namespace iameval_cli {

// Where a request came from, and what makes no sense about it. A cell of a grid
// has neither id nor line.
struct RequestLabel {
  std::string id;        // as JSON; empty when it has none
  std::size_t line = 0;  // in the file of requests, from 1
  QuestionIssue issue = QuestionIssue::kNone;
};

// For people: differences by direction, and there by what brought them about,
// so that one statement that opens a thousand doors is one thing to read. Holds
// the causes, and of each as many requests as are to be listed.
class DiffText {
 public:
  // `most`: requests to list of one cause. 0: all.
  explicit DiffText(std::size_t most) : most_(most) {}

  void Add(const iameval::Difference& difference, const RequestLabel& label,
           const iameval::DifferenceExplanation& explanation);

  // Totals first; ends in a line feed. `never_asked`: how many of the requests
  // AWS never makes.
  [[nodiscard]] std::string ToText(const iameval::DifferenceCounts& counts,
                                   std::size_t never_asked) const;

 private:
  struct Listed {
    std::string principal;
    std::string action;
    std::string resource;
    std::string id;
    QuestionIssue issue;
  };
  struct Cause {
    std::string text;
    std::size_t requests = 0;
    std::vector<Listed> listed;
  };

  void AppendCause(std::string& out, const Cause& cause) const;

  std::size_t most_;
  // By direction, in the order of their first requests; and where they are.
  std::array<std::vector<Cause>, 3> causes_;
  std::map<std::string, std::size_t> places_;
};

// For programs: one JSON object, without a line feed.
std::string DiffJson(const iameval::Difference& difference,
                     const RequestLabel& label,
                     const iameval::DifferenceExplanation& explanation);
// {"compared": 6, "changed": 3, "gained": 1, "lost": 1, "denyDiffers": 1,
//  "neverAsked": 2, "before": {...}, "after": {...}}
std::string TotalsJson(const iameval::DifferenceCounts& counts,
                       std::size_t never_asked);

}  // namespace iameval_cli

#endif  // IAMEVAL_EXAMPLES_CLI_DIFF_REPORT_H_
