#ifndef IAMEVAL_TESTS_DIFFERENTIAL_VALUES_H_
#define IAMEVAL_TESTS_DIFFERENTIAL_VALUES_H_

#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "differential/json_tree.h"
#include "differential/random.h"

namespace iameval_testing {

// How a condition operator reads its values (S-5.4 to S-5.14).
enum class ValueKind : std::uint8_t {
  kString,
  kIgnoreCase,
  kLike,
  kNumeric,
  kDate,
  kBool,
  kBinary,
  kIp,
  kArn,
  kNull,
};

struct OperatorInfo {
  std::string_view name;
  ValueKind kind;
};

// The 27 operators of S-5.4 to S-5.14.
inline constexpr std::array<OperatorInfo, 27> kOperators = {{
    {"StringEquals", ValueKind::kString},
    {"StringNotEquals", ValueKind::kString},
    {"StringEqualsIgnoreCase", ValueKind::kIgnoreCase},
    {"StringNotEqualsIgnoreCase", ValueKind::kIgnoreCase},
    {"StringLike", ValueKind::kLike},
    {"StringNotLike", ValueKind::kLike},
    {"NumericEquals", ValueKind::kNumeric},
    {"NumericNotEquals", ValueKind::kNumeric},
    {"NumericLessThan", ValueKind::kNumeric},
    {"NumericLessThanEquals", ValueKind::kNumeric},
    {"NumericGreaterThan", ValueKind::kNumeric},
    {"NumericGreaterThanEquals", ValueKind::kNumeric},
    {"DateEquals", ValueKind::kDate},
    {"DateNotEquals", ValueKind::kDate},
    {"DateLessThan", ValueKind::kDate},
    {"DateLessThanEquals", ValueKind::kDate},
    {"DateGreaterThan", ValueKind::kDate},
    {"DateGreaterThanEquals", ValueKind::kDate},
    {"Bool", ValueKind::kBool},
    {"BinaryEquals", ValueKind::kBinary},
    {"IpAddress", ValueKind::kIp},
    {"NotIpAddress", ValueKind::kIp},
    {"ArnEquals", ValueKind::kArn},
    {"ArnNotEquals", ValueKind::kArn},
    {"ArnLike", ValueKind::kArn},
    {"ArnNotLike", ValueKind::kArn},
    {"Null", ValueKind::kNull},
}};

// A value for a policy, and request values on both sides of it: the first is
// meant to match, the others to come near.
struct ValueSample {
  Json policy_value;
  std::vector<std::string> request_values;
};

// Makes a sample around `base`, which is a request value or empty.
ValueSample MakeSample(Random& random, ValueKind kind, std::string_view base);

// A request value that an operator of this kind can parse, mostly.
std::string MakeRequestValue(Random& random, ValueKind kind);

// Text that no operator but the String ones can parse, or that hurts a careless
// reader: quotes, control characters, very long runs.
std::string HostileText(Random& random);

}  // namespace iameval_testing

#endif  // IAMEVAL_TESTS_DIFFERENTIAL_VALUES_H_
