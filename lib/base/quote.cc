#include "base/quote.h"

#include "base/json_text.h"

namespace iameval::internal {

std::string Quote(std::string_view text, std::size_t max_length) {
  std::size_t end = text.size();
  if (end > max_length) {
    end = max_length;
    // Not inside a character: its bytes after the first are 10xxxxxx.
    while (end > 0 &&
           (static_cast<unsigned char>(text[end]) & 0xC0U) == 0x80U) {
      --end;
    }
  }
  std::string out = "\"";
  AppendPrintable(out, text.substr(0, end));
  out += '"';
  if (end < text.size()) out += "...";
  return out;
}

}  // namespace iameval::internal
