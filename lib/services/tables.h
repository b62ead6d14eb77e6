#ifndef IAMEVAL_LIB_SERVICES_TABLES_H_
#define IAMEVAL_LIB_SERVICES_TABLES_H_

#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>

#include "base/ascii.h"
#include "iameval/service_reference.h"

// The service reference as it lies in memory: rows of small numbers that refer
// to one another by position, and to strings by where they stand in one store.
// Nothing is computed at start-up and nothing relocated but a few pointers.
// Written by generate.py for the data that is built in and by load.cc for
// files; the order of members is the order in which generate.py writes them.

namespace iameval::internal {

// Strings stand in chunks of kTextChunk bytes, none across two (a compiler's
// limit for literals): `name` = chunk * kTextChunk + offset.
inline constexpr std::uint32_t kTextChunk = 65536;

// A list is a number: of list_starts, which delimits it within list_items.
// List 0 is empty.
using ListId = std::uint16_t;

struct ServiceRow {
  std::uint32_t name;  // the prefix; services are sorted by it
  std::uint16_t name_size;
  std::uint32_t title;
  std::uint16_t title_size;
  std::uint16_t first_action;  // up to the next row's; the last is a sentinel
  std::uint16_t first_type;    // likewise
  ListId keys;                 // of keys
  std::uint16_t rcp;           // 1: under resource control policies
};

struct ActionRow {
  std::uint32_t name;  // sorted within the service, ASCII case folded
  std::uint8_t name_size;
  std::uint8_t access;  // bits of AccessLevel
  ListId resources;  // pairs: a type, with kRequired; a list of the row's keys
  ListId keys;       // of keys
  ListId dependents = 0;  // of actions
};
static_assert(sizeof(ActionRow) == 12);

inline constexpr std::uint16_t kRequired = 0x8000;

struct TypeRow {
  std::uint32_t name;  // sorted within the service, ASCII case folded
  std::uint16_t name_size;
  std::uint32_t arns;  // formats, joined by kArnSeparator
  std::uint16_t arns_size;
  ListId keys;  // of keys
};

inline constexpr std::string_view kArnSeparator = ", ";

// Sorted by name, ASCII case folded; of one name the global key comes first.
struct KeyRow {
  std::uint32_t name;
  std::uint8_t name_size;
  std::uint8_t type;           // ConditionKeyType
  std::uint8_t flags;          // kMultivalued, kGlobal
  std::uint8_t variable;       // where ${...} begins
  std::uint8_t variable_size;  // 0: no variable part
};

inline constexpr std::uint8_t kMultivalued = 1;
inline constexpr std::uint8_t kGlobal = 2;

// Which types have a format with that service field. Sorted; the first row has
// an empty name if there are formats whose service field is variable.
struct ArnServiceRow {
  std::uint32_t name;
  std::uint16_t name_size;
  ListId types;
};

// Names are found by hash: the slot of a name is the one that the hash of the
// folded name says, modulo their number, or one of those after it. It holds the
// number of a row + 1; 0 ends the search.
//
// A polynomial in kHashFactor: the hash of a beginning goes on to that of the
// whole, and four characters go at once, not one after the other.
inline constexpr std::uint32_t kHashFactor = 16777619U;
constexpr std::uint32_t HashMore(std::uint32_t hash, std::string_view text) {
  constexpr std::uint32_t kSquare = kHashFactor * kHashFactor;
  const auto at = [text](std::size_t i) -> std::uint32_t {
    return static_cast<unsigned char>(FoldAscii(text[i]));
  };
  std::size_t i = 0;
  for (; i + 4 <= text.size(); i += 4) {
    hash = hash * (kSquare * kSquare) + at(i) * (kSquare * kHashFactor) +
           at(i + 1) * kSquare + at(i + 2) * kHashFactor + at(i + 3);
  }
  for (; i < text.size(); ++i) hash = hash * kHashFactor + at(i);
  return hash;
}
constexpr std::uint32_t HashName(std::string_view name) {
  return HashMore(0, name);
}

// How many slots there are for so many names: a power of two, a quarter of them
// empty or more.
constexpr std::size_t SlotCount(std::size_t names) {
  std::size_t count = 4;
  while (count * 3 < names * 4) count *= 2;
  return count;
}

// A family of keys is found by the beginning of its names, up to what is
// variable. With which character these beginnings end, most often "/" or ":",
// is a bit each; letters share one, and none at all has another.
constexpr std::uint64_t HeadEndBit(std::string_view head) {
  if (head.empty()) return 2;
  const auto end = static_cast<unsigned char>(head.back());
  return std::uint64_t{1} << (end < 64 ? end : 0);
}

struct ReferenceTables {
  ReferenceSource source;
  std::span<const char* const> texts;
  std::span<const ServiceRow> services;  // with the sentinel
  std::span<const ActionRow> actions;
  std::span<const std::uint16_t> action_slots;  // of "service:Name"
  std::span<const TypeRow> types;
  std::span<const KeyRow> keys;
  std::span<const std::uint16_t> key_slots;     // of keys without a variable
  std::span<const std::uint16_t> family_slots;  // of the others' beginnings
  std::uint64_t head_ends = 0;                  // bits of HeadEndBit
  std::span<const ArnServiceRow> arn_services;
  std::span<const std::uint32_t> list_starts;
  std::span<const std::uint16_t> list_items;

  [[nodiscard]] std::string_view Text(std::uint32_t where,
                                      std::size_t size) const {
    return {texts[where / kTextChunk] + where % kTextChunk, size};
  }
  [[nodiscard]] std::span<const std::uint16_t> List(ListId list) const {
    return list_items.subspan(list_starts[list],
                              list_starts[list + 1] - list_starts[list]);
  }
  [[nodiscard]] std::string_view Name(const ServiceRow& row) const {
    return Text(row.name, row.name_size);
  }
  [[nodiscard]] std::string_view Name(const ActionRow& row) const {
    return Text(row.name, row.name_size);
  }
  [[nodiscard]] std::string_view Name(const TypeRow& row) const {
    return Text(row.name, row.name_size);
  }
  [[nodiscard]] std::string_view Name(const KeyRow& row) const {
    return Text(row.name, row.name_size);
  }
  [[nodiscard]] std::string_view Name(const ArnServiceRow& row) const {
    return Text(row.name, row.name_size);
  }
  [[nodiscard]] std::string_view Arns(const TypeRow& row) const {
    return Text(row.arns, row.arns_size);
  }
};

}  // namespace iameval::internal

#endif  // IAMEVAL_LIB_SERVICES_TABLES_H_
