#include "base/ip.h"

#include <array>
#include <cstddef>

#include "base/ascii.h"

namespace iameval::internal {
namespace {

constexpr std::size_t kNone = std::string_view::npos;

// A decimal of up to three digits without leading zeros.
std::optional<unsigned> ParseSmallDecimal(std::string_view text, unsigned max) {
  if (text.empty() || text.size() > 3) return std::nullopt;
  if (text.size() > 1 && text[0] == '0') return std::nullopt;
  unsigned value = 0;
  for (const char c : text) {
    if (!IsAsciiDigit(c)) return std::nullopt;
    value = value * 10 + static_cast<unsigned>(c - '0');
  }
  if (value > max) return std::nullopt;
  return value;
}

// One to four hexadecimal digits.
std::optional<std::uint16_t> ParseGroup(std::string_view text) {
  if (text.empty() || text.size() > 4) return std::nullopt;
  unsigned value = 0;
  for (const char c : text) {
    const char folded = FoldAscii(c);
    if (IsAsciiDigit(c)) {
      value = value << 4 | static_cast<unsigned>(c - '0');
    } else if (folded >= 'a' && folded <= 'f') {
      value = value << 4 | static_cast<unsigned>(folded - 'a' + 10);
    } else {
      return std::nullopt;
    }
  }
  return static_cast<std::uint16_t>(value);
}

std::optional<std::uint32_t> ParseV4(std::string_view text) {
  std::uint32_t bits = 0;
  for (int i = 0; i < 4; ++i) {
    const std::size_t dot = i < 3 ? text.find('.') : text.size();
    if (dot == kNone) return std::nullopt;
    const std::optional<unsigned> octet =
        ParseSmallDecimal(text.substr(0, dot), 255);
    if (!octet.has_value()) return std::nullopt;
    bits = bits << 8 | *octet;
    text.remove_prefix(i < 3 ? dot + 1 : dot);
  }
  return bits;
}

// Up to eight groups, in the order of the text.
struct Groups {
  std::array<std::uint16_t, 8> value{};
  std::size_t count = 0;
};

// Groups between single colons, as stand on either side of `::`; the last one
// may be an IPv4 address, which is two. False if that is not what `text` is.
bool ParseGroups(std::string_view text, bool may_end_in_v4, Groups& groups) {
  if (text.empty()) return true;
  while (true) {
    const std::size_t colon = text.find(':');
    const std::string_view group = text.substr(0, colon);
    if (colon == kNone && may_end_in_v4 && group.find('.') != kNone) {
      const std::optional<std::uint32_t> v4 = ParseV4(group);
      if (!v4.has_value() || groups.count > 6) return false;
      groups.value[groups.count++] = static_cast<std::uint16_t>(*v4 >> 16);
      groups.value[groups.count++] = static_cast<std::uint16_t>(*v4);
      return true;
    }
    const std::optional<std::uint16_t> value = ParseGroup(group);
    if (!value.has_value() || groups.count == 8) return false;
    groups.value[groups.count++] = *value;
    if (colon == kNone) return true;
    text.remove_prefix(colon + 1);
  }
}

std::optional<IpAddress> ParseV6(std::string_view text) {
  const std::size_t gap = text.find("::");
  Groups head;
  Groups tail;
  if (gap == kNone) {
    if (!ParseGroups(text, true, head) || head.count != 8) return std::nullopt;
  } else {
    // `::` stands for one group or more (RFC 4291), and stands once.
    if (!ParseGroups(text.substr(0, gap), false, head) ||
        !ParseGroups(text.substr(gap + 2), true, tail) ||
        head.count + tail.count > 7) {
      return std::nullopt;
    }
  }
  for (std::size_t i = 0; i < tail.count; ++i) {
    head.value[8 - tail.count + i] = tail.value[i];
  }
  IpAddress address{.is_v6 = true, .high = 0, .low = 0};
  for (std::size_t i = 0; i < 4; ++i) {
    address.high = address.high << 16 | head.value[i];
    address.low = address.low << 16 | head.value[4 + i];
  }
  return address;
}

}  // namespace

std::optional<IpAddress> ParseIpAddress(std::string_view text) {
  if (text.find(':') != kNone) return ParseV6(text);
  const std::optional<std::uint32_t> v4 = ParseV4(text);
  if (!v4.has_value()) return std::nullopt;
  return IpAddress{.is_v6 = false, .high = std::uint64_t{*v4} << 32, .low = 0};
}

std::optional<IpRange> ParseIpRange(std::string_view text) {
  const std::size_t slash = text.find('/');
  const std::optional<IpAddress> address =
      ParseIpAddress(text.substr(0, slash));
  if (!address.has_value()) return std::nullopt;
  const unsigned max = address->is_v6 ? 128 : 32;
  unsigned length = max;
  if (slash != kNone) {
    const std::optional<unsigned> given =
        ParseSmallDecimal(text.substr(slash + 1), max);
    if (!given.has_value()) return std::nullopt;
    length = *given;
  }
  const IpMask mask = MaskOf(length);
  IpRange range;
  range.network = {.is_v6 = address->is_v6,
                   .high = address->high & mask.high,
                   .low = address->low & mask.low};
  range.length = static_cast<std::uint8_t>(length);
  range.has_host_bits = range.network != *address;
  return range;
}

}  // namespace iameval::internal
