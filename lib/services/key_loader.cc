#include "services/key_loader.h"

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <tuple>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "base/ascii.h"
#include "iameval/service_reference.h"
#include "json/json.h"
#include "services/names.h"
#include "services/reference_json.h"
#include "services/table_builder.h"
#include "services/tables.h"

namespace iameval::internal {
namespace {

// A key's type as the file spells it.
absl::Status ReadType(JsonValue value, KeyRow& row) {
  std::string_view text = value.is_string() ? value.text() : "";
  if (text.starts_with(kArrayOf)) {
    row.flags = kMultivalued;
    text.remove_prefix(kArrayOf.size());
  }
  for (const ConditionKeyType type : kConditionKeyTypes) {
    if (text == ConditionKeyTypeName(type)) {
      row.type = static_cast<std::uint8_t>(type);
      return absl::OkStatus();
    }
  }
  return UnexpectedValue(value,
                         "a type: String, ARN, Bool, Numeric, Date, "
                         "IPAddress or Binary, or ArrayOf... one of these");
}

absl::Status FindVariable(JsonMember key, KeyRow& row) {
  const std::size_t begin = key.name.find("${");
  if (begin == std::string_view::npos) return absl::OkStatus();
  const std::size_t end = key.name.find('}', begin);
  if (end == std::string_view::npos ||
      key.name.find("${", end) != std::string_view::npos) {
    return ErrorAt(key.value, "expected at most one ${...} in the name");
  }
  row.variable = static_cast<std::uint8_t>(begin);
  row.variable_size = static_cast<std::uint8_t>(end + 1 - begin);
  return absl::OkStatus();
}

}  // namespace

absl::Status KeyLoader::CollectGlobal(JsonValue object) {
  // Which are global must be known before the first of them is a row.
  if (!object.is_object()) return UnexpectedValue(object, "an object");
  for (const JsonMember key : object.members()) {
    if (key.value.is_string()) {
      globals_.emplace(FoldAscii(key.name), key.value.text());
    }
  }
  return Collect(object).status();
}

absl::StatusOr<KeyLoader::Declared> KeyLoader::Collect(JsonValue object) {
  if (!object.is_object()) return UnexpectedValue(object, "an object");
  Declared keys;
  for (const JsonMember key : object.members()) {
    if (auto status = CollectOne(key); !status.ok()) return status;
    keys.emplace(FoldAscii(key.name), key.value.text());
  }
  return keys;
}

absl::Status KeyLoader::CollectOne(JsonMember key) {
  if (auto status = CheckText(key.value, key.name, 255); !status.ok()) {
    return status;
  }
  if (key.name.find(':') == std::string_view::npos) {
    return ErrorAt(key.value,
                   "found a name without a colon, expected a condition key");
  }
  KeyRow row{};
  if (auto status = ReadType(key.value, row); !status.ok()) return status;
  if (auto status = FindVariable(key, row); !status.ok()) return status;
  const std::string folded = FoldAscii(key.name);
  const std::string type(key.value.text());
  const auto global = globals_.find(folded);
  const bool is_global = global != globals_.end() && global->second == type;
  if (is_global) {
    row.flags = static_cast<std::uint8_t>(row.flags | kGlobal);
  }
  row.name = builder_.Store(key.name);
  row.name_size = static_cast<std::uint8_t>(key.name.size());
  rows_.try_emplace(KeyId(folded, !is_global, type), row);
  return absl::OkStatus();
}

void KeyLoader::AddRows() {
  std::vector<KeyRow>& rows = builder_.out().keys;
  for (const auto& [id, row] : rows_) {
    numbers_.try_emplace(std::get<0>(id) + " " + std::get<2>(id),
                         static_cast<std::uint16_t>(rows.size()));
    rows.push_back(row);
  }
}

std::vector<std::uint16_t> KeyLoader::NumbersOf(const Declared& keys) const {
  std::vector<std::uint16_t> numbers;
  for (const auto& [name, type] : keys) {
    numbers.push_back(numbers_.at(name + " " + type));
  }
  return numbers;
}

absl::StatusOr<std::vector<std::uint16_t>> KeyLoader::Read(
    const Declared& keys, JsonValue list) const {
  if (!list.is_array()) return UnexpectedValue(list, "an array");
  std::vector<std::uint16_t> numbers;
  for (const JsonValue key : list.elements()) {
    if (!key.is_string()) return UnexpectedValue(key, "a string");
    const std::string folded = FoldAscii(key.text());
    const auto own = keys.find(folded);
    const auto global = globals_.find(folded);
    if (own == keys.end() && global == globals_.end()) {
      return UnexpectedValue(key, "a key of the service or a global key");
    }
    const std::string& type =
        own != keys.end() ? own->second : global->second;
    numbers.push_back(numbers_.at(folded + " " + type));
  }
  return numbers;
}

}  // namespace iameval::internal
