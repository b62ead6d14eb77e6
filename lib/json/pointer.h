#ifndef IAMEVAL_LIB_JSON_POINTER_H_
#define IAMEVAL_LIB_JSON_POINTER_H_

#include <string>
#include <string_view>

namespace iameval::internal {

// Appends "/name" as RFC 6901 spells it: `~` and `/` are its only escapes.
inline void AppendPointerToken(std::string_view name, std::string& pointer) {
  pointer += '/';
  for (const char c : name) {
    if (c == '~') {
      pointer += "~0";
    } else if (c == '/') {
      pointer += "~1";
    } else {
      pointer += c;
    }
  }
}

}  // namespace iameval::internal

#endif  // IAMEVAL_LIB_JSON_POINTER_H_
