#ifndef IAMEVAL_LIB_AUTOMATA_GLOB_INDEX_H_
#define IAMEVAL_LIB_AUTOMATA_GLOB_INDEX_H_

#include <array>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string_view>
#include <vector>

#include "automata/glob_code.h"
#include "automata/glob_set.h"
#include "base/byte_lanes.h"
#include "base/hash.h"
#include "base/huge_pages.h"

// What a GlobSet holds. The builder (glob_set_builder.cc) writes it, the query
// (glob_set.cc) reads it; nobody else includes this.
//
// Every pattern is filed under one window: a piece of its literal text, which
// every text that it matches must contain. Four classes of windows:
//
//   wide  8 + (stride - 1) bytes. A text is looked at only at every stride-th
//         position, eight bytes (a gram) at a time; the window is filed under
//         all its `stride` grams, so whatever its alignment, exactly one of
//         them is seen for each occurrence.
//   head  the first 1, 2, 4 or 8 bytes of the pattern; looked for where the
//         text begins.
//   tail  the last 1, 2, 4 or 8 bytes; looked for where the text ends.
//   gram  1 to 4 bytes, for patterns that have no more; looked for at every
//         position, and only if the set has any.
//
// A few patterns are filed under nothing and tried on every text: those without
// literal text, and all of a small set.
//
// From a gram to the patterns: its hash selects a block of the filter, 64 bits
// in which each gram of the block has set two; most grams of a text are
// dismissed here, without a branch. The block also says which slots are its
// own, a few; a slot holds the rest of the hash and refers to the pattern's
// record, or to a list of records if several patterns have this gram. The
// patterns of a list are ordered by window, so that one with thousands is not
// walked when only a few of their windows are there.
//
// A window may occur in a text twice and must not report its pattern twice.
// Windows at a fixed place (in front of all wildcards, or behind them) are
// checked for their place. For the others the query remembers which patterns
// it has tried.

namespace iameval::internal {

// Where a window can be.
enum class WindowPlace : std::uint8_t {
  kHead,    // at a fixed distance from the text's beginning
  kTail,    // at a fixed distance from its end
  kInside,  // anywhere
};

// The kind of sampling that finds a window, and how many bytes of it.
class WindowClass {
 public:
  static constexpr WindowClass Wide() { return WindowClass(0); }
  static constexpr WindowClass Head(std::size_t size) {
    return WindowClass(size);
  }
  static constexpr WindowClass Tail(std::size_t size) {
    return WindowClass(8 + size);
  }
  static constexpr WindowClass Gram(std::size_t size) {
    return WindowClass(16 + size);
  }

  [[nodiscard]] constexpr std::uint32_t code() const { return code_; }
  [[nodiscard]] constexpr bool is_gram() const { return code_ > 16; }
  // Keeps grams of different classes apart.
  [[nodiscard]] constexpr std::uint64_t salt() const {
    return code_ * 0xA0761D6478BD642Fu;
  }

 private:
  constexpr explicit WindowClass(std::size_t code)
      : code_(static_cast<std::uint32_t>(code)) {}
  std::uint32_t code_;
};

// 1, 2, 3, 4 or 8 bytes as a number.
template <LetterCase kCase>
inline std::uint64_t LoadGram(const char* p, std::size_t size) {
  switch (size) {
    case 1:
      return TextWord<kCase, std::uint8_t>(p);
    case 2:
      return TextWord<kCase, std::uint16_t>(p);
    case 3:
      return TextWord<kCase, std::uint16_t>(p) |
             TextWord<kCase, std::uint8_t>(p + 2) << 16;
    case 4:
      return TextWord<kCase, std::uint32_t>(p);
    default:
      return TextWord<kCase, std::uint64_t>(p);
  }
}

// The high half is used: where the filter is looked at.
constexpr std::uint64_t HashGram(std::uint64_t gram, std::uint64_t salt) {
  return (gram ^ salt) * 0x9E3779B97F4A7C15u;
}

constexpr std::uint32_t TagGram(std::uint64_t gram, std::uint64_t salt) {
  return static_cast<std::uint32_t>(((gram ^ salt) * 0xD6E8FEB86659FD93u) >>
                                    32);
}

// Orders the records of a list, which is made of groups that share window,
// place, position and gram. Different groups may come to have one key; within
// a key they are kept apart by their order. `position` counts from the
// beginning or from the end; inside it is 0.
template <LetterCase kCase>
inline std::uint32_t WindowKey(std::string_view window, WindowPlace place,
                               std::size_t position, std::size_t gram) {
  const std::uint64_t hash =
      kCase == LetterCase::kFold ? HashFolded(window) : HashBytes(window);
  return static_cast<std::uint32_t>(
      MixHash(hash, position << 6 | gram << 3 |
                        static_cast<std::uint64_t>(place) << 1) >>
      32);
}

// What a slot or a list refers to.
class RecordRef {
 public:
  static constexpr std::uint32_t kMaxRecord = (1u << 28) - 1;

  explicit constexpr RecordRef(std::uint32_t bits) : bits_(bits) {}
  static constexpr RecordRef OfRecord(std::size_t record, std::size_t gram) {
    return RecordRef(static_cast<std::uint32_t>(record | gram << 28));
  }
  static constexpr RecordRef OfList(std::size_t list) {
    return RecordRef(static_cast<std::uint32_t>(list) | 1u << 31);
  }

  [[nodiscard]] constexpr std::uint32_t bits() const { return bits_; }
  [[nodiscard]] constexpr bool is_list() const { return bits_ >> 31 != 0; }
  [[nodiscard]] constexpr std::size_t list() const { return bits_ << 1 >> 1; }
  [[nodiscard]] constexpr std::size_t record() const {
    return bits_ & kMaxRecord;
  }
  // Which gram of the window this is: how far from the window's beginning.
  [[nodiscard]] constexpr std::size_t gram() const { return bits_ >> 28 & 7; }

 private:
  std::uint32_t bits_;
};

struct GlobIndex {
  // Eight bytes (fewer, if the literal head is shorter) that a text must have
  // where the pattern has them.
  struct Guard {
    std::uint64_t bytes = 0;
    std::uint64_t mask = 0;
    std::uint32_t at = 0;
    std::uint32_t smallest = 0;  // no text of fewer bytes matches
  };
  // What grams of one hash value have in common; see above.
  struct Block {
    std::uint64_t filter = 0;
    std::uint32_t slot = 0;  // the first of its slots
    std::uint32_t count = 0;
  };
  struct Slot {
    std::uint32_t tag;
    std::uint32_t ref;  // a RecordRef
  };
  struct ListEntry {
    std::uint32_t key;  // WindowKey; of a list's first entry: its length
    std::uint32_t ref;  // of a list's first entry: the KindBits
    // How many bytes of the literal head are those of the entry before, if
    // both windows are kHead.
    std::uint32_t shared_head;
  };
  // Behind the last slot, so that eight can be looked at anywhere; and behind
  // the last record: a cache line.
  static constexpr std::size_t kSlotPadding = 8;
  static constexpr std::size_t kWordPadding = 16;

  static constexpr std::uint32_t KindBit(std::size_t gram, WindowPlace place) {
    return 1u << (gram * 3 + static_cast<std::size_t>(place));
  }

  // A record in `words`: a header of three words, then the GlobCode; padded to
  // an even number of words, as records are referred to by half their index.
  class Record {
   public:
    static constexpr std::size_t kHeaderWords = 3;

    explicit Record(const std::uint32_t* words) : words_(words) {}
    [[nodiscard]] std::uint32_t id() const { return words_[0]; }
    // Where the window is among the elements.
    [[nodiscard]] std::size_t window() const { return words_[1]; }
    [[nodiscard]] WindowPlace place() const {
      return WindowPlace(words_[2] & 0xFF);
    }
    // WindowClass::code() or kUnfiled.
    [[nodiscard]] std::uint32_t window_class() const { return words_[2] >> 8; }
    [[nodiscard]] GlobCode code() const {
      return GlobCode(words_ + kHeaderWords);
    }
    [[nodiscard]] std::size_t word_count() const {
      return (kHeaderWords + code().word_count() + 1) & ~std::size_t{1};
    }

   private:
    const std::uint32_t* words_;
  };
  static constexpr std::uint32_t kUnfiled = 0xFF;

  [[nodiscard]] Record record(std::size_t number) const {
    return Record(words.data() + 2 * number);
  }
  // The bits that a gram sets in its word of the filter.
  static constexpr std::uint64_t FilterBits(std::uint64_t hash) {
    return std::uint64_t{1} << (hash >> 32 & 63) | std::uint64_t{1}
                                                       << (hash >> 38 & 63);
  }
  // Whether they are set: the lowest bit; others have no meaning.
  static constexpr std::uint64_t FilterBit(std::uint64_t word,
                                           std::uint64_t hash) {
    return word >> (hash >> 32 & 63) & word >> (hash >> 38 & 63);
  }
  [[nodiscard]] bool Filter(std::uint64_t hash) const {
    return (FilterBit(blocks[block(hash)].filter, hash) & 1) != 0;
  }
  [[nodiscard]] std::size_t wide_size() const { return 8 + stride - 1; }
  [[nodiscard]] std::size_t WindowSize(const Record& record) const {
    const std::uint32_t cls = record.window_class();
    return cls == 0 ? wide_size() : (cls - 1) % 8 + 1;
  }
  [[nodiscard]] std::size_t block(std::uint64_t hash) const {
    return (hash >> 32) * blocks.size() >> 32;
  }

  GlobSet::Options options;
  std::size_t pattern_count = 0;

  BigVector<std::uint32_t> words;      // the records, in the order of ids
  std::vector<std::uint32_t> unfiled;  // records to try on every text
  std::vector<Guard> guards;           // theirs; none if they are many

  std::size_t stride = 1;
  bool has_wide = false;
  std::uint32_t head_sizes = 0;  // bit i: there are windows of i bytes
  std::uint32_t tail_sizes = 0;
  std::uint32_t gram_sizes = 0;
  // Only texts that begin like one of these can match a pattern filed under a
  // gram. Cut after sixteen bytes.
  struct GramHead {
    std::array<char, ByteLanes::kSize> bytes;
    std::uint32_t size;
  };
  std::vector<GramHead> gram_heads;
  bool any_gram_head = false;  // too many to list

  BigVector<Block> blocks;
  BigVector<Slot> slots;  // of a block, ascending by tag
  std::vector<ListEntry> lists;
};

}  // namespace iameval::internal

#endif  // IAMEVAL_LIB_AUTOMATA_GLOB_INDEX_H_
