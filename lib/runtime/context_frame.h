#ifndef IAMEVAL_LIB_RUNTIME_CONTEXT_FRAME_H_
#define IAMEVAL_LIB_RUNTIME_CONTEXT_FRAME_H_

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>

#include "program/key_table.h"
#include "runtime/request_view.h"

namespace iameval::internal {

// Context keys of one source under the slots of one program, as two arrays: a
// search goes over the slots and touches one value.
struct SlotList {
  const KeySlot* slots = nullptr;
  const ContextValue* values = nullptr;
  std::size_t size = 0;
};

// A context key that the engine knows without being told with each request (a
// tag of a principal), with its slot.
struct KnownItem {
  KeySlot slot = kNoSlot;
  ContextValue item;
};

// What the engine knows for one request, in lists that do not share a key:
// tags of the principal, tags of the resource, its owner, the session's id.
using KnownItemLists = std::array<std::span<const KnownItem>, 4>;

class ContextFrame;

// The context of one request as conditions see it. What comes first wins
// (S-6.1): the caller's own keys, then what the engine knows of principal and
// resource, then what is derived from the request.
class ContextView {
 public:
  static constexpr std::size_t kMaxDerived = 3;

  explicit ContextView(const KeyTable& keys) : keys_(keys) {}
  ContextView(const ContextView&) = delete;
  ContextView& operator=(const ContextView&) = delete;

  // Lists outlive the view.
  void SetSupplied(const SlotList& list) { supplied_ = list; }
  void SetKnown(const KnownItemLists& known) { known_ = known; }
  // REQUIRES: fewer than kMaxDerived so far.
  void AppendDerived(const SlotList& list) { derived_[size_++] = list; }

  // What is said of a key; nullptr when it is absent. An empty list is an
  // entry: what it means depends on the operator (S-5.14, Q-25).
  [[nodiscard]] const ContextValue* Find(KeySlot slot) const {
    if (const ContextValue* value = FindIn(supplied_, slot)) {
      return Present(value);
    }
    for (const std::span<const KnownItem> list : known_) {
      for (const KnownItem& known : list) {
        if (known.slot == slot) return Present(&known.item);
      }
    }
    for (std::size_t n = 0; n < size_; ++n) {
      if (const ContextValue* value = FindIn(derived_[n], slot)) {
        return Present(value);
      }
    }
    return overflow_ == nullptr ? nullptr : FindInOverflow(slot);
  }

  [[nodiscard]] const KeyTable& keys() const { return keys_; }

 protected:
  static const ContextValue* Present(const ContextValue* value) {
    return value != nullptr && value->absent ? nullptr : value;
  }
  static const ContextValue* FindIn(const SlotList& list, KeySlot slot) {
    for (std::size_t i = 0; i < list.size; ++i) {
      if (list.slots[i] == slot) return &list.values[i];
    }
    return nullptr;
  }
  [[nodiscard]] const ContextValue* FindInOverflow(KeySlot slot) const;

  const ContextFrame* overflow_ = nullptr;

 private:
  const KeyTable& keys_;
  SlotList supplied_;
  KnownItemLists known_;
  std::array<SlotList, kMaxDerived> derived_;
  std::size_t size_ = 0;
};

// The context of one Request: its keys are looked up in the program once, here.
// Lives on the stack; what does not fit is searched where it stands, so nothing
// is allocated.
class ContextFrame : public ContextView {
 public:
  ContextFrame(const KeyTable& keys, const RequestView& request,
               const KnownItemLists& known = {})
      : ContextView(keys), request_(request), known_(known) {
    Load(request.supplied);
    for (const std::span<const KnownItem> list : known) {
      for (const KnownItem& item : list) Add(item.slot, item.item);
    }
    Load(request.derived);
    SetSupplied({slots_.data(), values_.data(), size_});
  }

  [[nodiscard]] const ContextValue* Search(KeySlot slot) const;

 private:
  static constexpr std::size_t kCapacity = 64;

  void Load(std::span<const ContextItem> items) {
    for (const ContextItem& item : items) {
      const KeySlot slot = keys().Find(item.key, item.hash);
      if (slot != kNoSlot) Add(slot, item);  // else no policy asks for it
    }
  }

  void Add(KeySlot slot, const ContextValue& value) {
    if (size_ == kCapacity) {
      overflow_ = this;
      return;
    }
    slots_[size_] = slot;
    values_[size_] = value;
    ++size_;
  }

  const RequestView& request_;
  const KnownItemLists known_;
  // As union members the arrays are not filled with zeros first.
  union {
    std::array<KeySlot, kCapacity> slots_;
  };
  union {
    std::array<ContextValue, kCapacity> values_;
  };
  std::size_t size_ = 0;
};

}  // namespace iameval::internal

#endif  // IAMEVAL_LIB_RUNTIME_CONTEXT_FRAME_H_
