#ifndef IAMEVAL_TESTS_POLICY_ISSUE_ROWS_H_
#define IAMEVAL_TESTS_POLICY_ISSUE_ROWS_H_

#include <initializer_list>
#include <span>
#include <string>
#include <string_view>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "iameval/issue.h"
#include "iameval/policy.h"
#include "policy/documents.h"

// Tables of documents that are accepted with an issue.

namespace iameval_testing {

// One code: where it is reported, and a document like it where it is not.
struct Reported {
  std::string_view code;
  iameval::Severity severity;
  iameval::PolicyType type;
  std::string text;
  std::string_view pointer;
  std::string_view at;  // the text that offset and length cut out
  std::string without;
};

// Expects the row's code once among the issues of its text.
inline void ExpectReported(const Reported& row,
                           std::span<const iameval::Issue> issues) {
  int found = 0;
  for (const iameval::Issue& issue : issues) {
    if (issue.code != row.code) continue;
    ++found;
    EXPECT_EQ(issue.severity, row.severity);
    EXPECT_EQ(issue.pointer, row.pointer);
    EXPECT_EQ(row.text.substr(issue.offset, issue.length), row.at);
    EXPECT_EQ(issue.line, 1);
    EXPECT_EQ(issue.column, static_cast<int>(issue.offset) + 1);
    EXPECT_THAT(issue.message, ::testing::Not(::testing::IsEmpty()));
    EXPECT_NE(issue.message.back(), '.');
  }
  EXPECT_EQ(found, 1);
}

inline void CheckReported(std::initializer_list<Reported> rows) {
  for (const Reported& row : rows) {
    SCOPED_TRACE(std::string(row.code) + ", " +
                 std::string(iameval::PolicyTypeName(row.type)) + ": " +
                 row.text);
    const auto policy = iameval::Policy::Parse(row.text, row.type);
    ASSERT_TRUE(policy.ok()) << policy.status();
    ExpectReported(row, policy->issues());
    const auto without = iameval::Policy::Parse(row.without, row.type);
    ASSERT_TRUE(without.ok()) << without.status();
    EXPECT_THAT(CodesOf(row.without, row.type),
                ::testing::Not(::testing::Contains(std::string(row.code))));
  }
}

}  // namespace iameval_testing

#endif  // IAMEVAL_TESTS_POLICY_ISSUE_ROWS_H_
