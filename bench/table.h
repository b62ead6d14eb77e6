#ifndef IAMEVAL_BENCH_TABLE_H_
#define IAMEVAL_BENCH_TABLE_H_

#include <cstddef>
#include <cstdint>
#include <functional>
#include <map>
#include <string>
#include <vector>

// Benchmarks in rounds: in each round every benchmark runs once, one after the
// other, so that what the machine does meanwhile hits all of them alike. The
// table has the median of the rounds, and the smallest.

namespace iameval_bench {

enum class Unit : std::uint8_t {
  kNanoseconds,
  kMicroseconds,
  kMilliseconds,
  kMegabytes,
  kTimes,  // a ratio
};

struct Row {
  std::string name = {};   // of its benchmark; unique
  std::string title = {};  // what the table says
  Unit unit = Unit::kNanoseconds;
  double limit = 0;      // what must be reached; 0: nothing
  bool at_least = false;  // the limit is a lower one
  std::string baseline = {};  // the benchmark it is compared with, if any
  double times = 0;      // how often faster than it must be; 0: nothing
  // Of a difference: the figure of `baseline` less that of this one.
  std::string minus = {};
  // Of a ratio: the figure of this one over that of `baseline`.
  std::string over = {};
};

class Table {
 public:
  // A heading: the rows that follow belong to it.
  void StartSection(std::string title);

  // A benchmark of which one pass is `items` of what the row counts. Timed by
  // the processor time of the thread.
  void Add(Row row, std::size_t items, std::function<void()> pass);

  // A figure that is measured by a function of its own, in the row's unit
  // (times in nanoseconds). It runs once a round; with `last`, the table has
  // what the last round says.
  void AddMeasured(Row row, std::function<double()> measure,
                   bool last = false);

  // A row of figures that are there already: a difference or a ratio.
  void AddDerived(Row row) { rows_.push_back({row, rows_.size(), false}); }

  void Run(int rounds);

  [[nodiscard]] std::string Markdown() const;

 private:
  struct Entry {
    Row row;
    std::size_t order = 0;
    bool last = false;
  };
  struct Figure {
    double median = 0;
    double smallest = 0;
    bool known = false;
  };

  [[nodiscard]] Figure FigureOf(const std::string& name) const;
  [[nodiscard]] std::string Line(const Entry& entry) const;

  std::vector<Entry> rows_;
  std::map<std::size_t, std::string> sections_;  // before which row
  std::map<std::string, bool> last_;
  std::map<std::string, std::vector<double>> figures_;
};

}  // namespace iameval_bench

#endif  // IAMEVAL_BENCH_TABLE_H_
