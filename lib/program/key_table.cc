#include "program/key_table.h"

#include "base/ascii.h"
#include "base/hash.h"

namespace iameval::internal {

KeySlot KeyTable::Intern(std::string_view key) {
  std::string folded = FoldAscii(key);
  const std::uint64_t hash = HashBytes(folded);
  if (const KeySlot found = Find(folded, hash); found != kNoSlot) return found;
  const auto slot = static_cast<KeySlot>(entries_.size());
  entries_.push_back({std::move(folded), std::string(key), hash});
  if (entries_.size() * 2 > table_.size()) {
    Grow();
  } else {
    const std::size_t mask = table_.size() - 1;
    std::size_t i = hash & mask;
    while (table_[i] != kNoSlot) i = (i + 1) & mask;
    table_[i] = slot;
  }
  return slot;
}

KeySlot KeyTable::Find(std::string_view folded, std::uint64_t hash) const {
  if (table_.empty()) return kNoSlot;
  const std::size_t mask = table_.size() - 1;
  for (std::size_t i = hash & mask; table_[i] != kNoSlot; i = (i + 1) & mask) {
    const Entry& entry = entries_[table_[i]];
    if (entry.hash == hash && entry.folded == folded) return table_[i];
  }
  return kNoSlot;
}

void KeyTable::Grow() {
  table_.assign(table_.empty() ? 16 : table_.size() * 2, kNoSlot);
  const std::size_t mask = table_.size() - 1;
  for (std::size_t slot = 0; slot < entries_.size(); ++slot) {
    std::size_t i = entries_[slot].hash & mask;
    while (table_[i] != kNoSlot) i = (i + 1) & mask;
    table_[i] = static_cast<KeySlot>(slot);
  }
}

}  // namespace iameval::internal
