#include "iameval/query.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "base/arn.h"
#include "base/ascii.h"
#include "base/hash.h"
#include "engine/directory.h"
#include "engine/engine_impl.h"
#include "engine/query_data.h"
#include "engine/request_checks.h"
#include "engine/request_data.h"
#include "runtime/action_ref.h"
#include "runtime/context_frame.h"
#include "runtime/decide.h"

namespace iameval {

using internal::ContextValue;
using internal::KeySlot;
using internal::kNoSlot;
using internal::ResourceParts;
using internal::SlotList;

namespace {

constexpr ContextValue kAbsent{{}, false, true};
constexpr std::string_view kRequestTagPrefix = "aws:requesttag/";

absl::StatusOr<ResourceParts> TakeApart(std::string_view resource,
                                        std::string_view account) {
  ResourceParts parts;
  parts.arn = internal::ScanArn(resource);
  parts.account = account;
  if (absl::Status status = internal::CheckResourceAccount(account);
      !status.ok()) {
    return status;
  }
  if (resource == "*") return parts;
  if (!parts.arn.is_arn()) return internal::CheckResource(resource);
  if (!parts.arn.ascii) {
    if (absl::Status status = internal::CheckUtf8("resource", resource);
        !status.ok()) {
      return status;
    }
  }
  parts.partition = parts.arn.field(1);
  parts.region = parts.arn.field(3);
  parts.traits = internal::TraitsOfResource(parts.arn);
  if (account.empty() && internal::IsAccountId(parts.arn.field(4))) {
    parts.account = parts.arn.field(4);
  }
  return parts;
}

KeySlot FindSlot(const internal::Program& program, std::string_view folded) {
  return program.keys.Find(folded, internal::HashBytes(folded));
}

}  // namespace

// ---------------------------------------------------------------------------
// Handles

ContextKey Engine::FindContextKey(std::string_view key) const {
  const std::string folded = internal::FoldAscii(key);
  ContextKey handle;
  handle.slot_ = FindSlot(impl_->store.program(), folded);
  if (folded == "aws:calledvia") handle.role_ = ContextKey::Role::kCalledVia;
  if (folded == "aws:sourcevpce") handle.role_ = ContextKey::Role::kSourceVpce;
  if (folded.size() > kRequestTagPrefix.size() &&
      folded.starts_with(kRequestTagPrefix)) {
    handle.request_tag_ = std::make_shared<const std::string>(
        key.substr(kRequestTagPrefix.size()));
  }
  return handle;
}

absl::StatusOr<Caller> Engine::PrepareCaller(const CallerParts& parts) const {
  // Any action and resource will do: what is kept depends on neither.
  auto request = Request::Builder()
                     .Principal(parts.principal)
                     .RoleArn(parts.role_arn)
                     .FederatedBy(parts.federated_by)
                     .PrincipalId(parts.principal_id)
                     .PrincipalAccountIsManagement(parts.account_is_management)
                     .Action("sts:GetCallerIdentity")
                     .Resource("*")
                     .Build();
  if (!request.ok()) return request.status();
  auto data = std::make_shared<internal::CallerData>(*std::move(request));
  for (const internal::ContextItem& item : data->request.data().view.derived) {
    const KeySlot slot = impl_->store.program().keys.Find(item.key, item.hash);
    if (slot == kNoSlot) continue;
    data->slots.push_back(slot);
    data->values.push_back(item);
  }
  Caller caller;
  caller.data_ = std::move(data);
  return caller;
}

absl::StatusOr<PreparedAction> Engine::PrepareAction(
    std::string_view action) const {
  for (const absl::Status& status : {internal::CheckAction(action),
                                     internal::CheckUtf8("action", action)}) {
    if (!status.ok()) return status;
  }
  const internal::Program& program = impl_->store.program();
  auto data = std::make_shared<internal::PreparedActionData>();
  data->folded = internal::FoldAscii(action);
  data->hash = internal::HashBytes(data->folded);
  data->traits = internal::TraitsOfAction(data->folded);
  data->id = program.actions.Find(data->folded, data->hash);
  data->patterns = program.action_pattern_set.Matches(data->folded);
  PreparedAction prepared;
  prepared.data_ = std::move(data);
  return prepared;
}

absl::StatusOr<PreparedResource> Engine::PrepareResource(
    std::string_view resource, std::string_view resource_account) const {
  auto data = std::make_shared<internal::PreparedResourceData>();
  data->arn = resource;
  data->account = resource_account;
  auto parts = TakeApart(data->arn, data->account);
  if (!parts.ok()) return parts.status();
  data->parts = *parts;
  data->matches =
      internal::MatchResourcePatterns(impl_->store.program(), data->arn);
  PreparedResource prepared;
  prepared.data_ = std::move(data);
  return prepared;
}

std::size_t Engine::MemoryUsage() const {
  return impl_->store.program().MemoryUsage();
}

// ---------------------------------------------------------------------------
// The query

struct Query::State {
  explicit State(const Engine& for_engine)
      : engine(for_engine), program(engine.impl_->store.program()) {
    for (std::size_t i = 0; i < kDerivedKeys.size(); ++i) {
      derived_slots[i] = FindSlot(program, kDerivedKeys[i]);
    }
    ForgetDerived();
    Grow(32);
  }

  // The keys that follow from the resource or from other keys; what is not
  // derived is marked absent.
  enum Derived : std::size_t {
    kResourceAccount,
    kRequestedRegion,
    kCalledViaFirst,
    kCalledViaLast,
    kViaAwsService,
    kTagKeys,
    kDerivedCount,
  };
  static constexpr std::array<std::string_view, kDerivedCount> kDerivedKeys = {
      "aws:resourceaccount", "aws:requestedregion", "aws:calledviafirst",
      "aws:calledvialast",   "aws:viaawsservice",   "aws:tagkeys"};

  void ForgetDerived() {
    for (std::size_t i = kCalledViaFirst; i < kDerivedCount; ++i) {
      derived_values[i].absent = true;
    }
    tag_keys.clear();
    kept_tag_keys.clear();
  }

  void Derive(Derived key, std::string_view value) {
    derived_texts[key] = value;
    derived_values[key] = {std::span(&derived_texts[key], 1)};
  }

  void DeriveOrNot(Derived key, std::string_view value, bool known) {
    if (known) {
      Derive(key, value);
    } else {
      derived_values[key] = kAbsent;
    }
  }

  // Values of single-valued keys are spans of one text each, in `texts`.
  void Grow(std::size_t capacity) {
    std::vector<std::string_view> moved(capacity);
    std::copy(texts.begin(), texts.end(), moved.begin());
    for (std::size_t i = 0; i < size; ++i) {
      if (values[i].values.data() == &texts[i]) {
        values[i].values = std::span(&moved[i], 1);
      }
    }
    texts = std::move(moved);
    slots.resize(capacity);
    values.resize(capacity);
  }

  void AddEntry(KeySlot slot, const ContextValue& value) {
    if (size == slots.size()) Grow(2 * size);
    slots[size] = slot;
    values[size] = value;
    ++size;
  }

  void AddSingle(const ContextKey& key, std::string_view value) {
    if (key.slot_ != kNoSlot) {
      if (size == slots.size()) Grow(2 * size);
      texts[size] = value;
      slots[size] = key.slot_;
      values[size] = {std::span(&texts[size], 1)};
      ++size;
    }
    if (key.role_ != ContextKey::Role::kOther) {
      AddRole(key.role_, std::span(&value, 1));
    }
  }

  void AddList(const ContextKey& key,
               std::span<const std::string_view> list) {
    if (key.slot_ != kNoSlot) {
      AddEntry(key.slot_, {.values = list, .multivalued = true});
    }
    if (key.role_ != ContextKey::Role::kOther) AddRole(key.role_, list);
  }

  void AddAbsent(const ContextKey& key) {
    if (key.slot_ != kNoSlot) AddEntry(key.slot_, kAbsent);
  }

  void AddRole(ContextKey::Role role, std::span<const std::string_view> list) {
    if (role == ContextKey::Role::kSourceVpce) {
      if (list.size() == 1) view.source_vpce = list.front();
      return;
    }
    const bool called = !list.empty();
    if (called) {
      Derive(kCalledViaFirst, list.front());
      Derive(kCalledViaLast, list.back());
    }
    Derive(kViaAwsService, called ? "true" : "false");
  }

  void AddTagKey(std::string_view key) {
    if (derived_slots[kTagKeys] == kNoSlot) return;
    tag_keys.push_back(key);
    derived_values[kTagKeys] = {.values = tag_keys, .multivalued = true};
  }

  // A handle may be gone before the query is asked; its text is kept.
  void AddTagKey(const std::shared_ptr<const std::string>& key) {
    if (derived_slots[kTagKeys] == kNoSlot) return;
    kept_tag_keys.push_back(key);
    AddTagKey(std::string_view(*key));
  }

  // A handle for a key given by name, without allocation. `tag`: the k of
  // aws:RequestTag/k, in the caller's text.
  ContextKey Find(std::string_view key, std::string_view& tag) {
    folded_key.assign(key);
    for (char& c : folded_key) c = internal::FoldAscii(c);
    ContextKey handle;
    handle.slot_ = FindSlot(program, folded_key);
    if (folded_key.size() > kRequestTagPrefix.size() &&
        folded_key.starts_with(kRequestTagPrefix)) {
      tag = key.substr(kRequestTagPrefix.size());
    } else if (folded_key == "aws:calledvia") {
      handle.role_ = ContextKey::Role::kCalledVia;
    } else if (folded_key == "aws:sourcevpce") {
      handle.role_ = ContextKey::Role::kSourceVpce;
    }
    return handle;
  }

  void SetResourceParts(const ResourceParts& parts) {
    view.resource = parts.arn.text;
    view.resource_text = parts.arn;
    view.resource_account = parts.account;
    view.resource_partition = parts.partition;
    view.resource_traits = parts.traits;
    DeriveOrNot(kRequestedRegion, parts.region, !parts.region.empty());
  }

  [[nodiscard]] bool complete() const {
    return caller != nullptr && !view.folded_action.empty() &&
           !view.resource.empty();
  }

  // services for which AWS documents no aws:ResourceAccount.
  void DeriveResourceAccount() {
    if (derived_slots[kResourceAccount] == kNoSlot) return;
    DeriveOrNot(kResourceAccount, view.resource_account,
                !view.resource_account.empty() &&
                    !view.folded_action.starts_with("ebs:") &&
                    !view.folded_action.starts_with("events:"));
  }

  Decision Decide(const internal::RequestView& request,
                  const internal::PolicyLayers& layers,
                  const internal::ActionRef& action_ref,
                  const internal::KnownItemLists* known) const {
    internal::ContextView context(program.keys);
    context.SetSupplied({slots.data(), values.data(), size});
    if (known != nullptr) context.SetKnown(*known);
    context.AppendDerived(
        {derived_slots.data(), derived_values.data(), kDerivedCount});
    context.AppendDerived({caller->slots.data(), caller->values.data(),
                           caller->slots.size()});
    return internal::Decide(
               {.program = program,
                .request = request,
                .action = action_ref,
                .context = context,
                .resource = resource == nullptr ? nullptr
                                                : &resource->matches},
               layers, engine.impl_->options)
        .decision;
  }

  Decision Decide(const internal::ActionRef& action_ref) const {
    const Engine::Impl& impl = *engine.impl_;
    if (impl.directory == nullptr) {
      return Decide(view, impl.layers, action_ref, nullptr);
    }
    internal::Resolution resolved;
    impl.directory->Resolve(view, resolved);
    return Decide(resolved.view, resolved.layers, action_ref, &resolved.known);
  }

  const Engine engine;
  const internal::Program& program;
  internal::RequestView view;
  std::shared_ptr<const internal::CallerData> caller;
  std::shared_ptr<const internal::PreparedActionData> action;  // or by text
  std::shared_ptr<const internal::PreparedResourceData> resource;

  // Of an action given as text.
  internal::ActionId action_id = internal::kUnknownAction;
  std::string folded_action;  // has room for more than the action
  std::string folded_key;

  // The context so far: the first `size` of each.
  std::size_t size = 0;
  std::vector<KeySlot> slots;
  std::vector<ContextValue> values;
  std::vector<std::string_view> texts;
  std::vector<std::string_view> tag_keys;
  std::vector<std::shared_ptr<const std::string>> kept_tag_keys;

  std::array<KeySlot, kDerivedCount> derived_slots;
  std::array<ContextValue, kDerivedCount> derived_values;
  std::array<std::string_view, kDerivedCount> derived_texts;
};

Query::Query(const Engine& engine) : state_(std::make_unique<State>(engine)) {}
Query::Query(Query&&) noexcept = default;
Query& Query::operator=(Query&&) noexcept = default;
Query::~Query() = default;

void Query::SetCaller(const Caller& caller) {
  state_->caller = caller.data_;
  const internal::RequestView& view = caller.data_->request.data().view;
  state_->view.principal = view.principal;
  state_->view.principal_account_is_management =
      view.principal_account_is_management;
}

absl::Status Query::SetAction(std::string_view action) {
  state_->action = nullptr;
  state_->view.folded_action = {};
  std::string& buffer = state_->folded_action;
  if (buffer.size() < action.size() + 8) buffer.resize(action.size() + 8);
  const std::uint64_t hash = internal::FoldAndHash(action, buffer.data());
  const std::string_view folded =
      std::string_view(buffer).substr(0, action.size());
  state_->action_id = state_->program.actions.Find(folded, hash);
  // A name that stands in a policy has one colon and no wildcard.
  if (state_->action_id == internal::kUnknownAction ||
      action.front() == ':' || action.back() == ':' ||
      action.find(' ') != std::string_view::npos) {
    absl::Status status = internal::CheckAction(action);
    if (status.ok()) status = internal::CheckUtf8("action", action);
    if (!status.ok()) return status;
  }
  state_->view.action = action;
  state_->view.folded_action = folded;
  state_->view.action_hash = hash;
  state_->view.action_traits = internal::TraitsOfAction(folded);
  return absl::OkStatus();
}

void Query::SetAction(const PreparedAction& action) {
  const internal::PreparedActionData& data = *action.data_;
  state_->action = action.data_;
  state_->view.action = data.folded;
  state_->view.folded_action = data.folded;
  state_->view.action_hash = data.hash;
  state_->view.action_traits = data.traits;
}

absl::Status Query::SetResource(std::string_view resource,
                                std::string_view account) {
  state_->resource = nullptr;
  state_->view.resource = {};
  auto parts = TakeApart(resource, account);
  if (!parts.ok()) return parts.status();
  state_->SetResourceParts(*parts);
  return absl::OkStatus();
}

void Query::SetResource(const PreparedResource& resource) {
  state_->resource = resource.data_;
  state_->SetResourceParts(resource.data_->parts);
}

void Query::SetResourceAccountIsManagement(bool value) {
  state_->view.resource_account_is_management = value;
}

void Query::ClearContext() {
  state_->size = 0;
  state_->view.source_vpce = {};
  state_->ForgetDerived();
}

void Query::Set(const ContextKey& key, std::string_view value) {
  if (key.request_tag_ != nullptr) state_->AddTagKey(key.request_tag_);
  state_->AddSingle(key, value);
}

void Query::SetList(const ContextKey& key,
                    std::span<const std::string_view> values) {
  if (key.request_tag_ != nullptr) state_->AddTagKey(key.request_tag_);
  state_->AddList(key, values);
}

void Query::SetAbsent(const ContextKey& key) { state_->AddAbsent(key); }

void Query::Set(std::string_view key, std::string_view value) {
  std::string_view tag;
  const ContextKey handle = state_->Find(key, tag);
  if (!tag.empty()) state_->AddTagKey(tag);
  state_->AddSingle(handle, value);
}

void Query::SetList(std::string_view key,
                    std::span<const std::string_view> values) {
  std::string_view tag;
  const ContextKey handle = state_->Find(key, tag);
  if (!tag.empty()) state_->AddTagKey(tag);
  state_->AddList(handle, values);
}

void Query::SetAbsent(std::string_view key) {
  std::string_view tag;
  state_->AddAbsent(state_->Find(key, tag));
}

Decision Query::Evaluate() const noexcept {
  if (!state_->complete()) return Decision::kImplicitDeny;
  state_->DeriveResourceAccount();
  const internal::RequestView& view = state_->view;
  if (state_->action != nullptr) {
    const internal::PreparedActionData& action = *state_->action;
    return state_->Decide(internal::ActionRef(action.folded, action.id,
                                              action.patterns, false));
  }
  if (state_->action_id == internal::kUnknownAction) {
    return state_->Decide(internal::ActionRef(state_->program,
                                              view.folded_action,
                                              view.action_hash));
  }
  const internal::Program& program = state_->program;
  return state_->Decide(internal::ActionRef(
      view.folded_action, state_->action_id,
      In(program.matched_patterns,
         program.patterns_of_action[state_->action_id]),
      false));
}

}  // namespace iameval
