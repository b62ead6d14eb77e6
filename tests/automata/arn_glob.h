#ifndef IAMEVAL_TESTS_AUTOMATA_ARN_GLOB_H_
#define IAMEVAL_TESTS_AUTOMATA_ARN_GLOB_H_

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "automata/glob_code.h"
#include "automata/glob_pattern.h"
#include "base/byte_lanes.h"

namespace iameval_testing {

// One pattern without holes, compiled by field (S-5.12) and matched alone: the
// code that tables and sets of such patterns hold.
class ArnGlob {
 public:
  using GlobCode = iameval::internal::GlobCode;
  using GlobPattern = iameval::internal::GlobPattern;
  using LetterCase = iameval::internal::LetterCase;

  // Matches nothing.
  ArnGlob() : ArnGlob(GlobPattern()) {}
  explicit ArnGlob(const GlobPattern& pattern,
                   LetterCase letter_case = LetterCase::kExact)
      : letter_case_(letter_case) {
    GlobCode::Append(
        letter_case == LetterCase::kFold ? pattern.Folded() : pattern,
        iameval::internal::Splitting::kSixFields, code_);
  }
  // Every `*` and `?` is a wildcard.
  static ArnGlob FromText(std::string_view text,
                          LetterCase letter_case = LetterCase::kExact) {
    return ArnGlob(GlobPattern::FromText(text), letter_case);
  }

  [[nodiscard]] bool Matches(std::string_view text) const {
    iameval::internal::GlobText glob_text(text);
    const GlobCode code(code_.data());
    return letter_case_ == LetterCase::kFold
               ? code.Matches<LetterCase::kFold>(glob_text)
               : code.Matches<LetterCase::kExact>(glob_text);
  }
  // Empty if the pattern has fewer than six fields.
  [[nodiscard]] std::string ToString() const {
    return GlobCode(code_.data()).Decompile().ToString();
  }

 private:
  LetterCase letter_case_;
  std::vector<std::uint32_t> code_;
};

}  // namespace iameval_testing

#endif  // IAMEVAL_TESTS_AUTOMATA_ARN_GLOB_H_
