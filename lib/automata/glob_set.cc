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

#include "automata/byte_lanes.h"
#include "automata/chunk.h"
#include "automata/glob_code.h"
#include "automata/glob_index.h"
#include "automata/glob_pattern.h"
#include "base/hash.h"

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

// How many bytes two stretches of memory have in common at their beginning.
template <LetterCase kCase>
std::size_t CommonPrefix(const char* text, const char* literal,
                         std::size_t size) {
  std::size_t i = 0;
  for (; i + ByteLanes::kSize <= size; i += ByteLanes::kSize) {
    const std::uint32_t equal =
        TextLanes<kCase>(text + i).Equal(ByteLanes::Load(literal + i));
    if (equal != ByteLanes::kAll) {
      return i + static_cast<std::size_t>(std::countr_one(equal));
    }
  }
  while (i < size && TextByte<kCase>(text[i]) == literal[i]) ++i;
  return i;
}

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
    std::uint32_t ref;
    const GlobIndex::Slot* slot;
    const GlobIndex::Slot* slot_end;
  };
  static constexpr std::size_t kMaxHits = 64;
  // Of record numbers, to stand for a group in TriedRecords.
  static constexpr std::size_t kGroup = std::size_t{1} << 31;

  bool Report(const Record& record) { return visitor_(callee_, record.id()); }

  bool RunUnfiled() {
    for (const std::uint32_t number : index_.unfiled) {
      const Record record = index_.record(number);
      if (record.code().template Matches<kCase>(text_) && !Report(record)) {
        return false;
      }
    }
    return true;
  }

  bool RunEnds() {
    for (std::uint32_t sizes = index_.head_sizes; sizes != 0;
         sizes &= sizes - 1) {
      const auto size = static_cast<std::size_t>(std::countr_zero(sizes));
      if (view_.size() < size) break;
      if (!RunGramAt(0, size, WindowClass::Head(size))) return false;
    }
    for (std::uint32_t sizes = index_.tail_sizes; sizes != 0;
         sizes &= sizes - 1) {
      const auto size = static_cast<std::size_t>(std::countr_zero(sizes));
      if (view_.size() < size) break;
      if (!RunGramAt(view_.size() - size, size, WindowClass::Tail(size))) {
        return false;
      }
    }
    return true;
  }

  bool RunGramAt(std::size_t at, std::size_t size, WindowClass cls) {
    const std::uint64_t gram = LoadGram<kCase>(view_.data() + at, size);
    if (Scan(at, 1, 1, size, cls) == 0) return true;
    Hit hit = MakeHit(at, gram, cls);
    return !FindRef(hit) || RunRef(hit, size);
  }

  bool RunWide() {
    if (!index_.has_wide || view_.size() < index_.wide_size()) return true;
    const std::size_t stride = index_.stride;
    const std::size_t count = (view_.size() - 8) / stride + 1;
    for (std::size_t i = 0; i < count; i += kMaxHits) {
      const std::size_t at = i * stride;
      const std::uint64_t hits = Scan(at, stride, std::min(kMaxHits, count - i),
                                      8, WindowClass::Wide());
      if (!RunHits(hits, at, stride, 8, index_.wide_size(),
                   WindowClass::Wide())) {
        return false;
      }
    }
    return true;
  }

  bool RunGrams() {
    for (std::uint32_t sizes = index_.gram_sizes; sizes != 0;
         sizes &= sizes - 1) {
      const auto size = static_cast<std::size_t>(std::countr_zero(sizes));
      if (view_.size() < size) return true;
      const WindowClass cls = WindowClass::Gram(size);
      const std::size_t count = view_.size() - size + 1;
      for (std::size_t at = 0; at < count; at += kMaxHits) {
        const std::uint64_t hits =
            Scan(at, 1, std::min(kMaxHits, count - at), size, cls);
        if (!RunHits(hits, at, 1, size, size, cls)) return false;
      }
    }
    return true;
  }

  // Bit i: the gram at `at` + i * `step` passes the filter.
  std::uint64_t Scan(std::size_t at, std::size_t step, std::size_t count,
                     std::size_t size, WindowClass cls) const {
    switch (size) {
      case 8:
        return ScanSized<8>(at, step, count, cls);
      case 4:
        return ScanSized<4>(at, step, count, cls);
      case 3:
        return ScanSized<3>(at, step, count, cls);
      case 2:
        return ScanSized<2>(at, step, count, cls);
      case 1:
        return ScanSized<1>(at, step, count, cls);
      default:
        return ScanSized<0>(at, size, 1, cls);
    }
  }

  // kSize 0: one gram of `step` bytes.
  template <std::size_t kSize>
  std::uint64_t ScanSized(std::size_t at, std::size_t step, std::size_t count,
                          WindowClass cls) const {
    const std::uint64_t* const filter = index_.filter.data();
    const int shift = index_.block_shift;
    const char* p = view_.data() + at;
    std::uint64_t hits = 0;
    for (std::size_t i = 0; i < count; ++i) {
      const std::uint64_t hash =
          HashGram(LoadGram<kCase>(p, kSize == 0 ? step : kSize), cls);
      const std::uint64_t word = filter[hash >> shift];
      const std::uint64_t both =
          word >> (hash >> 32 & 63) & word >> (hash >> 38 & 63);
      hits = hits >> 1 | both << 63;
      p += step;
    }
    return hits >> (64 - count);
  }

  Hit MakeHit(std::size_t at, std::uint64_t gram, WindowClass cls) const {
    const std::size_t block = index_.block(HashGram(gram, cls));
    const GlobIndex::Slot* const slots = index_.slots.data();
    Hit hit;
    hit.at = at;
    hit.tag = TagGram(gram, cls);
    hit.slot = slots + index_.starts[block];
    hit.slot_end = slots + index_.starts[block + 1];
    return hit;
  }

  // Looks for the gram among the slots of its block.
  static bool FindRef(Hit& hit) {
    constexpr std::ptrdiff_t kFew = 8;
    if (hit.slot_end - hit.slot > kFew) {
      hit.slot =
          std::lower_bound(hit.slot, hit.slot_end, hit.tag,
                           [](const GlobIndex::Slot& slot, std::uint32_t tag) {
                             return slot.tag < tag;
                           });
    }
    for (const GlobIndex::Slot* s = hit.slot;
         s != hit.slot_end && s->tag <= hit.tag; ++s) {
      if (s->tag == hit.tag) {
        hit.ref = s->ref;
        return true;
      }
    }
    return false;
  }

  // In three rounds, so that the memory of one hit is on its way while the
  // others are looked at.
  bool RunHits(std::uint64_t hits, std::size_t at, std::size_t step,
               std::size_t gram_size, std::size_t window_size,
               WindowClass cls) {
    if (hits == 0) return true;
    std::array<Hit, kMaxHits> found;
    std::size_t count = 0;
    for (; hits != 0; hits &= hits - 1) {
      const std::size_t place =
          at + step * static_cast<std::size_t>(std::countr_zero(hits));
      found[count] =
          MakeHit(place, LoadGram<kCase>(view_.data() + place, gram_size), cls);
      __builtin_prefetch(found[count].slot);
      ++count;
    }
    std::size_t known = 0;
    for (std::size_t i = 0; i < count; ++i) {
      if (!FindRef(found[i])) continue;
      found[known] = found[i];
      const RecordRef ref(found[known].ref);
      if (ref.is_list()) {
        __builtin_prefetch(index_.lists.data() + ref.list());
      } else {
        const std::uint32_t* const words =
            index_.words.data() + 2 * ref.record();
        __builtin_prefetch(words);
        __builtin_prefetch(words + 16);
      }
      ++known;
    }
    for (std::size_t i = 0; i < known; ++i) {
      if (!RunRef(found[i], window_size)) return false;
    }
    return true;
  }

  bool RunRef(const Hit& hit, std::size_t window_size) {
    const RecordRef ref(hit.ref);
    if (!ref.is_list()) return RunRecord(ref, hit.at, window_size);
    constexpr std::uint32_t kFew = 8;
    const GlobIndex::ListEntry* const head = index_.lists.data() + ref.list();
    const GlobIndex::ListEntry* const begin = head + 1;
    const GlobIndex::ListEntry* const end = begin + head->key;
    if (head->key > kFew)
      return RunLongList(begin, end, hit, head->ref, window_size);
    for (const GlobIndex::ListEntry* e = begin; e != end; ++e) {
      if (!RunRecord(RecordRef(e->ref), hit.at, window_size)) return false;
    }
    return true;
  }

  // Of a long list, only the records whose window is here. `kinds`: which
  // combinations of gram and place there are.
  bool RunLongList(const GlobIndex::ListEntry* begin,
                   const GlobIndex::ListEntry* end, const Hit& hit,
                   std::uint32_t kinds, std::size_t window_size) {
    for (; kinds != 0; kinds &= kinds - 1) {
      const auto kind = static_cast<std::size_t>(std::countr_zero(kinds));
      const std::size_t gram = kind / 3;
      const auto place = static_cast<WindowPlace>(kind % 3);
      if (hit.at < gram) continue;
      const std::size_t at = hit.at - gram;
      if (view_.size() - at < window_size) continue;
      const std::size_t position = place == WindowPlace::kHead ? at
                                   : place == WindowPlace::kTail
                                       ? view_.size() - at
                                       : 0;
      const std::uint32_t key = WindowKey<kCase>(view_.substr(at, window_size),
                                                 place, position, gram);
      const auto [first, last] = std::equal_range(
          begin, end, GlobIndex::ListEntry{key, 0, 0},
          [](const GlobIndex::ListEntry& a, const GlobIndex::ListEntry& b) {
            return a.key < b.key;
          });
      if (first == last) continue;
      if (place == WindowPlace::kInside && SameWindow(*first, *(last - 1)) &&
          !IsFirst(RecordRef(first->ref).record() | kGroup, at,
                   view_.substr(at, window_size))) {
        continue;
      }
      const bool go_on = place == WindowPlace::kHead
                             ? RunHeads(first, last, hit.at, window_size)
                             : RunEach(first, last, hit.at, window_size);
      if (!go_on) return false;
    }
    return true;
  }

  // Entries with one key are ordered by window.
  bool SameWindow(const GlobIndex::ListEntry& first,
                  const GlobIndex::ListEntry& last) const {
    return WindowOf(first) == WindowOf(last);
  }
  [[nodiscard]] std::string_view WindowOf(
      const GlobIndex::ListEntry& entry) const {
    const Record record = index_.record(RecordRef(entry.ref).record());
    return record.code().elements().substr(record.window(),
                                           index_.WindowSize(record));
  }

  bool RunEach(const GlobIndex::ListEntry* first,
               const GlobIndex::ListEntry* last, std::size_t at,
               std::size_t window_size) {
    for (const GlobIndex::ListEntry* e = first; e != last; ++e) {
      if (!RunRecord(RecordRef(e->ref), at, window_size)) return false;
    }
    return true;
  }

  // Records ordered by their literal heads: what the text has in common with
  // one head tells without comparing what it has in common with the next,
  // except where that goes on from there. So the text is read once, however
  // many heads begin alike.
  bool RunHeads(const GlobIndex::ListEntry* first,
                const GlobIndex::ListEntry* last, std::size_t at,
                std::size_t window_size) {
    std::size_t common = 0;
    bool chained = false;
    for (const GlobIndex::ListEntry* e = first; e != last; ++e) {
      const RecordRef ref(e->ref);
      const Record record = index_.record(ref.record());
      if (record.place() != WindowPlace::kHead) {  // a key by coincidence
        if (!RunRecord(ref, at, window_size)) return false;
        continue;
      }
      const GlobCode code = record.code();
      const std::size_t head = code.literal_head_size();
      const std::size_t shared = chained ? e->shared_head : 0;
      chained = true;
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
      if (common < head || at != record.window() + ref.gram()) continue;
      const std::size_t known = head == code.head_size() ? head : 0;
      if (code.Matches<kCase>(text_, known) && !Report(record)) return false;
    }
    return true;
  }

  // The gram at `at` may be a part of the record's window.
  bool RunRecord(RecordRef ref, std::size_t at, std::size_t window_size) {
    if (at < ref.gram()) return true;
    const std::size_t begin = at - ref.gram();
    const Record record = index_.record(ref.record());
    const GlobCode code = record.code();
    const std::size_t window = record.window();
    std::size_t inner_at = kNoMatch;
    switch (record.place()) {
      case WindowPlace::kHead:
        if (begin != window) return true;
        break;
      case WindowPlace::kTail:
        if (view_.size() - begin != code.size() - window) return true;
        break;
      case WindowPlace::kInside: {
        const std::string_view bytes =
            code.elements().substr(window, window_size);
        if (view_.size() - begin < window_size ||
            !EqualBytes<kCase>(view_.data() + begin, bytes.data(),
                               window_size) ||
            !IsFirst(ref.record(), begin, bytes)) {
          return true;
        }
        const std::size_t into = window - code.head_size();
        if (begin >= into) inner_at = begin - into;
        break;
      }
    }
    if (!code.Matches<kCase>(text_, 0, inner_at)) return true;
    return Report(record);
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
         (i.words.capacity() + i.unfiled.capacity() + i.starts.capacity()) *
             sizeof(std::uint32_t) +
         i.filter.capacity() * sizeof(std::uint64_t) +
         i.slots.capacity() * sizeof(GlobIndex::Slot) +
         i.lists.capacity() * sizeof(GlobIndex::ListEntry);
}

std::string GlobSet::Dump() const {
  std::string dump = "stride " + std::to_string(index_->stride) + "\n";
  for (std::size_t at = 0; at < index_->words.size();) {
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
