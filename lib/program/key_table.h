#ifndef IAMEVAL_LIB_PROGRAM_KEY_TABLE_H_
#define IAMEVAL_LIB_PROGRAM_KEY_TABLE_H_

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "program/name_table.h"

namespace iameval::internal {

// A context key that some policy mentions, as a small number.
using KeySlot = NameTable::Id;
constexpr KeySlot kNoSlot = NameTable::kNone;

// The context keys of a program (S-5.2). Spellings that differ in ASCII case
// share a slot; the first is kept for messages.
class KeyTable {
 public:
  // The slot of `key`, a new one if it is not yet known. REQUIRES:
  // NameTable::kReadable bytes from its beginning are readable.
  KeySlot Intern(std::string_view key);

  // `folded` is in lower case and `hash` is its HashBytes. kNoSlot when no
  // policy mentions the key.
  [[nodiscard]] KeySlot Find(std::string_view folded,
                             std::uint64_t hash) const {
    return names_.Find(folded, hash);
  }

  [[nodiscard]] std::size_t size() const { return names_.size(); }
  // HashBytes(folded(slot)).
  [[nodiscard]] std::uint64_t hash(KeySlot slot) const {
    return hashes_[slot];
  }
  [[nodiscard]] std::string_view folded(KeySlot slot) const {
    return names_.name(slot);
  }
  [[nodiscard]] std::string_view spelling(KeySlot slot) const {
    const std::string_view name = folded(slot);
    const auto begin = static_cast<std::size_t>(name.data() - folded(0).data());
    return std::string_view(spellings_).substr(begin, name.size());
  }

 private:
  NameTable names_;
  std::string spellings_;  // one after the other, each where its name is
  std::vector<std::uint64_t> hashes_;
};

}  // namespace iameval::internal

#endif  // IAMEVAL_LIB_PROGRAM_KEY_TABLE_H_
