#include "cli/eval_run.h"

#include <signal.h>

#include <condition_variable>
#include <cstddef>
#include <deque>
#include <mutex>
#include <optional>
#include <string>
#include <system_error>
#include <thread>
#include <utility>
#include <vector>

#include "absl/strings/str_format.h"
#include "cli/line_decider.h"
#include "cli/output.h"

namespace iameval_cli {
namespace {

// Of lines that were refused, so many are shown on standard error; all of them
// are in the output.
constexpr std::size_t kMostComplaints = 10;

}  // namespace

EvalRun::EvalRun(const iameval::AccountFile& file,
                 const std::optional<iameval::ServiceReference>& reference,
                 const AnswerOptions& options, std::string input,
                 Session& session)
    : file_(file),
      reference_(reference),
      options_(options),
      input_(std::move(input)),
      session_(session) {}

void EvalRun::Complain(const std::vector<Answers::Refusal>& refusals) {
  for (const Answers::Refusal& refusal : refusals) {
    if (refused_++ >= kMostComplaints) continue;
    session_.Clear();
    iameval_cli::Complain(
        absl::StrFormat("%s:%d: %s", input_, refusal.line, refusal.why));
    if (refused_ == kMostComplaints) {
      iameval_cli::Complain("further lines that are refused are not shown");
    }
  }
}

bool EvalRun::Write(const Answers& answers) {
  if (!output_.Write(answers.text())) return false;
  decided_ += answers.decided();
  Complain(answers.refusals());
  return true;
}

void EvalRun::RunAlone(LineChunks& chunks) {
  LineDecider decider(file_, reference_);
  Answers answers(options_);
  LineChunk chunk;
  while (chunks.Next(chunk)) {
    answers.Answer(chunk, decider);
    if (!Write(answers)) return;
    session_.Report(decided_ + refused_, 0);
  }
}

// The calling thread reads, the others answer; each writes its answers when
// those before are written. Memory is bounded by the number of jobs.
class EvalRun::Team {
 public:
  Team(EvalRun& run, unsigned threads)
      : run_(run), jobs_(2 * threads, Job(run.options_)) {
    for (Job& job : jobs_) free_.push_back(&job);
    // Signals are the calling thread's.
    sigset_t all;
    sigset_t before;
    sigfillset(&all);
    pthread_sigmask(SIG_BLOCK, &all, &before);
    for (unsigned i = 0; i < threads; ++i) {
      try {
        threads_.emplace_back([this] { Work(); });
      } catch (const std::system_error&) {
        break;  // fewer then
      }
    }
    pthread_sigmask(SIG_SETMASK, &before, nullptr);
  }

  // False if there is not a single thread.
  bool Run(LineChunks& chunks) {
    if (threads_.empty()) return false;
    while (Job* job = TakeFree()) {
      if (!chunks.Next(job->chunk)) break;
      Submit(job);
    }
    Finish();
    return true;
  }

 private:
  struct Job {
    explicit Job(const AnswerOptions& options) : answers(options) {}
    LineChunk chunk;
    Answers answers;
    std::size_t number = 0;
  };

  // Null once the output has failed.
  Job* TakeFree() {
    std::unique_lock lock(mutex_);
    freed_.wait(lock, [this] { return failed_ || !free_.empty(); });
    run_.session_.Report(run_.decided_ + run_.refused_, 0);
    if (failed_) return nullptr;
    Job* job = free_.front();
    free_.pop_front();
    return job;
  }

  void Submit(Job* job) {
    {
      const std::lock_guard lock(mutex_);
      job->number = submitted_++;
      todo_.push_back(job);
    }
    work_.notify_one();
  }

  void Finish() {
    {
      const std::lock_guard lock(mutex_);
      finished_ = true;
    }
    work_.notify_all();
    for (std::thread& thread : threads_) thread.join();
  }

  Job* TakeWork() {
    std::unique_lock lock(mutex_);
    work_.wait(lock, [this] { return finished_ || !todo_.empty(); });
    if (todo_.empty()) return nullptr;
    Job* job = todo_.front();
    todo_.pop_front();
    return job;
  }

  void Work() {
    LineDecider decider(run_.file_, run_.reference_);
    while (Job* job = TakeWork()) {
      job->answers.Answer(job->chunk, decider);
      WriteInTurn(job);
    }
  }

  void WriteInTurn(Job* job) {
    std::unique_lock lock(mutex_);
    turn_.wait(lock, [&] { return written_ == job->number; });
    // Nobody else is in turn: the lock is not needed to write, and whoever
    // looks for work must not wait for a slow reader of the output.
    lock.unlock();
    const bool written = run_.output_.Write(job->answers.text());
    lock.lock();
    if (written) {
      run_.decided_ += job->answers.decided();
      run_.Complain(job->answers.refusals());
    } else {
      failed_ = true;
    }
    ++written_;
    free_.push_back(job);
    lock.unlock();
    turn_.notify_all();
    freed_.notify_one();
  }

  EvalRun& run_;
  std::vector<Job> jobs_;

  std::mutex mutex_;
  std::condition_variable freed_;  // a job is free, or the output has failed
  std::condition_variable work_;   // there is work, or will be none
  std::condition_variable turn_;   // the next answers may be written
  std::deque<Job*> free_;
  std::deque<Job*> todo_;
  std::size_t submitted_ = 0;
  std::size_t written_ = 0;
  bool finished_ = false;
  bool failed_ = false;
  std::vector<std::thread> threads_;
};

void EvalRun::Run(LineChunks& chunks, unsigned threads) {
  if (threads > 1 && Team(*this, threads).Run(chunks)) return;
  RunAlone(chunks);
}

}  // namespace iameval_cli
