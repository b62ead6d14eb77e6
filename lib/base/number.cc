#include "base/number.h"

#include "base/ascii.h"

namespace iameval::internal {
namespace {

// The digits at the front of `text`, which loses them.
std::string_view TakeDigits(std::string_view& text) {
  std::size_t count = 0;
  while (count < text.size() && IsAsciiDigit(text[count])) ++count;
  const std::string_view digits = text.substr(0, count);
  text.remove_prefix(count);
  return digits;
}

std::strong_ordering CompareMagnitudes(const Decimal& a, const Decimal& b) {
  if (a.integer.size() != b.integer.size()) {
    return a.integer.size() <=> b.integer.size();
  }
  // Digits of equal length order as text does, and so do fractions: a shorter
  // one that is a prefix of the other is the smaller.
  const int integers = a.integer.compare(b.integer);
  if (integers != 0) return integers <=> 0;
  return a.fraction.compare(b.fraction) <=> 0;
}

}  // namespace

std::optional<Decimal> ParseDecimal(std::string_view text) {
  Decimal number;
  if (text.starts_with('-')) {
    number.negative = true;
    text.remove_prefix(1);
  }
  number.integer = TakeDigits(text);
  if (number.integer.empty()) return std::nullopt;
  if (text.starts_with('.')) {
    text.remove_prefix(1);
    number.fraction = TakeDigits(text);
    if (number.fraction.empty()) return std::nullopt;
  }
  if (!text.empty()) return std::nullopt;
  while (number.integer.starts_with('0')) number.integer.remove_prefix(1);
  while (number.fraction.ends_with('0')) number.fraction.remove_suffix(1);
  if (number.integer.empty() && number.fraction.empty()) {
    number.negative = false;
  }
  return number;
}

std::strong_ordering operator<=>(const Decimal& a, const Decimal& b) {
  if (a.negative != b.negative) return b.negative <=> a.negative;
  return a.negative ? CompareMagnitudes(b, a) : CompareMagnitudes(a, b);
}

bool operator==(const Decimal& a, const Decimal& b) {
  return (a <=> b) == std::strong_ordering::equal;
}

}  // namespace iameval::internal
