#ifndef IAMEVAL_LIB_ENGINE_DERIVED_KEYS_H_
#define IAMEVAL_LIB_ENGINE_DERIVED_KEYS_H_

#include <array>
#include <cstddef>
#include <string_view>
#include <vector>

#include "iameval/context_value.h"
#include "iameval/query.h"
#include "program/program.h"

namespace iameval::internal {

// The keys that follow from the resource or from other keys of a query, each
// with its value (section 6). One that is not derived is marked absent.
class DerivedKeys {
 public:
  enum Key : std::size_t {
    kResourceAccount,
    kRequestedRegion,
    kCalledViaFirst,  // this and the next follow from keys
    kCalledViaLast,
    kViaAwsService,
    kTagKeys,
    kCount,
  };

  explicit DerivedKeys(const Program& program);
  DerivedKeys(const DerivedKeys&) = delete;
  DerivedKeys& operator=(const DerivedKeys&) = delete;

  // kNoSlot if no policy asks for it.
  [[nodiscard]] KeySlot slot(Key key) const { return slots_[key]; }
  [[nodiscard]] const ContextValue& value(Key key) const {
    return values_[key];
  }
  void Set(Key key, std::string_view value, bool known = true) {
    texts_[key] = value;
    values_[key].absent = !known;
  }

  // A key that was given, in the order in which they were. `tag`: of
  // aws:RequestTag/k, k. Texts are not copied.
  void Note(KeyRole role, std::string_view tag, const ContextValue& value);
  // What was noted of aws:SourceVpce, if it has one value.
  [[nodiscard]] std::string_view source_vpce() const { return source_vpce_; }
  // Room for so many keys aws:RequestTag/k, if a policy asks for their names.
  void ReserveTagKeys(std::size_t count) {
    if (slots_[kTagKeys] != kNoSlot) tag_keys_.reserve(count);
  }
  [[nodiscard]] bool has_notes() const { return noted_; }
  void ForgetNotes();

 private:
  void NoteCalledVia(const ContextValue& value);

  std::array<KeySlot, kCount> slots_;
  std::array<ContextValue, kCount> values_;
  std::array<std::string_view, kCount> texts_;
  std::vector<std::string_view> tag_keys_;
  std::string_view source_vpce_;
  bool noted_ = false;
  bool has_called_via_ = false;
  bool has_source_vpce_ = false;
};

}  // namespace iameval::internal

#endif  // IAMEVAL_LIB_ENGINE_DERIVED_KEYS_H_
