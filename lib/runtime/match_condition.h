#ifndef IAMEVAL_LIB_RUNTIME_MATCH_CONDITION_H_
#define IAMEVAL_LIB_RUNTIME_MATCH_CONDITION_H_

#include <array>
#include <cstddef>
#include <span>
#include <string_view>

#include "program/condition_code.h"
#include "runtime/context_frame.h"

namespace iameval::internal {

// Whether one key satisfies one operator: the truth tables of section 5.
[[nodiscard]] bool TestHolds(const OperandPools& pools, const TestCode& test,
                             const ContextView& context);

// The values of a text's variables, in order.
class VariableValues {
 public:
  VariableValues() {}  // NOLINT: leaves the array as it is
  VariableValues(const VariableValues&) = delete;
  VariableValues& operator=(const VariableValues&) = delete;

  // False when one has neither a value nor a default: that spoils the whole
  // text (S-4.13).
  [[nodiscard]] bool Fill(const TextTemplate& text,
                          const ContextView& context);

  [[nodiscard]] std::span<const std::string_view> values() const {
    return std::span(values_).first(size_);
  }

 private:
  // As a union member the array is not filled with zeros first.
  union {
    std::array<std::string_view, kMaxVariables> values_;
  };
  std::size_t size_ = 0;
};

}  // namespace iameval::internal

#endif  // IAMEVAL_LIB_RUNTIME_MATCH_CONDITION_H_
