#ifndef IAMEVAL_LIB_BASE_JSON_TEXT_H_
#define IAMEVAL_LIB_BASE_JSON_TEXT_H_

#include <string>
#include <string_view>

namespace iameval::internal {

// Appends `text` to `out` as a JSON string, quotes included (RFC 8259). The
// result is UTF-8 whatever the text is: a byte that is not becomes U+FFFD.
void AppendJsonString(std::string& out, std::string_view text);

// Appends `text` to `out` so that it can be shown on one line of a terminal
// and say what it says: control characters, line ends, bytes that are not
// UTF-8, and characters that are invisible or turn the direction of writing
// are spelled out (\n, \x1b, \u202e). Other text stays as it is.
void AppendPrintable(std::string& out, std::string_view text);

}  // namespace iameval::internal

#endif  // IAMEVAL_LIB_BASE_JSON_TEXT_H_
