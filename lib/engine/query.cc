#include "iameval/query.h"

#include <memory>

#include "engine/engine_impl.h"
#include "engine/query_data.h"
#include "engine/query_state.h"
#include "engine/request_checks.h"

namespace iameval {

struct Query::State {
  explicit State(const Engine& engine)
      : impl(engine.impl_), query(engine.impl_->view()) {}

  std::shared_ptr<const Engine::Impl> impl;
  internal::QueryState query;
};

Query::Query(const Engine& engine) : state_(std::make_unique<State>(engine)) {}
Query::Query(Query&&) noexcept = default;
Query& Query::operator=(Query&&) noexcept = default;
Query::~Query() = default;

void Query::SetCaller(const Caller& caller) {
  state_->query.SetCaller(caller.data_);
}

absl::Status Query::SetAction(std::string_view action) {
  if (state_->query.SetAction(action)) [[likely]] return absl::OkStatus();
  absl::Status status = internal::CheckAction(action);
  return status.ok() ? internal::CheckUtf8("action", action) : status;
}

void Query::SetAction(const PreparedAction& action) {
  state_->query.SetAction(*action.data_);
}

absl::Status Query::SetResource(std::string_view resource,
                                std::string_view account) {
  if (state_->query.SetResource(resource, account)) [[likely]] {
    return absl::OkStatus();
  }
  return internal::CheckResourceParts(resource, account);
}

void Query::SetResource(const PreparedResource& resource) {
  state_->query.SetResource(*resource.data_);
}

void Query::SetResourceAccountIsManagement(bool value) {
  state_->query.SetResourceAccountIsManagement(value);
}

void Query::SetServiceSupportsRcps(bool value) {
  state_->query.SetServiceSupportsRcps(value);
}

void Query::ClearContext() { state_->query.context().Clear(); }

void Query::SetContext(std::span<const ContextPair> pairs) {
  internal::QueryContext& context = state_->query.context();
  context.Clear();
  context.SetRow(pairs);
}

void Query::SetContext(std::span<const NamedContextPair> pairs) {
  internal::QueryContext& context = state_->query.context();
  context.Clear();
  context.SetNamedRow(pairs);
}

void Query::SetContext(const PreparedContext& prepared) {
  state_->query.context().SetOnly(*prepared.data_);
}

void Query::Set(const ContextKey& key, std::string_view value) {
  state_->query.context().AddSingle(key, value);
}

void Query::SetList(const ContextKey& key,
                    std::span<const std::string_view> values) {
  state_->query.context().Add(key, {values, true, false});
}

void Query::SetAbsent(const ContextKey& key) {
  state_->query.context().Add(key, {{}, false, true});
}

void Query::Set(std::string_view key, std::string_view value) {
  state_->query.context().AddSingle(key, value);
}

void Query::SetList(std::string_view key,
                    std::span<const std::string_view> values) {
  state_->query.context().Add(key, {values, true, false});
}

void Query::SetAbsent(std::string_view key) {
  state_->query.context().Add(key, {{}, false, true});
}

Decision Query::Evaluate() const noexcept { return state_->query.Evaluate(); }

}  // namespace iameval
