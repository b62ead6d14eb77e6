#ifndef IAMEVAL_LIB_PROGRAM_RESOURCE_DIGEST_H_
#define IAMEVAL_LIB_PROGRAM_RESOURCE_DIGEST_H_

#include <algorithm>
#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <limits>

#include "base/byte_lanes.h"
#include "base/hash.h"

namespace iameval::internal {

// Six bytes that tell of most requests that a statement is not about their
// resource: what all of its entries have in common. kAny says nothing.
struct ResourceDigest {
  static constexpr std::uint16_t kAny = 0;
  static constexpr std::uint16_t kUnlike = 0xFFFE;  // of a text: no statement's
  static constexpr std::uint16_t kPadding = 0xFFFF;  // of none: no text's
  static constexpr std::int16_t kMostColons = 0x7FFC;
  // The entries spell out what stands before the sixth field: no star runs
  // across colons there.
  static constexpr std::int16_t kAnchored = 0x7FFD;
  static constexpr std::int16_t kNoArn = 0x7FFE;  // of a text, below

  std::uint16_t account = kAny;  // DigestAccount
  std::uint16_t head = kAny;     // DigestHead
  // Literal ones. With more, a text may match wherever its fields are: only the
  // account must still stand between two of them.
  std::int16_t colons = 0;

  static std::int16_t Colons(std::size_t count) {
    return static_cast<std::int16_t>(
        std::min<std::size_t>(count, kMostColons));
  }
  // Of statements that have these entries and those of `other`.
  void Join(const ResourceDigest& other) {
    if (account != other.account) account = kAny;
    if (head != other.head) head = kAny;
    colons = std::min(colons, other.colons);
  }
};

// What a request's resource is compared by. One that is no ARN, or has too many
// colons, may match every statement.
struct TextDigest {
  static constexpr std::size_t kMostOthers = 3;

  std::uint16_t account = ResourceDigest::kUnlike;
  std::uint16_t head = ResourceDigest::kUnlike;
  std::int16_t colons = ResourceDigest::kNoArn;
  // Colons beyond the fifth: what would be the account before them.
  std::uint16_t others = 0;
  std::array<std::uint16_t, kMostOthers> other_accounts = {};
};

// The last eight bytes before the fifth colon, most of which are the account.
[[nodiscard]] inline std::uint16_t DigestAccount(const char* end) {
  std::uint64_t word;
  std::memcpy(&word, end - 8, 8);
  return static_cast<std::uint16_t>((word * kHashMultiplier >> 49) + 1);
}

// The first bytes of the sixth field, which has so many; two bytes before it
// are read as well.
constexpr std::size_t kDigestedHead = 6;
[[nodiscard]] inline std::uint16_t DigestHead(const char* sixth_field) {
  std::uint64_t word;
  std::memcpy(&word, sixth_field - 2, 8);
  word = std::endian::native == std::endian::little ? word >> 16 : word << 16;
  return static_cast<std::uint16_t>((word * kHashMultiplier >> 49) + 1);
}

// The digests of eight statements, which are looked at all at once.
class DigestBlock {
 public:
  static constexpr std::size_t kSize = 8;
  static constexpr std::int16_t kFewestColons = 5;  // of an ARN

  DigestBlock() {
    accounts_.fill(ResourceDigest::kPadding);
    heads_.fill(ResourceDigest::kPadding);
    colons_.fill(std::numeric_limits<std::int16_t>::max());
  }
  void Set(std::size_t i, const ResourceDigest& digest) {
    accounts_[i] = digest.account;
    heads_[i] = digest.head;
    colons_[i] = digest.colons;
  }

  // A bit for each statement that may be about the resource.
  [[nodiscard]] std::uint32_t MayMatch(const TextDigest& text) const {
    const ShortLanes any = ShortLanes::Fill(ResourceDigest::kAny);
    const ShortLanes accounts = ShortLanes::Load(accounts_.data());
    const ShortLanes heads = ShortLanes::Load(heads_.data());
    const auto is = [](ShortLanes lanes, std::uint16_t digest) {
      return lanes.Equal(ShortLanes::Fill(digest));
    };
    ShortLanes fits = is(accounts, text.account).Or(accounts.Equal(any));
    const ShortLanes aligned =
        fits.And(is(heads, text.head).Or(heads.Equal(any)));
    if (text.colons <= kFewestColons) return aligned.Mask();
    for (std::size_t i = 0; i < text.others; ++i) {
      fits = fits.Or(is(accounts, text.other_accounts[i]));
    }
    ShortLanes unaligned =
        ShortLanes::Fill(static_cast<std::uint16_t>(text.colons))
            .Greater(ShortLanes::Load(colons_.data()));
    if (text.colons != ResourceDigest::kNoArn) unaligned = unaligned.And(fits);
    return aligned.Or(unaligned).Mask();
  }

 private:
  std::array<std::uint16_t, kSize> accounts_;
  std::array<std::uint16_t, kSize> heads_;
  std::array<std::int16_t, kSize> colons_;
};
static_assert(sizeof(DigestBlock) == 48);

}  // namespace iameval::internal

#endif  // IAMEVAL_LIB_PROGRAM_RESOURCE_DIGEST_H_
