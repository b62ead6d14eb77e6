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
      !EqualsIgnoringAsciiCase(tables.Name(rows[at]), name)) {
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

// Of the keys that begin like `name`, up to `size`, and cover it, the one that
// has most literal characters.
std::optional<std::size_t> FindCovering(const ReferenceTables& tables,
                                        std::string_view name,
                                        std::size_t size) {
  const std::string_view beginning = name.substr(0, size);
  std::optional<std::size_t> best;
  for (std::size_t i = LowerBound(tables, tables.keys, beginning);
       i < tables.keys.size() &&
       CompareFolded(tables.Name(tables.keys[i]).substr(0, size), beginning) ==
           0;
       ++i) {
    if (KeyCovers(tables, tables.keys[i], name) &&
        (!best.has_value() ||
         LiteralSize(tables.keys[i]) > LiteralSize(tables.keys[*best]))) {
      best = i;
    }
  }
  return best;
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
  for (std::size_t at = HashActionName(action);; ++at) {
    const std::size_t slot = tables.action_slots[at & mask];
    if (slot == 0) return std::nullopt;
    const std::size_t id = slot - 1;
    // The same name may be in another service.
    if (EqualsIgnoringAsciiCase(tables.Name(tables.actions[id]), name) &&
        EqualsIgnoringAsciiCase(
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

// Most families have a separator before what is variable
// (aws:RequestTag/${TagKey}); some have only the prefix in common; and where
// the prefix is an identity provider's domain, that may be variable.
std::optional<std::size_t> FindKey(const ReferenceTables& tables,
                                   std::string_view name) {
  const std::size_t colon = name.find(':');
  if (colon == std::string_view::npos) return std::nullopt;
  const std::size_t separator = name.find_first_of("/:", colon + 1);
  std::optional<std::size_t> found;
  if (separator != std::string_view::npos) {
    found = FindCovering(tables, name, separator + 1);
  } else {
    found = FindNamed(tables, tables.keys, 0, name);
  }
  if (!found.has_value()) found = FindCovering(tables, name, colon + 1);
  if (!found.has_value() && name.substr(0, colon).find('.') < colon) {
    found = FindCovering(tables, name, 0);
  }
  return found;
}

bool KeyCovers(const ReferenceTables& tables, const KeyRow& key,
               std::string_view name) {
  const std::string_view own = tables.Name(key);
  if (key.variable_size == 0) return EqualsIgnoringAsciiCase(own, name);
  const std::string_view head = own.substr(0, key.variable);
  const std::string_view tail =
      own.substr(std::size_t{key.variable} + key.variable_size);
  return name.size() > head.size() + tail.size() &&
         EqualsIgnoringAsciiCase(name.substr(0, head.size()), head) &&
         EqualsIgnoringAsciiCase(name.substr(name.size() - tail.size()), tail);
}

std::size_t ServiceOfAction(const ReferenceTables& tables, std::size_t action) {
  return ServiceAt(tables, action, &ServiceRow::first_action);
}

std::size_t ServiceOfType(const ReferenceTables& tables, std::size_t type) {
  return ServiceAt(tables, type, &ServiceRow::first_type);
}

}  // namespace iameval::internal
