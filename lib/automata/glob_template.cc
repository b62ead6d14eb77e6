#include "automata/glob_template.h"

#include <array>
#include <cstddef>
#include <cstring>
#include <optional>
#include <span>
#include <string_view>

#include "automata/chunk.h"
#include "automata/glob_pattern.h"
#include "base/arn.h"
#include "base/ascii.h"
#include "base/byte_lanes.h"

namespace iameval::internal {
namespace {

using Kind = GlobPattern::Kind;

// A pattern and the values of its holes.
struct Filling {
  const GlobPattern& pattern;
  std::span<const std::string_view> values;

  [[nodiscard]] std::size_t token_count() const {
    return pattern.tokens().size();
  }
  [[nodiscard]] Kind kind(std::size_t token) const {
    return pattern.tokens()[token].kind;
  }
  // Of a literal or a hole; empty for a wildcard.
  [[nodiscard]] std::string_view text(std::size_t token) const {
    const GlobPattern::Token& t = pattern.tokens()[token];
    if (t.kind == Kind::kLiteral) return pattern.text(t);
    return t.kind == Kind::kHole ? values[t.begin] : std::string_view();
  }
};

// A place in a filled pattern: before a token, or inside its text.
struct Place {
  std::size_t token = 0;
  std::size_t offset = 0;
};

// A stretch of a filled pattern.
struct Stretch {
  Place begin;
  Place end;

  // That part of the text of `token` which belongs to the stretch.
  [[nodiscard]] std::string_view Cut(std::size_t token,
                                     std::string_view text) const {
    if (token == end.token) text = text.substr(0, end.offset);
    if (token == begin.token) text.remove_prefix(begin.offset);
    return text;
  }
  // One past the last token that has a part in the stretch.
  [[nodiscard]] std::size_t token_end() const {
    return end.offset > 0 ? end.token + 1 : end.token;
  }
};

struct Size {
  std::size_t elements = 0;  // literal bytes and `?`
  bool any_char = false;
};

Size SizeOf(const Filling& filling, const Stretch& chunk) {
  Size size;
  for (std::size_t t = chunk.begin.token; t < chunk.token_end(); ++t) {
    if (filling.kind(t) == Kind::kAnyChar) {
      size.elements += filling.pattern.tokens()[t].size;
      size.any_char = true;
    } else {
      size.elements += chunk.Cut(t, filling.text(t)).size();
    }
  }
  return size;
}

// From `from` to the next star before `end`, or to `end`.
Stretch NextChunk(const Filling& filling, const Place& from, const Place& end) {
  Stretch chunk{from, end};
  for (std::size_t t = from.token; t < chunk.token_end(); ++t) {
    if (filling.kind(t) == Kind::kAnyRun) {
      chunk.end = {t, 0};
      break;
    }
  }
  return chunk;
}

template <LetterCase kCase>
bool EqualPiece(const char* text, std::string_view piece) {
  if constexpr (kCase == LetterCase::kExact) {
    return std::memcmp(text, piece.data(), piece.size()) == 0;
  } else {
    return EqualsIgnoringAsciiCase({text, piece.size()}, piece);
  }
}

// Where the chunk ends if it stands at `at`; else kNoMatch.
template <LetterCase kCase>
std::size_t MatchPiecesAt(std::string_view text, std::size_t at,
                          const Filling& filling, const Stretch& chunk) {
  for (std::size_t t = chunk.begin.token; t < chunk.token_end(); ++t) {
    if (filling.kind(t) == Kind::kAnyChar) {
      for (std::size_t i = filling.pattern.tokens()[t].size; i > 0; --i) {
        if (at == text.size()) return kNoMatch;
        at = NextCharacter(text, at);
      }
      continue;
    }
    const std::string_view piece = chunk.Cut(t, filling.text(t));
    if (piece.empty()) continue;
    if (text.size() - at < piece.size() ||
        !EqualPiece<kCase>(text.data() + at, piece)) {
      return kNoMatch;
    }
    at += piece.size();
  }
  return at;
}

// A chunk put together.
class Joined {
 public:
  static constexpr std::size_t kMaxSize = 4096;

  template <LetterCase kCase>
  void Join(const Filling& filling, const Stretch& chunk, Size size) {
    any_char_ = size.any_char;
    for (std::size_t t = chunk.begin.token; t < chunk.token_end(); ++t) {
      if (filling.kind(t) == Kind::kAnyChar) {
        const std::size_t count = filling.pattern.tokens()[t].size;
        std::memset(bytes_ + size_, 0, count);
        std::memset(mask_ + size_, 0, count);
        size_ += count;
        continue;
      }
      const std::string_view piece = chunk.Cut(t, filling.text(t));
      for (std::size_t i = 0; i < piece.size(); ++i) {
        bytes_[size_ + i] = TextByte<kCase>(piece[i]);
      }
      if (any_char_) std::memset(mask_ + size_, -1, piece.size());
      size_ += piece.size();
    }
  }

  [[nodiscard]] Chunk chunk() const {
    return {bytes_, any_char_ ? mask_ : nullptr, size_};
  }

 private:
  std::size_t size_ = 0;
  bool any_char_ = false;
  char bytes_[kMaxSize];
  char mask_[kMaxSize];
};

// Both answer as their namesakes in chunk.h. A chunk too long to be put
// together is compared place by place.
template <LetterCase kCase>
std::size_t FindPieces(ChunkText& text, std::size_t from,
                       const Filling& filling, const Stretch& chunk) {
  const Size size = SizeOf(filling, chunk);
  if (text.size() - from < size.elements) return kNoMatch;
  if (size.elements <= Joined::kMaxSize) {
    Joined joined;
    joined.Join<kCase>(filling, chunk, size);
    return FindChunk<kCase>(text, from, joined.chunk());
  }
  const std::string_view view(text.data(), text.size());
  for (std::size_t at = from; text.size() - at >= size.elements; ++at) {
    const std::size_t end = MatchPiecesAt<kCase>(view, at, filling, chunk);
    if (end != kNoMatch) return end;
  }
  return kNoMatch;
}

template <LetterCase kCase>
bool MatchPiecesAtEnd(ChunkText& text, std::size_t from, const Filling& filling,
                      const Stretch& chunk) {
  const Size size = SizeOf(filling, chunk);
  if (text.size() - from < size.elements) return false;
  const std::string_view view(text.data(), text.size());
  std::size_t at = text.size() - size.elements;
  if (!size.any_char || IsAsciiText(text.data() + at, size.elements)) {
    return MatchPiecesAt<kCase>(view, at, filling, chunk) == text.size();
  }
  if (size.elements <= Joined::kMaxSize) {
    Joined joined;
    joined.Join<kCase>(filling, chunk, size);
    return MatchChunkAtEnd<kCase>(text, from, joined.chunk());
  }
  for (;; --at) {
    if (MatchPiecesAt<kCase>(view, at, filling, chunk) == text.size()) {
      return true;
    }
    if (at == from) return false;
  }
}

// After a star: the `?` that the chunk begins with are taken at once, before
// the star's own run. So an empty value between `*` and `?` leaves the normal
// form of the filled pattern (GlobPattern).
std::size_t TakeLeadingAnyChars(std::string_view text, std::size_t at,
                                const Filling& filling, Stretch& chunk) {
  while (chunk.begin.token < chunk.token_end()) {
    const std::size_t t = chunk.begin.token;
    if (filling.kind(t) == Kind::kAnyChar) {
      for (std::size_t i = filling.pattern.tokens()[t].size; i > 0; --i) {
        if (at == text.size()) return kNoMatch;
        at = NextCharacter(text, at);
      }
    } else if (t == chunk.end.token || !chunk.Cut(t, filling.text(t)).empty()) {
      break;
    }
    chunk.begin = {t + 1, 0};
  }
  return at;
}

template <LetterCase kCase>
bool MatchesStretch(std::string_view whole, const Filling& filling,
                    const Stretch& stretch) {
  ChunkText text(whole);
  Stretch chunk = NextChunk(filling, stretch.begin, stretch.end);
  std::size_t at = MatchPiecesAt<kCase>(whole, 0, filling, chunk);
  while (at != kNoMatch) {
    const bool at_star = chunk.end.token < stretch.token_end() &&
                         chunk.end.offset == 0 &&
                         filling.kind(chunk.end.token) == Kind::kAnyRun;
    if (!at_star) return at == whole.size();
    chunk = NextChunk(filling, {chunk.end.token + 1, 0}, stretch.end);
    const bool is_tail = chunk.end.token == stretch.end.token &&
                         chunk.end.offset == stretch.end.offset;
    at = TakeLeadingAnyChars(whole, at, filling, chunk);
    if (at == kNoMatch) return false;
    if (is_tail) return MatchPiecesAtEnd<kCase>(text, at, filling, chunk);
    at = FindPieces<kCase>(text, at, filling, chunk);
  }
  return false;
}

bool Matches(std::string_view text, const Filling& filling,
             const Stretch& stretch, LetterCase letter_case) {
  return letter_case == LetterCase::kFold
             ? MatchesStretch<LetterCase::kFold>(text, filling, stretch)
             : MatchesStretch<LetterCase::kExact>(text, filling, stretch);
}

// Most patterns with holes are literals and holes, with one star at their end
// at most: those are compared piece by piece. Null for any other.
std::optional<bool> MatchesPieces(std::string_view text,
                                  const Filling& filling) {
  const std::span<const GlobPattern::Token> tokens = filling.pattern.tokens();
  const char* at = text.data();
  std::size_t left = text.size();
  for (std::size_t t = 0; t < tokens.size(); ++t) {
    const Kind kind = tokens[t].kind;
    if (kind == Kind::kAnyRun && t + 1 == tokens.size()) return true;
    if (kind == Kind::kAnyRun || kind == Kind::kAnyChar) return std::nullopt;
    const std::string_view piece = filling.text(t);
    if (left < piece.size() ||
        !EqualBytes<LetterCase::kExact>(at, piece.data(), piece.size())) {
      return false;
    }
    at += piece.size();
    left -= piece.size();
  }
  return left == 0;
}

std::optional<std::array<Stretch, 6>> SplitFilled(const Filling& filling) {
  std::array<Stretch, 6> fields;
  std::size_t field = 0;
  for (std::size_t t = 0; t < filling.token_count() && field < 5; ++t) {
    const std::string_view text = filling.text(t);
    std::size_t from = 0;
    while (field < 5) {
      const std::size_t colon = text.find(':', from);
      if (colon == std::string_view::npos) break;
      fields[field].end = {t, colon};
      fields[++field].begin = {t, colon + 1};
      from = colon + 1;
    }
  }
  if (field < 5) return std::nullopt;
  fields[5].end = {filling.token_count(), 0};
  return fields;
}

}  // namespace

bool MatchesTemplate(std::string_view text, const GlobPattern& pattern,
                     std::span<const std::string_view> values,
                     LetterCase letter_case) noexcept {
  if (values.size() < pattern.hole_count()) return false;
  const Filling filling{pattern, values};
  if (letter_case == LetterCase::kExact) {
    if (const auto answer = MatchesPieces(text, filling)) return *answer;
  }
  return Matches(text, filling, {{0, 0}, {filling.token_count(), 0}},
                 letter_case);
}

bool MatchesArnTemplate(std::string_view text, const GlobPattern& pattern,
                        std::span<const std::string_view> values,
                        LetterCase letter_case) noexcept {
  if (values.size() < pattern.hole_count()) return false;
  const Filling filling{pattern, values};
  const auto text_fields = SplitSixFields(text);
  const auto pattern_fields = SplitFilled(filling);
  if (!text_fields.has_value() || !pattern_fields.has_value()) return false;
  for (std::size_t i = 0; i < 6; ++i) {
    if (!Matches((*text_fields)[i], filling, (*pattern_fields)[i],
                 letter_case)) {
      return false;
    }
  }
  return true;
}

}  // namespace iameval::internal
