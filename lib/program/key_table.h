#ifndef IAMEVAL_LIB_PROGRAM_KEY_TABLE_H_
#define IAMEVAL_LIB_PROGRAM_KEY_TABLE_H_

#include <cstdint>
#include <limits>
#include <string>
#include <string_view>
#include <vector>

namespace iameval::internal {

// A context key that some policy mentions, as a small number.
using KeySlot = std::uint32_t;
constexpr KeySlot kNoSlot = std::numeric_limits<KeySlot>::max();

// The context keys of a program (S-5.2): interned while compiling, looked up
// while evaluating. Open addressing over precomputed hashes; a look-up that
// misses usually costs one probe.
class KeyTable {
 public:
  // The slot of `key`, a new one if it is not yet known. Spellings that differ
  // in ASCII case share a slot; the first is kept for messages.
  KeySlot Intern(std::string_view key);

  // `folded` is in lower case and `hash` is its HashBytes. kNoSlot when no
  // policy mentions the key.
  [[nodiscard]] KeySlot Find(std::string_view folded, std::uint64_t hash) const;

  [[nodiscard]] std::size_t size() const { return entries_.size(); }
  [[nodiscard]] const std::string& folded(KeySlot slot) const {
    return entries_[slot].folded;
  }
  [[nodiscard]] const std::string& spelling(KeySlot slot) const {
    return entries_[slot].spelling;
  }
  [[nodiscard]] std::uint64_t hash(KeySlot slot) const {
    return entries_[slot].hash;
  }

 private:
  struct Entry {
    std::string folded;
    std::string spelling;
    std::uint64_t hash;
  };

  void Grow();

  std::vector<Entry> entries_;
  std::vector<KeySlot> table_;  // size a power of two, at most half full
};

}  // namespace iameval::internal

#endif  // IAMEVAL_LIB_PROGRAM_KEY_TABLE_H_
