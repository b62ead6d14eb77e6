#ifndef IAMEVAL_LIB_POLICY_OPERATOR_TABLE_H_
#define IAMEVAL_LIB_POLICY_OPERATOR_TABLE_H_

#include <cstdint>
#include <optional>
#include <string_view>

#include "policy/model.h"

namespace iameval::internal {

// What an operator's values are.
enum class OperatorFamily : std::uint8_t {
  kString,
  kNumeric,
  kDate,
  kBool,
  kBinary,
  kIp,
  kArn,
  kNull,
};

// The operator's name without qualifier and IfExists: "StringEquals". Static
// storage.
std::string_view OperatorName(Operator op);

OperatorFamily FamilyOf(Operator op);

// The operator asks that something is not so: StringNotEquals, ArnNotLike. It
// is true of a request without the key (S-5.3).
bool IsNegated(Operator op);

// The name that a policy gives as a condition operator, taken apart (S-5.24).
struct OperatorUse {
  Operator op = Operator::kStringEquals;
  Qualifier qualifier = Qualifier::kNone;
  bool if_exists = false;
  bool exact_case = true;  // false: right but for the case of letters
};

// nullopt for what is no operator in any letter case; so is Null with IfExists
// (S-5.13).
std::optional<OperatorUse> ParseOperator(std::string_view text);

}  // namespace iameval::internal

#endif  // IAMEVAL_LIB_POLICY_OPERATOR_TABLE_H_
