#include "services/reference_json.h"

#include <algorithm>
#include <cstddef>
#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/str_format.h"
#include "base/ascii.h"
#include "json/json.h"

namespace iameval::internal {

absl::Status ErrorAt(JsonValue place, std::string_view problem) {
  return absl::InvalidArgumentError(
      absl::StrFormat("%s: %s", place.Location(), problem));
}

absl::Status CheckText(JsonValue place, std::string_view text,
                       std::size_t most) {
  if (!text.empty() && text.size() <= most) return absl::OkStatus();
  return ErrorAt(place, absl::StrFormat("found %u characters, expected between "
                                        "1 and %u",
                                        text.size(), most));
}

absl::StatusOr<Members> Members::Of(
    JsonValue object, std::initializer_list<std::string_view> names) {
  if (!object.is_object()) return UnexpectedValue(object, "an object");
  Members members(object);
  for (const JsonMember member : object.members()) {
    if (std::find(names.begin(), names.end(), member.name) == names.end()) {
      std::string expected = "expected one of";
      for (const std::string_view name : names) {
        expected += " " + std::string(name);
      }
      return ErrorAt(member.value, "found a member of that name, " + expected);
    }
    members.members_.emplace_back(member.name, member.value);
  }
  return members;
}

std::optional<JsonValue> Members::Get(std::string_view name) const {
  for (const auto& [key, value] : members_) {
    if (key == name) return value;
  }
  return std::nullopt;
}

absl::StatusOr<JsonValue> Members::Require(std::string_view name) const {
  const auto value = Get(name);
  if (value.has_value()) return *value;
  return ErrorAt(object_, absl::StrFormat("found no member \"%s\"", name));
}

absl::StatusOr<SortedMembers> SortMembers(JsonValue object, std::size_t most) {
  if (!object.is_object()) return UnexpectedValue(object, "an object");
  SortedMembers sorted;
  for (const JsonMember member : object.members()) {
    if (auto status = CheckText(member.value, member.name, most);
        !status.ok()) {
      return status;
    }
    if (!sorted.try_emplace(FoldAscii(member.name), member).second) {
      return ErrorAt(member.value,
                     "the same name, but for letter case, occurs twice");
    }
  }
  return sorted;
}

}  // namespace iameval::internal
