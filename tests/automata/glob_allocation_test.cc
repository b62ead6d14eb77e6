// Matching allocates nothing: every way into the heap is counted.

#include <array>
#include <atomic>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <new>
#include <string>
#include <string_view>
#include <utility>

#include "automata/arn_glob.h"
#include "automata/glob.h"
#include "automata/glob_set.h"
#include "automata/glob_template.h"
#include "gtest/gtest.h"

namespace {

std::atomic<std::size_t> allocations = 0;

void* CountedAllocation(std::size_t size) {
  ++allocations;
  void* const memory = std::malloc(size == 0 ? 1 : size);
  if (memory == nullptr) std::abort();
  return memory;
}

}  // namespace

void* operator new(std::size_t size) { return CountedAllocation(size); }
void* operator new[](std::size_t size) { return CountedAllocation(size); }
void operator delete(void* memory) noexcept { std::free(memory); }
void operator delete[](void* memory) noexcept { std::free(memory); }
void operator delete(void* memory, std::size_t) noexcept { std::free(memory); }
void operator delete[](void* memory, std::size_t) noexcept {
  std::free(memory);
}

namespace iameval::internal {
namespace {

using ::iameval_testing::ArnGlob;

TEST(GlobAllocation, IsCounted) {
  const std::size_t before = allocations;
  const std::string text(1000, 'a');
  EXPECT_GT(allocations, before) << text.size();
}

TEST(GlobAllocation, SingleGlobsMatchWithoutAny) {
  const std::string long_text = std::string(3000, 'a') + "é:b:c:d:e:f";
  const std::array<std::string_view, 2> values = {"Alice", long_text};
  const std::array<std::string, 6> patterns = {
      "*", "arn:aws:s3:::*", "*aaaa*b*?*", "*a?a?a?a*", "????*", "a:b:c:*:e:f"};
  for (const std::string& pattern : patterns) {
    for (const LetterCase letter_case :
         {LetterCase::kExact, LetterCase::kFold}) {
      GlobPattern with_holes = GlobPattern::FromText(pattern);
      with_holes.AppendHole(0).AppendAnyRun().AppendHole(1).AppendAnyRun();
      const Glob glob = Glob::FromText(pattern, letter_case);
      const ArnGlob arn_glob = ArnGlob::FromText(pattern, letter_case);
      if (letter_case == LetterCase::kFold) with_holes = with_holes.Folded();
      int matches = 0;
      const std::size_t before = allocations;
      for (const std::string_view text :
           {std::string_view("arn:aws:s3:::b"), std::string_view(long_text)}) {
        matches += glob.Matches(text) ? 1 : 0;
        matches += arn_glob.Matches(text) ? 1 : 0;
        matches +=
            MatchesTemplate(text, with_holes, values, letter_case) ? 1 : 0;
        matches +=
            MatchesArnTemplate(text, with_holes, values, letter_case) ? 1 : 0;
      }
      EXPECT_EQ(allocations, before) << pattern << ", " << matches;
    }
  }
}

TEST(GlobAllocation, SetsMatchWithoutAny) {
  for (const LetterCase letter_case : {LetterCase::kExact, LetterCase::kFold}) {
    GlobSet::Options options;
    options.letter_case = letter_case;
    GlobSet::Builder builder(options);
    for (int i = 0; i < 3000; ++i) {
      const std::string number = std::to_string(100000 + i);
      builder.Add(GlobPattern::FromText("arn:aws:s3:::b" + number + "/*"));
      builder.Add(GlobPattern::FromText("*" + number + "*"));
      builder.Add(GlobPattern::FromText("arn:aws:s3:::*-" + number + "-*.csv"));
    }
    const GlobSet set = std::move(builder).Build();
    std::string all_numbers;
    for (int i = 0; i < 3000; ++i) all_numbers += std::to_string(100000 + i);
    std::size_t matches = 0;
    const std::size_t before = allocations;
    for (const std::string_view text :
         {std::string_view("arn:aws:s3:::b100123/x"),
          std::string_view("arn:aws:s3:::x-100123-y.csv"),
          std::string_view(all_numbers)}) {
      set.ForEachMatch(text, [&](std::uint32_t) { ++matches; });
    }
    EXPECT_EQ(allocations, before);
    EXPECT_GE(matches, 3004u);
  }
}

}  // namespace
}  // namespace iameval::internal
