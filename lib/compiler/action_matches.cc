#include "compiler/action_matches.h"

#include <algorithm>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <string_view>
#include <utility>
#include <vector>

#include "automata/glob_set.h"
#include "base/hash.h"

namespace iameval::internal {
namespace {

// Nearly every action pattern is a service, the beginning of a name, and a
// star. Those of a service are looked up by their hash, for each length that
// one of them has; of its other patterns a few are tried one by one. What is
// left makes a glob set.
class PatternFinder {
 public:
  PatternFinder(const NameTable& texts, const PatternTable& patterns)
      : texts_(texts), patterns_(patterns), next_(texts.size(), kNone) {
    table_.resize(std::bit_ceil(2 * texts.size() + 1));
    GlobSet::Builder others;
    for (PatternId id = 0; id < texts.size(); ++id) {
      if (AddToService(id)) continue;
      others.Add(patterns.code(id));
      other_ids_.push_back(id);
    }
    others_ = std::move(others).Build();
  }

  // Appends the patterns that match, ascending.
  void Find(std::string_view action, std::vector<PatternId>& found) const {
    const auto first = static_cast<std::ptrdiff_t>(found.size());
    const std::string_view name = action.substr(0, action.find(':'));
    const NameTable::Id number = services_.Find(name, HashBytes(name));
    if (number != NameTable::kNone) {
      FindInService(forms_[number], action, name.size() + 1, found);
    }
    if (!other_ids_.empty()) {
      others_.ForEachMatch(action, [&](std::uint32_t other) {
        found.push_back(other_ids_[other]);
      });
    }
    std::sort(found.begin() + first, found.end());
  }

 private:
  static constexpr PatternId kNone = NameTable::kNone;
  // What an action costs must not grow with the patterns.
  static constexpr std::size_t kLongestService = 64;
  static constexpr std::size_t kLengths = 64;
  static constexpr std::size_t kMostTried = 16;
  static constexpr int kMostProbes = 16;

  struct Place {
    std::uint64_t hash = 0;
    PatternId pattern = kNone;
  };
  // The patterns of a service.
  struct Forms {
    std::uint64_t lengths = 0;     // of what stands between colon and star
    std::vector<PatternId> tried;  // those of another form
  };

  // What stands before the stars at the end.
  [[nodiscard]] std::string_view PrefixOf(PatternId id) const {
    std::string_view text = texts_.name(id);
    while (!text.empty() && text.back() == '*') text.remove_suffix(1);
    return text;
  }

  bool AddToService(PatternId id) {
    const std::string_view text = texts_.name(id);
    const std::size_t colon = text.find(':');
    if (colon == std::string_view::npos || colon > kLongestService) {
      return false;
    }
    const std::string_view service = text.substr(0, colon);
    if (HasWildcard(service)) return false;
    const NameTable::Id number = services_.Intern(service);
    if (number == forms_.size()) forms_.emplace_back();
    Forms& forms = forms_[number];
    const std::string_view prefix = PrefixOf(id);
    const std::size_t length =
        prefix.size() - std::min(prefix.size(), colon + 1);
    if (prefix.size() < text.size() && length < kLengths &&
        !HasWildcard(prefix) && AddPrefix(prefix, id)) {
      forms.lengths |= std::uint64_t{1} << length;
      return true;
    }
    if (forms.tried.size() == kMostTried) return false;
    forms.tried.push_back(id);
    return true;
  }

  static bool HasWildcard(std::string_view text) {
    return std::any_of(text.begin(), text.end(),
                       [](char c) { return c == '*' || c == '?'; });
  }

  // False if there is no place for it near where its hash belongs.
  bool AddPrefix(std::string_view prefix, PatternId id) {
    const std::uint64_t hash = HashBytes(prefix);
    const std::size_t mask = table_.size() - 1;
    std::size_t i = hash & mask;
    for (int probes = 0; table_[i].pattern != kNone; i = (i + 1) & mask) {
      if (table_[i].hash == hash && PrefixOf(table_[i].pattern) == prefix) {
        next_[id] = table_[i].pattern;  // the same with more stars
        break;
      }
      if (++probes == kMostProbes) return false;
    }
    table_[i] = {hash, id};
    return true;
  }

  void FindInService(const Forms& forms, std::string_view action,
                     std::size_t begin, std::vector<PatternId>& found) const {
    for (std::uint64_t left = forms.lengths; left != 0; left &= left - 1) {
      const std::size_t size =
          begin + static_cast<std::size_t>(std::countr_zero(left));
      if (size > action.size()) break;
      FindPrefix(action.substr(0, size), found);
    }
    for (const PatternId id : forms.tried) {
      if (patterns_.Matches(id, action)) found.push_back(id);
    }
  }

  void FindPrefix(std::string_view prefix,
                  std::vector<PatternId>& found) const {
    const std::uint64_t hash = HashBytes(prefix);
    const std::size_t mask = table_.size() - 1;
    std::size_t i = hash & mask;
    for (int probes = 0; probes < kMostProbes && table_[i].pattern != kNone;
         ++probes, i = (i + 1) & mask) {
      if (table_[i].hash != hash || PrefixOf(table_[i].pattern) != prefix) {
        continue;
      }
      for (PatternId id = table_[i].pattern; id != kNone; id = next_[id]) {
        found.push_back(id);
      }
      return;
    }
  }

  const NameTable& texts_;
  const PatternTable& patterns_;
  NameTable services_;
  std::vector<Forms> forms_;     // by service
  std::vector<Place> table_;     // of prefixes; open addressing
  std::vector<PatternId> next_;  // with the same prefix
  GlobSet others_;
  std::vector<PatternId> other_ids_;
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
  const PatternFinder finder(texts, program.action_patterns);
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
