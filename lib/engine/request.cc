#include "iameval/request.h"

#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "absl/container/flat_hash_set.h"
#include "absl/status/status.h"
#include "absl/strings/str_format.h"
#include "base/arn.h"
#include "base/ascii.h"
#include "base/hash.h"
#include "engine/derived_context.h"
#include "engine/principal_view.h"
#include "engine/request_checks.h"
#include "engine/request_data.h"

namespace iameval {

using internal::ContextItem;
using internal::RequestData;
using internal::RequestParts;

struct Request::Builder::Parts : RequestParts {
  Parts() = default;
  explicit Parts(const RequestParts& parts) : RequestParts(parts) {}
};

namespace {

absl::Status CheckTexts(const RequestParts& parts) {
  for (const auto& [part, text] :
       {std::pair<std::string_view, std::string_view>{"principal",
                                                      parts.principal},
        {"principalId", parts.principal_id},
        {"roleArn", parts.role_arn},
        {"federatedBy", parts.federated_by},
        {"action", parts.action},
        {"resource", parts.resource}}) {
    if (absl::Status status = internal::CheckUtf8(part, text); !status.ok()) {
      return status;
    }
  }
  for (const ContextEntry& entry : parts.context) {
    if (absl::Status status = internal::CheckUtf8("context key", entry.key);
        !status.ok()) {
      return status;
    }
    for (const std::string& value : entry.values) {
      if (absl::Status status = internal::CheckUtf8(entry.key, value);
          !status.ok()) {
        return status;
      }
    }
  }
  return absl::OkStatus();
}

// S-5.2, Q-52: one key in two spellings is ambiguous.
absl::Status CheckContextKeys(const RequestParts& parts) {
  absl::flat_hash_set<std::string> seen;
  for (const ContextEntry& entry : parts.context) {
    if (entry.key.empty()) {
      return absl::InvalidArgumentError("context: empty key");
    }
    if (!seen.insert(internal::FoldAscii(entry.key)).second) {
      return absl::InvalidArgumentError(absl::StrFormat(
          "context: key \"%s\" is given twice (letter case does not count)",
          entry.key));
    }
  }
  return absl::OkStatus();
}

absl::Status CheckParts(const RequestParts& parts) {
  for (const absl::Status& status :
       {CheckTexts(parts), internal::CheckAction(parts.action),
        internal::CheckResource(parts.resource),
        internal::CheckResourceAccount(parts.resource_account),
        CheckContextKeys(parts)}) {
    if (!status.ok()) return status;
  }
  return absl::OkStatus();
}

void AddSuppliedContext(RequestData& data) {
  for (const ContextEntry& entry : data.parts.context) {
    data.texts.push_back(internal::FoldAscii(entry.key));
    const std::string_view key = data.texts.back();
    data.lists.emplace_back(entry.values.begin(), entry.values.end());
    data.items.push_back({{data.lists.back(),
                           entry.shape == ContextEntry::Shape::kMulti,
                           entry.shape == ContextEntry::Shape::kAbsent},
                          key,
                          internal::HashBytes(key)});
  }
}

// The endpoint that the request came through, if it says so.
void SetEndpoint(RequestData& data) {
  for (const ContextItem& item : data.items) {
    if (item.key == "aws:sourcevpce" && item.values.size() == 1) {
      data.view.source_vpce = item.values.front();
    }
  }
}

void SetResource(RequestData& data) {
  data.view.resource = data.parts.resource;
  data.view.resource_account = data.parts.resource_account;
  const internal::ArnText arn = internal::ScanArn(data.view.resource);
  data.view.resource_text = arn;
  if (!arn.is_arn()) return;
  data.view.resource_partition = arn.field(1);
  data.view.resource_traits = internal::TraitsOfResource(arn);
  // An account field that is no account ("aws" of managed policies) does not
  // say who owns the resource.
  if (data.view.resource_account.empty() &&
      internal::IsAccountId(arn.field(4))) {
    data.view.resource_account = arn.field(4);
  }
}

}  // namespace

std::string_view Request::principal() const { return data_->parts.principal; }
std::string_view Request::role_arn() const { return data_->parts.role_arn; }
std::string_view Request::federated_by() const {
  return data_->parts.federated_by;
}
std::string_view Request::principal_id() const {
  return data_->parts.principal_id;
}
std::string_view Request::action() const { return data_->parts.action; }
std::string_view Request::resource() const { return data_->parts.resource; }
std::string_view Request::resource_account() const {
  return data_->parts.resource_account;
}
bool Request::principal_account_is_management() const {
  return data_->parts.principal_account_is_management;
}
bool Request::resource_account_is_management() const {
  return data_->parts.resource_account_is_management;
}
bool Request::service_supports_rcps() const {
  return data_->parts.service_supports_rcps;
}
std::optional<std::chrono::sys_seconds> Request::time() const {
  return data_->parts.time;
}
std::span<const ContextEntry> Request::context() const {
  return data_->parts.context;
}

Request::Builder Request::ToBuilder() const {
  Builder builder;
  *builder.parts_ = Builder::Parts(data_->parts);
  return builder;
}

Request::Builder::Builder() : parts_(std::make_unique<Parts>()) {}
Request::Builder::Builder(const Builder& other)
    : parts_(std::make_unique<Parts>(*other.parts_)) {}
Request::Builder& Request::Builder::operator=(const Builder& other) {
  if (this != &other) parts_ = std::make_unique<Parts>(*other.parts_);
  return *this;
}
Request::Builder::Builder(Builder&&) noexcept = default;
Request::Builder& Request::Builder::operator=(Builder&&) noexcept = default;
Request::Builder::~Builder() = default;

Request::Builder& Request::Builder::Principal(std::string_view principal) {
  parts_->principal = principal;
  return *this;
}
Request::Builder& Request::Builder::RoleArn(std::string_view arn) {
  parts_->role_arn = arn;
  return *this;
}
Request::Builder& Request::Builder::FederatedBy(std::string_view arn) {
  parts_->federated_by = arn;
  return *this;
}
Request::Builder& Request::Builder::PrincipalId(std::string_view id) {
  parts_->principal_id = id;
  return *this;
}
Request::Builder& Request::Builder::Action(std::string_view action) {
  parts_->action = action;
  return *this;
}
Request::Builder& Request::Builder::Resource(std::string_view resource) {
  parts_->resource = resource;
  return *this;
}
Request::Builder& Request::Builder::ResourceAccount(
    std::string_view account_id) {
  parts_->resource_account = account_id;
  return *this;
}
Request::Builder& Request::Builder::PrincipalAccountIsManagement(bool value) {
  parts_->principal_account_is_management = value;
  return *this;
}
Request::Builder& Request::Builder::ResourceAccountIsManagement(bool value) {
  parts_->resource_account_is_management = value;
  return *this;
}
Request::Builder& Request::Builder::ServiceSupportsRcps(bool value) {
  parts_->service_supports_rcps = value;
  return *this;
}
Request::Builder& Request::Builder::Context(std::string_view key,
                                            std::string_view value) {
  parts_->context.push_back({std::string(key), ContextEntry::Shape::kSingle,
                             {std::string(value)}});
  return *this;
}
Request::Builder& Request::Builder::ContextList(
    std::string_view key, std::span<const std::string_view> values) {
  parts_->context.push_back({std::string(key), ContextEntry::Shape::kMulti,
                             {values.begin(), values.end()}});
  return *this;
}
Request::Builder& Request::Builder::ContextList(
    std::string_view key, std::initializer_list<std::string_view> values) {
  return ContextList(key, std::span(values.begin(), values.size()));
}
Request::Builder& Request::Builder::ContextAbsent(std::string_view key) {
  parts_->context.push_back(
      {std::string(key), ContextEntry::Shape::kAbsent, {}});
  return *this;
}
Request::Builder& Request::Builder::Time(std::chrono::sys_seconds time) {
  parts_->time = time;
  return *this;
}

absl::StatusOr<Request> Request::Builder::Build() const {
  if (absl::Status status = CheckParts(*parts_); !status.ok()) return status;
  auto data = std::make_shared<RequestData>(*parts_);
  auto principal = internal::ParsePrincipal(data->parts);
  if (!principal.ok()) return principal.status();
  internal::RequestView& view = data->view;
  view.principal = *principal;
  view.action = data->parts.action;
  view.folded_action =
      data->texts.emplace_back(internal::FoldAscii(view.action));
  view.action_hash = internal::HashBytes(view.folded_action);
  view.action_traits = internal::TraitsOfAction(view.folded_action);
  SetResource(*data);
  view.principal_account_is_management =
      data->parts.principal_account_is_management;
  view.resource_account_is_management =
      data->parts.resource_account_is_management;
  view.service_supports_rcps = data->parts.service_supports_rcps;
  AddSuppliedContext(*data);
  SetEndpoint(*data);
  const std::size_t supplied = data->items.size();
  internal::AddDerivedContext(*data);
  for (const internal::ContextItem& item : data->items) {
    data->hashes.push_back(item.hash);
  }
  const std::span<const internal::ContextItem> items(data->items);
  view.supplied = {items.first(supplied), data->hashes.data()};
  view.derived = {items.subspan(supplied), data->hashes.data() + supplied};
  return Request(std::move(data));
}

}  // namespace iameval
