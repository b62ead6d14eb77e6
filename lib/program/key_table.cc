#include "program/key_table.h"

#include <cstdint>
#include <string_view>

#include "base/hash.h"

namespace iameval::internal {

KeySlot KeyTable::Intern(std::string_view key) {
  const std::uint64_t hash = HashFolded(key);
  const KeySlot slot = names_.InternAnyCase(key, UpperHalf(hash));
  if (slot == hashes_.size()) {
    spellings_.append(key);
    hashes_.push_back(hash);
  }
  return slot;
}

}  // namespace iameval::internal
