#include "program/key_table.h"

#include <array>
#include <string>

#include "base/hash.h"

namespace iameval::internal {

KeySlot KeyTable::Intern(std::string_view key) {
  std::array<char, 64> few;
  std::string many;
  char* folded = few.data();
  if (key.size() > few.size()) {
    many.resize(key.size());
    folded = many.data();
  }
  const std::uint64_t hash = FoldAndHash(key, folded);
  const KeySlot slot = names_.Intern({folded, key.size()}, hash);
  if (slot == spellings_.size()) {
    spellings_.emplace_back(key);
    hashes_.push_back(hash);
  }
  return slot;
}

}  // namespace iameval::internal
