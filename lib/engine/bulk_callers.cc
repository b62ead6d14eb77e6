#include "engine/bulk_callers.h"

#include <algorithm>
#include <utility>

#include "base/ascii.h"
#include "base/hash.h"
#include "engine/derived_context.h"
#include "engine/principal_keys.h"
#include "engine/principal_view.h"

namespace iameval::internal {
namespace {

// More than S-6.2 to S-6.4 and S-4.14 name for any one principal.
constexpr std::size_t kMostPrincipalKeys = 8;
// Own context keys that the short way takes.
constexpr std::size_t kMostPlainEntries = 16;

bool IsAscii(std::string_view text) {
  unsigned char bits = 0;
  for (const char c : text) bits |= static_cast<unsigned char>(c);
  return bits < 0x80;
}

bool HasValuesOfShape(const ContextEntry& entry) {
  switch (entry.shape) {
    case ContextEntry::Shape::kSingle:
      return entry.values.size() == 1;
    case ContextEntry::Shape::kMulti:
      return true;
    case ContextEntry::Shape::kAbsent:
      return entry.values.empty();
  }
  return false;
}

}  // namespace

GridCallers::GridCallers(const GridAxes& axes,
                         std::span<const GridPrincipal> principals)
    : axes_(axes), keys_(axes.engine().store.program().keys) {
  std::size_t items = principals.size() * kMostPrincipalKeys;
  std::size_t texts = items;
  for (const GridPrincipal& principal : principals) {
    if (principal.context.empty()) continue;
    items += axes.supplied().slots.size() + principal.context.size();
    for (const ContextEntry& entry : principal.context) {
      texts += entry.values.size();
    }
  }
  slots_.reserve(items);
  values_.reserve(items);
  texts_.reserve(texts);
  folded_.resize(kMostPlainEntries);
  callers_.reserve(principals.size());
  ambiguous_.reserve(principals.size());
}

absl::StatusOr<std::unique_ptr<const GridCallers>> GridCallers::Create(
    const GridAxes& axes, std::size_t begin, std::size_t end) {
  const auto principals =
      std::span(axes.grid().principals).subspan(begin, end - begin);
  auto callers = std::make_unique<GridCallers>(axes, principals);
  for (std::size_t i = begin; i < end; ++i) {
    absl::Status status = callers->Add(axes.grid().principals[i]);
    if (!status.ok()) return OnAxis("principals", i, status);
  }
  return std::unique_ptr<const GridCallers>(std::move(callers));
}

absl::Status GridCallers::Add(const GridPrincipal& principal) {
  return AddPlain(principal) ? absl::OkStatus() : AddByRequest(principal);
}

// ---------------------------------------------------------------------------
// The short way

// What is checked here is at least what Request::Builder::Build checks. What
// does not pass goes the long way, which has the error or the right answer.
bool GridCallers::AddPlain(const GridPrincipal& principal) {
  const std::span<const std::string_view> kinds = axes_.kinds_of_actions();
  for (const std::string_view text :
       {std::string_view(principal.principal),
        std::string_view(principal.role_arn),
        std::string_view(principal.federated_by),
        std::string_view(principal.principal_id)}) {
    if (!IsAscii(text)) return false;
  }
  if (!FoldEntries(principal.context)) return false;
  const auto parsed = ParsePrincipal(PrincipalParts{
      principal.principal, principal.role_arn, principal.federated_by,
      principal.principal_id, kinds.front()});
  if (!parsed.ok() || (!parsed->has_account() && kinds.size() > 1)) {
    return false;
  }
  RequestView view = axes_.shared();
  view.principal = *parsed;
  view.principal_account_is_management = principal.account_is_management;
  GridCaller& caller = callers_.emplace_back();
  ambiguous_.push_back(false);
  caller.supplied = JoinSupplied(principal.context.size());
  caller.derived = DerivePlain(*parsed);
  FindLayers(view, caller);
  return true;
}

bool GridCallers::FoldEntries(std::span<const ContextEntry> entries) {
  if (entries.size() > kMostPlainEntries) return false;
  for (std::size_t i = 0; i < entries.size(); ++i) {
    const ContextEntry& entry = entries[i];
    PlainEntry& plain = folded_[i];
    plain.folded.assign(entry.key);
    for (char& c : plain.folded) c = FoldAscii(c);
    plain.hash = HashBytes(plain.folded);
    plain.given = &entry;
    if (entry.key.empty() || !IsAscii(entry.key) ||
        !std::all_of(entry.values.begin(), entry.values.end(), IsAscii) ||
        !HasValuesOfShape(entry) || HasFurtherMeaning(plain.folded) ||
        !IsNew(plain, i)) {
      return false;
    }
  }
  return true;
}

// S-5.2: no key twice, neither among the principal's own before it nor with
// those that all principals share.
bool GridCallers::IsNew(const PlainEntry& entry, std::size_t own) const {
  for (std::size_t i = 0; i < own; ++i) {
    if (folded_[i].hash == entry.hash && folded_[i].folded == entry.folded) {
      return false;
    }
  }
  const auto shared = axes_.shared().supplied;
  return std::none_of(
      shared.begin(), shared.end(), [&](const ContextItem& item) {
        return item.hash == entry.hash && item.key == entry.folded;
      });
}

SlotList GridCallers::JoinSupplied(std::size_t own) {
  const SlotItems& shared = axes_.supplied();
  const std::size_t first = slots_.size();
  for (std::size_t i = 0; i < own; ++i) {
    const PlainEntry& entry = folded_[i];
    const KeySlot slot = keys_.Find(entry.folded, entry.hash);
    if (slot == kNoSlot) continue;
    const std::vector<std::string>& values = entry.given->values;
    const std::size_t text = texts_.size();
    texts_.insert(texts_.end(), values.begin(), values.end());
    slots_.push_back(slot);
    values_.push_back(
        {.values = std::span(texts_).subspan(text, values.size()),
         .multivalued = entry.given->shape == ContextEntry::Shape::kMulti,
         .absent = entry.given->shape == ContextEntry::Shape::kAbsent});
  }
  if (slots_.size() == first) return shared.list();
  slots_.insert(slots_.end(), shared.slots.begin(), shared.slots.end());
  values_.insert(values_.end(), shared.values.begin(), shared.values.end());
  return {slots_.data() + first, values_.data() + first, slots_.size() - first};
}

SlotList GridCallers::DerivePlain(const PrincipalView& principal) {
  const std::size_t first = slots_.size();
  PrincipalKeys(principal, [&](std::string_view key, std::string_view value) {
    const KeySlot slot = keys_.Find(key, HashBytes(key));
    if (slot == kNoSlot) return;
    texts_.push_back(derived_texts_.emplace_back(value));
    slots_.push_back(slot);
    values_.push_back({.values = std::span(&texts_.back(), 1)});
  }).AddAll();
  return {slots_.data() + first, values_.data() + first, slots_.size() - first};
}

// ---------------------------------------------------------------------------
// The long way

absl::Status GridCallers::AddByRequest(const GridPrincipal& principal) {
  const std::span<const std::string_view> kinds = axes_.kinds_of_actions();
  const GridResource any_resource{.resource = "*"};
  auto request =
      MakeCellRequest(axes_.grid(), principal, kinds.front(), any_resource);
  if (!request.ok()) return request.status();
  const RequestView& view =
      requests_.emplace_back(*std::move(request)).data().view;
  bool ambiguous = false;
  if (kinds.size() > 1) {
    const auto other =
        MakeCellRequest(axes_.grid(), principal, kinds.back(), any_resource);
    if (!other.ok()) return other.status();
    ambiguous = other->data().view.principal.kind != view.principal.kind;
  }
  ambiguous_.push_back(ambiguous);
  GridCaller& caller = callers_.emplace_back();
  SlotItems& supplied = items_.emplace_back();
  supplied.Add(keys_, view.supplied.items);
  caller.supplied = supplied.list();
  SlotItems& derived = items_.emplace_back();
  derived.Add(keys_, view.derived.items);
  caller.derived = derived.list();
  FindLayers(view, caller);
  return absl::OkStatus();
}

// ---------------------------------------------------------------------------
// Policies

// `view` is that of a request for "*", whose owner nobody knows: the RCPs found
// are those of the caller's own account.
void GridCallers::FindLayers(const RequestView& view, GridCaller& caller) {
  caller.principal = view.principal;
  caller.account_is_management = view.principal_account_is_management;
  const EngineView& engine = axes_.engine();
  if (engine.directory == nullptr) {
    caller.layers = engine.layers;
    return;
  }
  Resolution found;
  engine.directory->Resolve(view, found);
  caller.principal = found.view.principal;
  caller.account_is_management = found.view.principal_account_is_management;
  caller.own_account_is_management = found.view.resource_account_is_management;
  caller.layers = found.layers;
  caller.tags = found.known[0];
  if (found.known[3].empty()) return;
  // The user id points into its resolution, which may not move.
  Resolution& kept = resolutions_.emplace_back();
  engine.directory->Resolve(view, kept);
  caller.user_id = kept.known[3];
}

}  // namespace iameval::internal
