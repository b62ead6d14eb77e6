#ifndef IAMEVAL_TESTS_AUTOMATA_NAIVE_GLOB_H_
#define IAMEVAL_TESTS_AUTOMATA_NAIVE_GLOB_H_

#include <cstddef>
#include <cstdint>
#include <random>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "automata/glob_pattern.h"
#include "gtest/gtest.h"

// What a glob means, as obviously as possible, and texts to try globs on.

namespace iameval_testing {

inline bool IsContinuationByte(char c) {
  return (static_cast<unsigned char>(c) & 0xC0) == 0x80;
}

// A character is a byte and the continuation bytes after it.
inline std::string_view AfterCharacter(std::string_view text) {
  do {
    text.remove_prefix(1);
  } while (!text.empty() && IsContinuationByte(text.front()));
  return text;
}

// Every `*` and `?` of `pattern` is a wildcard.
inline bool NaiveGlob(std::string_view pattern, std::string_view text) {
  if (pattern.empty()) return text.empty();
  const std::string_view rest = pattern.substr(1);
  switch (pattern.front()) {
    case '*':
      return NaiveGlob(rest, text) ||
             (!text.empty() && NaiveGlob(pattern, text.substr(1)));
    case '?':
      return !text.empty() && NaiveGlob(rest, AfterCharacter(text));
    default:
      return !text.empty() && text.front() == pattern.front() &&
             NaiveGlob(rest, text.substr(1));
  }
}

// The same for a pattern without holes.
inline bool NaiveMatch(
    const iameval::internal::GlobPattern& pattern,
    std::span<const iameval::internal::GlobPattern::Token> tokens,
    std::string_view text) {
  using Kind = iameval::internal::GlobPattern::Kind;
  if (tokens.empty()) return text.empty();
  const auto rest = tokens.subspan(1);
  switch (tokens.front().kind) {
    case Kind::kLiteral: {
      const std::string_view literal = pattern.text(tokens.front());
      return text.starts_with(literal) &&
             NaiveMatch(pattern, rest, text.substr(literal.size()));
    }
    case Kind::kAnyChar:
      for (std::uint32_t i = 0; i < tokens.front().size; ++i) {
        if (text.empty()) return false;
        text = AfterCharacter(text);
      }
      return NaiveMatch(pattern, rest, text);
    case Kind::kAnyRun:
      for (std::size_t skip = 0; skip <= text.size(); ++skip) {
        if (NaiveMatch(pattern, rest, text.substr(skip))) return true;
      }
      return false;
    case Kind::kHole:
      break;
  }
  ADD_FAILURE() << "NaiveMatch does not know holes";
  return false;
}

inline bool NaiveMatch(const iameval::internal::GlobPattern& pattern,
                       std::string_view text) {
  return NaiveMatch(pattern, pattern.tokens(), text);
}

// The fields of a text split at its first five colons; fewer than six if it
// has fewer colons.
inline std::vector<std::string_view> NaiveFields(std::string_view text) {
  std::vector<std::string_view> fields;
  while (fields.size() < 5 && text.find(':') != std::string_view::npos) {
    fields.push_back(text.substr(0, text.find(':')));
    text.remove_prefix(text.find(':') + 1);
  }
  fields.push_back(text);
  return fields;
}

inline bool NaiveArnGlob(std::string_view pattern, std::string_view text) {
  const std::vector<std::string_view> p = NaiveFields(pattern);
  const std::vector<std::string_view> t = NaiveFields(text);
  if (p.size() < 6 || t.size() < 6) return false;
  for (std::size_t i = 0; i < 6; ++i) {
    if (!NaiveGlob(p[i], t[i])) return false;
  }
  return true;
}

// All texts of up to `longest` letters of `alphabet`, the empty one first.
inline std::vector<std::string> AllTexts(std::string_view alphabet,
                                         std::size_t longest) {
  std::vector<std::string> texts = {""};
  std::size_t begin = 0;
  for (std::size_t size = 1; size <= longest; ++size) {
    const std::size_t end = texts.size();
    for (std::size_t i = begin; i < end; ++i) {
      for (const char c : alphabet) texts.push_back(texts[i] + c);
    }
    begin = end;
  }
  return texts;
}

// Random texts, the same for the same seed everywhere.
class TextSource {
 public:
  explicit TextSource(std::uint64_t seed) : random_(seed) {}

  std::size_t Below(std::size_t bound) { return random_() % bound; }
  bool OneIn(std::size_t bound) { return Below(bound) == 0; }
  // `letters` are UTF-8; each of its characters is as likely as the next.
  std::string Text(std::string_view letters, std::size_t size) {
    std::vector<std::string_view> characters;
    while (!letters.empty()) {
      const std::string_view rest = AfterCharacter(letters);
      characters.push_back(letters.substr(0, letters.size() - rest.size()));
      letters = rest;
    }
    std::string text;
    for (std::size_t i = 0; i < size; ++i) {
      text += characters[Below(characters.size())];
    }
    return text;
  }
  // A text that a pattern without holes matches, if its literals are UTF-8.
  std::string Instance(const iameval::internal::GlobPattern& pattern,
                       std::string_view letters, std::size_t longest_run) {
    using Kind = iameval::internal::GlobPattern::Kind;
    std::string text;
    for (const auto& token : pattern.tokens()) {
      if (token.kind == Kind::kLiteral) text += pattern.text(token);
      if (token.kind == Kind::kAnyChar) text += Text(letters, token.size);
      if (token.kind == Kind::kAnyRun) {
        text += Text(letters, Below(longest_run + 1));
      }
    }
    return text;
  }

 private:
  std::mt19937_64 random_;
};

}  // namespace iameval_testing

#endif  // IAMEVAL_TESTS_AUTOMATA_NAIVE_GLOB_H_
