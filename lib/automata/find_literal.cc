#include <algorithm>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string_view>

#include "automata/chunk.h"
#include "base/byte_lanes.h"

// Two searches. The usual one looks at sixteen places at once for the
// literal's first and last bytes and compares the rest where they are right;
// that is fast unless somebody chose literal and text to make the comparisons
// long. It keeps account of them, and when they are out of proportion the
// two-way algorithm takes over, which cannot be slowed down.

namespace iameval::internal {
namespace {

struct Factorization {
  std::size_t cut = 0;     // the literal is split before this byte
  std::size_t period = 0;  // of the right part
};

// The maximal suffix of `x` in the order of bytes, or in the reverse order.
Factorization MaximalSuffix(std::string_view x, bool reverse) {
  std::size_t suffix = 0;  // candidate
  std::size_t j = 1;       // rival
  std::size_t k = 0;       // both agree on so many bytes
  std::size_t period = 1;
  while (j + k < x.size()) {
    const auto a = static_cast<unsigned char>(x[j + k]);
    const auto b = static_cast<unsigned char>(x[suffix + k]);
    if (a == b) {
      if (k + 1 == period) {
        j += period;
        k = 0;
      } else {
        ++k;
      }
    } else if ((a < b) != reverse) {
      j += k + 1;
      k = 0;
      period = j - suffix;
    } else {
      suffix = j;
      ++j;
      k = 0;
      period = 1;
    }
  }
  return {suffix, period};
}

// M. Crochemore and D. Perrin, "Two-way string-matching", JACM 38 (1991):
// linear time, constant space. The literal is cut where the local period is
// the period of the whole; the right part is compared forwards, then the left
// part backwards, and a mismatch on either side permits a shift that skips no
// occurrence.
template <LetterCase kCase>
std::size_t FindTwoWay(std::string_view text, std::size_t from,
                       std::string_view x) {
  const Factorization a = MaximalSuffix(x, false);
  const Factorization b = MaximalSuffix(x, true);
  const Factorization f = a.cut > b.cut ? a : b;
  const std::size_t cut = f.cut;
  std::size_t shift = f.period;
  const bool periodic = cut + shift <= x.size() &&
                        std::memcmp(x.data(), x.data() + shift, cut) == 0;
  if (!periodic) shift = std::max(cut, x.size() - cut) + 1;

  std::size_t known = 0;  // so many bytes at the front are known to agree
  std::size_t at = from;
  while (at + x.size() <= text.size()) {
    const char* const here = text.data() + at;
    std::size_t i = std::max(cut, known);
    while (i < x.size() && TextByte<kCase>(here[i]) == x[i]) ++i;
    if (i < x.size()) {
      at += i - cut + 1;
      known = 0;
      continue;
    }
    i = cut;
    while (i > known && TextByte<kCase>(here[i - 1]) == x[i - 1]) --i;
    if (i <= known) return at;
    at += shift;
    known = periodic ? x.size() - shift : 0;
  }
  return kNoMatch;
}

// How much comparing is in proportion to having reached `scanned`.
constexpr std::size_t Allowance(std::size_t scanned) {
  return 1024 + 2 * scanned;
}

// The bytes by which candidates are recognized: the first two and the last two,
// which is everything if there are at most four. The inner two of them come
// first: literals begin and end with separators, which texts are full of.
template <LetterCase kCase>
class Probe {
 public:
  explicit Probe(std::string_view x)
      : second_at_(x.size() > 1 ? 1 : 0),
        last_at_(x.size() - 1),
        third_at_(x.size() > 2 ? x.size() - 2 : last_at_),
        second_(ByteLanes::Fill(x[second_at_])),
        third_(ByteLanes::Fill(x[third_at_])),
        literal_(x.data()) {}

  // Which of the sixteen places from `p` on are candidates.
  [[nodiscard]] std::uint32_t Sixteen(const char* p) const {
    const std::uint32_t places =
        TextLanes<kCase>(p + second_at_)
            .Equal(second_)
            .And(TextLanes<kCase>(p + third_at_).Equal(third_))
            .Mask();
    if (places == 0) return 0;
    return places & TextLanes<kCase>(p)
                        .Equal(ByteLanes::Fill(literal_[0]))
                        .And(TextLanes<kCase>(p + last_at_)
                                 .Equal(ByteLanes::Fill(literal_[last_at_])))
                        .Mask();
  }
  [[nodiscard]] bool One(const char* p) const {
    return TextByte<kCase>(p[0]) == literal_[0] &&
           TextByte<kCase>(p[last_at_]) == literal_[last_at_] &&
           TextByte<kCase>(p[second_at_]) == literal_[second_at_] &&
           TextByte<kCase>(p[third_at_]) == literal_[third_at_];
  }

 private:
  std::size_t second_at_;
  std::size_t last_at_;
  std::size_t third_at_;
  ByteLanes second_;
  ByteLanes third_;
  const char* literal_;
};

}  // namespace

template <LetterCase kCase>
std::size_t FindLiteral(std::string_view text, std::size_t from,
                        std::string_view x) {
  if (from > text.size() || text.size() - from < x.size()) return kNoMatch;
  if (x.empty()) return from;
  if (kCase == LetterCase::kExact && x.size() == 1) {
    const void* const found =
        std::memchr(text.data() + from, x.front(), text.size() - from);
    if (found == nullptr) return kNoMatch;
    return static_cast<std::size_t>(static_cast<const char*>(found) -
                                    text.data());
  }
  const Probe<kCase> probe(x);
  const std::size_t end = text.size() - x.size() + 1;  // of possible places
  std::size_t compared = 0;
  for (std::size_t at = from; at < end; at += ByteLanes::kSize) {
    std::uint32_t places = 0;
    if (end - at >= ByteLanes::kSize) {
      places = probe.Sixteen(text.data() + at);
    } else if (end >= ByteLanes::kSize) {
      // The last sixteen overlap those before them, and what is before `from`.
      const std::size_t back = end - ByteLanes::kSize;
      places = probe.Sixteen(text.data() + back) >> (at - back);
    } else {
      for (std::size_t i = 0; at + i < end; ++i) {
        places |= static_cast<std::uint32_t>(probe.One(text.data() + at + i))
                  << i;
      }
    }
    for (; places != 0; places &= places - 1) {
      const std::size_t place =
          at + static_cast<std::size_t>(std::countr_zero(places));
      if (x.size() <= 4 || EqualBytes<kCase>(text.data() + place + 2,
                                             x.data() + 2, x.size() - 4)) {
        return place;
      }
      compared += 8 + x.size() / 8;
      if (compared > Allowance(place - from)) {
        return FindTwoWay<kCase>(text, place + 1, x);
      }
    }
  }
  return kNoMatch;
}

template std::size_t FindLiteral<LetterCase::kExact>(std::string_view,
                                                     std::size_t,
                                                     std::string_view);
template std::size_t FindLiteral<LetterCase::kFold>(std::string_view,
                                                    std::size_t,
                                                    std::string_view);

}  // namespace iameval::internal
