#include "doors.h"

#include <algorithm>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace iameval_bench {
namespace {

using iameval::ContextKey;
using iameval::Engine;
using iameval::Query;

// Ends the program where a handle is refused.
template <typename T>
T Value(absl::StatusOr<T> value) {
  if (!value.ok()) Fail(value.status().ToString());
  return *std::move(value);
}

std::size_t TextSize(std::span<const WorkRequest> requests) {
  std::size_t size = 0;
  for (const WorkRequest& request : requests) {
    size += request.action.size() + request.resource.size();
    for (const WorkKey& key : request.context) {
      size += key.key.size();
      for (const std::string& value : key.values) size += value.size();
    }
    for (const std::string& key : request.absent) size += key.size();
  }
  return size;
}

std::size_t KeyCount(std::span<const WorkRequest> requests) {
  std::size_t count = 0;
  for (const WorkRequest& request : requests) count += request.context.size();
  return count;
}

}  // namespace

Door::Door(const Engine& engine, std::span<const WorkRequest> requests,
           Interned interned)
    : engine_(engine),
      query_(engine),
      interned_(interned),
      caller_(Value(engine.PrepareCaller(
          {.principal = PrincipalOf(requests)}))),
      texts_(std::make_unique<char[]>(TextSize(requests))),
      texts_end_(texts_.get()) {
  query_.SetCaller(caller_);
  asks_.reserve(requests.size());
  singles_.reserve(KeyCount(requests));
  for (const WorkRequest& request : requests) Add(request);
}

std::string_view Door::Keep(std::string_view text) {
  char* const begin = texts_end_;
  texts_end_ = std::copy(text.begin(), text.end(), begin);
  return {begin, text.size()};
}

const ContextKey* Door::Handle(std::string_view key) {
  const auto found = handles_.find(key);
  if (found != handles_.end()) return &found->second;
  return &handles_.emplace(key, engine_.FindContextKey(key)).first->second;
}

void Door::Add(const WorkRequest& request) {
  AskData& ask = asks_.emplace_back();
  ask.action = Keep(request.action);
  ask.resource = Keep(request.resource);
  if (interned_ >= Interned::kTargets) Prepare(request, ask);
  ask.begin = static_cast<std::uint32_t>(entries_.size());
  for (const WorkKey& key : request.context) {
    Entry& entry = entries_.emplace_back();
    entry.key = Keep(key.key);
    entry.handle = Handle(key.key);
    if (!key.multivalued) {
      entry.value = Keep(key.values.front());
      continue;
    }
    entry.shape = Entry::Shape::kList;
    auto& list = lists_.emplace_back(
        std::make_unique<std::vector<std::string_view>>());
    for (const std::string& value : key.values) list->push_back(Keep(value));
    entry.list = *list;
  }
  for (const std::string& key : request.absent) {
    Entry& entry = entries_.emplace_back();
    entry.key = Keep(key);
    entry.handle = Handle(key);
    entry.shape = Entry::Shape::kAbsent;
  }
  ask.end = static_cast<std::uint32_t>(entries_.size());
  AddPairs(ask);
}

void Door::AddPairs(const AskData& ask) {
  for (std::uint32_t i = ask.begin; i < ask.end; ++i) {
    const Entry& entry = entries_[i];
    iameval::ContextValue value;
    switch (entry.shape) {
      case Entry::Shape::kSingle:
        singles_.push_back(entry.value);
        value.values = std::span(&singles_.back(), 1);
        break;
      case Entry::Shape::kList:
        value = {entry.list, true, false};
        break;
      case Entry::Shape::kAbsent:
        value.absent = true;
        break;
    }
    if (interned_ == Interned::kNamedContext ||
        interned_ == Interned::kEverything) {
      named_pairs_.push_back({entry.key, value});
    } else {
      pairs_.push_back({*entry.handle, value});
    }
  }
  if (interned_ != Interned::kEverything) return;
  contexts_.push_back(Value(engine_.PrepareContext(named_pairs_)));
  named_pairs_.clear();
}

void Door::Prepare(const WorkRequest& request, AskData& ask) {
  const auto [action, new_action] = actions_.try_emplace(request.action);
  if (new_action) {
    action->second = Value(engine_.PrepareAction(request.action));
  }
  ask.prepared_action = &action->second;
  const auto [resource, new_resource] =
      resources_.try_emplace(request.resource);
  if (new_resource) {
    resource->second =
        Value(engine_.PrepareResource(request.resource, kAccount));
  }
  ask.prepared_resource = &resource->second;
}

void Door::Fill(Query& query, std::size_t request) {
  const AskData& ask = asks_[request];
  if (interned_ == Interned::kEverything) {
    query.SetContext(contexts_[request]);
    FillTarget(query, ask);
    return;
  }
  if (interned_ >= Interned::kContext) {
    query.SetContext(PairsOf(ask));
    FillTarget(query, ask);
    return;
  }
  if (interned_ == Interned::kNamedContext) {
    query.SetContext(
        std::span(named_pairs_).subspan(ask.begin, ask.end - ask.begin));
    FillTarget(query, ask);
    return;
  }
  query.ClearContext();
  const std::span<const Entry> entries(entries_.data() + ask.begin,
                                       entries_.data() + ask.end);
  const bool by_name = interned_ == Interned::kNothing;
  for (const Entry& entry : entries) {
    switch (entry.shape) {
      case Entry::Shape::kSingle:
        by_name ? query.Set(entry.key, entry.value)
                : query.Set(*entry.handle, entry.value);
        break;
      case Entry::Shape::kList:
        by_name ? query.SetList(entry.key, entry.list)
                : query.SetList(*entry.handle, entry.list);
        break;
      case Entry::Shape::kAbsent:
        by_name ? query.SetAbsent(entry.key) : query.SetAbsent(*entry.handle);
        break;
    }
  }
  FillTarget(query, ask);
}

void Door::FillTarget(Query& query, const AskData& ask) const {
  if (interned_ >= Interned::kTargets) {
    query.SetAction(*ask.prepared_action);
    query.SetResource(*ask.prepared_resource);
    return;
  }
  if (!query.SetAction(ask.action).ok() ||
      !query.SetResource(ask.resource, kAccount).ok()) [[unlikely]] {
    Fail("a request that the query refuses");
  }
}

std::vector<iameval::PreparedRequest> Door::Prepared() const {
  std::vector<iameval::PreparedRequest> requests;
  requests.reserve(asks_.size());
  for (const AskData& ask : asks_) {
    requests.push_back(
        {.caller = &caller_,
         .action = ask.prepared_action,
         .resource = ask.prepared_resource,
         .context = contexts_.empty() ? PairsOf(ask) : RowOfPairs(),
         .prepared_context = contexts_.empty()
                                 ? nullptr
                                 : &contexts_[requests.size()]});
  }
  return requests;
}

std::vector<Query> Door::FillAll() {
  std::vector<Query> queries;
  queries.reserve(size());
  for (std::size_t i = 0; i < size(); ++i) {
    Query& query = queries.emplace_back(engine_);
    query.SetCaller(caller_);
    Fill(query, i);
  }
  return queries;
}

}  // namespace iameval_bench
