#include "base/wrapped_text.h"

#include <algorithm>
#include <cstddef>
#include <string>
#include <string_view>

#include "base/json_text.h"

namespace iameval::internal {

void AppendWrapped(std::string& out, std::string_view text,
                   std::size_t indent) {
  const std::size_t line_start = out.rfind('\n') + 1;  // npos + 1 == 0
  std::size_t column = out.size() - line_start;
  while (!text.empty()) {
    const std::size_t word = std::min(text.find(' ', 1), text.size());
    if (column > indent && column + word > kTextColumns) {
      while (out.back() == ' ') out.pop_back();
      out.push_back('\n');
      out.append(indent, ' ');
      column = indent;
      text.remove_prefix(std::min(text.find_first_not_of(' '), text.size()));
      continue;
    }
    out.append(text.substr(0, word));
    column += word;
    text.remove_prefix(word);
  }
}

void AppendWrappedLine(std::string& out, std::string_view text,
                       std::size_t indent) {
  std::string printable;
  AppendPrintable(printable, text);
  AppendWrapped(out, printable, indent);
  out.push_back('\n');
}

}  // namespace iameval::internal
