#ifndef IAMEVAL_LIB_PROGRAM_PATTERN_TABLE_H_
#define IAMEVAL_LIB_PROGRAM_PATTERN_TABLE_H_

#include <array>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string_view>
#include <vector>

#include "automata/glob_code.h"
#include "automata/glob_pattern.h"
#include "program/arn_text.h"
#include "program/field_shapes.h"

namespace iameval::internal {

using PatternId = std::uint32_t;

// Globs by number, packed into one array of words. A comparison that fails
// usually reads one entry and nothing else: ARNs begin alike, so the first
// look is at the end of the literal head.
class PatternTable {
 public:
  explicit PatternTable(Splitting splitting = Splitting::kWhole)
      : splitting_(splitting) {}

  // Adds a pattern; equal ones are not looked for. A hole counts as a star.
  // `shapes` are the pattern's.
  PatternId Add(const GlobPattern& pattern, const FieldShapes& shapes);
  PatternId Add(const GlobPattern& pattern) {
    return Add(pattern, FieldShapes(pattern));
  }

  // Gives back the memory that further patterns would have taken.
  void ShrinkToFit() {
    entries_.shrink_to_fit();
    words_.shrink_to_fit();
  }

  // Linear in the text, no allocation.
  [[nodiscard]] bool Matches(PatternId id, std::string_view text) const {
    const Entry& entry = entries_[id];
    if (text.size() < entry.smallest) return false;
    if (entry.head >= 8) {
      std::uint64_t word;
      std::memcpy(&word, text.data() + entry.head - 8, 8);
      if (word != entry.head_end) return false;
    }
    return MatchesRest(entry, text);
  }

  // The same for a text whose colons are known, which spares the search in
  // `arn:aws:sqs:*:*:queue-*` and its like.
  [[nodiscard]] bool Matches(PatternId id, const ArnText& arn) const {
    const Entry& entry = entries_[id];
    if ((entry.flags & kByField) != 0) {
      if (arn.colon_count == entry.colons ||
          (splitting_ == Splitting::kSixFields && arn.colon_count >= 5)) {
        return MatchesByField(entry, arn);
      }
      if (arn.colon_count < entry.colons) return false;
    }
    return Matches(id, arn.text);
  }

  [[nodiscard]] std::size_t size() const { return entries_.size(); }
  [[nodiscard]] bool is_match_all(PatternId id) const {
    return (entries_[id].flags & kMatchAll) != 0;
  }
  // Valid until the next Add.
  [[nodiscard]] GlobCode code(PatternId id) const {
    return GlobCode(words_.data() + entries_[id].code);
  }
  // The pattern again; for dumps.
  [[nodiscard]] GlobPattern Pattern(PatternId id) const {
    return code(id).Decompile();
  }
  [[nodiscard]] std::size_t MemoryUsage() const {
    return entries_.capacity() * sizeof(Entry) +
           words_.capacity() * sizeof(std::uint32_t);
  }

 private:
  // Entry::flags.
  static constexpr unsigned kMatchAll = 1;
  // Five colons or more, all literal; before the first a literal, up to the
  // fifth a literal or a star in each field, and then literals and stars. A
  // text with as many colons can only match colon by colon: then that is enough
  // to look at, although a star may run across colons (S-2.10).
  static constexpr unsigned kByField = 2;
  static constexpr unsigned kStarInSixth = 4;  // one or more
  static constexpr unsigned kAnyPartition = 8;
  static constexpr unsigned kAnyService = 16;
  static constexpr unsigned kAnyRegion = 32;
  static constexpr unsigned kAnyAccount = 64;

  struct Entry {
    std::uint64_t head_end = 0;  // the last eight bytes of the head
    std::uint32_t code = 0;      // in words_
    std::uint32_t smallest = 0;  // no text of fewer bytes matches
    std::uint32_t head = 0;      // literal bytes before the first wildcard
    std::uint8_t flags = 0;
    // With kByField:
    std::uint8_t colons = 0;        // literal ones
    std::uint8_t inner = 0;         // literals between stars in the sixth field
    // Bytes of partition, service, region and account where they are literal.
    std::array<std::uint8_t, 4> fields = {};
    std::uint16_t sixth_head = 0;   // before its first star, or all of it
    std::uint16_t sixth_tail = 0;   // after its last star
  };
  static_assert(sizeof(Entry) == 32);

  static void SetFields(const FieldShapes& shapes, Entry& entry);
  [[nodiscard]] bool MatchesByField(const Entry& entry,
                                    const ArnText& arn) const;
  // The first five fields of a pattern with literal partition and service;
  // moves `own` behind them.
  [[nodiscard]] static bool MatchesFromHead(const Entry& entry,
                                            const ArnText& arn,
                                            const char*& own);
  // The same for any.
  [[nodiscard]] static bool MatchesFields(const Entry& entry,
                                          const ArnText& arn,
                                          const char*& own);
  // Whether the literals between the stars of its sixth field, `own`, stand in
  // `text` one after the other.
  [[nodiscard]] bool MatchesInner(const Entry& entry, const char* own,
                                  std::string_view text) const;

  [[nodiscard]] bool MatchesRest(const Entry& entry,
                                 std::string_view text) const;

  Splitting splitting_;
  std::vector<Entry> entries_;
  std::vector<std::uint32_t> words_;
};

}  // namespace iameval::internal

#endif  // IAMEVAL_LIB_PROGRAM_PATTERN_TABLE_H_
