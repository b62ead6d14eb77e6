#include "checks/words.h"

#include <cstddef>

#include "absl/strings/str_format.h"

namespace iameval::internal {

std::string NameList(std::span<const std::string> names) {
  constexpr std::size_t kMost = 6;
  const bool all = names.size() <= kMost;
  const std::size_t shown = all ? names.size() : kMost - 1;
  std::string list;
  for (std::size_t i = 0; i < shown; ++i) {
    if (i > 0) list += all && i + 1 == shown ? " and " : ", ";
    list += names[i];
  }
  if (!all) absl::StrAppendFormat(&list, " and %d more", names.size() - shown);
  return list;
}

}  // namespace iameval::internal
