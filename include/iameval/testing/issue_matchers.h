#ifndef IAMEVAL_TESTING_ISSUE_MATCHERS_H_
#define IAMEVAL_TESTING_ISSUE_MATCHERS_H_

#include <ostream>

#include "gmock/gmock.h"
#include "iameval/explanation.h"
#include "iameval/issue.h"
#include "iameval/policy.h"

// GoogleTest matchers for what a policy's author should know; target
// iameval::matchers. iameval/testing/matchers.h includes them.
//
//   EXPECT_THAT(policy, iameval_testing::HasNoIssues());

namespace iameval {

// How GoogleTest shows what a matcher was applied to; it finds it by name.
inline void PrintTo(const Policy& policy, std::ostream* os) {
  *os << (policy.name().empty() ? "the policy" : Printable(policy.name()));
}

}  // namespace iameval

namespace iameval_testing {

// What HasNoIssues returns.
class IssueMatcher {
 public:
  using is_gtest_matcher = void;

  explicit IssueMatcher(iameval::Severity least) : least_(least) {}

  bool MatchAndExplain(const iameval::Policy& policy,
                       ::testing::MatchResultListener* listener) const {
    bool none = true;
    for (const iameval::Issue& issue : policy.issues()) {
      if (!Counts(issue)) continue;
      *listener << (none ? "which has\n" : "\n")
                << iameval::Printable(policy.name()) << ":" << issue.line << ":"
                << issue.column << ": " << iameval::SeverityName(issue.severity)
                << ": " << issue.code << ": "
                << iameval::Printable(issue.message);
      none = false;
    }
    return none;
  }

  void DescribeTo(std::ostream* os) const {
    *os << "has no issues of severity " << iameval::SeverityName(least_)
        << " or above";
  }
  void DescribeNegationTo(std::ostream* os) const {
    *os << "has issues of severity " << iameval::SeverityName(least_)
        << " or above";
  }

 private:
  // The enumerators stand from the gravest down.
  [[nodiscard]] bool Counts(const iameval::Issue& issue) const {
    return issue.severity <= least_;
  }

  iameval::Severity least_;
};

// Matches a Policy without issues, or without those of a severity and above.
inline IssueMatcher HasNoIssues(
    iameval::Severity least = iameval::Severity::kSuggestion) {
  return IssueMatcher(least);
}

}  // namespace iameval_testing

#endif  // IAMEVAL_TESTING_ISSUE_MATCHERS_H_
