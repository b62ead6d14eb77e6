#ifndef IAMEVAL_EXAMPLES_CLI_LISTS_H_
#define IAMEVAL_EXAMPLES_CLI_LISTS_H_

#include <functional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"

// Lists on a command line: members, or @FILE with one on each line.

namespace iameval_cli {

struct ListItem {
  std::string text;
  std::string place;  // for messages: "--actions" or "actions.txt:3"
};

// The members of a list, repetitions left out. In a file, empty lines and those
// that begin with '#' are skipped; "@-" is standard input. `option` is what the
// arguments were given to.
absl::StatusOr<std::vector<ListItem>> ReadList(
    std::span<const std::string> arguments, std::string_view option);

// "place: message"
absl::Status AtPlace(const ListItem& item, const absl::Status& status);

// Whether an Action element with that pattern covers the action: letter case
// does not matter (S-2.2).
bool MatchesAction(std::string_view pattern, std::string_view action);

// The actions that a pattern stands for.
using Expansion = std::function<std::vector<std::string>(std::string_view)>;

// Members with wildcards are replaced with what they stand for; members without
// are kept, known or not. InvalidArgumentError when a pattern stands for
// nothing.
absl::StatusOr<std::vector<ListItem>> ExpandActions(std::vector<ListItem> items,
                                                    const Expansion& expand);

}  // namespace iameval_cli

#endif  // IAMEVAL_EXAMPLES_CLI_LISTS_H_
