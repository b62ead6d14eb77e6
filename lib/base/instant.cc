#include "base/instant.h"

#include <algorithm>
#include <limits>

#include "base/ascii.h"

namespace iameval::internal {
namespace {

bool AllDigits(std::string_view text) {
  return std::all_of(text.begin(), text.end(), IsAsciiDigit);
}

// Reads a text of fixed fields from its front.
class FieldReader {
 public:
  explicit FieldReader(std::string_view text) : rest_(text) {}

  [[nodiscard]] bool AtEnd() const { return rest_.empty(); }

  bool Take(char c) {
    if (!rest_.starts_with(c)) return false;
    rest_.remove_prefix(1);
    return true;
  }

  // Exactly `width` digits, between `low` and `high`.
  bool Take(std::size_t width, int low, int high, int& value) {
    const std::string_view digits = rest_.substr(0, width);
    if (digits.size() < width || !AllDigits(digits)) return false;
    value = 0;
    for (const char c : digits) value = value * 10 + (c - '0');
    rest_.remove_prefix(width);
    return low <= value && value <= high;
  }

  // One or more digits after the decimal point, as nanoseconds.
  bool TakeFraction(std::uint32_t& nanoseconds) {
    std::size_t count = 0;
    std::uint32_t scale = 100'000'000;
    for (; count < rest_.size() && IsAsciiDigit(rest_[count]); ++count) {
      nanoseconds += scale * static_cast<std::uint32_t>(rest_[count] - '0');
      scale /= 10;
    }
    rest_.remove_prefix(count);
    return count > 0;
  }

 private:
  std::string_view rest_;
};

constexpr bool IsLeapYear(int year) {
  return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
}

constexpr int DaysInMonth(int year, int month) {
  constexpr int kDays[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
  return month == 2 && IsLeapYear(year) ? 29 : kDays[month - 1];
}

// Days from 1970-01-01, in the Gregorian calendar for every year.
constexpr std::int64_t DaysSinceEpoch(int year, int month, int day) {
  // Leap days in the years 0 to year - 1.
  const int before = year - 1;
  const int leap_days =
      year == 0 ? 0 : before / 4 - before / 100 + before / 400 + 1;
  std::int64_t days = std::int64_t{365} * year + leap_days;
  for (int m = 1; m < month; ++m) days += DaysInMonth(year, m);
  constexpr std::int64_t kDaysTo1970 = 719'528;  // from 0000-01-01
  return days + day - 1 - kDaysTo1970;
}
static_assert(DaysSinceEpoch(1970, 1, 1) == 0);
static_assert(DaysSinceEpoch(2000, 3, 1) == 11'017);

// After the minutes: seconds, fraction and zone, each of them optional.
bool TakeRest(FieldReader& reader, Instant& instant) {
  if (reader.Take(':')) {
    int second = 0;
    if (!reader.Take(2, 0, 59, second)) return false;
    instant.seconds += second;
    if (reader.Take('.') && !reader.TakeFraction(instant.nanoseconds)) {
      return false;
    }
  }
  if (reader.AtEnd() || reader.Take('Z')) return true;
  const bool east = reader.Take('+');
  int hours = 0;
  int minutes = 0;
  if ((!east && !reader.Take('-')) || !reader.Take(2, 0, 23, hours) ||
      !reader.Take(':') || !reader.Take(2, 0, 59, minutes)) {
    return false;
  }
  const int offset = (hours * 60 + minutes) * 60;
  instant.seconds -= east ? offset : -offset;
  return true;
}

std::optional<Instant> ParseCalendar(std::string_view text) {
  FieldReader reader(text);
  int year = 0;
  int month = 1;
  int day = 1;
  if (!reader.Take(4, 0, 9999, year)) return std::nullopt;
  if (reader.Take('-')) {
    if (!reader.Take(2, 1, 12, month)) return std::nullopt;
    if (reader.Take('-')) {
      if (!reader.Take(2, 1, DaysInMonth(year, month), day)) {
        return std::nullopt;
      }
    } else if (!reader.AtEnd()) {
      return std::nullopt;
    }
  }
  Instant instant;
  instant.seconds = DaysSinceEpoch(year, month, day) * 86'400;
  if (reader.AtEnd()) return instant;
  int hour = 0;
  int minute = 0;
  const bool whole_date = text.size() > 10 && text[10] == 'T';
  if (!whole_date || !reader.Take('T') || !reader.Take(2, 0, 23, hour) ||
      !reader.Take(':') || !reader.Take(2, 0, 59, minute)) {
    return std::nullopt;
  }
  instant.seconds += hour * 3'600 + minute * 60;
  if (!TakeRest(reader, instant) || !reader.AtEnd()) return std::nullopt;
  return instant;
}

Instant FromEpochSeconds(std::string_view digits) {
  constexpr std::int64_t kMax = std::numeric_limits<std::int64_t>::max();
  std::int64_t seconds = 0;
  for (const char c : digits) {
    const int digit = c - '0';
    if (seconds > (kMax - digit) / 10) return {kMax, 0};
    seconds = seconds * 10 + digit;
  }
  return {seconds, 0};
}

}  // namespace

bool IsEpochSeconds(std::string_view text) {
  return !text.empty() && text.size() != 4 && AllDigits(text);
}

std::optional<Instant> ParseInstant(std::string_view text) {
  if (IsEpochSeconds(text)) return FromEpochSeconds(text);
  return ParseCalendar(text);
}

}  // namespace iameval::internal
