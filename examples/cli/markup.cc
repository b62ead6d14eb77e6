#include "cli/markup.h"

#include "iameval/explanation.h"

namespace iameval_cli {

std::string EscapeMarkup(std::string_view text) {
  std::string out;
  for (const char c : iameval::Printable(text)) {
    switch (c) {
      case '&':
        out += "&amp;";
        break;
      case '<':
        out += "&lt;";
        break;
      case '>':
        out += "&gt;";
        break;
      case '"':
        out += "&quot;";
        break;
      case '\'':
        out += "&#39;";
        break;
      default:
        out += c;
    }
  }
  return out;
}

}  // namespace iameval_cli
