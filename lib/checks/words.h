#ifndef IAMEVAL_LIB_CHECKS_WORDS_H_
#define IAMEVAL_LIB_CHECKS_WORDS_H_

#include <span>
#include <string>

namespace iameval::internal {

// "a", "a and b", "a, b and c"; of more than six names the first five, "and 23
// more".
std::string NameList(std::span<const std::string> names);

}  // namespace iameval::internal

#endif  // IAMEVAL_LIB_CHECKS_WORDS_H_
