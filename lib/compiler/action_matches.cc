#include "compiler/action_matches.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string_view>
#include <utility>
#include <vector>

#include "automata/glob_set.h"
#include "base/hash.h"

namespace iameval::internal {
namespace {

// The first eight bytes of a text as a number, zeros behind a shorter one.
// `whole` ends with the text and has at least eight bytes if it is longer.
std::uint64_t FirstWord(std::string_view text, std::string_view whole) {
  if (text.size() < 8) {
    return LoadTail(text.data(), text.size(), whole.size());
  }
  std::uint64_t word;
  std::memcpy(&word, text.data(), 8);
  return word;
}

// Nearly every action pattern is a service, the beginning of a name, and stars.
// Of those of a service a few dozen are looked at in turn, eight letters at
// once, and so are a few of another form. What is left makes a glob set: what
// an action costs must not grow with the patterns.
class PatternFinder {
 public:
  PatternFinder(const NameTable& texts, const PatternTable& patterns)
      : patterns_(patterns) {
    GlobSet::Builder others;
    for (PatternId id = 0; id < texts.size(); ++id) {
      if (patterns.is_match_all(id)) {
        match_all_.push_back(id);
        continue;
      }
      if (AddToService(texts.name(id), id)) continue;
      others.Add(patterns.code(id));
      other_ids_.push_back(id);
    }
    others_ = std::move(others).Build();
  }

  // Appends the patterns that match, ascending.
  void Find(std::string_view action, std::vector<PatternId>& found) {
    const std::size_t first = found.size();
    found.insert(found.end(), match_all_.begin(), match_all_.end());
    if (const Forms* forms = FormsOf(action)) {
      FindInService(*forms, action, found);
    }
    if (!other_ids_.empty()) {
      others_.ForEachMatch(action, [&](std::uint32_t other) {
        found.push_back(other_ids_[other]);
      });
    }
    if (found.size() - first > 1) {
      std::sort(found.begin() + static_cast<std::ptrdiff_t>(first),
                found.end());
    }
  }

 private:
  static constexpr std::size_t kMostPrefixes = 64;
  static constexpr std::size_t kMostTried = 24;

  // A pattern that is `text` and stars.
  struct Prefix {
    std::uint64_t word = 0;  // the letters after the colon, at most eight
    std::uint64_t mask = 0;  // the bytes of `word` that count
    std::string_view text;
    PatternId pattern = 0;
  };
  // The patterns of a service.
  struct Forms {
    std::vector<Prefix> prefixes;
    std::vector<PatternId> tried;  // those of another form
  };

  // False if it belongs to no service, or to one that has too many.
  bool AddToService(std::string_view text, PatternId id) {
    const std::size_t colon = text.find(':');
    if (colon == std::string_view::npos) return false;
    const std::string_view service = text.substr(0, colon);
    if (HasWildcard(service)) return false;
    const NameTable::Id number = services_.Intern(service);
    if (number == forms_.size()) forms_.emplace_back();
    Forms& forms = forms_[number];
    const std::string_view prefix =
        text.substr(0, text.find_last_not_of('*') + 1);
    if (prefix.size() == text.size() || HasWildcard(prefix)) {
      if (forms.tried.size() == kMostTried) return false;
      forms.tried.push_back(id);
      return true;
    }
    if (forms.prefixes.size() == kMostPrefixes) return false;
    constexpr std::string_view kAllOnes = "\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF";
    const std::string_view start = prefix.substr(colon + 1);
    forms.prefixes.push_back(
        {FirstWord(start, prefix),
         FirstWord(kAllOnes.substr(0, start.size()), ""), prefix, id});
    return true;
  }

  static bool HasWildcard(std::string_view text) {
    return std::any_of(text.begin(), text.end(),
                       [](char c) { return c == '*' || c == '?'; });
  }

  // Null if the action's service has no patterns. Neighbours tend to be of one
  // service.
  const Forms* FormsOf(std::string_view action) {
    if (service_.empty() || !action.starts_with(service_)) {
      service_ = action.substr(0, action.find(':') + 1);
      const std::string_view name =
          service_.substr(0, std::max<std::size_t>(service_.size(), 1) - 1);
      number_ = services_.Find(name, HashBytes(name));
    }
    return number_ == NameTable::kNone ? nullptr : &forms_[number_];
  }

  void FindInService(const Forms& forms, std::string_view action,
                     std::vector<PatternId>& found) const {
    const std::uint64_t word =
        FirstWord(action.substr(service_.size()), action);
    for (const Prefix& prefix : forms.prefixes) {
      if (((word ^ prefix.word) & prefix.mask) == 0 &&
          action.starts_with(prefix.text)) {
        found.push_back(prefix.pattern);
      }
    }
    for (const PatternId id : forms.tried) {
      if (patterns_.Matches(id, action)) found.push_back(id);
    }
  }

  const PatternTable& patterns_;
  NameTable services_;
  std::vector<Forms> forms_;  // by service
  std::vector<PatternId> match_all_;
  GlobSet others_;
  std::vector<PatternId> other_ids_;

  // Of the last action: its service with the colon, and that service's number.
  std::string_view service_;
  NameTable::Id number_ = NameTable::kNone;
};

ActionsOfPattern Invert(const Program& program) {
  ActionsOfPattern inverse;
  inverse.lists.resize(program.action_patterns.size());
  for (const PatternId pattern : program.matched_patterns) {
    ++inverse.lists[pattern].count;
  }
  std::uint32_t begin = 0;
  for (Slice& list : inverse.lists) {
    list.begin = begin;
    begin += std::exchange(list.count, 0);
  }
  inverse.actions.resize(begin);
  for (ActionId action = 0; action < program.actions.size(); ++action) {
    for (const PatternId pattern :
         In(program.matched_patterns, program.patterns_of_action[action])) {
      Slice& list = inverse.lists[pattern];
      inverse.actions[list.begin + list.count++] = action;
    }
  }
  return inverse;
}

}  // namespace

ActionsOfPattern MatchActionPatterns(const NameTable& texts, Program& program) {
  PatternFinder finder(texts, program.action_patterns);
  std::vector<PatternId>& pool = program.matched_patterns;
  program.patterns_of_action.reserve(program.actions.size());
  for (ActionId action = 0; action < program.actions.size(); ++action) {
    const std::size_t first = pool.size();
    finder.Find(program.actions.name(action), pool);
    program.patterns_of_action.push_back(SliceSince(pool, first));
  }
  return Invert(program);
}

}  // namespace iameval::internal
