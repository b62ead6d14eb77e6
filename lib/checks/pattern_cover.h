#ifndef IAMEVAL_LIB_CHECKS_PATTERN_COVER_H_
#define IAMEVAL_LIB_CHECKS_PATTERN_COVER_H_

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "checks/check_run.h"

namespace iameval::internal {

// Every text that the pattern `covered` matches, `pattern` matches as well; in
// both, `*` and `?` are wildcards (S-2.3, S-2.8). Never true where that is not
// so; false for a few odd pairs where it is, such as `?*` and `*?`. Compares
// exactly: fold first what is to be compared without regard to letter case.
// `run` pays for it; false if it cannot.
bool Covers(std::string_view pattern, std::string_view covered, CheckRun& run);

// For each of the patterns the index of another that covers it, if there is
// one; of two that are equal, the later is covered by the earlier. `run` pays.
std::vector<std::optional<std::uint32_t>> FindCovers(
    std::span<const std::string_view> patterns, CheckRun& run);

}  // namespace iameval::internal

#endif  // IAMEVAL_LIB_CHECKS_PATTERN_COVER_H_
