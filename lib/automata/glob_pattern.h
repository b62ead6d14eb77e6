#ifndef IAMEVAL_LIB_AUTOMATA_GLOB_PATTERN_H_
#define IAMEVAL_LIB_AUTOMATA_GLOB_PATTERN_H_

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace iameval::internal {

// A glob pattern before it is compiled: a sequence of tokens.
//
// It is not a string, because its literal text may contain the characters `*`
// and `?` (from `${*}` and `${?}`, S-4.5), and because text known only when a
// request arrives (a policy variable) has a place in it, a *hole*. What fills
// a hole is literal text: wildcards in it are ordinary characters (S-4.11).
//
// A pattern is always in normal form: no two literals are neighbours, and in a
// run of wildcards the `?` come first and are followed by at most one `*`
// (`*?**` and `?*` are one pattern). Literal text should be UTF-8; then the
// normal form matches what the original sequence matches.
//
//   GlobPattern p = GlobPattern::FromText("arn:aws:s3:::");
//   p.AppendHole(0).AppendLiteral("*").AppendAnyRun();
//   p.ToString();  // "arn:aws:s3:::${0}${*}*"
//
// A value type; const use by several threads is safe.
class GlobPattern {
 public:
  enum class Kind : std::uint8_t {
    kLiteral,  // `size` bytes of text at `begin`
    kAnyChar,  // `size` times `?`
    kAnyRun,   // `*`
    kHole,     // the value numbered `begin`
  };
  struct Token {
    Kind kind = Kind::kLiteral;
    std::uint32_t begin = 0;
    std::uint32_t size = 0;

    friend bool operator==(const Token&, const Token&) = default;
  };

  // Matches the empty text only.
  GlobPattern() = default;

  // Every `*` and `?` of `text` is a wildcard.
  static GlobPattern FromText(std::string_view text);
  // No character of `text` is a wildcard.
  static GlobPattern FromLiteral(std::string_view text);

  GlobPattern& AppendText(std::string_view text);     // wildcards are live
  GlobPattern& AppendLiteral(std::string_view text);  // no wildcards
  GlobPattern& AppendAnyRun();
  GlobPattern& AppendAnyChar();
  GlobPattern& AppendHole(std::uint32_t index);
  GlobPattern& Append(const GlobPattern& other);
  // As at first, but for the memory, which is kept.
  void Clear() {
    text_.clear();
    tokens_.clear();
    hole_count_ = 0;
  }

  [[nodiscard]] std::span<const Token> tokens() const { return tokens_; }
  // The text of a literal token.
  [[nodiscard]] std::string_view text(const Token& token) const {
    return std::string_view(text_).substr(token.begin, token.size);
  }

  // Neither wildcards nor holes.
  [[nodiscard]] bool is_literal() const {
    return tokens_.empty() ||
           (tokens_.size() == 1 && tokens_[0].kind == Kind::kLiteral);
  }
  // The literal parts joined: if is_literal(), the one text that matches.
  [[nodiscard]] std::string_view literal() const { return text_; }
  // `*`, however many stars it was written with.
  [[nodiscard]] bool is_match_all() const {
    return tokens_.size() == 1 && tokens_[0].kind == Kind::kAnyRun;
  }
  [[nodiscard]] bool has_wildcards() const;
  // One more than the highest hole number; 0 means no holes.
  [[nodiscard]] std::uint32_t hole_count() const { return hole_count_; }

  // The text that every match begins (ends) with, as far as it stands in the
  // pattern before the first (after the last) wildcard or hole.
  [[nodiscard]] std::string_view literal_prefix() const;
  [[nodiscard]] std::string_view literal_suffix() const;

  // The pattern with literals in lower case (ASCII letters only).
  [[nodiscard]] GlobPattern Folded() const;
  // The pattern with each hole replaced by literal text. Missing values count
  // as empty; MatchesTemplate is what refuses them.
  [[nodiscard]] GlobPattern Filled(
      std::span<const std::string_view> values) const;
  // The pattern with a star for each hole: it matches at least what the
  // pattern matches with any values.
  [[nodiscard]] GlobPattern Widened() const;
  // Splits at the first five colons that stand in literal text (S-2.6); an
  // empty result means that there are fewer. A hole is not looked into.
  [[nodiscard]] std::vector<GlobPattern> SplitSixFields() const;

  // For dumps and messages: a literal `*`, `?` or `$` is shown as `${*}`,
  // `${?}`, `${$}`, hole 3 as `${3}`. Two patterns that differ, differ here.
  [[nodiscard]] std::string ToString() const;

  friend bool operator==(const GlobPattern&, const GlobPattern&) = default;

  template <typename H>
  friend H AbslHashValue(H state, const GlobPattern& pattern) {
    for (const Token& token : pattern.tokens_) {
      state = H::combine(std::move(state), token.kind, token.begin, token.size);
    }
    return H::combine(std::move(state), pattern.tokens_.size(), pattern.text_);
  }

 private:
  void AppendAnyChars(std::uint32_t count);
  void AppendToken(const GlobPattern& owner, const Token& token);

  std::string text_;  // all literal text, in order and without gaps
  std::vector<Token> tokens_;
  std::uint32_t hole_count_ = 0;
};

}  // namespace iameval::internal

#endif  // IAMEVAL_LIB_AUTOMATA_GLOB_PATTERN_H_
