#ifndef IAMEVAL_LIB_POLICY_ACTION_LOOK_H_
#define IAMEVAL_LIB_POLICY_ACTION_LOOK_H_

#include <bit>
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "base/byte_lanes.h"
#include "base/hash.h"

namespace iameval::internal {

// What one look at an action tells.
struct ActionLook {
  // It is service:name of usual characters, with wildcards at most in the name:
  // there is nothing to refuse of it, nor, but for wildcards, to report. Not
  // set for some of which that holds, too.
  static constexpr std::uint32_t kUsual = 1;
  static constexpr std::uint32_t kWildcard = 2;

  std::uint32_t hash = 0;  // UpperHalf(HashFolded(text))
  std::uint32_t flags = 0;
};

// The first 48 bytes of a text, as lanes. Reads so many, whatever its size.
class ActionLanes {
 public:
  static constexpr std::size_t kLongest = 3 * ByteLanes::kSize;

  // `text` is of 1 to kLongest bytes.
  explicit ActionLanes(std::string_view text)
      : p_(text.data()),
        size_(text.size()),
        inside_((std::uint64_t{1} << size_) - 1),
        first_(ByteLanes::Load(p_)),
        second_(ByteLanes::Load(p_ + kLanes)),
        third_(ByteLanes::Load(p_ + 2 * kLanes)) {}

  // A bit for each byte of the text for which f(lanes) holds.
  template <typename F>
  [[nodiscard]] std::uint64_t Where(const F& f) const {
    return (std::uint64_t{f(first_).Mask()} |
            std::uint64_t{f(second_).Mask()} << kLanes |
            std::uint64_t{f(third_).Mask()} << (2 * kLanes)) &
           inside_;
  }

  // A bit for each byte of the text.
  [[nodiscard]] std::uint64_t all() const { return inside_; }

  // HashFolded of the text, eight bytes at least. Sizes come in no order, so this does not branch on
  // them: what HashText does last is done to two words, the last sixteen bytes
  // or, of fewer, the first eight and the last eight.
  [[nodiscard]] std::uint64_t Hash() const {
    const ByteLanes last =
        ByteLanes::LoadHalves(p_ + (size_ < kLanes ? 0 : size_ - kLanes),
                              p_ + size_ - 8)
            .Folded();
    std::uint64_t hash = size_ * kHashMultiplier;
    if (size_ >= kLanes) {
      hash = Add(hash, first_.Folded());
      if (size_ > 2 * kLanes) hash = Add(hash, second_.Folded());
    }
    return Add(hash, last);
  }

 private:
  static constexpr std::size_t kLanes = ByteLanes::kSize;

  static std::uint64_t Add(std::uint64_t hash, ByteLanes lanes) {
    return MixHash(hash ^ lanes.Low(), lanes.High());
  }

  const char* p_;
  std::size_t size_;
  std::uint64_t inside_;
  ByteLanes first_;
  ByteLanes second_;
  ByteLanes third_;
};

// Reads beyond the text, too.
inline bool HasWildcardInLanes(std::string_view text) {
  for (std::size_t at = 0; at < text.size(); at += ByteLanes::kSize) {
    const ByteLanes lanes = ByteLanes::Load(text.data() + at);
    const std::uint32_t found = lanes.Equal(ByteLanes::Fill('*'))
                                    .Or(lanes.Equal(ByteLanes::Fill('?')))
                                    .Mask();
    if (found != 0) {
      return at + static_cast<std::size_t>(std::countr_zero(found)) <
             text.size();
    }
  }
  return false;
}

// REQUIRES: ActionLanes::kLongest bytes from its beginning are readable, and
// fifteen behind its end, as of a string in a document, which has room behind
// it.
inline ActionLook LookAtAction(std::string_view action) {
  using Lanes = ActionLanes;
  if (action.size() - 1 > Lanes::kLongest - 1) [[unlikely]] {
    return {UpperHalf(HashFolded(action)),
            HasWildcardInLanes(action) ? ActionLook::kWildcard : 0};
  }
  const Lanes lanes(action);
  const std::uint32_t hash =
      UpperHalf(action.size() < 8 ? HashFolded(action) : lanes.Hash());
  const std::uint64_t colons = lanes.Where(
      [](ByteLanes b) { return b.Equal(ByteLanes::Fill(':')); });
  // `*` and `$` are below `-`; so is, signed, what is not ASCII.
  const std::uint64_t usual = lanes.Where([](ByteLanes b) {
    return b.Greater(ByteLanes::Fill('-' - 1))
        .AndNot(b.Equal(ByteLanes::Fill('?')));
  });
  const std::uint64_t before = colons - 1;
  // One, neither first nor last.
  const bool separates = colons > 1 && (colons & before) == 0 &&
                         colons >> (action.size() - 1) == 0;
  const std::uint32_t flags = separates ? ActionLook::kUsual : 0;
  if (usual == lanes.all()) return {hash, flags};
  const std::uint64_t wildcards = lanes.Where([](ByteLanes b) {
    return b.Equal(ByteLanes::Fill('*')).Or(b.Equal(ByteLanes::Fill('?')));
  });
  if (wildcards == 0) return {hash, 0};
  const bool in_name = (usual | wildcards) == lanes.all() &&
                       (wildcards & before) == 0;
  return {hash, (in_name ? flags : 0) | ActionLook::kWildcard};
}

}  // namespace iameval::internal

#endif  // IAMEVAL_LIB_POLICY_ACTION_LOOK_H_
