#include "automata/glob_code.h"

#include <array>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string_view>
#include <vector>

#include "automata/chunk.h"
#include "automata/glob_pattern.h"
#include "base/byte_lanes.h"

namespace iameval::internal {
namespace {

using Kind = GlobPattern::Kind;
using Form = GlobCode::Form;

// Reads a part table and the elements that go with it.
class PartReader {
 public:
  PartReader(const std::uint32_t* table, const char* elements, const char* mask)
      : table_(table), elements_(elements), mask_(mask) {}

  std::uint32_t ReadCount() { return *table_++; }
  Chunk ReadPart() {
    const std::uint32_t entry = *table_++;
    const std::size_t size = entry & ~GlobCode::kAnyChar;
    const bool any_char = (entry & GlobCode::kAnyChar) != 0;
    const Chunk part{elements_, any_char ? mask_ : nullptr, size};
    Skip(size);
    return part;
  }
  // Over elements that belong to no part: a colon between fields.
  void Skip(std::size_t size) {
    elements_ += size;
    if (mask_ != nullptr) mask_ += size;
  }

 private:
  const std::uint32_t* table_;
  const char* elements_;
  const char* mask_;
};

template <LetterCase kCase>
bool MatchesParts(ChunkText& text, PartReader& parts) {
  const std::uint32_t count = parts.ReadCount();
  std::size_t at = MatchChunkAt<kCase>(text, 0, parts.ReadPart());
  if (count == 1) return at == text.size();
  for (std::uint32_t i = 1; i + 1 < count && at != kNoMatch; ++i) {
    at = FindChunk<kCase>(text, at, parts.ReadPart());
  }
  return at != kNoMatch && MatchChunkAtEnd<kCase>(text, at, parts.ReadPart());
}

// What the header says.
struct Outline {
  std::uint32_t elements = 0;
  std::uint32_t stars = 0;
  std::uint32_t head = 0;
  std::uint32_t tail = 0;
  bool any_char = false;
  bool any_char_in_head = false;
  bool any_char_in_tail = false;

  explicit Outline(const GlobPattern& pattern) {
    for (const GlobPattern::Token& token : pattern.tokens()) {
      if (token.kind == Kind::kAnyRun) {
        ++stars;
        tail = 0;
        any_char_in_tail = false;
        continue;
      }
      elements += token.size;
      (stars == 0 ? head : tail) += token.size;
      if (token.kind == Kind::kAnyChar) {
        any_char = true;
        (stars == 0 ? any_char_in_head : any_char_in_tail) = true;
      }
    }
  }
};

// Writes a part table at the end of the words.
class PartWriter {
 public:
  explicit PartWriter(std::vector<std::uint32_t>& words) : words_(words) {
    NextField();
  }

  void NextField() {
    ++fields_;
    count_at_ = words_.size();
    words_.push_back(0);
    NextPart();
  }
  void NextPart() {
    ++words_[count_at_];
    words_.push_back(0);
  }
  void Add(std::size_t elements) {
    words_.back() += static_cast<std::uint32_t>(elements);
  }
  void MarkAnyChar() { words_.back() |= GlobCode::kAnyChar; }
  [[nodiscard]] int fields() const { return fields_; }

 private:
  std::vector<std::uint32_t>& words_;
  std::size_t count_at_ = 0;
  int fields_ = 0;
};

// Six fields if `field_count` is 6 and the pattern has the colons for them.
// Returns how many fields it found.
int AppendPartTable(const GlobPattern& pattern, int field_count,
                    std::vector<std::uint32_t>& words) {
  PartWriter writer(words);
  for (const GlobPattern::Token& token : pattern.tokens()) {
    if (token.kind == Kind::kAnyChar) {
      writer.Add(token.size);
      writer.MarkAnyChar();
    } else if (token.kind == Kind::kLiteral) {
      std::string_view rest = pattern.text(token);
      while (writer.fields() < field_count) {
        const std::size_t colon = rest.find(':');
        if (colon == std::string_view::npos) break;
        writer.Add(colon);
        writer.NextField();
        rest.remove_prefix(colon + 1);
      }
      writer.Add(rest.size());
    } else {
      writer.NextPart();
    }
  }
  return writer.fields();
}

void AppendElements(const GlobPattern& pattern, std::size_t elements,
                    bool any_char, std::vector<std::uint32_t>& words) {
  const std::size_t at = words.size();
  const std::size_t copy = (elements + 3) / 4;
  words.resize(at + (any_char ? 2 : 1) * copy, 0);
  char* bytes = reinterpret_cast<char*>(words.data() + at);
  if (!any_char) {
    std::memcpy(bytes, pattern.literal().data(), elements);
    return;
  }
  char* mask = reinterpret_cast<char*>(words.data() + at + copy);
  for (const GlobPattern::Token& token : pattern.tokens()) {
    if (token.kind == Kind::kLiteral) {
      std::memcpy(bytes, pattern.text(token).data(), token.size);
      std::memset(mask, -1, token.size);
    } else if (token.kind != Kind::kAnyChar) {
      continue;
    }
    bytes += token.size;
    mask += token.size;
  }
}

Form FormOf(const Outline& outline) {
  if (outline.any_char || outline.stars > 2) return Form::kParts;
  constexpr std::array<Form, 3> kForms = {Form::kLiteral, Form::kHeadTail,
                                          Form::kHeadInnerTail};
  return kForms[outline.stars];
}

}  // namespace

void GlobCode::Append(const GlobPattern& pattern, Splitting splitting,
                      std::vector<std::uint32_t>& words) {
  const Outline outline(pattern);
  const Form form =
      splitting == Splitting::kSixFields ? Form::kFields : FormOf(outline);
  const std::size_t at = words.size();
  words.push_back(static_cast<std::uint32_t>(form) |
                  (outline.any_char ? kHasMask : 0) |
                  (outline.any_char_in_head ? kAnyCharInHead : 0) |
                  (outline.any_char_in_tail ? kAnyCharInTail : 0));
  words.push_back(outline.elements);
  words.push_back(outline.head);
  words.push_back(outline.tail);
  if (form >= Form::kParts) {
    const int wanted = form == Form::kFields ? 6 : 1;
    words.push_back(0);
    if (AppendPartTable(pattern, wanted, words) < wanted) {
      words.resize(at);
      words.insert(words.end(), {static_cast<std::uint32_t>(Form::kNever) |
                                     4u << kElementsShift,
                                 0, 0, 0});
      return;
    }
    words[at + 4] = static_cast<std::uint32_t>(words.size() - at);
  }
  const std::size_t elements_at = words.size() - at;
  if (elements_at <= 0xFFFF) {
    words[at] |= static_cast<std::uint32_t>(elements_at) << kElementsShift;
  }
  AppendElements(pattern, outline.elements, outline.any_char, words);
}

std::size_t GlobCode::literal_head_size() const {
  if ((words_[0] & kAnyCharInHead) == 0) return head_size();
  const void* const any = std::memchr(mask(), 0, head_size());
  return static_cast<std::size_t>(static_cast<const char*>(any) - mask());
}

void GlobCode::StarOffsets(std::vector<std::uint32_t>& offsets) const {
  const auto inner_end = static_cast<std::uint32_t>(size() - tail_size());
  switch (form()) {
    case Form::kNever:
    case Form::kLiteral:
      return;
    case Form::kHeadTail:
      offsets.push_back(inner_end);
      return;
    case Form::kHeadInnerTail:
      offsets.push_back(static_cast<std::uint32_t>(head_size()));
      offsets.push_back(inner_end);
      return;
    case Form::kParts:
    case Form::kFields:
      break;
  }
  const std::uint32_t* table = words_ + 5;
  std::uint32_t at = 0;
  while (table != words_ + elements_at()) {
    const std::uint32_t count = *table++;
    for (std::uint32_t i = 0; i < count; ++i) {
      if (i > 0) offsets.push_back(at);
      at += *table++ & ~kAnyChar;
    }
    ++at;  // the colon before the next field
  }
}

template <LetterCase kCase>
bool GlobCode::MatchesFields(GlobText& text) const {
  const auto* const fields = text.fields();
  if (fields == nullptr) return false;
  PartReader parts(words_ + 5, elements().data(), mask());
  for (std::size_t i = 0; i < fields->size(); ++i) {
    if (i > 0) parts.Skip(1);
    ChunkText field((*fields)[i]);
    if (!MatchesParts<kCase>(field, parts)) return false;
  }
  return true;
}

template <LetterCase kCase>
bool GlobCode::MatchesTable(GlobText& text) const {
  if (form() == Form::kFields) return MatchesFields<kCase>(text);
  if (form() == Form::kNever) return false;
  // Most texts that do not match are found out by their end.
  const std::size_t tail = tail_size();
  if ((words_[0] & kAnyCharInTail) == 0 &&
      !EqualBytes<kCase>(text.view().data() + text.view().size() - tail,
                         elements().data() + size() - tail, tail)) {
    return false;
  }
  PartReader parts(words_ + 5, elements().data(), mask());
  return MatchesParts<kCase>(text.whole(), parts);
}

// The forms without a table are not told apart before it matters: what is the
// same for all is done first, and a branch less is a misprediction less.
template <LetterCase kCase>
bool GlobCode::Matches(GlobText& text, std::size_t known,
                       std::size_t inner_at) const {
  const std::string_view whole = text.view();
  const std::string_view e = elements();
  if (whole.size() < e.size()) return false;  // an element is a byte at least
  if (form() >= Form::kParts) return MatchesTable<kCase>(text);
  const std::size_t head = head_size();
  const std::size_t tail = tail_size();
  const std::size_t inner_end = whole.size() - tail;
  if (!EqualBytes<kCase>(whole.data() + known, e.data() + known,
                         head - known) ||
      !EqualBytes<kCase>(whole.data() + inner_end, e.data() + e.size() - tail,
                         tail)) {
    return false;
  }
  if (form() == Form::kLiteral) return whole.size() == e.size();
  const std::string_view inner = e.substr(head, e.size() - head - tail);
  if (inner.empty()) return true;
  if (inner_at >= head && inner_at <= inner_end - inner.size() &&
      EqualBytes<kCase>(whole.data() + inner_at, inner.data(), inner.size())) {
    return true;
  }
  return FindLiteral<kCase>(whole.substr(0, inner_end), head, inner) !=
         kNoMatch;
}

template bool GlobCode::Matches<LetterCase::kExact>(GlobText&, std::size_t,
                                                    std::size_t) const;
template bool GlobCode::Matches<LetterCase::kFold>(GlobText&, std::size_t,
                                                   std::size_t) const;

GlobPattern GlobCode::Decompile() const {
  GlobPattern pattern;
  std::vector<std::uint32_t> stars;
  StarOffsets(stars);
  auto star = stars.begin();
  for (std::size_t i = 0; i <= size(); ++i) {
    for (; star != stars.end() && *star == i; ++star) pattern.AppendAnyRun();
    if (i == size()) break;
    if (mask() != nullptr && mask()[i] == 0) {
      pattern.AppendAnyChar();
    } else {
      pattern.AppendLiteral(elements().substr(i, 1));
    }
  }
  return pattern;
}

}  // namespace iameval::internal
