#ifndef IAMEVAL_LIB_SERVICES_REFERENCE_JSON_H_
#define IAMEVAL_LIB_SERVICES_REFERENCE_JSON_H_

#include <cstddef>
#include <initializer_list>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "json/json.h"

// What reading a service reference in JSON is made of. All errors are
// InvalidArgumentErrors that name the place.

namespace iameval::internal {

absl::Status ErrorAt(JsonValue place, std::string_view problem);

// A text that the tables can hold: not empty, of at most `most` bytes. `place`
// is where it stands.
absl::Status CheckText(JsonValue place, std::string_view text,
                       std::size_t most);

// The members of an object by name.
class Members {
 public:
  // An error if there are others than `names`.
  static absl::StatusOr<Members> Of(
      JsonValue object, std::initializer_list<std::string_view> names);

  [[nodiscard]] std::optional<JsonValue> Get(std::string_view name) const;
  [[nodiscard]] absl::StatusOr<JsonValue> Require(std::string_view name) const;

 private:
  explicit Members(JsonValue object) : object_(object) {}

  JsonValue object_;
  std::vector<std::pair<std::string_view, JsonValue>> members_;
};

// Members by folded name, of which no two are alike and none is longer than
// `most` bytes.
using SortedMembers = std::map<std::string, JsonMember>;
absl::StatusOr<SortedMembers> SortMembers(JsonValue object, std::size_t most);

}  // namespace iameval::internal

#endif  // IAMEVAL_LIB_SERVICES_REFERENCE_JSON_H_
