#ifndef IAMEVAL_TESTS_REFERENCE_VALUES_H_
#define IAMEVAL_TESTS_REFERENCE_VALUES_H_

#include <array>
#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

// The types that condition operators compare. Each parser returns nullopt for a
// text that is not of the type (S-5.22).

namespace iameval::reference {

// S-5.7: `-?digits[.digits]`, of any size, compared exactly.
struct Number {
  bool negative = false;  // false for zero
  std::string integer;    // without leading zeros
  std::string fraction;   // without trailing zeros
};
std::optional<Number> ParseNumber(std::string_view text);
std::strong_ordering Compare(const Number& a, const Number& b);

// S-5.8: an instant, however far away, exact to any fraction of a second.
struct Instant {
  Number seconds;        // since 1970-01-01T00:00:00Z, rounded down
  std::string fraction;  // of the second, without trailing zeros
};
std::optional<Instant> ParseInstant(std::string_view text);
std::strong_ordering Compare(const Instant& a, const Instant& b);

// S-5.9: `true` or `false` in any letter case.
std::optional<bool> ParseBool(std::string_view text);

// S-5.10: base64 (RFC 4648, section 4) to bytes.
std::optional<std::string> DecodeBase64(std::string_view text);

// S-5.11.
struct IpAddress {
  int bits = 32;  // 32 or 128: the family
  std::array<std::uint8_t, 16> bytes = {};
};
struct IpRange {
  IpAddress address;
  int prefix = 32;  // of address.bits
};
std::optional<IpAddress> ParseIpAddress(std::string_view text);
std::optional<IpRange> ParseIpRange(std::string_view text);
bool Contains(const IpRange& range, const IpAddress& address);

// S-5.6, Q-35: equal but for the case of the letters A-Z and of Latin-1
// (U+00C0 to U+00DE but U+00D7). Both texts are UTF-8.
bool EqualsIgnoringLatin1Case(std::string_view a, std::string_view b);

}  // namespace iameval::reference

#endif  // IAMEVAL_TESTS_REFERENCE_VALUES_H_
