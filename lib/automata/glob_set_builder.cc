#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <memory>
#include <span>
#include <string_view>
#include <utility>
#include <vector>

#include "automata/glob_code.h"
#include "automata/glob_index.h"
#include "automata/glob_pattern.h"
#include "automata/glob_set.h"
#include "automata/glob_windows.h"
#include "base/byte_lanes.h"

namespace iameval::internal {
namespace {

using Record = GlobIndex::Record;

// A gram, on its way into a slot.
struct Entry {
  std::uint32_t block;
  std::uint32_t tag;
  std::uint32_t key;
  std::uint32_t ref;
};

// Whether a hole stands before the fifth colon.
bool HasHoleInFirstFields(const GlobPattern& pattern) {
  std::ptrdiff_t colons = 0;
  for (const GlobPattern::Token& token : pattern.tokens()) {
    if (token.kind == GlobPattern::Kind::kHole) return colons < 5;
    if (token.kind != GlobPattern::Kind::kLiteral) continue;
    const std::string_view text = pattern.text(token);
    colons += std::count(text.begin(), text.end(), ':');
  }
  return false;
}

void AppendCode(const GlobPattern& pattern, Splitting splitting,
                std::vector<std::uint32_t>& words) {
  if (pattern.hole_count() == 0) {
    GlobCode::Append(pattern, splitting, words);
    return;
  }
  const bool fields_are_fixed =
      splitting == Splitting::kSixFields && !HasHoleInFirstFields(pattern);
  GlobCode::Append(pattern.Widened(),
                   fields_are_fixed ? Splitting::kSixFields : Splitting::kWhole,
                   words);
}

// A record is a header, a code, and a word to make their number even.
void AppendHeader(std::uint32_t id, std::vector<std::uint32_t>& words) {
  words.insert(words.end(), {id, 0, GlobIndex::kUnfiled << 8});
}

void EndRecord(std::vector<std::uint32_t>& words) {
  if (words.size() % 2 != 0) words.push_back(0);
}

class IndexBuilder {
 public:
  explicit IndexBuilder(GlobIndex& index) : index_(index) {}

  void Build() {
    FindRecords();
    FileRecords();
    AddGuards();
    EmitSlots();
    index_.unfiled.shrink_to_fit();
  }

 private:
  void FindRecords() {
    records_.reserve(index_.pattern_count);
    for (std::size_t at = 0; records_.size() < index_.pattern_count;) {
      records_.push_back(static_cast<std::uint32_t>(at / 2));
      at += record(records_.back()).word_count();
    }
  }

  Record record(std::uint32_t number) const { return index_.record(number); }

  void FileRecords() {
    const std::vector<Window> windows = ChooseWindows(records_, index_);
    for (std::size_t i = 0; i < records_.size(); ++i) {
      if (windows[i].size != 0) {
        File(records_[i], windows[i]);
      } else if (record(records_[i]).code().form() != GlobCode::Form::kNever) {
        index_.unfiled.push_back(records_[i]);
      }
    }
  }

  void AddGuards() {
    constexpr std::size_t kMostGuards = 32;
    if (index_.unfiled.size() > kMostGuards) return;
    index_.guards.reserve(index_.unfiled.size());
    for (const std::uint32_t number : index_.unfiled) {
      index_.guards.push_back(GuardOf(record(number).code()));
    }
  }

  // The last bytes of the literal head, as ARNs begin alike.
  static GlobIndex::Guard GuardOf(const GlobCode& code) {
    GlobIndex::Guard guard;
    constexpr std::size_t kBytes = sizeof(guard.bytes);
    guard.smallest = static_cast<std::uint32_t>(code.size());
    const std::size_t head = code.literal_head_size();
    const std::size_t known = std::min(head, kBytes);
    guard.at = static_cast<std::uint32_t>(head - known);
    std::array<char, kBytes> bytes = {};
    std::array<unsigned char, kBytes> mask = {};
    std::memcpy(bytes.data(), code.elements().data() + guard.at, known);
    std::fill_n(mask.begin(), known, 0xFF);
    std::memcpy(&guard.bytes, bytes.data(), kBytes);
    std::memcpy(&guard.mask, mask.data(), kBytes);
    return guard;
  }

  void File(std::uint32_t number, const Window& window) {
    std::uint32_t* const header = index_.words.data() + 2 * std::size_t{number};
    header[1] = window.begin;
    header[2] =
        window.cls.code() << 8 | static_cast<std::uint32_t>(window.place);
    const GlobCode code = record(number).code();
    const char* const bytes = code.elements().data() + window.begin;
    const std::uint32_t position =
        window.place == WindowPlace::kHead ? window.begin
        : window.place == WindowPlace::kTail
            ? static_cast<std::uint32_t>(code.size()) - window.begin
            : 0;
    const auto add = [&](std::size_t gram, std::size_t size) {
      const std::uint32_t key =
          WindowKey<LetterCase::kExact>({bytes, window.size}, window.place,
                                        position, gram) &
          index_.options.key_mask;
      AddEntry(LoadGram<LetterCase::kExact>(bytes + gram, size), window.cls,
               key, RecordRef::OfRecord(number, gram));
    };
    const std::uint32_t kind = window.cls.code();
    if (kind == 0) {
      index_.has_wide = true;
      for (std::size_t g = 0; g < index_.stride; ++g) add(g, 8);
      return;
    }
    std::uint32_t& sizes = kind <= 8    ? index_.head_sizes
                           : kind <= 16 ? index_.tail_sizes
                                        : index_.gram_sizes;
    sizes |= 1u << window.size;
    if (window.cls.is_gram()) OpenGate(number);
    add(0, window.size);
  }

  // Lets texts with the pattern's literal head through to the search for grams.
  void OpenGate(std::uint32_t number) {
    constexpr std::size_t kMostHeads = 8;
    if (index_.any_gram_head) return;
    const GlobCode code = record(number).code();
    GlobIndex::GramHead head = {{}, 0};
    head.size = static_cast<std::uint32_t>(
        std::min(code.literal_head_size(), head.bytes.size()));
    std::memcpy(head.bytes.data(), code.elements().data(), head.size);
    for (const GlobIndex::GramHead& other : index_.gram_heads) {
      if (other.size == head.size && other.bytes == head.bytes) return;
    }
    index_.gram_heads.push_back(head);
    index_.any_gram_head =
        head.size == 0 || index_.gram_heads.size() > kMostHeads;
  }

  void AddEntry(std::uint64_t gram, WindowClass cls, std::uint32_t key,
                RecordRef ref) {
    entries_.push_back(
        {static_cast<std::uint32_t>(HashGram(gram, cls.salt()) >> 32),
         TagGram(gram, cls.salt()), key, ref.bits()});
  }

  // Slots.

  void EmitSlots() {
    constexpr std::size_t kGramsPerBlock = 4;
    index_.blocks.assign(entries_.size() / kGramsPerBlock + 1, {});
    for (Entry& entry : entries_) {
      const std::uint64_t hash = std::uint64_t{entry.block} << 32;
      entry.block = static_cast<std::uint32_t>(index_.block(hash));
      index_.blocks[entry.block].filter |= GlobIndex::FilterBits(hash);
      ++index_.blocks[entry.block].count;
    }
    SortIntoBlocks();
    index_.slots.reserve(entries_.size() + GlobIndex::kSlotPadding);
    std::size_t i = 0;
    for (GlobIndex::Block& block : index_.blocks) {
      block.slot = static_cast<std::uint32_t>(index_.slots.size());
      EmitBlock(std::span(entries_).subspan(i, block.count));
      i += block.count;
      block.count =
          static_cast<std::uint32_t>(index_.slots.size()) - block.slot;
    }
    index_.slots.resize(index_.slots.size() + GlobIndex::kSlotPadding, {0, 0});
    index_.slots.shrink_to_fit();
    index_.lists.shrink_to_fit();
  }

  // A counting sort; the blocks have the counts.
  void SortIntoBlocks() {
    std::vector<std::uint32_t> next(index_.blocks.size(), 0);
    for (std::size_t b = 1; b < next.size(); ++b) {
      next[b] = next[b - 1] + index_.blocks[b - 1].count;
    }
    std::vector<Entry> sorted(entries_.size());
    for (const Entry& entry : entries_) sorted[next[entry.block]++] = entry;
    entries_ = std::move(sorted);
  }

  void EmitBlock(std::span<Entry> entries) {
    std::sort(entries.begin(), entries.end(),
              [this](const Entry& a, const Entry& b) { return Before(a, b); });
    while (!entries.empty()) {
      std::size_t count = 1;
      while (count < entries.size() && entries[count].tag == entries[0].tag) {
        ++count;
      }
      const RecordRef ref = count == 1 ? RecordRef(entries[0].ref)
                                       : EmitList(entries.first(count));
      index_.slots.push_back({entries[0].tag, ref.bits()});
      entries = entries.subspan(count);
    }
  }

  bool Before(const Entry& a, const Entry& b) const {
    if (a.tag != b.tag) return a.tag < b.tag;
    if (a.key != b.key) return a.key < b.key;
    const std::size_t a_gram = RecordRef(a.ref).gram();
    const std::size_t b_gram = RecordRef(b.ref).gram();
    if (a_gram != b_gram) return a_gram < b_gram;
    const Record x = EntryRecord(a);
    const Record y = EntryRecord(b);
    if (x.window_class() != y.window_class()) {
      return x.window_class() < y.window_class();
    }
    if (x.place() != y.place()) return x.place() < y.place();
    const std::string_view left = OrderingText(x);
    const std::string_view right = OrderingText(y);
    return left != right ? left < right : a.ref < b.ref;
  }

  [[nodiscard]] Record EntryRecord(const Entry& entry) const {
    return record(static_cast<std::uint32_t>(RecordRef(entry.ref).record()));
  }

  // Heads by their text, others by their window.
  [[nodiscard]] std::string_view OrderingText(const Record& r) const {
    const std::string_view elements = r.code().elements();
    if (r.place() == WindowPlace::kHead) {
      return elements.substr(0, r.code().literal_head_size());
    }
    return elements.substr(r.window(), index_.WindowSize(r));
  }

  RecordRef EmitList(std::span<const Entry> entries) {
    const RecordRef ref = RecordRef::OfList(index_.lists.size());
    std::uint32_t kinds = 0;
    for (const Entry& entry : entries) {
      kinds |= GlobIndex::KindBit(RecordRef(entry.ref).gram(),
                                  EntryRecord(entry).place());
    }
    index_.lists.push_back(
        {static_cast<std::uint32_t>(entries.size()), kinds, 0});
    for (std::size_t i = 0; i < entries.size(); ++i) {
      const std::uint32_t shared =
          i == 0 ? 0 : SharedHead(entries[i - 1], entries[i]);
      index_.lists.push_back({entries[i].key, entries[i].ref, shared});
    }
    return ref;
  }

  std::uint32_t SharedHead(const Entry& before, const Entry& entry) const {
    const Record x = EntryRecord(before);
    const Record y = EntryRecord(entry);
    if (x.place() != WindowPlace::kHead || y.place() != WindowPlace::kHead) {
      return 0;
    }
    const std::string_view a = OrderingText(x);
    const std::string_view b = OrderingText(y);
    return static_cast<std::uint32_t>(CommonPrefix<LetterCase::kExact>(
        a.data(), b.data(), std::min(a.size(), b.size())));
  }

  GlobIndex& index_;
  std::vector<std::uint32_t> records_;
  std::vector<Entry> entries_;
};

}  // namespace

GlobSet::Builder::Builder(const Options& options)
    : index_(std::make_shared<GlobIndex>()) {
  index_->options = options;
}

std::uint32_t GlobSet::Builder::Add(const GlobPattern& pattern) {
  const auto id = static_cast<std::uint32_t>(index_->pattern_count++);
  AppendHeader(id, words_);
  const GlobSet::Options& options = index_->options;
  if (options.letter_case == LetterCase::kFold) {
    AppendCode(pattern.Folded(), options.splitting, words_);
  } else {
    AppendCode(pattern, options.splitting, words_);
  }
  EndRecord(words_);
  return id;
}

std::uint32_t GlobSet::Builder::Add(const GlobCode& code) {
  const auto id = static_cast<std::uint32_t>(index_->pattern_count++);
  AppendHeader(id, words_);
  words_.insert(words_.end(), code.words(), code.words() + code.word_count());
  EndRecord(words_);
  return id;
}

GlobSet GlobSet::Builder::Build() && {
  index_->words.reserve(words_.size() + GlobIndex::kWordPadding);
  index_->words.assign(words_.begin(), words_.end());
  index_->words.resize(words_.size() + GlobIndex::kWordPadding, 0);
  words_ = {};
  IndexBuilder(*index_).Build();
  return GlobSet(std::move(index_));
}

}  // namespace iameval::internal
