#ifndef IAMEVAL_LIB_PROGRAM_RESOURCE_PROBE_H_
#define IAMEVAL_LIB_PROGRAM_RESOURCE_PROBE_H_

#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string_view>

#include "automata/glob_pattern.h"
#include "program/arn_text.h"
#include "program/field_shapes.h"
#include "program/resource_digest.h"

namespace iameval::internal {

// A resource as probes and digests look at it. By default it is not looked at:
// everything may match.
class ProbeText {
 public:
  ProbeText() = default;
  // `arn` outlives this. With fewer than five colons it is not looked at, nor
  // where there is no room for a window before the sixth field.
  explicit ProbeText(const ArnText& arn) {
    if (arn.colon_count < 5 || arn.colons[4] < kWindow - 1) return;
    arn_ = &arn;
    if (arn.colons[4] >= 8) {
      account_ = DigestAccount(arn.text.data() + arn.colons[4]);
    }
  }

  [[nodiscard]] bool is_looked_at() const { return arn_ != nullptr; }
  // REQUIRES of these: is_looked_at().
  [[nodiscard]] const ArnText& arn() const { return *arn_; }
  [[nodiscard]] std::uint16_t account() const { return account_; }
  [[nodiscard]] std::size_t sixth_field() const {
    return std::size_t{arn_->colons[4]} + 1;
  }

  [[nodiscard]] TextDigest Digest() const;

 private:
  static constexpr std::uint32_t kWindow = 8;

  const ArnText* arn_ = nullptr;
  std::uint16_t account_ = ResourceDigest::kUnlike;
};

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
  // Of a pattern without holes and its shapes; `digest` becomes that of a
  // statement with this one entry.
  ResourceProbe(std::uint32_t number, const GlobPattern& pattern,
                const FieldShapes& shapes, ResourceDigest& digest);

  // Which entry: its number in Program::resources.
  [[nodiscard]] std::uint32_t number() const { return number_; }

  // False only if the entry does not match; a few instructions.
  [[nodiscard]] bool MayMatch(const ProbeText& text) const {
    if (!text.is_looked_at() || looks_ == 0) return true;
    const ArnText& arn = text.arn();
    if ((looks_ & kByField) != 0) {
      const unsigned colons = kFewestColons + more_colons_;
      if (arn.colon_count != colons) return arn.colon_count > colons;
    }
    if ((looks_ & kAccount) != 0 && text.account() != account_) return false;
    // Whether the window is in the text and is the same is asked at once: each
    // for itself would be a branch that is hard to guess.
    const std::size_t is_sixth = looks_ & kSixthField;
    const std::size_t end = (text.sixth_field() & -is_sixth) + end_;
    const bool fits = end <= arn.text.size();
    std::uint64_t word;
    std::memcpy(
        &word, arn.text.data() + ((end - kWordSize) & -std::size_t{fits}),
        kWordSize);
    const std::uint64_t difference = word ^ word_;
    const bool same = (std::endian::native == std::endian::little
                           ? difference >> (8 * ignored_)
                           : difference << (8 * ignored_)) == 0;
    return fits & same;
  }

 private:
  // looks_.
  static constexpr unsigned kSixthField = 1;  // the window's base; the last bit
  static constexpr unsigned kByField = 2;     // if the text has as many colons
  static constexpr unsigned kAccount = 4;
  static constexpr unsigned kWindow = 8;  // whenever there is any look
  static constexpr unsigned kFewestColons = 5;
  static constexpr unsigned kMaxMoreColons = 31;
  static constexpr std::size_t kWordSize = 8;

  void LookAtHead(std::string_view head);
  void LookAtFields(const FieldShapes& shapes, ResourceDigest& digest);
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
