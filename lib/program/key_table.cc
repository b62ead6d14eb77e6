#include "program/key_table.h"

#include <string>

#include "base/ascii.h"
#include "base/hash.h"

namespace iameval::internal {

KeySlot KeyTable::Intern(std::string_view key) {
  const std::string folded = FoldAscii(key);
  const KeySlot slot = names_.Intern(folded);
  if (slot == spellings_.size()) {
    spellings_.emplace_back(key);
    hashes_.push_back(HashBytes(folded));
  }
  return slot;
}

}  // namespace iameval::internal
