#ifndef IAMEVAL_LIB_CASES_FIELDS_H_
#define IAMEVAL_LIB_CASES_FIELDS_H_

#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "json/json.h"

// Reading the members of a JSON object whose format is fixed. Every error is
// an InvalidArgumentError that names the field, its line and column.

namespace iameval::internal {

// One member that an object of the format may have.
struct Field {
  std::string_view name;
  bool required = false;
};

// "identity, boundary, session", for a message.
std::string FieldNames(std::span<const Field> fields);

// `value` is an object, all of its members are among `fields`, and those that
// are required are there.
absl::Status CheckFields(JsonValue value, std::span<const Field> fields);

// The text of the member, nullopt when it is absent; an error when it is no
// string. REQUIRES: object.is_object().
absl::StatusOr<std::optional<std::string_view>> StringField(
    JsonValue object, std::string_view name);

// The same for a boolean.
absl::StatusOr<std::optional<bool>> BooleanField(JsonValue object,
                                                 std::string_view name);

}  // namespace iameval::internal

#endif  // IAMEVAL_LIB_CASES_FIELDS_H_
