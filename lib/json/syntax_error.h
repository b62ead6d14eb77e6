#ifndef IAMEVAL_LIB_JSON_SYNTAX_ERROR_H_
#define IAMEVAL_LIB_JSON_SYNTAX_ERROR_H_

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace iameval::internal {

// The first place where a text stops being acceptable JSON.
struct SyntaxError {
  std::size_t offset = 0;
  std::string pointer;   // of the value being read
  std::string found;     // for a message
  std::string expected;  // for a message
};

// Reads `text` by the letter of RFC 8259, strictly (UTF-8, no lone surrogates,
// nothing after the value, at most `max_depth` nested containers); nullopt if
// it conforms. Duplicate names are not looked for.
//
// simdjson says that a text is wrong but not where, so this runs when it has
// refused one. REQUIRES: max_depth <= 1000, for it recurses.
std::optional<SyntaxError> FindSyntaxError(std::string_view text,
                                           std::size_t max_depth);

// The end of the number that `text` has at `begin` by RFC 8259's grammar; npos
// if there is none, or if what follows it would be part of a longer word.
std::size_t EndOfJsonNumber(std::string_view text, std::size_t begin);

// True if the escapes of a well-formed string are no lone surrogates. `text` is
// what follows the opening quotation mark, the closing one included.
bool SurrogatesArePaired(std::string_view text);

}  // namespace iameval::internal

#endif  // IAMEVAL_LIB_JSON_SYNTAX_ERROR_H_
