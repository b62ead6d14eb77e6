#ifndef IAMEVAL_LIB_RUNTIME_CONTEXT_FRAME_H_
#define IAMEVAL_LIB_RUNTIME_CONTEXT_FRAME_H_

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>

#include "program/key_table.h"
#include "runtime/request_view.h"

namespace iameval::internal {

// A context key that the engine knows without being told with each request (a
// tag of a principal), with its slot.
struct KnownItem {
  KeySlot slot = kNoSlot;
  ContextValue item;
};

// What the engine knows for one request, in lists that do not share a key:
// tags of the principal, tags of the resource, its owner, the session's id.
using KnownItemLists = std::array<std::span<const KnownItem>, 4>;

// The context of one request as conditions see it. What comes first wins
// (S-6.1): the caller's own keys, then what the engine knows of principal and
// resource, then what is derived from the request. A key is looked up when a
// condition asks for it, as most decisions ask for few of a request's keys.
class ContextView {
 public:
  ContextView(const ContextView&) = delete;
  ContextView& operator=(const ContextView&) = delete;

  // What is said of a key; nullptr when it is absent. An empty list is an
  // entry: what it means depends on the operator (S-5.14, Q-25).
  [[nodiscard]] const ContextValue* Find(KeySlot slot) const {
    const ContextValue* value = find_(*this, slot);
    return value != nullptr && value->absent ? nullptr : value;
  }

  // Whether a key that follows from the caller has the value that does: the
  // request says nothing of it, or the same. For contexts that can tell.
  [[nodiscard]] bool FollowsCaller(KeySlot slot) const {
    return follows_caller_(*this, slot);
  }

 protected:
  // The answer may be marked absent.
  using Finder = const ContextValue* (*)(const ContextView&, KeySlot);

  using Comparer = bool (*)(const ContextView&, KeySlot);

  // `follows_caller` may be null where nobody asks.
  explicit ContextView(Finder find, Comparer follows_caller = nullptr)
      : find_(find), follows_caller_(follows_caller) {}

  static const ContextValue* FindKnown(const KnownItemLists& lists,
                                       KeySlot slot);

 private:
  const Finder find_;
  const Comparer follows_caller_;
};

// The context of a Request: its keys are found by their hashes, whatever the
// program.
class ContextFrame : public ContextView {
 public:
  // All outlive this.
  ContextFrame(const KeyTable& keys, const RequestView& request,
               const KnownItemLists* known = nullptr)
      : ContextView(&Search), keys_(keys), request_(request), known_(known) {}

 private:
  static const ContextValue* Search(const ContextView& self, KeySlot slot);

  const KeyTable& keys_;
  const RequestView& request_;
  const KnownItemLists* const known_;
};

// Context keys of one source under the slots of one program, as two arrays: a
// search goes over the slots and touches one value.
struct SlotList {
  const KeySlot* slots = nullptr;
  const ContextValue* values = nullptr;
  std::size_t size = 0;
};

// A context made of lists; that of a grid's cells.
class ListedContext : public ContextView {
 public:
  static constexpr std::size_t kMaxDerived = 3;

  ListedContext() : ContextView(&Search) {}

  // Lists outlive this.
  void SetSupplied(const SlotList& list) { supplied_ = list; }
  void SetKnown(const KnownItemLists& known) { known_lists_ = known; }
  // REQUIRES: fewer than kMaxDerived so far.
  void AppendDerived(const SlotList& list) { derived_[size_++] = list; }

 private:
  static const ContextValue* Search(const ContextView& self, KeySlot slot);

  SlotList supplied_;
  KnownItemLists known_lists_;
  std::array<SlotList, kMaxDerived> derived_;
  std::size_t size_ = 0;
};

}  // namespace iameval::internal

#endif  // IAMEVAL_LIB_RUNTIME_CONTEXT_FRAME_H_
