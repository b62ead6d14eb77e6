#include "json/syntax_error.h"

#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "base/ascii.h"
#include "base/quote.h"
#include "base/utf8.h"
#include "json/pointer.h"

namespace iameval::internal {
namespace {

bool IsWordCharacter(char c) {
  const char folded = FoldAscii(c);
  return (folded >= 'a' && folded <= 'z') || IsAsciiDigit(c) || c == '_' ||
         c == '-' || c == '+' || c == '.';
}

std::optional<unsigned> HexDigit(char c) {
  if (IsAsciiDigit(c)) return static_cast<unsigned>(c - '0');
  const char folded = FoldAscii(c);
  if (folded < 'a' || folded > 'f') return std::nullopt;
  return static_cast<unsigned>(folded - 'a' + 10);
}

class SyntaxChecker {
 public:
  SyntaxChecker(std::string_view text, std::size_t max_depth)
      : text_(text), max_depth_(max_depth) {}

  std::optional<SyntaxError> Check() && {
    if (Value()) {
      SkipSpace();
      if (!AtEnd()) Fail("the end of the text");
    }
    return std::move(error_);
  }

 private:
  // A container being read, and where in it.
  struct Step {
    bool in_object = false;
    std::size_t ordinal = 0;
    std::string_view name;  // escapes left as written
  };

  // Each reader returns false when it has set error_.
  bool Value();
  bool Object();
  bool Member();
  bool Array();
  bool String();
  bool Escape();
  bool UnicodeEscape();
  bool Number();
  bool Word(std::string_view word);

  [[nodiscard]] bool AtEnd() const { return at_ == text_.size(); }
  [[nodiscard]] char Peek() const { return AtEnd() ? '\0' : text_[at_]; }
  void SkipSpace() {
    while (!AtEnd() && (text_[at_] == ' ' || text_[at_] == '\n' ||
                        text_[at_] == '\t' || text_[at_] == '\r')) {
      ++at_;
    }
  }
  bool Take(char c) {
    if (AtEnd() || text_[at_] != c) return false;
    ++at_;
    return true;
  }
  std::optional<unsigned> FourHexDigits(std::size_t at) const;

  bool Fail(std::string expected) {
    return Fail(FoundHere(), std::move(expected));
  }
  bool Fail(std::string found, std::string expected) {
    error_ = SyntaxError{at_, Pointer(), std::move(found), std::move(expected)};
    return false;
  }
  [[nodiscard]] std::string FoundHere() const;
  [[nodiscard]] std::string Pointer() const;

  std::string_view text_;
  std::size_t max_depth_;
  std::size_t at_ = 0;
  std::size_t depth_ = 0;
  std::vector<Step> path_;
  std::optional<SyntaxError> error_;
};

// A whole word, or one character.
std::string SyntaxChecker::FoundHere() const {
  if (AtEnd()) return "the end of the text";
  std::size_t end = at_;
  while (end < text_.size() && IsWordCharacter(text_[end])) ++end;
  if (end == at_) end += DecodeUtf8(text_.substr(at_)).length;
  return Quote(text_.substr(at_, end - at_), 20);
}

std::string SyntaxChecker::Pointer() const {
  std::string pointer;
  for (const Step& step : path_) {
    if (step.in_object) {
      AppendPointerToken(step.name, pointer);
    } else {
      absl::StrAppend(&pointer, "/", step.ordinal);
    }
  }
  return pointer;
}

bool SyntaxChecker::Value() {
  SkipSpace();
  switch (Peek()) {
    case '{':
      return Object();
    case '[':
      return Array();
    case '"':
      return String();
    case 't':
      return Word("true");
    case 'f':
      return Word("false");
    case 'n':
      return Word("null");
    default:
      break;
  }
  if (Peek() == '-' || IsAsciiDigit(Peek())) return Number();
  return Fail("a JSON value");
}

bool SyntaxChecker::Object() {
  if (depth_ == max_depth_) {
    return Fail("another object inside",
                absl::StrCat("at most ", max_depth_, " nested containers"));
  }
  ++at_;
  SkipSpace();
  if (Take('}')) return true;
  ++depth_;
  do {
    if (!Member()) return false;
    SkipSpace();
  } while (Take(','));
  --depth_;
  return Take('}') || Fail("\",\" or \"}\"");
}

bool SyntaxChecker::Member() {
  SkipSpace();
  if (Peek() != '"') return Fail("a member name in quotation marks");
  const std::size_t begin = at_ + 1;
  if (!String()) return false;
  const std::string_view name = text_.substr(begin, at_ - 1 - begin);
  path_.push_back({.in_object = true, .ordinal = 0, .name = name});
  SkipSpace();
  if (!Take(':')) return Fail("\":\"");
  if (!Value()) return false;
  path_.pop_back();
  return true;
}

bool SyntaxChecker::Array() {
  if (depth_ == max_depth_) {
    return Fail("another array inside",
                absl::StrCat("at most ", max_depth_, " nested containers"));
  }
  ++at_;
  SkipSpace();
  if (Take(']')) return true;
  ++depth_;
  path_.push_back({});
  do {
    if (!Value()) return false;
    ++path_.back().ordinal;
    SkipSpace();
  } while (Take(','));
  path_.pop_back();
  --depth_;
  return Take(']') || Fail("\",\" or \"]\"");
}

bool SyntaxChecker::String() {
  ++at_;
  while (!AtEnd()) {
    const auto c = static_cast<unsigned char>(text_[at_]);
    if (c == '"') {
      ++at_;
      return true;
    }
    if (c == '\\') {
      if (!Escape()) return false;
    } else if (c < 0x20) {
      return Fail("no bare control character in a string");
    } else {
      const Utf8Step step = DecodeUtf8(text_.substr(at_));
      if (!step.valid) return Fail("UTF-8");
      at_ += step.length;
    }
  }
  return Fail("a quotation mark that ends the string");
}

bool SyntaxChecker::Escape() {
  constexpr std::string_view kEscapable = "\"\\/bfnrt";
  const std::string_view escape = text_.substr(at_, 2);
  if (escape.size() == 2 && escape[1] == 'u') return UnicodeEscape();
  if (escape.size() == 2 && kEscapable.find(escape[1]) != kEscapable.npos) {
    at_ += 2;
    return true;
  }
  return Fail(Quote(escape), "an escape sequence of JSON");
}

bool SyntaxChecker::UnicodeEscape() {
  const std::optional<unsigned> first = FourHexDigits(at_ + 2);
  if (!first.has_value()) {
    return Fail(Quote(text_.substr(at_, 6)), "four hexadecimal digits");
  }
  if (*first >= 0xd800 && *first <= 0xdfff) {
    const std::optional<unsigned> second = text_.substr(at_ + 6, 2) == "\\u"
                                               ? FourHexDigits(at_ + 8)
                                               : std::nullopt;
    const bool pair = *first < 0xdc00 && second.has_value() &&
                      *second >= 0xdc00 && *second <= 0xdfff;
    if (!pair) {
      return Fail(Quote(text_.substr(at_, 6)), "a surrogate pair");
    }
    at_ += 6;
  }
  at_ += 6;
  return true;
}

std::optional<unsigned> SyntaxChecker::FourHexDigits(std::size_t at) const {
  if (text_.size() < at + 4) return std::nullopt;
  unsigned value = 0;
  for (std::size_t i = at; i < at + 4; ++i) {
    const std::optional<unsigned> digit = HexDigit(text_[i]);
    if (!digit.has_value()) return std::nullopt;
    value = value << 4 | *digit;
  }
  return value;
}

bool SyntaxChecker::Number() {
  const std::size_t end = EndOfJsonNumber(text_, at_);
  if (end == std::string_view::npos) return Fail("a JSON number");
  at_ = end;
  return true;
}

bool SyntaxChecker::Word(std::string_view word) {
  std::size_t end = at_;
  while (end < text_.size() && IsWordCharacter(text_[end])) ++end;
  if (text_.substr(at_, end - at_) != word) return Fail("a JSON value");
  at_ = end;
  return true;
}

}  // namespace

std::optional<SyntaxError> FindSyntaxError(std::string_view text,
                                           std::size_t max_depth) {
  return SyntaxChecker(text, max_depth).Check();
}

std::size_t EndOfJsonNumber(std::string_view text, std::size_t begin) {
  constexpr std::size_t kNone = std::string_view::npos;
  std::size_t at = begin;
  const auto peek = [&] { return at < text.size() ? text[at] : '\0'; };
  const auto digits = [&] {
    const std::size_t start = at;
    while (IsAsciiDigit(peek())) ++at;
    return at > start;
  };
  if (peek() == '-') ++at;
  if (peek() == '0') {
    ++at;
  } else if (!digits()) {
    return kNone;
  }
  if (peek() == '.') {
    ++at;
    if (!digits()) return kNone;
  }
  if (peek() == 'e' || peek() == 'E') {
    ++at;
    if (peek() == '+' || peek() == '-') ++at;
    if (!digits()) return kNone;
  }
  return IsWordCharacter(peek()) ? kNone : at;
}

bool SurrogatesArePaired(std::string_view text) {
  const auto surrogate = [text](std::size_t at) {
    // \ud800 to \udbff are high, \udc00 to \udfff low.
    if (text.size() - at < 6 || text[at] != '\\' || text[at + 1] != 'u' ||
        (text[at + 2] | 0x20) != 'd') {
      return 0;
    }
    const char c = static_cast<char>(text[at + 3] | 0x20);
    return c >= 'c' && c <= 'f' ? 2 : c == '8' || c == '9' || c >= 'a' ? 1 : 0;
  };
  for (std::size_t at = 0; at < text.size();) {
    const int kind = surrogate(at);
    if (kind == 2) return false;
    if (kind == 1) {
      if (surrogate(at + 6) != 2) return false;
      at += 12;
    } else {
      at += text[at] == '\\' ? 2 : 1;
    }
  }
  return true;
}

}  // namespace iameval::internal
