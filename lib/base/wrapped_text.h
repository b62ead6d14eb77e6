#ifndef IAMEVAL_LIB_BASE_WRAPPED_TEXT_H_
#define IAMEVAL_LIB_BASE_WRAPPED_TEXT_H_

#include <cstddef>
#include <string>
#include <string_view>

namespace iameval::internal {

// What is shown to people keeps within so many columns, where it has spaces to
// break at.
inline constexpr std::size_t kTextColumns = 100;

// Appends `text` to the last line of `out`, breaking at spaces before
// kTextColumns; lines after the first are indented by `indent`. `text` itself
// is one line of printable text.
void AppendWrapped(std::string& out, std::string_view text, std::size_t indent);

// The same for any text, which is made printable, and a line feed.
void AppendWrappedLine(std::string& out, std::string_view text,
                       std::size_t indent);

}  // namespace iameval::internal

#endif  // IAMEVAL_LIB_BASE_WRAPPED_TEXT_H_
