#ifndef IAMEVAL_LIB_CHECKS_GLOBAL_KEYS_H_
#define IAMEVAL_LIB_CHECKS_GLOBAL_KEYS_H_

#include <cstdint>
#include <optional>
#include <string_view>

namespace iameval::internal {

// The type of a context key's values (S-6.13).
enum class KeyType : std::uint8_t {
  kString,
  kArn,
  kBool,
  kNumeric,
  kDate,
  kIp,
  kBinary,
};

struct KeyFacts {
  KeyType type = KeyType::kString;
  bool multivalued = false;
};

// What is known of a key without the service reference: the global keys of
// semantics section 6, and those of IAM and STS in S-6.11. Ignores letter case
// (S-5.2).
std::optional<KeyFacts> FactsOfKey(std::string_view key);

// `key` begins with `aws:` and no global key has that name.
bool IsUnknownGlobalKey(std::string_view key);

// "Bool" for KeyType::kBool, and so on: the operators that fit begin so.
std::string_view OperatorsOf(KeyType type);

}  // namespace iameval::internal

#endif  // IAMEVAL_LIB_CHECKS_GLOBAL_KEYS_H_
