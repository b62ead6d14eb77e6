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
    for (const std::uint32_t number : numbers_) place_[number] = 0;
    if (place_.size() < numbers) place_.resize(numbers, 0);
    numbers_.clear();
    lists_.clear();
  }

  // With no `times` the number is to have a list, maybe an empty one.
  void Count(std::uint32_t number, std::uint32_t times = 1) {
    ListOf(number).count += times;
  }
  // The same for all that were counted.
  void CountInAll(std::uint32_t times) {
    for (Slice& list : lists_) list.count += times;
  }

  void Arrange() {
    std::uint32_t begin = 0;
    for (Slice& list : lists_) {
      list.begin = begin;
      begin += std::exchange(list.count, 0);
    }
    values_.resize(begin);
    SortNumbers();
  }

  void File(std::uint32_t number, const Value& value) {
    Slice& list = lists_[place_[number] - 1];
    values_[list.begin + list.count++] = value;
  }
  // Does nothing if `value` is the last in its list.
  void FileOnce(std::uint32_t number, const Value& value) {
    const Slice list = lists_[place_[number] - 1];
    if (list.empty() || values_[list.begin + list.count - 1] != value) {
      File(number, value);
    }
  }

  // Those counted or mentioned; ascending.
  [[nodiscard]] std::span<const std::uint32_t> numbers() const {
    return numbers_;
  }
  [[nodiscard]] bool contains(std::uint32_t number) const {
    return place_[number] != 0;
  }
  // REQUIRES: contains(number).
  [[nodiscard]] std::span<const Value> operator[](std::uint32_t number) const {
    return In(values_, lists_[place_[number] - 1]);
  }

 private:
  Slice& ListOf(std::uint32_t number) {
    if (place_[number] == 0) {
      numbers_.push_back(number);
      lists_.emplace_back();
      place_[number] = static_cast<std::uint32_t>(lists_.size());
    }
    return lists_[place_[number] - 1];
  }

  void SortNumbers() {
    constexpr std::size_t kFew = 16;  // among so many times as many
    if (numbers_.size() * kFew < place_.size()) {
      std::sort(numbers_.begin(), numbers_.end());
      return;
    }
    numbers_.clear();
    for (std::size_t number = 0; number < place_.size(); ++number) {
      if (place_[number] != 0) {
        numbers_.push_back(static_cast<std::uint32_t>(number));
      }
    }
  }

  std::vector<std::uint32_t> place_;  // by number: its list's, counted from 1
  std::vector<std::uint32_t> numbers_;
  std::vector<Slice> lists_;
  std::vector<Value> values_;
};

}  // namespace iameval::internal

#endif  // IAMEVAL_LIB_COMPILER_LISTS_H_
