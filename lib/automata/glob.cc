#include "automata/glob.h"

#include <string>
#include <string_view>

#include "automata/glob_code.h"
#include "automata/glob_pattern.h"
#include "base/byte_lanes.h"

namespace iameval::internal {

Glob::Glob(const GlobPattern& pattern, LetterCase letter_case)
    : letter_case_(letter_case) {
  const bool fold = letter_case == LetterCase::kFold;
  // About what it takes.
  code_.reserve(16 + 2 * pattern.tokens().size() +
                pattern.literal().size() / 2);
  GlobCode::Append(fold ? pattern.Folded() : pattern, Splitting::kWhole, code_);
  code_.shrink_to_fit();
}

bool Glob::is_literal() const {
  return code().form() == GlobCode::Form::kLiteral;
}

std::string_view Glob::literal() const {
  return is_literal() ? code().elements() : std::string_view();
}

bool Glob::is_match_all() const {
  return code().form() == GlobCode::Form::kHeadTail && code().size() == 0;
}

bool Glob::Matches(std::string_view text) const noexcept {
  GlobText glob_text(text);
  return letter_case_ == LetterCase::kFold
             ? code().Matches<LetterCase::kFold>(glob_text)
             : code().Matches<LetterCase::kExact>(glob_text);
}

std::string Glob::ToString() const { return code().Decompile().ToString(); }

}  // namespace iameval::internal
