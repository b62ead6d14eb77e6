#include <algorithm>
#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <limits>
#include <memory>
#include <optional>
#include <span>
#include <string_view>
#include <utility>
#include <vector>

#include "automata/byte_lanes.h"
#include "automata/chunk.h"
#include "automata/glob_code.h"
#include "automata/glob_index.h"
#include "automata/glob_pattern.h"
#include "automata/glob_set.h"

namespace iameval::internal {
namespace {

using Record = GlobIndex::Record;

// Literal text of a pattern between two wildcards.
struct Run {
  std::uint32_t begin = 0;
  std::uint32_t size = 0;
  WindowPlace place = WindowPlace::kInside;
};

// Where a pattern could be, or is, filed.
struct Window {
  WindowClass cls = WindowClass::Wide();
  WindowPlace place = WindowPlace::kInside;
  std::uint32_t begin = 0;
  std::uint32_t size = 0;
  std::uint32_t rivals = std::numeric_limits<std::uint32_t>::max();
};

// Roughly how often each gram occurs in the patterns. Two grams may share a
// counter; then both look more frequent than they are, which is harmless.
class GramCounts {
 public:
  explicit GramCounts(std::size_t grams)
      : shift_(64 -
               std::clamp(static_cast<int>(std::bit_width(grams)) + 1, 10, 22)),
        counts_(std::size_t{1} << (64 - shift_), 0) {}

  void Add(std::uint64_t gram, WindowClass cls) {
    std::uint16_t& count = counts_[HashGram(gram, cls.salt()) >> shift_];
    if (count != std::numeric_limits<std::uint16_t>::max()) ++count;
  }
  [[nodiscard]] std::uint32_t Get(std::uint64_t gram, WindowClass cls) const {
    return counts_[HashGram(gram, cls.salt()) >> shift_];
  }

 private:
  int shift_;
  std::vector<std::uint16_t> counts_;
};

// A gram, on its way into a slot.
struct Entry {
  std::uint32_t block;
  std::uint32_t tag;
  std::uint32_t key;
  std::uint32_t ref;
};

std::uint64_t Gram(const char* p, std::size_t size) {
  return LoadGram<LetterCase::kExact>(p, size);
}

class IndexBuilder {
 public:
  explicit IndexBuilder(GlobIndex& index) : index_(index) {}

  void Build(std::span<const GlobPattern> patterns) {
    index_.pattern_count = patterns.size();
    AppendRecords(patterns);
    ChooseStride();
    FileAll();
    EmitSlots();
    index_.words.shrink_to_fit();
    index_.unfiled.shrink_to_fit();
  }

 private:
  // Records.

  void AppendRecords(std::span<const GlobPattern> patterns) {
    const bool fold = index_.options.letter_case == LetterCase::kFold;
    for (std::size_t id = 0; id < patterns.size(); ++id) {
      records_.push_back(static_cast<std::uint32_t>(index_.words.size() / 2));
      index_.words.insert(index_.words.end(), {static_cast<std::uint32_t>(id),
                                               0, GlobIndex::kUnfiled << 8});
      AppendCode(fold ? patterns[id].Folded() : patterns[id]);
      if (index_.words.size() % 2 != 0) index_.words.push_back(0);
    }
  }

  void AppendCode(const GlobPattern& pattern) {
    if (pattern.hole_count() == 0) {
      GlobCode::Append(pattern, index_.options.splitting, index_.words);
      return;
    }
    const bool fields_are_fixed =
        index_.options.splitting == Splitting::kSixFields &&
        !HasHoleInFirstFields(pattern);
    GlobCode::Append(
        pattern.Widened(),
        fields_are_fixed ? Splitting::kSixFields : Splitting::kWhole,
        index_.words);
  }

  // Whether a hole stands before the fifth colon.
  static bool HasHoleInFirstFields(const GlobPattern& pattern) {
    std::ptrdiff_t colons = 0;
    for (const GlobPattern::Token& token : pattern.tokens()) {
      if (token.kind == GlobPattern::Kind::kHole) return colons < 5;
      if (token.kind != GlobPattern::Kind::kLiteral) continue;
      const std::string_view text = pattern.text(token);
      colons += std::count(text.begin(), text.end(), ':');
    }
    return false;
  }

  Record record(std::uint32_t number) const { return index_.record(number); }

  // The literal runs of a pattern.
  const std::vector<Run>& RunsOf(const GlobCode& code) {
    runs_.clear();
    stars_.clear();
    code.StarOffsets(stars_);
    stars_.push_back(static_cast<std::uint32_t>(code.size()));
    const char* const mask = code.mask();
    const auto size = static_cast<std::uint32_t>(code.size());
    std::uint32_t begin = 0;
    for (const std::uint32_t end : stars_) {
      while (begin < end) {
        std::uint32_t stop = end;
        if (mask != nullptr) {
          while (begin < end && mask[begin] == 0) ++begin;
          stop = begin;
          while (stop < end && mask[stop] != 0) ++stop;
        }
        if (begin == stop) continue;
        const bool at_head = begin == 0 && code.head_size() > 0;
        const bool at_tail =
            stop == size && (code.tail_size() > 0 || stars_.size() == 1);
        const WindowPlace place = at_head   ? WindowPlace::kHead
                                  : at_tail ? WindowPlace::kTail
                                            : WindowPlace::kInside;
        runs_.push_back({begin, stop - begin, place});
        begin = stop;
      }
    }
    return runs_;
  }

  // How far apart the grams of a text are looked at. Wider is faster; but then
  // windows are longer, and patterns that have none are worse off; and each
  // pattern is filed under more grams.
  void ChooseStride() {
    // 14 bytes, the window of the widest stride, are an account id and the
    // colons around it.
    const std::size_t count = records_.size();
    index_.stride = count <= 2000 ? kMaxStride : count <= 20000 ? 4 : 3;
    // How many patterns would have no window at a stride, nor a tail to be
    // filed under. (Heads tell little: texts tend to begin alike.)
    std::array<std::size_t, kMaxStride + 1> losses = {};
    for (const std::uint32_t number : records_) {
      std::uint32_t longest = 0;
      bool has_tail = false;
      for (const Run& run : RunsOf(record(number).code())) {
        longest = std::max(longest, run.size);
        has_tail |= run.place == WindowPlace::kTail && run.size >= 4;
      }
      if (longest < 8 || has_tail) continue;
      for (std::size_t s = longest - 6; s <= kMaxStride; ++s) ++losses[s];
    }
    // For a text of 80 bytes, where to look at a gram costs 1.
    const auto cost = [&](std::size_t stride) {
      return 72 / stride + 5 * losses[stride];
    };
    for (std::size_t s = index_.stride; s > 0; --s) {
      if (cost(s) < cost(index_.stride)) index_.stride = s;
    }
  }

  // Filing.

  void FileAll() {
    std::size_t grams = 0;
    for (const std::uint32_t number : records_) {
      grams += record(number).code().size();
    }
    GramCounts counts(grams);
    const std::size_t wide = index_.wide_size();
    for (const std::uint32_t number : records_) {
      CountWide(record(number).code(), counts);
    }
    std::vector<std::uint32_t> unsettled;
    for (const std::uint32_t number : records_) {
      const Window window = BestWide(record(number).code(), counts);
      if (window.size == wide && window.rivals <= kFewRivals) {
        Choose({number, window, window});
      } else {
        unsettled.push_back(number);
      }
    }
    std::uint32_t end_sizes = 0;
    for (const std::uint32_t number : unsettled) {
      end_sizes |= CountGrams(record(number).code(), counts);
    }
    for (const std::uint32_t number : records_) {
      CountEnds(record(number).code(), end_sizes, counts);
    }
    for (const std::uint32_t number : unsettled) {
      ChooseUnsettled(number, counts);
    }
    FileChosen();
  }

  // What was found for a pattern: the best window, and the best one of those
  // that are not grams. Of size 0: none.
  struct Choice {
    std::uint32_t number = 0;
    Window window;
    Window without_grams;
  };

  void Choose(const Choice& choice) {
    if (choice.window.size == 0) {
      index_.unfiled.push_back(choice.number);
      return;
    }
    choices_.push_back(choice);
    if (choice.window.cls.is_gram()) ++grams_wanted_[HasLongHead(choice)];
  }

  // A literal head that tells many texts apart.
  [[nodiscard]] bool HasLongHead(const Choice& choice) const {
    constexpr std::size_t kLongHead = 12;
    return record(choice.number).code().literal_head_size() >= kLongHead;
  }

  // Where there are few patterns, to try them all is faster than to sample the
  // text for them; with grams also those apart that would have every text
  // sampled.
  void FileChosen() {
    constexpr std::size_t kFewPatterns = 4;
    constexpr std::size_t kFewGrams = 12;
    const bool try_all = choices_.size() <= kFewPatterns;
    for (const Choice& choice : choices_) {
      const bool drop_gram = choice.window.cls.is_gram() &&
                             grams_wanted_[HasLongHead(choice)] <= kFewGrams;
      const Window& window = drop_gram ? choice.without_grams : choice.window;
      if (try_all || window.size == 0) {
        index_.unfiled.push_back(choice.number);
      } else {
        File(choice.number, window);
      }
    }
  }

  void CountWide(const GlobCode& code, GramCounts& counts) {
    const char* const elements = code.elements().data();
    for (const Run& run : RunsOf(code)) {
      if (run.size < index_.wide_size()) continue;
      for (std::uint32_t i = 0; i + 8 <= run.size; ++i) {
        counts.Add(Gram(elements + run.begin + i, 8), WindowClass::Wide());
      }
    }
  }

  // The wide window whose grams are rarest; of size 0 if there is none.
  Window BestWide(const GlobCode& code, const GramCounts& counts) {
    const auto stride = static_cast<std::uint32_t>(index_.stride);
    const char* const elements = code.elements().data();
    Window best;
    for (const Run& run : RunsOf(code)) {
      if (run.size < index_.wide_size()) continue;
      std::uint32_t recent[8] = {};  // counts of the last grams
      std::uint32_t sum = 0;
      for (std::uint32_t i = 0; i + 8 <= run.size; ++i) {
        const std::uint32_t count =
            counts.Get(Gram(elements + run.begin + i, 8), WindowClass::Wide());
        sum += count - recent[i % stride];
        recent[i % stride] = count;
        if (i + 1 < stride) continue;
        const Window window = {WindowClass::Wide(), run.place,
                               run.begin + i + 1 - stride, 8 + stride - 1,
                               sum / stride};
        if (IsBetter(window, best)) best = window;
      }
    }
    return best;
  }

  // Among rare windows the rarer one, or the later one: patterns differ at
  // their ends, and so do texts. Among frequent ones, if they are similar, one
  // at a fixed place, the first such: RunHeads is good at many heads that
  // begin alike, and tails of different length do not meet at all.
  static bool IsBetter(const Window& window, const Window& best) {
    const std::uint32_t rivals = window.rivals;
    if (rivals <= kFewRivals || best.size == 0) return rivals <= best.rivals;
    const auto magnitude = std::bit_width(rivals);
    const auto best_magnitude = std::bit_width(best.rivals);
    if (magnitude != best_magnitude) return magnitude < best_magnitude;
    constexpr std::array<int, 3> kRank = {1, 0, 2};  // tail, head, inside
    const int rank = kRank[static_cast<std::size_t>(window.place)];
    const int best_rank = kRank[static_cast<std::size_t>(best.place)];
    return rank != best_rank ? rank < best_rank : rivals < best.rivals;
  }

  static std::uint32_t GramSize(std::uint32_t longest) {
    return std::min<std::uint32_t>(longest, 4);
  }

  // Counts short grams; returns the sizes of the windows at the ends that the
  // pattern could be filed under, as bits.
  std::uint32_t CountGrams(const GlobCode& code, GramCounts& counts) {
    const char* const elements = code.elements().data();
    std::uint32_t end_sizes = 0;
    std::uint32_t longest = 0;
    for (const Run& run : RunsOf(code)) {
      longest = std::max(longest, run.size);
      if (const std::optional<Window> end = EndWindow(run)) {
        end_sizes |= 1u << end->size;
      }
    }
    const std::uint32_t size = GramSize(longest);
    for (const Run& run : runs_) {
      for (std::uint32_t i = 0; size > 0 && i + size <= run.size; ++i) {
        counts.Add(Gram(elements + run.begin + i, size),
                   WindowClass::Gram(size));
      }
    }
    return end_sizes;
  }

  // How patterns begin and end, those included that will not be filed under
  // it: texts are likely to begin and end like that.
  void CountEnds(const GlobCode& code, std::uint32_t sizes,
                 GramCounts& counts) {
    const char* const begin = code.elements().data();
    const char* const end = begin + code.size();
    for (; sizes != 0; sizes &= sizes - 1) {
      const auto size = static_cast<std::uint32_t>(std::countr_zero(sizes));
      for (const Run& run : RunsOf(code)) {
        if (run.size < size) continue;
        if (run.place == WindowPlace::kHead) {
          counts.Add(Gram(begin, size), WindowClass::Head(size));
        }
        if (run.begin + run.size == code.size()) {
          counts.Add(Gram(end - size, size), WindowClass::Tail(size));
        }
      }
    }
  }

  // The first bytes of the pattern or the last ones, if the run is too short
  // for a wide window, which says more.
  [[nodiscard]] std::optional<Window> EndWindow(const Run& run) const {
    if (run.size >= index_.wide_size()) return std::nullopt;
    const std::uint32_t size =
        std::bit_floor(std::min<std::uint32_t>(run.size, 8));
    if (run.place == WindowPlace::kHead) {
      return Window{WindowClass::Head(size), run.place, run.begin, size, 0};
    }
    if (run.place == WindowPlace::kTail) {
      return Window{WindowClass::Tail(size), run.place,
                    run.begin + run.size - size, size, 0};
    }
    return std::nullopt;
  }

  // The best of everything that is possible.
  void ChooseUnsettled(std::uint32_t number, const GramCounts& counts) {
    const GlobCode code = record(number).code();
    if (code.form() == GlobCode::Form::kNever) return;
    const char* const elements = code.elements().data();
    Window best = BestWide(code, counts);
    const auto offer = [&](Window window) {
      window.rivals =
          counts.Get(Gram(elements + window.begin, window.size), window.cls);
      if (window.rivals < best.rivals) best = window;
    };
    std::uint32_t longest = 0;
    for (const Run& run : RunsOf(code)) {
      longest = std::max(longest, run.size);
      if (const std::optional<Window> end = EndWindow(run)) offer(*end);
    }
    // To look for short grams everywhere costs a query as much as matching
    // quite a few patterns in vain.
    constexpr std::uint32_t kManyRivals = 64;
    const Window without_grams = best;
    if (best.size != 0) {
      if (best.rivals < kManyRivals) longest = 0;
      best.rivals /= 4;
    }
    const std::uint32_t size = GramSize(longest);
    for (const Run& run : runs_) {
      for (std::uint32_t i = 0; size > 0 && i + size <= run.size; ++i) {
        offer({WindowClass::Gram(size), run.place, run.begin + i, size, 0});
      }
    }
    Choose({number, best, without_grams});
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
      const std::uint32_t key = WindowKey<LetterCase::kExact>(
          {bytes, window.size}, window.place, position, gram);
      AddEntry(Gram(bytes + gram, size), window.cls, key,
               RecordRef::OfRecord(number, gram));
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
    const std::size_t blocks = entries_.size() / kGramsPerBlock + 1;
    index_.filter.assign(blocks, 0);
    index_.starts.assign(blocks + 1, 0);
    for (Entry& entry : entries_) {
      const std::uint64_t hash = std::uint64_t{entry.block} << 32;
      entry.block = static_cast<std::uint32_t>(index_.block(hash));
      index_.filter[entry.block] |= GlobIndex::FilterBits(hash);
      ++index_.starts[entry.block];
    }
    SortIntoBlocks();
    std::size_t i = 0;
    for (std::size_t block = 0; block < blocks; ++block) {
      index_.starts[block] = static_cast<std::uint32_t>(index_.tags.size());
      const std::size_t first = i;
      while (i < entries_.size() && entries_[i].block == block) ++i;
      EmitBlock(std::span(entries_).subspan(first, i - first));
    }
    index_.starts[blocks] = static_cast<std::uint32_t>(index_.tags.size());
    index_.tags.resize(index_.tags.size() + GlobIndex::kTagPadding, 0);
    index_.tags.shrink_to_fit();
    index_.refs.shrink_to_fit();
    index_.lists.shrink_to_fit();
  }

  // A counting sort; starts[] holds the counts.
  void SortIntoBlocks() {
    std::vector<std::uint32_t> next(index_.starts.size(), 0);
    for (std::size_t b = 1; b < next.size(); ++b) {
      next[b] = next[b - 1] + index_.starts[b - 1];
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
      index_.tags.push_back(entries[0].tag);
      index_.refs.push_back(ref.bits());
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

  static constexpr std::uint32_t kFewRivals = 8;
  static constexpr std::size_t kMaxStride = 7;

  GlobIndex& index_;
  std::vector<Choice> choices_;
  std::array<std::size_t, 2> grams_wanted_ = {};  // by HasLongHead
  std::vector<std::uint32_t> records_;
  std::vector<Entry> entries_;
  std::vector<Run> runs_;             // of the pattern looked at last
  std::vector<std::uint32_t> stars_;  // the same
};

}  // namespace

GlobSet::Builder::Builder(const Options& options) : options_(options) {}

std::uint32_t GlobSet::Builder::Add(const GlobPattern& pattern) {
  patterns_.push_back(pattern);
  return static_cast<std::uint32_t>(patterns_.size() - 1);
}

GlobSet GlobSet::Builder::Build() && {
  auto index = std::make_shared<GlobIndex>();
  index->options = options_;
  IndexBuilder(*index).Build(patterns_);
  patterns_.clear();
  return GlobSet(std::move(index));
}

}  // namespace iameval::internal
