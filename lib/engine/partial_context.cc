#include "engine/partial_context.h"

#include <algorithm>
#include <span>

#include "absl/container/flat_hash_set.h"
#include "base/absl_view.h"
#include "base/ascii.h"
#include "base/hash.h"

namespace iameval::internal {
namespace {

constexpr std::string_view kRequestTag = "aws:requesttag/";
constexpr std::string_view kSourceVpce = "aws:sourcevpce";

// Which keys are not known, by name in lower case.
class UnknownNames {
 public:
  UnknownNames(const UnknownKeys& unknown, const RequestView& request,
               std::span<const std::string_view> known)
      : all_absent_(unknown.all_absent) {
    for (const std::string& key : unknown.keys) names_.insert(FoldAscii(key));
    for (const ContextItem& item : request.supplied) {
      supplied_.insert(std::string(item.key));
    }
    for (const std::string_view key : known) known_.insert(std::string(key));
    for (const ContextItem& item : request.derived) {
      known_.insert(std::string(item.key));
    }
    AddConsequences();
  }

  [[nodiscard]] bool Has(std::string_view folded) const {
    if (names_.contains(AbslView(folded))) return true;
    return all_absent_ && !supplied_.contains(AbslView(folded)) &&
           !known_.contains(AbslView(folded));
  }

 private:
  // What the library derives from other context keys (S-6.4, S-6.5): if those
  // are not known, neither is this.
  void AddConsequences() {
    const bool any_tag =
        all_absent_ ||
        std::any_of(names_.begin(), names_.end(), [](const std::string& name) {
          return name.starts_with(kRequestTag);
        });
    if (any_tag) AddUnlessSupplied("aws:tagkeys");
    if (names_.contains("aws:calledvia")) {
      for (const char* name : {"aws:calledviafirst", "aws:calledvialast",
                               "aws:viaawsservice"}) {
        AddUnlessSupplied(name);
      }
    }
    const bool any_time = names_.contains("aws:currenttime") ||
                          names_.contains("aws:epochtime");
    if (any_time) {
      AddUnlessSupplied("aws:currenttime");
      AddUnlessSupplied("aws:epochtime");
    }
  }

  void AddUnlessSupplied(const char* name) {
    if (!supplied_.contains(name)) names_.insert(name);
  }

  bool all_absent_;
  absl::flat_hash_set<std::string> names_;
  absl::flat_hash_set<std::string> supplied_;
  absl::flat_hash_set<std::string> known_;
};

}  // namespace

PartialContext::PartialContext(const KeyTable& keys,
                               const RequestView& request,
                               const KnownItemLists& known,
                               const UnknownKeys& unknown, bool endpoints) {
  std::vector<std::string_view> known_names;
  for (const std::span<const KnownItem> list : known) {
    for (const KnownItem& item : list) {
      known_names.push_back(keys.folded(item.slot));
    }
  }
  const UnknownNames names(unknown, request, known_names);
  for (KeySlot slot = 0; slot < keys.size(); ++slot) {
    if (!names.Has(keys.folded(slot))) continue;
    id_of_slot_.emplace(slot, static_cast<UnknownId>(unknown_.size()));
    unknown_.push_back(
        {slot, std::string(keys.spelling(slot)), &absent_, {}});
  }
  if (endpoints && names.Has(kSourceVpce)) {
    endpoint_ = Find(keys.Find(kSourceVpce, HashBytes(kSourceVpce)));
    if (!endpoint_.has_value()) {
      endpoint_ = static_cast<UnknownId>(unknown_.size());
      unknown_.push_back({kNoSlot, "aws:SourceVpce", &absent_, {}});
    }
  }
  for (const Unknown& key : unknown_) {
    slots_.push_back(key.slot);
    values_.emplace_back().absent = true;
  }
  AddKnown(keys, request, known);
  view_.SetSupplied({slots_.data(), values_.data(), slots_.size()});
}

void PartialContext::AddKnown(const KeyTable& keys, const RequestView& request,
                              const KnownItemLists& known) {
  const auto add = [this](KeySlot slot, const ContextValue& value) {
    if (slot == kNoSlot) return;  // no policy asks for it
    slots_.push_back(slot);
    values_.push_back(value);
  };
  for (const ContextItem& item : request.supplied) {
    add(keys.Find(item.key, item.hash), item);
  }
  for (const std::span<const KnownItem> list : known) {
    for (const KnownItem& item : list) add(item.slot, item.item);
  }
  for (const ContextItem& item : request.derived) {
    add(keys.Find(item.key, item.hash), item);
  }
}

std::optional<UnknownId> PartialContext::Find(KeySlot slot) const {
  if (slot == kNoSlot) return std::nullopt;
  const auto it = id_of_slot_.find(slot);
  if (it == id_of_slot_.end()) return std::nullopt;
  return it->second;
}

void PartialContext::Set(UnknownId id, const KeyValue& value) {
  Unknown& key = unknown_[id];
  key.value = &value;
  key.views.assign(value.values.begin(), value.values.end());
  values_[id].values = key.views;
  values_[id].multivalued = value.shape == KeyValue::Shape::kList;
  values_[id].absent = value.shape == KeyValue::Shape::kAbsent;
}

}  // namespace iameval::internal
