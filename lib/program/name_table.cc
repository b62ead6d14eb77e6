#include "program/name_table.h"

#include <algorithm>
#include <bit>

namespace iameval::internal {

// At least twice as many; four times where that is little memory, as looking on
// costs a branch that nobody can guess.
std::size_t NameTable::PlacesFor(std::size_t names) {
  constexpr std::size_t kFew = 1024;
  return std::bit_ceil(names * (names <= kFew ? 4 : 2));
}

NameTable::Id NameTable::Intern(std::string_view folded, std::uint64_t hash) {
  if (const Id found = Find(folded, hash); found != kNone) return found;
  return Add<LetterCase::kExact>(folded, UpperHalf(hash));
}

NameTable::Id NameTable::InternAnyCase(std::string_view name,
                                       std::uint32_t tag) {
  if (!table_.empty()) {
    for (std::size_t i = Begin(tag); table_[i].id != kNone; i = Next(i)) {
      if (table_[i].tag == tag && IsNameInAnyCase(table_[i], name)) {
        return table_[i].id;
      }
    }
  }
  return Add<LetterCase::kFold>(name, tag);
}

// Compares more than the name and leaves that out: lengths come in no order, so
// that to branch on them takes longer.
inline bool NameTable::IsNameInAnyCase(const Place& place,
                                       std::string_view name) const {
  if (place.size != name.size()) return false;
  const char* const own = text_.data() + place.begin;
  if (name.size() > kReadable) [[unlikely]] {
    return EqualBytes<LetterCase::kFold>(name.data(), own, name.size());
  }
  const auto different = [&](std::size_t at) {
    const ByteLanes lanes = TextLanes<LetterCase::kFold>(name.data() + at);
    return std::uint64_t{lanes.Equal(ByteLanes::Load(own + at)).Mask() ^
                         ByteLanes::kAll}
           << at;
  };
  constexpr std::size_t kLanes = ByteLanes::kSize;
  const std::uint64_t inside = (std::uint64_t{1} << name.size()) - 1;
  return ((different(0) | different(kLanes) | different(2 * kLanes)) &
          inside) == 0;
}

// Up to so many places a table grows in larger steps.
constexpr std::size_t kSmall = 1024;

template <LetterCase kCase>
NameTable::Id NameTable::Add(std::string_view name, std::uint32_t tag) {
  const auto id = static_cast<Id>(ends_.size());
  const auto begin = ends_.empty() ? 0 : ends_.back();
  const Place place = {tag, id, begin, static_cast<std::uint32_t>(name.size())};
  ends_.push_back(begin + place.size);
  text_.resize(ends_.back() + kReadable);
  if constexpr (kCase == LetterCase::kFold) {
    FoldAndHash(name, text_.data() + begin);
  } else {
    name.copy(text_.data() + begin, name.size());
  }
  if (PlacesFor(ends_.size()) > table_.size()) {
    Resize((table_.size() <= kSmall ? 4 : 2) * table_.size());
  }
  Insert(place);
  return id;
}

void NameTable::Insert(const Place& place) {
  std::size_t i = Begin(place.tag);
  while (table_[i].id != kNone) i = Next(i);
  table_[i] = place;
}

void NameTable::Reserve(std::size_t names) {
  constexpr std::size_t kTextSize = 28;  // about as long as actions are
  const std::size_t places = PlacesFor(names);
  if (places <= table_.size()) return;
  Resize(places);
  ends_.reserve(names);
  text_.reserve(names * kTextSize);
}

void NameTable::ShrinkToFit() {
  constexpr std::size_t kMuch = 8;
  if (table_.size() <= kMuch * ends_.size()) return;
  Resize(PlacesFor(ends_.size()));
  ends_.shrink_to_fit();
  text_.shrink_to_fit();
}

void NameTable::Resize(std::size_t places) {
  constexpr std::size_t kFewest = 16;
  std::vector<Place> before(std::max(kFewest, places));
  table_.swap(before);
  shift_ = 33 - static_cast<unsigned>(std::bit_width(table_.size()));
  for (const Place& place : before) {
    if (place.id != kNone) Insert(place);
  }
}

}  // namespace iameval::internal
