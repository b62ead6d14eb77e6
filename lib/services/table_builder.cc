#include "services/table_builder.h"

#include <cstddef>
#include <cstdint>
#include <limits>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "services/tables.h"

namespace iameval::internal {
namespace {

// The slots of rows with these numbers and hashes, in the order given.
class SlotFiller {
 public:
  void Add(std::size_t number, std::uint32_t hash) {
    entries_.emplace_back(number, hash);
  }

  [[nodiscard]] std::vector<std::uint16_t> Slots() const {
    std::vector<std::uint16_t> slots(SlotCount(entries_.size()));
    const std::size_t mask = slots.size() - 1;
    for (const auto& [number, hash] : entries_) {
      std::size_t at = hash;
      while (slots[at & mask] != 0) ++at;
      slots[at & mask] = static_cast<std::uint16_t>(number + 1);
    }
    return slots;
  }

 private:
  std::vector<std::pair<std::size_t, std::uint32_t>> entries_;
};

}  // namespace

std::uint32_t TableBuilder::Store(std::string_view text) {
  const auto [at, inserted] = texts_.try_emplace(
      std::string(text), static_cast<std::uint32_t>(out_->text.size()));
  if (inserted) out_->text += text;
  return at->second;
}

std::optional<ListId> TableBuilder::AddList(
    const std::vector<std::uint16_t>& items) {
  if (items.empty()) return ListId{0};
  const std::size_t next = out_->list_starts.size() - 1;
  const auto [at, inserted] = lists_.try_emplace(items, next);
  if (inserted) {
    if (next > std::numeric_limits<ListId>::max()) return std::nullopt;
    out_->list_items.insert(out_->list_items.end(), items.begin(), items.end());
    out_->list_starts.push_back(
        static_cast<std::uint32_t>(out_->list_items.size()));
  }
  return static_cast<ListId>(at->second);
}

void TableBuilder::FillSlots() {
  const ReferenceTables& tables = out_->tables;
  SlotFiller actions;
  for (std::size_t i = 0; i + 1 < out_->services.size(); ++i) {
    const std::string prefix(tables.Name(out_->services[i]));
    for (std::size_t a = out_->services[i].first_action;
         a < out_->services[i + 1].first_action; ++a) {
      actions.Add(a, HashName(prefix + ":" +
                              std::string(tables.Name(out_->actions[a]))));
    }
  }
  SlotFiller keys;
  SlotFiller families;
  for (std::size_t i = 0; i < out_->keys.size(); ++i) {
    const KeyRow& key = out_->keys[i];
    const std::string_view name = tables.Name(key);
    if (key.variable_size == 0) {
      keys.Add(i, HashName(name));
    } else {
      const std::string_view head = name.substr(0, key.variable);
      families.Add(i, HashName(head));
      out_->tables.head_ends |= HeadEndBit(head);
    }
  }
  out_->action_slots = actions.Slots();
  out_->key_slots = keys.Slots();
  out_->family_slots = families.Slots();
}

std::shared_ptr<const OwnedTables> TableBuilder::Finish() && {
  OwnedTables& out = *out_;
  for (std::size_t at = 0; at <= out.text.size(); at += kTextChunk) {
    out.chunks.push_back(out.text.data() + at);
  }
  out.tables = {.source = {out.source[0], out.source[1], out.source[2],
                           out.source[3], out.source[4]},
                .texts = out.chunks,
                .services = out.services,
                .actions = out.actions,
                .action_slots = {},
                .types = out.types,
                .keys = out.keys,
                .key_slots = {},
                .family_slots = {},
                .arn_services = out.arn_services,
                .list_starts = out.list_starts,
                .list_items = out.list_items};
  FillSlots();
  out.tables.action_slots = out.action_slots;
  out.tables.key_slots = out.key_slots;
  out.tables.family_slots = out.family_slots;
  return std::move(out_);
}

}  // namespace iameval::internal
