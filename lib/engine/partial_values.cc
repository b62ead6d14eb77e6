#include "engine/partial_values.h"

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <limits>
#include <string_view>
#include <tuple>

#include "absl/strings/str_format.h"
#include "base/number.h"

namespace iameval::internal {
namespace {

using Values = std::vector<std::string>;

// Not a number, a date or an address, and unlikely to stand in a policy.
constexpr char kOther[] = "other";

// ---------------------------------------------------------------------------
// Numbers

std::string Spell(const Decimal& number, std::string_view more_digits) {
  std::string text = number.negative ? "-" : "";
  text += number.integer.empty() ? "0" : number.integer;
  if (number.fraction.empty() && more_digits.empty()) return text;
  return text.append(".").append(number.fraction).append(more_digits);
}

// A number further from zero than `number` by less than any digit of either.
std::string JustBeyond(const Decimal& number, const Decimal& other) {
  const std::size_t digits =
      std::max(number.fraction.size(), other.fraction.size());
  return Spell(number,
               std::string(digits - number.fraction.size(), '0') + "1");
}

// REQUIRES: a < b.
std::string Between(const Decimal& a, const Decimal& b) {
  if (!a.negative) return JustBeyond(a, b);
  if (b.negative) return JustBeyond(b, a);
  const bool zero = b.integer.empty() && b.fraction.empty();
  return zero ? "-" + JustBeyond(b, a) : "0";
}

std::string OneDigitMore(const Decimal& number) {
  return (number.negative ? "-1" : "1") + std::string(number.integer);
}

void AddNumbers(const Comparisons& with, Values& values) {
  std::vector<Decimal> numbers;
  for (const std::string& text : with.numbers) {
    numbers.push_back(*ParseDecimal(text));
  }
  std::sort(numbers.begin(), numbers.end(),
            [](const Decimal& a, const Decimal& b) { return (a <=> b) < 0; });
  numbers.erase(std::unique(numbers.begin(), numbers.end()), numbers.end());
  if (numbers.empty()) {
    values.emplace_back("0");
    return;
  }
  for (std::size_t i = 0; i < numbers.size(); ++i) {
    values.push_back(Spell(numbers[i], ""));
    if (i + 1 < numbers.size()) {
      values.push_back(Between(numbers[i], numbers[i + 1]));
    }
  }
  const Decimal& least = numbers.front();
  const Decimal& most = numbers.back();
  values.push_back(least.negative ? OneDigitMore(least) : "-1");
  values.push_back(most.negative ? "0" : OneDigitMore(most));
}

// ---------------------------------------------------------------------------
// Dates

constexpr std::int64_t kYear0 = -62'167'219'200;
constexpr std::int64_t kYear10000 = 253'402'300'800;

// nullopt for an instant that no date text names in UTC.
std::optional<std::string> Spell(const Instant& instant) {
  if (instant.seconds >= kYear10000 && instant.nanoseconds == 0) {
    return std::to_string(instant.seconds);  // since 1970
  }
  if (instant.seconds < kYear0 || instant.seconds >= kYear10000) {
    return std::nullopt;
  }
  const std::chrono::sys_seconds time{std::chrono::seconds(instant.seconds)};
  const auto day = std::chrono::floor<std::chrono::days>(time);
  const std::chrono::year_month_day date(day);
  const std::chrono::hh_mm_ss clock(time - day);
  std::string text = absl::StrFormat(
      "%04d-%02u-%02uT%02d:%02d:%02d", static_cast<int>(date.year()),
      static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()),
      clock.hours().count(), clock.minutes().count(),
      clock.seconds().count());
  if (instant.nanoseconds > 0) {
    absl::StrAppendFormat(&text, ".%09u", instant.nanoseconds);
  }
  return text + "Z";
}

// The first instant after `a` that a text can name.
Instant Next(const Instant& a) {
  if (a.seconds >= kYear10000 || a.nanoseconds == 999'999'999) {
    return {a.seconds + 1, 0};
  }
  return {a.seconds, a.nanoseconds + 1};
}

bool AddDates(const Comparisons& with, Values& values) {
  constexpr std::int64_t kLast = std::numeric_limits<std::int64_t>::max();
  std::vector<Instant> instants = with.instants;
  if (instants.empty()) instants.push_back({});
  std::sort(instants.begin(), instants.end());
  instants.erase(std::unique(instants.begin(), instants.end()),
                 instants.end());
  std::vector<Instant> all = instants;
  for (std::size_t i = 0; i + 1 < instants.size(); ++i) {
    const Instant& a = instants[i];
    const Instant& b = instants[i + 1];
    if (b.seconds > a.seconds + 1) {
      all.push_back({a.seconds + (b.seconds - a.seconds) / 2, 0});
    } else if (Next(a) < b) {
      all.push_back(Next(a));
    }
  }
  all.push_back({instants.front().seconds - 1, 0});
  if (instants.back().seconds < kLast) {
    all.push_back({instants.back().seconds + 1, 0});
  }
  for (const Instant& instant : all) {
    const std::optional<std::string> text = Spell(instant);
    if (!text.has_value()) return false;
    values.push_back(*text);
  }
  return true;
}

// ---------------------------------------------------------------------------
// Addresses

std::string Spell(const IpAddress& address) {
  const auto byte = [&](int i) {
    return static_cast<unsigned>(address.high >> (56 - 8 * i) & 0xFF);
  };
  if (!address.is_v6) {
    return absl::StrFormat("%u.%u.%u.%u", byte(0), byte(1), byte(2), byte(3));
  }
  std::string text;
  for (const std::uint64_t half : {address.high, address.low}) {
    for (int shift = 48; shift >= 0; shift -= 16) {
      if (!text.empty()) text += ':';
      absl::StrAppendFormat(&text, "%x", half >> shift & 0xFFFF);
    }
  }
  return text;
}

// The first address after a range; nullopt if there is none.
std::optional<IpAddress> After(const IpRange& range) {
  IpAddress address = range.network;
  // One at the range's last bit: in `high` for all of IPv4.
  if (range.length == 0) return std::nullopt;
  if (range.length <= 64) {
    address.high += std::uint64_t{1} << (64 - range.length);
    if (address.high == 0) return std::nullopt;
    return address;
  }
  address.low += std::uint64_t{1} << (128 - range.length);
  if (address.low == 0 && ++address.high == 0) return std::nullopt;
  return address;
}

// Membership changes nowhere but at the first address of a range and after its
// last.
void AddAddresses(const Comparisons& with, Values& values) {
  // For documentation (RFC 5737, RFC 3849).
  values.insert(values.end(), {"198.51.100.1", "2001:db8::1"});
  for (const IpRange& range : with.ranges) {
    values.push_back(Spell(range.network));
    if (const auto after = After(range)) values.push_back(Spell(*after));
  }
  values.insert(values.end(), {"0.0.0.0", "::"});
}

bool OneWayToRead(const Comparisons& with) {
  const bool as_text = with.text || !with.sets.empty();
  return int{as_text} + int{with.numeric} + int{with.date} +
             int{with.ip} <=
         1;
}

// Those that a reader knows first, then short ones.
void Sort(std::vector<std::string>& values, const Values& preferred) {
  const auto place = [&](const std::string& value) {
    return std::find(preferred.begin(), preferred.end(), value) -
           preferred.begin();
  };
  std::sort(values.begin(), values.end(),
            [&](const std::string& a, const std::string& b) {
              return std::tuple(place(a), a.size(), a) <
                     std::tuple(place(b), b.size(), b);
            });
}

}  // namespace

std::optional<std::vector<std::string>> FindValues(const Comparisons& with) {
  if (!OneWayToRead(with)) return std::nullopt;
  if (!with.numeric && !with.date && !with.ip) {
    Values preferred = with.preferred;
    for (std::size_t i = 0; i < with.per_class; ++i) {
      preferred.push_back(i == 0 ? kOther
                                 : absl::StrFormat("%s-%d", kOther, i + 1));
    }
    auto found = RepresentativeTexts(with.sets, with.per_class, preferred);
    if (found.has_value()) Sort(*found, preferred);
    return found;
  }
  Values values;
  if (with.numeric) AddNumbers(with, values);
  if (with.date && !AddDates(with, values)) return std::nullopt;
  if (with.ip) AddAddresses(with, values);
  values.insert(values.end(), {kOther, ""});
  return values;
}

}  // namespace iameval::internal
