#include "automata/glob.h"

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>

#include "automata/glob_code.h"
#include "automata/glob_pattern.h"
#include "automata/glob_template.h"
#include "base/byte_lanes.h"

namespace iameval::internal {

Glob::Glob(const GlobPattern& pattern, LetterCase letter_case)
    : Glob(pattern, letter_case, Splitting::kWhole) {}

Glob::Glob(const GlobPattern& pattern, LetterCase letter_case,
           Splitting splitting)
    : letter_case_(letter_case) {
  const bool fold = letter_case == LetterCase::kFold;
  if (pattern.hole_count() > 0) {
    holes_ = fold ? std::make_shared<const GlobPattern>(pattern.Folded())
                  : std::make_shared<const GlobPattern>(pattern);
    return;
  }
  // About what it takes.
  code_.reserve(16 + 2 * pattern.tokens().size() +
                pattern.literal().size() / 2);
  GlobCode::Append(fold ? pattern.Folded() : pattern, splitting, code_);
  code_.shrink_to_fit();
}

bool Glob::is_literal() const {
  return holes_ == nullptr && code().form() == GlobCode::Form::kLiteral;
}

std::string_view Glob::literal() const {
  return is_literal() ? code().elements() : std::string_view();
}

bool Glob::is_match_all() const {
  return holes_ == nullptr && code().form() == GlobCode::Form::kHeadTail &&
         code().size() == 0;
}

std::uint32_t Glob::hole_count() const {
  return holes_ == nullptr ? 0 : holes_->hole_count();
}

bool Glob::Matches(std::string_view text) const noexcept {
  if (holes_ != nullptr) return false;
  GlobText glob_text(text);
  return letter_case_ == LetterCase::kFold
             ? code().Matches<LetterCase::kFold>(glob_text)
             : code().Matches<LetterCase::kExact>(glob_text);
}

bool Glob::Matches(std::string_view text,
                   std::span<const std::string_view> values) const noexcept {
  return holes_ == nullptr
             ? Matches(text)
             : MatchesTemplate(text, *holes_, values, letter_case_);
}

std::string Glob::ToString() const {
  return holes_ == nullptr ? code().Decompile().ToString() : holes_->ToString();
}

bool ArnGlob::Matches(std::string_view text,
                      std::span<const std::string_view> values) const noexcept {
  return glob_.holes_ == nullptr
             ? glob_.Matches(text)
             : MatchesArnTemplate(text, *glob_.holes_, values,
                                  glob_.letter_case_);
}

}  // namespace iameval::internal
