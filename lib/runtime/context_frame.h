#ifndef IAMEVAL_LIB_RUNTIME_CONTEXT_FRAME_H_
#define IAMEVAL_LIB_RUNTIME_CONTEXT_FRAME_H_

#include <array>
#include <cstddef>
#include <span>

#include "program/key_table.h"
#include "runtime/request_view.h"

namespace iameval::internal {

// A context key that the engine knows without being told with each request (a
// tag of a principal), with its slot.
struct KnownItem {
  KeySlot slot = kNoSlot;
  ContextItem item;
};

// What the engine knows for one request, in lists that do not share a key:
// tags of the principal, tags of the resource, its owner, the session's id.
using KnownItemLists = std::array<std::span<const KnownItem>, 4>;

// The context of one request under the slots of one program: built once for a
// decision, then asked by every condition. Lives on the stack; what does not
// fit is searched where it stands, so nothing is allocated.
class ContextFrame {
 public:
  // What comes first wins (S-6.1): the caller's own keys, then what the engine
  // knows of principal and resource, then what is derived from the request.
  ContextFrame(const KeyTable& keys, const RequestView& request,
               const KnownItemLists& known = {})
      : keys_(keys), request_(request), known_(known) {
    Load(request.supplied);
    for (const std::span<const KnownItem> list : known) {
      for (const KnownItem& item : list) Add(item.slot, item.item);
    }
    Load(request.derived);
  }

  ContextFrame(const ContextFrame&) = delete;
  ContextFrame& operator=(const ContextFrame&) = delete;

  // The entry of a key; nullptr when it is absent. An empty list is an entry:
  // what it means depends on the operator (S-5.14, Q-25).
  [[nodiscard]] const ContextItem* Find(KeySlot slot) const {
    for (std::size_t i = 0; i < size_; ++i) {
      if (slots_[i] == slot) return Present(found_[i]);
    }
    return overflowed_ ? Present(Search(slot)) : nullptr;
  }

  [[nodiscard]] const KeyTable& keys() const { return keys_; }

 private:
  static constexpr std::size_t kCapacity = 64;

  static const ContextItem* Present(const ContextItem* item) {
    return item != nullptr && item->absent ? nullptr : item;
  }

  void Load(std::span<const ContextItem> items) {
    for (const ContextItem& item : items) {
      const KeySlot slot = keys_.Find(item.key, item.hash);
      if (slot != kNoSlot) Add(slot, item);  // else no policy asks for it
    }
  }

  void Add(KeySlot slot, const ContextItem& item) {
    if (size_ == kCapacity) {
      overflowed_ = true;
      return;
    }
    slots_[size_] = slot;
    found_[size_] = &item;
    ++size_;
  }

  const ContextItem* Search(std::span<const ContextItem> items,
                            KeySlot slot) const {
    for (const ContextItem& item : items) {
      if (item.key == keys_.folded(slot)) {
        return &item;
      }
    }
    return nullptr;
  }

  static const ContextItem* Search(std::span<const KnownItem> items,
                                   KeySlot slot) {
    for (const KnownItem& known : items) {
      if (known.slot == slot) return &known.item;
    }
    return nullptr;
  }

  const ContextItem* Search(KeySlot slot) const {
    const ContextItem* item = Search(request_.supplied, slot);
    for (const std::span<const KnownItem> list : known_) {
      if (item == nullptr) item = Search(list, slot);
    }
    return item != nullptr ? item : Search(request_.derived, slot);
  }

  const KeyTable& keys_;
  const RequestView& request_;
  const KnownItemLists known_;
  std::array<KeySlot, kCapacity> slots_;
  std::array<const ContextItem*, kCapacity> found_;
  std::size_t size_ = 0;
  bool overflowed_ = false;
};

}  // namespace iameval::internal

#endif  // IAMEVAL_LIB_RUNTIME_CONTEXT_FRAME_H_
