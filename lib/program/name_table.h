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
// precomputed hashes, at most half full: a look-up usually costs one probe and,
// when it hits, one comparison.
class NameTable {
 public:
  using Id = std::uint32_t;
  static constexpr Id kNone = std::numeric_limits<Id>::max();

  // The id of `folded` (lower case), a new one if it is not yet known.
  Id Intern(std::string_view folded) {
    return Intern(folded, HashBytes(folded));
  }
  // `hash` is HashBytes(folded).
  Id Intern(std::string_view folded, std::uint64_t hash);

  // `hash` is HashBytes(folded). kNone when the name is not known.
  [[nodiscard]] Id Find(std::string_view folded, std::uint64_t hash) const {
    if (table_.empty()) return kNone;
    const std::size_t mask = table_.size() - 1;
    const std::uint32_t tag = TagOf(hash);
    for (std::size_t i = tag & mask; table_[i].id != kNone;
         i = (i + 1) & mask) {
      if (table_[i].tag == tag && IsName(table_[i], folded)) {
        return table_[i].id;
      }
    }
    return kNone;
  }
  // Fetches what Find and Intern read first, for a caller who is going to look
  // up several names.
  void Prefetch(std::uint64_t hash) const {
    if (table_.empty()) return;
    __builtin_prefetch(&table_[TagOf(hash) & (table_.size() - 1)]);
  }

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

  // Also says where to look, so that the table can grow without the names.
  static std::uint32_t TagOf(std::uint64_t hash) {
    return static_cast<std::uint32_t>(hash >> 32);
  }
  [[nodiscard]] bool IsName(const Place& place, std::string_view folded) const {
    return place.size == folded.size() &&
           EqualBytes<LetterCase::kExact>(
               folded.data(), text_.data() + place.begin, folded.size());
  }
  void Insert(const Place& place);
  void Grow();

  std::string text_;                 // the names one after the other
  std::vector<std::uint32_t> ends_;  // of each name
  std::vector<Place> table_;         // size a power of two
};

}  // namespace iameval::internal

#endif  // IAMEVAL_LIB_PROGRAM_NAME_TABLE_H_
