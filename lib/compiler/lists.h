#ifndef IAMEVAL_LIB_COMPILER_LISTS_H_
#define IAMEVAL_LIB_COMPILER_LISTS_H_

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <span>
#include <utility>
#include <vector>

#include "program/slice.h"

namespace iameval::internal {

// Values filed under numbers: one array of lists, made by a counting sort. It
// is kept and used again, so that filing costs what is filed, however many
// numbers there could be.
//
//   lists.Clear(kNumbers);
//   for (...) lists.Count(number);        // at least as often as it is filed
//   lists.Arrange();
//   for (...) lists.File(number, value);  // in the lists' order
template <typename Value>
class Lists {
 public:
  // Empty again. All numbers are below `numbers`.
  void Clear(std::size_t numbers) {
    for (const std::uint32_t number : numbers_) lists_[number] = kNone;
    if (lists_.size() < numbers) lists_.resize(numbers, kNone);
    numbers_.clear();
  }

  // With no `times` the number is to have a list, maybe an empty one.
  void Count(std::uint32_t number, std::uint32_t times = 1) {
    Slice& list = lists_[number];
    if (list.begin == kNone.begin) {
      list = {};
      numbers_.push_back(number);
    }
    list.count += times;
  }
  // The same for all that were counted.
  void CountInAll(std::uint32_t times) {
    for (const std::uint32_t number : numbers_) lists_[number].count += times;
  }

  void Arrange() {
    SortNumbers();
    std::uint32_t begin = 0;
    for (const std::uint32_t number : numbers_) {
      Slice& list = lists_[number];
      list.begin = begin;
      begin += std::exchange(list.count, 0);
    }
    if (values_.size() < begin) values_.resize(begin);
  }

  void File(std::uint32_t number, const Value& value) {
    Slice& list = lists_[number];
    values_[list.begin + list.count++] = value;
  }
  // Does nothing if `value` is the last in its list.
  void FileOnce(std::uint32_t number, const Value& value) {
    Slice& list = lists_[number];
    if (list.empty() || values_[list.begin + list.count - 1] != value) {
      values_[list.begin + list.count++] = value;
    }
  }

  // Those counted or mentioned; ascending.
  [[nodiscard]] std::span<const std::uint32_t> numbers() const {
    return numbers_;
  }
  [[nodiscard]] bool contains(std::uint32_t number) const {
    return lists_[number].begin != kNone.begin;
  }
  // REQUIRES: contains(number).
  [[nodiscard]] std::span<const Value> operator[](std::uint32_t number) const {
    return In(values_, lists_[number]);
  }

 private:
  static constexpr Slice kNone = {UINT32_MAX, 0};

  void SortNumbers() {
    constexpr std::size_t kFew = 16;  // among so many times as many
    if (numbers_.size() * kFew < lists_.size()) {
      std::sort(numbers_.begin(), numbers_.end());
      return;
    }
    numbers_.clear();
    for (std::uint32_t number = 0; number < lists_.size(); ++number) {
      if (contains(number)) numbers_.push_back(number);
    }
  }

  std::vector<Slice> lists_;  // by number; kNone: not counted
  std::vector<std::uint32_t> numbers_;
  std::vector<Value> values_;
};

}  // namespace iameval::internal

#endif  // IAMEVAL_LIB_COMPILER_LISTS_H_
