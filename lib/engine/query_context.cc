#include "engine/query_context.h"

#include <algorithm>
#include <utility>

#include "base/byte_lanes.h"
#include "base/hash.h"
#include "engine/query_keys.h"

namespace iameval::internal {

namespace {

bool IsSingle(const ContextValue& value) {
  return !value.absent && !value.multivalued && value.values.size() == 1;
}

}  // namespace

QueryContext::QueryContext(const Program& program, const RequestView& request)
    : ContextView(&Search, &ComparesWithCaller),
      program_(program),
      request_(request),
      places_in_row_(program.keys.size() + 1),
      last_cell_(static_cast<KeySlot>(program.keys.size())),
      cells_(program.keys.size() + 1),
      derived_(program) {
  // Notes are taken while Evaluate runs, which must not allocate.
  derived_.ReserveTagKeys(kMaxRow + kMaxRow + kMaxNamed);
  key_names_.reserve(program.keys.size());
  for (KeySlot slot = 0; slot < program.keys.size(); ++slot) {
    const std::string_view folded = program.keys.folded(slot);
    key_names_.push_back({folded, DigestName(folded)});
  }
  Connect();
}

void QueryContext::SetCaller(std::shared_ptr<const CallerData> caller) {
  if (caller_ != nullptr) {
    for (const KeySlot slot : caller_->slots) cells_[slot].derived = nullptr;
  }
  caller_ = std::move(caller);
  for (std::size_t i = 0; i < caller_->slots.size(); ++i) {
    cells_[caller_->slots[i]].derived = &caller_->values[i];
  }
  Connect();
}

// Tells the cells of derived keys where their values stand.
void QueryContext::Connect() {
  for (std::size_t i = 0; i < DerivedKeys::kCount; ++i) {
    const auto key = static_cast<DerivedKeys::Key>(i);
    const KeySlot slot = derived_.slot(key);
    if (slot == kNoSlot) continue;
    cells_[slot].derived = &derived_.value(key);
    cells_[slot].key = key;
  }
}

void QueryContext::AddLongRow(std::span<const ContextPair> row) {
  for (const ContextPair& pair : row) Add(pair.key, pair.value);
}

void QueryContext::AddLongRow(std::span<const NamedContextPair> row) {
  for (const NamedContextPair& pair : row) Add(pair.key, pair.value);
}

// The numbers have all been used.
void QueryContext::ForgetRows() {
  std::fill(places_in_row_.begin(), places_in_row_.end(), 0);
  row_number_ = kMaxRow;
}

void QueryContext::ReserveRoles() {
  derived_.ReserveTagKeys(prepared_->roles.size() + kMaxNamed);
}

// ---- looking through

namespace {

// The first of `count` names, of each of which a byte is here, that has this
// byte and is it; few have the same. `count`, which is not 0, if there is none.
template <typename IsIt>
std::size_t FirstOf(const std::uint8_t* bytes, std::size_t count,
                    std::uint8_t byte, IsIt is_it) {
  const ByteLanes wanted = ByteLanes::Fill(static_cast<char>(byte));
  std::size_t i = 0;
  do {
    const auto* const lanes = reinterpret_cast<const char*>(bytes + i);
    std::uint32_t equal = ByteLanes::Load(lanes).Equal(wanted).Mask();
    const std::size_t left = count - i;
    if (left < ByteLanes::kSize) equal &= (1u << left) - 1;
    for (; equal != 0; equal &= equal - 1) {
      const std::size_t at =
          i + static_cast<std::size_t>(std::countr_zero(equal));
      if (is_it(at)) return at;
    }
    i += ByteLanes::kSize;
  } while (i < count);
  return count;
}

}  // namespace

const ContextValue* QueryContext::Search(const ContextView& self,
                                         KeySlot slot) {
  const auto& context = static_cast<const QueryContext&>(self);
  const ContextValue* const value = context.FindSupplied(slot);
  return value != nullptr ? value
                          : context.FindOther(context.cells_[slot], slot);
}

bool QueryContext::ComparesWithCaller(const ContextView& self, KeySlot slot) {
  const auto& context = static_cast<const QueryContext&>(self);
  const ContextValue* const value = context.FindSupplied(slot);
  if (value == nullptr) return true;
  const ContextValue* const derived = context.cells_[slot].derived;
  return derived != nullptr && IsSingle(*value) && IsSingle(*derived) &&
         IsSameText(value->values.front(), derived->values.front());
}

const ContextValue* QueryContext::FindInNamedRow(KeySlot slot) const {
  const KeyName& wanted = key_names_.data()[slot];
  const std::size_t i = FirstOf(
      row_digests_.data(), named_row_.size(), wanted.digest,
      [&](std::size_t at) {
        const std::string_view key = named_row_.data()[at].key;
        return key.size() == wanted.folded.size() &&
               EqualBytes<LetterCase::kFold>(key.data(), wanted.folded.data(),
                                             key.size());
      });
  return i < named_row_.size() ? &named_row_[i].value : nullptr;
}

const ContextValue* QueryContext::FindNamed(KeySlot slot) const {
  const std::string_view folded = program_.keys.folded(slot);
  if (folded.size() > kMaxNameSize) return nullptr;
  const std::size_t i = FirstOf(
      name_sizes_.data(), named_count_,
      static_cast<std::uint8_t>(folded.size()), [&](std::size_t at) {
        return EqualBytes<LetterCase::kFold>(named_[at].name, folded.data(),
                                             folded.size());
      });
  return i < named_count_ ? &named_[i].value : nullptr;
}

const ContextValue* QueryContext::FindOther(const Cell& cell,
                                            KeySlot slot) const {
  if (known_ != nullptr) {
    if (const ContextValue* value = FindKnown(*known_, slot)) return value;
  }
  if (cell.key != DerivedKeys::kCount) Derive(cell.key);
  return cell.derived;
}

void QueryContext::Derive(DerivedKeys::Key key) const {
  if (key == DerivedKeys::kResourceAccount) {
    derived_.Set(key, request_.resource_account,
                 !request_.resource_account.empty() &&
                     !request_.action_traits.no_resource_account);
  } else if (key == DerivedKeys::kRequestedRegion) {
    const ArnText& arn = request_.resource_text;
    const std::string_view region =
        arn.is_arn() ? arn.field(3) : std::string_view();
    derived_.Set(key, region, !region.empty());
  } else {
    NoteRoles();
  }
}

// ---- by hash

void QueryContext::NameToCell(std::string_view name,
                              const ContextValue& value) {
  if (folded_.size() < name.size()) folded_.resize(name.size());
  const std::uint64_t hash = FoldAndHash(name, folded_.data());
  const auto folded = std::string_view(folded_).substr(0, name.size());
  if (Cell* const cell = NewCell(program_.keys.Find(folded, hash))) {
    cell->value = value;
    if (value.values.size() == 1) {
      cell->text = value.values.front();
      cell->value.values = std::span(&cell->text, 1);
    }
  }
}

void QueryContext::AddByHash(std::string_view name,
                             const ContextValue& value) {
  NameToCell(name, value);
  if (RoleOf(name) == KeyRole::kOther) return;
  NoteRoles();
  NoteName(name, value);
}

void QueryContext::NamesToCells() {
  NoteRoles();
  const std::size_t count = std::exchange(named_count_, 0);
  names_noted_ = 0;
  for (std::size_t i = 0; i < count; ++i) {
    NameToCell(NameAt(i), named_[i].value);
  }
}

// ---- roles

void QueryContext::NoteHandle(const ContextKey& key,
                              const ContextValue& value) {
  NoteRoles();
  std::string_view tag;
  if (key.request_tag_ != nullptr) {
    // The handle may be gone before the query is asked.
    kept_tag_keys_.push_back(key.request_tag_);
    tag = *key.request_tag_;
  }
  derived_.Note(key.role_, tag, value);
}

void QueryContext::ForgetNotes() {
  derived_.ForgetNotes();
  kept_tag_keys_.clear();
}

void QueryContext::NoteRoles() const {
  if (!row_is_noted_) {
    row_is_noted_ = true;
    for (const ContextPair& pair : row_) {
      if (pair.key.role_ == KeyRole::kOther) continue;
      derived_.Note(pair.key.role_,
                    pair.key.request_tag_ != nullptr ? *pair.key.request_tag_
                                                     : std::string_view(),
                    pair.value);
    }
    if (prepared_ != nullptr) {
      for (const PreparedContextData::Role& key : prepared_->roles) {
        derived_.Note(key.role, key.tag, key.value);
      }
    }
    for (const NamedContextPair& pair : named_row_) {
      NoteName(pair.key, pair.value);
    }
  }
  for (; names_noted_ < named_count_; ++names_noted_) {
    NoteName(NameAt(names_noted_), named_[names_noted_].value);
  }
}

void QueryContext::NoteName(std::string_view name,
                            const ContextValue& value) const {
  const KeyRole role = RoleOf(name);
  if (role != KeyRole::kOther) derived_.Note(role, TagOf(role, name), value);
}

}  // namespace iameval::internal
