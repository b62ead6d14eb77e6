#ifndef IAMEVAL_LIB_PROGRAM_BUNDLE_H_
#define IAMEVAL_LIB_PROGRAM_BUNDLE_H_

#include <cstddef>
#include <cstdint>
#include <limits>
#include <utility>
#include <vector>

#include "automata/glob_set.h"
#include "program/name_table.h"
#include "program/pattern_table.h"
#include "program/resource_digest.h"
#include "program/slice.h"

namespace iameval::internal {

using StatementId = std::uint32_t;
using BundleId = std::uint32_t;
constexpr BundleId kNoBundle = std::numeric_limits<BundleId>::max();

// The statements of one compiled document: consecutive ids, in the document's
// order.
struct StatementRange {
  StatementId first = 0;
  std::uint32_t count = 0;
};

using ActionId = NameTable::Id;
constexpr ActionId kUnknownAction = NameTable::kNone;

using EntryId = std::uint32_t;
constexpr EntryId kNoEntry = std::numeric_limits<EntryId>::max();

// Up to so many resource entries, trying each of them is faster than asking a
// ResourceIndex: in a bundle of so many statements that a processor's cache has
// them all, and in a larger one.
constexpr std::uint32_t kMaxDirectPatterns = 64;
constexpr std::uint32_t kMaxDirectInLarge = 24;
constexpr std::size_t kLargeBundle = 20'000;

// Statements of one effect that one action leads to.
struct Candidates {
  Slice any;    // in Bundle::ids: they apply to every resource, or to all but
                // some (NotResource)
  Slice bound;  // in Bundle::ids: their resources must be looked at
  // How many resource entries of `bound` a request is compared with, at most or
  // about; digests count as well.
  std::uint32_t patterns = 0;
  // In Bundle::digests: the first block for the statements of all(). None
  // where nothing would be told, and where a ResourceIndex is asked instead.
  static constexpr std::uint32_t kNoDigests = 0xFFFFFFFF;
  std::uint32_t digests = kNoDigests;

  // They stand one after the other.
  [[nodiscard]] Slice all() const {
    return {any.begin, any.count + bound.count};
  }
};

// What one action, or one action pattern, leads to: a cache line.
struct alignas(64) ActionEntry {
  Candidates deny;
  Candidates allow;
  Slice shared;  // in Bundle::shared: further entries that hold for it too
  // No other entry holds for an action that has this one as its own.
  bool complete = false;
  // Complete, and its statements are best tried one by one.
  bool small = false;
};
static_assert(sizeof(ActionEntry) == 64);

// A statement under one of its resource patterns.
struct Posting {
  StatementId statement = 0;
  bool verify = false;  // the pattern has variables: the match is a candidate
  // A bit for each action that the statement may be about (ActionBit).
  std::uint64_t actions = 0;
};

// Finds the statements of one effect by resource, where an action alone leads
// to too many. It has those only that may have to be found so.
struct ResourceIndex {
  GlobSet patterns;
  std::vector<Slice> postings_of;  // by id in `patterns`; in `postings`
  std::vector<Posting> postings;

  [[nodiscard]] bool empty() const { return postings.empty(); }
};

// The union of the statements of one or more documents: one layer, or one
// level of a layer (S-1.21), arranged so that a request meets the statements
// that its action and resource lead to, and few others.
struct Bundle {
  std::vector<StatementId> ids;
  std::vector<DigestBlock> digests;
  std::vector<EntryId> shared;
  std::vector<ActionEntry> entries;

  // Entries that hold for every action: those of the pattern `*`, and of
  // NotAction statements, whose action part must still be looked at. Where they
  // are few, the entries of named actions repeat them and are complete.
  EntryId every_action = kNoEntry;
  EntryId not_action = kNoEntry;
  // The entries of named actions have the candidates of the two as well.
  bool merges_general = false;
  // By number of an action that some policy spells out: as an array, or, where
  // that would be larger, with open addressing.
  std::vector<EntryId> entry_by_number;
  struct ActionPlace {
    ActionId action = kUnknownAction;
    EntryId entry = kNoEntry;
  };
  std::vector<ActionPlace> entry_of_action;
  // By pattern, for other actions; sorted by pattern.
  std::vector<std::pair<PatternId, EntryId>> entry_of_pattern;

  std::uint32_t max_direct = kMaxDirectPatterns;
  ResourceIndex deny_index;
  ResourceIndex allow_index;

  [[nodiscard]] EntryId FindAction(ActionId action) const {
    if (action < entry_by_number.size()) return entry_by_number[action];
    if (entry_of_action.empty()) return kNoEntry;
    const std::size_t mask = entry_of_action.size() - 1;
    for (std::size_t i = Spread(action) & mask;
         entry_of_action[i].entry != kNoEntry; i = (i + 1) & mask) {
      if (entry_of_action[i].action == action) return entry_of_action[i].entry;
    }
    return kNoEntry;
  }

  [[nodiscard]] EntryId FindPattern(PatternId pattern) const;

  static std::size_t Spread(ActionId action) {
    return action * std::size_t{0x9E3779B97F4A7C15} >> 20;
  }
};

// The bit of an action in Posting::actions.
constexpr std::uint64_t ActionBit(ActionId action) {
  return std::uint64_t{1} << (action & 63);
}

}  // namespace iameval::internal

#endif  // IAMEVAL_LIB_PROGRAM_BUNDLE_H_
