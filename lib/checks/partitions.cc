#include "checks/partitions.h"

#include <algorithm>
#include <array>
#include <cstddef>

#include "base/ascii.h"

namespace iameval::internal {
namespace {

struct Row {
  std::string_view partition;
  std::string_view prefix;  // of its regions' names
};

// What the regionRegex of each partition says in partitions.json of AWS's SDKs
// (botocore 1.43): a prefix, then a word, a dash and a number.
constexpr auto kRows = std::to_array<Row>({
    {"aws", "us-"},
    {"aws", "eu-"},
    {"aws", "ap-"},
    {"aws", "sa-"},
    {"aws", "ca-"},
    {"aws", "me-"},
    {"aws", "af-"},
    {"aws", "il-"},
    {"aws", "mx-"},
    {"aws-cn", "cn-"},
    {"aws-eusc", "eusc-de-"},
    {"aws-iso", "us-iso-"},
    {"aws-iso-b", "us-isob-"},
    {"aws-iso-e", "eu-isoe-"},
    {"aws-iso-f", "us-isof-"},
    {"aws-us-gov", "us-gov-"},
});

// A word, a dash and a number.
bool IsWordAndNumber(std::string_view text) {
  const std::size_t dash = text.find('-');
  return dash != std::string_view::npos && dash > 0 && dash + 1 < text.size() &&
         std::all_of(text.begin() + static_cast<std::ptrdiff_t>(dash) + 1,
                     text.end(), IsAsciiDigit);
}

}  // namespace

bool IsPartition(std::string_view name) {
  return std::any_of(kRows.begin(), kRows.end(),
                     [name](const Row& row) { return row.partition == name; });
}

bool LooksLikeRegion(std::string_view region) {
  const std::size_t dash = region.rfind('-');
  if (dash == std::string_view::npos || dash == 0 || region.find('-') == dash ||
      dash + 1 == region.size()) {
    return false;
  }
  const std::string_view number = region.substr(dash + 1);
  const std::string_view words = region.substr(0, dash);
  return std::all_of(number.begin(), number.end(), IsAsciiDigit) &&
         std::all_of(words.begin(), words.end(),
                     [](char c) { return (c >= 'a' && c <= 'z') || c == '-'; });
}

std::string_view PartitionOfRegion(std::string_view region) {
  for (const Row& row : kRows) {
    if (region.starts_with(row.prefix) &&
        IsWordAndNumber(region.substr(row.prefix.size()))) {
      return row.partition;
    }
  }
  return {};
}

}  // namespace iameval::internal
