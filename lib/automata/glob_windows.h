#ifndef IAMEVAL_LIB_AUTOMATA_GLOB_WINDOWS_H_
#define IAMEVAL_LIB_AUTOMATA_GLOB_WINDOWS_H_

#include <cstdint>
#include <limits>
#include <span>
#include <vector>

#include "automata/glob_index.h"

// Under which piece of its literal text each pattern of a set is filed
// (glob_index.h). It decides how fast the set is, and nothing else.

namespace iameval::internal {

struct Window {
  WindowClass cls = WindowClass::Wide();
  WindowPlace place = WindowPlace::kInside;
  std::uint32_t begin = 0;  // among the elements
  std::uint32_t size = 0;   // 0: no window; the pattern is tried on every text
  // Roughly how many patterns have it.
  std::uint32_t rivals = std::numeric_limits<std::uint32_t>::max();
};

// Sets index.stride and returns the windows of the records.
std::vector<Window> ChooseWindows(std::span<const std::uint32_t> records,
                                  GlobIndex& index);

}  // namespace iameval::internal

#endif  // IAMEVAL_LIB_AUTOMATA_GLOB_WINDOWS_H_
