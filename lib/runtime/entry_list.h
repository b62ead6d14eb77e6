#ifndef IAMEVAL_LIB_RUNTIME_ENTRY_LIST_H_
#define IAMEVAL_LIB_RUNTIME_ENTRY_LIST_H_

#include <array>
#include <cstddef>
#include <span>

#include "program/bundle.h"
#include "program/slice.h"
#include "runtime/action_ref.h"

namespace iameval::internal {

// The entries of a bundle that an action leads to: few, nearly always.
class EntryList {
 public:
  struct Found {
    const ActionEntry* entry = nullptr;
    bool verify = false;  // a statement's action part must still be looked at
  };

  // False if there are too many. `own` is bundle.FindAction of the action.
  [[nodiscard]] bool Fill(const Bundle& bundle, EntryId own,
                          const ActionRef& action) {
    size_ = 0;
    if (own != kNoEntry) {
      const ActionEntry& entry = bundle.entries[own];
      (void)Add(&entry, false);
      if (entry.complete) return true;
      for (const EntryId shared : In(bundle.shared, entry.shared)) {
        if (!Add(&bundle.entries[shared], false)) return false;
      }
      if (bundle.merges_general) return true;
    } else if (action.id() == kUnknownAction) {
      if (action.overflowed()) return false;
      if (!bundle.entry_of_pattern.empty() && !AddPatterns(bundle, action)) {
        return false;
      }
    }
    return AddGeneral(bundle, bundle.every_action, false) &&
           AddGeneral(bundle, bundle.not_action, true);
  }

  [[nodiscard]] std::span<const Found> found() const {
    return {found_.data(), size_};
  }

 private:
  static constexpr std::size_t kCapacity = 8;

  bool Add(const ActionEntry* entry, bool verify) {
    if (size_ == kCapacity) return false;
    found_[size_++] = {entry, verify};
    return true;
  }

  // An action that no policy spells out.
  bool AddPatterns(const Bundle& bundle, const ActionRef& action) {
    for (const PatternId pattern : action.patterns()) {
      const EntryId entry = bundle.FindPattern(pattern);
      if (entry != kNoEntry && !Add(&bundle.entries[entry], false)) {
        return false;
      }
    }
    return true;
  }

  bool AddGeneral(const Bundle& bundle, EntryId entry, bool verify) {
    return entry == kNoEntry || Add(&bundle.entries[entry], verify);
  }

  std::size_t size_ = 0;
  std::array<Found, kCapacity> found_;
};

}  // namespace iameval::internal

#endif  // IAMEVAL_LIB_RUNTIME_ENTRY_LIST_H_
