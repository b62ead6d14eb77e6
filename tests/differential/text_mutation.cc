#include "differential/text_mutation.h"

#include <algorithm>
#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "differential/random.h"

namespace iameval_testing {
namespace {

std::size_t SequenceLength(char lead) {
  const auto byte = static_cast<unsigned char>(lead);
  if (byte >= 0xF0) return 4;
  if (byte >= 0xE0) return 3;
  if (byte >= 0xC2) return 2;
  return 1;
}

bool IsContinuation(char c) {
  return (static_cast<unsigned char>(c) & 0xC0U) == 0x80U;
}

// The same code point in the other case. U+00C0..U+00DE and U+00E0..U+00FE
// differ by one bit of the second byte.
std::string OtherCase(std::string_view point) {
  std::string flipped(point);
  if (point.size() == 1) {
    const char c = point[0];
    const bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    if (letter) flipped[0] = static_cast<char>(c ^ 0x20);
  } else if (point.size() == 2 && point[0] == '\xC3') {
    flipped[1] = static_cast<char>(point[1] ^ 0x20);
  }
  return flipped;
}

std::string Join(const std::vector<std::string_view>& points, std::size_t from,
                 std::size_t to) {
  std::string text;
  for (std::size_t i = from; i < to; ++i) text += points[i];
  return text;
}

}  // namespace

std::vector<std::string_view> CodePoints(std::string_view text) {
  std::vector<std::string_view> points;
  points.reserve(text.size());
  while (!text.empty()) {
    std::size_t length = SequenceLength(text[0]);
    if (length > text.size() ||
        !std::all_of(text.begin() + 1,
                     text.begin() + static_cast<std::ptrdiff_t>(length),
                     IsContinuation)) {
      length = 1;
    }
    points.push_back(text.substr(0, length));
    text.remove_prefix(length);
  }
  return points;
}

std::string FlipCase(Random& random, std::string_view text) {
  const std::vector<std::string_view> points = CodePoints(text);
  const bool all = random.Percent(40);
  const std::size_t only = random.Below(points.size());
  std::string flipped;
  for (std::size_t i = 0; i < points.size(); ++i) {
    if (all || i == only) {
      flipped += OtherCase(points[i]);
    } else {
      flipped += points[i];
    }
  }
  return flipped;
}

std::string NearMiss(Random& random, std::string_view text) {
  const std::vector<std::string_view> points = CodePoints(text);
  const std::size_t size = points.size();
  const std::size_t at = random.Below(size);
  if (size == 0) return std::string(random.Pick({"", "a", "*", " "}));
  switch (random.Below(7)) {
    case 0:  // drop
      return Join(points, 0, at) + Join(points, at + 1, size);
    case 1:  // double
      return Join(points, 0, at + 1) + Join(points, at, size);
    case 2:  // change
      return Join(points, 0, at) + std::string(random.Pick({"x", "é", "?"})) +
             Join(points, at + 1, size);
    case 3:  // add at the end
      return std::string(text) +
             std::string(random.Pick({"x", "/", "*", "é", ":", " ", "汉"}));
    case 4:  // add in front
      return std::string(random.Pick({"x", "/", "*", " "})) + std::string(text);
    case 5:
      return Join(points, 0, at);
    default:
      return Join(points, at, size);
  }
}

std::string Generalized(Random& random, std::string_view text) {
  // Marks for each code point what stands in its place; a star may also stand
  // between two of them.
  std::vector<std::string> pieces;
  for (const std::string_view point : CodePoints(text)) {
    pieces.emplace_back(point);
  }
  const std::size_t rounds = random.Weighted({0, 50, 25, 15, 10});
  for (std::size_t round = 0; round < rounds; ++round) {
    const std::size_t size = pieces.size();
    const std::size_t from = random.Below(size + 1);
    switch (random.Weighted({35, 20, 15, 15, 10, 5})) {
      case 0: {  // a run becomes a star
        const std::size_t to = from + random.Below(size - from + 1);
        pieces.erase(pieces.begin() + static_cast<std::ptrdiff_t>(from),
                     pieces.begin() + static_cast<std::ptrdiff_t>(to));
        pieces.insert(pieces.begin() + static_cast<std::ptrdiff_t>(from), "*");
        break;
      }
      case 1:  // one character becomes a question mark
        if (from < size && pieces[from] != "*") pieces[from] = "?";
        break;
      case 2:  // the rest becomes a star
        pieces.resize(from);
        pieces.emplace_back("*");
        break;
      case 3: {  // the beginning becomes a star
        pieces.erase(pieces.begin(),
                     pieces.begin() + static_cast<std::ptrdiff_t>(from));
        pieces.insert(pieces.begin(), "*");
        break;
      }
      case 4:  // a star that matches nothing, or doubles another
        pieces.insert(pieces.begin() + static_cast<std::ptrdiff_t>(from), "*");
        break;
      default: {  // a chain: every second character becomes a star
        for (std::size_t i = random.Below(2);
             i < std::min<std::size_t>(size, 9); i += 2) {
          pieces[i] = "*";
        }
        break;
      }
    }
  }
  std::string pattern;
  for (const std::string& piece : pieces) pattern += piece;
  return pattern;
}

}  // namespace iameval_testing
