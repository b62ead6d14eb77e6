#ifndef IAMEVAL_LIB_BASE_QUOTE_H_
#define IAMEVAL_LIB_BASE_QUOTE_H_

#include <cstddef>
#include <string>
#include <string_view>

namespace iameval::internal {

// `text` in quotation marks and fit for a one-line message (AppendPrintable).
// Of more than `max_length` bytes, only the first ones: "abc"... .
std::string Quote(std::string_view text, std::size_t max_length = 60);

}  // namespace iameval::internal

#endif  // IAMEVAL_LIB_BASE_QUOTE_H_
