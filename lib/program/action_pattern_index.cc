#include "program/action_pattern_index.h"

#include <algorithm>
#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string_view>
#include <utility>

#include "base/byte_lanes.h"

namespace iameval::internal {
namespace {

// Where the first `*`, `?` or zero is, the text's size if there is none. Reads
// beyond the text, as one in a NameTable may be.
std::size_t LiteralSize(std::string_view text) {
  for (std::size_t at = 0; at < text.size(); at += ByteLanes::kSize) {
    const ByteLanes lanes = ByteLanes::Load(text.data() + at);
    const std::uint32_t found = lanes.Equal(ByteLanes::Fill('*'))
                                    .Or(lanes.Equal(ByteLanes::Fill('?')))
                                    .Or(lanes.Equal(ByteLanes::Fill('\0')))
                                    .Mask();
    if (found != 0) {
      return std::min(text.size(), at + static_cast<std::size_t>(
                                            std::countr_zero(found)));
    }
  }
  return text.size();
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

// All ones where the words of a name of so many bytes have its bytes.
ActionPatternIndex::Words ActionPatternIndex::MasksOf(std::size_t size) {
  std::array<char, sizeof(Words)> bytes = {};
  std::fill_n(bytes.begin(), std::min(size, bytes.size()), '\xFF');
  Words masks;
  std::memcpy(&masks, bytes.data(), sizeof(masks));
  return masks;
}

// Of what follows the literal beginning of a pattern.
std::array<char, 2> ActionPatternIndex::PairOf(std::string_view rest) {
  const auto is_literal = [](char c) { return c != '*' && c != '?'; };
  for (std::size_t i = 1; i < rest.size(); ++i) {
    if (is_literal(rest[i - 1]) && is_literal(rest[i])) {
      return {rest[i - 1], rest[i]};
    }
  }
  return {};
}

// False if it belongs to no service, or to one that has too many.
bool ActionPatternIndex::AddToService(std::string_view text, PatternId id,
                                      std::vector<Counts>& counts,
                                      std::vector<Filed>& filed) {
  const std::size_t colon = text.find(':');
  // Words have zeros where a name is shorter: a beginning must have none.
  const std::string_view prefix = text.substr(0, LiteralSize(text));
  if (colon == std::string_view::npos || prefix.size() <= colon) return false;
  const NameTable::Id number = services_.Intern(text.substr(0, colon));
  if (number == counts.size()) counts.emplace_back();
  Counts& own = counts[number];
  const std::string_view rest = text.substr(prefix.size());
  const bool is_prefix =
      !rest.empty() && rest.find_first_not_of('*') == std::string_view::npos;
  std::size_t& count = is_prefix ? own.prefixes : own.tried;
  if (count == (is_prefix ? kMostPrefixes : kMostTried)) return false;
  ++count;
  const std::string_view start = prefix.substr(colon + 1);
  const Words words = WordsOf(start, prefix);
  const Words masks = MasksOf(start.size());
  const bool is_all = is_prefix && start.size() <= sizeof(Words);
  filed.push_back({number,
                   {words.first, masks.first, words.second, masks.second, id,
                    is_all, PairOf(rest)}});
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
