// Measures globs and sets of globs: what README.md's table says of them.
//
//   glob_bench [--check] [--slow] [--rounds=N] [--only=sets,w5]
//              [--markdown=FILE] [--benchmark_...]
//
// The workload is read from the folder that IAMEVAL_WORKLOAD names; where it is
// not set, it is generated. --check compares the answers and measures nothing.
// --slow lets the other contenders try what takes them minutes to build.

#include <benchmark/benchmark.h>

#include <algorithm>
#include <cstddef>
#include <cstdio>
#include <fstream>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "absl/strings/str_format.h"
#include "arguments.h"
#include "clock.h"
#include "glob_contenders.h"
#include "glob_workload.h"
#include "table.h"
#include "workload.h"

namespace iameval_bench {
namespace {

using Contender = std::shared_ptr<GlobContender>;
using Case = std::shared_ptr<const GlobCase>;
using Answers = std::vector<MatchedGlobs>;

Answers AnswersOf(GlobContender& contender, GlobTexts texts) {
  Answers answers;
  for (const std::string& text : texts) {
    answers.push_back(contender.Match(text));
  }
  return answers;
}

// Ends the program where the contender differs from the baseline.
void Check(const GlobCase& globs, const std::string& who,
           GlobContender& contender, std::span<const MatchedGlobs> expected) {
  for (std::size_t i = 0; i < expected.size(); ++i) {
    const MatchedGlobs found = contender.Match(globs.texts[i]);
    if (found == expected[i]) continue;
    Fail(absl::StrFormat("%s: %s finds %d patterns in text %d, expected %d",
                         globs.name, who, found.count, i, expected[i].count));
  }
}

void MatchAll(GlobContender& contender, GlobTexts texts) {
  for (const std::string& text : texts) {
    benchmark::DoNotOptimize(contender.Match(text));
  }
}

// ---- Sets of resource patterns

struct Size {
  std::size_t patterns;
  double limit;              // ns a text
  std::size_t texts;         // for the baseline
  std::size_t others_texts;  // for RE2::Set and Vectorscan
  bool vectorscan;           // compiled in seconds and not in minutes
};
constexpr Size kSizes[] = {{10, 60, 5000, 5000, true},
                           {100, 100, 5000, 5000, true},
                           {1000, 130, 5000, 5000, true},
                           {10'000, 200, 2000, 5000, true},
                           {100'000, 300, 500, 500, false}};

std::span<const std::string> First(const Case& globs, std::size_t count) {
  return std::span(globs->texts).first(std::min(count, globs->texts.size()));
}

// What the rows of one size have in common.
struct SetRows {
  Case globs;
  Size size;
  Answers expected;
  std::string prefix;
  Table& table;
};

// A contender other than the library, and how often the library is faster.
void AddOther(const SetRows& rows, const std::string& name,
              const std::string& title, const Contender& contender) {
  const GlobTexts texts = First(rows.globs, rows.size.others_texts);
  const std::size_t checked = std::min(texts.size(), rows.expected.size());
  Check(*rows.globs, title, *contender,
        std::span(rows.expected).first(checked));
  MatchAll(*contender, texts);
  rows.table.Add({.name = rows.prefix + name,
                  .title = title + ", texts seen before",
                  .baseline = rows.prefix + "naive"},
                 texts.size(), [globs = rows.globs, contender, texts] {
                   MatchAll(*contender, texts);
                 });
  rows.table.AddDerived({.name = rows.prefix + name + "_ratio",
                         .title = title + " over GlobSet",
                         .unit = Unit::kTimes,
                         .limit = 1,
                         .at_least = true,
                         .baseline = rows.prefix + "set",
                         .over = rows.prefix + name});
}

void AddRe2(const SetRows& rows) {
  AddOther(rows, "re2", "RE2::Set", MakeRe2Set(rows.globs->patterns));
  constexpr std::size_t kTexts = 200;
  rows.table.AddMeasured({.name = rows.prefix + "re2_first",
                          .title = "RE2::Set, texts not seen before",
                          .baseline = rows.prefix + "naive"},
                         [globs = rows.globs] {
                           const GlobContenderPtr fresh =
                               MakeRe2Set(globs->patterns);
                           const GlobTexts texts = First(globs, kTexts);
                           return ThreadNanosecondsOf([&] {
                                    MatchAll(*fresh, texts);
                                    return 0;
                                  }) /
                                  static_cast<double>(texts.size());
                         });
}

void AddLibrary(const SetRows& rows) {
  const Case& globs = rows.globs;
  const Contender set = MakeGlobSetContender(globs->patterns);
  Check(*globs, "GlobSet", *set, rows.expected);
  rows.table.Add({.name = rows.prefix + "set",
                  .title = "GlobSet",
                  .limit = rows.size.limit,
                  .baseline = rows.prefix + "naive"},
                 globs->texts.size(),
                 [globs, set] { MatchAll(*set, globs->texts); });
  rows.table.AddMeasured(
      {.name = rows.prefix + "build",
       .title = "GlobSet: build, a pattern",
       .limit = 1500},
      [globs] {
        // Small sets several times: one would take no longer than the clock.
        const std::size_t times = 20'000 / globs->patterns.size() + 1;
        const double time = ThreadNanosecondsOf([&] {
          for (std::size_t i = 0; i < times; ++i) {
            const auto built = MakeGlobSetContender(globs->patterns);
            benchmark::DoNotOptimize(built.get());
          }
          return 0;
        });
        return time / static_cast<double>(times * globs->patterns.size());
      });
  rows.table.AddMeasured(
      {.name = rows.prefix + "memory",
       .title = "GlobSet: memory",
       .unit = Unit::kMegabytes},
      [set] { return static_cast<double>(set->MemoryUsage()); });
}

void AddSet(const Arguments& arguments, const std::string& folder,
            const Size& size, Table& table) {
  const auto globs =
      std::make_shared<const GlobCase>(MakeGlobSet(folder, size.patterns));
  const Contender naive = MakeNaiveGlobs(globs->patterns);
  const GlobTexts texts = First(globs, size.texts);
  const SetRows rows = {globs, size, AnswersOf(*naive, texts),
                        globs->name + "/", table};
  table.StartSection(absl::StrFormat("%d resource patterns, %d texts",
                                     globs->patterns.size(),
                                     globs->texts.size()));
  table.Add({.name = rows.prefix + "naive", .title = "naive"}, texts.size(),
            [globs, naive, texts] { MatchAll(*naive, texts); });
  AddLibrary(rows);
  if (arguments.check && size.patterns > 1000) return;
  AddRe2(rows);
  if (!size.vectorscan && !arguments.slow) return;
  if (const Contender vectorscan = MakeVectorscan(globs->patterns)) {
    AddOther(rows, "vectorscan", "Vectorscan", vectorscan);
  }
}

void AddSets(const Arguments& arguments, const std::string& folder,
             Table& table) {
  for (const Size& size : kSizes) {
    // The baseline would take seconds to check what was generated.
    if (folder.empty() && size.patterns > 10'000) continue;
    AddSet(arguments, folder, size, table);
  }
}

// ---- W5

constexpr double kNanosecondsPerByte = 8;

void AddSingle(const Case& globs, const std::string& title, Table& table) {
  const Contender naive = MakeNaiveGlobs(globs->patterns);
  const Contender glob = MakeGlobContender(globs->patterns);
  const Contender set = MakeGlobSetContender(globs->patterns);
  const Answers expected = AnswersOf(*naive, globs->texts);
  Check(*globs, "Glob", *glob, expected);
  Check(*globs, "GlobSet", *set, expected);
  const std::string name = "w5/" + title;
  table.Add({.name = name + "/naive", .title = title + ", naive"},
            globs->text_bytes(),
            [globs, naive] { MatchAll(*naive, globs->texts); });
  table.Add({.name = name,
             .title = title,
             .limit = kNanosecondsPerByte,
             .baseline = name + "/naive"},
            globs->text_bytes(),
            [globs, glob] { MatchAll(*glob, globs->texts); });
}

void AddMany(const Case& globs, Table& table) {
  const Contender naive = MakeNaiveGlobs(globs->patterns);
  const Contender set = MakeGlobSetContender(globs->patterns);
  Check(*globs, "GlobSet", *set, AnswersOf(*naive, globs->texts));
  const std::string name = "w5/" + globs->name;
  const auto pass = [globs](const Contender& contender) {
    return [globs, contender] { MatchAll(*contender, globs->texts); };
  };
  table.Add({.name = name + "/naive",
             .title = globs->name + ", naive",
             .unit = Unit::kMicroseconds},
            globs->texts.size(), pass(naive));
  table.Add({.name = name,
             .title = globs->name,
             .unit = Unit::kMicroseconds,
             .limit = globs->patterns.size() == 10'000 ? 150e3 : 0,
             .baseline = name + "/naive"},
            globs->texts.size(), pass(set));
  table.AddMeasured({.name = name + "/build",
                     .title = globs->name + ", build",
                     .unit = Unit::kMilliseconds,
                     .limit = 100e6},
                    [globs] {
                      return ThreadNanosecondsOf([&] {
                        return MakeGlobSetContender(globs->patterns);
                      });
                    });
  table.AddMeasured({.name = name + "/memory",
                     .title = globs->name + ", memory",
                     .unit = Unit::kMegabytes,
                     .limit = 16e6},
                    [set] { return static_cast<double>(set->MemoryUsage()); });
}

void AddAdversarial(const std::string& folder, Table& table) {
  const std::vector<GlobCase> cases = MakeAdversarialGlobs(folder);
  table.StartSection("made to be slow: one pattern, a byte of text");
  for (const GlobCase& each : cases) {
    if (each.patterns.size() != 1) continue;
    AddSingle(std::make_shared<const GlobCase>(each), each.name, table);
  }
  constexpr std::size_t kTimes = 8;
  table.StartSection(absl::StrFormat(
      "the same with texts %d times as long, a byte of text", kTimes));
  for (const GlobCase& each : cases) {
    if (each.patterns.size() != 1) continue;
    AddSingle(std::make_shared<const GlobCase>(Lengthened(each, kTimes)),
              absl::StrFormat("%s, %d times", each.name, kTimes), table);
  }
  table.StartSection("made to be slow: sets, a text");
  for (const GlobCase& each : cases) {
    if (each.patterns.size() == 1) continue;
    AddMany(std::make_shared<const GlobCase>(each), table);
  }
}

void Run(const Arguments& arguments) {
  const std::string folder = WorkloadFolder();
  Table table;
  if (arguments.Wants("sets")) {
    AddSets(arguments, folder, table);
    std::fputs("sets: all answers are right\n", stderr);
  }
  if (arguments.Wants("w5")) {
    AddAdversarial(folder, table);
    std::fputs("w5: all answers are right\n", stderr);
  }
  if (arguments.check) return;
  table.Run(arguments.rounds);
  const std::string markdown = table.Markdown();
  std::fputs(markdown.c_str(), stdout);
  if (!arguments.markdown.empty()) {
    std::ofstream(arguments.markdown) << markdown;
  }
}

}  // namespace
}  // namespace iameval_bench

int main(int argc, char** argv) {
  iameval_bench::Run(iameval_bench::ParseArguments(argc, argv));
  return 0;
}
