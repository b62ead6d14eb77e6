#include "program/key_table.h"

#include "base/ascii.h"

namespace iameval::internal {

KeySlot KeyTable::Intern(std::string_view key) {
  const KeySlot slot = names_.Intern(FoldAscii(key));
  if (slot == spellings_.size()) spellings_.emplace_back(key);
  return slot;
}

}  // namespace iameval::internal
