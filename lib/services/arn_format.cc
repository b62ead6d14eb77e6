#include "services/arn_format.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/arn.h"

namespace iameval::internal {
namespace {

// What a format consists of, read from left to right.
class FormatReader {
 public:
  explicit FormatReader(std::string_view format) : rest_(format) {}

  // The literal text before the next variable or "*", or the end.
  std::string_view Literal() {
    std::size_t size = 0;
    while (size < rest_.size() && rest_[size] != '*' &&
           !rest_.substr(size).starts_with("${")) {
      ++size;
    }
    const std::string_view literal = rest_.substr(0, size);
    rest_.remove_prefix(size);
    return literal;
  }
  [[nodiscard]] bool done() const { return rest_.empty(); }
  // Steps over a variable or "*", of which there is one unless done(): how
  // many characters it stands for at least.
  std::size_t Variable() {
    const bool star = rest_.front() == '*';
    const std::size_t end = star ? 1 : rest_.find('}') + 1;
    rest_.remove_prefix(end == 0 ? rest_.size() : end);
    return star || rest_.empty() ? 0 : 1;
  }

 private:
  std::string_view rest_;
};

// The resource part: pieces of literal text with something between them, each
// as far to the left as it goes, the last one at the end.
std::optional<std::size_t> MatchResource(std::string_view format,
                                         std::string_view text) {
  FormatReader reader(format);
  const std::string_view head = reader.Literal();
  if (!text.starts_with(head)) return std::nullopt;
  text.remove_prefix(head.size());
  std::size_t literal = head.size();
  if (reader.done()) {
    return text.empty() ? std::optional(literal) : std::nullopt;
  }
  while (true) {
    std::size_t at_least = 0;
    std::string_view piece;
    while (piece.empty() && !reader.done()) {
      at_least += reader.Variable();
      piece = reader.Literal();
    }
    literal += piece.size();
    if (text.size() < at_least + piece.size()) return std::nullopt;
    if (reader.done()) {
      return text.ends_with(piece) ? std::optional(literal) : std::nullopt;
    }
    const std::size_t found = text.find(piece, at_least);
    if (found == std::string_view::npos) return std::nullopt;
    text.remove_prefix(found + piece.size());
  }
}

// A field before the resource: all variable, or all literal.
bool MatchField(std::string_view format, std::string_view text,
                std::size_t& literal) {
  if (format == "*") return true;
  if (format.starts_with("${")) return !text.empty();
  literal += text.size();
  return format == text;
}

// One position of the two automata whose common language is asked for.
struct Symbol {
  enum Kind : std::uint8_t {
    kChar,  // `c`
    kOne,   // one character
    kRun,   // any number of characters
  };
  Kind kind;
  char c;
  bool colon;  // kOne, kRun: a colon too
};

// `last_may_be_empty`: the last variable, if the format ends in one.
std::vector<Symbol> FormatSymbols(std::string_view format,
                                  bool last_may_be_empty) {
  std::vector<Symbol> symbols;
  FormatReader reader(format);
  std::size_t colons = 0;
  while (true) {
    for (const char c : reader.Literal()) {
      symbols.push_back({Symbol::kChar, c, false});
      colons += c == ':';
    }
    if (reader.done()) return symbols;
    const bool in_resource = colons >= 5;
    const bool at_least_one = reader.Variable() > 0 || format.ends_with('}');
    if (at_least_one && !(reader.done() && last_may_be_empty)) {
      symbols.push_back({Symbol::kOne, 0, in_resource});
    }
    symbols.push_back({Symbol::kRun, 0, in_resource});
  }
}

// `at_least_one`: a wildcard of the resource part stands for one character or
// more, though it may also stand for none.
std::vector<Symbol> PatternSymbols(std::string_view pattern,
                                   bool at_least_one) {
  std::vector<Symbol> symbols;
  const auto add_run = [&symbols, at_least_one](std::size_t colons) {
    if (at_least_one && colons >= 5) {
      symbols.push_back({Symbol::kOne, 0, true});
    }
    symbols.push_back({Symbol::kRun, 0, true});
  };
  const bool whole = pattern.size() <= kMaxWitnessPattern;
  pattern = pattern.substr(0, kMaxWitnessPattern);
  std::size_t colons = 0;
  for (std::size_t i = 0; i < pattern.size(); ++i) {
    const char c = pattern[i];
    const std::size_t close = pattern.substr(i).starts_with("${")
                                  ? pattern.find('}', i)
                                  : std::string_view::npos;
    if (close != std::string_view::npos) {
      if (close == i + 3) {  // ${*}, ${?}, ${$} (S-4.5)
        symbols.push_back({Symbol::kChar, pattern[i + 2], true});
      } else {
        add_run(colons);
      }
      i = close;
    } else if (c == '*') {
      add_run(colons);
    } else if (c == '?') {
      symbols.push_back({Symbol::kOne, 0, true});
    } else {
      symbols.push_back({Symbol::kChar, c, true});
      colons += c == ':';
    }
  }
  if (!whole) symbols.push_back({Symbol::kRun, 0, true});
  for (; pattern.starts_with("arn:") && colons < 5; ++colons) {
    symbols.push_back({Symbol::kChar, ':', true});
    symbols.push_back({Symbol::kRun, 0, true});
  }
  return symbols;
}

// The character that both symbols stand for; 0 if there is none.
char Common(const Symbol& a, const Symbol& b) {
  if (a.kind == Symbol::kChar && b.kind == Symbol::kChar) {
    return a.c == b.c ? a.c : '\0';
  }
  if (a.kind != Symbol::kChar && b.kind != Symbol::kChar) return 'x';
  const Symbol& literal = a.kind == Symbol::kChar ? a : b;
  const Symbol& any = a.kind == Symbol::kChar ? b : a;
  return literal.c != ':' || any.colon ? literal.c : '\0';
}

// A shortest text that both sequences match: breadth first over pairs of
// positions, a character costs one step, to leave a run nothing.
class Intersection {
 public:
  Intersection(std::vector<Symbol> a, std::vector<Symbol> b)
      : a_(std::move(a)),
        b_(std::move(b)),
        width_(b_.size() + 1),
        came_(width_ * (a_.size() + 1)) {}

  std::optional<std::string> Shortest() {
    const std::size_t goal = came_.size() - 1;
    queue_.push_back({0, 0, 0});
    while (!queue_.empty()) {
      const Step step = queue_.front();
      queue_.pop_front();
      if (came_[step.to].done) continue;
      came_[step.to] = {step.from, step.c, true};
      if (step.to == goal) return Text(goal);
      Follow(step.to);
    }
    return std::nullopt;
  }

 private:
  struct Step {
    std::size_t to;
    std::size_t from;
    char c;  // 0: without a character
  };
  struct Visit {
    std::size_t from = 0;
    char c = 0;
    bool done = false;
  };

  void Follow(std::size_t at) {
    const std::size_t i = at / width_;
    const std::size_t j = at % width_;
    const bool run_a = i < a_.size() && a_[i].kind == Symbol::kRun;
    const bool run_b = j < b_.size() && b_[j].kind == Symbol::kRun;
    if (run_a) queue_.push_front({at + width_, at, 0});
    if (run_b) queue_.push_front({at + 1, at, 0});
    if (i == a_.size() || j == b_.size()) return;
    const char c = Common(a_[i], b_[j]);
    if (c == 0 || (run_a && run_b)) return;  // together, they only go in rounds
    queue_.push_back({at + (run_a ? 0 : width_) + (run_b ? 0 : 1), at, c});
  }

  [[nodiscard]] std::string Text(std::size_t at) const {
    std::string text;
    while (at != 0) {
      if (came_[at].c != 0) text.push_back(came_[at].c);
      at = came_[at].from;
    }
    std::reverse(text.begin(), text.end());
    return text;
  }

  const std::vector<Symbol> a_;
  const std::vector<Symbol> b_;
  const std::size_t width_;
  std::vector<Visit> came_;
  std::deque<Step> queue_;
};

}  // namespace

std::optional<std::size_t> MatchArnFormat(std::string_view format,
                                          std::string_view arn) {
  const auto fields = SplitSixFields(arn);
  if (!fields.has_value()) return std::nullopt;
  return MatchArnFormat(format, *fields);
}

std::optional<std::size_t> MatchArnFormat(
    std::string_view format, const std::array<std::string_view, 6>& arn) {
  std::size_t literal = 0;
  std::size_t first = 0;
  // How nearly all formats begin: nothing to look for.
  constexpr std::string_view kBeginning = "arn:${Partition}:";
  if (format.starts_with(kBeginning)) {
    if (arn[0] != "arn" || arn[1].empty()) return std::nullopt;
    format.remove_prefix(kBeginning.size());
    literal = arn[0].size();
    first = 2;
  }
  for (std::size_t i = first; i < 5; ++i) {
    const std::size_t colon = format.find(':');
    if (colon == std::string_view::npos ||
        !MatchField(format.substr(0, colon), arn[i], literal)) {
      return std::nullopt;
    }
    format.remove_prefix(colon + 1);
  }
  const auto resource = MatchResource(format, arn[5]);
  if (!resource.has_value()) return std::nullopt;
  return literal + *resource;
}

bool SwallowsSlash(std::string_view format, std::string_view arn) {
  return format.find('*') == std::string_view::npos &&
         std::count(arn.begin(), arn.end(), '/') >
             std::count(format.begin(), format.end(), '/');
}

std::vector<std::pair<std::string_view, std::string_view>> CaptureVariables(
    std::string_view format, std::string_view arn) {
  std::vector<std::pair<std::string_view, std::string_view>> captured;
  if (!MatchArnFormat(format, arn).has_value()) return captured;
  while (true) {
    const std::size_t begin = format.find("${");
    if (begin == std::string_view::npos || begin > arn.size()) return captured;
    const std::size_t end = format.find('}', begin);
    if (end == std::string_view::npos) return captured;
    const std::string_view name = format.substr(begin + 2, end - begin - 2);
    arn.remove_prefix(begin);
    format.remove_prefix(end + 1);
    const std::string_view next =
        format.substr(0, std::min(format.find("${"), format.size()));
    // What comes after is looked for beyond one character, as in a match; the
    // format's end is the ARN's.
    std::size_t size = arn.size();
    if (!next.empty() || !format.empty()) {
      size = next.size() == format.size() && arn.size() >= next.size()
                 ? arn.size() - next.size()
                 : std::min(arn.find(next, 1), arn.size());
    }
    captured.emplace_back(name, arn.substr(0, size));
    arn.remove_prefix(size);
  }
}

std::string FillVariables(
    std::string_view format,
    std::span<const std::pair<std::string_view, std::string_view>> values) {
  std::string filled;
  while (true) {
    const std::size_t begin = std::min(format.find("${"), format.size());
    filled += format.substr(0, begin);
    format.remove_prefix(begin);
    const std::size_t end = format.find('}');
    if (end == std::string_view::npos) return filled += format;
    const std::string_view variable = format.substr(0, end + 1);
    const auto value =
        std::find_if(values.begin(), values.end(), [variable](const auto& v) {
          return v.first == variable.substr(2, variable.size() - 3);
        });
    filled += value == values.end() ? variable : value->second;
    format.remove_prefix(end + 1);
  }
}

std::optional<std::string> ArnFormatWitness(std::string_view format,
                                            std::string_view pattern) {
  // "bucket/*" is about what is in the bucket: about "bucket/x" rather than
  // "bucket/". So what may be empty is so only if there is no other way.
  auto witness =
      Intersection(FormatSymbols(format, false), PatternSymbols(pattern, true))
          .Shortest();
  for (const bool last_may_be_empty : {false, true}) {
    if (witness.has_value()) break;
    witness = Intersection(FormatSymbols(format, last_may_be_empty),
                           PatternSymbols(pattern, false))
                  .Shortest();
  }
  return witness;
}

}  // namespace iameval::internal
