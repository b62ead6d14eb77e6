#include <algorithm>
#include <cstddef>
#include <span>

#include "absl/status/status.h"
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

// Requests ahead that are fetched, in two steps: what the second needs to find
// its way is there by then.
constexpr std::size_t kFirstStep = 8;
constexpr std::size_t kSecondStep = 4;

constexpr std::size_t kCacheLine = 64;
// Of a prepared resource's bits; large engines have more, and read few of them.
constexpr std::size_t kFetchedWords = 16;

void FetchBytes(const void* begin, std::size_t size) {
  const char* const bytes = static_cast<const char*>(begin);
  for (std::size_t i = 0; i < size; i += kCacheLine) {
    __builtin_prefetch(bytes + i);
  }
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
          if (i + kFirstStep < end) {
            FetchBytes(&requests[i + kFirstStep].data().view,
                       sizeof(internal::RequestView));
          }
          if (i + kSecondStep < end) {
            const internal::RequestView& view =
                requests[i + kSecondStep].data().view;
            FetchBytes(view.supplied.hashes,
                       view.supplied.items.size() * sizeof(std::uint64_t));
            FetchBytes(view.supplied.items.data(),
                       view.supplied.items.size_bytes());
            FetchBytes(view.resource.data(), view.resource.size());
            FetchBytes(view.folded_action.data(), view.folded_action.size());
          }
          results[i] = Evaluate(requests[i]);
        }
      });
}

absl::Status Engine::EvaluatePrepared(
    std::span<const PreparedRequest> requests, std::span<Decision> results,
    const BulkOptions& options) const {
  return RunBatch(
      requests.size(), results.size(), options,
      [&](std::size_t begin, std::size_t end) {
        internal::QueryState query(impl_->view());
        for (std::size_t i = begin; i < end; ++i) {
          if (i + kFirstStep < end) {
            const PreparedRequest& next = requests[i + kFirstStep];
            FetchBytes(next.resource->data_.get(),
                       sizeof(internal::PreparedResourceData));
            __builtin_prefetch(next.action->data_.get());
          }
          if (i + kSecondStep < end) {
            const auto& bits =
                requests[i + kSecondStep].resource->data_->matches.bits;
            FetchBytes(bits.data(), sizeof(bits[0]) *
                                        std::min(bits.size(), kFetchedWords));
          }
          const PreparedRequest& request = requests[i];
          query.SetCaller(request.caller->data_);
          query.SetAction(*request.action->data_);
          query.SetResource(*request.resource->data_);
          query.SetResourceAccountIsManagement(
              request.resource_account_is_management);
          query.SetServiceSupportsRcps(request.service_supports_rcps);
          query.context().Clear();
          query.context().SetRow(request.context);
          results[i] = query.Evaluate();
        }
      });
}

}  // namespace iameval
