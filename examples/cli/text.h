#ifndef IAMEVAL_EXAMPLES_CLI_TEXT_H_
#define IAMEVAL_EXAMPLES_CLI_TEXT_H_

#include <string>
#include <string_view>

namespace iameval_cli {

// White space alone: a line to be skipped.
bool IsBlank(std::string_view line);

// Adds a field of CSV, in quotation marks where RFC 4180 asks for them.
void AppendCsvField(std::string_view field, std::string& out);

bool HasWildcard(std::string_view text);
// `*` in the pattern is any run of characters, `?` one. Costs the product of
// the sizes at worst.
bool MatchesPattern(std::string_view pattern, std::string_view text);

}  // namespace iameval_cli

#endif  // IAMEVAL_EXAMPLES_CLI_TEXT_H_
