#include "iameval/request_lines.h"

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <utility>
#include <vector>

#include "base/hash.h"
#include "cases/key_cache.h"
#include "cases/policies.h"
#include "cases/requests.h"
#include "iameval/query.h"
#include "json/json.h"
#include "json/plain_json.h"

namespace iameval {
namespace {

using internal::JsonKind;
using internal::JsonTree;
using internal::JsonValue;
using internal::PlainJson;

using Nodes = std::span<const PlainJson::Node>;

// The members of a request line.
struct PlainRequest {
  CallerParts caller;
  std::string_view action;
  std::string_view resource;
  std::string_view resource_account;
  bool resource_account_is_management = false;
  Nodes context;  // the object and what is in it; empty if there is none
};

// The number of a field, for the bits of those that were seen.
enum FieldNumber : std::uint8_t {
  kId,
  kPrincipal,
  kRoleArn,
  kFederatedBy,
  kPrincipalId,
  kAction,
  kResource,
  kResourceAccount,
  kPrincipalIsManagement,
  kResourceIsManagement,
  kContext,
  kUnknown,
};

FieldNumber FieldOf(std::string_view name) {
  // By length, since few names share one.
  switch (name.size()) {
    case 2:
      return name == "id" ? kId : kUnknown;
    case 6:
      return name == "action" ? kAction : kUnknown;
    case 7:
      return name == "roleArn"   ? kRoleArn
             : name == "context" ? kContext
                                 : kUnknown;
    case 8:
      return name == "resource" ? kResource : kUnknown;
    case 9:
      return name == "principal" ? kPrincipal : kUnknown;
    case 11:
      return name == "federatedBy"   ? kFederatedBy
             : name == "principalId" ? kPrincipalId
                                     : kUnknown;
    case 15:
      return name == "resourceAccount" ? kResourceAccount : kUnknown;
    case 27:
      return name == "resourceAccountIsManagement" ? kResourceIsManagement
                                                   : kUnknown;
    case 28:
      return name == "principalAccountIsManagement" ? kPrincipalIsManagement
                                                    : kUnknown;
    default:
      return kUnknown;
  }
}

bool TakeText(const PlainJson::Node& node, std::string_view& out) {
  out = node.text;
  return node.kind == JsonKind::kString;
}

bool TakeFlag(const PlainJson::Node& node, bool& out) {
  out = node.text == "true";
  return node.kind == JsonKind::kBoolean;
}

// Numbers and booleans count as their text.
bool IsContextValue(const PlainJson::Node& node) {
  return node.kind == JsonKind::kString || node.kind == JsonKind::kNumber ||
         node.kind == JsonKind::kBoolean;
}

// Callers are looked up once, as long as no other takes their place.
class CallerCache {
 public:
  explicit CallerCache(const Engine& engine)
      : engine_(engine), entries_(kEntries) {}

  // Null if it is refused.
  const Caller* Find(const CallerParts& parts) {
    Entry& entry = entries_[Hash(parts) % kEntries];
    if (entry.Is(parts)) return &entry.caller;
    absl::StatusOr<Caller> caller = engine_.PrepareCaller(parts);
    if (!caller.ok()) return nullptr;
    entry = {.known = true,
             .principal = std::string(parts.principal),
             .role_arn = std::string(parts.role_arn),
             .federated_by = std::string(parts.federated_by),
             .principal_id = std::string(parts.principal_id),
             .account_is_management = parts.account_is_management,
             .caller = *std::move(caller)};
    return &entry.caller;
  }

 private:
  static constexpr std::size_t kEntries = 1024;

  struct Entry {
    bool known = false;
    std::string principal = {};
    std::string role_arn = {};
    std::string federated_by = {};
    std::string principal_id = {};
    bool account_is_management = false;
    Caller caller = {};

    [[nodiscard]] bool Is(const CallerParts& parts) const {
      return known && principal == parts.principal &&
             role_arn == parts.role_arn && federated_by == parts.federated_by &&
             principal_id == parts.principal_id &&
             account_is_management == parts.account_is_management;
    }
  };

  static std::uint64_t Hash(const CallerParts& parts) {
    return internal::HashBytes(parts.principal) ^
           internal::HashBytes(parts.role_arn);
  }

  const Engine engine_;
  std::vector<Entry> entries_;
};

}  // namespace

RequestLine ParseRequestLine(std::string_view json) {
  RequestLine line;
  const absl::StatusOr<JsonTree> tree = internal::ParseJson(json);
  if (!tree.ok()) {
    line.request = tree.status();
    return line;
  }
  Request::Builder builder;
  std::optional<JsonValue> id;
  const absl::Status status =
      internal::ReadRequestLine(tree->root(), builder, id);
  if (id.has_value()) {
    line.id = id->raw();
    line.id_text = id->text();
  }
  line.request = status.ok() ? builder.Build() : status;
  return line;
}

struct LineEvaluator::State {
  State(const Engine& for_engine, std::optional<PolicyType> type)
      : engine(for_engine),
        resource_type(type),
        query(for_engine),
        callers(for_engine),
        keys(for_engine),
        list_values(kMostListValues) {}

  // The usual line; nullopt if it is none, or is to be refused.
  std::optional<Decision> EvaluatePlain(std::string_view json);
  bool ReadMembers(PlainRequest& request);
  bool ReadMember(FieldNumber field, std::size_t at, PlainRequest& request);
  bool ReadId(const PlainJson::Node& node);
  bool SetContext(Nodes context);
  bool SetContextList(const ContextKey& key, Nodes list);

  // Any line: as ParseRequestLine.
  absl::StatusOr<Request> ReadAny(std::string_view json);

  static constexpr std::size_t kMostListValues = 1024;  // of one request

  const Engine engine;
  const std::optional<PolicyType> resource_type;
  PlainJson json;
  Query query;
  CallerCache callers;
  internal::KeyCache keys;
  std::vector<std::string_view> list_values;
  std::size_t list_values_used = 0;

  std::string_view id;  // of `json` or `line`
  std::string_view id_text;
  RequestLine line;
};

bool LineEvaluator::State::ReadId(const PlainJson::Node& node) {
  if (node.kind != JsonKind::kString && node.kind != JsonKind::kNumber) {
    return false;
  }
  id_text = node.text;
  // The quotation marks stand around the text.
  id = node.kind == JsonKind::kNumber
           ? id_text
           : std::string_view(id_text.data() - 1, id_text.size() + 2);
  return true;
}

bool LineEvaluator::State::ReadMember(FieldNumber field, std::size_t at,
                                      PlainRequest& request) {
  const PlainJson::Node& node = json.nodes()[at];
  switch (field) {
    case kId:
      return ReadId(node);
    case kPrincipal:
      return TakeText(node, request.caller.principal);
    case kRoleArn:
      return TakeText(node, request.caller.role_arn);
    case kFederatedBy:
      return TakeText(node, request.caller.federated_by);
    case kPrincipalId:
      return TakeText(node, request.caller.principal_id);
    case kAction:
      return TakeText(node, request.action);
    case kResource:
      return TakeText(node, request.resource);
    case kResourceAccount:
      return TakeText(node, request.resource_account);
    case kPrincipalIsManagement:
      return TakeFlag(node, request.caller.account_is_management);
    case kResourceIsManagement:
      return TakeFlag(node, request.resource_account_is_management);
    case kContext:
      request.context = json.nodes().subspan(at, node.end - at);
      return node.kind == JsonKind::kObject;
    case kUnknown:
      return false;
  }
  return false;
}

bool LineEvaluator::State::ReadMembers(PlainRequest& request) {
  constexpr unsigned kRequired =
      1U << kPrincipal | 1U << kAction | 1U << kResource;
  const Nodes nodes = json.nodes();
  unsigned seen = 0;
  for (std::size_t at = 1; at < nodes.size(); at = nodes[at].end) {
    const FieldNumber field = FieldOf(nodes[at].name);
    const unsigned bit = 1U << field;
    if ((seen & bit) != 0 || !ReadMember(field, at, request)) return false;
    seen |= bit;
  }
  return (seen & kRequired) == kRequired;
}

bool LineEvaluator::State::SetContextList(const ContextKey& key, Nodes list) {
  const std::size_t begin = list_values_used;
  for (const PlainJson::Node& node : list.subspan(1)) {
    if (!IsContextValue(node) || list_values_used == kMostListValues) {
      return false;
    }
    list_values[list_values_used++] = node.text;
  }
  query.SetList(
      key, std::span(list_values).subspan(begin, list_values_used - begin));
  return true;
}

bool LineEvaluator::State::SetContext(Nodes context) {
  query.ClearContext();
  keys.Begin();
  list_values_used = 0;
  for (std::size_t at = 1; at < context.size();) {
    const PlainJson::Node& node = context[at];
    const std::size_t size = node.end - (context[0].end - context.size()) - at;
    const ContextKey* key = node.name.empty() ? nullptr : keys.Take(node.name);
    if (key == nullptr) return false;
    if (IsContextValue(node)) {
      query.Set(*key, node.text);
    } else if (node.kind == JsonKind::kNull) {
      query.SetAbsent(*key);  // S-6.1
    } else if (node.kind != JsonKind::kArray ||
               !SetContextList(*key, context.subspan(at, size))) {
      return false;
    }
    at += size;
  }
  return true;
}

std::optional<Decision> LineEvaluator::State::EvaluatePlain(
    std::string_view text) {
  PlainRequest request;
  if (!json.Read(text) || !ReadMembers(request)) return std::nullopt;
  const Caller* caller = callers.Find(request.caller);
  if (caller == nullptr) return std::nullopt;
  query.SetCaller(*caller);
  query.SetResourceAccountIsManagement(request.resource_account_is_management);
  if (!query.SetAction(request.action).ok() ||
      !query.SetResource(request.resource, request.resource_account).ok() ||
      !SetContext(request.context)) {
    return std::nullopt;
  }
  if (resource_type.has_value() &&
      !internal::CheckResourcePolicyType(resource_type, request.action).ok()) {
    return std::nullopt;
  }
  return query.Evaluate();
}

absl::StatusOr<Request> LineEvaluator::State::ReadAny(std::string_view text) {
  line = ParseRequestLine(text);
  id = line.id;
  id_text = line.id_text;
  if (line.request.ok() && resource_type.has_value()) {
    if (absl::Status status = internal::CheckResourcePolicyType(
            resource_type, line.request->action());
        !status.ok()) {
      return status;
    }
  }
  return line.request;
}

LineEvaluator::LineEvaluator(const Engine& engine)
    : state_(std::make_unique<State>(engine, std::nullopt)) {}
LineEvaluator::LineEvaluator(const AccountFile& file)
    : state_(std::make_unique<State>(file.engine(), file.resource_type_)) {}
LineEvaluator::LineEvaluator(LineEvaluator&&) noexcept = default;
LineEvaluator& LineEvaluator::operator=(LineEvaluator&&) noexcept = default;
LineEvaluator::~LineEvaluator() = default;

absl::StatusOr<Decision> LineEvaluator::Evaluate(std::string_view json) {
  State& state = *state_;
  state.id = state.id_text = {};
  const std::optional<Decision> decision = state.EvaluatePlain(json);
  if (decision.has_value()) return *decision;
  const absl::StatusOr<Request> request = state.ReadAny(json);
  if (!request.ok()) return request.status();
  return state.engine.Evaluate(*request);
}

absl::StatusOr<Explanation> LineEvaluator::Explain(std::string_view json) {
  const absl::StatusOr<Request> request = state_->ReadAny(json);
  if (!request.ok()) return request.status();
  return state_->engine.Explain(*request);
}

std::string_view LineEvaluator::id() const { return state_->id; }
std::string_view LineEvaluator::id_text() const { return state_->id_text; }

}  // namespace iameval
