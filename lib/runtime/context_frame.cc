#include "runtime/context_frame.h"

namespace iameval::internal {
namespace {

const ContextValue* FindIn(const SlotList& list, KeySlot slot) {
  for (std::size_t i = 0; i < list.size; ++i) {
    if (list.slots[i] == slot) return &list.values[i];
  }
  return nullptr;
}

const ContextValue* FindIn(const ContextItems& list, std::uint64_t hash,
                           std::string_view key) {
  for (std::size_t i = 0; i < list.items.size(); ++i) {
    if (list.hashes[i] == hash && list.items[i].key == key) {
      return &list.items[i];
    }
  }
  return nullptr;
}

}  // namespace

const ContextValue* ContextView::FindKnown(const KnownItemLists& lists,
                                           KeySlot slot) {
  for (const std::span<const KnownItem> list : lists) {
    for (const KnownItem& known : list) {
      if (known.slot == slot) return &known.item;
    }
  }
  return nullptr;
}

const ContextValue* ContextFrame::Search(const ContextView& self,
                                         KeySlot slot) {
  const auto& frame = static_cast<const ContextFrame&>(self);
  const std::uint64_t hash = frame.keys_.hash(slot);
  const std::string_view key = frame.keys_.folded(slot);
  const ContextValue* found = FindIn(frame.request_.supplied, hash, key);
  if (found == nullptr && frame.known_ != nullptr) {
    found = FindKnown(*frame.known_, slot);
  }
  return found != nullptr ? found : FindIn(frame.request_.derived, hash, key);
}

const ContextValue* ListedContext::Search(const ContextView& self,
                                          KeySlot slot) {
  const auto& context = static_cast<const ListedContext&>(self);
  const ContextValue* found = FindIn(context.supplied_, slot);
  if (found == nullptr) found = FindKnown(context.known_lists_, slot);
  for (std::size_t n = 0; found == nullptr && n < context.size_; ++n) {
    found = FindIn(context.derived_[n], slot);
  }
  return found;
}

}  // namespace iameval::internal
