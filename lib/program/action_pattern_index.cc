#include "program/action_pattern_index.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
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
  std::vector<Counts> counts;
  std::vector<Filed> filed;
  filed.reserve(texts.size());
  GlobSet::Builder others;
  for (PatternId id = 0; id < texts.size(); ++id) {
    if (patterns.is_match_all(id)) {
      match_all_.push_back(id);
    } else if (!AddToService(texts.name(id), id, counts, filed)) {
      others.Add(patterns.code(id));
      other_ids_.push_back(id);
    }
  }
  others_ = std::move(others).Build();
  Arrange(counts, filed);
}

// False if it belongs to no service, or to one that has too many.
bool ActionPatternIndex::AddToService(std::string_view text, PatternId id,
                                      std::vector<Counts>& counts,
                                      std::vector<Filed>& filed) {
  const std::size_t colon = text.find(':');
  if (colon == std::string_view::npos) return false;
  const std::string_view service = text.substr(0, colon);
  if (HasWildcard(service)) return false;
  const NameTable::Id number = services_.Intern(service);
  if (number == counts.size()) counts.emplace_back();
  Counts& own = counts[number];
  const std::string_view stem = text.substr(0, text.find_last_not_of('*') + 1);
  const bool is_prefix = stem.size() < text.size() && !HasWildcard(stem);
  std::size_t& count = is_prefix ? own.prefixes : own.tried;
  if (count == (is_prefix ? kMostPrefixes : kMostTried)) return false;
  ++count;
  // Words have zeros where a name is shorter: a beginning must have none.
  const std::string_view prefix = text.substr(
      0, static_cast<std::size_t>(
             std::find_if(text.begin(), text.end(),
                          [](char c) {
                            return c == '*' || c == '?' || c == '\0';
                          }) -
             text.begin()));
  constexpr std::string_view kAllOnes =
      "\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF";
  const std::string_view start =
      prefix.substr(std::min(colon + 1, prefix.size()));
  const Words words = WordsOf(start, prefix);
  const Words masks = WordsOf(kAllOnes.substr(0, start.size()), "");
  const bool is_all = is_prefix && prefix.size() == stem.size() &&
                      start.size() <= kAllOnes.size();
  filed.push_back({number,
                   {words.first, masks.first, words.second, masks.second, id,
                    is_all}});
  return true;
}

// Each service's patterns in the order in which they were added.
void ActionPatternIndex::Arrange(const std::vector<Counts>& counts,
                                 const std::vector<Filed>& filed) {
  by_service_.resize(counts.size());
  std::uint32_t begin = 0;
  for (std::size_t service = 0; service < counts.size(); ++service) {
    by_service_[service].begin = begin;
    begin += static_cast<std::uint32_t>(counts[service].prefixes +
                                        counts[service].tried);
  }
  prefixes_.resize(begin);
  for (const Filed& each : filed) {
    Slice& own = by_service_[each.service];
    prefixes_[own.begin + own.count++] = each.prefix;
  }
}

std::size_t ActionPatternIndex::MemoryUsage() const {
  return services_.MemoryUsage() + by_service_.capacity() * sizeof(Slice) +
         prefixes_.capacity() * sizeof(Prefix) +
         (match_all_.capacity() + other_ids_.capacity()) * sizeof(PatternId) +
         others_.MemoryUsage();
}

}  // namespace iameval::internal
