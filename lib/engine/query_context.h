#ifndef IAMEVAL_LIB_ENGINE_QUERY_CONTEXT_H_
#define IAMEVAL_LIB_ENGINE_QUERY_CONTEXT_H_

#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/byte_lanes.h"
#include "engine/derived_keys.h"
#include "engine/prepared_context.h"
#include "engine/query_data.h"
#include "iameval/query.h"
#include "program/program.h"
#include "runtime/context_frame.h"

namespace iameval::internal {

// The context of a Query. A decision asks for few of a request's keys, so what
// is set is only noted, and looked through when a condition asks: a row of
// handles or of names that the caller holds, then keys by name, then keys by
// handle, which have a cell each. What was set first counts (S-6.1); after that
// comes what the engine knows, and then what is derived.
class QueryContext : public ContextView {
 public:
  // Both outlive this; `request` is read when a derived key is asked for.
  QueryContext(const Program& program, const RequestView& request);
  QueryContext(const QueryContext&) = delete;
  QueryContext& operator=(const QueryContext&) = delete;

  void SetCaller(std::shared_ptr<const CallerData> caller);
  [[nodiscard]] const std::shared_ptr<const CallerData>& caller() const {
    return caller_;
  }
  // What a directory knows, while one decision is made; or null.
  void SetKnown(const KnownItemLists* known) { known_ = known; }

  void Clear() {
    row_ = {};
    named_row_ = {};
    prepared_ = nullptr;
    row_is_noted_ = false;
    named_count_ = names_noted_ = 0;
    uses_cells_ = false;
    ++generation_;
    row_number_ += kMaxRow;
    if (row_number_ == 0) [[unlikely]] ForgetRows();
    if (derived_.has_notes()) [[unlikely]] ForgetNotes();
  }
  // REQUIRES: nothing was set since Clear. The row outlives its use.
  void SetRow(std::span<const ContextPair> row) {
    if (row.size() > kMaxRow) return AddLongRow(row);
    row_ = row;
    // Backwards: of a key that stands there twice the first counts. Keys that
    // no policy asks for share the last place, which nobody reads.
    std::uint32_t* const places = places_in_row_.data();
    const KeySlot last = last_cell_;
    for (std::size_t i = row.size(); i-- != 0;) {
      const KeySlot slot = row[i].key.slot_;
      places[slot < last ? slot : last] =
          row_number_ + static_cast<std::uint32_t>(i);
    }
  }

  // The same by name.
  void SetNamedRow(std::span<const NamedContextPair> row) {
    if (row.size() > kMaxRow) return AddLongRow(row);
    named_row_ = row;
    if (row.empty()) return;
    // As many steps for any usual row, the last of which repeat the last key:
    // how many keys there are is a branch that nobody can guess.
    const std::size_t last = row.size() - 1;
    const NamedContextPair* pair = row.data();
    for (std::size_t i = 0; i < kUsualRow; ++i) {
      row_digests_[i] = DigestName(pair->key);
      pair += i < last;
    }
    for (std::size_t i = kUsualRow; i < row.size(); ++i) {
      row_digests_[i] = DigestName(row[i].key);
    }
  }

  // Clears, and sets this, which outlives its use.
  void SetOnly(const PreparedContextData& context) {
    if (prepared_ == nullptr || uses_cells_ || named_count_ != 0) {
      Clear();
    } else {  // this is all there is to clear
      row_is_noted_ = false;
      if (derived_.has_notes()) [[unlikely]] ForgetNotes();
    }
    prepared_ = &context;
    if (context.roles.size() > kMaxRow) [[unlikely]] ReserveRoles();
  }

  void AddSingle(const ContextKey& key, std::string_view value) {
    Cell* const cell = NewCell(key.slot_);
    if (cell != nullptr) {
      cell->text = value;
      cell->value = {std::span(&cell->text, 1), false, false};
    }
    if (key.role_ != KeyRole::kOther) {
      NoteHandle(key, {std::span(&value, 1), false, false});
    }
  }
  void Add(const ContextKey& key, const ContextValue& value) {
    if (Cell* const cell = NewCell(key.slot_)) cell->value = value;
    if (key.role_ != KeyRole::kOther) NoteHandle(key, value);
  }

  void AddSingle(std::string_view name, std::string_view value) {
    if (!MayNote(name)) {
      return AddByHash(name, {std::span(&value, 1), false, false});
    }
    Named& named = NewNamed(name);
    named.text = value;
    named.value = {std::span(&named.text, 1), false, false};
  }
  void Add(std::string_view name, const ContextValue& value) {
    if (!MayNote(name)) return AddByHash(name, value);
    NewNamed(name).value = value;
  }

  // The value of aws:SourceVpce, if it has one.
  [[nodiscard]] std::string_view FindSourceVpce() const {
    NoteRoles();
    return derived_.source_vpce();
  }

 private:
  // Of one context key.
  struct alignas(64) Cell {
    // What the caller supplied, while `generation` is the context's.
    ContextValue value;
    std::string_view text;  // the only value of a single-valued key
    std::uint64_t generation = 0;
    const ContextValue* derived = nullptr;  // otherwise; may be null or absent
    DerivedKeys::Key key = DerivedKeys::kCount;  // `derived`, if one of these
  };
  // A key by its name.
  struct Named {
    const char* name = nullptr;
    ContextValue value;
    std::string_view text;
  };
  // The name of a key that a condition may ask for.
  struct KeyName {
    std::string_view folded;
    std::uint8_t digest = 0;
  };
  // Most rows have no more keys.
  static constexpr std::size_t kUsualRow = 10;
  // With more keys by name, or longer ones, they are hashed into cells.
  static constexpr std::uint32_t kMaxRow = 64;
  static constexpr std::size_t kMaxNamed = 32;
  static constexpr std::size_t kMaxNameSize = 255;

  // A byte of a name in any letter case: of its size, and of a letter behind
  // "aws:" in which most keys of the same size differ. Of that the five bits
  // count that are the same in either case.
  static std::uint8_t DigestName(std::string_view name) {
    constexpr std::size_t kLetter = 8;
    const std::size_t letter =
        name.size() > kLetter ? static_cast<std::size_t>(name[kLetter]) : 0;
    return static_cast<std::uint8_t>(name.size() ^ letter << 3);
  }

  static const ContextValue* Search(const ContextView& self, KeySlot slot);
  static bool ComparesWithCaller(const ContextView& self, KeySlot slot);
  [[nodiscard]] const ContextValue* FindSupplied(KeySlot slot) const {
    if (prepared_ != nullptr) {
      if (const ContextValue* value = prepared_->Find(slot)) return value;
    }
    if (const ContextValue* value = FindInRow(slot)) return value;
    if (!named_row_.empty()) {
      if (const ContextValue* value = FindInNamedRow(slot)) return value;
    }
    if (named_count_ != 0) {
      if (const ContextValue* value = FindNamed(slot)) return value;
    }
    const Cell& cell = cells_[slot];
    return cell.generation == generation_ ? &cell.value : nullptr;
  }
  [[nodiscard]] const ContextValue* FindInRow(KeySlot slot) const {
    const std::uint32_t i = places_in_row_[slot] - row_number_;
    return i < kMaxRow ? &row_[i].value : nullptr;
  }
  [[nodiscard]] const ContextValue* FindInNamedRow(KeySlot slot) const;
  [[nodiscard]] const ContextValue* FindNamed(KeySlot slot) const;
  [[nodiscard]] const ContextValue* FindOther(const Cell& cell,
                                              KeySlot slot) const;

  // The cell of a key, for its first value in this context; nullptr when it
  // has one. Keys that no policy asks for share the last cell, which nobody
  // reads: that is one branch less to guess.
  Cell* NewCell(KeySlot slot) {
    if (named_count_ != 0) NamesToCells();
    uses_cells_ = true;
    Cell& cell = cells_.data()[slot < last_cell_ ? slot : last_cell_];
    if (cell.generation == generation_) return nullptr;
    cell.generation = generation_;
    return &cell;
  }

  [[nodiscard]] bool MayNote(std::string_view name) const {
    return !uses_cells_ && named_count_ < kMaxNamed &&
           name.size() <= kMaxNameSize;
  }
  // REQUIRES: MayNote(name).
  Named& NewNamed(std::string_view name) {
    name_sizes_[named_count_] = static_cast<std::uint8_t>(name.size());
    Named& named = named_[named_count_++];
    named.name = name.data();
    return named;
  }
  [[nodiscard]] std::string_view NameAt(std::size_t i) const {
    return {named_[i].name, name_sizes_[i]};
  }

  void AddLongRow(std::span<const ContextPair> row);
  void AddLongRow(std::span<const NamedContextPair> row);
  void ForgetRows();
  void ReserveRoles();
  void NameToCell(std::string_view name, const ContextValue& value);
  void AddByHash(std::string_view name, const ContextValue& value);
  void NamesToCells();
  void Connect();
  void Derive(DerivedKeys::Key key) const;

  // What else the keys say (KeyRole), in their order: of cells at once, of rows
  // and names if it is asked for.
  void NoteHandle(const ContextKey& key, const ContextValue& value);
  void NoteRoles() const;
  void NoteName(std::string_view name, const ContextValue& value) const;
  void ForgetNotes();

  const Program& program_;
  const RequestView& request_;
  std::shared_ptr<const CallerData> caller_;
  const KnownItemLists* known_ = nullptr;

  std::span<const ContextPair> row_;
  std::span<const NamedContextPair> named_row_;
  const PreparedContextData* prepared_ = nullptr;
  // Where in the row a key stands, added to the row's number; what belongs to
  // earlier rows is less. Rows are numbered by kMaxRow.
  std::vector<std::uint32_t> places_in_row_;
  std::uint32_t row_number_ = kMaxRow;
  std::size_t named_count_ = 0;
  bool uses_cells_ = false;
  std::uint64_t generation_ = 1;
  KeySlot last_cell_;
  std::vector<Cell> cells_;
  std::vector<KeyName> key_names_;  // by KeySlot
  alignas(16) std::array<std::uint8_t, kMaxRow> row_digests_ = {};
  // Of each name the size.
  alignas(16) std::array<std::uint8_t, kMaxNamed> name_sizes_ = {};
  std::array<Named, kMaxNamed> named_;

  std::string folded_;  // a name in lower case
  std::vector<std::shared_ptr<const std::string>> kept_tag_keys_;
  mutable DerivedKeys derived_;
  mutable bool row_is_noted_ = false;
  mutable std::size_t names_noted_ = 0;
};

}  // namespace iameval::internal

#endif  // IAMEVAL_LIB_ENGINE_QUERY_CONTEXT_H_
