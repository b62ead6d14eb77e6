#ifndef IAMEVAL_LIB_PROGRAM_RESOURCE_PROBE_H_
#define IAMEVAL_LIB_PROGRAM_RESOURCE_PROBE_H_

#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string_view>

#include "automata/glob_pattern.h"
#include "base/hash.h"
#include "program/arn_text.h"

namespace iameval::internal {

// A resource as probes look at it: where their windows begin, and a digest of
// its account.
struct ProbeText {
  const char* text = nullptr;  // null: not looked at, every probe may match
  std::size_t size = 0;
  std::array<std::size_t, 2> bases = {};  // the text, its sixth field
  std::uint32_t colons = 0;
  std::uint16_t account = 0;

  ProbeText() = default;
  explicit ProbeText(const ArnText& arn);
};

// The last eight bytes before the fifth colon, most of which are the account.
[[nodiscard]] inline std::uint16_t DigestAccount(const char* end) {
  std::uint64_t word;
  std::memcpy(&word, end - 8, 8);
  return static_cast<std::uint16_t>(word * kHashMultiplier >> 48);
}

inline ProbeText::ProbeText(const ArnText& arn) {
  if (!arn.is_arn()) return;
  text = arn.text.data();
  size = arn.text.size();
  bases[1] = arn.colons[4] + 1;
  colons = arn.colon_count;
  if (arn.colons[4] >= 8) account = DigestAccount(text + arn.colons[4]);
}

// An entry of Resource or NotResource, and the look that tells at once that
// most ARNs do not match it: at up to eight literal bytes at the end of what
// stands before a wildcard, and at the account. Sixteen bytes, so that the
// entries of an action lie in a few cache lines, next to each other.
class ResourceProbe {
 public:
  // May match everything.
  explicit ResourceProbe(std::uint32_t number)
      : number_(number & kMaxNumber) {}
  static constexpr std::uint32_t kMaxNumber = (1u << 28) - 1;
  // Of a pattern without holes.
  ResourceProbe(std::uint32_t number, const GlobPattern& pattern);

  // Which entry: its number in Program::resources.
  [[nodiscard]] std::uint32_t number() const { return number_; }

  // False only if the entry does not match; a few instructions.
  [[nodiscard]] bool MayMatch(const ProbeText& arn) const {
    if (arn.text == nullptr || looks_ == 0) return true;
    if ((looks_ & kByField) != 0) {
      const unsigned colons = kFewestColons + more_colons_;
      if (arn.colons != colons) return arn.colons > colons;
    }
    if ((looks_ & kAccount) != 0 && arn.account != account_) return false;
    const std::size_t end = arn.bases[looks_ & kSixthField] + end_;
    if (end > arn.size) return false;
    std::uint64_t word;
    std::memcpy(&word, arn.text + end - 8, 8);
    const std::uint64_t difference = word ^ word_;
    return (std::endian::native == std::endian::little
                ? difference >> (8 * ignored_)
                : difference << (8 * ignored_)) == 0;
  }

 private:
  // looks_.
  static constexpr unsigned kSixthField = 1;  // the window's base
  static constexpr unsigned kByField = 2;     // if the text has as many colons
  static constexpr unsigned kAccount = 4;
  static constexpr unsigned kWindow = 8;  // whenever there is any look
  static constexpr unsigned kFewestColons = 5;
  static constexpr unsigned kMaxMoreColons = 31;

  void LookAtHead(std::string_view head);
  void LookAtFields(const GlobPattern& pattern);
  void SetWindow(std::string_view literal, std::size_t end, unsigned looks);

  std::uint64_t word_ = 0;  // the literal bytes at its end
  std::uint32_t number_ : 28;
  std::uint32_t looks_ : 4 = 0;
  std::uint16_t account_ = 0;
  std::uint8_t end_ = 0;            // of the window, from its base
  std::uint8_t ignored_ : 3 = 0;    // first bytes of word_ that say nothing
  std::uint8_t more_colons_ : 5 = 0;  // than kFewestColons, with kByField
};
static_assert(sizeof(ResourceProbe) == 16);

}  // namespace iameval::internal

#endif  // IAMEVAL_LIB_PROGRAM_RESOURCE_PROBE_H_
