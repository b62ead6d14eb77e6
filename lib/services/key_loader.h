#ifndef IAMEVAL_LIB_SERVICES_KEY_LOADER_H_
#define IAMEVAL_LIB_SERVICES_KEY_LOADER_H_

#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <tuple>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "json/json.h"
#include "services/table_builder.h"
#include "services/tables.h"

namespace iameval::internal {

// The condition keys of a reference in JSON. Collected first, the global ones
// and then those of each service; numbered when all are known; then referred
// to. Errors are InvalidArgumentErrors that name the place.
class KeyLoader {
 public:
  // The keys of one service: folded name to type as written.
  using Declared = std::map<std::string, std::string>;

  // `builder` must outlive it.
  explicit KeyLoader(TableBuilder& builder) : builder_(builder) {}

  absl::Status CollectGlobal(JsonValue object);
  absl::StatusOr<Declared> Collect(JsonValue object);
  [[nodiscard]] std::size_t count() const { return rows_.size(); }

  // Adds the rows. REQUIRES: all are collected, and fewer than 65,536.
  void AddRows();
  [[nodiscard]] std::vector<std::uint16_t> NumbersOf(
      const Declared& keys) const;
  // Those of a list of names, each declared by the service or global.
  [[nodiscard]] absl::StatusOr<std::vector<std::uint16_t>> Read(
      const Declared& keys, JsonValue list) const;

 private:
  // Of one name, folded, the global key comes first.
  using KeyId = std::tuple<std::string, bool, std::string>;

  absl::Status CollectOne(JsonMember key);

  TableBuilder& builder_;
  Declared globals_;
  std::map<KeyId, KeyRow> rows_;
  // By folded name and type, with a space between.
  absl::flat_hash_map<std::string, std::uint16_t> numbers_;
};

}  // namespace iameval::internal

#endif  // IAMEVAL_LIB_SERVICES_KEY_LOADER_H_
