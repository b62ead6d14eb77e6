#include "runtime/context_frame.h"

namespace iameval::internal {

const ContextValue* ContextView::FindInOverflow(KeySlot slot) const {
  return Present(overflow_->Search(slot));
}

const ContextValue* ContextFrame::Search(KeySlot slot) const {
  const auto search = [&](std::span<const ContextItem> items) {
    const ContextValue* found = nullptr;
    for (const ContextItem& item : items) {
      if (found == nullptr && item.key == keys().folded(slot)) found = &item;
    }
    return found;
  };
  const ContextValue* found = search(request_.supplied);
  for (const std::span<const KnownItem> list : known_) {
    for (const KnownItem& known : list) {
      if (found == nullptr && known.slot == slot) found = &known.item;
    }
  }
  return found != nullptr ? found : search(request_.derived);
}

}  // namespace iameval::internal
