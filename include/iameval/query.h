#ifndef IAMEVAL_QUERY_H_
#define IAMEVAL_QUERY_H_

#include <cstdint>
#include <memory>
#include <span>
#include <string_view>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "iameval/context_value.h"
#include "iameval/decision.h"
#include "iameval/engine.h"
#include "iameval/export.h"

// The hot path. A Request is a value: built, checked, kept, explained. A Query
// is a form that is filled in again and again for one engine, by a gateway that
// decides every call it sees: what is known beforehand (who calls, which
// actions, keys and resources there are) is looked up once and becomes a
// handle, the rest is given as views and copied nowhere.
//
//   iameval::Query query(engine);
//   const auto source_ip = engine.FindContextKey("aws:SourceIp");
//   query.SetCaller(*caller);  // from engine.PrepareCaller
//   for (const Call& call : calls) {
//     query.ClearContext();
//     query.Set(source_ip, call.address);
//     if (!query.SetAction(call.action).ok() ||
//         !query.SetResource(call.arn).ok()) {
//       Refuse(call);
//       continue;
//     }
//     if (query.Evaluate() == iameval::Decision::kAllowed) Serve(call);
//   }
//
// A Query answers exactly as the Request with the same parts does.

namespace iameval {

namespace internal {
struct CallerData;
struct PreparedActionData;
struct PreparedContextData;
struct PreparedResourceData;
class QueryContext;
// What a query learns from a key beside its value.
enum class KeyRole : std::uint8_t {
  kOther,
  kCalledVia,
  kSourceVpce,
  kRequestTag,
};
}  // namespace internal

// A context key, looked up in one engine (Engine::FindContextKey). A few bytes;
// pass by value. A key that no policy of the engine mentions has a handle too.
class ContextKey {
 public:
  ContextKey() = default;

 private:
  friend class Engine;
  friend class internal::QueryContext;

  std::uint32_t slot_ = 0xFFFFFFFFu;
  internal::KeyRole role_ = internal::KeyRole::kOther;
  // Of aws:RequestTag/k: k, as the caller spelled it.
  std::shared_ptr<const std::string> request_tag_;
};

// One key of a context with what the request says of it, for
// Query::SetContext.
struct ContextPair {
  ContextKey key;
  ContextValue value;
};

// The same by name, in any letter case.
struct NamedContextPair {
  std::string_view key;
  ContextValue value;
};

// Who calls, for Engine::PrepareCaller: the parts of Request::Builder that say
// so.
struct CallerParts {
  std::string_view principal;
  std::string_view role_arn = {};
  std::string_view federated_by = {};
  std::string_view principal_id = {};
  bool account_is_management = false;
};

// A caller, an action, a resource or a whole context, checked and looked up in
// one engine beforehand. Immutable, cheap to copy, shared by threads.
class Caller {
 private:
  friend class Engine;
  friend class Query;
  std::shared_ptr<const internal::CallerData> data_;
};
class PreparedAction {
 private:
  friend class Engine;
  friend class Query;
  std::shared_ptr<const internal::PreparedActionData> data_;
};
class PreparedResource {
 private:
  friend class Engine;
  friend class Query;
  std::shared_ptr<const internal::PreparedResourceData> data_;
};

class PreparedContext {
 private:
  friend class Engine;
  friend class Query;
  std::shared_ptr<const internal::PreparedContextData> data_;
};

// A whole request in the handles of one engine, for Engine::EvaluatePrepared.
// It answers as a Query with these parts does. Plain data that refers to what
// others hold; all of it must stay until the request is decided, and none of
// the pointers be null.
struct PreparedRequest {
  const Caller* caller = nullptr;
  const PreparedAction* action = nullptr;
  const PreparedResource* resource = nullptr;
  std::span<const ContextPair> context = {};
  // Instead of `context`, unless it is null.
  const PreparedContext* prepared_context = nullptr;
  bool resource_account_is_management = false;
  bool service_supports_rcps = true;  // Request::Builder::ServiceSupportsRcps
};

// One question to one engine, asked over and over with other parts. Handles
// must come from the engine it was made for, or a copy of it. Text given as a
// view is not copied: it must stay until the last Evaluate that uses it, and so
// must prepared actions and resources; of callers and context keys the query
// keeps what it needs. It takes 64 bytes for each context key that the engine's
// policies mention. Setting parts may allocate while the query grows to its
// usual size; Evaluate never does. Not thread-safe: one query per thread.
class IAMEVAL_EXPORT Query {
 public:
  explicit Query(const Engine& engine);
  Query(Query&&) noexcept;
  Query& operator=(Query&&) noexcept;
  ~Query();

  // Required before the first Evaluate.
  void SetCaller(const Caller& caller);

  // "service:Name", without wildcards. InvalidArgumentError otherwise; the
  // query then has no action, and Evaluate answers kImplicitDeny.
  absl::Status SetAction(std::string_view action);
  void SetAction(const PreparedAction& action);
  void SetAction(PreparedAction&&) = delete;  // it must stay

  // An ARN or "*"; `account` is its owner where the ARN does not say (12
  // digits). InvalidArgumentError otherwise; the query then has no resource,
  // and Evaluate answers kImplicitDeny.
  absl::Status SetResource(std::string_view resource,
                           std::string_view account = {});
  void SetResource(const PreparedResource& resource);
  void SetResource(PreparedResource&&) = delete;  // it must stay
  // Default false, until called again.
  void SetResourceAccountIsManagement(bool value);
  // Request::Builder::ServiceSupportsRcps. Default true, until called again.
  void SetServiceSupportsRcps(bool value);

  // Forgets all context keys and keeps their memory.
  void ClearContext();
  // Forgets all context keys and takes these instead: the fastest way, for a
  // caller who has them in a row. The pairs are not copied either. Of a key
  // that stands there twice, or is set later again, the first counts.
  void SetContext(std::span<const ContextPair> pairs);
  // The same for a caller who has them by name: costs a look at the length and
  // a letter of each, and one at the names that agree in both for each key that
  // a condition asks for.
  void SetContext(std::span<const NamedContextPair> pairs);
  // The same, with a context that was looked up beforehand: costs nothing, and
  // a condition finds its key at once. It must stay until the last Evaluate
  // that uses it.
  void SetContext(const PreparedContext& context);
  // A single-valued key. A key set twice keeps its first value.
  void Set(const ContextKey& key, std::string_view value);
  // A multivalued key; the list itself is not copied either.
  void SetList(const ContextKey& key,
               std::span<const std::string_view> values);
  // The key is not in the request, even if it could be derived (S-6.1).
  void SetAbsent(const ContextKey& key);
  // The same by name, in any letter case. The name is not copied either, and
  // looked at only if a policy's condition asks for a key of its length.
  void Set(std::string_view key, std::string_view value);
  void SetList(std::string_view key, std::span<const std::string_view> values);
  void SetAbsent(std::string_view key);

  // Decides. kImplicitDeny while caller, action or resource are missing.
  // Cannot fail, does not allocate, lock or read the clock.
  [[nodiscard]] Decision Evaluate() const noexcept;

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace iameval

#endif  // IAMEVAL_QUERY_H_
