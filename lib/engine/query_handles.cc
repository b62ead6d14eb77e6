#include <memory>
#include <string>
#include <string_view>
#include <utility>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "base/ascii.h"
#include "base/hash.h"
#include "engine/engine_impl.h"
#include "engine/prepared_context.h"
#include "engine/query_data.h"
#include "engine/query_keys.h"
#include "engine/request_checks.h"
#include "engine/request_data.h"
#include "iameval/query.h"

// What is looked up beforehand: Engine's part of iameval/query.h.

namespace iameval {

namespace internal {

bool IsUtf8Resource(std::string_view resource) {
  return CheckUtf8("resource", resource).ok();
}

absl::Status CheckResourceParts(std::string_view resource,
                                std::string_view account) {
  absl::Status status = CheckResourceAccount(account);
  if (status.ok()) status = CheckResource(resource);
  if (status.ok()) status = CheckUtf8("resource", resource);
  return status;
}

}  // namespace internal

ContextKey Engine::FindContextKey(std::string_view key) const {
  const std::string folded = internal::FoldAscii(key);
  ContextKey handle;
  handle.slot_ =
      impl_->store.program().keys.Find(folded, internal::HashBytes(folded));
  handle.role_ = internal::RoleOf(folded);
  if (handle.role_ == internal::KeyRole::kRequestTag) {
    handle.request_tag_ = std::make_shared<const std::string>(
        key.substr(internal::kRequestTagPrefix.size()));
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
    const internal::KeySlot slot =
        impl_->store.program().keys.Find(item.key, item.hash);
    if (slot == internal::kNoSlot) continue;
    data->slots.push_back(slot);
    data->values.push_back(item);
  }
  internal::ListedContext context;
  context.SetSupplied(
      {data->slots.data(), data->values.data(), data->slots.size()});
  data->memos = internal::DecideCallerTests(impl_->store.program(), context);
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
  program.action_pattern_index.ForEachMatch(
      program.action_patterns, data->folded, [&](internal::PatternId pattern) {
        data->patterns.push_back(pattern);
        return true;
      });
  internal::ActionRef ref;
  ref.Set(data->folded, data->id, data->patterns);
  data->candidates = internal::FindCandidates(program, ref);
  PreparedAction prepared;
  prepared.data_ = std::move(data);
  return prepared;
}

absl::StatusOr<PreparedResource> Engine::PrepareResource(
    std::string_view resource, std::string_view resource_account) const {
  auto data = std::make_shared<internal::PreparedResourceData>();
  data->arn = resource;
  data->account = resource_account;
  if (!internal::SetResourceParts(data->arn, data->account, data->parts)) {
    return internal::CheckResourceParts(data->arn, data->account);
  }
  data->probe_text = internal::ProbeText(data->parts.resource_text);
  data->matches =
      internal::MatchResourcePatterns(impl_->store.program(), data->arn);
  PreparedResource prepared;
  prepared.data_ = std::move(data);
  return prepared;
}

absl::StatusOr<PreparedContext> Engine::PrepareContext(
    std::span<const NamedContextPair> pairs) const {
  auto data = internal::PrepareContext(impl_->store.program(), pairs);
  if (!data.ok()) return data.status();
  PreparedContext prepared;
  prepared.data_ = *std::move(data);
  return prepared;
}

std::size_t Engine::MemoryUsage() const {
  return impl_->store.program().MemoryUsage();
}

}  // namespace iameval
