#ifndef IAMEVAL_LIB_PROGRAM_NAME_TABLE_H_
#define IAMEVAL_LIB_PROGRAM_NAME_TABLE_H_

#include <cstddef>
#include <cstdint>
#include <limits>
#include <string>
#include <string_view>
#include <vector>

#include "base/byte_lanes.h"
#include "base/hash.h"

namespace iameval::internal {

// Names in lower case as small consecutive numbers: actions, context keys.
// Interned while compiling, looked up while evaluating. Open addressing over
// precomputed hashes, at most half full and small ones a quarter: a look-up
// usually costs one probe and, when it hits, one comparison.
class NameTable {
 public:
  using Id = std::uint32_t;
  static constexpr Id kNone = std::numeric_limits<Id>::max();

  // The id of `folded` (lower case), a new one if it is not yet known.
  Id Intern(std::string_view folded) {
    return Intern(folded, HashBytes(folded));
  }
  // `hash` is HashBytes(folded), of which the upper half counts.
  Id Intern(std::string_view folded, std::uint64_t hash);
  // The same of a name in letters of either case; `tag` is the upper half of
  // its HashFolded. REQUIRES: kReadable bytes from its beginning are readable.
  Id InternAnyCase(std::string_view name, std::uint32_t tag);
  static constexpr std::size_t kReadable = 3 * ByteLanes::kSize;

  // `hash` is HashBytes(folded). kNone when the name is not known.
  [[nodiscard]] Id Find(std::string_view folded, std::uint64_t hash) const {
    if (table_.empty()) return kNone;
    const std::uint32_t tag = UpperHalf(hash);
    for (std::size_t i = Begin(tag); table_[i].id != kNone; i = Next(i)) {
      if (table_[i].tag == tag && IsName(table_[i], folded)) {
        return table_[i].id;
      }
    }
    return kNone;
  }
  // Room for so many names, so that the table need not grow before.
  void Reserve(std::size_t names);
  // Gives back what has become too much.
  void ShrinkToFit();

  [[nodiscard]] std::size_t size() const { return ends_.size(); }
  [[nodiscard]] std::string_view name(Id id) const {
    const std::uint32_t begin = id == 0 ? 0 : ends_[id - 1];
    return {text_.data() + begin, ends_[id] - begin};
  }
  [[nodiscard]] std::size_t MemoryUsage() const {
    return text_.capacity() + ends_.capacity() * sizeof(std::uint32_t) +
           table_.capacity() * sizeof(Place);
  }

 private:
  // With all that a look-up needs but the text.
  struct Place {
    std::uint32_t tag = 0;
    Id id = kNone;
    std::uint32_t begin = 0;  // of the name, in text_
    std::uint32_t size = 0;
  };

  // Where to look first. Places are in the order of the tags, but for those
  // that had to give way; so a table grows from one end to the other.
  [[nodiscard]] std::size_t Begin(std::uint32_t tag) const {
    return tag >> shift_;
  }
  [[nodiscard]] std::size_t Next(std::size_t i) const {
    return (i + 1) & (table_.size() - 1);
  }
  [[nodiscard]] bool IsName(const Place& place, std::string_view folded) const {
    return place.size == folded.size() &&
           EqualBytes<LetterCase::kExact>(
               folded.data(), text_.data() + place.begin, folded.size());
  }
  [[nodiscard]] bool IsNameInAnyCase(const Place& place,
                                     std::string_view name) const;
  // Writes behind the last name, folded or as it is.
  template <LetterCase kCase>
  Id Add(std::string_view name, std::uint32_t tag);
  static std::size_t PlacesFor(std::size_t names);
  void Insert(const Place& place);
  void Resize(std::size_t places);

  std::string text_;  // the names one after the other, and kReadable bytes
  std::vector<std::uint32_t> ends_;  // of each name
  std::vector<Place> table_;         // size a power of two
  unsigned shift_ = 0;               // leaves as many bits of a tag
};

}  // namespace iameval::internal

#endif  // IAMEVAL_LIB_PROGRAM_NAME_TABLE_H_
