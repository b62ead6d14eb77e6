#include "reference/values.h"

#include <algorithm>
#include <charconv>
#include <chrono>
#include <vector>

#include "base/ascii.h"

namespace iameval::reference {
namespace {

using internal::EqualsIgnoringAsciiCase;
using internal::FoldAscii;
using internal::IsAsciiDigit;

// Reads a text from its front.
class Reader {
 public:
  explicit Reader(std::string_view text) : rest_(text) {}

  [[nodiscard]] bool done() const { return rest_.empty(); }

  bool Skip(char c) {
    if (rest_.empty() || rest_.front() != c) return false;
    rest_.remove_prefix(1);
    return true;
  }

  // As many digits as there are.
  std::string_view Digits() {
    std::size_t size = 0;
    while (size < rest_.size() && IsAsciiDigit(rest_[size])) ++size;
    const std::string_view digits = rest_.substr(0, size);
    rest_.remove_prefix(size);
    return digits;
  }

  // A number of exactly `digits` digits between `low` and `high`.
  std::optional<int> Number(std::size_t digits, int low, int high) {
    if (rest_.size() < digits) return std::nullopt;
    int value = 0;
    for (const char c : rest_.substr(0, digits)) {
      if (!IsAsciiDigit(c)) return std::nullopt;
      value = value * 10 + (c - '0');
    }
    if (value < low || value > high) return std::nullopt;
    rest_.remove_prefix(digits);
    return value;
  }

 private:
  std::string_view rest_;
};

std::string_view WithoutLeadingZeros(std::string_view digits) {
  return digits.substr(std::min(digits.find_first_not_of('0'), digits.size()));
}

std::string_view WithoutTrailingZeros(std::string_view digits) {
  return digits.substr(0, digits.find_last_not_of('0') + 1);
}

std::strong_ordering CompareMagnitude(const Number& a, const Number& b) {
  if (a.integer.size() != b.integer.size()) {
    return a.integer.size() <=> b.integer.size();
  }
  if (a.integer != b.integer) return a.integer <=> b.integer;
  return a.fraction <=> b.fraction;
}

// --- Dates ---

// Time is told to the nanosecond, and no further than 64 bits of seconds
// reach: later instants are that one.
constexpr std::size_t kFractionDigits = 9;
constexpr std::string_view kLatestSeconds = "9223372036854775807";

// A date that is being read.
struct PartialInstant {
  std::int64_t seconds = 0;
  std::string_view fraction;
};

// `hh:mm`, `hh:mm:ss` or `hh:mm:ss.fraction` added to `instant`.
bool ReadTime(Reader& reader, PartialInstant& instant) {
  const auto hours = reader.Number(2, 0, 23);
  if (!hours.has_value() || !reader.Skip(':')) return false;
  const auto minutes = reader.Number(2, 0, 59);
  if (!minutes.has_value()) return false;
  instant.seconds += *hours * 3600 + *minutes * 60;
  if (!reader.Skip(':')) return true;
  const auto seconds = reader.Number(2, 0, 59);  // 60: Q-30
  if (!seconds.has_value()) return false;
  instant.seconds += *seconds;
  if (!reader.Skip('.')) return true;
  instant.fraction = reader.Digits();
  return !instant.fraction.empty();
}

// `Z`, `+hh:mm`, `-hh:mm`, or nothing, which is UTC.
bool ReadZone(Reader& reader, PartialInstant& instant) {
  if (reader.done() || reader.Skip('Z')) return true;
  const bool east = reader.Skip('+');
  if (!east && !reader.Skip('-')) return false;
  const auto hours = reader.Number(2, 0, 23);
  if (!hours.has_value() || !reader.Skip(':')) return false;
  const auto minutes = reader.Number(2, 0, 59);
  if (!minutes.has_value()) return false;
  const int offset = *hours * 3600 + *minutes * 60;
  instant.seconds += east ? -offset : offset;
  return true;
}

// The forms of S-5.8 that begin with a year.
std::optional<Instant> ParseCalendarDate(std::string_view text) {
  Reader reader(text);
  const auto year = reader.Number(4, 0, 9999);
  if (!year.has_value()) return std::nullopt;
  int month = 1;
  int day = 1;
  bool has_day = false;
  if (reader.Skip('-')) {
    const auto read_month = reader.Number(2, 1, 12);
    if (!read_month.has_value()) return std::nullopt;
    month = *read_month;
    if (reader.Skip('-')) {
      const auto read_day = reader.Number(2, 1, 31);
      if (!read_day.has_value()) return std::nullopt;
      day = *read_day;
      has_day = true;
    }
  }
  const std::chrono::year_month_day date(
      std::chrono::year(*year),
      std::chrono::month(static_cast<unsigned>(month)),
      std::chrono::day(static_cast<unsigned>(day)));
  if (!date.ok()) return std::nullopt;
  PartialInstant instant;
  instant.seconds = std::chrono::sys_seconds(std::chrono::sys_days(date))
                        .time_since_epoch()
                        .count();
  // A zone belongs to a time of day; a date alone has none.
  if (has_day && reader.Skip('T') &&
      (!ReadTime(reader, instant) || !ReadZone(reader, instant))) {
    return std::nullopt;
  }
  if (!reader.done()) return std::nullopt;
  return Instant{*ParseNumber(std::to_string(instant.seconds)),
                 std::string(WithoutTrailingZeros(
                     instant.fraction.substr(0, kFractionDigits)))};
}

// --- Addresses ---

// A decimal number without superfluous zeros, at most `high`.
std::optional<int> ReadDecimal(Reader& reader, int high) {
  const std::string_view digits = reader.Digits();
  if (digits.empty() || digits.size() > 3) return std::nullopt;
  if (digits.size() > 1 && digits.front() == '0') return std::nullopt;
  int value = 0;
  for (const char c : digits) value = value * 10 + (c - '0');
  if (value > high) return std::nullopt;
  return value;
}

std::optional<std::vector<std::uint8_t>> ParseDottedQuad(
    std::string_view text) {
  Reader reader(text);
  std::vector<std::uint8_t> bytes;
  for (int i = 0; i < 4; ++i) {
    if (i > 0 && !reader.Skip('.')) return std::nullopt;
    const auto byte = ReadDecimal(reader, 255);
    if (!byte.has_value()) return std::nullopt;
    bytes.push_back(static_cast<std::uint8_t>(*byte));
  }
  if (!reader.done()) return std::nullopt;
  return bytes;
}

// The bytes of a part of an IPv6 address that has no `::`: groups of one to
// four hexadecimal digits; the last may be a dotted quad. "" has no groups.
std::optional<std::vector<std::uint8_t>> ParseGroups(std::string_view text,
                                                     bool may_end_in_quad) {
  std::vector<std::uint8_t> bytes;
  while (!text.empty()) {
    const std::size_t colon = text.find(':');
    const std::string_view group = text.substr(0, colon);
    if (colon == std::string_view::npos && may_end_in_quad &&
        group.find('.') != std::string_view::npos) {
      const auto quad = ParseDottedQuad(group);
      if (!quad.has_value()) return std::nullopt;
      bytes.insert(bytes.end(), quad->begin(), quad->end());
      return bytes;
    }
    unsigned value = 0;
    const char* const end = group.data() + group.size();
    const auto [stop, error] = std::from_chars(group.data(), end, value, 16);
    if (group.empty() || group.size() > 4 || error != std::errc() ||
        stop != end) {
      return std::nullopt;
    }
    bytes.push_back(static_cast<std::uint8_t>(value >> 8));
    bytes.push_back(static_cast<std::uint8_t>(value & 0xFFU));
    if (colon == std::string_view::npos) return bytes;
    text.remove_prefix(colon + 1);
    if (text.empty()) return std::nullopt;  // a colon at the end
  }
  return bytes;
}

std::optional<IpAddress> ParseIpv6(std::string_view text) {
  IpAddress address;
  address.bits = 128;
  const std::size_t gap = text.find("::");
  if (gap == std::string_view::npos) {
    const auto bytes = ParseGroups(text, true);
    if (!bytes.has_value() || bytes->size() != 16) return std::nullopt;
    std::copy(bytes->begin(), bytes->end(), address.bytes.begin());
    return address;
  }
  const auto head = ParseGroups(text.substr(0, gap), false);
  const auto tail = ParseGroups(text.substr(gap + 2), true);
  // `::` stands for at least one group of zeros.
  if (!head.has_value() || !tail.has_value() ||
      head->size() + tail->size() > 14) {
    return std::nullopt;
  }
  std::copy(head->begin(), head->end(), address.bytes.begin());
  std::copy_backward(tail->begin(), tail->end(), address.bytes.end());
  return address;
}

int Base64Digit(char c) {
  constexpr std::string_view kDigits =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  const std::size_t digit = kDigits.find(c);
  return digit == std::string_view::npos ? -1 : static_cast<int>(digit);
}

}  // namespace

std::optional<Number> ParseNumber(std::string_view text) {
  Reader reader(text);
  Number number;
  number.negative = reader.Skip('-');
  const std::string_view integer = reader.Digits();
  if (integer.empty()) return std::nullopt;
  std::string_view fraction;
  if (reader.Skip('.')) {
    fraction = reader.Digits();
    if (fraction.empty()) return std::nullopt;
  }
  if (!reader.done()) return std::nullopt;
  number.integer = WithoutLeadingZeros(integer);
  number.fraction = WithoutTrailingZeros(fraction);
  if (number.integer.empty() && number.fraction.empty()) {
    number.negative = false;
  }
  return number;
}

std::strong_ordering Compare(const Number& a, const Number& b) {
  if (a.negative != b.negative) {
    return a.negative ? std::strong_ordering::less
                      : std::strong_ordering::greater;
  }
  return a.negative ? CompareMagnitude(b, a) : CompareMagnitude(a, b);
}

std::optional<Instant> ParseInstant(std::string_view text) {
  Reader reader(text);
  const std::string_view digits = reader.Digits();
  // four digits are a year; otherwise nothing but digits is seconds.
  if (digits.empty() || !reader.done() || digits.size() == 4) {
    return ParseCalendarDate(text);
  }
  const Number latest = *ParseNumber(kLatestSeconds);
  Number seconds = *ParseNumber(text);
  return Instant{Compare(seconds, latest) > 0 ? latest : seconds, ""};
}

std::strong_ordering Compare(const Instant& a, const Instant& b) {
  const std::strong_ordering order = Compare(a.seconds, b.seconds);
  return order != 0 ? order : a.fraction <=> b.fraction;
}

std::optional<bool> ParseBool(std::string_view text) {
  if (EqualsIgnoringAsciiCase(text, "true")) return true;
  if (EqualsIgnoringAsciiCase(text, "false")) return false;
  return std::nullopt;
}

std::optional<std::string> DecodeBase64(std::string_view text) {
  if (text.size() % 4 != 0) return std::nullopt;
  std::size_t padding = 0;
  while (padding < 2 && text.ends_with('=')) {
    text.remove_suffix(1);
    ++padding;
  }
  std::string bytes;
  unsigned bits = 0;
  int count = 0;
  for (const char c : text) {
    const int digit = Base64Digit(c);
    if (digit < 0) return std::nullopt;
    bits = (bits << 6 | static_cast<unsigned>(digit)) & 0xFFFFU;
    count += 6;
    if (count >= 8) {
      count -= 8;
      bytes += static_cast<char>(bits >> count & 0xFFU);
    }
  }
  // Bits that encode nothing are zero in every encoding of some bytes.
  if ((bits & ((1U << count) - 1)) != 0) return std::nullopt;
  return bytes;
}

std::optional<IpAddress> ParseIpAddress(std::string_view text) {
  if (text.find(':') != std::string_view::npos) return ParseIpv6(text);
  const auto quad = ParseDottedQuad(text);
  if (!quad.has_value()) return std::nullopt;
  IpAddress address;
  std::copy(quad->begin(), quad->end(), address.bytes.begin());
  return address;
}

std::optional<IpRange> ParseIpRange(std::string_view text) {
  const std::size_t slash = text.find('/');
  const auto address = ParseIpAddress(text.substr(0, slash));
  if (!address.has_value()) return std::nullopt;
  // A bare address is a range of one (S-5.11, Q-33).
  IpRange range{*address, address->bits};
  if (slash == std::string_view::npos) return range;
  Reader reader(text.substr(slash + 1));
  const auto prefix = ReadDecimal(reader, address->bits);
  if (!prefix.has_value() || !reader.done()) return std::nullopt;
  range.prefix = *prefix;
  return range;
}

bool Contains(const IpRange& range, const IpAddress& address) {
  // S-5.11: families never match each other.
  if (range.address.bits != address.bits) return false;
  // Host bits beyond the mask do not count.
  for (int bit = 0; bit < range.prefix; ++bit) {
    const auto byte = static_cast<std::size_t>(bit / 8);
    const int mask = 0x80 >> (bit % 8);
    if ((range.address.bytes[byte] & mask) != (address.bytes[byte] & mask)) {
      return false;
    }
  }
  return true;
}

bool EqualsIgnoringLatin1Case(std::string_view a, std::string_view b) {
  // U+00C0 to U+00DE are the bytes C3 80 to C3 9E; their small letters stand 20
  // higher. U+00D7, the multiplication sign, is no letter.
  const auto fold = [](std::string_view text) {
    std::string folded = FoldAscii(text);
    for (std::size_t i = 1; i < folded.size(); ++i) {
      const auto byte = static_cast<unsigned char>(folded[i]);
      if (folded[i - 1] == '\xC3' && byte >= 0x80 && byte <= 0x9E &&
          byte != 0x97) {
        folded[i] = static_cast<char>(byte + 0x20);
      }
    }
    return folded;
  };
  return fold(a) == fold(b);
}

}  // namespace iameval::reference
