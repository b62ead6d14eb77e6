#ifndef IAMEVAL_BENCH_CLOCK_H_
#define IAMEVAL_BENCH_CLOCK_H_

#include <time.h>

#include <chrono>
#include <type_traits>

namespace iameval_bench {

inline double ThreadNanoseconds() {
  timespec now;
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
  return static_cast<double>(now.tv_sec) * 1e9 +
         static_cast<double>(now.tv_nsec);
}

// Processor time of this thread. What `work` returns is destroyed after the
// clock was read.
template <typename F>
double ThreadNanosecondsOf(F work) {
  const double begin = ThreadNanoseconds();
  [[maybe_unused]] const auto kept = work();
  return ThreadNanoseconds() - begin;
}

// Time by the clock on the wall, whose reading costs less.
template <typename F>
double NanosecondsOf(F work) {
  const auto begin = std::chrono::steady_clock::now();
  work();
  const std::chrono::duration<double, std::nano> time =
      std::chrono::steady_clock::now() - begin;
  return time.count();
}

}  // namespace iameval_bench

#endif  // IAMEVAL_BENCH_CLOCK_H_
