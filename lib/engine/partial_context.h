#ifndef IAMEVAL_LIB_ENGINE_PARTIAL_CONTEXT_H_
#define IAMEVAL_LIB_ENGINE_PARTIAL_CONTEXT_H_

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "iameval/partial_decision.h"
#include "program/key_table.h"
#include "runtime/context_frame.h"
#include "runtime/request_view.h"

// A request's context in which some keys are not known, for
// Engine::EvaluatePartially.

namespace iameval::internal {

// One of the things that an unknown key may be.
struct KeyValue {
  enum class Shape : std::uint8_t { kAbsent, kSingle, kList };
  Shape shape = Shape::kAbsent;
  std::vector<std::string> values;
};

// Number of an unknown key in a PartialContext.
using UnknownId = std::uint32_t;

// The keys that are not known, and a context in which each of them can be given
// one value after the other. Keys that no policy asks for are left out, except
// aws:SourceVpce where it selects a policy.
class PartialContext {
 public:
  // `endpoints`: aws:SourceVpce selects the VPC endpoint's policy.
  PartialContext(const KeyTable& keys, const RequestView& request,
                 const KnownItemLists& known, const UnknownKeys& unknown,
                 bool endpoints);
  PartialContext(const PartialContext&) = delete;
  PartialContext& operator=(const PartialContext&) = delete;

  [[nodiscard]] std::size_t size() const { return unknown_.size(); }
  [[nodiscard]] std::string_view spelling(UnknownId id) const {
    return unknown_[id].spelling;
  }
  [[nodiscard]] std::optional<UnknownId> Find(KeySlot slot) const;
  // aws:SourceVpce, if it is not known and selects a policy.
  [[nodiscard]] std::optional<UnknownId> endpoint() const { return endpoint_; }

  // Gives an unknown key a value, which must outlive its use; all are absent
  // at first.
  void Set(UnknownId id, const KeyValue& value);
  void Clear(UnknownId id) { Set(id, absent_); }
  [[nodiscard]] const KeyValue& value(UnknownId id) const {
    return *unknown_[id].value;
  }

  [[nodiscard]] const ContextView& view() const { return view_; }

 private:
  struct Unknown {
    KeySlot slot = kNoSlot;
    std::string spelling;
    const KeyValue* value = nullptr;
    std::vector<std::string_view> views;
  };

  void AddKnown(const KeyTable& keys, const RequestView& request,
                const KnownItemLists& known);

  const KeyValue absent_;
  std::vector<Unknown> unknown_;
  absl::flat_hash_map<KeySlot, UnknownId> id_of_slot_;
  std::optional<UnknownId> endpoint_;
  // Unknown keys first, then all that is known: what comes first wins.
  std::vector<KeySlot> slots_;
  std::vector<ContextValue> values_;
  ListedContext view_;
};

}  // namespace iameval::internal

#endif  // IAMEVAL_LIB_ENGINE_PARTIAL_CONTEXT_H_
