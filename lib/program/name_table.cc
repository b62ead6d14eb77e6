#include "program/name_table.h"

#include "base/hash.h"

namespace iameval::internal {

NameTable::Id NameTable::Intern(std::string_view folded, std::uint64_t hash) {
  if (const Id found = Find(folded, hash); found != kNone) return found;
  const auto id = static_cast<Id>(ends_.size());
  text_ += folded;
  ends_.push_back(static_cast<std::uint32_t>(text_.size()));
  if (ends_.size() * 2 > table_.size()) {
    Grow();
  } else {
    Insert(id, hash);
  }
  return id;
}

void NameTable::Insert(Id id, std::uint64_t hash) {
  const std::size_t mask = table_.size() - 1;
  std::size_t i = hash & mask;
  while (table_[i].id != kNone) i = (i + 1) & mask;
  table_[i] = {static_cast<std::uint32_t>(hash >> 32), id};
}

void NameTable::Grow() {
  table_.assign(table_.empty() ? 16 : table_.size() * 2, Place());
  for (Id id = 0; id < ends_.size(); ++id) Insert(id, HashBytes(name(id)));
}

}  // namespace iameval::internal
