#include <algorithm>
#include <cstddef>
#include <span>

#include "absl/status/status.h"
#include "base/prefetch.h"
#include "engine/bulk_run.h"
#include "engine/engine_impl.h"
#include "engine/query_data.h"
#include "engine/query_state.h"
#include "engine/request_data.h"
#include "iameval/bulk.h"
#include "iameval/engine.h"
#include "iameval/query.h"

// Lists of requests. What a request consists of is scattered over memory, so
// that it is fetched while others before it are decided; rows of context keys
// lie in their order, which a processor sees by itself.

namespace iameval {
namespace {

using internal::BulkRun;
using internal::Prefetch;
using internal::PrefetchBytes;

// Requests ahead that are fetched, in steps: what the next needs to find its
// way is there by then.
constexpr std::size_t kStep = 4;

// Of the texts and values of a prepared context, which are in one piece.
constexpr std::size_t kFetchedContext = 5 * 64;

// What the handles of a prepared request stand for.
struct Parts {
  const internal::PreparedActionData* action;
  const internal::PreparedResourceData* resource;
  const internal::PreparedContextData* context;  // null: in a row
};

void FetchHandles(const PreparedRequest& request) {
  Prefetch(request.action);
  Prefetch(request.resource);
  Prefetch(request.prepared_context);
}

void FetchParts(const Parts& parts) {
  PrefetchBytes(parts.action, sizeof(*parts.action));
  PrefetchBytes(parts.resource, sizeof(*parts.resource));
  PrefetchBytes(parts.context, sizeof(*parts.context));
}

void FetchLists(const Parts& parts) {
  if (parts.context == nullptr) return;
  PrefetchBytes(parts.context->places.data(), kFetchedContext);
}

void FetchTexts(const internal::RequestView& request) {
  const auto& supplied = request.supplied;
  PrefetchBytes(supplied.hashes, supplied.items.size() * sizeof(std::uint64_t));
  PrefetchBytes(supplied.items.data(), supplied.items.size_bytes());
  PrefetchBytes(request.resource.data(), request.resource.size());
  PrefetchBytes(request.folded_action.data(), request.folded_action.size());
}

// Decides `requests` in chunks; decide(begin, end) does one of them.
template <typename Decide>
absl::Status RunBatch(std::size_t requests, std::size_t results,
                      const BulkOptions& options, const Decide& decide) {
  if (options.done != nullptr) *options.done = 0;
  if (absl::Status status = internal::CheckResultSize(results, requests);
      !status.ok()) {
    return status;
  }
  // Large enough that the threads' common counters do not matter.
  constexpr std::size_t kChunk = 4096;
  const std::size_t threads = BulkRun::ThreadsWanted(options);
  BulkRun run(options, requests, 1,
              std::min(kChunk, requests / threads / 4 + 1));
  return run.Run(
      [&](BulkRun::Worker& worker, std::size_t begin, std::size_t end) {
        decide(begin, end);
        worker.Complete(end);
        worker.Made(end - begin);
        return absl::OkStatus();
      });
}

}  // namespace

absl::Status Engine::EvaluateBatch(std::span<const Request> requests,
                                   std::span<Decision> results,
                                   const BulkOptions& options) const {
  return RunBatch(
      requests.size(), results.size(), options,
      [&](std::size_t begin, std::size_t end) {
        for (std::size_t i = begin; i < end; ++i) {
          if (i + 2 * kStep < end) {
            PrefetchBytes(&requests[i + 2 * kStep].data().view,
                          sizeof(internal::RequestView));
          }
          if (i + kStep < end) FetchTexts(requests[i + kStep].data().view);
          results[i] = Evaluate(requests[i]);
        }
      });
}

absl::Status Engine::EvaluatePrepared(
    std::span<const PreparedRequest> requests, std::span<Decision> results,
    const BulkOptions& options) const {
  const auto parts_of = [](const PreparedRequest& request) {
    return Parts{request.action->data_.get(), request.resource->data_.get(),
                 request.prepared_context == nullptr
                     ? nullptr
                     : request.prepared_context->data_.get()};
  };
  return RunBatch(
      requests.size(), results.size(), options,
      [&](std::size_t begin, std::size_t end) {
        internal::QueryState query(impl_->view());
        const PreparedRequest* const last = requests.data() + end;
        const PreparedRequest* request = requests.data() + begin;
        Decision* result = results.data() + begin;
        for (; request != last; ++request, ++result) {
          const auto left = static_cast<std::size_t>(last - request);
          if (left > 3 * kStep) FetchHandles(request[3 * kStep]);
          if (left > 2 * kStep) FetchParts(parts_of(request[2 * kStep]));
          if (left > kStep) FetchLists(parts_of(request[kStep]));
          const Parts parts = parts_of(*request);
          query.SetCaller(request->caller->data_);
          query.SetAction(*parts.action);
          query.SetResource(*parts.resource);
          query.SetResourceAccountIsManagement(
              request->resource_account_is_management);
          query.SetServiceSupportsRcps(request->service_supports_rcps);
          if (parts.context != nullptr) {
            query.context().SetOnly(*parts.context);
          } else {
            query.context().Clear();
            query.context().SetRow(request->context);
          }
          *result = query.EvaluateComplete();
        }
      });
}

}  // namespace iameval
