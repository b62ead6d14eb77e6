#include "automata/glob_pattern.h"

#include <algorithm>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/ascii.h"
#include "base/byte_lanes.h"

namespace iameval::internal {
namespace {

constexpr std::size_t kLanes = ByteLanes::kSize;

// Where the wildcards are among up to 64 bytes, a bit each. What lies in the
// middle is read twice.
std::uint64_t FindWildcards(const char* p, std::size_t size) {
  const auto at = [&](std::size_t place) {
    const ByteLanes lanes = ByteLanes::Load(p + place);
    const ByteLanes found = lanes.Equal(ByteLanes::Fill('*'))
                                .Or(lanes.Equal(ByteLanes::Fill('?')));
    return std::uint64_t{found.Mask()} << place;
  };
  char few[kLanes] = {};
  if (size < kLanes) {
    std::memcpy(few, p, size);
    p = few;
    return at(0);
  }
  std::uint64_t found = at(0) | at(size - kLanes);
  if (size > 2 * kLanes) found |= at(kLanes) | at(size - 2 * kLanes);
  return found;
}

}  // namespace

GlobPattern GlobPattern::FromText(std::string_view text) {
  GlobPattern pattern;
  pattern.AppendText(text);
  return pattern;
}

GlobPattern GlobPattern::FromLiteral(std::string_view text) {
  GlobPattern pattern;
  pattern.AppendLiteral(text);
  return pattern;
}

GlobPattern& GlobPattern::AppendText(std::string_view text) {
  constexpr std::size_t kBlock = 4 * kLanes;
  std::size_t literal = 0;  // where it begins
  for (std::size_t at = 0; at < text.size(); at += kBlock) {
    std::uint64_t left = FindWildcards(text.data() + at,
                                       std::min(text.size() - at, kBlock));
    for (; left != 0; left &= left - 1) {
      const std::size_t place =
          at + static_cast<std::size_t>(std::countr_zero(left));
      AppendLiteral(text.substr(literal, place - literal));
      if (text[place] == '*') {
        AppendAnyRun();
      } else {
        AppendAnyChar();
      }
      literal = place + 1;
    }
  }
  return AppendLiteral(text.substr(literal));
}

GlobPattern& GlobPattern::AppendLiteral(std::string_view text) {
  if (text.empty()) return *this;
  const auto size = static_cast<std::uint32_t>(text.size());
  if (!tokens_.empty() && tokens_.back().kind == Kind::kLiteral) {
    tokens_.back().size += size;
  } else {
    const auto begin = static_cast<std::uint32_t>(text_.size());
    tokens_.push_back({Kind::kLiteral, begin, size});
  }
  text_.append(text);
  return *this;
}

GlobPattern& GlobPattern::AppendAnyRun() {
  if (tokens_.empty() || tokens_.back().kind != Kind::kAnyRun) {
    tokens_.push_back({Kind::kAnyRun, 0, 0});
  }
  return *this;
}

GlobPattern& GlobPattern::AppendAnyChar() {
  AppendAnyChars(1);
  return *this;
}

void GlobPattern::AppendAnyChars(std::uint32_t count) {
  const bool after_run =
      !tokens_.empty() && tokens_.back().kind == Kind::kAnyRun;
  const std::size_t at = tokens_.size() - (after_run ? 1 : 0);
  if (at > 0 && tokens_[at - 1].kind == Kind::kAnyChar) {
    tokens_[at - 1].size += count;
  } else {
    tokens_.insert(tokens_.begin() + static_cast<std::ptrdiff_t>(at),
                   {Kind::kAnyChar, 0, count});
  }
}

GlobPattern& GlobPattern::AppendHole(std::uint32_t index) {
  tokens_.push_back({Kind::kHole, index, 0});
  hole_count_ = std::max(hole_count_, index + 1);
  return *this;
}

GlobPattern& GlobPattern::Append(const GlobPattern& other) {
  if (this == &other) return Append(GlobPattern(other));
  for (const Token& token : other.tokens_) AppendToken(other, token);
  return *this;
}

void GlobPattern::AppendToken(const GlobPattern& owner, const Token& token) {
  switch (token.kind) {
    case Kind::kLiteral:
      AppendLiteral(owner.text(token));
      break;
    case Kind::kAnyChar:
      AppendAnyChars(token.size);
      break;
    case Kind::kAnyRun:
      AppendAnyRun();
      break;
    case Kind::kHole:
      AppendHole(token.begin);
      break;
  }
}

bool GlobPattern::has_wildcards() const {
  return std::any_of(tokens_.begin(), tokens_.end(), [](const Token& token) {
    return token.kind == Kind::kAnyChar || token.kind == Kind::kAnyRun;
  });
}

std::string_view GlobPattern::literal_prefix() const {
  if (tokens_.empty() || tokens_.front().kind != Kind::kLiteral) return {};
  return text(tokens_.front());
}

std::string_view GlobPattern::literal_suffix() const {
  if (tokens_.empty() || tokens_.back().kind != Kind::kLiteral) return {};
  return text(tokens_.back());
}

GlobPattern GlobPattern::Folded() const {
  GlobPattern folded = *this;
  folded.text_ = FoldAscii(folded.text_);
  return folded;
}

GlobPattern GlobPattern::Filled(
    std::span<const std::string_view> values) const {
  GlobPattern filled;
  for (const Token& token : tokens_) {
    if (token.kind != Kind::kHole) {
      filled.AppendToken(*this, token);
    } else if (token.begin < values.size()) {
      filled.AppendLiteral(values[token.begin]);
    }
  }
  return filled;
}

GlobPattern GlobPattern::Widened() const {
  GlobPattern widened;
  for (const Token& token : tokens_) {
    if (token.kind == Kind::kHole) {
      widened.AppendAnyRun();
    } else {
      widened.AppendToken(*this, token);
    }
  }
  return widened;
}

std::vector<GlobPattern> GlobPattern::SplitSixFields() const {
  std::vector<GlobPattern> fields(1);
  for (const Token& token : tokens_) {
    if (token.kind != Kind::kLiteral) {
      fields.back().AppendToken(*this, token);
      continue;
    }
    std::string_view rest = text(token);
    while (fields.size() < 6) {
      const std::size_t colon = rest.find(':');
      if (colon == std::string_view::npos) break;
      fields.back().AppendLiteral(rest.substr(0, colon));
      fields.emplace_back();
      rest.remove_prefix(colon + 1);
    }
    fields.back().AppendLiteral(rest);
  }
  if (fields.size() < 6) fields.clear();
  return fields;
}

std::string GlobPattern::ToString() const {
  std::string shown;
  for (const Token& token : tokens_) {
    switch (token.kind) {
      case Kind::kLiteral:
        for (const char c : text(token)) {
          if (c == '*' || c == '?' || c == '$') {
            shown += {'$', '{', c, '}'};
          } else {
            shown += c;
          }
        }
        break;
      case Kind::kAnyChar:
        shown.append(token.size, '?');
        break;
      case Kind::kAnyRun:
        shown += '*';
        break;
      case Kind::kHole:
        shown += "${" + std::to_string(token.begin) + "}";
        break;
    }
  }
  return shown;
}

}  // namespace iameval::internal
