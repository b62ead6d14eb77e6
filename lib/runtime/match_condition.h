#ifndef IAMEVAL_LIB_RUNTIME_MATCH_CONDITION_H_
#define IAMEVAL_LIB_RUNTIME_MATCH_CONDITION_H_

#include <array>
#include <optional>
#include <span>
#include <string_view>

#include "program/condition_code.h"
#include "runtime/context_frame.h"

namespace iameval::internal {

// Whether one key satisfies one operator: the truth tables of section 5.
[[nodiscard]] bool TestHolds(const TestCode& test, const ContextFrame& context);

// The values of a text's variables, in order.
class VariableValues {
 public:
  // nullopt when one has neither a value nor a default: that spoils the whole
  // text (S-4.13).
  static std::optional<VariableValues> Of(const TextTemplate& text,
                                          const ContextFrame& context);

  [[nodiscard]] std::span<const std::string_view> values() const {
    return std::span(values_).first(size_);
  }

 private:
  VariableValues() = default;

  std::array<std::string_view, kMaxVariables> values_;
  std::size_t size_ = 0;
};

}  // namespace iameval::internal

#endif  // IAMEVAL_LIB_RUNTIME_MATCH_CONDITION_H_
