#include "engine/bulk_run.h"

#include <algorithm>
#include <system_error>
#include <thread>

#include "absl/status/status.h"
#include "absl/strings/str_format.h"

namespace iameval::internal {

absl::Status CheckResultSize(std::size_t found, std::size_t expected) {
  if (found == expected) return absl::OkStatus();
  return absl::InvalidArgumentError(absl::StrFormat(
      "results: found room for %d, expected %d", found, expected));
}

BulkRun::BulkRun(const BulkOptions& options, std::size_t items,
                 std::size_t per_item, std::size_t chunk)
    : options_(options),
      items_(items),
      per_item_(per_item),
      chunk_(std::max<std::size_t>(chunk, 1)) {}

bool BulkRun::Worker::Made(std::size_t decisions) {
  run_.made_.fetch_add(decisions, std::memory_order_relaxed);
  if (run_.options_.progress != nullptr) {
    if (reports_) {
      run_.Report();
    } else {
      run_.signal_.fetch_add(1, std::memory_order_release);
      run_.signal_.notify_one();
    }
  }
  stopped_ = stopped_ || run_.options_.stop.stop_requested();
  return !stopped_;
}

std::size_t BulkRun::ThreadsWanted(const BulkOptions& options) {
  // Beyond any machine: more would only cost memory.
  constexpr std::size_t kMost = 1024;
  const std::size_t threads = options.threads != 0
                                  ? options.threads
                                  : std::thread::hardware_concurrency();
  return std::clamp<std::size_t>(threads, 1, kMost);
}

std::size_t BulkRun::ThreadCount() const {
  const std::size_t chunks = items_ / chunk_ + (items_ % chunk_ != 0 ? 1 : 0);
  return std::clamp<std::size_t>(chunks, 1, ThreadsWanted(options_));
}

// Takes chunks until there are no more, the work fails, or a stop is requested.
void BulkRun::RunThread(const Work& work, bool reports, Outcome& outcome) {
  Worker worker(*this, reports);
  for (;;) {
    const std::size_t begin =
        next_.fetch_add(chunk_, std::memory_order_relaxed);
    if (begin >= items_) return;
    worker.complete_ = begin;
    worker.stopped_ = options_.stop.stop_requested();
    // What comes after a failure is not wanted; what comes before it is, as
    // there may be an earlier one.
    if (begin < limit_.load(std::memory_order_relaxed) && !worker.stopped_) {
      outcome.status =
          work(worker, begin, begin + std::min(chunk_, items_ - begin));
      if (outcome.status.ok() && !worker.stopped_) continue;
    }
    outcome.stopped_at = worker.complete_;
    if (!outcome.status.ok()) {
      std::size_t limit = limit_.load(std::memory_order_relaxed);
      while (begin < limit && !limit_.compare_exchange_weak(
                                  limit, begin, std::memory_order_relaxed)) {
      }
    }
    return;
  }
}

void BulkRun::RunAll(const Work& work, std::vector<Outcome>& outcomes) {
  std::vector<std::jthread> threads;
  threads.reserve(outcomes.size() - 1);
  for (std::size_t i = 1; i < outcomes.size(); ++i) {
    running_.fetch_add(1, std::memory_order_relaxed);
    // The one exception in the library: there is no other way to be told that
    // the system has no thread to give, and the work gets done without it.
    try {
      threads.emplace_back([this, &work, &outcome = outcomes[i]] {
        RunThread(work, false, outcome);
        running_.fetch_sub(1, std::memory_order_release);
        signal_.fetch_add(1, std::memory_order_release);
        signal_.notify_one();
      });
    } catch (const std::system_error&) {
      running_.fetch_sub(1, std::memory_order_relaxed);
      break;
    }
  }
  RunThread(work, true, outcomes.front());
  if (options_.progress != nullptr) ReportWhileOthersRun();
}

void BulkRun::ReportWhileOthersRun() {
  for (;;) {
    const std::size_t seen = signal_.load(std::memory_order_acquire);
    if (running_.load(std::memory_order_acquire) == 0) return;
    Report();
    signal_.wait(seen, std::memory_order_acquire);
  }
}

void BulkRun::Report() {
  const std::size_t made = made_.load(std::memory_order_relaxed);
  if (made - reported_ < options_.progress_every || made == total()) return;
  reported_ = made;
  options_.progress(made, total());
}

absl::Status BulkRun::Run(const Work& work) {
  std::vector<Outcome> outcomes(ThreadCount());
  RunAll(work, outcomes);
  return Finish(outcomes);
}

absl::Status BulkRun::Finish(const std::vector<Outcome>& outcomes) {
  // Chunks are taken in order, so what lies before the first that was not
  // completed is complete, as far as chunks were taken at all.
  std::size_t complete =
      std::min(next_.load(std::memory_order_relaxed), items_);
  const Outcome* failure = nullptr;
  for (const Outcome& outcome : outcomes) {
    complete = std::min(complete, outcome.stopped_at);
    if (!outcome.status.ok() &&
        (failure == nullptr || outcome.stopped_at < failure->stopped_at)) {
      failure = &outcome;
    }
  }
  if (options_.done != nullptr) *options_.done = complete * per_item_;
  if (failure != nullptr) return failure->status;
  if (complete < items_) {
    return absl::CancelledError("a stop was requested");
  }
  if (options_.progress != nullptr) options_.progress(total(), total());
  return absl::OkStatus();
}

}  // namespace iameval::internal
