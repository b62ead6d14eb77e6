#ifndef IAMEVAL_TESTS_POLICY_REFUSAL_ROWS_H_
#define IAMEVAL_TESTS_POLICY_REFUSAL_ROWS_H_

#include <cstddef>
#include <initializer_list>
#include <string>
#include <string_view>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "iameval/policy.h"
#include "policy/documents.h"

// Tables of documents that are refused.

namespace iameval_testing {

using iameval::PolicyType;

struct Refusal {
  std::string_view rule;
  PolicyType type;
  std::string text;
  std::string_view error;  // the message's beginning, line and column left out
  std::string repaired;    // the same without the mistake
};

// True if what stands at the place is what the message says was found there.
inline bool IsFoundThere(std::string_view text, std::string_view found) {
  for (const std::string_view array : {"an array", "an empty array"}) {
    if (found.starts_with(array)) return text.starts_with('[');
  }
  for (const std::string_view object :
       {"an object", "an empty object", "no "}) {
    if (found.starts_with(object)) return text.starts_with('{');
  }
  if (found.starts_with('"')) {  // a string, or a character out of place
    return text.starts_with(found.substr(0, 3)) || text[0] == found[1];
  }
  const std::string_view word = found.substr(0, found.find_first_of(" ,"));
  return text.starts_with('"') || text.starts_with(word);
}

// The message of a document of one line without its ": line 1, column N",
// having checked N.
inline std::string WithoutPlace(std::string_view message,
                                std::string_view text) {
  constexpr std::string_view kPlace = ": line 1, column ";
  const std::size_t place = message.find(kPlace);
  if (place == std::string_view::npos)
    return "no place: " + std::string(message);
  std::size_t end = place + kPlace.size();
  std::size_t column = 0;
  while (message[end] >= '0' && message[end] <= '9') {
    column = column * 10 + static_cast<std::size_t>(message[end++] - '0');
  }
  std::string_view found = message.substr(end + 2);  // ": "
  if (!found.starts_with("found ")) return "no find: " + std::string(message);
  found.remove_prefix(6);
  if (column == 0 || column > text.size() ||
      !IsFoundThere(text.substr(column - 1), found)) {
    return "wrong place: " + std::string(message);
  }
  return std::string(message.substr(0, place)) +
         std::string(message.substr(end));
}

inline std::string PlacedRefusalOf(std::string_view text, PolicyType type) {
  return WithoutPlace(RefusalOf(text, type), text);
}

inline void CheckRefused(std::initializer_list<Refusal> refusals) {
  for (const Refusal& c : refusals) {
    SCOPED_TRACE(std::string(c.rule) + ", " +
                 std::string(PolicyTypeName(c.type)) + ": " + c.text);
    const auto policy = iameval::Policy::Parse(c.text, c.type);
    ASSERT_FALSE(policy.ok());
    EXPECT_EQ(policy.status().code(), absl::StatusCode::kInvalidArgument);
    EXPECT_THAT(PlacedRefusalOf(c.text, c.type),
                ::testing::StartsWith(std::string(c.error)));
    EXPECT_EQ(RefusalOf(c.repaired, c.type), "");
  }
}

}  // namespace iameval_testing

#endif  // IAMEVAL_TESTS_POLICY_REFUSAL_ROWS_H_
