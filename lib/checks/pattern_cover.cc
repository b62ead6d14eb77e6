#include "checks/pattern_cover.h"

#include <algorithm>
#include <numeric>

#include "policy/wildcards.h"

namespace iameval::internal {
namespace {

constexpr std::size_t kNone = std::string_view::npos;

// The literal text before the first wildcard.
std::string_view HeadOf(std::string_view pattern) {
  return pattern.substr(0, pattern.find_first_of("*?"));
}

// `?` stands for itself and for characters, not for `*`, which may be none or
// many. A character beyond ASCII is several bytes, for which `?` does not
// stand here: that misses a cover and invents none.
bool StepMatches(char pattern, char covered) {
  if (pattern == covered) return true;
  return pattern == '?' && covered != '*' &&
         (static_cast<unsigned char>(covered) & 0x80U) == 0;
}

}  // namespace

// The usual match of a glob with one place to go back to, with the covered
// pattern for a text. Its `*` is a character that only a `*` can match, which
// stands for all the texts that it may become.
bool Covers(std::string_view pattern, std::string_view covered, CheckRun& run) {
  std::size_t p = 0;
  std::size_t c = 0;
  std::size_t star = kNone;
  std::size_t back = 0;
  std::size_t steps = 0;
  while (c < covered.size()) {
    if (++steps == 64) {
      if (!run.Spend(steps)) return false;
      steps = 0;
    }
    if (p < pattern.size() && pattern[p] == '*') {
      star = p++;
      back = c;
    } else if (p < pattern.size() && StepMatches(pattern[p], covered[c])) {
      ++p;
      ++c;
    } else if (star != kNone) {
      p = star + 1;
      c = ++back;
    } else {
      static_cast<void>(run.Spend(steps));
      return false;
    }
  }
  while (p < pattern.size() && pattern[p] == '*') ++p;
  return run.Spend(steps + 1) && p == pattern.size();
}

// A pattern covers only patterns that begin with the text before its first
// wildcard. In the order of these heads, the patterns whose head begins a
// given one form a stack.
std::vector<std::optional<std::uint32_t>> FindCovers(
    std::span<const std::string_view> patterns, CheckRun& run) {
  std::vector<std::optional<std::uint32_t>> covers(patterns.size());
  std::vector<std::uint32_t> order(patterns.size());
  std::iota(order.begin(), order.end(), 0);
  // Those with wildcards first among equal heads; then literal texts.
  const auto before = [&](std::uint32_t a, std::uint32_t b) {
    const std::string_view head_a = HeadOf(patterns[a]);
    const std::string_view head_b = HeadOf(patterns[b]);
    if (head_a != head_b) return head_a < head_b;
    const bool wild_a = head_a.size() < patterns[a].size();
    const bool wild_b = head_b.size() < patterns[b].size();
    return wild_a != wild_b ? wild_a : a < b;
  };
  std::sort(order.begin(), order.end(), before);
  std::vector<std::uint32_t> stack;
  for (std::size_t first = 0; first < order.size();) {
    const std::string_view head = HeadOf(patterns[order[first]]);
    std::size_t last = first;
    while (last < order.size() && HeadOf(patterns[order[last]]) == head) ++last;
    while (!stack.empty() &&
           !head.starts_with(HeadOf(patterns[stack.back()]))) {
      stack.pop_back();
    }
    for (std::size_t i = first; i < last; ++i) {
      if (HasWildcard(patterns[order[i]])) stack.push_back(order[i]);
    }
    for (std::size_t i = first; i < last; ++i) {
      const std::uint32_t id = order[i];
      const std::string_view text = patterns[id];
      if (i > first && text == patterns[order[i - 1]]) {
        covers[id] = order[i - 1];
        continue;
      }
      for (const std::uint32_t other : stack) {
        if (other == id) continue;
        if (!run.Spend(1)) return covers;
        // Of two that cover each other, the earlier stays.
        if (!Covers(patterns[other], text, run)) continue;
        if (id < other && Covers(text, patterns[other], run)) continue;
        covers[id] = other;
        break;
      }
    }
    first = last;
  }
  return covers;
}

}  // namespace iameval::internal
