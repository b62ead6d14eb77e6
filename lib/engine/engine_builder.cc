#include "iameval/engine_builder.h"

#include <memory>
#include <utility>
#include <vector>

#include "engine/directory_builder.h"
#include "engine/engine_impl.h"

namespace iameval {

struct Engine::Builder::Parts : internal::OrganizationParts {};

Engine::Builder::Builder(const EngineOptions& options)
    : parts_(std::make_unique<Parts>()) {
  parts_->options = options;
}
Engine::Builder::Builder(const Parts& parts)
    : parts_(std::make_unique<Parts>(parts)) {}
Engine::Builder::Builder(const Builder& other) : Builder(*other.parts_) {}
Engine::Builder& Engine::Builder::operator=(const Builder& other) {
  if (this != &other) parts_ = std::make_unique<Parts>(*other.parts_);
  return *this;
}
Engine::Builder::Builder(Builder&&) noexcept = default;
Engine::Builder& Engine::Builder::operator=(Builder&&) noexcept = default;
Engine::Builder::~Builder() = default;

Engine::Builder& Engine::Builder::Add(OrganizationalUnit unit) {
  parts_->units.push_back(std::move(unit));
  return *this;
}
Engine::Builder& Engine::Builder::Add(Account account) {
  parts_->accounts.push_back(std::move(account));
  return *this;
}
Engine::Builder& Engine::Builder::Add(Group group) {
  parts_->groups.push_back(std::move(group));
  return *this;
}
Engine::Builder& Engine::Builder::Add(User user) {
  parts_->users.push_back(std::move(user));
  return *this;
}
Engine::Builder& Engine::Builder::Add(Role role) {
  parts_->roles.push_back(std::move(role));
  return *this;
}
Engine::Builder& Engine::Builder::Add(Session session) {
  parts_->sessions.push_back(std::move(session));
  return *this;
}
Engine::Builder& Engine::Builder::Add(Resource resource) {
  parts_->resources.push_back(std::move(resource));
  return *this;
}
Engine::Builder& Engine::Builder::Add(VpcEndpoint endpoint) {
  parts_->endpoints.push_back(std::move(endpoint));
  return *this;
}

absl::StatusOr<Engine> Engine::Builder::Build() const {
  auto impl = std::make_shared<Impl>();
  impl->options.get_caller_identity_is_free =
      parts_->options.get_caller_identity_is_free;
  auto directory = internal::BuildDirectory(*parts_, impl->store);
  if (!directory.ok()) return directory.status();
  impl->store.Finish();
  impl->directory = *std::move(directory);
  impl->builder = std::make_unique<const Builder>(*this);
  return Engine(std::move(impl));
}

}  // namespace iameval
