#include "reference/patterns.h"

#include <algorithm>
#include <cstddef>
#include <utility>

#include "base/ascii.h"

namespace iameval::reference {
namespace {

using internal::EqualsIgnoringAsciiCase;
using internal::FoldAscii;

// A well-formed `${name}` or `${name, 'default'}` at the front of a text.
struct Variable {
  std::string_view name;
  std::optional<std::string_view> default_value;
  std::size_t length = 0;  // from `$` to `}`
};

// S-4.1, S-4.6: the syntax; S-4.15: anything else is malformed.
std::optional<Variable> ReadVariable(std::string_view text) {
  if (!text.starts_with("${")) return std::nullopt;
  const std::size_t name_end = text.find_first_of(",}", 2);
  if (name_end == std::string_view::npos) return std::nullopt;
  Variable variable;
  variable.name = text.substr(2, name_end - 2);
  if (variable.name.empty() ||
      variable.name.find(' ') != std::string_view::npos) {
    return std::nullopt;
  }
  if (text[name_end] == '}') {
    variable.length = name_end + 1;
    return variable;
  }
  if (!text.substr(name_end).starts_with(", '")) return std::nullopt;
  const std::size_t begin = name_end + 3;
  const std::size_t quote = text.find('\'', begin);
  if (quote == std::string_view::npos ||
      !text.substr(quote).starts_with("'}")) {
    return std::nullopt;
  }
  variable.default_value = text.substr(begin, quote - begin);
  variable.length = quote + 2;
  return variable;
}

std::optional<std::string> ValueOf(const Variable& variable,
                                   const Context& context) {
  const std::string_view name = variable.name;
  if (name == "*" || name == "?" || name == "$") {
    return std::string(name);  // S-4.5
  }
  const ContextEntry* entry = context.Find(name);  // S-4.4
  if (entry != nullptr && entry->shape == ContextEntry::Shape::kSingle) {
    return entry->values.front();  // the empty string too (Q-16)
  }
  // Absent, or multivalued and so without a value (S-4.10, Q-17).
  if (!variable.default_value.has_value()) return std::nullopt;
  return std::string(*variable.default_value);  // S-4.6
}

// The bytes of the UTF-8 character that starts at `begin`.
std::size_t CharacterLength(std::string_view text, std::size_t begin) {
  std::size_t end = begin + 1;
  while (end < text.size() &&
         (static_cast<unsigned char>(text[end]) & 0xC0U) == 0x80U) {
    ++end;
  }
  return end - begin;
}

// S-2.12: `*` for each missing field.
std::string CompleteArn(std::string_view entry) {
  std::string completed(entry);
  for (auto colons = std::count(entry.begin(), entry.end(), ':'); colons < 5;
       ++colons) {
    completed += ":*";
  }
  return completed;
}

// One past the fifth colon, where variables begin (S-4.2, Q-19).
// REQUIRES: five colons.
std::size_t SixthField(std::string_view arn) {
  std::size_t begin = 0;
  for (int i = 0; i < 5; ++i) begin = arn.find(':', begin) + 1;
  return begin;
}

}  // namespace

std::optional<Expansion> Expand(std::string_view text, const Context& context) {
  Expansion expansion;
  std::string plain;
  while (!text.empty()) {
    const auto variable = ReadVariable(text);
    if (!variable.has_value()) {
      plain += text.front();
      text.remove_prefix(1);
      continue;
    }
    std::optional<std::string> value = ValueOf(*variable, context);
    if (!value.has_value()) return std::nullopt;  // S-4.13
    expansion.push_back({std::exchange(plain, {}), false});
    expansion.push_back({*std::move(value), true});
    text.remove_prefix(variable->length);
  }
  expansion.push_back({std::move(plain), false});
  return expansion;
}

Expansion Verbatim(std::string_view text) {
  return {{std::string(text), false}};
}

std::string Join(const Expansion& expansion) {
  std::string joined;
  for (const Piece& piece : expansion) joined += piece.text;
  return joined;
}

Pattern ToPattern(const Expansion& expansion) {
  Pattern pattern;
  for (const Piece& piece : expansion) {
    for (const char c : piece.text) {
      if (c == '*' && !piece.inserted) {
        pattern.push_back({PatternItem::Kind::kAnyRun, c});
      } else if (c == '?' && !piece.inserted) {
        pattern.push_back({PatternItem::Kind::kAnyCharacter, c});
      } else {
        pattern.push_back({PatternItem::Kind::kByte, c});
      }
    }
  }
  return pattern;
}

bool Matches(std::span<const PatternItem> pattern, std::string_view text) {
  // What stands before the first wildcard settles most comparisons.
  while (!pattern.empty() && pattern.front().kind == PatternItem::Kind::kByte) {
    if (text.empty() || text.front() != pattern.front().byte) return false;
    pattern = pattern.subspan(1);
    text.remove_prefix(1);
  }
  // reached[i]: the items so far match exactly the first i bytes.
  std::vector<char> reached(text.size() + 1, 0);
  reached[0] = 1;
  for (const PatternItem& item : pattern) {
    std::vector<char> next(text.size() + 1, 0);
    bool run = false;
    for (std::size_t i = 0; i <= text.size(); ++i) {
      if (reached[i] != 0) run = true;
      if (item.kind == PatternItem::Kind::kAnyRun) {
        next[i] = run ? 1 : 0;
      } else if (reached[i] != 0 && i < text.size()) {
        if (item.kind == PatternItem::Kind::kAnyCharacter) {
          next[i + CharacterLength(text, i)] = 1;
        } else if (item.byte == text[i]) {
          next[i + 1] = 1;
        }
      }
    }
    reached = std::move(next);
  }
  return reached[text.size()] != 0;
}

std::optional<std::vector<std::span<const PatternItem>>> SplitSixFields(
    const Pattern& pattern) {
  std::vector<std::span<const PatternItem>> fields;
  std::span<const PatternItem> rest = pattern;
  for (std::size_t i = 0; i < rest.size() && fields.size() < 5;) {
    if (rest[i].byte == ':') {
      fields.push_back(rest.first(i));
      rest = rest.subspan(i + 1);
      i = 0;
    } else {
      ++i;
    }
  }
  if (fields.size() < 5) return std::nullopt;
  fields.push_back(rest);
  return fields;
}

bool ActionMatches(std::string_view entry, std::string_view action) {
  if (entry == "*") return true;  // S-2.1
  if (EqualsIgnoringAsciiCase(entry, action)) return true;
  const auto matches = [](std::string_view pattern, std::string_view text) {
    return Matches(ToPattern(Verbatim(FoldAscii(pattern))),
                   FoldAscii(text));  // S-2.2
  };
  const std::size_t colon = entry.find(':');
  const std::size_t action_colon = action.find(':');
  if (colon == std::string_view::npos) return false;
  // S-2.4: prefix against prefix, name against name.
  return matches(entry.substr(0, colon), action.substr(0, action_colon)) &&
         matches(entry.substr(colon + 1), action.substr(action_colon + 1));
}

bool ResourceMatches(std::string_view entry, std::string_view resource,
                     ShortArn short_arn, bool has_variables,
                     const Context& context) {
  if (entry == "*") return true;                 // S-2.11, S-2.15
  if (!entry.starts_with("arn:")) return false;  // S-2.19: refused when parsed
  std::string arn(entry);
  if (std::count(entry.begin(), entry.end(), ':') < 5) {
    if (short_arn == ShortArn::kMatchesNothing) return false;  // S-2.12
    arn = CompleteArn(entry);
  }
  // S-4.2: variables live after the fifth colon only.
  const std::size_t sixth = SixthField(arn);
  Expansion expansion = Verbatim(std::string_view(arn).substr(0, sixth));
  std::optional<Expansion> last =
      has_variables ? Expand(std::string_view(arn).substr(sixth), context)
                    : Verbatim(std::string_view(arn).substr(sixth));
  if (!last.has_value()) return false;  // S-4.7
  for (Piece& piece : *last) expansion.push_back(std::move(piece));
  // S-2.10: one glob over the whole string; S-2.7: case counts.
  return Matches(ToPattern(expansion), resource);
}

}  // namespace iameval::reference
