#ifndef IAMEVAL_LIB_ENGINE_PREPARED_CONTEXT_H_
#define IAMEVAL_LIB_ENGINE_PREPARED_CONTEXT_H_

#include <cstdint>
#include <memory>
#include <span>
#include <string_view>

#include "absl/status/statusor.h"
#include "base/arena.h"
#include "iameval/context_value.h"
#include "iameval/query.h"
#include "program/program.h"

namespace iameval::internal {

// What the handle PreparedContext stands for: the values of those keys that
// some policy asks for, in one piece of memory, and by key where they are.
struct PreparedContextData {
  // By KeySlot: 1 + its number in `values`, or 0.
  std::span<const std::uint16_t> places;
  std::span<const ContextValue> values;

  // A key that says more than its value (KeyRole).
  struct Role {
    KeyRole role = KeyRole::kOther;
    std::string_view tag;  // of aws:RequestTag/k: k
    ContextValue value;
  };
  std::span<const Role> roles;

  Arena arena;

  [[nodiscard]] const ContextValue* Find(KeySlot slot) const {
    const std::uint16_t place = places[slot];
    return place == 0 ? nullptr : &values[place - 1u];
  }
};

// Copies all that it keeps. InvalidArgumentError for a key that is empty or
// given twice, a key without exactly one value that is neither multivalued nor
// absent, and text that is not UTF-8.
[[nodiscard]] absl::StatusOr<std::shared_ptr<const PreparedContextData>>
PrepareContext(const Program& program, std::span<const NamedContextPair> pairs);

}  // namespace iameval::internal

#endif  // IAMEVAL_LIB_ENGINE_PREPARED_CONTEXT_H_
