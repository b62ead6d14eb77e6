#include "automata/glob_set.h"

#include <algorithm>
#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "automata/chunk.h"
#include "automata/glob_code.h"
#include "automata/glob_index.h"
#include "automata/glob_pattern.h"
#include "base/byte_lanes.h"

namespace iameval::internal {
namespace {

// The records whose window was found in the text and that were tried for it.
class TriedRecords {
 public:
  // Whether `record` is new here. If there is no room to remember it, nothing
  // is, and is_full() says so.
  bool Insert(std::uint32_t record) {
    if (size_ <= kFew) {
      for (std::size_t i = 0; i < size_; ++i) {
        if (few_[i] == record) return false;
      }
      if (size_ < kFew) {
        few_[size_++] = record;
        return true;
      }
      table_.fill(kEmpty);
      for (const std::uint32_t old : few_) *Find(old) = old;
    }
    std::uint32_t* const place = Find(record);
    if (*place == record) return false;
    if (size_ >= kMost) {
      full_ = true;
      return true;
    }
    *place = record;
    ++size_;
    return true;
  }
  [[nodiscard]] bool is_full() const { return full_; }

 private:
  static constexpr std::size_t kFew = 16;
  static constexpr std::size_t kTable = 2048;
  static constexpr std::size_t kMost = kTable * 3 / 4;
  static constexpr std::uint32_t kEmpty = 0xFFFFFFFF;

  std::uint32_t* Find(std::uint32_t record) {
    std::size_t i = record * 0x9E3779B1u >> 21;
    while (table_[i] != record && table_[i] != kEmpty) i = (i + 1) % kTable;
    return &table_[i];
  }

  std::size_t size_ = 0;
  bool full_ = false;
  std::array<std::uint32_t, kFew> few_;
  std::array<std::uint32_t, kTable> table_;  // in use once few_ is exceeded
};

// One text put to one set.
template <LetterCase kCase>
class SetQuery {
 public:
  using Visitor = bool (*)(void* callee, std::uint32_t id);

  SetQuery(const GlobIndex& index, std::string_view text, Visitor visitor,
           void* callee)
      : index_(index),
        view_(text),
        text_(text),
        visitor_(visitor),
        callee_(callee) {}

  // False if the visitor stopped it.
  bool Run() { return RunUnfiled() && RunEnds() && RunWide() && RunGrams(); }

 private:
  using Record = GlobIndex::Record;

  // A gram of the text that passed the filter.
  struct Hit {
    std::size_t at;
    std::uint32_t tag;
    std::uint32_t slot;  // the first of the block
    std::uint32_t count;
  };
  // One that has a slot.
  struct Find {
    std::size_t at;
    std::uint32_t ref;
  };
  static constexpr std::size_t kMaxHits = 64;
  static constexpr std::uint32_t kNoSlot = 0xFFFFFFFF;
  // Of record numbers, to stand for a group in TriedRecords.
  static constexpr std::size_t kGroup = std::size_t{1} << 31;

  bool Report(const Record& record) { return visitor_(callee_, record.id()); }

  [[nodiscard]] bool MayMatch(const GlobIndex::Guard& guard) const {
    if (view_.size() < guard.smallest) return false;
    if (view_.size() < sizeof(guard.bytes)) return true;
    const std::uint64_t bytes =
        TextWord<kCase, std::uint64_t>(view_.data() + guard.at);
    return (bytes & guard.mask) == guard.bytes;
  }

  bool RunUnfiled() {
    for (std::size_t i = 0; i < index_.unfiled.size(); ++i) {
      if (!index_.guards.empty() && !MayMatch(index_.guards[i])) continue;
      const Record record = index_.record(index_.unfiled[i]);
      if (record.code().template Matches<kCase>(text_) && !Report(record)) {
        return false;
      }
    }
    return true;
  }

  // How a text is sampled for the windows of one class.
  struct Sampling {
    WindowClass cls;
    std::size_t step;  // from one gram to the next
    std::size_t window_size;
  };

  bool RunEnds() {
    if ((index_.head_sizes | index_.tail_sizes) == 0) return true;
    return RunEndsOf<1>() && RunEndsOf<2>() && RunEndsOf<4>() && RunEndsOf<8>();
  }

  template <std::size_t kSize>
  bool RunEndsOf() {
    if (view_.size() < kSize) return true;
    if ((index_.head_sizes >> kSize & 1) != 0 &&
        !RunEnd<kSize>(0, WindowClass::Head(kSize))) {
      return false;
    }
    return (index_.tail_sizes >> kSize & 1) == 0 ||
           RunEnd<kSize>(view_.size() - kSize, WindowClass::Tail(kSize));
  }

  template <std::size_t kSize>
  bool RunEnd(std::size_t at, WindowClass cls) {
    const std::uint64_t gram = LoadGram<kCase>(view_.data() + at, kSize);
    return !index_.Filter(HashGram(gram, cls.salt())) ||
           RunHits<kSize>(1, at, {cls, 1, kSize});
  }

  bool RunWide() {
    if (!index_.has_wide || view_.size() < index_.wide_size()) return true;
    const std::size_t step = index_.stride;
    return RunSamples<8>((view_.size() - 8) / step + 1,
                         {WindowClass::Wide(), step, index_.wide_size()});
  }

  [[nodiscard]] bool GramsCanMatch() const {
    if (index_.any_gram_head) return true;
    if (view_.size() < ByteLanes::kSize) return true;  // not worth a look
    const ByteLanes begin = TextLanes<kCase>(view_.data());
    for (const GlobIndex::GramHead& head : index_.gram_heads) {
      const std::uint32_t equal =
          begin.Equal(ByteLanes::Load(head.bytes.data())).Mask();
      if (std::countr_one(equal) >= static_cast<int>(head.size)) return true;
    }
    return false;
  }

  bool RunGrams() {
    if (index_.gram_sizes == 0 || !GramsCanMatch()) return true;
    return RunGramsOf<1>() && RunGramsOf<2>() && RunGramsOf<3>() &&
           RunGramsOf<4>();
  }

  template <std::size_t kSize>
  bool RunGramsOf() {
    if ((index_.gram_sizes >> kSize & 1) == 0 || view_.size() < kSize) {
      return true;
    }
    return RunSamples<kSize>(view_.size() - kSize + 1,
                             {WindowClass::Gram(kSize), 1, kSize});
  }

  template <std::size_t kGramSize>
  bool RunSamples(std::size_t count, const Sampling& sampling) {
    for (std::size_t i = 0; i < count; i += kMaxHits) {
      const std::size_t at = i * sampling.step;
      const std::uint64_t hits =
          ScanGrams<kGramSize>(at, std::min(kMaxHits, count - i), sampling);
      if (hits != 0 && !RunHits<kGramSize>(hits, at, sampling)) return false;
    }
    return true;
  }

  // Bit i: the gram at `at` + i * step passes the filter.
  template <std::size_t kGramSize>
  std::uint64_t ScanGrams(std::size_t at, std::size_t count,
                          const Sampling& sampling) const {
    const GlobIndex::Block* const blocks = index_.blocks.data();
    const std::uint64_t block_count = index_.blocks.size();
    const std::uint64_t salt =
        kGramSize == 8 ? WindowClass::Wide().salt() : sampling.cls.salt();
    const char* p = view_.data() + at;
    std::uint64_t hits = 0;
    for (std::size_t i = 0; i < count; ++i) {
      const std::uint64_t hash = HashGram(LoadGram<kCase>(p, kGramSize), salt);
      const std::uint64_t word =
          blocks[(hash >> 32) * block_count >> 32].filter;
      hits = hits >> 1 | GlobIndex::FilterBit(word, hash) << 63;
      p += sampling.step;
    }
    return hits >> (64 - count);
  }

  template <std::size_t kGramSize>
  Hit MakeHit(std::size_t at, const Sampling& sampling) const {
    const std::uint64_t gram = LoadGram<kCase>(view_.data() + at, kGramSize);
    const std::uint64_t salt = sampling.cls.salt();
    const GlobIndex::Block& block =
        index_.blocks[index_.block(HashGram(gram, salt))];
    return {at, TagGram(gram, salt), block.slot, block.count};
  }

  // The slot of a gram; kNoSlot if its block has none for it.
  [[nodiscard]] std::uint32_t FindSlot(const Hit& hit) const {
    constexpr std::uint32_t kFew = 8;
    const GlobIndex::Slot* const first = index_.slots.data() + hit.slot;
    if (hit.count <= kFew) {
      const std::uint32_t equal =
          EqualAmongEightPairs(&first->tag, hit.tag) & ((1u << hit.count) - 1);
      if (equal == 0) return kNoSlot;
      return hit.slot + static_cast<std::uint32_t>(std::countr_zero(equal));
    }
    const GlobIndex::Slot* const end = first + hit.count;
    const GlobIndex::Slot* const found =
        std::lower_bound(first, end, hit.tag,
                         [](const GlobIndex::Slot& slot, std::uint32_t tag) {
                           return slot.tag < tag;
                         });
    if (found == end || found->tag != hit.tag) return kNoSlot;
    return hit.slot + static_cast<std::uint32_t>(found - first);
  }

  // In three rounds, so that the memory of one hit is on its way while the
  // others are looked at.
  template <std::size_t kGramSize>
  bool RunHits(std::uint64_t hits, std::size_t at, const Sampling& sampling) {
    std::array<Hit, kMaxHits> hit;
    std::size_t hit_count = 0;
    for (; hits != 0; hits &= hits - 1) {
      const auto i = static_cast<std::size_t>(std::countr_zero(hits));
      hit[hit_count] = MakeHit<kGramSize>(at + sampling.step * i, sampling);
      const GlobIndex::Slot* const slots =
          index_.slots.data() + hit[hit_count].slot;
      __builtin_prefetch(slots);
      __builtin_prefetch(slots + hit[hit_count].count);
      ++hit_count;
    }
    std::array<Find, kMaxHits> found;
    std::size_t found_count = 0;
    for (std::size_t i = 0; i < hit_count; ++i) {
      const std::uint32_t slot = FindSlot(hit[i]);
      if (slot == kNoSlot) continue;
      found[found_count] = {hit[i].at, index_.slots[slot].ref};
      Prefetch(RecordRef(found[found_count].ref));
      ++found_count;
    }
    for (std::size_t i = 0; i < found_count; ++i) {
      if (!RunRef(RecordRef(found[i].ref), found[i].at, sampling)) return false;
    }
    return true;
  }

  void Prefetch(RecordRef ref) const {
    if (ref.is_list()) {
      __builtin_prefetch(index_.lists.data() + ref.list());
      return;
    }
    const std::uint32_t* const words = index_.words.data() + 2 * ref.record();
    __builtin_prefetch(words);
    __builtin_prefetch(words + GlobIndex::kWordPadding);
  }

  // What `ref` refers to has the gram at `at` in its window.
  bool RunRef(RecordRef ref, std::size_t at, const Sampling& sampling) {
    if (!ref.is_list()) return RunRecord(ref, at, sampling);
    constexpr std::uint32_t kFew = 8;
    const GlobIndex::ListEntry* const head = index_.lists.data() + ref.list();
    const Entries entries = {head + 1, head + 1 + head->key};
    return head->key > kFew ? RunLongList(entries, at, head->ref, sampling)
                            : RunEach(entries, at, sampling);
  }

  struct Entries {
    const GlobIndex::ListEntry* first;
    const GlobIndex::ListEntry* last;
  };

  // Of a long list, only the records whose window is here. `kinds`: which
  // combinations of gram and place there are.
  bool RunLongList(const Entries& list, std::size_t gram_at,
                   std::uint32_t kinds, const Sampling& sampling) {
    for (; kinds != 0; kinds &= kinds - 1) {
      const auto kind = static_cast<std::size_t>(std::countr_zero(kinds));
      const std::size_t gram = kind / 3;
      const auto place = static_cast<WindowPlace>(kind % 3);
      if (gram_at < gram) continue;
      const std::size_t at = gram_at - gram;
      if (view_.size() - at < sampling.window_size) continue;
      const Entries group = FindGroup(list, at, gram, place, sampling);
      if (group.first == group.last) continue;
      if (place == WindowPlace::kHead) {
        if (!RunHeads(group, at)) return false;
      } else {
        if (place == WindowPlace::kInside && !IsFirstOfGroup(group, at)) {
          continue;
        }
        if (!RunEach(group, gram_at, sampling)) return false;
      }
    }
    return true;
  }

  // The entries of one kind whose window seems to be the one at `at`.
  Entries FindGroup(const Entries& list, std::size_t at, std::size_t gram,
                    WindowPlace place, const Sampling& sampling) const {
    std::size_t position = 0;
    if (place == WindowPlace::kHead) position = at;
    if (place == WindowPlace::kTail) position = view_.size() - at;
    const std::uint32_t key =
        WindowKey<kCase>(view_.substr(at, sampling.window_size), place,
                         position, gram) &
        index_.options.key_mask;
    auto [first, last] = std::equal_range(
        list.first, list.last, GlobIndex::ListEntry{key, 0, 0},
        [](const GlobIndex::ListEntry& a, const GlobIndex::ListEntry& b) {
          return a.key < b.key;
        });
    // Other groups with the same key, if any, stand before and after it.
    const auto other = [&](const GlobIndex::ListEntry& entry) {
      const RecordRef ref(entry.ref);
      const Record record = index_.record(ref.record());
      return record.window_class() != sampling.cls.code() ||
             ref.gram() != gram || record.place() != place;
    };
    while (first != last && other(*first)) ++first;
    while (first != last && other(*(last - 1))) --last;
    return {first, last};
  }

  // False if all entries have the same window, and it is not at `at` or was
  // seen before. The entries are ordered by window.
  bool IsFirstOfGroup(const Entries& group, std::size_t at) {
    const std::string_view window = WindowOf(*group.first);
    if (window != WindowOf(*(group.last - 1))) return true;
    return EqualBytes<kCase>(view_.data() + at, window.data(), window.size()) &&
           IsFirst(RecordRef(group.first->ref).record() | kGroup, at, window);
  }

  [[nodiscard]] std::string_view WindowOf(
      const GlobIndex::ListEntry& entry) const {
    const Record record = index_.record(RecordRef(entry.ref).record());
    return record.code().elements().substr(record.window(),
                                           index_.WindowSize(record));
  }

  bool RunEach(const Entries& entries, std::size_t at,
               const Sampling& sampling) {
    for (const auto* e = entries.first; e != entries.last; ++e) {
      if (!RunRecord(RecordRef(e->ref), at, sampling)) return false;
    }
    return true;
  }

  // Records ordered by their literal heads: what the text has in common with
  // one head tells without comparing what it has in common with the next,
  // except where that goes on from there. So the text is read once, however
  // many heads begin alike.
  bool RunHeads(const Entries& entries, std::size_t window_at) {
    std::size_t common = 0;
    for (const auto* e = entries.first; e != entries.last; ++e) {
      const Record record = index_.record(RecordRef(e->ref).record());
      const GlobCode code = record.code();
      const std::size_t head = code.literal_head_size();
      const std::size_t shared = e == entries.first ? 0 : e->shared_head;
      if (shared < common) {
        common = shared;
      } else if (shared == common) {
        const std::size_t most = std::min(head, view_.size());
        if (common < most) {
          common += CommonPrefix<kCase>(view_.data() + common,
                                        code.elements().data() + common,
                                        most - common);
        }
      }
      if (common < head || record.window() != window_at) continue;
      const std::size_t known = head == code.head_size() ? head : 0;
      if (code.Matches<kCase>(text_, known) && !Report(record)) return false;
    }
    return true;
  }

  // The gram at `at` may be a part of the record's window.
  bool RunRecord(RecordRef ref, std::size_t at, const Sampling& sampling) {
    if (at < ref.gram()) return true;
    const std::size_t begin = at - ref.gram();
    const std::size_t n = view_.size();
    const Record record = index_.record(ref.record());
    const GlobCode code = record.code();
    const std::size_t window = record.window();
    const std::string_view bytes =
        code.elements().substr(window, sampling.window_size);
    if (n - begin < bytes.size() || n < code.size()) return true;
    const std::size_t tail_shift =
        record.place() == WindowPlace::kTail ? n - code.size() : 0;
    const bool inside = record.place() == WindowPlace::kInside;
    // One branch: which of them fails is hard to foretell.
    const bool in_place = inside | (begin == window + tail_shift);
    if (!(in_place & EqualBytes<kCase>(view_.data() + begin, bytes.data(),
                                       bytes.size()))) {
      return true;
    }
    if (inside && !IsFirst(ref.record(), begin, bytes)) return true;
    // Sense or nonsense, depending on form and place; Matches checks it.
    const std::size_t inner_at = begin + code.head_size() - window;
    return !code.Matches<kCase>(text_, 0, inner_at) || Report(record);
  }

  // Whether the window of the record (with kGroup: of all records that come
  // after it with the same window), seen at `at`, was not seen before.
  bool IsFirst(std::size_t record, std::size_t at, std::string_view window) {
    if (!tried_.Insert(static_cast<std::uint32_t>(record))) return false;
    if (!tried_.is_full()) return true;
    return FindLiteral<kCase>(view_.substr(0, at + window.size() - 1), 0,
                              window) == kNoMatch;
  }

  const GlobIndex& index_;
  std::string_view view_;
  GlobText text_;
  Visitor visitor_;
  void* callee_;
  TriedRecords tried_;
};

std::string_view PlaceName(WindowPlace place) {
  switch (place) {
    case WindowPlace::kHead:
      return "head";
    case WindowPlace::kTail:
      return "tail";
    case WindowPlace::kInside:
      break;
  }
  return "inside";
}

}  // namespace

GlobSet::GlobSet() : GlobSet(Builder().Build()) {}

GlobSet::GlobSet(std::shared_ptr<const GlobIndex> index)
    : index_(std::move(index)) {}

bool GlobSet::Visit(std::string_view text, Visitor visitor,
                    void* callee) const {
  if (index_->options.letter_case == LetterCase::kFold) {
    return SetQuery<LetterCase::kFold>(*index_, text, visitor, callee).Run();
  }
  return SetQuery<LetterCase::kExact>(*index_, text, visitor, callee).Run();
}

std::vector<std::uint32_t> GlobSet::Matches(std::string_view text) const {
  std::vector<std::uint32_t> ids;
  ForEachMatch(text, [&](std::uint32_t id) { ids.push_back(id); });
  std::sort(ids.begin(), ids.end());
  return ids;
}

std::size_t GlobSet::size() const { return index_->pattern_count; }

std::size_t GlobSet::MemoryUsage() const {
  const GlobIndex& i = *index_;
  return sizeof(GlobSet) + sizeof(GlobIndex) +
         (i.words.capacity() + i.unfiled.capacity()) * sizeof(std::uint32_t) +
         i.guards.capacity() * sizeof(GlobIndex::Guard) +
         i.gram_heads.capacity() * sizeof(GlobIndex::GramHead) +
         i.blocks.capacity() * sizeof(GlobIndex::Block) +
         i.slots.capacity() * sizeof(GlobIndex::Slot) +
         i.lists.capacity() * sizeof(GlobIndex::ListEntry);
}

std::string GlobSet::Dump() const {
  std::string dump = "stride " + std::to_string(index_->stride) + "\n";
  std::size_t at = 0;
  for (std::size_t i = 0; i < index_->pattern_count; ++i) {
    const GlobIndex::Record record = index_->record(at / 2);
    const std::uint32_t cls = record.window_class();
    dump += std::to_string(record.id()) + " " +
            record.code().Decompile().ToString();
    if (cls == GlobIndex::kUnfiled) {
      dump += " unfiled\n";
    } else {
      dump += cls == 0    ? " wide "
              : cls <= 8  ? " head "
              : cls <= 16 ? " tail "
                          : " gram ";
      dump += PlaceName(record.place());
      dump += " \"";
      dump += record.code().elements().substr(record.window(),
                                              index_->WindowSize(record));
      dump += "\"\n";
    }
    at += record.word_count();
  }
  return dump;
}

}  // namespace iameval::internal
