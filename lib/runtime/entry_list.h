#ifndef IAMEVAL_LIB_RUNTIME_ENTRY_LIST_H_
#define IAMEVAL_LIB_RUNTIME_ENTRY_LIST_H_

#include <array>
#include <cstddef>
#include <span>

#include "program/bundle.h"
#include "program/slice.h"
#include "runtime/action_ref.h"

namespace iameval::internal {

// Calls f(entry, verify) for the entries of a bundle that an action leads to;
// with `verify` a statement's action part must still be looked at. Stops and
// returns false when f returns false. `own` is bundle.FindAction of the action.
template <typename F>
bool ForEachEntry(const Bundle& bundle, EntryId own, const ActionRef& action,
                  F f) {
  const auto at = [&](EntryId entry, bool verify) {
    return entry == kNoEntry || f(bundle.entries[entry], verify);
  };
  if (own != kNoEntry) {
    if (!at(own, false)) return false;
    for (const EntryId shared : In(bundle.shared, bundle.entries[own].shared)) {
      if (!at(shared, false)) return false;
    }
    if (bundle.merges_general) return true;
  } else if (action.overflowed()) {
    for (const auto& [pattern, entry] : bundle.entry_of_pattern) {
      if (!at(entry, true)) return false;
    }
  } else if (action.id() == kUnknownAction && !bundle.entry_of_pattern.empty()) {
    for (const PatternId pattern : action.patterns()) {
      if (!at(bundle.FindPattern(pattern), false)) return false;
    }
  }
  return at(bundle.every_action, false) && at(bundle.not_action, true);
}

// The same as a list: few, nearly always.
class EntryList {
 public:
  // Without initializers, as a list is not filled with zeros first.
  struct Found {
    const ActionEntry* entry;
    bool verify;
  };

  // False if there are too many.
  [[nodiscard]] bool Fill(const Bundle& bundle, EntryId own,
                          const ActionRef& action) {
    size_ = 0;
    return ForEachEntry(bundle, own, action,
                        [this](const ActionEntry& entry, bool verify) {
                          if (size_ == kCapacity) return false;
                          found_[size_++] = {&entry, verify};
                          return true;
                        });
  }

  [[nodiscard]] std::span<const Found> found() const {
    return {found_.data(), size_};
  }

 private:
  static constexpr std::size_t kCapacity = 8;

  std::size_t size_ = 0;
  std::array<Found, kCapacity> found_;
};

}  // namespace iameval::internal

#endif  // IAMEVAL_LIB_RUNTIME_ENTRY_LIST_H_
