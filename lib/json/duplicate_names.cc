#include "json/duplicate_names.h"

#include <algorithm>

#include "absl/container/flat_hash_set.h"
#include "absl/strings/str_format.h"
#include "base/absl_view.h"
#include "base/quote.h"

namespace iameval::internal {
namespace {

absl::Status DuplicateName(const JsonMember& member) {
  return absl::InvalidArgumentError(absl::StrFormat(
      "%s: found a second member %s, expected each name once in an object",
      member.key.Location(), Quote(member.name)));
}

absl::Status CheckFewNames(JsonValue object,
                           std::vector<std::string_view>& seen) {
  seen.clear();
  for (const JsonMember member : object.members()) {
    if (std::find(seen.begin(), seen.end(), member.name) != seen.end()) {
      return DuplicateName(member);
    }
    seen.push_back(member.name);
  }
  return absl::OkStatus();
}

absl::Status CheckManyNames(JsonValue object) {
  absl::flat_hash_set<absl::string_view> seen;
  for (const JsonMember member : object.members()) {
    if (!seen.insert(AbslView(member.name)).second) {
      return DuplicateName(member);
    }
  }
  return absl::OkStatus();
}

}  // namespace

absl::Status CheckNamesDiffer(JsonValue object,
                              std::vector<std::string_view>& seen) {
  return object.size() <= kFewNames ? CheckFewNames(object, seen)
                                    : CheckManyNames(object);
}

}  // namespace iameval::internal
