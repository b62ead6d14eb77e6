#ifndef IAMEVAL_LIB_POLICY_VARIABLE_SYNTAX_H_
#define IAMEVAL_LIB_POLICY_VARIABLE_SYNTAX_H_

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>

namespace iameval::internal {

// What is wrong with a policy variable (S-4.15).
enum class VariableFault : std::uint8_t {
  kNone,
  kMissingBrace,      // `${` and no `}` in the rest of the text
  kEmpty,             // `${}`
  kUnsupportedSpace,  // a space outside the default
  kMissingQuote,      // a default not in single quotes
};

struct VariableUse {
  std::size_t offset = 0;  // of the `$`
  VariableFault fault = VariableFault::kNone;
  // Of a well-formed one:
  std::size_t end = 0;  // where the text goes on
  std::string_view key;
  std::optional<std::string_view> default_text;
};

// Finds the variables of a text, `${key}` and `${key, 'default'}` (S-4.1,
// S-4.6), in one pass however the text is made: each search begins where the
// one before it ended.
class VariableScanner {
 public:
  explicit VariableScanner(std::string_view text) : text_(text) {}

  // The next variable, well-formed or not; nullopt when there are no more. What
  // follows the `${` of a malformed one is read again as text.
  std::optional<VariableUse> Next();

 private:
  VariableFault Read(VariableUse& use);
  VariableFault ReadDefault(std::size_t comma, VariableUse& use);
  [[nodiscard]] bool HasBraceFrom(std::size_t offset);

  std::string_view text_;
  std::size_t at_ = 0;
  std::size_t stop_ = 0;   // the first `}`, `,` or space from some offset on
  std::size_t brace_ = 0;  // the first `}` from some offset on
};

// True if the text has a well-formed variable.
bool HasVariable(std::string_view text);

}  // namespace iameval::internal

#endif  // IAMEVAL_LIB_POLICY_VARIABLE_SYNTAX_H_
