#ifndef IAMEVAL_LIB_BASE_IP_H_
#define IAMEVAL_LIB_BASE_IP_H_

#include <cstdint>
#include <optional>
#include <string_view>

namespace iameval::internal {

// An address of either family as 128 bits, the first ones in `high`. An IPv4
// address is the upper half of `high`, so that a prefix of either family is the
// same mask. Families are never equal: ::ffff:192.0.2.1 is IPv6.
struct IpAddress {
  bool is_v6 = false;
  std::uint64_t high = 0;
  std::uint64_t low = 0;

  friend constexpr bool operator==(const IpAddress&,
                                   const IpAddress&) = default;
};

// The addresses that share the first `length` bits of `network`.
struct IpRange {
  IpAddress network;           // the bits after `length` are zero
  std::uint8_t length = 0;     // 0 to 32, or to 128
  bool has_host_bits = false;  // the text had ones there (S-5.11)

  friend constexpr bool operator==(const IpRange&, const IpRange&) = default;
};

// The high and low halves of the mask of `length` bits.
struct IpMask {
  std::uint64_t high = 0;
  std::uint64_t low = 0;
};
constexpr IpMask MaskOf(unsigned length) {
  constexpr std::uint64_t kAll = ~std::uint64_t{0};
  return {length == 0    ? 0
          : length >= 64 ? kAll
                         : kAll << (64 - length),
          length <= 64 ? 0 : kAll << (128 - length)};
}

constexpr bool Contains(const IpRange& range, const IpAddress& address) {
  const IpMask mask = MaskOf(range.length);
  return range.network.is_v6 == address.is_v6 &&
         (address.high & mask.high) == range.network.high &&
         (address.low & mask.low) == range.network.low;
}

// Every address of `inner` is one of `outer`'s.
constexpr bool Contains(const IpRange& outer, const IpRange& inner) {
  return outer.length <= inner.length && Contains(outer, inner.network);
}

// Dotted decimal with four numbers of 0 to 255 and no leading zeros, or any
// spelling of RFC 4291 section 2.2: `::`, capitals, the last 32 bits in dotted
// decimal. No zone, no brackets, no spaces. No allocation.
std::optional<IpAddress> ParseIpAddress(std::string_view text);

// `address/length`, or an address, which is /32 or /128 (S-5.11, Q-33).
std::optional<IpRange> ParseIpRange(std::string_view text);

}  // namespace iameval::internal

#endif  // IAMEVAL_LIB_BASE_IP_H_
