#ifndef IAMEVAL_TESTS_CHECKS_CHECKED_ROWS_H_
#define IAMEVAL_TESTS_CHECKS_CHECKED_ROWS_H_

#include <initializer_list>
#include <string>
#include <string_view>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "iameval/issue.h"
#include "iameval/policy.h"
#include "iameval/policy_check.h"
#include "iameval/service_reference.h"
#include "policy/issue_rows.h"

// Tables of documents of which the service reference tells something.

namespace iameval_testing {

inline std::vector<iameval::Issue> CheckedIssues(
    const std::string& text,
    iameval::PolicyType type = iameval::PolicyType::kIdentity) {
  const auto policy = iameval::Policy::Parse(text, type);
  EXPECT_TRUE(policy.ok()) << policy.status();
  if (!policy.ok()) return {};
  return CheckPolicy(iameval::ServiceReference::BuiltIn(), *policy);
}

inline std::vector<std::string> CheckedCodes(
    const std::string& text,
    iameval::PolicyType type = iameval::PolicyType::kIdentity) {
  std::vector<std::string> codes;
  for (const iameval::Issue& issue : CheckedIssues(text, type)) {
    codes.push_back(issue.code);
  }
  return codes;
}

using CheckedRow = Reported;

inline void CheckRows(std::initializer_list<CheckedRow> rows) {
  for (const CheckedRow& row : rows) {
    SCOPED_TRACE(std::string(row.code) + ": " + row.text);
    ExpectReported(row, CheckedIssues(row.text, row.type));
    EXPECT_THAT(CheckedCodes(row.without, row.type),
                ::testing::Not(::testing::Contains(std::string(row.code))))
        << row.without;
  }
}

}  // namespace iameval_testing

#endif  // IAMEVAL_TESTS_CHECKS_CHECKED_ROWS_H_
