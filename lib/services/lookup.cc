#include "services/lookup.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <optional>
#include <span>
#include <string_view>

#include "base/ascii.h"
#include "services/tables.h"

namespace iameval::internal {
namespace {

std::uint64_t LoadEight(const char* at) {
  std::uint64_t eight = 0;
  std::memcpy(&eight, at, sizeof(eight));
  return eight;
}

// The first of eight bytes in memory that differs decides.
bool IsBefore(std::uint64_t a, std::uint64_t b) {
  return std::memcmp(&a, &b, sizeof(a)) < 0;
}

// FoldAscii for each of eight bytes below 0x80.
std::uint64_t FoldEight(std::uint64_t eight) {
  constexpr std::uint64_t kOnes = 0x0101010101010101;
  const std::uint64_t from_a = eight + (0x80 - 'A') * kOnes;
  const std::uint64_t above_z = eight + (0x7f - 'Z') * kOnes;
  return eight | ((from_a & ~above_z & (0x80 * kOnes)) >> 2);
}

// Below zero, zero or above, as of the folded texts. Names have long common
// beginnings (DescribeInstances...), so eight bytes are compared at a time.
int CompareFolded(std::string_view a, std::string_view b) {
  const std::size_t size = std::min(a.size(), b.size());
  std::size_t i = 0;
  for (; i + 8 <= size; i += 8) {
    const std::uint64_t x = LoadEight(a.data() + i);
    const std::uint64_t y = LoadEight(b.data() + i);
    if (((x | y) & 0x8080808080808080) != 0) break;
    const std::uint64_t folded_x = FoldEight(x);
    const std::uint64_t folded_y = FoldEight(y);
    if (folded_x != folded_y) return IsBefore(folded_x, folded_y) ? -1 : 1;
  }
  for (; i < size; ++i) {
    const int difference = static_cast<unsigned char>(FoldAscii(a[i])) -
                           static_cast<unsigned char>(FoldAscii(b[i]));
    if (difference != 0) return difference;
  }
  return a.size() < b.size() ? -1 : static_cast<int>(a.size() > b.size());
}

bool EqualFolded(std::string_view a, std::string_view b) {
  return a.size() == b.size() && CompareFolded(a, b) == 0;
}

// The first row that is not before `name`.
template <typename Row>
std::size_t LowerBound(const ReferenceTables& tables, std::span<const Row> rows,
                       std::string_view name) {
  const auto at =
      std::lower_bound(rows.begin(), rows.end(), name,
                       [&tables](const Row& row, std::string_view wanted) {
                         return CompareFolded(tables.Name(row), wanted) < 0;
                       });
  return static_cast<std::size_t>(at - rows.begin());
}

// The row of that name, numbered from `first`.
template <typename Row>
std::optional<std::size_t> FindNamed(const ReferenceTables& tables,
                                     std::span<const Row> rows,
                                     std::size_t first, std::string_view name) {
  const std::size_t at = LowerBound(tables, rows, name);
  if (at == rows.size() ||
      !EqualFolded(tables.Name(rows[at]), name)) {
    return std::nullopt;
  }
  return first + at;
}

template <typename Row>
std::span<const Row> Between(std::span<const Row> rows, std::size_t first,
                             std::size_t end) {
  return rows.subspan(first, end - first);
}

// The last service that begins at `id` or before.
std::size_t ServiceAt(const ReferenceTables& tables, std::size_t id,
                      std::uint16_t ServiceRow::*first) {
  const auto after =
      std::upper_bound(tables.services.begin(), tables.services.end(), id,
                       [first](std::size_t wanted, const ServiceRow& row) {
                         return wanted < row.*first;
                       });
  return static_cast<std::size_t>(after - tables.services.begin()) - 1;
}

int LiteralSize(const KeyRow& key) { return key.name_size - key.variable_size; }

// Calls `visit` with the numbers of the rows that may have the name with that
// hash, the lowest first.
template <typename Visit>
void ForEachInSlots(std::span<const std::uint16_t> slots, std::uint32_t hash,
                    Visit visit) {
  const std::size_t mask = slots.size() - 1;
  for (std::size_t at = hash;; ++at) {
    const std::size_t slot = slots[at & mask];
    if (slot == 0) return;
    visit(slot - 1);
  }
}

}  // namespace

std::optional<std::size_t> FindService(const ReferenceTables& tables,
                                       std::string_view prefix) {
  return FindNamed(tables, tables.services.first(tables.services.size() - 1), 0,
                   prefix);
}

std::optional<std::size_t> FindAction(const ReferenceTables& tables,
                                      std::string_view action) {
  const std::size_t colon = action.find(':');
  if (colon == std::string_view::npos) return std::nullopt;
  const std::string_view prefix = action.substr(0, colon);
  const std::string_view name = action.substr(colon + 1);
  const std::size_t mask = tables.action_slots.size() - 1;
  for (std::size_t at = HashName(action);; ++at) {
    const std::size_t slot = tables.action_slots[at & mask];
    if (slot == 0) return std::nullopt;
    const std::size_t id = slot - 1;
    // The same name may be in another service.
    if (EqualFolded(tables.Name(tables.actions[id]), name) &&
        EqualFolded(
            tables.Name(tables.services[ServiceOfAction(tables, id)]),
            prefix)) {
      return id;
    }
  }
}

std::optional<std::size_t> FindAction(const ReferenceTables& tables,
                                      std::size_t service,
                                      std::string_view name) {
  const std::size_t first = tables.services[service].first_action;
  const std::size_t end = tables.services[service + 1].first_action;
  return FindNamed(tables, Between(tables.actions, first, end), first, name);
}

std::optional<std::size_t> FindType(const ReferenceTables& tables,
                                    std::size_t service,
                                    std::string_view name) {
  const std::size_t first = tables.services[service].first_type;
  const std::size_t end = tables.services[service + 1].first_type;
  return FindNamed(tables, Between(tables.types, first, end), first, name);
}

KeysOfName FindKeys(const ReferenceTables& tables, std::string_view name) {
  KeysOfName keys;
  if (name.find(':') == std::string_view::npos) return keys;
  std::uint32_t hash = 0;
  std::size_t hashed = 0;
  for (std::size_t head = 0; head < name.size(); ++head) {
    const std::string_view beginning = name.substr(0, head);
    if ((tables.head_ends & HeadEndBit(beginning)) == 0) continue;
    hash = HashMore(hash, beginning.substr(hashed));
    hashed = head;
    ForEachInSlots(tables.family_slots, hash, [&](std::size_t id) {
      const KeyRow& key = tables.keys[id];
      if (key.variable != head || !KeyCovers(tables, key, name)) return;
      keys.all.push_back(static_cast<std::uint16_t>(id));
      if (!keys.best.has_value() ||
          LiteralSize(key) > LiteralSize(tables.keys[*keys.best])) {
        keys.best = id;
      }
    });
  }
  hash = HashMore(hash, name.substr(hashed));
  bool named = false;
  ForEachInSlots(tables.key_slots, hash, [&](std::size_t id) {
    if (!EqualFolded(tables.Name(tables.keys[id]), name)) return;
    keys.all.push_back(static_cast<std::uint16_t>(id));
    if (!named) keys.best = id;
    named = true;
  });
  return keys;
}

bool KeyCovers(const ReferenceTables& tables, const KeyRow& key,
               std::string_view name) {
  if (name.empty()) return false;
  const std::string_view own = tables.Name(key);
  if (key.variable_size == 0) return EqualFolded(own, name);
  const std::string_view head = own.substr(0, key.variable);
  const std::string_view tail =
      own.substr(std::size_t{key.variable} + key.variable_size);
  // Families with the same beginning differ in how they end.
  if (!tail.empty() && FoldAscii(tail.back()) != FoldAscii(name.back())) {
    return false;
  }
  return name.size() > head.size() + tail.size() &&
         EqualFolded(name.substr(name.size() - tail.size()), tail) &&
         EqualFolded(name.substr(0, head.size()), head);
}

std::size_t ServiceOfAction(const ReferenceTables& tables, std::size_t action) {
  return ServiceAt(tables, action, &ServiceRow::first_action);
}

std::size_t ServiceOfType(const ReferenceTables& tables, std::size_t type) {
  return ServiceAt(tables, type, &ServiceRow::first_type);
}

}  // namespace iameval::internal
