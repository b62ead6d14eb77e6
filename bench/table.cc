#include "table.h"

#include <benchmark/benchmark.h>

#include <algorithm>
#include <cstddef>
#include <functional>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_format.h"

namespace iameval_bench {
namespace {

constexpr char kItems[] = "items";
constexpr char kValue[] = "value";

// Keeps one figure of each run.
class Collector : public benchmark::BenchmarkReporter {
 public:
  explicit Collector(std::map<std::string, std::vector<double>>& figures)
      : figures_(figures) {}

  bool ReportContext(const Context&) override { return true; }

  void ReportRuns(const std::vector<Run>& runs) override {
    for (const Run& run : runs) {
      if (run.error_occurred) continue;
      const auto value = run.counters.find(kValue);
      const double figure =
          value != run.counters.end()
              ? value->second.value
              : run.cpu_accumulated_time / static_cast<double>(run.iterations) /
                    run.counters.at(kItems).value * 1e9;
      figures_[run.run_name.function_name].push_back(figure);
      GetOutputStream() << absl::StrFormat(
          "%-40s %14.1f\n", run.run_name.function_name, figure);
      GetOutputStream().flush();
    }
  }

 private:
  std::map<std::string, std::vector<double>>& figures_;
};

double Median(std::vector<double> values) {
  std::sort(values.begin(), values.end());
  const std::size_t middle = values.size() / 2;
  return values.size() % 2 == 1 ? values[middle]
                                : (values[middle - 1] + values[middle]) / 2;
}

std::string InUnit(double figure, Unit unit) {
  switch (unit) {
    case Unit::kNanoseconds:
      return absl::StrFormat("%.*f ns", figure < 0.1  ? 4
                                        : figure < 10 ? 2
                                                      : 0,
                             figure);
    case Unit::kMicroseconds:
      return absl::StrFormat("%.1f µs", figure / 1e3);
    case Unit::kMilliseconds:
      return absl::StrFormat("%.1f ms", figure / 1e6);
    case Unit::kMegabytes:
      return absl::StrFormat("%.1f MB", figure / 1e6);
    case Unit::kTimes:
      return absl::StrFormat("%.2f×", figure);
  }
  return "";
}

std::string Target(const Row& row) {
  std::string text;
  if (row.limit > 0) {
    text = absl::StrFormat("%s %s", row.at_least ? "≥" : "≤",
                           InUnit(row.limit, row.unit));
  }
  if (row.times > 0) {
    text += absl::StrFormat("%s≥ %.0f× naive", text.empty() ? "" : ", ",
                            row.times);
  }
  return text;
}

}  // namespace

void Table::StartSection(std::string title) {
  sections_[rows_.size()] = std::move(title);
}

void Table::Add(Row row, std::size_t items, std::function<void()> pass) {
  benchmark::RegisterBenchmark(
      row.name.c_str(),
      [items, pass = std::move(pass)](benchmark::State& state) {
        for (auto _ : state) pass();
        state.counters[kItems] = static_cast<double>(items);
      })
      ->MinTime(0.1);
  rows_.push_back({std::move(row), rows_.size(), false});
}

void Table::AddMeasured(Row row, std::function<double()> measure, bool last) {
  benchmark::RegisterBenchmark(
      row.name.c_str(),
      [measure = std::move(measure)](benchmark::State& state) {
        for (auto _ : state) state.counters[kValue] = measure();
      })
      ->Iterations(1);
  last_[row.name] = last;
  rows_.push_back({std::move(row), rows_.size(), last});
}

void Table::Run(int rounds) {
  Collector collector(figures_);
  for (int round = 1; round <= rounds; ++round) {
    collector.GetOutputStream()
        << absl::StrFormat("-- round %d of %d\n", round, rounds);
    benchmark::RunSpecifiedBenchmarks(&collector);
  }
}

Table::Figure Table::FigureOf(const std::string& name) const {
  const auto found = figures_.find(name);
  if (found == figures_.end()) return {};
  const std::vector<double>& values = found->second;
  const auto last = last_.find(name);
  if (last != last_.end() && last->second) {
    return {values.back(), values.back(), true};
  }
  return {Median(values), *std::min_element(values.begin(), values.end()),
          true};
}

std::string Table::Line(const Entry& entry) const {
  const Row& row = entry.row;
  Figure figure = FigureOf(row.name);
  const bool derived = !row.minus.empty() || !row.over.empty();
  if (derived) {
    // Of medians; of smallest figures it would mean little.
    const Figure base = FigureOf(row.baseline);
    const Figure other = FigureOf(row.minus.empty() ? row.over : row.minus);
    figure.known = base.known && other.known;
    figure.median = row.minus.empty() ? other.median / base.median
                                      : base.median - other.median;
    figure.smallest = figure.median;
  }
  if (!figure.known) return "";
  std::string against;
  bool met = row.limit == 0 || (row.at_least ? figure.median >= row.limit
                                             : figure.median <= row.limit);
  if (!row.baseline.empty() && !derived) {
    const Figure baseline = FigureOf(row.baseline);
    if (baseline.known) {
      const double times = baseline.median / figure.median;
      against = absl::StrFormat("%.1f×", times);
      met &= row.times == 0 || times >= row.times;
    }
  }
  const bool has_target = row.limit > 0 || row.times > 0;
  return absl::StrFormat(
      "| %s | %s | **%s** (%s) | %s | %s |\n", row.title, Target(row),
      InUnit(figure.median, row.unit), InUnit(figure.smallest, row.unit),
      against, !has_target ? "" : met ? "yes" : "no");
}

std::string Table::Markdown() const {
  std::string text =
      "| what | must reach | median (smallest) of the rounds | against naive "
      "| reached |\n|---|---|---|---|---|\n";
  for (std::size_t i = 0; i < rows_.size(); ++i) {
    const auto section = sections_.find(i);
    if (section != sections_.end()) {
      text += absl::StrFormat("| **%s** | | | | |\n", section->second);
    }
    text += Line(rows_[i]);
  }
  return text;
}

}  // namespace iameval_bench
