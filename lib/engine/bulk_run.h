#ifndef IAMEVAL_LIB_ENGINE_BULK_RUN_H_
#define IAMEVAL_LIB_ENGINE_BULK_RUN_H_

#include <atomic>
#include <cstddef>
#include <functional>
#include <limits>
#include <vector>

#include "absl/status/status.h"
#include "iameval/bulk.h"

namespace iameval::internal {

// InvalidArgumentError if there is not room for just as many results as there
// will be.
absl::Status CheckResultSize(std::size_t found, std::size_t expected);

// Items 0 to n-1 in chunks that threads take one after the other. No locks; the
// threads share a few counters, which they touch once in some thousands of
// decisions.
class BulkRun {
 public:
  // `per_item`: decisions that an item stands for, for progress and `done`.
  BulkRun(const BulkOptions& options, std::size_t items, std::size_t per_item,
          std::size_t chunk);
  BulkRun(const BulkRun&) = delete;
  BulkRun& operator=(const BulkRun&) = delete;

  // A thread at work on a chunk.
  class Worker {
   public:
    // Counts decisions. False: a stop was requested, return at once.
    bool Made(std::size_t decisions);
    // The chunk's items before this one have all their results.
    void Complete(std::size_t item) { complete_ = item; }

   private:
    friend class BulkRun;
    Worker(BulkRun& run, bool reports) : run_(run), reports_(reports) {}

    BulkRun& run_;
    const bool reports_;  // in the calling thread
    std::size_t complete_ = 0;
    bool stopped_ = false;
  };
  // Decides the items from `begin` to `end`. Called by several threads at once,
  // with other items each.
  using Work = std::function<absl::Status(Worker& worker, std::size_t begin,
                                          std::size_t end)>;

  // The threads that the options ask for.
  static std::size_t ThreadsWanted(const BulkOptions& options);

  // Does all the work and reports it: an error of `work`, that of the first
  // item if there are several; CancelledError; or success.
  absl::Status Run(const Work& work);

 private:
  static constexpr std::size_t kNever = std::numeric_limits<std::size_t>::max();

  // How a thread ended.
  struct Outcome {
    std::size_t stopped_at = kNever;  // the first item without all results
    absl::Status status;              // of the work there
  };

  [[nodiscard]] std::size_t total() const { return items_ * per_item_; }
  [[nodiscard]] std::size_t ThreadCount() const;
  void RunThread(const Work& work, bool reports, Outcome& outcome);
  void RunAll(const Work& work, std::vector<Outcome>& outcomes);
  void ReportWhileOthersRun();
  void Report();
  absl::Status Finish(const std::vector<Outcome>& outcomes);

  const BulkOptions& options_;
  const std::size_t items_;
  const std::size_t per_item_;
  const std::size_t chunk_;

  std::atomic<std::size_t> next_ = 0;        // the next item to take
  std::atomic<std::size_t> limit_ = kNever;  // nothing from here on is wanted
  std::atomic<std::size_t> made_ = 0;        // decisions
  std::atomic<std::size_t> running_ = 0;     // threads but the calling one
  // Changes whenever there may be something to report.
  std::atomic<std::size_t> signal_ = 0;
  std::size_t reported_ = 0;
};

}  // namespace iameval::internal

#endif  // IAMEVAL_LIB_ENGINE_BULK_RUN_H_
