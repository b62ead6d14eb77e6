// Two threads with one engine, beside one thread and beside two processes: what
// the machine gives is what the processes reach.

#include <benchmark/benchmark.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <memory>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "doors.h"
#include "generate.h"
#include "iameval/engine.h"
#include "rows.h"
#include "subject.h"
#include "table.h"
#include "workload.h"

namespace iameval_bench {
namespace {

using Clock = std::chrono::steady_clock;
constexpr std::chrono::milliseconds kDuration(300);

// One query of its own, as each thread has.
std::unique_ptr<Door> MakeDoor(const SubjectPtr& subject) {
  return std::make_unique<Door>(subject->engine(),
                                subject->workload().requests, Interned::kContext);
}

// Decisions made from `begin` on, in kDuration.
double Decide(Door& door, Clock::time_point begin) {
  std::this_thread::sleep_until(begin);
  const Clock::time_point end = begin + kDuration;
  std::size_t count = 0;
  for (std::size_t i = 0; Clock::now() < end; i = (i + 100) % door.size()) {
    for (std::size_t n = i; n < std::min(i + 100, door.size()); ++n) {
      benchmark::DoNotOptimize(door.Ask(n));
      ++count;
    }
  }
  return static_cast<double>(count);
}

Clock::time_point Soon() {
  return Clock::now() + std::chrono::milliseconds(20);
}

double WithThreads(std::vector<std::unique_ptr<Door>>& doors) {
  const Clock::time_point begin = Soon();
  std::vector<double> counts(doors.size());
  std::vector<std::thread> threads;
  for (std::size_t i = 0; i < doors.size(); ++i) {
    threads.emplace_back(
        [&, i] { counts[i] = Decide(*doors[i], begin); });
  }
  for (std::thread& thread : threads) thread.join();
  double sum = 0;
  for (const double count : counts) sum += count;
  return sum;
}

// Each process has the engine and the door as its own copy from the fork on.
double WithProcesses(std::vector<std::unique_ptr<Door>>& doors) {
  const Clock::time_point begin = Soon();
  int channel[2];
  if (pipe(channel) != 0) Fail("pipe");
  for (const std::unique_ptr<Door>& door : doors) {
    const pid_t child = fork();
    if (child < 0) Fail("fork");
    if (child == 0) {
      const double count = Decide(*door, begin);
      const bool sent = write(channel[1], &count, sizeof count) ==
                        static_cast<ssize_t>(sizeof count);
      _exit(sent ? 0 : 1);
    }
  }
  close(channel[1]);
  double sum = 0;
  double count = 0;
  while (read(channel[0], &count, sizeof count) ==
         static_cast<ssize_t>(sizeof count)) {
    sum += count;
  }
  close(channel[0]);
  while (wait(nullptr) > 0) {
  }
  return sum;
}

}  // namespace

void AddThreads(const std::string& folder, Table& table) {
  Workload workload;
  if (folder.empty()) {
    workload.policies = ShippedPolicies();
    workload.requests = GenerateRequests(workload.policies, 10'000);
  } else {
    workload = ReadSingleRole(folder);
  }
  const auto subject =
      std::make_shared<Subject>("threads", std::move(workload));
  const auto doors = std::make_shared<std::vector<std::unique_ptr<Door>>>();
  doors->push_back(MakeDoor(subject));
  doors->push_back(MakeDoor(subject));
  const auto one = std::make_shared<std::vector<std::unique_ptr<Door>>>();
  one->push_back(MakeDoor(subject));
  for (const auto& door : *doors) {
    subject->Check("threads", [&](std::size_t i) { return door->Ask(i); });
  }
  table.StartSection("two cores, against one thread of the same round");
  table.AddMeasured({.name = "threads/two",
                     .title = "two threads, one engine",
                     .unit = Unit::kTimes,
                     .limit = 1.7,
                     .at_least = true},
                    [subject, one, doors] {
                      const double alone = WithThreads(*one);
                      return WithThreads(*doors) / alone;
                    });
  table.AddMeasured({.name = "threads/processes",
                     .title = "two processes: what the machine gives",
                     .unit = Unit::kTimes},
                    [subject, one, doors] {
                      const double alone = WithThreads(*one);
                      return WithProcesses(*doors) / alone;
                    });
}

}  // namespace iameval_bench
