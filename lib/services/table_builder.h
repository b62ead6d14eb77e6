#ifndef IAMEVAL_LIB_SERVICES_TABLE_BUILDER_H_
#define IAMEVAL_LIB_SERVICES_TABLE_BUILDER_H_

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "services/tables.h"

namespace iameval::internal {

// Tables and what they point to. Not to be moved.
struct OwnedTables {
  ReferenceTables tables;  // filled in by TableBuilder::Finish
  std::string source[5];   // name, version, date, license, notice
  std::string text;
  std::vector<const char*> chunks;
  std::vector<ServiceRow> services;
  std::vector<ActionRow> actions;
  std::vector<std::uint16_t> action_slots;
  std::vector<TypeRow> types;
  std::vector<KeyRow> keys;
  std::vector<std::uint16_t> key_slots;
  std::vector<std::uint16_t> family_slots;
  std::vector<ArnServiceRow> arn_services;
  std::vector<std::uint32_t> list_starts = {0, 0};
  std::vector<std::uint16_t> list_items;
};

// Makes tables: whoever uses it adds rows to out() in their order, and has
// strings and lists stored here.
class TableBuilder {
 public:
  [[nodiscard]] OwnedTables& out() { return *out_; }

  // Where `text` stands, which is stored once.
  std::uint32_t Store(std::string_view text);
  // The number of a list with these items, which is stored once; nothing if
  // there are too many lists.
  std::optional<ListId> AddList(const std::vector<std::uint16_t>& items);

  // When all rows are there: slots, spans. Not twice.
  std::shared_ptr<const OwnedTables> Finish() &&;

 private:
  void FillSlots();

  std::shared_ptr<OwnedTables> out_ = std::make_shared<OwnedTables>();
  absl::flat_hash_map<std::string, std::uint32_t> texts_;
  absl::flat_hash_map<std::vector<std::uint16_t>, std::size_t> lists_;
};

}  // namespace iameval::internal

#endif  // IAMEVAL_LIB_SERVICES_TABLE_BUILDER_H_
