#include "program/action_pattern_index.h"

#include <algorithm>
#include <utility>

namespace iameval::internal {
namespace {

bool HasWildcard(std::string_view text) {
  return std::any_of(text.begin(), text.end(),
                     [](char c) { return c == '*' || c == '?'; });
}

}  // namespace

ActionPatternIndex::ActionPatternIndex(const NameTable& texts,
                                       const PatternTable& patterns) {
  std::vector<Lists> lists;
  GlobSet::Builder others;
  for (PatternId id = 0; id < texts.size(); ++id) {
    if (patterns.is_match_all(id)) {
      match_all_.push_back(id);
    } else if (!AddToService(texts.name(id), id, lists)) {
      others.Add(patterns.code(id));
      other_ids_.push_back(id);
    }
  }
  others_ = std::move(others).Build();
  Arrange(lists);
}

// False if it belongs to no service, or to one that has too many.
bool ActionPatternIndex::AddToService(std::string_view text, PatternId id,
                                      std::vector<Lists>& lists) {
  const std::size_t colon = text.find(':');
  if (colon == std::string_view::npos) return false;
  const std::string_view service = text.substr(0, colon);
  if (HasWildcard(service)) return false;
  const NameTable::Id number = services_.Intern(service);
  if (number == lists.size()) lists.emplace_back();
  Lists& own = lists[number];
  const std::string_view prefix =
      text.substr(0, text.find_last_not_of('*') + 1);
  if (prefix.size() == text.size() || HasWildcard(prefix)) {
    if (own.tried.size() == kMostTried) return false;
    own.tried.push_back(id);
    return true;
  }
  if (own.prefixes.size() == kMostPrefixes) return false;
  constexpr std::string_view kAllOnes = "\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF";
  const std::string_view start =
      prefix.substr(std::min(colon + 1, prefix.size()));
  own.prefixes.push_back(
      {FirstWord(start, prefix),
       FirstWord(kAllOnes.substr(0, start.size()), ""), id,
       start.size() <= kAllOnes.size()});
  return true;
}

void ActionPatternIndex::Arrange(const std::vector<Lists>& lists) {
  forms_.reserve(lists.size());
  for (const Lists& own : lists) {
    const std::size_t first = prefixes_.size();
    const std::size_t first_tried = tried_.size();
    prefixes_.insert(prefixes_.end(), own.prefixes.begin(),
                     own.prefixes.end());
    tried_.insert(tried_.end(), own.tried.begin(), own.tried.end());
    forms_.push_back(
        {SliceSince(prefixes_, first), SliceSince(tried_, first_tried)});
  }
}

std::size_t ActionPatternIndex::MemoryUsage() const {
  return services_.MemoryUsage() + forms_.capacity() * sizeof(Forms) +
         prefixes_.capacity() * sizeof(Prefix) +
         (tried_.capacity() + match_all_.capacity() + other_ids_.capacity()) *
             sizeof(PatternId) +
         others_.MemoryUsage();
}

}  // namespace iameval::internal
