#ifndef IAMEVAL_LIB_PROGRAM_ACTION_PATTERN_INDEX_H_
#define IAMEVAL_LIB_PROGRAM_ACTION_PATTERN_INDEX_H_

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string_view>
#include <type_traits>
#include <vector>

#include "automata/glob_set.h"
#include "base/byte_lanes.h"
#include "base/hash.h"
#include "program/name_table.h"
#include "program/pattern_table.h"
#include "program/slice.h"

namespace iameval::internal {

// Which of a program's action patterns match an action. Nearly every pattern is
// a service, the beginning of a name, and stars: of those of a service a few
// dozen are looked at in turn, sixteen letters at once. So are a few of another
// form, of which that is the first look. What is left makes a glob set: what an
// action costs must not grow with the patterns. Immutable once built; shared by
// threads.
class ActionPatternIndex {
 public:
  ActionPatternIndex() = default;
  // `texts`: the patterns as text, in lower case, numbered as in `patterns`.
  ActionPatternIndex(const NameTable& texts, const PatternTable& patterns);

  // The service of an action, in lower case.
  struct Service {
    std::size_t size = 0;  // of its name with the colon
    NameTable::Id number = NameTable::kNone;  // kNone: it has no patterns
  };
  [[nodiscard]] Service FindService(std::string_view action) const {
    const std::size_t colon = action.find(':');
    if (colon == std::string_view::npos) return {};
    const std::string_view name = action.substr(0, colon);
    return {colon + 1, services_.Find(name, HashBytes(name))};
  }

  // Calls f(PatternId) for every pattern that matches, in no order; stops and
  // returns false when it returns false. `patterns` is the table that the index
  // was made for; `service` is FindService(action).
  template <typename F>
  bool ForEachMatch(const PatternTable& patterns, std::string_view action,
                    const Service& service, F f) const {
    for (const PatternId id : match_all_) {
      if (!f(id)) return false;
    }
    if (service.number != NameTable::kNone &&
        !ForEachInService(patterns, action, service, f)) {
      return false;
    }
    return other_ids_.empty() ||
           others_.ForEachMatch(action, [&](std::uint32_t other) {
             return f(other_ids_[other]);
           });
  }
  template <typename F>
  bool ForEachMatch(const PatternTable& patterns, std::string_view action,
                    F f) const {
    return ForEachMatch(patterns, action, FindService(action), f);
  }

  [[nodiscard]] std::size_t MemoryUsage() const;

 private:
  // Of a service, more are left to the set.
  static constexpr std::size_t kMostPrefixes = 64;
  static constexpr std::size_t kMostTried = 24;

  // What a pattern of a service begins with, and whether that is all of it.
  struct Prefix {
    std::uint64_t word = 0;  // the letters after the colon, at most eight
    std::uint64_t mask = 0;  // the bytes of `word` that count
    std::uint64_t second_word = 0;  // the next eight
    std::uint64_t second_mask = 0;
    PatternId pattern = 0;
    bool is_all = false;  // stars are all that follows the words
    // Two letters that stand next to each other in what does, if there are any:
    // of patterns such as `ec2:*tags*` few match.
    std::array<char, 2> pair = {};
  };
  // While the index is made: how many patterns a service has.
  struct Counts {
    std::size_t prefixes = 0;
    std::size_t tried = 0;  // of another form
  };
  // And each of them.
  struct Filed {
    NameTable::Id service;
    Prefix prefix;
  };

  // What a name begins with, as numbers.
  struct Words {
    std::uint64_t first;
    std::uint64_t second;
  };
  static Words WordsOf(std::string_view name, std::string_view whole) {
    return {FirstWord(name, whole),
            name.size() > 8 ? FirstWord(name.substr(8), whole) : 0};
  }
  static Words MasksOf(std::size_t size);
  // The first eight bytes of a text as a number, zeros behind a shorter one.
  // `whole` ends with the text.
  static std::uint64_t FirstWord(std::string_view text,
                                 std::string_view whole) {
    if (text.size() < 8) {
      return LoadTail(text.data(), text.size(), whole.size());
    }
    std::uint64_t word;
    std::memcpy(&word, text.data(), 8);
    return word;
  }

  static std::array<char, 2> PairOf(std::string_view rest);
  // False only if an action does not have the two letters; of short ones it is
  // not known.
  static bool MayHave(std::string_view action,
                      const std::array<char, 2>& pair) {
    if (pair[0] == '\0' || action.size() <= ByteLanes::kSize) return true;
    const std::size_t last = action.size() - ByteLanes::kSize - 1;
    for (std::size_t at = 0;; at = std::min(at + ByteLanes::kSize, last)) {
      const char* const p = action.data() + at;
      const ByteLanes found =
          ByteLanes::Load(p)
              .Equal(ByteLanes::Fill(pair[0]))
              .And(ByteLanes::Load(p + 1).Equal(ByteLanes::Fill(pair[1])));
      if (found.Mask() != 0) return true;
      if (at == last) return false;
    }
  }

  bool AddToService(std::string_view text, PatternId id,
                    std::vector<Counts>& counts, std::vector<Filed>& filed);
  void Arrange(const std::vector<Counts>& counts,
               const std::vector<Filed>& filed);

  template <typename F>
  bool ForEachInService(const PatternTable& patterns, std::string_view action,
                        const Service& service, F f) const {
    const Words words = WordsOf(action.substr(service.size), action);
    // Without a branch on each: which ones begin alike is in no order.
    std::array<const Prefix*, kMostPrefixes + kMostTried> alike;
    std::size_t count = 0;
    for (const Prefix& prefix : In(prefixes_, by_service_[service.number])) {
      const std::uint64_t different =
          ((words.first ^ prefix.word) & prefix.mask) |
          ((words.second ^ prefix.second_word) & prefix.second_mask);
      alike[count] = &prefix;
      count += different == 0 ? 1 : 0;
    }
    for (std::size_t i = 0; i < count; ++i) {
      const Prefix& prefix = *alike[i];
      if ((prefix.is_all || (MayHave(action, prefix.pair) &&
                             patterns.Matches(prefix.pattern, action))) &&
          !f(prefix.pattern)) {
        return false;
      }
    }
    return true;
  }

  NameTable services_;
  std::vector<Slice> by_service_;  // in prefixes_
  std::vector<Prefix> prefixes_;
  std::vector<PatternId> match_all_;
  GlobSet others_;
  std::vector<PatternId> other_ids_;  // by number in others_
};

}  // namespace iameval::internal

#endif  // IAMEVAL_LIB_PROGRAM_ACTION_PATTERN_INDEX_H_
