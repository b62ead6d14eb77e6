#include "automata/text_classes.h"

#include <algorithm>
#include <map>
#include <set>
#include <string_view>
#include <utility>

#include "base/latin1.h"
#include "base/utf8.h"

namespace iameval::internal {
namespace {

using Word = std::uint64_t;
using Bits = std::vector<Word>;

// A place in a pattern and what may come there.
struct Element {
  enum class Kind : std::uint8_t { kCharacter, kFolded, kAny, kRun, kEnd };
  Kind kind = Kind::kEnd;
  bool colon = true;  // kAny, kRun: a colon too
  std::string character;
};

// The characters of a text. Bytes that are not UTF-8 count one by one.
std::vector<std::string> Characters(std::string_view text) {
  std::vector<std::string> characters;
  while (!text.empty()) {
    const std::size_t length = DecodeUtf8(text).length;
    characters.emplace_back(text.substr(0, length));
    text.remove_prefix(length);
  }
  return characters;
}

// The other case of a folded character; the same if it has none.
std::string Unfold(const std::string& folded) {
  std::string upper = folded;
  if (folded.size() == 1 && folded[0] >= 'a' && folded[0] <= 'z') {
    upper[0] = static_cast<char>(folded[0] - 'a' + 'A');
  } else if (folded.size() == 2 && folded[0] == '\xC3') {
    upper[1] = static_cast<char>(static_cast<unsigned char>(folded[1]) - 0x20);
  }
  return FoldLatin1(upper) == folded ? upper : folded;
}

// All patterns as one row of elements, each pattern's followed by its end.
class Elements {
 public:
  explicit Elements(std::span<const TextSet> sets) {
    for (const TextSet& set : sets) Add(set);
    AddNotEmpty();
  }

  [[nodiscard]] const std::vector<Element>& all() const { return elements_; }
  [[nodiscard]] const std::vector<std::size_t>& starts() const {
    return starts_;
  }
  [[nodiscard]] const std::vector<std::size_t>& ends() const { return ends_; }

 private:
  using Kind = Element::Kind;

  void Add(const TextSet& set) {
    starts_.push_back(elements_.size());
    switch (set.kind) {
      case TextSet::Kind::kGlob:
        AddTokens(set.pattern, Kind::kCharacter, true);
        break;
      case TextSet::Kind::kIgnoreCase:
        AddTokens(set.pattern, Kind::kFolded, true);
        break;
      case TextSet::Kind::kSixFields:
        AddFields(set.pattern.SplitSixFields());
        break;
      case TextSet::Kind::kIsArn:
        AddFields(std::vector<GlobPattern>(6, GlobPattern::FromText("*")));
        break;
    }
    End();
  }

  void AddFields(const std::vector<GlobPattern>& fields) {
    // A pattern with fewer fields matches nothing (S-5.12).
    if (fields.size() != 6) starts_.back() = kNoStart;
    for (std::size_t i = 0; i < fields.size(); ++i) {
      if (i > 0) elements_.push_back({Kind::kCharacter, true, ":"});
      AddTokens(fields[i], Kind::kCharacter, i == 5);
    }
  }

  void AddTokens(const GlobPattern& pattern, Kind letters, bool colon) {
    for (const GlobPattern::Token& token : pattern.tokens()) {
      switch (token.kind) {
        case GlobPattern::Kind::kLiteral:
          for (std::string& c : Characters(pattern.text(token))) {
            if (letters == Kind::kFolded) c = FoldLatin1(c);
            elements_.push_back({letters, true, std::move(c)});
          }
          break;
        case GlobPattern::Kind::kAnyChar:
          for (std::uint32_t i = 0; i < token.size; ++i) {
            elements_.push_back({Kind::kAny, colon, ""});
          }
          break;
        case GlobPattern::Kind::kAnyRun:
          elements_.push_back({Kind::kRun, colon, ""});
          break;
        case GlobPattern::Kind::kHole:
          break;  // not in this place
      }
    }
  }

  void AddNotEmpty() {
    starts_.push_back(elements_.size());
    elements_.push_back({Kind::kAny, true, ""});
    elements_.push_back({Kind::kRun, true, ""});
    End();
  }

  void End() {
    ends_.push_back(elements_.size());
    elements_.push_back({});
  }

 public:
  static constexpr std::size_t kNoStart = ~std::size_t{0};

 private:
  std::vector<Element> elements_;
  std::vector<std::size_t> starts_;
  std::vector<std::size_t> ends_;
};

// The characters that some pattern tells from others, and `others` more.
std::vector<std::string> Alphabet(const Elements& elements,
                                  std::size_t others) {
  std::set<std::string> known;
  for (const Element& element : elements.all()) {
    if (element.kind == Element::Kind::kCharacter) {
      known.insert(element.character);
    } else if (element.kind == Element::Kind::kFolded) {
      known.insert(element.character);
      known.insert(Unfold(element.character));
    } else if (!element.colon) {
      known.insert(":");
    }
  }
  std::vector<std::string> alphabet;
  const auto offer = [&](std::string c) {
    if (alphabet.size() < others && !known.contains(c)) {
      alphabet.push_back(std::move(c));
    }
  };
  constexpr std::string_view kUsual = "xyzabcdefghijklmnopqrstuvw0123456789";
  for (const char c : kUsual) offer(std::string(1, c));
  // U+0800 to U+CFFF: more than there are places in an automaton that is
  // followed to its end.
  for (unsigned code = 0x800; code < 0xD000 && alphabet.size() < others;
       ++code) {
    offer({static_cast<char>(0xE0 | (code >> 12)),
           static_cast<char>(0x80 | (code >> 6 & 0x3F)),
           static_cast<char>(0x80 | (code & 0x3F))});
  }
  alphabet.insert(alphabet.end(), known.begin(), known.end());
  return alphabet;
}

// The patterns followed side by side (bit-parallel simulation: a bit for each
// place that some reading of the text so far leads to).
class Automaton {
 public:
  Automaton(std::span<const TextSet> sets, std::size_t others)
      : elements_(sets),
        alphabet_(Alphabet(elements_, others)),
        words_((elements_.all().size() + 63) / 64),
        runs_(words_) {
    for (std::size_t i = 0; i < elements_.all().size(); ++i) {
      if (elements_.all()[i].kind == Element::Kind::kRun) Set(runs_, i);
    }
    for (const std::string& c : alphabet_) steps_.push_back(StepOn(c));
  }

  [[nodiscard]] const std::vector<std::string>& alphabet() const {
    return alphabet_;
  }
  [[nodiscard]] std::size_t words() const { return words_; }

  [[nodiscard]] Bits Start() const {
    Bits bits(words_);
    for (const std::size_t start : elements_.starts()) {
      if (start != Elements::kNoStart) Set(bits, start);
    }
    Close(bits);
    return bits;
  }

  [[nodiscard]] Bits Next(const Bits& from, std::size_t symbol) const {
    return Next(from, steps_[symbol]);
  }

  // Of any character, also one that no pattern knows.
  [[nodiscard]] Bits Next(const Bits& from, const std::string& c) const {
    return Next(from, StepOn(c));
  }

  // Which of the sets contain the text.
  [[nodiscard]] std::vector<bool> Accepted(const Bits& bits) const {
    std::vector<bool> accepted;
    for (const std::size_t end : elements_.ends()) {
      accepted.push_back((bits[end / 64] >> (end % 64) & 1) != 0);
    }
    return accepted;
  }

 private:
  // Places that one character moves on from, and those that it stays at.
  struct Step {
    Bits moves;
    Bits stays;
  };

  static void Set(Bits& bits, std::size_t i) {
    bits[i / 64] |= Word{1} << (i % 64);
  }

  [[nodiscard]] Step StepOn(const std::string& c) const {
    Step step{Bits(words_), Bits(words_)};
    const std::string folded = FoldLatin1(c);
    for (std::size_t i = 0; i < elements_.all().size(); ++i) {
      const Element& element = elements_.all()[i];
      switch (element.kind) {
        case Element::Kind::kCharacter:
          if (element.character == c) Set(step.moves, i);
          break;
        case Element::Kind::kFolded:
          if (element.character == folded) Set(step.moves, i);
          break;
        case Element::Kind::kAny:
          if (element.colon || c != ":") Set(step.moves, i);
          break;
        case Element::Kind::kRun:
          if (element.colon || c != ":") Set(step.stays, i);
          break;
        case Element::Kind::kEnd:
          break;
      }
    }
    return step;
  }

  [[nodiscard]] Bits Next(const Bits& from, const Step& step) const {
    Bits to(words_);
    Word carry = 0;
    for (std::size_t i = 0; i < words_; ++i) {
      const Word moved = from[i] & step.moves[i];
      to[i] = moved << 1 | carry | (from[i] & step.stays[i]);
      carry = moved >> 63;
    }
    Close(to);
    return to;
  }

  // A run may be empty; no two are neighbours (GlobPattern's normal form).
  void Close(Bits& bits) const {
    Word carry = 0;
    for (std::size_t i = 0; i < words_; ++i) {
      const Word runs = bits[i] & runs_[i];
      bits[i] |= runs << 1 | carry;
      carry = runs >> 63;
    }
  }

  Elements elements_;
  std::vector<std::string> alphabet_;
  std::size_t words_;
  Bits runs_;
  std::vector<Step> steps_;
};

class Search {
 public:
  Search(std::span<const TextSet> sets, std::size_t per_class,
         const TextClassLimits& limits)
      : automaton_(sets, per_class), per_class_(per_class), limits_(limits) {}

  void Prefer(std::string_view text) {
    Bits bits = automaton_.Start();
    for (const std::string& c : Characters(text)) {
      bits = automaton_.Next(bits, c);
    }
    Offer(bits, std::string(text));
  }

  // Breadth first; a state is left as often as texts are wanted, which finds
  // that many texts for every state if there are so many: of the shortest
  // texts that lead to a state, all beginnings are among the shortest that
  // lead to theirs.
  [[nodiscard]] bool Run() {
    Visit(automaton_.Start(), {});
    std::size_t work = 0;
    for (std::size_t i = 0; i < queue_.size(); ++i) {
      for (std::size_t symbol = 0; symbol < automaton_.alphabet().size();
           ++symbol) {
        work += automaton_.words() + 4;
        if (work > limits_.work || visits_.size() > limits_.states) {
          return false;
        }
        Visit(automaton_.Next(queue_[i].state->first, symbol),
              {i, symbol, false});
      }
    }
    return true;
  }

  std::vector<std::string> Take() {
    std::vector<std::string> texts;
    for (auto& [accepted, found] : classes_) {
      for (std::string& text : found) texts.push_back(std::move(text));
    }
    return texts;
  }

 private:
  // The step that led to a text.
  struct Step {
    std::size_t before = 0;
    std::size_t symbol = 0;
    bool first = true;
  };
  struct Item {
    const std::pair<const Bits, std::size_t>* state;
    Step step;
  };

  void Visit(Bits bits, const Step& step) {
    const auto it = visits_.try_emplace(std::move(bits), 0).first;
    if (it->second == per_class_) return;
    ++it->second;
    queue_.push_back({&*it, step});
    if (classes_[automaton_.Accepted(it->first)].size() < per_class_) {
      Offer(it->first, TextOf(queue_.size() - 1));
    }
  }

  [[nodiscard]] std::string TextOf(std::size_t item) const {
    std::vector<std::size_t> symbols;
    while (!queue_[item].step.first) {
      symbols.push_back(queue_[item].step.symbol);
      item = queue_[item].step.before;
    }
    std::string text;
    for (auto it = symbols.rbegin(); it != symbols.rend(); ++it) {
      text += automaton_.alphabet()[*it];
    }
    return text;
  }

  void Offer(const Bits& bits, std::string text) {
    std::vector<std::string>& found = classes_[automaton_.Accepted(bits)];
    if (found.size() < per_class_ &&
        std::find(found.begin(), found.end(), text) == found.end()) {
      found.push_back(std::move(text));
    }
  }

  Automaton automaton_;
  const std::size_t per_class_;
  const TextClassLimits limits_;
  std::map<Bits, std::size_t> visits_;  // addresses are kept
  std::vector<Item> queue_;
  std::map<std::vector<bool>, std::vector<std::string>> classes_;
};

bool IsOneText(const TextSet& set) {
  return set.kind == TextSet::Kind::kGlob && set.pattern.is_literal();
}

// For sets of one text each, which may be many: lists of ids.
std::vector<std::string> LiteralTexts(std::span<const TextSet> sets,
                                      std::size_t others,
                                      std::span<const std::string> preferred) {
  std::set<std::string> texts{""};
  for (const TextSet& set : sets) texts.emplace(set.pattern.literal());
  for (const std::string& text : preferred) {
    if (others > 0 && texts.insert(text).second) --others;
  }
  for (std::string text = "x"; others > 0; text += 'x') {
    if (texts.insert(text).second) --others;
  }
  return {texts.begin(), texts.end()};
}

}  // namespace

std::optional<std::vector<std::string>> RepresentativeTexts(
    std::span<const TextSet> sets, std::size_t per_class,
    std::span<const std::string> preferred, const TextClassLimits& limits) {
  std::size_t characters = 0;
  for (const TextSet& set : sets) {
    for (const GlobPattern::Token& token : set.pattern.tokens()) {
      characters += token.size + 1;
    }
  }
  if (characters > limits.characters) return std::nullopt;
  if (std::all_of(sets.begin(), sets.end(), IsOneText)) {
    return LiteralTexts(sets, per_class, preferred);
  }
  Search search(sets, per_class, limits);
  for (const std::string& text : preferred) search.Prefer(text);
  if (!search.Run()) return std::nullopt;
  return search.Take();
}

}  // namespace iameval::internal
