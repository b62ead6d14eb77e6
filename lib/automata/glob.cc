#include "automata/glob.h"

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "automata/byte_lanes.h"
#include "automata/chunk.h"
#include "automata/glob_pattern.h"
#include "automata/glob_template.h"
#include "base/arn.h"

namespace iameval::internal {

Glob::Glob(const GlobPattern& pattern, LetterCase letter_case)
    : letter_case_(letter_case) {
  const bool fold = letter_case == LetterCase::kFold;
  if (pattern.hole_count() > 0) {
    form_ = Form::kHoles;
    holes_ =
        std::make_shared<const GlobPattern>(fold ? pattern.Folded() : pattern);
  } else if (fold) {
    Compile(pattern.Folded());
  } else {
    Compile(pattern);
  }
}

void Glob::Compile(const GlobPattern& pattern) {
  bool any_char = false;
  parts_.emplace_back();
  for (const GlobPattern::Token& token : pattern.tokens()) {
    switch (token.kind) {
      case GlobPattern::Kind::kLiteral:
        bytes_.append(pattern.text(token));
        mask_.append(token.size, static_cast<char>(-1));
        break;
      case GlobPattern::Kind::kAnyChar:
        bytes_.append(token.size, '\0');
        mask_.append(token.size, '\0');
        parts_.back().any_char = true;
        any_char = true;
        break;
      case GlobPattern::Kind::kAnyRun:
        has_star_ = true;
        parts_.emplace_back();
        parts_.back().begin = static_cast<std::uint32_t>(bytes_.size());
        break;
      case GlobPattern::Kind::kHole:
        break;  // the caller has none
    }
    Part& part = parts_.back();
    part.size = static_cast<std::uint32_t>(bytes_.size()) - part.begin;
  }
  if (!any_char) {
    mask_.clear();
    if (!has_star_) {
      form_ = Form::kLiteral;
    } else if (parts_.size() == 2) {
      form_ = Form::kHeadTail;
      head_size_ = parts_[0].size;
    } else if (parts_.size() == 3 && parts_[1].size == bytes_.size()) {
      form_ = Form::kContains;
    } else {
      form_ = Form::kChunks;
    }
  } else {
    form_ = Form::kChunks;
  }
  bytes_.shrink_to_fit();
  mask_.shrink_to_fit();
  if (form_ != Form::kChunks) parts_.clear();
  parts_.shrink_to_fit();
}

bool Glob::is_match_all() const {
  return form_ == Form::kHeadTail && bytes_.empty();
}

std::uint32_t Glob::hole_count() const {
  return holes_ == nullptr ? 0 : holes_->hole_count();
}

bool Glob::Matches(std::string_view text) const noexcept {
  return letter_case_ == LetterCase::kFold
             ? MatchesAs<LetterCase::kFold>(text)
             : MatchesAs<LetterCase::kExact>(text);
}

bool Glob::Matches(std::string_view text,
                   std::span<const std::string_view> values) const noexcept {
  return form_ == Form::kHoles
             ? MatchesTemplate(text, *holes_, values, letter_case_)
             : Matches(text);
}

template <LetterCase kCase>
bool Glob::MatchesAs(std::string_view text) const noexcept {
  switch (form_) {
    case Form::kLiteral:
      return text.size() == bytes_.size() &&
             EqualBytes<kCase>(text.data(), bytes_.data(), bytes_.size());
    case Form::kHeadTail: {
      if (text.size() < bytes_.size()) return false;
      const std::size_t tail_size = bytes_.size() - head_size_;
      return EqualBytes<kCase>(text.data(), bytes_.data(), head_size_) &&
             EqualBytes<kCase>(text.data() + text.size() - tail_size,
                               bytes_.data() + head_size_, tail_size);
    }
    case Form::kContains:
      return FindLiteral<kCase>(text, 0, bytes_) != kNoMatch;
    case Form::kChunks:
      return MatchesChunks<kCase>(text);
    case Form::kHoles:
      break;
  }
  return false;
}

template <LetterCase kCase>
bool Glob::MatchesChunks(std::string_view whole) const noexcept {
  // Each element of a chunk takes a byte at least.
  if (whole.size() < bytes_.size()) return false;
  ChunkText text(whole);
  std::size_t at = MatchChunkAt<kCase>(text, 0, chunk(parts_.front()));
  if (at == kNoMatch) return false;
  if (!has_star_) return at == whole.size();
  const Part& tail = parts_.back();
  // Most texts that do not match are found out by their end.
  if (!tail.any_char && !MatchChunkAtEnd<kCase>(text, at, chunk(tail))) {
    return false;
  }
  for (std::size_t i = 1; i + 1 < parts_.size(); ++i) {
    at = FindChunk<kCase>(text, at, chunk(parts_[i]));
    if (at == kNoMatch) return false;
  }
  return MatchChunkAtEnd<kCase>(text, at, chunk(tail));
}

std::string Glob::ToString() const {
  if (form_ == Form::kHoles) return holes_->ToString();
  GlobPattern pattern;
  if (form_ == Form::kHeadTail) {
    pattern.AppendLiteral(std::string_view(bytes_).substr(0, head_size_));
    pattern.AppendAnyRun();
    pattern.AppendLiteral(std::string_view(bytes_).substr(head_size_));
  } else if (form_ == Form::kContains) {
    pattern.AppendAnyRun().AppendLiteral(bytes_).AppendAnyRun();
  } else if (form_ == Form::kLiteral) {
    pattern.AppendLiteral(bytes_);
  }
  for (std::size_t i = 0; i < parts_.size(); ++i) {
    if (i > 0) pattern.AppendAnyRun();
    const Part& part = parts_[i];
    for (std::size_t j = part.begin; j < part.begin + part.size; ++j) {
      if (part.any_char && mask_[j] == 0) {
        pattern.AppendAnyChar();
      } else {
        pattern.AppendLiteral({&bytes_[j], 1});
      }
    }
  }
  return pattern.ToString();
}

ArnGlob::ArnGlob(const GlobPattern& pattern, LetterCase letter_case)
    : letter_case_(letter_case) {
  pattern_ = std::make_shared<const GlobPattern>(
      letter_case == LetterCase::kFold ? pattern.Folded() : pattern);
  if (pattern_->hole_count() > 0) return;
  const std::vector<GlobPattern> fields = pattern_->SplitSixFields();
  if (fields.empty()) return;
  auto compiled = std::make_shared<Fields>();
  for (std::size_t i = 0; i < 6; ++i) {
    (*compiled)[i] = Glob(fields[i], letter_case);
  }
  fields_ = std::move(compiled);
}

bool ArnGlob::Matches(std::string_view text) const noexcept {
  if (fields_ == nullptr) return false;
  const auto split = SplitSixFields(text);
  if (!split.has_value()) return false;
  for (std::size_t i = 0; i < 6; ++i) {
    if (!(*fields_)[i].Matches((*split)[i])) return false;
  }
  return true;
}

bool ArnGlob::Matches(std::string_view text,
                      std::span<const std::string_view> values) const noexcept {
  return hole_count() == 0
             ? Matches(text)
             : MatchesArnTemplate(text, *pattern_, values, letter_case_);
}

std::uint32_t ArnGlob::hole_count() const {
  return pattern_ == nullptr ? 0 : pattern_->hole_count();
}

std::string ArnGlob::ToString() const {
  return pattern_ == nullptr ? std::string() : pattern_->ToString();
}

}  // namespace iameval::internal
