#ifndef IAMEVAL_LIB_PROGRAM_PATTERN_TABLE_H_
#define IAMEVAL_LIB_PROGRAM_PATTERN_TABLE_H_

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string_view>
#include <vector>

#include "automata/glob_code.h"
#include "automata/glob_pattern.h"
#include "program/arn_text.h"

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
  PatternId Add(const GlobPattern& pattern);

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
  // `arn:aws:sqs:*:*:queue-*` and its like. Under Splitting::kWhole a star may
  // run across colons: with more than five it takes the search.
  [[nodiscard]] bool Matches(PatternId id, const ArnText& arn) const {
    const Entry& entry = entries_[id];
    if (entry.by_field &&
        (arn.colon_count == 5 ||
         (arn.colon_count > 5 && splitting_ == Splitting::kSixFields))) {
      return MatchesByField(entry, arn);
    }
    return Matches(id, arn.text);
  }

  [[nodiscard]] std::size_t size() const { return entries_.size(); }
  [[nodiscard]] bool is_match_all(PatternId id) const {
    return entries_[id].match_all;
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
  struct Entry {
    std::uint64_t head_end = 0;  // the last eight bytes of the head
    std::uint32_t code = 0;      // in words_
    std::uint32_t smallest = 0;  // no text of fewer bytes matches
    std::uint32_t head = 0;      // literal bytes before the first wildcard
    bool match_all = false;
    // Its five colons and all before the third are literal, region and account
    // are each a literal or a star, and at most one star stands after them. A
    // text with five colons can only match colon by colon: then that is enough
    // to look at, although a star may run across colons (S-2.10).
    bool by_field = false;
    bool any_region = false;
    bool any_account = false;
    bool tail_star = false;         // a star in the sixth field
    std::uint16_t account = 0;      // bytes, unless any_account
    std::uint16_t sixth_head = 0;   // bytes before its star, or all
    std::uint16_t sixth_tail = 0;   // bytes after its star
  };
  static_assert(sizeof(Entry) == 32);

  static void FindFields(const GlobPattern& pattern, Entry& entry);
  [[nodiscard]] bool MatchesByField(const Entry& entry,
                                    const ArnText& arn) const;

  [[nodiscard]] bool MatchesRest(const Entry& entry,
                                 std::string_view text) const;

  Splitting splitting_;
  std::vector<Entry> entries_;
  std::vector<std::uint32_t> words_;
};

}  // namespace iameval::internal

#endif  // IAMEVAL_LIB_PROGRAM_PATTERN_TABLE_H_
