#include "cases/fields.h"

#include <algorithm>

#include "absl/strings/str_format.h"
#include "base/quote.h"

namespace iameval::internal {

std::string FieldNames(std::span<const Field> fields) {
  std::string names;
  for (const Field& field : fields) {
    if (!names.empty()) names += ", ";
    names += field.name;
  }
  return names;
}

absl::Status CheckFields(JsonValue value, std::span<const Field> fields) {
  if (!value.is_object()) return UnexpectedValue(value, "an object");
  for (const JsonMember member : value.members()) {
    const bool known = std::any_of(
        fields.begin(), fields.end(),
        [&](const Field& field) { return field.name == member.name; });
    if (known) continue;
    return absl::InvalidArgumentError(absl::StrFormat(
        "%s: unknown field %s, expected one of %s", member.key.Location(),
        Quote(member.name), FieldNames(fields)));
  }
  for (const Field& field : fields) {
    if (!field.required || value.Find(field.name).has_value()) continue;
    return absl::InvalidArgumentError(absl::StrFormat(
        "%s: missing field \"%s\"", value.Location(), field.name));
  }
  return absl::OkStatus();
}

absl::StatusOr<std::optional<std::string_view>> StringField(
    JsonValue object, std::string_view name) {
  const std::optional<JsonValue> value = object.Find(name);
  if (!value.has_value()) return std::nullopt;
  if (!value->is_string()) return UnexpectedValue(*value, "a string");
  return value->text();
}

absl::StatusOr<std::optional<bool>> BooleanField(JsonValue object,
                                                 std::string_view name) {
  const std::optional<JsonValue> value = object.Find(name);
  if (!value.has_value()) return std::nullopt;
  if (!value->is_boolean()) return UnexpectedValue(*value, "true or false");
  return value->boolean();
}

}  // namespace iameval::internal
