#ifndef IAMEVAL_LIB_ENGINE_PARTIAL_VALUES_H_
#define IAMEVAL_LIB_ENGINE_PARTIAL_VALUES_H_

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "automata/text_classes.h"
#include "base/instant.h"
#include "base/ip.h"

namespace iameval::internal {

// What a single value of some unknown key is compared with.
struct Comparisons {
  std::vector<TextSet> sets;
  std::vector<std::string> numbers;  // decimals (S-5.7)
  std::vector<Instant> instants;
  std::vector<IpRange> ranges;
  // Operators that read a value in their own way are present, even if none of
  // their operands can be read (S-5.22).
  bool text = false;
  bool numeric = false;
  bool date = false;
  bool ip = false;
  // As the policies write them: for examples that a reader knows.
  std::vector<std::string> preferred;
  // How many different values of a kind there must be: several keys may have
  // the same value or different ones, and be compared with each other.
  std::size_t per_class = 1;
};

// Values of every kind that these comparisons tell apart, the empty one
// included; nullopt if they cannot all be found: too many, or comparisons that
// read values in different ways (as numbers and as text, say).
std::optional<std::vector<std::string>> FindValues(const Comparisons& with);

}  // namespace iameval::internal

#endif  // IAMEVAL_LIB_ENGINE_PARTIAL_VALUES_H_
