#include "glob_contenders.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "automata/glob.h"
#include "automata/glob_pattern.h"
#include "automata/glob_set.h"
#include "re2/re2.h"
#include "re2/set.h"
#include "workload.h"

#if defined(IAMEVAL_BENCH_VECTORSCAN)
#include <hs/hs.h>
#endif

namespace iameval_bench {
namespace {

using iameval::internal::Glob;
using iameval::internal::GlobPattern;
using iameval::internal::GlobSet;

class NaiveGlobs : public GlobContender {
 public:
  explicit NaiveGlobs(GlobTexts patterns) {
    for (const std::string& pattern : patterns) {
      patterns_.push_back(
          {pattern, std::min(pattern.find_first_of("*?"), pattern.size())});
    }
  }

  MatchedGlobs Match(std::string_view text) override {
    MatchedGlobs matched;
    for (std::size_t i = 0; i < patterns_.size(); ++i) {
      if (Matches(patterns_[i], text)) matched.Add(i);
    }
    return matched;
  }

 private:
  struct Pattern {
    std::string text;
    std::size_t head;
  };

  static bool Matches(const Pattern& pattern, std::string_view text) {
    const std::string_view glob = pattern.text;
    if (!text.starts_with(glob.substr(0, pattern.head))) return false;
    std::size_t at = pattern.head;
    std::size_t p = pattern.head;
    std::size_t star = std::string_view::npos;
    std::size_t after_star = 0;  // in the text
    while (at < text.size()) {
      if (p < glob.size() && glob[p] == '*') {
        star = p++;
        after_star = at;
      } else if (p < glob.size() && (glob[p] == '?' || glob[p] == text[at])) {
        ++p;
        ++at;
      } else if (star != std::string_view::npos) {
        p = star + 1;
        at = ++after_star;
      } else {
        return false;
      }
    }
    while (p < glob.size() && glob[p] == '*') ++p;
    return p == glob.size();
  }

  std::vector<Pattern> patterns_;
};

class GlobSetContender : public GlobContender {
 public:
  explicit GlobSetContender(GlobTexts patterns) {
    GlobSet::Builder builder;
    for (const std::string& pattern : patterns) {
      builder.Add(GlobPattern::FromText(pattern));
    }
    set_ = std::move(builder).Build();
  }

  MatchedGlobs Match(std::string_view text) override {
    MatchedGlobs matched;
    set_.ForEachMatch(text, [&](std::uint32_t id) { matched.Add(id); });
    return matched;
  }
  [[nodiscard]] std::size_t MemoryUsage() const override {
    return set_.MemoryUsage();
  }

 private:
  GlobSet set_;
};

class OneGlob : public GlobContender {
 public:
  explicit OneGlob(const std::string& pattern)
      : glob_(Glob::FromText(pattern)) {}

  MatchedGlobs Match(std::string_view text) override {
    MatchedGlobs matched;
    if (glob_.Matches(text)) matched.Add(0);
    return matched;
  }

 private:
  Glob glob_;
};

// The texts are ASCII, so that a byte is a character.
std::string ToRegex(std::string_view glob) {
  std::string regex;
  for (const char c : glob) {
    if (c == '*') {
      regex += ".*";
    } else if (c == '?') {
      regex += '.';
    } else {
      regex += RE2::QuoteMeta(re2::StringPiece(&c, 1));
    }
  }
  return regex;
}

class Re2Set : public GlobContender {
 public:
  explicit Re2Set(GlobTexts patterns) : set_(Options(), RE2::ANCHOR_BOTH) {
    for (const std::string& pattern : patterns) {
      std::string error;
      if (set_.Add(ToRegex(pattern), &error) < 0) Fail("RE2: " + error);
    }
    if (!set_.Compile()) Fail("RE2 has no memory for the set");
  }

  MatchedGlobs Match(std::string_view text) override {
    RE2::Set::ErrorInfo error;
    MatchedGlobs matched;
    if (set_.Match(re2::StringPiece(text.data(), text.size()), &ids_, &error)) {
      for (const int id : ids_) matched.Add(static_cast<std::size_t>(id));
    } else if (error.kind != RE2::Set::kNoError) {
      Fail("RE2::Set ran out of memory");
    }
    return matched;
  }

 private:
  static RE2::Options Options() {
    RE2::Options options(RE2::Latin1);
    options.set_dot_nl(true);
    options.set_max_mem(std::int64_t{2} << 30);
    options.set_log_errors(false);
    return options;
  }

  RE2::Set set_;
  std::vector<int> ids_;
};

#if defined(IAMEVAL_BENCH_VECTORSCAN)
class Vectorscan : public GlobContender {
 public:
  explicit Vectorscan(GlobTexts patterns) {
    std::vector<std::string> regexes;
    std::vector<const char*> expressions;
    std::vector<unsigned> ids;
    for (const std::string& pattern : patterns) {
      regexes.push_back("^" + ToRegex(pattern) + "\\z");
    }
    for (const std::string& regex : regexes) {
      ids.push_back(static_cast<unsigned>(expressions.size()));
      expressions.push_back(regex.c_str());
    }
    const std::vector<unsigned> flags(patterns.size(), HS_FLAG_DOTALL |
                                                           HS_FLAG_SINGLEMATCH |
                                                           HS_FLAG_ALLOWEMPTY);
    hs_compile_error_t* error = nullptr;
    if (hs_compile_multi(expressions.data(), flags.data(), ids.data(),
                         static_cast<unsigned>(expressions.size()),
                         HS_MODE_BLOCK, nullptr, &database_,
                         &error) != HS_SUCCESS) {
      Fail(std::string("Vectorscan: ") + error->message);
    }
    if (hs_alloc_scratch(database_, &scratch_) != HS_SUCCESS) {
      Fail("Vectorscan has no memory");
    }
  }
  ~Vectorscan() override {
    hs_free_scratch(scratch_);
    hs_free_database(database_);
  }

  MatchedGlobs Match(std::string_view text) override {
    MatchedGlobs matched;
    const auto add = [](unsigned id, unsigned long long, unsigned long long,
                        unsigned, void* context) {
      static_cast<MatchedGlobs*>(context)->Add(id);
      return 0;
    };
    if (hs_scan(database_, text.data(), static_cast<unsigned>(text.size()), 0,
                scratch_, add, &matched) != HS_SUCCESS) {
      Fail("Vectorscan did not scan");
    }
    return matched;
  }
  [[nodiscard]] std::size_t MemoryUsage() const override {
    std::size_t bytes = 0;
    return hs_database_size(database_, &bytes) == HS_SUCCESS ? bytes : 0;
  }

 private:
  hs_database_t* database_ = nullptr;
  hs_scratch_t* scratch_ = nullptr;
};
#endif

}  // namespace

GlobContenderPtr MakeNaiveGlobs(GlobTexts patterns) {
  return std::make_unique<NaiveGlobs>(patterns);
}

GlobContenderPtr MakeGlobSetContender(GlobTexts patterns) {
  return std::make_unique<GlobSetContender>(patterns);
}

GlobContenderPtr MakeGlobContender(GlobTexts patterns) {
  return std::make_unique<OneGlob>(patterns.front());
}

GlobContenderPtr MakeRe2Set(GlobTexts patterns) {
  return std::make_unique<Re2Set>(patterns);
}

GlobContenderPtr MakeVectorscan([[maybe_unused]] GlobTexts patterns) {
#if defined(IAMEVAL_BENCH_VECTORSCAN)
  return std::make_unique<Vectorscan>(patterns);
#else
  return nullptr;
#endif
}

}  // namespace iameval_bench
