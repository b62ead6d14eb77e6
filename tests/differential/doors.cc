#include "differential/doors.h"

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/str_format.h"
#include "iameval/query.h"

namespace iameval_testing {
namespace {

using iameval::ContextEntry;
using iameval::Decision;
using iameval::Engine;
using iameval::Query;
using iameval::Request;

// Calls set(entry, values) for each key; `lists` keeps the values.
template <typename KeyOf>
void SetContext(const Request& request,
                std::vector<std::vector<std::string_view>>& lists,
                Query& query, KeyOf key_of) {
  lists.reserve(request.context().size());
  for (const ContextEntry& entry : request.context()) {
    const auto& values =
        lists.emplace_back(entry.values.begin(), entry.values.end());
    switch (entry.shape) {
      case ContextEntry::Shape::kSingle:
        query.Set(key_of(entry), values.front());
        break;
      case ContextEntry::Shape::kMulti:
        query.SetList(key_of(entry), values);
        break;
      case ContextEntry::Shape::kAbsent:
        query.SetAbsent(key_of(entry));
        break;
    }
  }
}

absl::Status SetCaller(const Engine& engine, const Request& request,
                       Query& query) {
  auto caller = engine.PrepareCaller(
      {.principal = request.principal(),
       .role_arn = request.role_arn(),
       .federated_by = request.federated_by(),
       .principal_id = request.principal_id(),
       .account_is_management = request.principal_account_is_management()});
  if (caller.ok()) query.SetCaller(*caller);
  query.SetResourceAccountIsManagement(
      request.resource_account_is_management());
  query.SetServiceSupportsRcps(request.service_supports_rcps());
  return caller.status();
}

absl::Status AskAsText(const Engine& engine, const Request& request,
                       Decision& decision) {
  Query query(engine);
  std::vector<std::vector<std::string_view>> lists;
  absl::Status status = SetCaller(engine, request, query);
  if (status.ok()) status = query.SetAction(request.action());
  if (status.ok()) {
    status = query.SetResource(request.resource(), request.resource_account());
  }
  SetContext(request, lists, query, [](const ContextEntry& entry) {
    return std::string_view(entry.key);
  });
  decision = query.Evaluate();
  return status;
}

absl::Status AskPrepared(const Engine& engine, const Request& request,
                         Decision& decision) {
  Query query(engine);
  std::vector<std::vector<std::string_view>> lists;
  absl::Status status = SetCaller(engine, request, query);
  const auto action = engine.PrepareAction(request.action());
  const auto resource = engine.PrepareResource(request.resource(),
                                               request.resource_account());
  if (!action.ok()) return action.status();
  if (!resource.ok()) return resource.status();
  query.SetAction(*action);
  query.SetResource(*resource);
  // What was there before leaves no trace.
  query.Set("aws:CalledVia", "sqs.amazonaws.com");
  query.Set("aws:RequestTag/left-over", "x");
  query.ClearContext();
  SetContext(request, lists, query, [&](const ContextEntry& entry) {
    return engine.FindContextKey(entry.key);
  });
  decision = query.Evaluate();
  return status;
}

// The context as a row; `lists` keeps the values.
std::vector<iameval::ContextPair> MakeRow(
    const Engine& engine, const Request& request,
    std::vector<std::vector<std::string_view>>& lists) {
  std::vector<iameval::ContextPair> row;
  for (const ContextEntry& entry : request.context()) {
    const auto& values =
        lists.emplace_back(entry.values.begin(), entry.values.end());
    row.push_back({engine.FindContextKey(entry.key),
                   {.values = values,
                    .multivalued = entry.shape == ContextEntry::Shape::kMulti,
                    .absent = entry.shape == ContextEntry::Shape::kAbsent}});
  }
  return row;
}

// The same by name.
std::vector<iameval::NamedContextPair> MakeRow(
    const Request& request, std::vector<std::vector<std::string_view>>& lists) {
  std::vector<iameval::NamedContextPair> row;
  for (const ContextEntry& entry : request.context()) {
    const auto& values =
        lists.emplace_back(entry.values.begin(), entry.values.end());
    row.push_back({entry.key,
                   {.values = values,
                    .multivalued = entry.shape == ContextEntry::Shape::kMulti,
                    .absent = entry.shape == ContextEntry::Shape::kAbsent}});
  }
  return row;
}

absl::Status AskInABatch(const Engine& engine, const Request& request,
                         Decision& decision) {
  const auto caller = engine.PrepareCaller(
      {.principal = request.principal(),
       .role_arn = request.role_arn(),
       .federated_by = request.federated_by(),
       .principal_id = request.principal_id(),
       .account_is_management = request.principal_account_is_management()});
  const auto action = engine.PrepareAction(request.action());
  const auto resource = engine.PrepareResource(request.resource(),
                                               request.resource_account());
  for (const absl::Status& status :
       {caller.status(), action.status(), resource.status()}) {
    if (!status.ok()) return status;
  }
  std::vector<std::vector<std::string_view>> lists;
  const auto row = MakeRow(engine, request, lists);
  const auto context = engine.PrepareContext(MakeRow(request, lists));
  if (!context.ok()) return context.status();
  std::vector<iameval::PreparedRequest> requests(
      20, {.caller = &*caller,
           .action = &*action,
           .resource = &*resource,
           .context = row,
           .resource_account_is_management =
               request.resource_account_is_management(),
           .service_supports_rcps = request.service_supports_rcps()});
  // Every other context is prepared, and then all.
  for (std::size_t i = 0; i < requests.size(); ++i) {
    if (i % 2 == 0 && i < 10) continue;
    requests[i].context = {};
    requests[i].prepared_context = &*context;
  }
  std::vector<Decision> decisions(requests.size());
  absl::Status status = engine.EvaluatePrepared(requests, decisions);
  decision = decisions.front();
  for (const Decision other : decisions) {
    if (other != decision) return absl::InternalError("not alike");
  }
  return status;
}

// The context in a row, half of it or all; the rest key by key.
template <typename Pair>
void SetInRow(const std::vector<Pair>& row, Query& query) {
  const std::size_t in_row = row.size() % 3 == 0 ? row.size() / 2 : row.size();
  query.SetContext(std::span(row).first(in_row));
  for (std::size_t i = in_row; i < row.size(); ++i) {
    const Pair& pair = row[i];
    if (pair.value.absent) {
      query.SetAbsent(pair.key);
    } else if (pair.value.multivalued) {
      query.SetList(pair.key, pair.value.values);
    } else {
      query.Set(pair.key, pair.value.values.front());
    }
  }
}

template <bool kByName>
absl::Status AskWithRow(const Engine& engine, const Request& request,
                        Decision& decision) {
  Query query(engine);
  absl::Status status = SetCaller(engine, request, query);
  if (status.ok()) status = query.SetAction(request.action());
  if (status.ok()) {
    status = query.SetResource(request.resource(), request.resource_account());
  }
  std::vector<std::vector<std::string_view>> lists;
  const auto row = [&] {
    if constexpr (kByName) {
      return MakeRow(request, lists);
    } else {
      return MakeRow(engine, request, lists);
    }
  }();
  SetInRow(row, query);
  decision = query.Evaluate();
  return status;
}

// With handles for all of it, after a context that leaves no trace.
absl::Status AskWithPreparedContext(const Engine& engine,
                                    const Request& request,
                                    Decision& decision) {
  Query query(engine);
  std::vector<std::vector<std::string_view>> lists;
  absl::Status status = SetCaller(engine, request, query);
  const auto action = engine.PrepareAction(request.action());
  const auto resource = engine.PrepareResource(request.resource(),
                                               request.resource_account());
  const auto context = engine.PrepareContext(MakeRow(request, lists));
  const std::string_view service[] = {"sqs.amazonaws.com"};
  const iameval::NamedContextPair left_over[] = {
      {"aws:CalledVia", {service, true, false}},
      {"aws:RequestTag/left-over", {service}}};
  const auto other = engine.PrepareContext(left_over);
  for (const absl::Status& each : {action.status(), resource.status(),
                                   context.status(), other.status()}) {
    if (!each.ok()) return each;
  }
  query.SetAction(*action);
  query.SetResource(*resource);
  query.SetContext(*other);
  (void)query.Evaluate();
  query.SetContext(*context);
  decision = query.Evaluate();
  return status;
}

// One principal is a provider or a service, depending on the action; a caller
// is prepared without one (caller parts in iameval/query.h).
bool DependsOnAction(const Request& request) {
  return request.principal() == "cognito-identity.amazonaws.com";
}

}  // namespace

std::string CheckQueries(const Engine& engine, const Request& request,
                         Decision expected) {
  if (DependsOnAction(request) || request.time().has_value()) return "";
  for (const auto& [name, ask] :
       {std::pair{"as text", &AskAsText},
        {"prepared", &AskPrepared},
        {"with a row", &AskWithRow<false>},
        {"with a row of names", &AskWithRow<true>},
        {"with a prepared context", &AskWithPreparedContext},
        {"in a batch", &AskInABatch}}) {
    Decision decision = Decision::kImplicitDeny;
    const absl::Status status = ask(engine, request, decision);
    if (!status.ok()) {
      return absl::StrFormat("a query %s is refused: %s", name,
                             status.ToString());
    }
    if (decision != expected) {
      return absl::StrFormat("a query %s answers %s, the request %s", name,
                             iameval::DecisionName(decision),
                             iameval::DecisionName(expected));
    }
  }
  return "";
}

}  // namespace iameval_testing
