#include "program/name_table.h"

namespace iameval::internal {

NameTable::Id NameTable::Intern(std::string_view folded, std::uint64_t hash) {
  if (const Id found = Find(folded, hash); found != kNone) return found;
  const auto id = static_cast<Id>(ends_.size());
  const Place place = {TagOf(hash), id,
                       static_cast<std::uint32_t>(text_.size()),
                       static_cast<std::uint32_t>(folded.size())};
  text_ += folded;
  ends_.push_back(static_cast<std::uint32_t>(text_.size()));
  if (ends_.size() * 2 > table_.size()) Grow();
  Insert(place);
  return id;
}

void NameTable::Insert(const Place& place) {
  const std::size_t mask = table_.size() - 1;
  std::size_t i = place.tag & mask;
  while (table_[i].id != kNone) i = (i + 1) & mask;
  table_[i] = place;
}

void NameTable::Grow() {
  std::vector<Place> before(table_.empty() ? 16 : table_.size() * 2);
  table_.swap(before);
  for (const Place& place : before) {
    if (place.id != kNone) Insert(place);
  }
}

}  // namespace iameval::internal
