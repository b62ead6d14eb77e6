#include "cli/lists.h"

#include <cstddef>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/ascii.h"
#include "absl/strings/str_format.h"
#include "cli/files.h"
#include "cli/text.h"

namespace iameval_cli {
namespace {

std::string_view Trimmed(std::string_view text) {
  constexpr std::string_view kSpace = " \t\r\n";
  const std::size_t first = text.find_first_not_of(kSpace);
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(kSpace) - first + 1);
}

absl::Status ReadFileInto(const std::string& path,
                          std::vector<ListItem>& items) {
  absl::StatusOr<InputFile> file = InputFile::Open(path);
  if (!file.ok()) return file.status();
  std::string line;
  for (int number = 1; file->ReadLine(line); ++number) {
    const std::string_view text = Trimmed(line);
    if (text.empty() || text.front() == '#') continue;
    items.push_back(
        {std::string(text), absl::StrFormat("%s:%d", path, number)});
  }
  return file->status();
}

void RemoveRepetitions(std::vector<ListItem>& items) {
  std::set<std::string> seen;
  std::erase_if(items, [&seen](const ListItem& item) {
    return !seen.insert(item.text).second;
  });
}

}  // namespace

absl::StatusOr<std::vector<ListItem>> ReadList(
    std::span<const std::string> arguments, std::string_view option) {
  std::vector<ListItem> items;
  for (const std::string& argument : arguments) {
    if (!argument.starts_with('@')) {
      items.push_back({argument, std::string(option)});
      continue;
    }
    const absl::Status status = ReadFileInto(argument.substr(1), items);
    if (!status.ok()) return status;
  }
  RemoveRepetitions(items);
  return items;
}

absl::Status AtPlace(const ListItem& item, const absl::Status& status) {
  if (status.ok()) return status;
  return absl::Status(status.code(), item.place + ": " + Message(status));
}

bool MatchesAction(std::string_view pattern, std::string_view action) {
  return MatchesPattern(absl::AsciiStrToLower(std::string(pattern)),
                        absl::AsciiStrToLower(std::string(action)));
}

absl::StatusOr<std::vector<ListItem>> ExpandActions(std::vector<ListItem> items,
                                                    const Expansion& expand) {
  std::vector<ListItem> expanded;
  for (ListItem& item : items) {
    if (!HasWildcard(item.text)) {
      expanded.push_back(std::move(item));
      continue;
    }
    std::vector<std::string> actions = expand(item.text);
    if (actions.empty()) {
      return absl::InvalidArgumentError(absl::StrFormat(
          "%s: %s: no action is known that it matches", item.place, item.text));
    }
    for (std::string& action : actions) {
      expanded.push_back({std::move(action), item.place});
    }
  }
  RemoveRepetitions(expanded);
  return expanded;
}

}  // namespace iameval_cli
