#include "automata/glob_windows.h"

#include <algorithm>
#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <optional>
#include <span>
#include <vector>

#include "automata/glob_code.h"
#include "automata/glob_index.h"
#include "base/byte_lanes.h"

namespace iameval::internal {
namespace {

constexpr std::size_t kMaxStride = 7;
// Up to here a window is as good as one that a pattern has for itself.
constexpr std::uint32_t kFewRivals = 8;
// A literal head of so many bytes tells texts apart.
constexpr std::size_t kLongHead = 12;

// Literal text of a pattern between two wildcards.
struct Run {
  std::uint32_t begin = 0;
  std::uint32_t size = 0;
  WindowPlace place = WindowPlace::kInside;
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

std::uint64_t Gram(const char* p, std::size_t size) {
  return LoadGram<LetterCase::kExact>(p, size);
}

class WindowChooser {
 public:
  WindowChooser(std::span<const std::uint32_t> records, GlobIndex& index)
      : records_(records), index_(index) {}

  std::vector<Window> Choose() {
    std::vector<Window> windows(records_.size());
    FindRuns();
    if (!ChooseStride()) return windows;
    std::size_t bytes = 0;
    for (const std::uint32_t number : records_) bytes += code(number).size();
    GramCounts counts(bytes);
    for (std::size_t i = 0; i < records_.size(); ++i) CountWide(i, counts);
    std::vector<std::size_t> unsettled;
    std::uint32_t end_sizes = 0;
    for (std::size_t i = 0; i < records_.size(); ++i) {
      windows[i] = BestWide(i, counts);
      if (windows[i].size == 0 || windows[i].rivals > kFewRivals) {
        unsettled.push_back(i);
        end_sizes |= CountGrams(i, counts);
      }
    }
    for (std::size_t i = 0; i < records_.size(); ++i) {
      CountEnds(i, end_sizes, counts);
    }
    std::vector<Alternative> grams;
    for (const std::size_t i : unsettled) {
      windows[i] = BestWithoutGrams(i, windows[i], counts);
      const Window gram = BestGram(i, windows[i], counts);
      if (gram.size != 0) grams.push_back({i, gram});
    }
    TakeGrams(grams, windows);
    LeaveFewUnfiled(windows);
    return windows;
  }

 private:
  struct Alternative {
    std::size_t pattern;
    Window gram;
  };

  [[nodiscard]] GlobCode code(std::uint32_t number) const {
    return index_.record(number).code();
  }
  [[nodiscard]] const char* Elements(std::size_t pattern) const {
    return code(records_[pattern]).elements().data();
  }

  // The literal runs of all patterns.
  void FindRuns() {
    runs_.reserve(2 * records_.size());
    ends_.reserve(records_.size());
    for (const std::uint32_t number : records_) {
      AppendRuns(code(number));
      ends_.push_back(static_cast<std::uint32_t>(runs_.size()));
    }
  }

  [[nodiscard]] std::span<const Run> RunsOf(std::size_t i) const {
    const std::size_t begin = i == 0 ? 0 : ends_[i - 1];
    return std::span(runs_).subspan(begin, ends_[i] - begin);
  }

  void AppendRuns(const GlobCode& code) {
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
  }

  // How far apart the grams of a text are looked at. Wider is faster; but then
  // windows are longer, and patterns that have none are worse off; and each
  // pattern is filed under more grams. False: there is to be no index.
  bool ChooseStride() {
    // 14 bytes, the window of the widest stride, are an account id and the
    // colons around it.
    const std::size_t count = records_.size();
    index_.stride = count <= 2000 ? kMaxStride : count <= 20000 ? 5 : 3;
    // How many patterns would have no window at a stride, nor a tail to be
    // filed under. (Heads tell little: texts tend to begin alike.)
    std::array<std::size_t, kMaxStride + 1> losses = {};
    for (std::size_t i = 0; i < records_.size(); ++i) {
      std::uint32_t longest = 0;
      bool has_tail = false;
      for (const Run& run : RunsOf(i)) {
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
    return FitIntoBudget();
  }

  // A gram takes 11 bytes, and 12 more where it is in a list.
  [[nodiscard]] bool FitIntoBudget() {
    constexpr std::size_t kBytesPerGram = 24;
    const std::size_t patterns = kBytesPerGram * records_.size();
    const std::size_t most = index_.options.max_index_bytes;
    while (index_.stride > 1 && patterns * index_.stride > most) {
      --index_.stride;
    }
    return patterns * index_.stride <= most &&
           index_.words.size() / 2 <= RecordRef::kMaxRecord;
  }

  void CountWide(std::size_t pattern, GramCounts& counts) const {
    const char* const elements = Elements(pattern);
    for (const Run& run : RunsOf(pattern)) {
      if (run.size < index_.wide_size()) continue;
      for (std::uint32_t i = 0; i + 8 <= run.size; ++i) {
        counts.Add(Gram(elements + run.begin + i, 8), WindowClass::Wide());
      }
    }
  }

  // The wide window whose grams are rarest; of size 0 if there is none.
  Window BestWide(std::size_t pattern, const GramCounts& counts) const {
    Window best;
    for (const Run& run : RunsOf(pattern)) {
      if (run.size < index_.wide_size()) continue;
      const Window window = BestWideOf(run, Elements(pattern), counts);
      if (IsBetter(window, best)) best = window;
    }
    best.rivals /= static_cast<std::uint32_t>(index_.stride);
    return best;
  }

  // The rarest of a run; of rare ones that are equally so the last, as patterns
  // differ at their ends, and so do texts. `rivals` are those of all its grams.
  // Which is better than the one before cannot be guessed: no branch on it.
  Window BestWideOf(const Run& run, const char* elements,
                    const GramCounts& counts) const {
    const auto stride = static_cast<std::uint32_t>(index_.stride);
    std::array<std::uint32_t, kMaxStride> recent = {};  // the last counts
    std::uint32_t oldest = 0;
    std::uint32_t sum = 0;
    std::uint32_t at = run.begin;
    const auto add = [&] {
      const std::uint32_t count =
          counts.Get(Gram(elements + at, 8), WindowClass::Wide());
      sum += count - recent[oldest];
      recent[oldest] = count;
      oldest = oldest + 1 == stride ? 0 : oldest + 1;
      ++at;
    };
    for (std::uint32_t i = 1; i < stride; ++i) add();
    std::uint32_t least = std::numeric_limits<std::uint32_t>::max();
    std::uint32_t end = 0;  // behind the first byte of its last gram
    while (at + 8 <= run.begin + run.size) {
      add();
      const std::uint32_t limit =
          least + (least <= kFewRivals * stride ? 1 : 0);
      end = sum < limit ? at : end;
      least = sum < limit ? sum : least;
    }
    return {WindowClass::Wide(), run.place, end - stride, 8 + stride - 1,
            least};
  }

  // Among rare windows the rarer one, or the later one. Among frequent ones, if
  // they are similar, one at a fixed place, the first such: RunHeads is good at
  // many heads that begin alike, and tails of different length do not meet at
  // all.
  [[nodiscard]] bool IsBetter(const Window& window, const Window& best) const {
    const std::uint32_t rivals = window.rivals;  // of all its grams
    if (rivals <= kFewRivals * index_.stride || best.size == 0) {
      return rivals <= best.rivals;
    }
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
  std::uint32_t CountGrams(std::size_t pattern, GramCounts& counts) const {
    const char* const elements = Elements(pattern);
    std::uint32_t end_sizes = 0;
    std::uint32_t longest = 0;
    for (const Run& run : RunsOf(pattern)) {
      longest = std::max(longest, run.size);
      if (const std::optional<Window> end = EndWindow(run)) {
        end_sizes |= 1u << end->size;
      }
    }
    const std::uint32_t size = GramSize(longest);
    for (const Run& run : RunsOf(pattern)) {
      for (std::uint32_t i = 0; size > 0 && i + size <= run.size; ++i) {
        counts.Add(Gram(elements + run.begin + i, size),
                   WindowClass::Gram(size));
      }
    }
    return end_sizes;
  }

  // How patterns begin and end, those included that will not be filed under
  // it: texts are likely to begin and end like that.
  void CountEnds(std::size_t pattern, std::uint32_t sizes,
                 GramCounts& counts) const {
    if (sizes == 0) return;
    const std::size_t elements = code(records_[pattern]).size();
    const char* const begin = Elements(pattern);
    const char* const end = begin + elements;
    for (; sizes != 0; sizes &= sizes - 1) {
      const auto size = static_cast<std::uint32_t>(std::countr_zero(sizes));
      for (const Run& run : RunsOf(pattern)) {
        if (run.size < size) continue;
        if (run.place == WindowPlace::kHead) {
          counts.Add(Gram(begin, size), WindowClass::Head(size));
        }
        if (run.begin + run.size == elements) {
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

  // The best of a wide window and those at the ends; none if it says little.
  Window BestWithoutGrams(std::size_t pattern, Window best,
                          const GramCounts& counts) const {
    const char* const elements = Elements(pattern);
    for (const Run& run : RunsOf(pattern)) {
      if (std::optional<Window> end = EndWindow(run)) {
        end->rivals =
            counts.Get(Gram(elements + end->begin, end->size), end->cls);
        if (end->rivals < best.rivals) best = *end;
      }
    }
    // What most texts begin with is no help.
    const bool common =
        best.place == WindowPlace::kHead && best.rivals >= records_.size() / 4;
    return common ? Window() : best;
  }

  // To look for short grams everywhere costs a query as much as matching quite
  // a few patterns in vain. So: the best gram if `other` is no window or much
  // worse; else none.
  Window BestGram(std::size_t pattern, const Window& other,
                  const GramCounts& counts) const {
    constexpr std::uint32_t kManyRivals = 64;
    constexpr std::uint32_t kMuchWorse = 4;
    Window best;
    if (other.size != 0) {
      if (other.rivals < kManyRivals) return best;
      best.rivals = other.rivals / kMuchWorse;
    }
    const char* const elements = Elements(pattern);
    std::uint32_t longest = 0;
    for (const Run& run : RunsOf(pattern))
      longest = std::max(longest, run.size);
    const std::uint32_t size = GramSize(longest);
    for (const Run& run : RunsOf(pattern)) {
      for (std::uint32_t i = 0; size > 0 && i + size <= run.size; ++i) {
        const WindowClass cls = WindowClass::Gram(size);
        const std::uint32_t rivals =
            counts.Get(Gram(elements + run.begin + i, size), cls);
        if (rivals < best.rivals) {
          best = {cls, run.place, run.begin + i, size, rivals};
        }
      }
    }
    return best;
  }

  // Grams are used where enough patterns want them: among those with a literal
  // head that tells texts apart, so that only texts with such a head are
  // searched (GlobIndex::gram_heads), and among the others.
  void TakeGrams(std::span<const Alternative> grams,
                 std::vector<Window>& windows) const {
    constexpr std::size_t kEnough = 13;
    std::array<std::size_t, 2> wanted = {};
    for (const Alternative& a : grams) ++wanted[HasLongHead(a)];
    for (const Alternative& a : grams) {
      if (wanted[HasLongHead(a)] >= kEnough) windows[a.pattern] = a.gram;
    }
  }

  [[nodiscard]] bool HasLongHead(const Alternative& a) const {
    return code(records_[a.pattern]).literal_head_size() >= kLongHead;
  }

  // To try a few patterns is faster than to sample the text for them; and more
  // than a few if most begin with a text that few texts have.
  void LeaveFewUnfiled(std::vector<Window>& windows) const {
    constexpr std::ptrdiff_t kFew = 4;
    constexpr std::ptrdiff_t kFewWithHeads = 16;
    std::ptrdiff_t filed = 0;
    std::ptrdiff_t without_head = 0;
    for (std::size_t i = 0; i < windows.size(); ++i) {
      const bool is_filed = windows[i].size != 0;
      filed += is_filed ? 1 : 0;
      const bool head = code(records_[i]).literal_head_size() >= kLongHead;
      without_head += is_filed && !head ? 1 : 0;
    }
    if (filed <= kFew || (filed <= kFewWithHeads && without_head <= kFew)) {
      windows.assign(windows.size(), Window());
    }
  }

  std::span<const std::uint32_t> records_;
  GlobIndex& index_;
  std::vector<Run> runs_;             // of all patterns
  std::vector<std::uint32_t> ends_;   // where each pattern's end there
  std::vector<std::uint32_t> stars_;  // of the pattern at hand
};

}  // namespace

std::vector<Window> ChooseWindows(std::span<const std::uint32_t> records,
                                  GlobIndex& index) {
  return WindowChooser(records, index).Choose();
}

}  // namespace iameval::internal
