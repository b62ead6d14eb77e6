#ifndef IAMEVAL_LIB_BASE_BASE64_H_
#define IAMEVAL_LIB_BASE_BASE64_H_

#include <string_view>

namespace iameval::internal {

// True if `text` is what encoding some bytes gives (RFC 4648, section 4): the
// alphabet with + and /, padding, no white space, and zeros in the bits of the
// last character that encode nothing. Such texts are equal exactly if the bytes
// they encode are, which is all that BinaryEquals asks (S-5.10), so that
// nothing need be decoded. The empty text encodes no bytes. Linear, no
// allocation.
bool IsBase64(std::string_view text);

}  // namespace iameval::internal

#endif  // IAMEVAL_LIB_BASE_BASE64_H_
