#ifndef IAMEVAL_LIB_POLICY_ACTION_LOOK_H_
#define IAMEVAL_LIB_POLICY_ACTION_LOOK_H_

#include <cstddef>
#include <cstdint>
#include <string_view>

#include "base/byte_lanes.h"
#include "base/hash.h"
#include "policy/wildcards.h"

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
      : inside_((std::uint64_t{1} << text.size()) - 1),
        first_(ByteLanes::Load(text.data())),
        second_(ByteLanes::Load(text.data() + kLanes)),
        third_(ByteLanes::Load(text.data() + 2 * kLanes)) {}

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

 private:
  static constexpr std::size_t kLanes = ByteLanes::kSize;

  std::uint64_t inside_;
  ByteLanes first_;
  ByteLanes second_;
  ByteLanes third_;
};

inline ByteLanes IsColon(ByteLanes lanes) {
  return lanes.Equal(ByteLanes::Fill(':'));
}

// `*` and `$` are below `-`; so is, signed, what is not ASCII.
inline ByteLanes IsUsual(ByteLanes lanes) {
  return lanes.Greater(ByteLanes::Fill('-' - 1))
      .AndNot(lanes.Equal(ByteLanes::Fill('?')));
}

// One colon, neither first nor last. `colons`: a bit for each.
inline bool ColonSeparates(std::uint64_t colons, std::size_t size) {
  return colons > 1 && (colons & (colons - 1)) == 0 &&
         colons >> (size - 1) == 0;
}

// What LookAtAction says, of any action.
[[gnu::noinline]] inline ActionLook LookClosely(std::string_view action) {
  const std::uint32_t hash = UpperHalf(HashFolded(action));
  if (action.size() - 1 > ActionLanes::kLongest - 1) {
    return {hash, HasWildcardInLanes(action) ? ActionLook::kWildcard : 0};
  }
  const ActionLanes lanes(action);
  const std::uint64_t colons = lanes.Where(IsColon);
  const std::uint64_t usual = lanes.Where(IsUsual);
  const std::uint32_t flags =
      ColonSeparates(colons, action.size()) ? ActionLook::kUsual : 0;
  if (usual == lanes.all()) return {hash, flags};
  const std::uint64_t wildcards = lanes.Where([](ByteLanes b) {
    return b.Equal(ByteLanes::Fill('*')).Or(b.Equal(ByteLanes::Fill('?')));
  });
  if (wildcards == 0) return {hash, 0};
  const bool in_name = (usual | wildcards) == lanes.all() &&
                       (wildcards & (colons - 1)) == 0;
  return {hash, (in_name ? flags : 0) | ActionLook::kWildcard};
}

// REQUIRES: ActionLanes::kLongest bytes from its beginning are readable, and
// fifteen behind its end, as of a string in a document, which has room behind
// it.
inline ActionLook LookAtAction(std::string_view action) {
  constexpr std::size_t kLanes = ByteLanes::kSize;
  const std::size_t last_at = action.size() - kLanes;
  if (last_at > ActionLanes::kLongest - kLanes) {  // or fewer than kLanes
    return LookClosely(action);
  }
  // Most are of up to 32 bytes, which the first and the last lanes have all of.
  // The hash is HashText's.
  const ByteLanes first = ByteLanes::Load(action.data());
  const ByteLanes last = ByteLanes::Load(action.data() + last_at);
  const auto add = [](std::uint64_t hash, ByteLanes lanes) {
    const ByteLanes folded = lanes.Folded();
    return MixHash(hash ^ folded.Low(), folded.High());
  };
  std::uint64_t hash = add(action.size() * kHashMultiplier, first);
  std::uint64_t colons = std::uint64_t{IsColon(first).Mask()} |
                         std::uint64_t{IsColon(last).Mask()} << last_at;
  ByteLanes usual = IsUsual(first).And(IsUsual(last));
  if (last_at > kLanes) {
    const ByteLanes second = ByteLanes::Load(action.data() + kLanes);
    hash = add(hash, second);
    colons |= std::uint64_t{IsColon(second).Mask()} << kLanes;
    usual = usual.And(IsUsual(second));
  }
  if (usual.Mask() != ByteLanes::kAll) return LookClosely(action);
  return {UpperHalf(add(hash, last)),
          ColonSeparates(colons, action.size()) ? ActionLook::kUsual : 0};
}

}  // namespace iameval::internal

#endif  // IAMEVAL_LIB_POLICY_ACTION_LOOK_H_
