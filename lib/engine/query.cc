#include "iameval/query.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "base/hash.h"
#include "engine/directory.h"
#include "engine/engine_impl.h"
#include "engine/query_data.h"
#include "engine/query_keys.h"
#include "engine/request_checks.h"
#include "engine/request_data.h"
#include "runtime/action_ref.h"
#include "runtime/context_frame.h"
#include "runtime/decide.h"

namespace iameval {

using internal::ContextCell;
using internal::KeyRole;
using internal::KeySlot;
using internal::kNoSlot;

namespace {

// The keys that follow from the resource or from other keys, each with its
// value. One that is not derived is marked absent.
class DerivedKeys {
 public:
  enum Key : std::size_t {
    kResourceAccount,
    kRequestedRegion,
    kCalledViaFirst,
    kCalledViaLast,
    kViaAwsService,
    kTagKeys,
    kCount,
  };

  explicit DerivedKeys(const internal::Program& program) {
    for (std::size_t i = 0; i < kCount; ++i) {
      slots_[i] =
          program.keys.Find(kNames[i], internal::HashBytes(kNames[i]));
      values_[i] = {std::span(&texts_[i], 1), false, true};
    }
    values_[kTagKeys].multivalued = true;
  }
  DerivedKeys(const DerivedKeys&) = delete;
  DerivedKeys& operator=(const DerivedKeys&) = delete;

  [[nodiscard]] bool IsAsked(Key key) const { return slots_[key] != kNoSlot; }
  [[nodiscard]] bool Has(Key key) const { return !values_[key].absent; }

  void Set(Key key, std::string_view value, bool known = true) {
    texts_[key] = value;
    values_[key].absent = !known;
  }

  void AddTagKey(std::string_view key) {
    tag_keys_.push_back(key);
    values_[kTagKeys].values = tag_keys_;
    values_[kTagKeys].absent = false;
  }

  // Forgets what followed from other keys.
  void ClearContext() {
    for (std::size_t i = kCalledViaFirst; i < kCount; ++i) {
      values_[i].absent = true;
    }
    tag_keys_.clear();
  }

  // Tells the cells of these keys where their values stand.
  void Connect(std::vector<ContextCell>& cells) const {
    for (std::size_t i = 0; i < kCount; ++i) {
      if (slots_[i] != kNoSlot) cells[slots_[i]].derived = &values_[i];
    }
  }

 private:
  static constexpr std::array<std::string_view, kCount> kNames = {
      "aws:resourceaccount", "aws:requestedregion", "aws:calledviafirst",
      "aws:calledvialast",   "aws:viaawsservice",   "aws:tagkeys"};

  std::array<KeySlot, kCount> slots_;
  std::array<ContextValue, kCount> values_;
  std::array<std::string_view, kCount> texts_;
  std::vector<std::string_view> tag_keys_;
};

}  // namespace

struct Query::State {
  // The context when it was given in a row: the row, then what the cells say.
  class RowContext : public internal::ContextView {
   public:
    // `row` and `cells` outlive this.
    RowContext(std::span<const ContextPair> row,
               const internal::QueryContext& cells)
        : ContextView(&Search), row_(row), cells_(cells) {}

   private:
    static const ContextValue* Search(const ContextView& self, KeySlot slot) {
      const auto& context = static_cast<const RowContext&>(self);
      for (const ContextPair& pair : context.row_) {
        if (pair.key.slot_ == slot) return &pair.value;
      }
      return context.cells_.Find(slot);
    }

    const std::span<const ContextPair> row_;
    const internal::QueryContext& cells_;
  };

  explicit State(const Engine& for_engine)
      : engine(for_engine),
        program(engine.impl_->store.program()),
        cells(program.keys.size() + 1),
        last_cell(static_cast<KeySlot>(program.keys.size())),
        derived(program) {
    for (KeySlot slot = 0; slot < program.keys.size(); ++slot) {
      roles.push_back(internal::RoleOf(program.keys.folded(slot)));
    }
    derived.Connect(cells);
  }

  void SetCaller(const Caller& handle) {
    if (handle.data_ == caller) return;
    if (caller != nullptr) {
      for (const KeySlot slot : caller->slots) cells[slot].derived = nullptr;
    }
    caller = handle.data_;
    for (std::size_t i = 0; i < caller->slots.size(); ++i) {
      cells[caller->slots[i]].derived = &caller->values[i];
    }
    derived.Connect(cells);
    const internal::RequestView& from = caller->request.data().view;
    view.principal = from.principal;
    view.principal_account_is_management =
        from.principal_account_is_management;
  }

  // The cell of a key, for its first value in this context (S-6.1); nullptr
  // when it has one. Keys that no policy asks for share the last cell, which
  // nobody reads: that is one branch less to guess.
  ContextCell* NewCell(KeySlot slot) {
    ContextCell& cell = cells.data()[std::min(slot, last_cell)];
    if (cell.generation == generation) return nullptr;
    cell.generation = generation;
    return &cell;
  }

  void AddSingle(KeySlot slot, std::string_view value) {
    if (ContextCell* cell = NewCell(slot)) {
      cell->text = value;
      cell->value = {std::span(&cell->text, 1), false, false};
    }
  }
  void AddList(KeySlot slot, std::span<const std::string_view> list) {
    if (ContextCell* cell = NewCell(slot)) cell->value = {list, true, false};
  }
  void AddAbsent(KeySlot slot) {
    if (ContextCell* cell = NewCell(slot)) cell->value = {{}, false, true};
  }

  // `tag`: of aws:RequestTag/k, k. Not inline, nor the next: few keys have a
  // role, and those that have none should not pay for it.
  [[gnu::noinline]] void AddRole(KeyRole role, std::string_view tag,
               std::span<const std::string_view> list) {
    switch (role) {
      case KeyRole::kOther:
        return;
      case KeyRole::kSourceVpce:
        if (list.size() == 1) view.source_vpce = list.front();
        return;
      case KeyRole::kRequestTag:
        if (derived.IsAsked(DerivedKeys::kTagKeys)) derived.AddTagKey(tag);
        return;
      case KeyRole::kCalledVia:
        if (derived.Has(DerivedKeys::kViaAwsService)) return;
        if (!list.empty()) {
          derived.Set(DerivedKeys::kCalledViaFirst, list.front());
          derived.Set(DerivedKeys::kCalledViaLast, list.back());
        }
        derived.Set(DerivedKeys::kViaAwsService,
                    list.empty() ? "false" : "true");
        return;
    }
  }

  // A handle may be gone before the query is asked; its text is kept.
  [[gnu::noinline]] void AddRole(const ContextKey& key, std::span<const std::string_view> list) {
    std::string_view tag;
    if (key.request_tag_ != nullptr) {
      kept_tag_keys.push_back(key.request_tag_);
      tag = *key.request_tag_;
    }
    AddRole(key.role_, tag, list);
  }

  struct FoundKey {
    KeySlot slot;
    KeyRole role;
  };
  FoundKey Find(std::string_view key) {
    if (folded_key.size() < key.size() + 8) folded_key.resize(key.size() + 8);
    const std::uint64_t hash = internal::FoldAndHash(key, folded_key.data());
    const auto folded = std::string_view(folded_key).substr(0, key.size());
    const KeySlot slot = program.keys.Find(folded, hash);
    return {slot, slot == kNoSlot ? internal::RoleOf(folded) : roles[slot]};
  }

  static std::string_view TagOf(FoundKey found, std::string_view key) {
    return found.role == KeyRole::kRequestTag
               ? key.substr(internal::kRequestTagPrefix.size())
               : std::string_view();
  }

  void ResourceChanged(const internal::PreparedResourceData* prepared) {
    resource = prepared;
    const internal::ArnText& arn = view.resource_text;
    const bool known = arn.is_arn() && !arn.field(3).empty();
    derived.Set(DerivedKeys::kRequestedRegion,
                known ? arn.field(3) : std::string_view(), known);
  }

  [[nodiscard]] bool complete() const {
    return caller != nullptr && !view.folded_action.empty() &&
           !view.resource.empty();
  }

  Decision Decide(const internal::RequestView& request,
                  const internal::PolicyLayers& layers,
                  const internal::ActionRef& action_ref,
                  const internal::KnownItemLists* known) const {
    const internal::QueryContext context(cells.data(), generation, known);
    if (row.empty()) return Decide(request, layers, action_ref, context);
    return Decide(request, layers, action_ref, RowContext(row, context));
  }

  Decision Decide(const internal::RequestView& request,
                  const internal::PolicyLayers& layers,
                  const internal::ActionRef& action_ref,
                  const internal::ContextView& context) const {
    internal::MatchFrame frame{
        .program = program,
        .request = request,
        .action = action_ref,
        .context = context,
        .resource = resource == nullptr ? nullptr : &resource->matches};
    return internal::Decide(frame, layers, engine.impl_->options).decision;
  }

  Decision Decide(const internal::ActionRef& action_ref) const {
    const Engine::Impl& impl = *engine.impl_;
    if (impl.directory == nullptr) [[likely]] {
      return Decide(view, impl.layers, action_ref, nullptr);
    }
    return DecideWithDirectory(action_ref);
  }

  // On its own, as a resolution takes much of the stack.
  [[gnu::noinline]] Decision DecideWithDirectory(
      const internal::ActionRef& action_ref) const {
    internal::Resolution resolved;
    engine.impl_->directory->Resolve(view, resolved);
    return Decide(resolved.view, resolved.layers, action_ref, &resolved.known);
  }

  const Engine engine;
  const internal::Program& program;
  internal::RequestView view;
  std::shared_ptr<const internal::CallerData> caller;
  const internal::PreparedActionData* action = nullptr;  // or by text
  const internal::PreparedResourceData* resource = nullptr;  // or by text

  // Of an action given as text.
  internal::ActionId action_id = internal::kUnknownAction;
  std::string folded_action;  // has room for more than the action

  // The context so far: the row, then the cells of this generation.
  std::span<const ContextPair> row;
  std::vector<ContextCell> cells;
  KeySlot last_cell;
  std::uint64_t generation = 1;
  DerivedKeys derived;
  std::vector<KeyRole> roles;  // of the cells
  std::string folded_key;
  std::vector<std::shared_ptr<const std::string>> kept_tag_keys;
};

Query::Query(const Engine& engine) : state_(std::make_unique<State>(engine)) {}
Query::Query(Query&&) noexcept = default;
Query& Query::operator=(Query&&) noexcept = default;
Query::~Query() = default;

void Query::SetCaller(const Caller& caller) { state_->SetCaller(caller); }

absl::Status Query::SetAction(std::string_view action) {
  State& state = *state_;
  state.action = nullptr;
  state.view.folded_action = {};
  std::string& buffer = state.folded_action;
  if (buffer.size() < action.size() + 8) buffer.resize(action.size() + 8);
  const std::uint64_t hash = internal::FoldAndHash(action, buffer.data());
  const std::string_view folded =
      std::string_view(buffer).substr(0, action.size());
  state.action_id = state.program.actions.Find(folded, hash);
  if (state.action_id != internal::kUnknownAction &&
      state.program.action_facts[state.action_id].plain) {
    state.view.action_traits =
        state.program.action_facts[state.action_id].traits;
  } else {
    if (!internal::IsPlainAction(folded)) {
      absl::Status status = internal::CheckAction(action);
      if (status.ok()) status = internal::CheckUtf8("action", action);
      if (!status.ok()) return status;
    }
    state.view.action_traits = internal::TraitsOfAction(folded);
  }
  state.view.action = action;
  state.view.folded_action = folded;
  state.view.action_hash = hash;
  return absl::OkStatus();
}

void Query::SetAction(const PreparedAction& action) {
  const internal::PreparedActionData& data = *action.data_;
  internal::RequestView& view = state_->view;
  state_->action = &data;
  view.action = data.folded;
  view.folded_action = data.folded;
  view.action_hash = data.hash;
  view.action_traits = data.traits;
}

absl::Status Query::SetResource(std::string_view resource,
                                std::string_view account) {
  state_->view.resource = {};
  absl::Status status =
      internal::SetResourceParts(resource, account, state_->view);
  state_->ResourceChanged(nullptr);
  return status;
}

void Query::SetResource(const PreparedResource& resource) {
  internal::CopyResourceParts(resource.data_->view, state_->view);
  state_->ResourceChanged(resource.data_.get());
}

void Query::SetResourceAccountIsManagement(bool value) {
  state_->view.resource_account_is_management = value;
}

void Query::SetServiceSupportsRcps(bool value) {
  state_->view.service_supports_rcps = value;
}

void Query::ClearContext() {
  state_->row = {};
  ++state_->generation;
  state_->view.source_vpce = {};
  state_->derived.ClearContext();
  if (!state_->kept_tag_keys.empty()) state_->kept_tag_keys.clear();
}

void Query::SetContext(std::span<const ContextPair> pairs) {
  ClearContext();
  state_->row = pairs;
  for (const ContextPair& pair : pairs) {
    if (pair.key.role_ != KeyRole::kOther && !pair.value.absent) {
      state_->AddRole(pair.key, pair.value.values);
    }
  }
}

void Query::Set(const ContextKey& key, std::string_view value) {
  state_->AddSingle(key.slot_, value);
  if (key.role_ != KeyRole::kOther) {
    state_->AddRole(key, std::span(&value, 1));
  }
}

void Query::SetList(const ContextKey& key,
                    std::span<const std::string_view> values) {
  state_->AddList(key.slot_, values);
  if (key.role_ != KeyRole::kOther) state_->AddRole(key, values);
}

void Query::SetAbsent(const ContextKey& key) { state_->AddAbsent(key.slot_); }

void Query::Set(std::string_view key, std::string_view value) {
  const State::FoundKey found = state_->Find(key);
  state_->AddSingle(found.slot, value);
  if (found.role != KeyRole::kOther) {
    state_->AddRole(found.role, State::TagOf(found, key), std::span(&value, 1));
  }
}

void Query::SetList(std::string_view key,
                    std::span<const std::string_view> values) {
  const State::FoundKey found = state_->Find(key);
  state_->AddList(found.slot, values);
  if (found.role != KeyRole::kOther) {
    state_->AddRole(found.role, State::TagOf(found, key), values);
  }
}

void Query::SetAbsent(std::string_view key) {
  state_->AddAbsent(state_->Find(key).slot);
}

Decision Query::Evaluate() const noexcept {
  State& state = *state_;
  if (!state.complete()) return Decision::kImplicitDeny;
  const internal::RequestView& view = state.view;
  state.derived.Set(DerivedKeys::kResourceAccount, view.resource_account,
                    !view.resource_account.empty() &&
                        !view.action_traits.no_resource_account);
  if (state.action != nullptr) {
    const internal::PreparedActionData& action = *state.action;
    return state.Decide(internal::ActionRef(action.folded, action.id,
                                            action.patterns, false));
  }
  const internal::Program& program = state.program;
  if (state.action_id == internal::kUnknownAction) {
    return state.Decide(
        internal::ActionRef(program, view.folded_action));
  }
  return state.Decide(internal::ActionRef(
      view.folded_action, state.action_id,
      In(program.matched_patterns, program.patterns_of_action[state.action_id]),
      false));
}

}  // namespace iameval
