#include "base/json_text.h"

#include <string>
#include <string_view>

#include "absl/strings/str_format.h"
#include "base/utf8.h"

namespace iameval::internal {
namespace {

// The escape of a character that has a letter for it; 0 when it has none.
char ShortEscape(char32_t code) {
  switch (code) {
    case U'\n':
      return 'n';
    case U'\r':
      return 'r';
    case U'\t':
      return 't';
    default:
      return 0;
  }
}

// Characters that a reader cannot see, or that reorder what is around them:
// a policy's text must not be able to fake an explanation.
bool IsDeceptive(char32_t code) {
  return (code >= 0x80 && code < 0xA0) || code == 0xAD || code == 0x61C ||
         (code >= 0x200B && code <= 0x200F) ||
         (code >= 0x2028 && code <= 0x202E) ||
         (code >= 0x2060 && code <= 0x206F) || code == 0xFEFF ||
         (code >= 0xE0000 && code <= 0xE007F);
}

}  // namespace

void AppendJsonString(std::string& out, std::string_view text) {
  out.push_back('"');
  while (!text.empty()) {
    const Utf8Step c = DecodeUtf8(text);
    if (!c.valid) {
      out += "\xEF\xBF\xBD";
    } else if (c.code_point == U'"' || c.code_point == U'\\') {
      out.push_back('\\');
      out.push_back(text[0]);
    } else if (c.code_point < 0x20 || c.code_point == 0x7F) {
      if (const char letter = ShortEscape(c.code_point); letter != 0) {
        out.push_back('\\');
        out.push_back(letter);
      } else {
        absl::StrAppendFormat(&out, "\\u%04x",
                              static_cast<unsigned>(c.code_point));
      }
    } else {
      out.append(text.substr(0, c.length));
    }
    text.remove_prefix(c.length);
  }
  out.push_back('"');
}

void AppendPrintable(std::string& out, std::string_view text) {
  while (!text.empty()) {
    const Utf8Step c = DecodeUtf8(text);
    if (!c.valid || c.code_point < 0x20 || c.code_point == 0x7F) {
      const char letter = c.valid ? ShortEscape(c.code_point) : '\0';
      if (letter != 0) {
        out.push_back('\\');
        out.push_back(letter);
      } else {
        absl::StrAppendFormat(&out, "\\x%02x",
                              static_cast<unsigned char>(text[0]));
      }
    } else if (IsDeceptive(c.code_point)) {
      absl::StrAppendFormat(&out, "\\u%04x",
                            static_cast<unsigned>(c.code_point));
    } else {
      out.append(text.substr(0, c.length));
    }
    text.remove_prefix(c.length);
  }
}

}  // namespace iameval::internal
