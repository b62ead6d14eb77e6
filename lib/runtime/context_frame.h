#ifndef IAMEVAL_LIB_RUNTIME_CONTEXT_FRAME_H_
#define IAMEVAL_LIB_RUNTIME_CONTEXT_FRAME_H_

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <span>

#include "program/key_table.h"
#include "runtime/request_view.h"

namespace iameval::internal {

// The context of one request under the slots of one program: built once for a
// decision, then asked by every condition. Lives on the stack; a context with
// more keys than fit is searched by hash instead, so nothing is allocated.
class ContextFrame {
 public:
  // `more` holds keys that the engine knows (tags of principals and
  // resources); the request's own keys win over them (S-6.1).
  ContextFrame(const KeyTable& keys, std::span<const ContextItem> items,
               std::span<const ContextItem> more = {})
      : keys_(keys), items_(items), more_(more) {
    Load(items);
    Load(more);
  }

  ContextFrame(const ContextFrame&) = delete;
  ContextFrame& operator=(const ContextFrame&) = delete;

  // The entry of a key; nullptr when it is absent. An empty list counts as
  // absent wherever presence is asked for (S-5.14, Q-25), not here.
  [[nodiscard]] const ContextItem* Find(KeySlot slot) const {
    for (std::size_t i = 0; i < size_; ++i) {
      if (slots_[i] == slot) return found_[i];
    }
    if (!overflowed_) return nullptr;
    const ContextItem* item = Search(items_, slot);
    return item != nullptr ? item : Search(more_, slot);
  }

  [[nodiscard]] const KeyTable& keys() const { return keys_; }

 private:
  static constexpr std::size_t kCapacity = 64;

  void Load(std::span<const ContextItem> items) {
    for (const ContextItem& item : items) {
      const KeySlot slot = keys_.Find(item.key, item.hash);
      if (slot == kNoSlot) continue;  // no policy asks for it
      if (size_ == kCapacity) {
        overflowed_ = true;
        return;
      }
      slots_[size_] = slot;
      found_[size_] = &item;
      ++size_;
    }
  }

  const ContextItem* Search(std::span<const ContextItem> items,
                            KeySlot slot) const {
    const auto it = std::find_if(
        items.begin(), items.end(), [&](const ContextItem& item) {
          return item.hash == keys_.hash(slot) &&
                 item.key == keys_.folded(slot);
        });
    return it == items.end() ? nullptr : &*it;
  }

  const KeyTable& keys_;
  std::span<const ContextItem> items_;
  std::span<const ContextItem> more_;
  std::array<KeySlot, kCapacity> slots_;
  std::array<const ContextItem*, kCapacity> found_;
  std::size_t size_ = 0;
  bool overflowed_ = false;
};

}  // namespace iameval::internal

#endif  // IAMEVAL_LIB_RUNTIME_CONTEXT_FRAME_H_
