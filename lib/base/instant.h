#ifndef IAMEVAL_LIB_BASE_INSTANT_H_
#define IAMEVAL_LIB_BASE_INSTANT_H_

#include <compare>
#include <cstdint>
#include <optional>
#include <string_view>

namespace iameval::internal {

// A point in time, to the nanosecond.
struct Instant {
  std::int64_t seconds = 0;       // since 1970-01-01T00:00:00Z, rounded down
  std::uint32_t nanoseconds = 0;  // of the second, below 1,000,000,000

  friend constexpr auto operator<=>(const Instant&, const Instant&) = default;
};

// S-5.8, one of
//   YYYY, YYYY-MM, YYYY-MM-DD       missing parts are the first
//   YYYY-MM-DDThh:mm[:ss[.s+]][TZD] TZD = Z or +hh:mm or -hh:mm; none is UTC
//   digits                          seconds since 1970, unless four: a year
// Calendar and clock are checked: no 31 April, no 24:00, no second 60.
// So are capitals: `T` and `Z` only. Fractions beyond the nanosecond are cut
// off; seconds since 1970 beyond 64 bits are the latest instant there is.
// Linear, no allocation.
std::optional<Instant> ParseInstant(std::string_view text);

// True for the third form.
bool IsEpochSeconds(std::string_view text);

}  // namespace iameval::internal

#endif  // IAMEVAL_LIB_BASE_INSTANT_H_
