#ifndef IAMEVAL_LIB_BASE_NUMBER_H_
#define IAMEVAL_LIB_BASE_NUMBER_H_

#include <compare>
#include <optional>
#include <string_view>

namespace iameval::internal {

// A decimal number of any length and precision, as two runs of digits in the
// text it was parsed from, which must outlive it. Compared as what it means:
// 1 == 1.0 == 01.00, -0 == 0.
struct Decimal {
  bool negative = false;      // false for zero
  std::string_view integer;   // without leading zeros; empty for 0
  std::string_view fraction;  // without trailing zeros
};

// `-?digits[.digits]` and nothing else: no exponent, no leading +, no spaces
// (S-5.7, Q-31). Linear, no allocation.
std::optional<Decimal> ParseDecimal(std::string_view text);

// Exact. Linear in the digits.
std::strong_ordering operator<=>(const Decimal& a, const Decimal& b);
bool operator==(const Decimal& a, const Decimal& b);

}  // namespace iameval::internal

#endif  // IAMEVAL_LIB_BASE_NUMBER_H_
