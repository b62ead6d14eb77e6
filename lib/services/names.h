#ifndef IAMEVAL_LIB_SERVICES_NAMES_H_
#define IAMEVAL_LIB_SERVICES_NAMES_H_

#include <array>
#include <string_view>

#include "iameval/service_reference.h"

// What the JSON form of a reference calls things; generate.py has the same.

namespace iameval::internal {

inline constexpr std::string_view kReferenceFormat =
    "iameval-service-reference-1";

inline constexpr std::string_view kArrayOf = "ArrayOf";

inline constexpr std::array kAccessLevels = {
    AccessLevel::kList, AccessLevel::kRead, AccessLevel::kWrite,
    AccessLevel::kTagging, AccessLevel::kPermissionsManagement};

inline constexpr std::array kConditionKeyTypes = {
    ConditionKeyType::kString, ConditionKeyType::kArn,
    ConditionKeyType::kBool,   ConditionKeyType::kNumeric,
    ConditionKeyType::kDate,   ConditionKeyType::kIpAddress,
    ConditionKeyType::kBinary};

}  // namespace iameval::internal

#endif  // IAMEVAL_LIB_SERVICES_NAMES_H_
