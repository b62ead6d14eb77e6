#ifndef IAMEVAL_EXAMPLES_CLI_MARKUP_H_
#define IAMEVAL_EXAMPLES_CLI_MARKUP_H_

#include <string>
#include <string_view>

namespace iameval_cli {

// `text` for the text and the quoted attributes of HTML and XML, and fit for
// display: control characters and those that turn the direction of text are
// spelled out, which also is the only way to write most of them in XML.
std::string EscapeMarkup(std::string_view text);

}  // namespace iameval_cli

#endif  // IAMEVAL_EXAMPLES_CLI_MARKUP_H_
